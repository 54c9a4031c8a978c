//! Who sees and touches which case, and how much of it.

use trajet_contracts::questionnaire::v1::FindPersonsRequest;

use super::*;

#[tokio::test]
async fn q2_q3_the_medical_reason_reaches_the_physician_alone() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap();
    let to_physician = world.case(CASE, physician).await.unwrap();
    let waiver = to_physician.waiver.unwrap();
    assert_eq!((waiver.ground(), waiver.medical_reason()), (WaiverGround::Medical, MedicalReason::KorsakoffSyndrome));
    let notice = to_physician.notice.unwrap();
    assert!(notice.subject.starts_with("Terug naar werk") && notice.paragraphs[3].contains("+3225550123"));

    let to_coordinator = world.case(CASE, coordinator).await.unwrap();
    assert_eq!(to_coordinator.waiver.unwrap().medical_reason(), MedicalReason::Unspecified);
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(physician(request)).await.unwrap().into_inner().entries;
    assert!(history.iter().any(|entry| entry.kind == "sending_waived" && entry.basis.as_ref().unwrap().rule == "Q2"));
    assert!(!format!("{history:?}").to_lowercase().contains("korsakoff"));
    let fed = world.app.feed_sources()[0].page(None, 100).await.unwrap().events;
    let value = &fed[0].payload.as_ref().unwrap().value;
    assert_eq!((fed.len(), value.len()), (1, 2 + 2 + 7 + 2));
    assert_eq!(world.until("2023-01-01").await, 0);
    let again = world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap_err();
    assert_eq!(reason(&again), "LEGAL_REFUSAL");
}

#[tokio::test]
async fn q6_a_delegate_sees_the_delegated_case_alone_on_sqlite() {
    q6_a_delegate_sees_the_delegated_case_alone(World::on("2022-09-05").await).await;
}

#[tokio::test]
async fn q6_a_delegate_sees_the_delegated_case_alone_on_postgres() {
    q6_a_delegate_sees_the_delegated_case_alone(World::on_postgres("2022-09-05").await).await;
}

async fn q6_a_delegate_sees_the_delegated_case_alone(world: World) {
    world.recognised(CASE).await;
    world.until("2022-11-10").await;
    world.until("2022-11-25").await;
    world.recognised(OTHER_CASE).await;
    world.until("2022-11-25").await;
    world.until("2022-12-10").await;
    assert!(world.work(delegate(ListWorkRequest::default())).await.rows.is_empty());
    let hidden = world.case(CASE, delegate).await.unwrap_err();
    let absent = world.case(Uuid::from_u128(1), delegate).await.unwrap_err();
    assert_eq!(
        (hidden.code(), hidden.message(), hidden.details()),
        (absent.code(), absent.message(), absent.details())
    );
    let refused = world.service.record_help(delegate(world.help(CASE, "2022-12-01"))).await.unwrap_err();
    assert_eq!(reason(&refused), "CASE_NOT_FOUND");

    world.delegate(CASE, "staff-2").await;
    let work = world.work(delegate(ListWorkRequest::default())).await;
    let [row] = work.rows.as_slice() else { panic!("one person has work") };
    let [help] = row.items.as_slice() else { panic!("the help alone is the delegate's") };
    assert_eq!((help.case_id.as_str(), step(help)), (CASE.to_string().as_str(), "questionnaire_help"));
    assert_eq!((row.late, row.due, row.soon), (false, true, false), "the return is late, which is not theirs");
    let of_the_insured =
        ListWorkRequest { actors: vec![WireActor::InsuredPerson.into()], ..ListWorkRequest::default() };
    assert!(world.work(delegate(of_the_insured)).await.rows.is_empty());
    assert_eq!(world.work(coordinator(ListWorkRequest::default())).await.rows[0].items.len(), 4);
    world.service.record_help(delegate(world.help(CASE, "2022-12-01"))).await.unwrap();
    let submission = SubmitAnswersRequest { helped: true, ..world.submission(CASE) };
    world.service.submit_answers(delegate(submission)).await.unwrap();
    let case = world.case(CASE, physician).await.unwrap();
    let helper = case.submissions[0].helper.as_ref().unwrap();
    assert_eq!((helper.role(), helper.subject.as_str()), (HelperRole::Delegate, "staff-2"));
    assert_eq!(reason(&world.case(OTHER_CASE, delegate).await.unwrap_err()), "CASE_NOT_FOUND");
    assert_eq!(reason(&world.case(CASE, delegate).await.unwrap_err()), "CASE_NOT_FOUND", "the task is done");

    world.delegate(OTHER_CASE, "staff-9").await;
    world.views_follow_from_the_events().await;
    assert!(world.work(delegate(ListWorkRequest::default())).await.rows.is_empty());
}

#[tokio::test]
async fn d2_a_delegate_has_the_task_and_not_the_dossier_on_sqlite() {
    d2_a_delegate_has_the_task_and_not_the_dossier(World::on("2022-09-05").await).await;
}

#[tokio::test]
async fn d2_a_delegate_has_the_task_and_not_the_dossier_on_postgres() {
    d2_a_delegate_has_the_task_and_not_the_dossier(World::on_postgres("2022-09-05").await).await;
}

/// Three cases whose help is the delegate's end in the three ways there are: by the delegate's own act, and by others'.
async fn d2_a_delegate_has_the_task_and_not_the_dossier(world: World) {
    const THIRD_CASE: Uuid = Uuid::from_u128(CASE.as_u128() + 2);
    for case in [CASE, OTHER_CASE, THIRD_CASE] {
        world.recognised(case).await;
    }
    world.until("2022-11-10").await;
    world.until("2022-11-25").await;
    let mut helped = Vec::new();
    for case in [CASE, OTHER_CASE, THIRD_CASE] {
        world.delegate(case, "staff-2").await;
        let help = world.help(case, "2022-11-25");
        let first = world.service.record_help(delegate(help.clone())).await.unwrap().into_inner();
        helped.push((help, first));
        world.case(case, delegate).await.unwrap();
    }
    let found = |name: &str| FindPersonsRequest { name: name.into(), ..FindPersonsRequest::default() };
    let persons = async || {
        let answer = world.service.find_persons(delegate(found("Peeters"))).await.unwrap().into_inner().persons;
        answer.iter().map(|person| person.case_ids.len()).sum::<usize>()
    };
    assert_eq!(persons().await, 3);

    let submission = SubmitAnswersRequest { helped: true, ..world.submission(CASE) };
    let submitted = world.service.submit_answers(delegate(submission.clone())).await.unwrap().into_inner();
    let impossible = world.impossibility(OTHER_CASE, "2022-11-25");
    let recorded = world.service.record_impossibility(delegate(impossible.clone())).await.unwrap().into_inner();
    world.ended(THIRD_CASE, "2022-11-25", false).await;

    assert_eq!(persons().await, 0);
    assert!(world.work(delegate(ListWorkRequest::default())).await.rows.is_empty());
    let absent = world.case(Uuid::from_u128(1), delegate).await.unwrap_err();
    for case in [CASE, OTHER_CASE, THIRD_CASE] {
        let hidden = world.case(case, delegate).await.unwrap_err();
        assert_eq!(
            (hidden.code(), hidden.message(), hidden.details()),
            (absent.code(), absent.message(), absent.details())
        );
        // Whatever is asked for anew, on the right version or on another, is not there.
        for etag in [String::new(), "1".into()] {
            let late = RecordHelpRequest { etag, ..world.help(case, "2022-11-25") };
            let refused = world.service.record_help(delegate(late)).await.unwrap_err();
            assert_eq!((reason(&refused), refused.message()), ("CASE_NOT_FOUND".into(), absent.message()));
        }
    }
    // What was done is answered again, also where it was the very act that ended the help.
    for (help, first) in helped {
        assert_eq!(world.service.record_help(delegate(help)).await.unwrap().into_inner(), first);
    }
    let again = world.service.submit_answers(delegate(submission.clone())).await.unwrap().into_inner();
    assert_eq!(again, submitted);
    let again = world.service.record_impossibility(delegate(impossible.clone())).await.unwrap().into_inner();
    assert_eq!(again, recorded);
    // Under its name nothing else is asked, and nobody else is answered.
    let other = RecordImpossibilityRequest { case_id: CASE.to_string(), ..impossible };
    let refused = world.service.record_impossibility(delegate(other)).await.unwrap_err();
    assert_eq!(reason(&refused), "REQUEST_ID_REUSED");
    let colleague = by(Role::Delegate, "staff-9", submission);
    assert_eq!(reason(&world.service.submit_answers(colleague).await.unwrap_err()), "CASE_NOT_FOUND");
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn q2_a_decision_on_paper_is_entered_later() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.until("2022-10-20").await;
    let on = |text: &str| Some(to_proto(day(text)));
    for impossible in ["2022-09-04", "2022-10-21"] {
        let waiver = WaiveQuestionnaireRequest { decided_on: on(impossible), ..world.waiver(CASE) };
        let refused = world.service.waive_questionnaire(physician(waiver)).await.unwrap_err();
        assert_eq!((reason(&refused).as_str(), fields(&refused)), ("VALIDATION_FAILED", vec!["decided_on".to_owned()]));
    }
    let waiver = WaiveQuestionnaireRequest { decided_on: on("2022-10-03"), ..world.waiver(CASE) };
    world.service.waive_questionnaire(physician(waiver)).await.unwrap();
    let case = world.case(CASE, physician).await.unwrap();
    assert_eq!(case.waiver.unwrap().waived_on, on("2022-10-03"));
    assert_eq!(case.deadlines[0].closed_on, on("2022-10-03"));
    assert_eq!(case.notice.unwrap().issued_on, on("2022-10-20"));
    assert_eq!(world.until("2023-01-01").await, 0);
}

#[tokio::test]
async fn q2_what_was_sent_stays_sent_though_paper_says_otherwise() {
    let world = World::sent().await;
    let waiver = WaiveQuestionnaireRequest { decided_on: Some(to_proto(day("2022-11-09"))), ..world.waiver(CASE) };
    let refused = world.service.waive_questionnaire(physician(waiver)).await.unwrap_err();
    assert_eq!(refused.get_details_precondition_failure().unwrap().violations[0].subject, "ALREADY_SENT");
    assert_eq!(world.case(CASE, physician).await.unwrap().stage(), Stage::Sent);
}

#[tokio::test]
async fn q1_the_sending_is_shown_to_the_physician_and_not_to_a_coordinator() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.until("2022-11-09").await;
    let work = world.work(physician(ListWorkRequest::default())).await;
    assert_eq!(work.rows[0].items.iter().map(step).collect::<Vec<_>>(), ["questionnaire_send"]);
    assert!(world.work(coordinator(ListWorkRequest::default())).await.rows.is_empty());
    world.until("2022-11-10").await;
    world.until("2022-11-25").await;
    for by in [physician, coordinator] {
        let work = world.work(by(ListWorkRequest::default())).await;
        let steps: Vec<_> = work.rows[0].items.iter().map(step).collect();
        assert_eq!(steps, ["questionnaire_return", "questionnaire_help"]);
    }
}

#[tokio::test]
async fn an_insured_person_touches_their_own_case_alone() {
    let world = World::sent().await;
    world.recognised(OTHER_CASE).await;
    world.until("2022-11-11").await;
    let other = world.service.submit_answers(insured(world.submission(OTHER_CASE))).await.unwrap_err();
    let absent = world.service.submit_answers(insured(world.submission(Uuid::from_u128(1)))).await.unwrap_err();
    assert_eq!((reason(&other), other.message()), ("CASE_NOT_FOUND".into(), absent.message()));
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
}

#[tokio::test]
async fn an_act_on_an_unknown_case_finds_none() {
    let world = World::on("2022-09-05").await;
    let waived = world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap_err();
    let submitted = world.service.submit_answers(insured(world.submission(CASE))).await.unwrap_err();
    let helped = world.service.record_help(coordinator(world.help(CASE, "2022-09-01"))).await.unwrap_err();
    let read = world.case(CASE, physician).await.unwrap_err();
    assert_eq!([waived, submitted, helped, read].map(|status| reason(&status)), ["CASE_NOT_FOUND"; 4]);
}

fn step(item: &WorkItem) -> &str {
    &item.deadline.as_ref().unwrap().plan.as_ref().unwrap().step
}
