//! What happens to a plan after it is established: it is adapted, followed up, suspended and resumed; and who has none is looked at.

use trajet_contracts::dossier::v1::{
    AdaptPlanRequest, AmiEndReason, AmiSuspension, EndAmiTrajectoryRequest, GetPlanRequest, PlanChange, PlanContent,
    PlanFollowUp, PlanParty, RecordLookRequest, RecordPlanFollowUpRequest, ResumeAmiTrajectoryRequest,
    SuspendAmiTrajectoryRequest,
};
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::{CodexEnd, CodexRequest, CodexRequester};

use super::ami::content;
use super::*;

impl World {
    fn adaptation(&self, adapted_on: &str) -> AdaptPlanRequest {
        AdaptPlanRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            plan: Some(PlanContent { objectives: vec!["a traineeship".into()], ..content(adapted_on) }),
            adapted_on: on(adapted_on),
            reason: "the course is full".into(),
            ..AdaptPlanRequest::default()
        }
    }

    pub(super) fn suspend(&self, suspended_on: &str) -> Request<SuspendAmiTrajectoryRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        coordinator(SuspendAmiTrajectoryRequest { request_id, case_id, etag, suspended_on: on(suspended_on) })
    }

    fn resume(&self, resumed_on: &str, agreed: bool) -> Request<ResumeAmiTrajectoryRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        coordinator(ResumeAmiTrajectoryRequest { request_id, case_id, etag, resumed_on: on(resumed_on), agreed })
    }

    fn look(&self, looked_on: &str) -> Request<RecordLookRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        coordinator(RecordLookRequest { request_id, case_id, etag, looked_on: on(looked_on) })
    }
}

#[tokio::test]
async fn d16_d19_a_plan_is_adapted_and_read_as_it_was_with_what_changed() {
    let world = World::planned().await;
    world.until("2023-04-03").await;
    let wrong = AdaptPlanRequest { plan: None, reason: " ".into(), ..world.adaptation("2023-04-03") };
    assert_eq!(fields(&world.service.adapt_plan(coordinator(wrong)).await.unwrap_err()), ["plan", "reason"]);
    let early = world.service.adapt_plan(coordinator(world.adaptation("2023-03-01"))).await.unwrap_err();
    assert_eq!(fields(&early), ["adapted_on"]);
    let unconcerted = PlanContent { concertation: content("2023-03-01").concertation, ..content("2023-04-03") };
    let unconcerted = PlanContent { final_result: "half time".into(), ..unconcerted };
    let unconcerted = AdaptPlanRequest { plan: Some(unconcerted), ..world.adaptation("2023-04-03") };
    let refusal = world.service.adapt_plan(coordinator(unconcerted)).await.unwrap_err();
    assert_eq!(refused(&refusal), ("ADAPTATION_NOT_CONCERTED".into(), "D28".into()));

    world.service.adapt_plan(coordinator(world.adaptation("2023-04-03"))).await.unwrap();
    let read = |day: &'static str, baseline: Option<&'static str>| {
        let baseline_on = baseline.and_then(on);
        let request =
            GetPlanRequest { case_id: CASE.to_string(), on: on(day), baseline_on, ..GetPlanRequest::default() };
        async { world.service.get_plan(coordinator(request)).await.unwrap().into_inner() }
    };
    let changed = vec![i32::from(PlanChange::Objectives), PlanChange::Concertation.into()];
    let now = read("2023-04-03", None).await;
    let plan = now.plan.unwrap();
    assert_eq!(
        (plan.version, plan.former, &plan.changed, plan.reason.as_str()),
        (2, 1, &changed, "the course is full")
    );
    assert_eq!((now.baseline.unwrap().content, &now.changed), (Some(content("2023-03-01")), &changed));
    let before = read("2023-04-02", None).await;
    assert_eq!((before.plan.unwrap().version, before.baseline, before.changed), (1, None, Vec::new()));
    let same = read("2023-04-03", Some("2023-04-03")).await;
    assert_eq!((same.baseline.unwrap().version, same.changed), (2, Vec::new()));
    let versions = world.ami(coordinator).await.plan;
    assert_eq!(
        versions.iter().map(|it| (it.version, it.person.is_some())).collect::<Vec<_>>(),
        [(1, true), (2, false)]
    );
    assert_eq!(world.fed().await.last().map(String::as_str), Some("PlanAdapted"));
    assert_eq!(due(&world.read().await, "ami_follow_up"), on("2023-06-01"));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d16_d28_a_plan_is_told_as_it_was_known_before_it_was_adapted_late() {
    let world = World::planned().await;
    world.until("2023-04-10").await;
    // Entered a week after it was adapted.
    world.service.adapt_plan(coordinator(world.adaptation("2023-04-03"))).await.unwrap();
    let known = async |at: &str| {
        let known_at = (!at.is_empty()).then(|| instant(at)).flatten();
        let request =
            GetPlanRequest { case_id: CASE.to_string(), on: on("2023-04-05"), known_at, ..Default::default() };
        world.service.get_plan(coordinator(request)).await.map(tonic::Response::into_inner)
    };
    let now = known("").await.unwrap();
    assert_eq!((now.plan.unwrap().version, now.baseline.unwrap().version, now.known_at.is_some()), (2, 1, true));
    let then = known("2023-04-09T20:00:00Z").await.unwrap();
    assert_eq!((then.baseline, then.changed, then.known_at), (None, Vec::new(), instant("2023-04-09T20:00:00Z")));
    let plan = then.plan.unwrap();
    assert_eq!((plan.version, plan.content), (1, Some(content("2023-03-01"))));
    let before = known("2023-02-28T20:00:00Z").await.unwrap();
    assert_eq!((before.trajectory, before.plan, before.known_at.is_some()), (0, None, true));
    assert_eq!(reason(&known("2022-01-01T20:00:00Z").await.unwrap_err()), "CASE_NOT_FOUND");

    let (on, baseline_on) = (None, Some(Date { year: 2023, month: 2, day: 30 }));
    let known_at = instant("2023-04-11T20:00:00Z");
    let wrong = GetPlanRequest { case_id: "x".into(), on, baseline_on, known_at, ..Default::default() };
    let status = world.service.get_plan(coordinator(wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["case_id", "known_at", "on", "baseline_on"]);
}

#[tokio::test]
async fn d3_d31_what_a_plan_said_is_shown_where_consent_allows_it_now_and_did_then() {
    let world = World::planned().await;
    world.until("2023-03-10").await;
    let shown = async |at: &str| {
        let (on, known_at) = (on("2023-03-05"), instant(at));
        let request = GetPlanRequest { case_id: CASE.to_string(), on, known_at, ..Default::default() };
        world.service.get_plan(physician(request)).await.unwrap().into_inner().plan.unwrap().content.is_some()
    };
    let (granted, withdrawn) = ("2023-03-09T20:00:00Z", "2023-03-11T20:00:00Z");
    assert!(shown(granted).await);
    world.withdraw(ConsentPurpose::PhysicianFollowUp, "2023-03-10").await;
    assert!(!shown(granted).await, "a withdrawal hides the past as well");
    world.until("2023-03-20").await;
    world.grant_again(ConsentPurpose::PhysicianFollowUp, "2023-03-20").await;
    assert!(shown(granted).await);
    assert!(!shown(withdrawn).await, "what nobody could read then is not told now");
}

#[tokio::test]
async fn d19_a_plan_is_followed_up_without_an_interview() {
    let world = World::planned().await;
    world.until("2023-05-15").await;
    let request = |participants: Vec<i32>| RecordPlanFollowUpRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        follow_up: Some(PlanFollowUp {
            followed_up_on: on("2023-05-15"),
            participants,
            person_agreed: false,
            findings: "the course goes on".into(),
            ..PlanFollowUp::default()
        }),
    };
    let twice = world.service.record_plan_follow_up(coordinator(request(vec![1, 1, 0]))).await.unwrap_err();
    assert_eq!(fields(&twice), ["follow_up.participants[1]", "follow_up.participants[2]"]);
    let others = request(vec![PlanParty::InsuredPerson.into(), PlanParty::RegionalAdviser.into()]);
    let refusal = world.service.record_plan_follow_up(coordinator(others)).await.unwrap_err();
    assert_eq!(refused(&refusal), ("NOT_AGREED".into(), "D17".into()));
    world.service.record_plan_follow_up(coordinator(request(vec![1]))).await.unwrap();
    assert_eq!(due(&world.read().await, "ami_follow_up"), on("2023-08-15"));
    assert_eq!(world.ami(coordinator).await.follow_ups[0].findings, "the course goes on");
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d14_d20_the_employers_request_suspends_and_the_trajectory_is_resumed_after_it() {
    let world = World::planned().await;
    world.until("2023-04-04").await;
    let refusal = world.service.suspend_ami_trajectory(world.suspend("2023-04-04")).await.unwrap_err();
    assert_eq!(refused(&refusal), ("NO_EMPLOYER_REQUEST".into(), "D14".into()));
    let by = CodexRequester::Employer.into();
    world.told_of_codex(Codex::Requested(CodexRequest { requested_on: on("2023-04-03"), requested_by: by })).await;
    let work = world.work(coordinator(ListWorkRequest::default())).await;
    assert!(work.rows[0].items.iter().any(|item| step(item) == "ami_suspension"));
    let presumed = world.read().await.presumptions;

    world.service.suspend_ami_trajectory(world.suspend("2023-04-04")).await.unwrap();
    assert_eq!(world.read().await.stage(), DossierStage::AmiSuspended);
    let refusal = world.service.resume_ami_trajectory(world.resume("2023-04-04", true)).await.unwrap_err();
    assert_eq!(refused(&refusal), ("CODEX_NOT_ENDED".into(), "D14".into()));
    world.until("2023-06-05").await;
    let article = "I.4-76, § 1".into();
    let end = CodexEnd { ended_on: on("2023-06-01"), article, definitively_unfit: true };
    world.told_of_codex(Codex::Ended(end)).await;
    let close = EndAmiTrajectoryRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        last_day: on("2023-06-05"),
        reason: AmiEndReason::AfterCodex.into(),
    };
    let refusal = world.service.end_ami_trajectory(coordinator(close)).await.unwrap_err();
    assert_eq!(refused(&refusal), ("NOT_AFTER_CODEX".into(), "D14".into()));
    world.service.resume_ami_trajectory(world.resume("2023-06-05", false)).await.unwrap();
    let expected = AmiSuspension {
        suspended_on: on("2023-04-04"),
        requested_on: on("2023-04-03"),
        partner_number: "0206653946".into(),
        resumed_on: on("2023-06-05"),
        employer_number: String::new(),
    };
    assert_eq!(world.ami(coordinator).await.suspensions, [expected]);
    assert_eq!(due(&world.read().await, "ami_follow_up"), on("2023-09-05"));
    assert_eq!((world.read().await.presumptions, presumed.len()), (presumed, 1));
    let told = world.fed().await;
    assert_eq!(told[told.len() - 2..], ["AmiSuspended", "AmiResumed"]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d14_of_two_employers_with_one_service_the_end_of_one_trajectory_resumes_nothing() {
    let world = World::planned().await;
    world.until("2023-04-04").await;
    let (one, other) = ("0411724220", "0428759497");
    let requested = || {
        let by = CodexRequester::Employer.into();
        Codex::Requested(CodexRequest { requested_on: on("2023-04-03"), requested_by: by })
    };
    let ended = |ended_on| {
        Codex::Ended(CodexEnd { ended_on: on(ended_on), article: "I.4-76, § 1".into(), definitively_unfit: true })
    };
    world.told_of_codex_of(one, requested()).await;
    world.service.suspend_ami_trajectory(world.suspend("2023-04-04")).await.unwrap();
    world.told_of_codex_of(other, requested()).await;
    world.until("2023-04-25").await;
    world.told_of_codex_of(one, ended("2023-04-20")).await;
    let refusal = world.service.resume_ami_trajectory(world.resume("2023-04-25", true)).await.unwrap_err();
    assert_eq!(refused(&refusal), ("CODEX_NOT_ENDED".into(), "D14".into()));
    assert!(!format!("{refusal:?}").contains(one));
    world.until("2023-06-05").await;
    world.told_of_codex_of(other, ended("2023-06-01")).await;
    assert_eq!(due(&world.read().await, "ami_resumption"), None);
    world.service.resume_ami_trajectory(world.resume("2023-06-05", false)).await.unwrap();
    assert_eq!(world.ami(coordinator).await.suspensions[0].employer_number, one);
    let told: Vec<_> =
        world.read().await.preparation.unwrap().codex.into_iter().map(|note| note.employer_number).collect();
    assert_eq!(told, [one, other, one, other]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d19_who_has_no_plan_comes_to_the_list_every_three_months() {
    let world = World::met().await;
    world.until("2023-04-20").await;
    let work = world.work(coordinator(ListWorkRequest::default())).await;
    assert!(work.rows[0].items.iter().any(|item| step(item) == "dossier_look"));
    let refusal = world.service.record_look(world.look("2023-01-19")).await.unwrap_err();
    assert_eq!(refused(&refusal), ("NO_LOOK_DUE".into(), "D19".into()));
    world.service.record_look(world.look("2023-04-20")).await.unwrap();
    let dossier = world.read().await;
    assert_eq!(deadline(&dossier, "dossier_look").plan.as_ref().unwrap().target, on("2023-07-20"));
    let looks = dossier.trajectory.unwrap().looks;
    assert_eq!((looks[0].looked_on, looks[0].coordinator_subject.as_str()), (on("2023-04-20"), "coordinator-1"));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d14_a_request_of_the_employer_that_the_physician_recorded_suspends() {
    let world = World::planned().await;
    world.until("2023-04-04").await;
    let track = |ends_on: Option<&str>| {
        Some(ConcurrentTrack {
            kind: ConcurrentTrackKind::CodexRequested.into(),
            starts_on: on("2023-04-03"),
            ends_on: ends_on.and_then(on),
            codex_asked_by: "employer".into(),
        })
    };
    world.assessed(CASE, Assessed::ConcurrentTrackStarted(ConcurrentTrackStarted { track: track(None) })).await;
    let plan = deadline(&world.read().await, "ami_suspension").plan.clone();
    assert_eq!(plan.and_then(|plan| plan.target), on("2023-04-10"));
    world.service.suspend_ami_trajectory(world.suspend("2023-04-04")).await.unwrap();
    let suspended = &world.ami(coordinator).await.suspensions[0];
    assert_eq!((suspended.partner_number.as_str(), suspended.employer_number.as_str()), ("", ""));
    let tracks = world.read().await.preparation.unwrap().tracks;
    assert_eq!(tracks[0].codex_asked_by, "employer");
    let ended = ConcurrentTrackEnded { track: track(Some("2023-04-20")) };
    world.assessed(CASE, Assessed::ConcurrentTrackEnded(ended)).await;
    world.until("2023-04-25").await;
    world.service.resume_ami_trajectory(world.resume("2023-04-25", true)).await.unwrap();
    world.views_follow_from_the_events().await;
}
