//! Who sees which case.

use trajet_contracts::assessment::v1::TeamContactKind;

use super::rehabilitation::started;
use super::*;

/// A request from a physician of an insurer, or from nobody known.
fn from<T>(insurer: &str, message: T) -> Request<T> {
    if insurer.is_empty() { Request::new(message) } else { by(Role::Physician, insurer, message) }
}

/// The errors of everything that can be asked of a case.
pub(super) async fn refused(world: &World, case: &str, insurer: &str) -> Vec<Status> {
    let (service, on) = (&world.service, "2022-12-05");
    let get = GetCaseRequest { case_id: case.to_owned(), min_cursor: String::new(), ..Default::default() };
    let history = ListCaseHistoryRequest { case_id: case.to_owned(), ..ListCaseHistoryRequest::default() };
    let estimate = world.estimate(case, Category::TwoNoReturn);
    let negative = TrajectoryDecision::NotCompatible;
    vec![
        service.get_case(from(insurer, get)).await.unwrap_err(),
        service.list_case_history(from(insurer, history)).await.unwrap_err(),
        service.recognise_incapacity(from(insurer, world.recognition(case, on))).await.unwrap_err(),
        service.refuse_recognition(from(insurer, world.refusal(case, on))).await.unwrap_err(),
        service.start_concurrent_track(from(insurer, world.track(case, on))).await.unwrap_err(),
        service.end_concurrent_track(from(insurer, world.end_of_track(case, on))).await.unwrap_err(),
        service.record_first_estimate(from(insurer, estimate)).await.unwrap_err(),
        service.invite_to_examination(from(insurer, world.examination(case, on, on))).await.unwrap_err(),
        service.dispense_examination(from(insurer, world.dispense(case, on))).await.unwrap_err(),
        service.record_evaluation(from(insurer, world.evaluation(case, on, Category::TwoNoReturn))).await.unwrap_err(),
        service.refuse_trajectory(from(insurer, world.trajectory_refusal(case, on))).await.unwrap_err(),
        service.decide_trajectory(from(insurer, world.answer(case, on, negative))).await.unwrap_err(),
        service.apply_for_work(from(insurer, world.application(case, on, "2022-12-06"))).await.unwrap_err(),
        service.record_work_resumption(from(insurer, world.resumption(case, on))).await.unwrap_err(),
        service.decide_work(from(insurer, world.not_authorised(case, on))).await.unwrap_err(),
        service.amend_work(from(insurer, world.amendment(case, on, on, ""))).await.unwrap_err(),
        service.withdraw_work_application(from(insurer, world.withdrawal(case, on))).await.unwrap_err(),
        service.end_incapacity(from(insurer, world.end(case, on, EndCause::Other))).await.unwrap_err(),
        service.propose_rehabilitation(from(insurer, world.proposal(case, on))).await.unwrap_err(),
        service.submit_rehabilitation(from(insurer, world.submission(case, on))).await.unwrap_err(),
        service.withdraw_rehabilitation(from(insurer, world.rehabilitation_withdrawal(case, on))).await.unwrap_err(),
        service.record_rehabilitation_fact(from(insurer, world.recorded(case, started(on)))).await.unwrap_err(),
        service.record_reintegration_evaluation(from(insurer, world.reintegration(case, on))).await.unwrap_err(),
        service
            .record_team_contact(from(insurer, world.team_contact(case, on, TeamContactKind::Preparatory)))
            .await
            .unwrap_err(),
    ]
}

#[tokio::test]
async fn a_case_of_another_insurer_answers_as_if_there_were_none() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let hidden = refused(&world, &id, "500").await;
    let absent = refused(&world, &UNKNOWN.to_string(), "500").await;
    for (hidden, absent) in hidden.iter().zip(&absent) {
        assert_eq!((reason(hidden), hidden.code()), ("CASE_NOT_FOUND".into(), Code::NotFound));
        assert_eq!((hidden.message(), hidden.details()), (absent.message(), absent.details()));
        assert_names_nobody(hidden);
    }
    assert_eq!(world.history(&id, 0, "").await.unwrap().entries.len(), 3);

    let find = FindCasesRequest { niss: NISS.into(), min_cursor: String::new() };
    assert!(world.service.find_cases(elsewhere(find)).await.unwrap().into_inner().cases.is_empty());
    let work = world.service.list_work(elsewhere(ListWorkRequest::default())).await.unwrap().into_inner();
    assert!(work.rows.is_empty() && !world.work().await.rows.is_empty());
    // The same incapacity is declared there without a word about this one.
    let request = world.declaration_from("2022-09-01");
    world.service.declare_incapacity(elsewhere(request)).await.unwrap();
    assert_eq!(world.found(NISS).await.len(), 1);
}

#[tokio::test]
async fn an_act_on_an_unknown_case_finds_none() {
    let world = World::on("2022-12-05").await;
    for status in refused(&world, &UNKNOWN.to_string(), "300").await {
        assert_eq!(reason(&status), "CASE_NOT_FOUND");
    }
    assert!(world.found(NISS).await.is_empty());
}

#[tokio::test]
async fn a_caller_who_is_not_known_or_not_served_is_told_so_by_every_method() {
    let (world, id) = World::recognised().await;
    for (insurer, expected) in [("", "CREDENTIALS_MISSING"), ("999", "INSURER_NOT_SERVED")] {
        let find = FindCasesRequest { niss: NISS.into(), min_cursor: String::new() };
        let calendar = GetLegalCalendarRequest { incapacity_start: Some(to_proto(day("2022-09-01"))) };
        let declaration = world.declaration_from("2022-09-01");
        let mut told = refused(&world, &id, insurer).await;
        told.push(world.service.declare_incapacity(from(insurer, declaration)).await.unwrap_err());
        told.push(world.service.find_cases(from(insurer, find)).await.unwrap_err());
        told.push(world.service.list_work(from(insurer, ListWorkRequest::default())).await.unwrap_err());
        told.push(world.service.get_legal_calendar(from(insurer, calendar)).await.unwrap_err());
        assert!(told.iter().all(|status| reason(status) == expected), "{told:?}");
    }
}

#[tokio::test]
async fn m17_a_member_of_the_team_invites_where_the_work_list_can_show_the_case_and_nowhere_else() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    let member = |message| by(Role::TeamMember, "300", message);
    world.until("2022-12-05").await;
    let invitation = world.examination(&id, "2022-12-05", "2022-12-12");
    let first = service.invite_to_examination(member(invitation.clone())).await.unwrap().into_inner();

    // Nothing that they prepare is open any more: as if there were no such case.
    service.record_first_estimate(physician(world.estimate(&id, Category::TwoNoReturn))).await.unwrap();
    let unknown = world.examination(&UNKNOWN.to_string(), "2022-12-05", "2022-12-12");
    let absent = service.invite_to_examination(member(unknown)).await.unwrap_err();
    let hidden = service.invite_to_examination(member(world.examination(&id, "2022-12-05", "2022-12-12"))).await;
    let hidden = hidden.unwrap_err();
    assert_eq!((reason(&hidden), hidden.message()), ("CASE_NOT_FOUND".into(), absent.message()));
    assert_eq!(hidden.details(), absent.details());
    // Who asks again what was done is told the first outcome.
    let again = service.invite_to_examination(member(invitation)).await.unwrap().into_inner();
    assert_eq!(again.etag, first.etag);
    let by_physician = world.examination(&id, "2022-12-05", "2022-12-12");
    service.invite_to_examination(physician(by_physician)).await.unwrap();
}

#[tokio::test]
async fn m17_a_member_of_the_team_invites_nobody_once_incapacity_is_invalidity() {
    let (world, id) = World::recognised().await;
    let invite = async |on: &str| {
        world.until(on).await;
        let request = by(Role::TeamMember, "300", world.examination(&id, on, on));
        world.service.invite_to_examination(request).await.map_err(|status| reason(&status))
    };
    assert!(invite("2023-08-31").await.is_ok());
    assert_eq!(invite("2023-09-01").await.unwrap_err(), "CASE_NOT_FOUND");
}
