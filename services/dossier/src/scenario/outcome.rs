//! What a trajectory led to, whether it lasted, and what is done outside a formal trajectory.

use trajet_contracts::dossier::v1::{
    AmiEndReason, AmiEvaluation, EndAmiTrajectoryRequest, EndOtherTrackRequest, EvaluateAmiTrajectoryRequest, Guidance,
    GuidanceResult, OtherTrack, OtherTrackKind, Outcome, RecordOtherTrackRequest, RecordReturnObservationRequest,
    RegisterResultRequest, ResultReached, ReturnObservation, Work, WorkContract, WorkEndReason, WorkStopped,
};

use super::*;

pub(super) fn at_work(since: &str) -> Outcome {
    let contract = WorkContract::Permanent.into();
    let work = Work { since: on(since), contract, as_before: false, percent_of_full_time: 80 };
    Outcome { work: Some(work), training: true, volunteering: false }
}

pub(super) fn evaluation(evaluated_on: &str, outcome: Outcome) -> AmiEvaluation {
    let (result, findings) = (ResultReached::Wholly.into(), "four fifths in an office".into());
    AmiEvaluation { evaluated_on: on(evaluated_on), result, outcome: Some(outcome), findings }
}

impl World {
    pub(super) fn end(&self, last_day: &str) -> Request<EndAmiTrajectoryRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        let reason = AmiEndReason::ResultReached.into();
        coordinator(EndAmiTrajectoryRequest { request_id, case_id, etag, last_day: on(last_day), reason })
    }

    pub(super) fn evaluate(&self, evaluation: AmiEvaluation) -> Request<EvaluateAmiTrajectoryRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        coordinator(EvaluateAmiTrajectoryRequest { request_id, case_id, etag, evaluation: Some(evaluation) })
    }

    fn observe(&self, observation: ReturnObservation) -> Request<RecordReturnObservationRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        coordinator(RecordReturnObservationRequest { request_id, case_id, etag, observation: Some(observation) })
    }

    fn track(&self, kind: OtherTrackKind, since: &str) -> Request<RecordOtherTrackRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        let (kind, since) = (kind.into(), on(since));
        coordinator(RecordOtherTrackRequest { request_id, case_id, etag, kind, since, last_day: None })
    }

    fn track_ended(&self, number: u32, last_day: &str) -> Request<EndOtherTrackRequest> {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        coordinator(EndOtherTrackRequest { request_id, case_id, etag, number, last_day: on(last_day) })
    }
}

#[tokio::test]
async fn d24_the_results_are_evaluated_after_the_return_and_the_return_is_looked_at_later() {
    let world = World::planned().await;
    world.until("2023-05-31").await;
    world.service.end_ami_trajectory(world.end("2023-05-15")).await.unwrap();
    world.ended("2023-05-15", false).await;
    let listed = |code: &'static str| {
        let world = &world;
        async move {
            let work = world.work(coordinator(ListWorkRequest::default())).await;
            work.rows.iter().flat_map(|row| &row.items).any(|item| step(item) == code)
        }
    };
    assert!(listed("ami_evaluation").await, "the end of the incapacity does not take it off the list");

    let nothing = AmiEvaluation { outcome: Some(at_work("2023-05-16")), ..AmiEvaluation::default() };
    let refusal = world.service.evaluate_ami_trajectory(world.evaluate(nothing)).await.unwrap_err();
    assert_eq!(fields(&refusal), ["evaluation.evaluated_on", "evaluation.result", "evaluation.findings"]);
    let mut odd = at_work("2023-05-16");
    odd.work = odd.work.map(|work| Work { percent_of_full_time: 101, contract: 0, ..work });
    let refusal =
        world.service.evaluate_ami_trajectory(world.evaluate(evaluation("2023-05-31", odd))).await.unwrap_err();
    assert_eq!(fields(&refusal), ["evaluation.outcome.work.contract", "evaluation.outcome.work.percent_of_full_time"]);
    let early = evaluation("2023-05-14", at_work("2023-05-16"));
    let refusal = world.service.evaluate_ami_trajectory(world.evaluate(early)).await.unwrap_err();
    assert_eq!(fields(&refusal), ["evaluation.evaluated_on", "evaluation.outcome.work.since"]);

    let right = evaluation("2023-05-31", at_work("2023-05-16"));
    world.service.evaluate_ami_trajectory(world.evaluate(right.clone())).await.unwrap();
    let again = world.service.evaluate_ami_trajectory(world.evaluate(right.clone())).await.unwrap_err();
    assert_eq!(refused(&again), ("NOTHING_TO_EVALUATE".into(), "D24".into()));
    assert_eq!(world.ami(coordinator).await.evaluation, Some(right));
    let plan = deadline(&world.read().await, "return_observation").plan.clone().unwrap();
    assert_eq!((plan.opens, plan.target), (on("2023-08-16"), on("2023-09-13")));
    assert!(!listed("return_observation").await, "its time has not come");

    world.until("2023-08-20").await;
    assert!(listed("return_observation").await);
    let gone = ReturnObservation { observed_on: on("2023-08-20"), outcome: Some(Outcome::default()), stopped: None };
    let refusal = world.service.record_return_observation(world.observe(gone)).await.unwrap_err();
    assert_eq!(refused(&refusal), ("WORK_END_UNKNOWN".into(), "D24".into()));
    let stopped = WorkStopped { last_day: on("2023-08-10"), reason: WorkEndReason::Relapse.into() };
    let gone = ReturnObservation { stopped: Some(stopped), ..gone };
    world.service.record_return_observation(world.observe(gone)).await.unwrap();
    assert_eq!(world.ami(coordinator).await.observations, [gone]);
    assert!(!listed("return_observation").await);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d24_t6_what_is_known_after_the_end_closes_the_looks_at_the_return() {
    for (died_on, relapsed_on, closed_on, rule) in
        [(Some("2023-07-01"), None, "2023-07-02", "T6.b"), (None, Some("2023-07-10"), "2023-07-10", "D24")]
    {
        let world = World::planned().await;
        world.until("2023-05-31").await;
        world.service.end_ami_trajectory(world.end("2023-05-15")).await.unwrap();
        world.ended("2023-05-15", false).await;
        let right = evaluation("2023-05-31", at_work("2023-05-16"));
        world.service.evaluate_ami_trajectory(world.evaluate(right)).await.unwrap();
        world.until("2023-07-12").await;
        let ended = IncapacityEnded {
            last_day: on("2023-05-15"),
            died_on: died_on.and_then(on),
            relapsed_on: relapsed_on.and_then(on),
            ..IncapacityEnded::default()
        };
        world.assessed(CASE, Assessed::IncapacityEnded(ended)).await;
        let dossier = world.read().await;
        let look = deadline(&dossier, "return_observation");
        let waived = look.closed_on.zip(look.waived_because.as_ref());
        assert_eq!(waived.map(|(on, because)| (Some(on), because.rule.as_str())), Some((on(closed_on), rule)));
        let end = dossier.end.unwrap();
        assert_eq!((end.died_on, end.relapsed_on), (ended.died_on, ended.relapsed_on));
        world.until("2023-08-20").await;
        let work = world.work(coordinator(ListWorkRequest::default())).await;
        assert!(!work.rows.iter().flat_map(|row| &row.items).any(|item| step(item) == "return_observation"));
        world.views_follow_from_the_events().await;
    }
}

/// A return that lasted three months and not six, as the indicators tell it at each place.
async fn the_indicators_tell_whether_a_return_lasts(world: World) {
    let world = world.then_planned_after_a_referral().await;
    world.until("2023-05-31").await;
    world.service.end_ami_trajectory(world.end("2023-05-15")).await.unwrap();
    let right = evaluation("2023-05-31", at_work("2023-05-16"));
    world.service.evaluate_ami_trajectory(world.evaluate(right)).await.unwrap();
    world.until("2023-08-20").await;
    let outcome = Some(at_work("2023-05-16"));
    let seen = ReturnObservation { observed_on: on("2023-08-20"), outcome, stopped: None };
    world.service.record_return_observation(world.observe(seen)).await.unwrap();
    world.until("2024-01-02").await;
    let (first, place) = world.returns(2023, Vec::new()).await;
    let told = |six: &str, twelve: &str, stopped: &[&str]| {
        let lasts = [
            format!("return_lasts after_12_months {twelve} 1"),
            "return_lasts after_3_months at_work 1".to_owned(),
            format!("return_lasts after_6_months {six} 1"),
        ];
        let kind = ["return permanent elsewhere 1", "return_hours  80_to_99_percent 1"].map(str::to_owned);
        kind.into_iter().chain(lasts).chain(stopped.iter().map(|line| (*line).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(first, told("not_yet_due", "not_yet_due", &[]));
    let stopped = WorkStopped { last_day: on("2023-11-15"), reason: WorkEndReason::ContractEnded.into() };
    let gone =
        ReturnObservation { observed_on: on("2024-01-02"), outcome: Some(Outcome::default()), stopped: Some(stopped) };
    world.service.record_return_observation(world.observe(gone)).await.unwrap();
    let (then, _) = world.returns(2023, Vec::new()).await;
    assert_eq!(then, told("stopped", "stopped", &["return_stopped contract_ended 181_to_365_days 1"]));
    assert_eq!(world.returns(2023, vec![place.clone()]).await, (first, place), "up to the same place it is the same");
}

#[tokio::test]
async fn r6_the_indicators_tell_whether_a_return_lasts() {
    the_indicators_tell_whether_a_return_lasts(World::on("2022-12-12").await).await;
}

#[tokio::test]
async fn r6_the_indicators_tell_whether_a_return_lasts_on_postgres() {
    the_indicators_tell_whether_a_return_lasts(World::on_postgres("2022-12-12").await).await;
}

#[tokio::test]
async fn d25_what_is_done_outside_a_formal_trajectory_is_registered() {
    let world = World::met().await;
    world.until("2023-01-25").await;
    let wrong = world.track(OtherTrackKind::Unspecified, "2023-01-26");
    assert_eq!(fields(&world.service.record_other_track(wrong).await.unwrap_err()), ["kind"]);
    let tomorrow = world.track(OtherTrackKind::Training, "2023-01-26");
    assert_eq!(fields(&world.service.record_other_track(tomorrow).await.unwrap_err()), ["since"]);
    world.service.record_other_track(world.track(OtherTrackKind::Training, "2023-01-23")).await.unwrap();
    let again = world.track(OtherTrackKind::Training, "2023-01-24");
    let refusal = world.service.record_other_track(again).await.unwrap_err();
    assert_eq!(refused(&refusal), ("OTHER_TRACK_GOES_ON".into(), "D25".into()));
    let none = world.service.end_other_track(world.track_ended(0, "2023-01-24")).await.unwrap_err();
    assert_eq!(fields(&none), ["number"]);
    world.service.end_other_track(world.track_ended(1, "2023-01-24")).await.unwrap();
    // One of before is entered after it, with its last day.
    let over = |last_day: &str| {
        let request = world.track(OtherTrackKind::Training, "2023-01-10").into_inner();
        coordinator(RecordOtherTrackRequest { last_day: on(last_day), ..request })
    };
    let backwards = world.service.record_other_track(over("2023-01-09")).await.unwrap_err();
    assert_eq!(fields(&backwards), ["last_day"]);
    let beside = world.service.record_other_track(over("2023-01-23")).await.unwrap_err();
    assert_eq!(refused(&beside), ("OTHER_TRACK_GOES_ON".into(), "D25".into()));
    world.service.record_other_track(over("2023-01-22")).await.unwrap();
    let kind = OtherTrackKind::Training.into();
    let first = OtherTrack { number: 1, kind, since: on("2023-01-23"), last_day: on("2023-01-24") };
    let earlier = OtherTrack { number: 2, kind, since: on("2023-01-10"), last_day: on("2023-01-22") };
    assert_eq!(world.read().await.trajectory.unwrap().other_tracks, [first, earlier]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d24_the_result_obtained_of_guidance_outside_a_formal_trajectory_is_registered() {
    let world = World::met().await;
    world.until("2023-02-06").await;
    let register = |result: Option<GuidanceResult>| {
        let (request_id, case_id, etag) = (world.id(), CASE.to_string(), String::new());
        coordinator(RegisterResultRequest { request_id, case_id, etag, result })
    };
    let result = |of: Guidance, found_on: &str| GuidanceResult {
        found_on: on(found_on),
        of: of.into(),
        result: ResultReached::Partly.into(),
        outcome: Some(at_work("2023-02-01")),
        findings: "half of the week, at the employer of before".into(),
    };
    assert_eq!(fields(&world.service.register_result(register(None)).await.unwrap_err()), ["result"]);
    let nothing = register(Some(GuidanceResult::default()));
    let wrong = fields(&world.service.register_result(nothing).await.unwrap_err());
    assert_eq!(wrong, ["result.found_on", "result.of", "result.result", "result.outcome", "result.findings"]);
    let early = register(Some(result(Guidance::Coordinator, "2023-01-19")));
    let wrong = fields(&world.service.register_result(early).await.unwrap_err());
    assert_eq!(wrong, ["result.found_on", "result.outcome.work.since"]);
    let unknown = register(Some(result(Guidance::OccupationalPhysician, "2023-02-06")));
    let refusal = world.service.register_result(unknown).await.unwrap_err();
    assert_eq!(refused(&refusal), ("NOT_GUIDED".into(), "D24".into()));
    let registered = result(Guidance::Coordinator, "2023-02-06");
    world.service.register_result(register(Some(registered.clone()))).await.unwrap();
    let again = register(Some(registered.clone()));
    let refusal = world.service.register_result(again).await.unwrap_err();
    assert_eq!(refused(&refusal), ("RESULT_REGISTERED".into(), "D24".into()));
    assert_eq!(world.read().await.trajectory.unwrap().results, [registered]);
    world.views_follow_from_the_events().await;
}
