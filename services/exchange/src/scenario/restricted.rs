//! A restricted file: medical assessment told who may see it.

use trajet_service::test_support::{assert_kept_out, file_access_changed};

use super::*;

#[tokio::test]
async fn d2_a_restricted_file_is_not_there_for_who_is_not_on_its_list() {
    let world = World::on("2022-09-20").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let restricted = |admitted, opened| Told::FileAccessChanged(file_access_changed(admitted, opened));
    world.told(CASE, restricted(Some(&["somebody-9"]), &[])).await;
    let service = "trajet.exchange.v1.ExchangeService";
    let compared = assert_kept_out(world.app.service(), service, &CASE.to_string(), "somebody-1").await;
    assert!(compared >= 3, "{compared} answers were compared");
    assert_eq!(reason(&world.case(CASE).await.unwrap_err()), "CASE_NOT_FOUND");

    // What a partner tells reaches the case as ever.
    world.reported(KNOWN, "2022-09-10").await;
    world.matched().await;
    world.told(CASE, restricted(Some(&["somebody-9"]), &[("somebody-1", "2022-09-21")])).await;
    assert_eq!(world.codex(CASE).await.len(), 1);
    world.bench.clock.set(day("2022-09-22")).unwrap();
    assert_eq!(reason(&world.case(CASE).await.unwrap_err()), "CASE_NOT_FOUND");
    world.told(CASE, restricted(None, &[])).await;
    assert_eq!(world.codex(CASE).await.len(), 1);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d2_a_report_on_a_person_of_a_restricted_file_is_on_no_list_of_who_is_kept_out_on_sqlite() {
    d2_a_report_on_a_person_of_a_restricted_file_is_on_no_list(World::on("2022-12-15").await.with_partners().await)
        .await;
}

#[tokio::test]
async fn d2_a_report_on_a_person_of_a_restricted_file_is_on_no_list_of_who_is_kept_out_on_postgres() {
    let world = World::on_postgres("2022-12-15").await.with_partners().await;
    d2_a_report_on_a_person_of_a_restricted_file_is_on_no_list(world).await;
}

async fn d2_a_report_on_a_person_of_a_restricted_file_is_on_no_list(world: World) {
    // Given a restricted file, and reports on its person of a day before the incapacity, and on somebody else
    world.recognised(CASE, KNOWN, "2022-10-01").await;
    let restricted = |admitted, opened| Told::FileAccessChanged(file_access_changed(admitted, opened));
    world.told(CASE, restricted(Some(&["somebody-9"]), &[])).await;
    let on_them = world.reported(KNOWN, "2022-09-10").await.report_id;
    let other = world.reported(UNKNOWN, "2022-09-10").await.report_id;
    world.matched().await;
    let listed = async || {
        let page = world.unmatched(ListUnmatchedReportsRequest::default()).await;
        page.reports.into_iter().map(|report| report.report_id).collect::<Vec<_>>()
    };
    // Then who is kept out is not shown the report on that person, and who opened the file is, to the last day of that
    assert_eq!(listed().await, std::slice::from_ref(&other));
    world.told(CASE, restricted(Some(&["somebody-9"]), &[("somebody-1", "2022-12-15")])).await;
    assert_eq!(listed().await, [on_them.clone(), other.clone()]);
    world.bench.clock.set(day("2022-12-16")).unwrap();
    assert_eq!(listed().await, std::slice::from_ref(&other));
    world.told(CASE, restricted(None, &[])).await;
    assert_eq!(listed().await, [on_them, other]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d2_a_file_that_is_restricted_before_the_recognition_has_a_history() {
    let world = World::on("2022-09-20").await;
    let restricted = |admitted| Told::FileAccessChanged(file_access_changed(admitted, &[]));
    world.told(CASE, restricted(Some(&["somebody-1"]))).await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(by(Role::Auditor, "0411724220", request)).await;
    assert_eq!(history.unwrap().into_inner().entries.len(), 2);
}
