//! Who sees and touches which case, and how much of it.

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
    let case = world.case(CASE, delegate).await.unwrap();
    let helper = case.submissions[0].helper.as_ref().unwrap();
    assert_eq!((helper.role(), helper.subject.as_str()), (HelperRole::Delegate, "staff-2"));
    assert_eq!(reason(&world.case(OTHER_CASE, delegate).await.unwrap_err()), "CASE_NOT_FOUND");

    world.delegate(OTHER_CASE, "staff-9").await;
    world.views_follow_from_the_events().await;
    assert!(world.work(delegate(ListWorkRequest::default())).await.rows.is_empty());
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
