//! The end of the incapacity, and death.

use super::*;

#[tokio::test]
async fn t6_what_was_not_sent_is_not_sent_after_the_end() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.until("2022-10-20").await;
    world.ended(CASE, "2022-10-14", false).await;
    let case = world.case(CASE, physician).await.unwrap();
    let end = case.end.unwrap();
    assert_eq!((case.stage(), end.last_day, end.deceased), (Stage::Closed, Some(to_proto(day("2022-10-14"))), false));
    assert_eq!(case.deadlines[0].waived_because.as_ref().unwrap().rule, "T6.a");
    let refused = world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap_err();
    let refused = &refused.get_details_precondition_failure().unwrap().violations[0];
    assert_eq!((refused.r#type.as_str(), refused.subject.as_str()), ("T6.a", "INCAPACITY_ENDED"));
    assert_eq!(world.until("2023-06-01").await, 0);
    assert!(world.fed().await.is_empty());
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn t6_after_a_death_nothing_is_awaited_and_what_came_in_time_can_be_entered() {
    let world = World::sent().await;
    world.until("2022-11-22").await;
    world.ended(CASE, "2022-11-18", true).await;
    let case = world.case(CASE, physician).await.unwrap();
    assert!(case.end.unwrap().deceased && case.stage() == Stage::Closed);
    assert_eq!(case.deadlines[1].waived_because.as_ref().unwrap().rule, "T6.b");
    assert_eq!(world.until("2022-12-10").await, 0);
    let returned_on = |text| Some(to_proto(day(text)));
    let late = SubmitAnswersRequest { returned_on: returned_on("2022-11-19"), ..world.submission(CASE) };
    let refused = world.service.submit_answers(coordinator(late)).await.unwrap_err();
    assert_eq!(refused.get_details_precondition_failure().unwrap().violations[0].subject, "INCAPACITY_ENDED");
    let in_time = SubmitAnswersRequest { returned_on: returned_on("2022-11-18"), ..world.submission(CASE) };
    world.service.submit_answers(coordinator(in_time)).await.unwrap();
    assert_eq!(world.case(CASE, physician).await.unwrap().stage(), Stage::Returned);
    assert_eq!(world.fed().await, ["QuestionnaireSent", "AnswersCompleted"]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn t6_help_given_in_an_outage_in_which_the_incapacity_ended_can_be_entered() {
    let world = World::sent().await;
    world.bench.clock.set(day("2022-12-12")).unwrap();
    world.ended(CASE, "2022-11-30", false).await;
    assert_eq!(world.until("2022-12-12").await, 0);
    world.service.record_help(coordinator(world.help(CASE, "2022-11-28"))).await.unwrap();
    let case = world.case(CASE, coordinator).await.unwrap();
    let help = case.help.unwrap();
    assert_eq!((help.asked_on, help.contacts.len(), case.stage), (None, 1, Stage::Closed.into()));
    world.service.record_impossibility(coordinator(world.impossibility(CASE, "2022-11-29"))).await.unwrap();
    assert_eq!(world.case(CASE, coordinator).await.unwrap().stage(), Stage::Impossible);
    assert_eq!(world.fed().await, ["QuestionnaireSent", "HelpGiven", "CompletionImpossible"]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn t6_a_request_after_the_end_is_noted_and_nothing_is_sent() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.ended(CASE, "2022-09-04", false).await;
    world.requested(CASE, "2022-09-04", true).await;
    assert_eq!(world.until("2022-12-01").await, 0);
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(physician(request)).await.unwrap().into_inner().entries;
    assert_eq!(history.last().unwrap().kind, "trajectory_requested");
}
