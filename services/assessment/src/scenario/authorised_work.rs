//! Authorised work: from the application to the decision, and what it does as a track.

use trajet_contracts::assessment::v1::{
    AmendWorkRequest, ApplyForWorkRequest, DecideWorkRequest, RecordWorkResumptionRequest,
    WithdrawWorkApplicationRequest, Work, WorkApplicant, WorkAuthorisation, WorkDecision, WorkFindings,
    WorkRefusalReason, Workplace,
};

use super::*;

fn work() -> Work {
    let place = Workplace::SameEmployer.into();
    Work { nature: "light assembly, seated".into(), minutes_per_week: 1140, place }
}

fn authorisation(starts_on: &str, ends_on: &str) -> WorkAuthorisation {
    let findings = WorkFindings { activity_ceased: Some(true), reduction_percent: Some(50), compatible: Some(true) };
    let ends_on = if ends_on.is_empty() { None } else { on(ends_on) };
    let conditions = "no lifting".to_owned();
    WorkAuthorisation { findings: Some(findings), work: Some(work()), conditions, starts_on: on(starts_on), ends_on }
}

impl World {
    pub(super) fn application(&self, case: &str, applied_on: &str, planned_from: &str) -> ApplyForWorkRequest {
        ApplyForWorkRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            etag: String::new(),
            applied_on: on(applied_on),
            work: Some(work()),
            planned_from: on(planned_from),
        }
    }

    pub(super) fn resumption(&self, case: &str, resumed_on: &str) -> RecordWorkResumptionRequest {
        RecordWorkResumptionRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            etag: String::new(),
            resumed_on: on(resumed_on),
        }
    }

    pub(super) fn authorised(&self, case: &str, decided_on: &str, starts_on: &str) -> DecideWorkRequest {
        DecideWorkRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            decision: WorkDecision::Authorised.into(),
            decided_on: on(decided_on),
            authorisation: Some(authorisation(starts_on, "")),
            ..Default::default()
        }
    }

    pub(super) fn not_authorised(&self, case: &str, decided_on: &str) -> DecideWorkRequest {
        DecideWorkRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            decision: WorkDecision::NotAuthorised.into(),
            decided_on: on(decided_on),
            reason: WorkRefusalReason::ReductionTooSmall.into(),
            coordinator: Some(tell_contact(&contact())),
            ..Default::default()
        }
    }

    pub(super) fn amendment(&self, case: &str, decided_on: &str, starts_on: &str, ends_on: &str) -> AmendWorkRequest {
        AmendWorkRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            etag: String::new(),
            decided_on: on(decided_on),
            authorisation: Some(authorisation(starts_on, ends_on)),
        }
    }

    pub(super) fn withdrawal(&self, case: &str, withdrawn_on: &str) -> WithdrawWorkApplicationRequest {
        WithdrawWorkApplicationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            etag: String::new(),
            withdrawn_on: on(withdrawn_on),
        }
    }

    /// Applied for on 20 September 2022 by who is in a role, and begun on 3 October.
    async fn begun(role: Role) -> (Self, String) {
        let (world, id) = Self::recognised().await;
        world.until("2022-09-20").await;
        let request = world.application(&id, "2022-09-20", "2022-10-03");
        world.service.apply_for_work(by(role, "300", request)).await.unwrap();
        world.until("2022-10-03").await;
        world.service.record_work_resumption(physician(world.resumption(&id, "2022-10-03"))).await.unwrap();
        (world, id)
    }
}

#[tokio::test]
async fn m14_a_decision_in_time_makes_the_work_a_track_from_its_first_day() {
    let (world, id) = World::recognised().await;
    world.until("2022-09-20").await;
    let request = world.application(&id, "2022-09-20", "2022-10-03");
    world.service.apply_for_work(by(Role::InternalSystem, "300", request)).await.unwrap();
    assert_eq!(world.steps().await, ["authorised_work_decision"], "it is on the list before there is a last day");
    world.until("2022-10-03").await;
    world.service.record_work_resumption(physician(world.resumption(&id, "2022-10-03"))).await.unwrap();
    let case = world.case(&id).await;
    let application = &case.work_applications[0];
    assert_eq!((application.applicant(), application.decision()), (WorkApplicant::Person, WorkDecision::Unspecified));
    assert!(case.tracks.is_empty());
    let plan = case.deadlines.last().unwrap().plan.clone().unwrap();
    assert_eq!((plan.due, plan.warn_on), (on("2022-11-08"), on("2022-11-07")));

    world.until("2022-11-07").await;
    world.service.decide_work(physician(world.authorised(&id, "2022-11-07", "2022-10-03"))).await.unwrap();
    let case = world.case(&id).await;
    let [track] = &case.tracks[..] else { panic!("one track") };
    assert_eq!((track.kind(), track.starts_on), (ConcurrentTrackKind::AuthorisedWork, on("2022-10-03")));
    let decision = case.deadlines.last().unwrap();
    assert_eq!((decision.outcome(), decision.missed_on), (DeadlineOutcome::Met, None));
    assert_eq!(case.deadlines[0].waived_because.as_ref().unwrap().rule, "M4.b");
    assert_eq!(case.work_applications[0].terms[0].authorisation, Some(authorisation("2022-10-03", "")));
    assert!(world.steps().await.is_empty());
    assert_eq!(world.fed().await, ["IncapacityRecognised", "AppliedWorkBegan", "ConcurrentTrackStarted"]);
    for entry in world.history(&id, 0, "").await.unwrap().entries {
        assert!(!format!("{entry:?}").contains("assembly"));
    }
}

#[tokio::test]
async fn m14_a_decision_that_is_late_is_missed_first_and_a_refusal_is_told_by_letter() {
    let (world, id) = World::begun(Role::Coordinator).await;
    assert_eq!(world.case(&id).await.work_applications[0].applicant(), WorkApplicant::Coordinator);
    assert_eq!(world.until("2022-11-10").await, 1);
    let late = &world.work().await.rows[0].items[0];
    assert_eq!(late.standing(), Standing::Late);
    world.service.decide_work(physician(world.not_authorised(&id, "2022-11-10"))).await.unwrap();
    let case = world.case(&id).await;
    let decision = case.deadlines.last().unwrap();
    assert_eq!((decision.missed_on, decision.closed_on), (on("2022-11-09"), on("2022-11-10")));
    let application = &case.work_applications[0];
    assert_eq!(application.refusal_reason(), WorkRefusalReason::ReductionTooSmall);
    let text = application.notice.as_ref().unwrap().paragraphs.join("\n");
    assert!(text.starts_with("Beste Anna Peeters,") && text.contains("Marie Lambert"), "{text}");
    assert!(text.contains("10/11/2022") && text.contains("uw medische situatie"), "{text}");
    assert!(case.tracks.is_empty());
    // It was paid work all the same (D20).
    assert_eq!(world.fed().await, ["IncapacityRecognised", "AppliedWorkBegan"]);
}

#[tokio::test]
async fn m14_without_its_findings_work_is_refused_by_the_law_and_nothing_medical_is_said() {
    let (world, id) = World::begun(Role::Physician).await;
    let mut request = world.authorised(&id, "2022-10-03", "2022-10-03");
    request.authorisation.as_mut().unwrap().findings = Some(WorkFindings::default());
    let status = world.service.decide_work(physician(request)).await.unwrap_err();
    let told = ["refusal", "rule", "parameter"].map(|key| told(&status, key));
    let parameter = "authorised_work.medical_reduction_percent@2022-01-01";
    assert_eq!(told, ["WORK_CONDITIONS_NOT_FOUND", "M14", parameter]);
    assert_names_nobody(&status);
    let again = world.application(&id, "2022-10-03", "2022-10-04");
    let status = world.service.apply_for_work(physician(again)).await.unwrap_err();
    assert_eq!(self::told(&status, "refusal"), "WORK_APPLICATION_PENDING");
}

#[tokio::test]
async fn m14_all_fields_of_an_application_and_a_decision_that_are_wrong_are_told_at_once() {
    let (world, id) = World::begun(Role::Physician).await;
    let wrong = Work { nature: " ".into(), minutes_per_week: 10_081, place: 0 };
    let request = ApplyForWorkRequest {
        applied_on: None,
        work: Some(wrong.clone()),
        planned_from: None,
        ..world.application(&id, "2022-10-03", "2022-10-04")
    };
    let status = world.service.apply_for_work(physician(request)).await.unwrap_err();
    let of_work = ["work.nature", "work.minutes_per_week", "work.place"];
    assert_eq!(fields(&status), [&["applied_on"][..], &of_work, &["planned_from"]].concat());

    let findings = Some(WorkFindings { reduction_percent: Some(101), ..WorkFindings::default() });
    let wrong = WorkAuthorisation {
        findings,
        work: Some(wrong),
        conditions: "c".repeat(501),
        starts_on: None,
        ends_on: Some(Date { year: 2022, month: 13, day: 1 }),
    };
    let request = DecideWorkRequest {
        decided_on: None,
        reason: WorkRefusalReason::NotCompatible.into(),
        coordinator: Some(tell_contact(&contact())),
        authorisation: Some(wrong.clone()),
        ..world.authorised(&id, "2022-10-03", "2022-10-03")
    };
    let expected = [
        "authorisation.findings.reduction_percent",
        "authorisation.work.nature",
        "authorisation.work.minutes_per_week",
        "authorisation.work.place",
        "authorisation.conditions",
        "authorisation.starts_on",
        "authorisation.ends_on",
    ];
    let status = world.service.decide_work(physician(request)).await.unwrap_err();
    assert_eq!(fields(&status), [&["reason", "coordinator"][..], &expected, &["decided_on"]].concat());
    let request = AmendWorkRequest {
        authorisation: Some(wrong),
        decided_on: None,
        ..world.amendment(&id, "2022-10-03", "2022-10-03", "")
    };
    let status = world.service.amend_work(physician(request)).await.unwrap_err();
    assert_eq!(fields(&status), [&["decided_on"][..], &expected].concat());

    let request = DecideWorkRequest {
        authorisation: Some(authorisation("2022-10-03", "")),
        reason: 0,
        coordinator: None,
        ..world.not_authorised(&id, "2022-10-03")
    };
    let status = world.service.decide_work(physician(request)).await.unwrap_err();
    assert_eq!(fields(&status), ["authorisation", "reason", "coordinator"]);

    let status = world.service.decide_work(physician(world.authorised(&id, "2022-10-04", "2022-09-20"))).await;
    assert_eq!(fields(&status.unwrap_err()), ["decided_on", "authorisation.starts_on"]);
}

#[tokio::test]
async fn m14_authorised_work_is_amended_and_ends_as_a_track() {
    let (world, id) = World::begun(Role::Physician).await;
    let service = &world.service;
    world.until("2022-10-20").await;
    service.decide_work(physician(world.authorised(&id, "2022-10-20", "2022-10-03"))).await.unwrap();
    service.amend_work(physician(world.amendment(&id, "2022-10-20", "2022-11-01", "2022-12-20"))).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!((case.tracks[0].ends_on, case.work_applications[0].terms.len()), (on("2022-12-20"), 2));
    assert_eq!(case.deadlines[0].outcome(), DeadlineOutcome::Open, "month 4 has days left after it");
    let end = EndConcurrentTrackRequest { ends_on: on("2022-11-30"), ..world.end_of_track(&id, "2022-11-30") };
    service.end_concurrent_track(physician(end)).await.unwrap();
    assert_eq!(world.case(&id).await.tracks[0].ends_on, on("2022-11-30"));
    let [began, ended] = ["ConcurrentTrackStarted", "ConcurrentTrackEnded"];
    let told = ["IncapacityRecognised", "AppliedWorkBegan", began, ended, ended];
    assert_eq!(world.fed().await, told);
}

#[tokio::test]
async fn m21_an_application_is_withdrawn_and_nothing_is_awaited() {
    let (world, id) = World::begun(Role::InternalSystem).await;
    let request = world.withdrawal(&id, "2022-10-03");
    world.service.withdraw_work_application(by(Role::InternalSystem, "300", request)).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!(case.work_applications[0].withdrawn_on, on("2022-10-03"));
    assert_eq!(case.deadlines.last().unwrap().waived_because.as_ref().unwrap().rule, "M21");
    assert_eq!(world.until("2022-11-20").await, 0);
    let status = world.service.decide_work(physician(world.not_authorised(&id, "2022-11-20"))).await.unwrap_err();
    assert_eq!(told(&status, "refusal"), "NO_WORK_APPLICATION");
}
