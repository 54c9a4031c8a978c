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
