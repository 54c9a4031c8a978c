//! What happens in a trajectory of the sickness insurance.

use trajet_contracts::dossier::v1::{
    AmiEndReason, AmiTrajectory, Commitment, Concertation, EmployerLink, EndAmiTrajectoryRequest, EstablishPlanRequest,
    FollowUpRhythm, GetPlanRequest, InformDutyKind, NextFollowUp, PlanAction, PlanActionKind, PlanAim, PlanContent,
    PlanParty, RecordCommitmentRequest, RecordInformedRequest, SignCommitmentRequest, Signature, StartSituation,
};
use trajet_contracts::exchange::v1::PreReturnVisit;
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;

use super::*;

fn signature(signed_on: &str) -> Option<Signature> {
    let kind = SignatureKind::Paper.into();
    on(signed_on).map(|day| Signature { signed_on: Some(day), kind, reference: "S-2023/1".into(), representative: 0 })
}

pub(super) fn content(signed_on: &str) -> PlanContent {
    PlanContent {
        objectives: vec!["administrative skills are up to date".into()],
        final_result: "four fifths in an office".into(),
        actions: vec![PlanAction {
            kind: PlanActionKind::Training.into(),
            carried_out_by: PlanParty::RegionalAdviser.into(),
            what: "a course of administration".into(),
        }],
        next_follow_up: Some(NextFollowUp {
            appointment_on: on("2023-05-02"),
            channel: ContactChannel::Telephone.into(),
        }),
        aim: PlanAim::Employment.into(),
        rhythm: None,
        concertation: Some(Concertation {
            held_on: on(signed_on),
            participants: (1..=3).collect(),
            person_agreed: false,
        }),
    }
}

impl World {
    /// Referred, and met on 20 January 2023.
    pub(super) async fn met() -> Self {
        Self::referred().await.then_met().await
    }

    async fn then_met(self) -> Self {
        self.until("2023-01-20").await;
        self.service.record_contact(coordinator(self.contact("2023-01-20"))).await.unwrap();
        self
    }

    fn commitment(&self, signed_on: &str) -> RecordCommitmentRequest {
        RecordCommitmentRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            situation: StartSituation::B.into(),
            employer_link: EmployerLink::CannotAnyMore.into(),
            support_committed: true,
            cooperation_committed: true,
            coordinator: signature(signed_on),
            person: signature(signed_on),
            ..RecordCommitmentRequest::default()
        }
    }

    pub(super) fn interview(&self, held_on: &str) -> RecordContactRequest {
        RecordContactRequest {
            purpose: ContactPurpose::FollowUp.into(),
            channel: ContactChannel::Telephone.into(),
            role_explained: false,
            first_step_checked: false,
            consent: None,
            actions: Vec::new(),
            next_way: 0,
            results: "a course was found".into(),
            ..self.contact(held_on)
        }
    }

    fn plan(&self, signed_on: &str) -> EstablishPlanRequest {
        EstablishPlanRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            plan: Some(content(signed_on)),
            coordinator: signature(signed_on),
            person: signature(signed_on),
        }
    }

    /// Committed by all three on 1 and 6 February, interviewed on the 20th, with a plan of 1 March 2023.
    pub(super) async fn planned() -> Self {
        Self::met().await.then_planned().await
    }

    /// The same of who was referred, on any engine.
    pub(super) async fn then_planned_after_a_referral(self) -> Self {
        self.then_referred().await.then_met().await.then_planned().await
    }

    /// The same, with another rhythm of follow-ups than three months.
    pub(super) async fn planned_with(rhythm: FollowUpRhythm) -> Self {
        let plan = PlanContent { rhythm: Some(rhythm), ..content("2023-03-01") };
        Self::met().await.then_planned_as(plan).await
    }

    /// The same, with a plan for vocational rehabilitation.
    pub(super) async fn planned_for_rehabilitation() -> Self {
        let plan = PlanContent { aim: PlanAim::VocationalRehabilitation.into(), ..content("2023-03-01") };
        Self::met().await.then_planned_as(plan).await
    }

    async fn then_planned(self) -> Self {
        self.then_planned_as(content("2023-03-01")).await
    }

    async fn then_planned_as(self, plan: PlanContent) -> Self {
        self.until("2023-02-06").await;
        self.service.record_commitment(coordinator(self.commitment("2023-02-01"))).await.unwrap();
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        let sign = SignCommitmentRequest { request_id, case_id, etag, physician: signature("2023-02-06") };
        self.service.sign_commitment(physician(sign)).await.unwrap();
        self.until("2023-02-20").await;
        self.service.record_contact(coordinator(self.interview("2023-02-20"))).await.unwrap();
        self.until("2023-03-01").await;
        let established = EstablishPlanRequest { plan: Some(plan), ..self.plan("2023-03-01") };
        self.service.establish_plan(coordinator(established)).await.unwrap();
        self
    }

    pub(super) async fn ami(&self, by: fn(GetDossierRequest) -> Request<GetDossierRequest>) -> AmiTrajectory {
        let request = GetDossierRequest { case_id: CASE.to_string(), ..GetDossierRequest::default() };
        self.service.get_dossier(by(request)).await.unwrap().into_inner().ami_trajectories.remove(0)
    }
}

#[tokio::test]
async fn d13_d15_d16_d19_committed_interviewed_planned_and_followed_up() {
    let world = World::planned().await;
    let dossier = world.read().await;
    assert_eq!(dossier.stage(), DossierStage::AmiTrajectory);
    assert_eq!(due(&dossier, "ami_follow_up"), on("2023-06-01"));
    assert_eq!(deadline(&dossier, "ami_first_interview").outcome(), DeadlineOutcome::Met);
    assert_eq!(deadline(&dossier, "ami_commitment_signature").closed_on, on("2023-02-06"));
    let trajectory = world.ami(coordinator).await;
    assert_eq!((trajectory.number, trajectory.started_on), (1, on("2023-02-06")));
    let Commitment { physician: signed, coordinator_subject, .. } = trajectory.commitment.unwrap();
    assert_eq!((signed, coordinator_subject.as_str()), (signature("2023-02-06"), "coordinator-1"));
    assert_eq!(trajectory.plan[0].content, Some(content("2023-03-01")));
    let told = ["FirstContactHeld", "ConsentsRecorded", "AmiStarted", "PlanEstablished", "PresumptionBegan"];
    assert_eq!(world.fed().await, told);

    assert_eq!(world.until("2023-06-02").await, 1);
    assert_eq!(deadline(&world.read().await, "ami_follow_up").missed_on, on("2023-06-02"));
    world.service.record_contact(coordinator(world.interview("2023-06-02"))).await.unwrap();
    assert_eq!(due(&world.read().await, "ami_follow_up"), on("2023-09-02"));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d13_a_commitment_that_awaits_the_physician_is_on_the_physicians_list() {
    let world = World::met().await;
    world.until("2023-02-01").await;
    world.service.record_commitment(coordinator(world.commitment("2023-02-01"))).await.unwrap();
    assert_eq!(world.read().await.stage(), DossierStage::Committed);
    let work = world.work(physician(ListWorkRequest::default())).await;
    let [row] = work.rows.as_slice() else { panic!("one person has work") };
    assert!(row.items.iter().any(|item| step(item) == "ami_commitment_signature"));
    let early = world.service.establish_plan(coordinator(world.plan("2023-02-01"))).await.unwrap_err();
    assert_eq!(refused(&early), ("NOT_STARTED".into(), "D13".into()));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d14_d19_d31_duties_to_inform_are_due_barred_and_carried_out() {
    let world = World::met().await;
    let withdrawn = ConsentForm {
        decisions: vec![ConsentDecision { purpose: ConsentPurpose::OccupationalPhysician.into(), granted: false }],
        ..consent("2023-01-20")
    };
    let (request_id, case_id, etag) = (world.id(), CASE.to_string(), String::new());
    let request = RecordConsentsRequest { request_id, case_id, etag, consent: Some(withdrawn) };
    world.service.record_consents(coordinator(request)).await.unwrap();
    world.until("2023-02-01").await;
    let commitment = RecordCommitmentRequest { physician: signature("2023-02-01"), ..world.commitment("2023-02-01") };
    world.service.record_commitment(coordinator(commitment)).await.unwrap();
    let informed = |kind: InformDutyKind, informed_on| RecordInformedRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        kind: kind.into(),
        informed_on: on(informed_on),
        reference: "M-1".into(),
    };
    let barred = world.service.record_informed(coordinator(informed(InformDutyKind::Start, "2023-02-01"))).await;
    assert_eq!(refused(&barred.unwrap_err()), ("DUTY_BARRED".into(), "D31".into()));
    assert_eq!(world.ami(coordinator).await.duties[0].barred_on, on("2023-02-01"));

    world.until("2023-02-20").await;
    world.service.record_contact(coordinator(world.interview("2023-02-20"))).await.unwrap();
    world.service.record_informed(physician(informed(InformDutyKind::Results, "2023-02-20"))).await.unwrap();
    let duties = world.ami(coordinator).await.duties;
    assert_eq!((duties[1].informed_on, duties[1].reference.as_str()), (on("2023-02-20"), "M-1"));
    assert_eq!(deadline(&world.read().await, "ami_results_notice").outcome(), DeadlineOutcome::Met);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d16_a_plan_that_lacks_parts_is_refused_by_the_law_and_one_that_is_none_by_its_fields() {
    let world = World::met().await;
    world.until("2023-02-20").await;
    let commitment = RecordCommitmentRequest { physician: signature("2023-02-01"), ..world.commitment("2023-02-01") };
    world.service.record_commitment(coordinator(commitment)).await.unwrap();
    world.service.record_contact(coordinator(world.interview("2023-02-20"))).await.unwrap();
    let lacking = PlanContent { objectives: Vec::new(), final_result: " ".into(), ..content("2023-02-20") };
    let lacking = EstablishPlanRequest { plan: Some(lacking), ..world.plan("2023-02-20") };
    let refusal = world.service.establish_plan(coordinator(lacking)).await.unwrap_err();
    assert_eq!(refused(&refusal), ("PLAN_INCOMPLETE".into(), "D16".into()));
    assert!(refusal.message().contains("objectives, final_result"), "{}", refusal.message());

    let mut wrong = content("2023-02-20");
    wrong.objectives = vec!["x".repeat(501), "two\nlines".into()];
    wrong.actions[0].kind = 0;
    wrong.aim = 99;
    wrong.concertation.as_mut().unwrap().participants.push(1);
    let wrong = EstablishPlanRequest { plan: Some(wrong), person: None, ..world.plan("2023-02-20") };
    let refusal = world.service.establish_plan(coordinator(wrong)).await.unwrap_err();
    let expected = [
        "plan.objectives[0]",
        "plan.objectives[1]",
        "plan.actions[0].kind",
        "plan.aim",
        "plan.concertation.participants[3]",
        "person",
    ];
    assert_eq!(fields(&refusal), expected);
}

#[tokio::test]
async fn d1_d13_only_the_persons_signature_can_be_a_representatives() {
    let world = World::referred().await;
    world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
    let by = |number| signature("2022-12-12").map(|it| Signature { representative: number, ..it });
    let wrong = RecordCommitmentRequest { coordinator: by(1), ..world.commitment("2022-12-12") };
    let wrong = world.service.record_commitment(coordinator(wrong)).await.unwrap_err();
    assert_eq!(fields(&wrong), ["coordinator.representative"]);
    let unknown = RecordCommitmentRequest { person: by(1), ..world.commitment("2022-12-12") };
    let unknown = world.service.record_commitment(coordinator(unknown)).await.unwrap_err();
    assert_eq!(unknown.get_details_precondition_failure().unwrap().violations[0].subject, "NOT_REPRESENTED");
}

#[tokio::test]
async fn d1_d3_a_plan_is_read_as_it_was_on_a_day_and_by_the_physician_with_consent() {
    let world = World::planned().await;
    let read = |day: &'static str, by: fn(GetPlanRequest) -> Request<GetPlanRequest>| {
        let request = by(GetPlanRequest { case_id: CASE.to_string(), on: on(day), ..GetPlanRequest::default() });
        async { world.service.get_plan(request).await.unwrap().into_inner() }
    };
    assert_eq!(read("2023-02-28", coordinator).await.plan, None);
    let plan = read("2023-03-01", physician).await.plan.unwrap();
    assert_eq!((plan.version, plan.content, plan.person), (1, Some(content("2023-03-01")), signature("2023-03-01")));
    let withdrawn = ConsentForm {
        decisions: vec![ConsentDecision { purpose: ConsentPurpose::PhysicianFollowUp.into(), granted: false }],
        ..consent("2023-03-01")
    };
    let (request_id, case_id, etag) = (world.id(), CASE.to_string(), String::new());
    let request = RecordConsentsRequest { request_id, case_id, etag, consent: Some(withdrawn) };
    world.service.record_consents(coordinator(request)).await.unwrap();
    assert_eq!(read("2023-03-01", physician).await.plan.unwrap().content, None);
    assert_eq!(world.ami(physician).await.plan[0].content, None);
    assert!(read("2023-03-01", coordinator).await.plan.unwrap().content.is_some());
}

#[tokio::test]
async fn d20_d24_the_last_day_is_set_and_told() {
    let world = World::planned().await;
    world.until("2023-05-20").await;
    let end = |reason: AmiEndReason| EndAmiTrajectoryRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        last_day: on("2023-05-15"),
        reason: reason.into(),
    };
    let chosen = world.service.end_ami_trajectory(coordinator(end(AmiEndReason::IncapacityEnded))).await.unwrap_err();
    assert_eq!(fields(&chosen), ["reason"]);
    world.service.end_ami_trajectory(coordinator(end(AmiEndReason::ResultReached))).await.unwrap();
    let trajectory = world.ami(coordinator).await;
    assert_eq!((trajectory.last_day, trajectory.end_reason()), (on("2023-05-15"), AmiEndReason::ResultReached));
    let told = world.fed().await;
    assert_eq!(told[told.len() - 2..], ["AmiEnded", "PresumptionEnded"]);
    let presumed = world.read().await.presumptions.remove(0);
    assert_eq!((presumed.ami_trajectory, presumed.last_day), (1, on("2023-05-15")));
    assert_eq!(presumed.ends_by.unwrap().rule, "D20.c");
    assert_eq!(deadline(&world.read().await, "ami_evaluation").plan.as_ref().unwrap().target, on("2023-06-15"));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d15_the_results_belong_to_a_follow_up_interview() {
    let world = World::planned().await;
    let silent = RecordContactRequest { results: String::new(), ..world.interview("2023-03-01") };
    assert_eq!(fields(&world.service.record_contact(coordinator(silent)).await.unwrap_err()), ["results"]);
    let agreed = RecordContactRequest { next_way: NextWay::None.into(), ..world.interview("2023-03-01") };
    assert_eq!(fields(&world.service.record_contact(coordinator(agreed)).await.unwrap_err()), ["actions"]);
    let other = RecordContactRequest { purpose: ContactPurpose::Other.into(), ..world.interview("2023-03-01") };
    assert_eq!(fields(&world.service.record_contact(coordinator(other)).await.unwrap_err()), ["results"]);
}

#[tokio::test]
async fn d12_a_commitment_names_the_employer_whom_its_situation_is_about() {
    let world = World::met().await;
    let (one, other) = ("0411724220", "0428759497");
    world.until("2023-02-01").await;
    let visit = PreReturnVisit { held_on: on("2023-01-25"), ..PreReturnVisit::default() };
    world.told_of_codex_of(one, Codex::PreReturnVisit(visit)).await;
    let about = |employer: &str| {
        let employer_number = employer.to_owned();
        coordinator(RecordCommitmentRequest { employer_number, ..world.commitment("2023-02-01") })
    };
    for employer in ["", one] {
        let refusal = world.service.record_commitment(about(employer)).await.unwrap_err();
        assert_eq!(refused(&refusal), ("SITUATION_NOT_MET".into(), "D12".into()));
    }
    let wrong = world.service.record_commitment(about("0428759498")).await.unwrap_err();
    assert_eq!(fields(&wrong), ["employer_number"]);
    let situation = StartSituation::A.into();
    let of_none = RecordCommitmentRequest { situation, ..about(other).into_inner() };
    let wrong = world.service.record_commitment(coordinator(of_none)).await.unwrap_err();
    assert_eq!(fields(&wrong), ["employer_number"]);
    world.service.record_commitment(about("0428.759.497")).await.unwrap();
    assert_eq!(world.ami(coordinator).await.commitment.unwrap().employer_number, other);
    world.views_follow_from_the_events().await;
}
