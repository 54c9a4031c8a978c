//! Several sendings in one case, and the questionnaire that cannot be completed.

use super::*;

#[tokio::test]
async fn q8_who_asks_for_a_trajectory_is_sent_one_the_same_day_and_day_70_sends_another() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.until("2022-10-03").await;
    world.requested(CASE, "2022-10-02", true).await;
    assert_eq!(world.until("2022-10-03").await, 1);
    let first = world.case(CASE, coordinator).await.unwrap().sending.unwrap();
    assert_eq!((first.number, first.route()), (1, SendingRoute::B));
    assert_eq!(first.due_back, Some(to_proto(day("2022-10-17"))));
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();

    assert_eq!(world.until("2022-11-10").await, 1);
    let case = world.case(CASE, physician).await.unwrap();
    let second = case.sending.unwrap();
    assert_eq!((second.number, second.route(), case.earlier_sendings), (2, SendingRoute::A, vec![first]));
    assert_eq!(case.submissions.iter().map(|it| (it.number, it.sending)).collect::<Vec<_>>(), [(1, 1)]);
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    let submissions = world.case(CASE, physician).await.unwrap().submissions;
    assert_eq!(submissions.iter().map(|it| (it.number, it.sending)).collect::<Vec<_>>(), [(1, 1), (2, 2)]);
    assert_eq!(world.fed().await, ["QuestionnaireSent", "AnswersCompleted", "QuestionnaireSent", "AnswersCompleted"]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn q8_one_that_is_out_on_day_70_waives_the_sending_of_route_a() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.until("2022-11-02").await;
    world.requested(CASE, "2022-11-02", true).await;
    assert_eq!(world.until("2022-11-02").await, 1);
    assert_eq!(world.until("2022-11-10").await, 1);
    let case = world.case(CASE, physician).await.unwrap();
    assert_eq!((case.stage(), case.waiver, case.earlier_sendings.len()), (Stage::Sent, None, 0));
    assert_eq!(case.deadlines[0].waived_because.as_ref().unwrap().rule, "Q8");
    assert_eq!(world.fed().await, ["QuestionnaireSent"]);
    let refused = world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap_err();
    let refused = &refused.get_details_precondition_failure().unwrap().violations[0];
    assert_eq!((refused.r#type.as_str(), refused.subject.as_str()), ("Q8", "ALREADY_WAIVED"));
}

#[tokio::test]
async fn q8_a_request_that_needs_none_or_is_served_by_the_one_that_is_out_sends_none() {
    let world = World::on("2022-09-05").await;
    world.requested(CASE, "2022-09-03", false).await;
    assert_eq!(world.case(CASE, physician).await.unwrap().parked[0].kind, "trajet.dossier.v1.TrajectoryRequested");
    world.recognised(CASE).await;
    assert_eq!(world.until("2022-09-06").await, 0);
    world.until("2022-11-15").await;
    world.requested(CASE, "2022-11-15", true).await;
    assert_eq!(world.until("2022-11-15").await, 0);
    let case = world.case(CASE, physician).await.unwrap();
    assert_eq!((case.parked.len(), case.sending.unwrap().number), (0, 1));
}

#[tokio::test]
async fn q8_what_was_not_sent_for_a_trajectory_that_ended_is_not_sent_any_more() {
    let world = World::on("2022-09-05").await;
    // Both are told ahead of the recognition, and wait for it.
    world.requested(CASE, "2022-09-03", true).await;
    world.trajectory_ended(CASE, "2022-09-04").await;
    let kinds: Vec<_> = world.case(CASE, physician).await.unwrap().parked.into_iter().map(|fact| fact.kind).collect();
    assert_eq!(kinds, ["trajet.dossier.v1.TrajectoryRequested", "trajet.dossier.v1.TrajectoryEnded"]);
    world.views_follow_from_the_events().await;
    world.recognised(CASE).await;
    assert_eq!(world.until("2022-11-09").await, 0);
    assert!(world.fed().await.is_empty());
    // Route A is of the incapacity, not of the request.
    assert_eq!(world.until("2022-11-10").await, 1);
    assert_eq!(world.case(CASE, physician).await.unwrap().sending.unwrap().route(), SendingRoute::A);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn q7_what_cannot_be_completed_is_recorded_by_who_helped_and_its_reason_told_to_the_physician_alone() {
    let world = World::sent().await;
    world.until("2022-12-01").await;
    world.delegate(CASE, "staff-2").await;
    let too_early = world.service.record_impossibility(delegate(world.impossibility(CASE, "2022-12-01"))).await;
    let refused = too_early.unwrap_err().get_details_precondition_failure().unwrap().violations[0].clone();
    assert_eq!((refused.r#type.as_str(), refused.subject.as_str()), ("Q7", "HELP_NOT_GIVEN"));
    world.service.record_help(delegate(world.help(CASE, "2022-12-01"))).await.unwrap();
    world.service.record_impossibility(delegate(world.impossibility(CASE, "2022-12-01"))).await.unwrap();

    let told = world.case(CASE, physician).await.unwrap();
    let found = told.impossibility.clone().unwrap();
    assert_eq!((told.stage(), found.reason()), (Stage::Impossible, ImpossibilityReason::StateOfHealth));
    assert_eq!(found.helper.unwrap().role(), HelperRole::Delegate);
    assert_eq!(told.deadlines[1].waived_because.as_ref().unwrap().rule, "Q7");
    let to_coordinator = world.case(CASE, coordinator).await.unwrap().impossibility.unwrap();
    assert_eq!(to_coordinator.reason(), ImpossibilityReason::Unspecified);
    assert_eq!(reason(&world.case(CASE, delegate).await.unwrap_err()), "CASE_NOT_FOUND");
    assert_eq!(world.fed().await, ["QuestionnaireSent", "NotReturned", "HelpGiven", "CompletionImpossible"]);
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());

    // What comes all the same counts; the finding stays.
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    let case = world.case(CASE, physician).await.unwrap();
    assert!(case.stage() == Stage::Returned && case.impossibility.is_some());
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn q7_a_staff_member_who_is_not_the_delegate_learns_nothing_and_wrong_fields_are_told_at_once() {
    let world = World::sent().await;
    world.until("2022-11-25").await;
    world.until("2022-12-01").await;
    let hidden = world.service.record_impossibility(delegate(world.impossibility(CASE, "2022-12-01"))).await;
    assert_eq!(reason(&hidden.unwrap_err()), "CASE_NOT_FOUND");
    let wrong = RecordImpossibilityRequest { found_on: None, reason: 9, ..world.impossibility(CASE, "2022-12-01") };
    let status = world.service.record_impossibility(coordinator(wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["found_on", "reason"]);
    world.service.record_help(coordinator(world.help(CASE, "2022-11-29"))).await.unwrap();
    let early = world.service.record_impossibility(coordinator(world.impossibility(CASE, "2022-11-28"))).await;
    let early = early.unwrap_err().get_details_bad_request().unwrap().field_violations;
    assert_eq!(
        (early[0].field.as_str(), early[0].description.as_str()),
        ("found_on", "is not a day from 2022-11-29 to 2022-12-01")
    );
}

#[tokio::test]
async fn q6_a_delegate_of_an_earlier_sending_does_not_see_a_later_one() {
    let world = World::sent().await;
    world.until("2022-11-28").await;
    world.delegate(CASE, "staff-2").await;
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    assert_eq!(reason(&world.case(CASE, delegate).await.unwrap_err()), "CASE_NOT_FOUND");
    world.until("2023-01-09").await;
    world.requested(CASE, "2023-01-09", true).await;
    world.until("2023-01-09").await;
    assert_eq!(reason(&world.case(CASE, delegate).await.unwrap_err()), "CASE_NOT_FOUND");
    world.until("2023-01-24").await;
    world.delegate(CASE, "staff-2").await;
    let work = world.work(delegate(ListWorkRequest::default())).await;
    assert_eq!(work.rows[0].items.len(), 1);
    world.views_follow_from_the_events().await;
}
