//! The exchange side of a case as it was on a day.

use super::*;

async fn past(world: &World, role: Role, case: Uuid, as_of: &str) -> Result<ExchangeCase, Status> {
    let as_of = Some(to_proto(day(as_of)));
    let request = GetExchangeCaseRequest { case_id: case.to_string(), as_of, ..Default::default() };
    Ok(world.service.get_exchange_case(by(role, "0411724220", request)).await?.into_inner().exchange_case.unwrap())
}

#[tokio::test]
async fn x5_as_of_a_day_a_case_has_what_was_told_to_have_happened_by_then() {
    let world = World::on("2022-12-01").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.reported(KNOWN, "2022-11-20").await;
    world.matched().await;
    for (day, told) in [("2022-11-19", 0), ("2022-11-20", 1), ("2022-12-01", 1)] {
        assert_eq!(past(&world, Role::Physician, CASE, day).await.unwrap().codex.len(), told, "{day}");
    }
    let now = world.case(CASE).await.unwrap();
    assert_eq!(past(&world, Role::Physician, CASE, "2022-12-01").await.unwrap(), now);
    // A coordinator reads the outline, of the past too.
    let outline = world.case_as(Role::Coordinator, CASE).await.unwrap();
    assert_eq!(past(&world, Role::Coordinator, CASE, "2022-12-01").await.unwrap(), outline);
    let before = past(&world, Role::Physician, CASE, "2022-08-31").await.unwrap_err();
    assert_eq!(reason(&before), "CASE_NOT_FOUND");
}

#[tokio::test]
async fn x5_what_is_no_case_and_what_was_erased_has_no_past() {
    let world = World::on("2022-12-01").await.with_partners().await;
    let kept = world.reported(UNKNOWN, "2022-11-20").await;
    let report: Uuid = kept.report_id.parse().unwrap();
    for id in [report, OTHER_CASE] {
        let status = past(&world, Role::Physician, id, "2022-12-01").await.unwrap_err();
        assert_eq!(reason(&status), "CASE_NOT_FOUND");
    }
}
