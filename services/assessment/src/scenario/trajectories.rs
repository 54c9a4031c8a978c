//! Trajectories that the person asks for, and the end of the incapacity.

use trajet_contracts::assessment::v1::CodexAskedBy;
use trajet_contracts::dossier::v1::{
    AgreedAction, AuthorisationAsked, ConsentDecision, ConsentPurpose, ConsentsRecorded, TrajectoryEndReason,
    TrajectoryEnded,
};
use trajet_contracts::exchange::v1::{CodexEnd, CodexRequest};
use trajet_contracts::r#type::v1::{LegalSource, Notice};

use super::*;

fn asked(asked_on: &str, contact_on: &str) -> FromDossier {
    FromDossier::AuthorisationAsked(AuthorisationAsked {
        number: 1,
        asked_on: on(asked_on),
        contact_on: on(contact_on),
        actions: vec![AgreedAction::ExploreRehabilitation.into()],
    })
}

/// A letter in the person's language, to them, that names the coordinator and nothing of their health.
fn assert_is_letter(notice: &Notice, issued_on: &str) {
    assert_eq!((notice.issued_on, notice.language()), (on(issued_on), trajet_contracts::r#type::v1::Language::Dutch));
    let text = notice.paragraphs.join("\n");
    assert!(text.starts_with("Beste Anna Peeters,") && text.contains("Marie Lambert"), "{text}");
    assert!(text.contains("uw medische situatie") && !notice.subject.is_empty(), "{text}");
    assert_eq!(notice.coordinator, Some(tell_contact(&contact())));
}

#[tokio::test]
async fn m12_a_trajectory_that_the_category_rules_out_is_refused_by_letter() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    world.until("2022-12-05").await;
    let too_early =
        service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2022-12-05"))).await.unwrap_err();
    assert_eq!(told(&too_early, "refusal"), "NOT_ESTIMATED");
    let estimate = RecordFirstEstimateRequest { examined: true, ..world.estimate(&id, Category::TwoNoReturn) };
    service.record_first_estimate(physician(estimate)).await.unwrap();
    world.until("2022-12-07").await;
    let elsewhere =
        service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2022-12-06"))).await.unwrap_err();
    assert_eq!(told(&elsewhere, "refusal"), "NOT_AT_AN_EXAMINATION");
    service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2022-12-05"))).await.unwrap();
    let case = world.case(&id).await;
    let [refusal] = &case.trajectory_refusals[..] else { panic!("one refusal") };
    assert_eq!(refusal.asked_on, on("2022-12-05"));
    assert_is_letter(refusal.notice.as_ref().unwrap(), "2022-12-07");

    let evaluation = world.evaluation(&id, "2022-12-07", Category::FourReturnWithActions);
    service.record_evaluation(physician(evaluation)).await.unwrap();
    let allowed = service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2022-12-07"))).await.unwrap_err();
    assert_eq!((told(&allowed, "refusal"), told(&allowed, "rule")), ("CATEGORY_ALLOWS".into(), "M12".into()));
    assert_names_nobody(&allowed);
    // Nobody else is told.
    assert!(!world.fed().await.iter().any(|kind| kind.contains("Trajectory")));
}

#[tokio::test]
async fn m13_an_authorised_trajectory_is_a_track_until_the_dossier_tells_its_end() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    world.until("2022-11-16").await;
    let nothing = world.answer(&id, "2022-11-16", TrajectoryDecision::Authorised);
    let nothing = service.decide_trajectory(physician(nothing)).await.unwrap_err();
    assert_eq!((told(&nothing, "refusal"), told(&nothing, "rule")), ("NO_REQUEST_AWAITED".into(), "M13".into()));
    world.told_by_dossier(&id, 3, asked("2022-11-16", "2022-11-14")).await;
    let request = &world.case(&id).await.authorisation_requests[0];
    assert_eq!((request.number, request.decision(), request.decided_on), (1, TrajectoryDecision::Unspecified, None));
    assert_eq!(request.actions, ["explore_rehabilitation"]);
    assert_eq!(world.steps().await, ["route_b_decision"]);

    world.until("2022-11-20").await;
    let authorised = world.answer(&id, "2022-11-18", TrajectoryDecision::Authorised);
    service.decide_trajectory(physician(authorised)).await.unwrap();
    let case = world.case(&id).await;
    let request = &case.authorisation_requests[0];
    assert_eq!((request.decision(), request.decided_on), (TrajectoryDecision::Authorised, on("2022-11-18")));
    assert_eq!((request.notice.as_ref(), case.tracks[0].kind()), (None, ConcurrentTrackKind::RouteBAuthorised));
    assert_eq!(case.deadlines[0].waived_because.as_ref().unwrap().rule, "M4.c");

    world.until("2022-12-05").await;
    let ended = TrajectoryEnded { ended_on: on("2022-12-01"), reason: TrajectoryEndReason::NotWished.into() };
    world.told_by_dossier(&id, 9, FromDossier::TrajectoryEnded(ended)).await;
    let case = world.case(&id).await;
    assert_eq!((case.tracks[0].ends_on, case.deadlines[0].outcome()), (on("2022-12-01"), DeadlineOutcome::Open));
    let told = ["IncapacityRecognised", "TrajectoryAuthorised", "ConcurrentTrackStarted", "ConcurrentTrackEnded"];
    assert_eq!(world.fed().await, told);
}

#[tokio::test]
async fn d3_while_consent_is_withdrawn_the_physician_is_not_shown_the_actions() {
    let (world, id) = World::recognised().await;
    let consent = |granted, since| {
        let purpose = ConsentPurpose::PhysicianFollowUp.into();
        let decisions = vec![ConsentDecision { purpose, granted }];
        FromDossier::ConsentsRecorded(ConsentsRecorded { decisions, since: on(since) })
    };
    let actions = async || world.case(&id).await.authorisation_requests[0].actions.len();
    world.until("2022-11-16").await;
    world.told_by_dossier(&id, 2, consent(true, "2022-11-14")).await;
    world.told_by_dossier(&id, 3, asked("2022-11-16", "2022-11-14")).await;
    assert_eq!(actions().await, 1);

    world.told_by_dossier(&id, 4, consent(false, "2022-11-15")).await;
    assert_eq!(actions().await, 0);
    assert!(world.found(NISS).await[0].authorisation_requests[0].actions.is_empty());
    assert_eq!(world.steps().await, ["route_b_decision"], "the decision stays asked");
    for entry in world.history(&id, 0, "").await.unwrap().entries {
        assert!(!format!("{entry:?}").contains("rehabilitation"));
    }
    world.told_by_dossier(&id, 5, consent(true, "2022-11-16")).await;
    assert_eq!(actions().await, 1);
}

#[tokio::test]
async fn m13_a_negative_decision_is_told_by_letter_which_names_the_coordinator() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    world.until("2022-11-16").await;
    world.told_by_dossier(&id, 3, asked("2022-11-16", "2022-11-14")).await;
    let unnamed = DecideTrajectoryRequest {
        coordinator: None,
        ..world.answer(&id, "2022-11-16", TrajectoryDecision::NotCompatible)
    };
    let status = service.decide_trajectory(physician(unnamed)).await.unwrap_err();
    assert_eq!(fields(&status), ["coordinator"]);
    let named = DecideTrajectoryRequest {
        decided_on: None,
        coordinator: Some(tell_contact(&contact())),
        ..world.answer(&id, "2022-11-16", TrajectoryDecision::Authorised)
    };
    let status = service.decide_trajectory(physician(named)).await.unwrap_err();
    assert_eq!(fields(&status), ["coordinator", "decided_on"]);
    let negative = world.answer(&id, "2022-11-16", TrajectoryDecision::NotCompatible);
    service.decide_trajectory(physician(negative)).await.unwrap();
    let case = world.case(&id).await;
    assert_is_letter(case.authorisation_requests[0].notice.as_ref().unwrap(), "2022-11-16");
    assert_eq!(world.fed().await, ["IncapacityRecognised", "TrajectoryNotAuthorised"]);
}

#[tokio::test]
async fn m13_route_b_is_decided_and_not_recorded() {
    let (world, id) = World::recognised().await;
    let kind = ConcurrentTrackKind::RouteBAuthorised.into();
    let track = StartConcurrentTrackRequest { kind, ..world.track(&id, "2022-09-05") };
    let status = world.service.start_concurrent_track(physician(track)).await.unwrap_err();
    assert_eq!((reason(&status), fields(&status)), ("VALIDATION_FAILED".into(), vec!["kind".to_owned()]));
}

#[tokio::test]
async fn m11_the_physician_asks_for_no_codex_trajectory() {
    let (world, id) = World::recognised().await;
    let kind = ConcurrentTrackKind::CodexRequested.into();
    let asked = |by: CodexAskedBy| {
        let codex_asked_by = by.into();
        physician(StartConcurrentTrackRequest { kind, codex_asked_by, ..world.track(&id, "2022-09-05") })
    };
    let status = world.service.start_concurrent_track(asked(CodexAskedBy::AdvisingPhysician)).await.unwrap_err();
    assert_eq!((told(&status, "refusal"), told(&status, "rule")), ("CODEX_NOT_BY_PHYSICIAN".into(), "M11".into()));
    world.service.start_concurrent_track(asked(CodexAskedBy::Worker)).await.unwrap();
}

#[tokio::test]
async fn d14_who_asked_for_a_codex_trajectory_is_told_with_the_track() {
    for (by, code) in [
        (CodexAskedBy::Worker, "worker"),
        (CodexAskedBy::TreatingPhysician, "treating_physician"),
        (CodexAskedBy::Employer, "employer"),
    ] {
        let (world, id) = World::recognised().await;
        let kind = ConcurrentTrackKind::CodexRequested.into();
        let track = StartConcurrentTrackRequest { kind, codex_asked_by: by.into(), ..world.track(&id, "2022-09-05") };
        world.service.start_concurrent_track(physician(track)).await.unwrap();
        assert_eq!(world.case(&id).await.tracks[0].codex_asked_by, code);
        let fed = world.facts_told().await;
        let Some(Fed::ConcurrentTrackStarted(started)) = fed.last() else { panic!("the track is told") };
        assert_eq!(started.track.as_ref().map(|track| track.codex_asked_by.as_str()), Some(code));
    }
}

#[tokio::test]
async fn m4_a_what_occupational_physicians_tell_begins_and_ends_a_track_in_any_order() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-10").await;
    let ended = CodexEnd { ended_on: on("2022-12-09"), ..CodexEnd::default() };
    world.told_of_codex(&id, 4, Codex::Ended(ended)).await;
    let parked = &world.case(&id).await.parked[0];
    assert_eq!((parked.kind.as_str(), parked.because.as_str()), ("trajet.exchange.v1.CodexFactTold", "not_started"));
    let requested = CodexRequest { requested_on: on("2022-11-03"), ..CodexRequest::default() };
    world.told_of_codex(&id, 5, Codex::Requested(requested)).await;
    let case = world.case(&id).await;
    assert!(case.parked.is_empty());
    let [track] = &case.tracks[..] else { panic!("one track") };
    assert_eq!((track.kind(), track.starts_on), (ConcurrentTrackKind::CodexRequested, on("2022-11-03")));
    assert_eq!((track.ends_on, case.deadlines[0].outcome()), (on("2022-12-09"), DeadlineOutcome::Open));
    assert_eq!(world.fed().await, ["IncapacityRecognised", "ConcurrentTrackStarted"]);
}

#[tokio::test]
async fn t6_an_end_closes_the_case_and_what_took_place_before_can_still_be_recorded() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::ThreeTreatmentFirst);
    service.record_first_estimate(physician(estimate)).await.unwrap();
    service.start_concurrent_track(physician(world.track(&id, "2022-12-05"))).await.unwrap();

    world.until("2023-01-20").await;
    service.end_incapacity(physician(world.end(&id, "2023-01-10", EndCause::Deceased))).await.unwrap();
    let case = world.case(&id).await;
    let end = case.end.clone().unwrap();
    assert_eq!((case.status(), end.cause(), end.last_day), (CaseStatus::Ended, EndCause::Deceased, on("2023-01-10")));
    assert_eq!(case.tracks[0].ends_on, on("2023-01-10"));
    let examination = case.deadlines.last().unwrap();
    assert_eq!((examination.outcome(), examination.closed_on), (DeadlineOutcome::Waived, on("2023-01-11")));
    let because = examination.waived_because.as_ref().unwrap();
    assert_eq!((because.rule.as_str(), because.citation.is_empty()), ("T6.b", false));
    assert!(world.work().await.rows.is_empty());
    assert_eq!(world.until("2023-06-01").await, 0);

    let late = world.evaluation(&id, "2023-01-11", Category::TwoNoReturn);
    let refused = service.record_evaluation(physician(late)).await.unwrap_err();
    let reasons = ["refusal", "rule", "latest"].map(|key| told(&refused, key));
    assert_eq!(reasons, ["INCAPACITY_ENDED", "T6.b", "2023-01-10"]);
    let before = world.evaluation(&id, "2023-01-10", Category::TwoNoReturn);
    service.record_evaluation(physician(before)).await.unwrap();
    service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2023-01-10"))).await.unwrap();
    assert_eq!(world.case(&id).await.trajectory_refusals[0].notice, None);
    world.told_by_dossier(&id, 3, asked("2023-01-09", "2023-01-05")).await;
    assert!(world.work().await.rows.is_empty());
    let again = service.end_incapacity(physician(world.end(&id, "2023-01-09", EndCause::Other))).await.unwrap_err();
    assert_eq!(told(&again, "refusal"), "INCAPACITY_ENDED");
    let told = [
        "IncapacityRecognised",
        "FirstEstimateMade",
        "ConcurrentTrackStarted",
        "IncapacityEnded",
        "ConcurrentTrackEnded",
        "EvaluationMade",
    ];
    assert_eq!(world.fed().await, told);
}

#[tokio::test]
async fn t6_an_end_has_a_day_and_a_cause() {
    let (world, id) = World::recognised().await;
    let nothing = EndIncapacityRequest { cause: 0, last_day: None, ..world.end(&id, "2022-09-05", EndCause::Other) };
    let status = world.service.end_incapacity(physician(nothing)).await.unwrap_err();
    assert_eq!(fields(&status), ["last_day", "cause"]);
    let by_nobody = EndIncapacityRequest {
        decided_on: None,
        decided_by: 0,
        ..world.end(&id, "2022-09-05", EndCause::NoLongerUnfit)
    };
    let status = world.service.end_incapacity(physician(by_nobody)).await.unwrap_err();
    assert_eq!(fields(&status), ["decided_on", "decided_by"]);
    let by_a_system = world.end(&id, "2022-09-05", EndCause::NoLongerUnfit);
    let status = world.service.end_incapacity(by(Role::InternalSystem, "300", by_a_system)).await.unwrap_err();
    assert_eq!(fields(&status), ["cause"]);
    let decided = world.end(&id, "2022-09-05", EndCause::NoLongerUnfit);
    let no_decision =
        EndIncapacityRequest { cause: EndCause::Other.into(), other_body_name: "a body with a name".into(), ..decided };
    let status = world.service.end_incapacity(physician(no_decision)).await.unwrap_err();
    assert_eq!(fields(&status), ["decided_on", "decided_by", "other_body_name"]);
    let future = world.end(&id, "2022-09-06", EndCause::Other);
    let status = world.service.end_incapacity(physician(future)).await.unwrap_err();
    assert_eq!(fields(&status), ["last_day"]);
}

#[tokio::test]
async fn m15_a_decision_that_ends_the_recognition_of_who_is_presumed_unfit_is_refused_with_the_day() {
    let (world, id) = World::recognised().await;
    let presumption = Presumption {
        number: 1,
        kind: PresumptionKind::Codex.into(),
        first_day: on("2022-11-14"),
        last_day: on("2023-05-13"),
        begun_by: Some(LegalSource { parameter: "presumption.months@2022-01-01".into(), ..LegalSource::default() }),
        ..Presumption::default()
    };
    let began = PresumptionBegan { presumption: Some(presumption.clone()) };
    world.told_by_dossier(&id, 1, FromDossier::PresumptionBegan(began)).await;
    world.until("2023-02-01").await;
    let decision = |last_day| world.end(&id, last_day, EndCause::NoLongerUnfit);
    let status = world.service.end_incapacity(physician(decision("2023-01-31"))).await.unwrap_err();
    assert_eq!((reason(&status), status.code()), ("LEGAL_REFUSAL".into(), Code::FailedPrecondition));
    let told = ["refusal", "rule", "earliest", "latest"].map(|key| told(&status, key));
    assert_eq!(told, ["INCAPACITY_PRESUMED", "M15", "2023-05-13", ""]);
    let figure = ["parameter", "parameter_value", "parameter_valid_from"].map(|key| self::told(&status, key));
    assert_eq!(figure, ["presumption.months@2022-01-01", "6", "2022-01-01"]);
    assert_names_nobody(&status);

    let ended = Presumption { last_day: on("2023-01-08"), ..presumption };
    let ended = PresumptionEnded { presumption: Some(ended) };
    world.told_by_dossier(&id, 2, FromDossier::PresumptionEnded(ended)).await;
    world.service.end_incapacity(physician(decision("2023-01-31"))).await.unwrap();
}

#[tokio::test]
async fn m15_a_return_to_work_is_no_decision() {
    let (world, id) = World::recognised().await;
    let presumption = Presumption {
        number: 1,
        kind: PresumptionKind::Ami.into(),
        first_day: on("2022-09-05"),
        last_day: on("2023-03-04"),
        ..Presumption::default()
    };
    let began = PresumptionBegan { presumption: Some(presumption) };
    world.told_by_dossier(&id, 1, FromDossier::PresumptionBegan(began)).await;
    world.service.end_incapacity(physician(world.end(&id, "2022-09-05", EndCause::WorkResumed))).await.unwrap();
}
