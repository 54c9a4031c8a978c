//! What happens to a case from its recognition on.

use super::*;

#[tokio::test]
async fn q1_q6_sent_after_ten_weeks_and_helped_with_when_not_back_two_weeks_later() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    assert_eq!(world.until("2022-11-09").await, 0);
    assert_eq!(world.until("2022-11-10").await, 1);
    let case = world.case(CASE, physician).await.unwrap();
    let sending = case.sending.clone().unwrap();
    assert_eq!(case.stage(), Stage::Sent);
    assert_eq!(
        (sending.sent_on, sending.due_back),
        (Some(to_proto(day("2022-11-10"))), Some(to_proto(day("2022-11-24"))))
    );
    assert_eq!(sending.definition.unwrap(), DefinitionRef { code: "work-and-health".into(), version: 1 });

    assert_eq!(world.until("2022-11-24").await, 0);
    assert_eq!(world.until("2022-11-25").await, 1);
    assert_eq!(world.fed().await, ["QuestionnaireSent", "NotReturned"]);
    let work = world.work(coordinator(ListWorkRequest::default())).await;
    assert_eq!(work.as_of, Some(to_proto(day("2022-11-25"))));
    let [row] = work.rows.as_slice() else { panic!("one person has work") };
    assert!(row.late && row.due);
    assert_eq!((row.niss.as_str(), row.earliest_due), ("85073003328", Some(to_proto(day("2022-11-24")))));
    let items: Vec<_> = row
        .items
        .iter()
        .map(|item| (item.deadline.as_ref().unwrap().plan.as_ref().unwrap().step.as_str(), item.standing()))
        .collect();
    assert_eq!(items, [("questionnaire_return", Standing::Late), ("questionnaire_help", Standing::Due)]);
    assert_eq!(world.until("2023-01-01").await, 0);
}

#[tokio::test]
async fn q4_not_sent_while_authorised_work_is_performed() {
    let world = World::on("2022-09-05").await;
    let track = ConcurrentTrack {
        kind: ConcurrentTrackKind::AuthorisedWork.into(),
        starts_on: Some(to_proto(day("2022-10-01"))),
        ends_on: None,
        ..ConcurrentTrack::default()
    };
    // Told ahead of the recognition.
    world.told(CASE, Told::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(track) })).await;
    world.recognised(CASE).await;
    assert_eq!(world.until("2022-11-10").await, 1);
    let case = world.case(CASE, coordinator).await.unwrap();
    assert_eq!((case.stage(), case.waiver.unwrap().ground()), (Stage::Waived, WaiverGround::AuthorisedWork));
    assert_eq!(world.fed().await, ["SendingWaived"]);
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());
}

#[tokio::test]
async fn q4_an_outage_does_not_undo_the_track_of_the_day_of_sending() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    let track = ConcurrentTrack {
        kind: ConcurrentTrackKind::AuthorisedWork.into(),
        starts_on: Some(to_proto(day("2022-10-01"))),
        ends_on: Some(to_proto(day("2022-11-15"))),
        ..ConcurrentTrack::default()
    };
    world.told(CASE, Told::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(track) })).await;
    assert_eq!(world.until("2022-12-20").await, 1);
    let case = world.case(CASE, physician).await.unwrap();
    let waiver = case.waiver.unwrap();
    let on = Some(to_proto(day("2022-11-10")));
    assert_eq!((waiver.ground(), waiver.waived_on), (WaiverGround::AuthorisedWork, on));
    let deadline = &case.deadlines[0];
    assert_eq!((case.deadlines.len(), deadline.missed_on, deadline.closed_on), (1, None, on));
    assert_eq!(deadline.waived_because.as_ref().unwrap().rule, "Q4.b");

    let again = world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap_err();
    let refused = &again.get_details_precondition_failure().unwrap().violations[0];
    assert_eq!((refused.r#type.as_str(), refused.subject.as_str()), ("Q4.b", "ALREADY_WAIVED"));
}

#[tokio::test]
async fn q1_an_incapacity_recognised_late_is_sent_the_questionnaire_the_same_day() {
    let world = World::on("2022-12-01").await;
    world.recognised(CASE).await;
    assert_eq!(world.until("2022-12-01").await, 1);
    let case = world.case(CASE, physician).await.unwrap();
    assert_eq!(case.sending.unwrap().due_back, Some(to_proto(day("2022-12-15"))));
    assert_eq!(case.deadlines[0].missed_on, Some(to_proto(day("2022-11-11"))));
}

#[tokio::test]
async fn q5_q9_the_person_returns_the_questionnaire_and_corrects_it() {
    let world = World::sent().await;
    let draft = SaveDraftRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        answers: Some(Answers { answers: world.complete().answers.split_off(1), ..world.complete() }),
        ..SaveDraftRequest::default()
    };
    let saved = world.service.save_draft(insured(draft.clone())).await.unwrap().into_inner();
    let repeated = world.service.save_draft(insured(draft)).await.unwrap().into_inner();
    assert_eq!(saved, repeated);
    let submission = SubmitAnswersRequest { etag: saved.etag, ..world.submission(CASE) };
    let returned = world.service.submit_answers(insured(submission)).await.unwrap().into_inner();
    let correction = |corrects| CorrectAnswersRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        corrects,
        answers: Some(world.complete()),
        helped: true,
        ..CorrectAnswersRequest::default()
    };
    world.service.correct_answers(coordinator(correction(1))).await.unwrap();
    let refused = world.service.correct_answers(coordinator(correction(1))).await.unwrap_err();
    assert_eq!(reason(&refused), "LEGAL_REFUSAL");
    let request =
        GetQuestionnaireCaseRequest { case_id: CASE.to_string(), min_cursor: returned.cursor, ..Default::default() };
    let read = world.service.get_questionnaire_case(physician(request)).await.unwrap().into_inner();
    let case = read.questionnaire_case.unwrap();
    assert_eq!((case.stage(), case.draft), (Stage::Returned, None));
    let [first, second] = case.submissions.as_slice() else { panic!("a return and a correction") };
    assert_eq!((first.number, first.helper.as_ref(), second.corrects), (1, None, 1));
    assert_eq!(second.helper.as_ref().unwrap().role(), HelperRole::Coordinator);
    assert!(!first.profile.as_ref().unwrap().factors.is_empty());
    assert_eq!(world.fed().await, ["QuestionnaireSent", "AnswersCompleted", "AnswersCompleted"]);
    assert_eq!(world.until("2023-01-01").await, 0);
}

#[tokio::test]
async fn a_fact_that_cannot_act_yet_is_kept_and_shown_and_acts_later() {
    let world = World::on("2022-09-05").await;
    let track = |ends_on| {
        Some(ConcurrentTrack {
            kind: ConcurrentTrackKind::CodexRequested.into(),
            starts_on: Some(to_proto(day("2022-09-10"))),
            ends_on,
            ..ConcurrentTrack::default()
        })
    };
    let end = Some(to_proto(day("2022-09-30")));
    world.told(CASE, Told::ConcurrentTrackEnded(ConcurrentTrackEnded { track: track(end) })).await;
    let parked = world.case(CASE, physician).await.unwrap().parked;
    assert_eq!((parked[0].source_ledger.as_str(), parked[0].because.as_str()), ("assessment/300", "not_started"));
    assert_eq!(parked[0].kind, "trajet.assessment.v1.ConcurrentTrackEnded");

    world.told(CASE, Told::ConcurrentTrackStarted(ConcurrentTrackStarted { track: track(None) })).await;
    let case = world.case(CASE, physician).await.unwrap();
    assert_eq!((case.parked.len(), case.tracks[0].ends_on, case.stage()), (0, end, Stage::NothingPlanned));
    world.views_follow_from_the_events().await;
}
