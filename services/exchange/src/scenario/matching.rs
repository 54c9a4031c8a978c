//! How a report finds its case.

use trajet_exchange_domain::{CaseId, State};

use super::*;

/// Both engines run the same scenario.
macro_rules! on_both {
    ($($scenario:ident: $sqlite:ident, $postgres:ident;)+) => {$(
        #[tokio::test]
        async fn $sqlite() {
            $scenario(World::on("2022-12-15").await.with_partners().await).await;
        }

        #[tokio::test]
        async fn $postgres() {
            $scenario(World::on_postgres("2022-12-15").await.with_partners().await).await;
        }
    )+};
}

on_both! {
    x7_a_report_waits_for_its_case: x7_a_report_waits_for_its_case_on_sqlite, x7_a_report_waits_for_its_case_on_postgres;
    x5_the_case_is_chosen_by_date: x5_the_case_is_chosen_by_date_on_sqlite, x5_the_case_is_chosen_by_date_on_postgres;
    x5_no_incapacity_that_ended_before: x5_no_incapacity_that_ended_before_on_sqlite, x5_no_incapacity_that_ended_before_on_postgres;
    x5_killed_before_an_end: x5_killed_before_an_end_on_sqlite, x5_killed_before_an_end_on_postgres;
    x5_killed_between_the_steps: x5_killed_between_the_steps_on_sqlite, x5_killed_between_the_steps_on_postgres;
    x5_the_running_matcher_wakes: x5_the_running_matcher_wakes_on_sqlite, x5_the_running_matcher_wakes_on_postgres;
}

async fn x7_a_report_waits_for_its_case(world: World) {
    let report = world.reported(KNOWN, "2022-11-02").await;
    world.matched().await;
    let waiting = world.unmatched(ListUnmatchedReportsRequest::default()).await.reports;
    let [waits] = waiting.as_slice() else { panic!("one report waits") };
    assert_eq!((&waits.report_id, waits.niss.as_str()), (&report.report_id, KNOWN));
    assert_eq!((waits.partner_number.as_str(), &waits.fact), (SERVICE, &Some(requested("2022-11-02"))));
    assert!(world.fed().await.is_empty());

    world.recognised(CASE, KNOWN, "2022-11-01").await;
    assert_eq!(world.app.pending().await.unwrap(), 1);
    world.matched().await;
    let case = world.case(CASE).await.unwrap();
    let [told] = case.codex.as_slice() else { panic!("one report was taken over") };
    assert_eq!((&told.report_id, told.partner_number.as_str()), (&report.report_id, SERVICE));
    assert_eq!(told.fact, Some(requested("2022-11-02")));
    assert_eq!((case.person.unwrap().niss.as_str(), case.incapacity_start.unwrap().month), (KNOWN, 11));
    assert!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.is_empty());
    assert_eq!(world.fed().await, [CASE.to_string()]);
    world.views_follow_from_the_events().await;
}

async fn x5_the_case_is_chosen_by_date(world: World) {
    let third = Uuid::from_u128(CASE.as_u128() - 1);
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.recognised(OTHER_CASE, KNOWN, "2022-11-01").await;
    world.recognised(third, KNOWN, "2022-12-10").await;
    // Of somebody else, and nearer in time.
    world.recognised(Uuid::from_u128(9), UNKNOWN, "2022-11-20").await;
    let in_the_first = world.reported(KNOWN, "2022-10-31").await.report_id;
    let on_the_first_day = world.reported(KNOWN, "2022-11-01").await.report_id;
    let later = world.reported(KNOWN, "2022-12-09").await.report_id;
    world.matched().await;
    assert_eq!(world.codex(CASE).await, [in_the_first]);
    assert_eq!(world.codex(OTHER_CASE).await, [on_the_first_day, later]);
    assert!(world.codex(third).await.is_empty());
    world.views_follow_from_the_events().await;
}

async fn x5_no_incapacity_that_ended_before(world: World) {
    let before = Uuid::from_u128(9);
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.told(CASE, ended("2022-10-15")).await;
    let last_day = world.reported(KNOWN, "2022-10-15").await.report_id;
    let before_all = world.reported(KNOWN, "2022-08-31").await.report_id;
    let in_the_next = world.reported(KNOWN, "2022-12-05").await.report_id;
    world.matched().await;
    assert_eq!(world.codex(CASE).await, [last_day]);
    let waiting = world.unmatched(ListUnmatchedReportsRequest::default()).await.reports;
    let waiting: Vec<_> = waiting.into_iter().map(|report| report.report_id).collect();
    assert_eq!(waiting, [before_all.clone(), in_the_next.clone()]);

    // The next incapacity is recognised after the report came, and so is one that lies before all of them.
    world.recognised(OTHER_CASE, KNOWN, "2022-12-01").await;
    world.recognised(before, KNOWN, "2022-08-01").await;
    world.told(before, ended("2022-08-31")).await;
    world.matched().await;
    assert_eq!(world.codex(OTHER_CASE).await, [in_the_next]);
    assert_eq!(world.codex(before).await, [before_all]);
    world.views_follow_from_the_events().await;
}

async fn x5_killed_before_an_end(world: World) {
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.reported(KNOWN, "2022-11-02").await;
    let found = reports::matchable(world.ledger(), 10).await.unwrap();
    matcher::take(world.ledger(), found[0]).await.unwrap();
    // The case would not take it over any more, and holds it.
    world.told(CASE, ended("2022-10-31")).await;
    assert_eq!(world.app.pending().await.unwrap(), 1);
    world.matched().await;
    assert_eq!(world.codex(CASE).await.len(), 1);
    assert!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.is_empty());
    world.views_follow_from_the_events().await;
}

async fn x5_killed_between_the_steps(world: World) {
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let report = world.reported(KNOWN, "2022-11-02").await.report_id;
    let found = reports::matchable(world.ledger(), 10).await.unwrap();
    matcher::take(world.ledger(), found[0]).await.unwrap();
    assert_eq!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.len(), 1);
    assert_eq!(world.app.pending().await.unwrap(), 1);

    // Meanwhile a case comes up that would be chosen now: the report stays where it is.
    world.recognised(OTHER_CASE, KNOWN, "2022-11-01").await;
    world.matched().await;
    world.matched().await;
    assert_eq!(world.codex(CASE).await, std::slice::from_ref(&report));
    assert!(world.codex(OTHER_CASE).await.is_empty());
    let Some((State::Report(noted), _)) = world.ledger().state(report.parse().unwrap()).await.unwrap() else {
        panic!("a report")
    };
    assert_eq!(noted.case, Some(CaseId(CASE.into_bytes())));
    assert_eq!(world.fed().await, [CASE.to_string()]);
    assert!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.is_empty());
    let key = world.ledger().sealer().keys().signer().public_key();
    let whole = trajet_ledger::verify::chain(world.ledger().db(), world.ledger().name(), &key).await.unwrap();
    assert_eq!(whole.findings, []);
    world.views_follow_from_the_events().await;
}

async fn x5_the_running_matcher_wakes(world: World) {
    let stop = CancellationToken::new();
    let mut growth = world.app.feed_sources()[0].growth();
    world.app.start(&trajet_service::listen::Peers::new(), &stop);
    world.reported(KNOWN, "2022-11-02").await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    // Two partners, the report, the recognition; then the matcher's two steps.
    growth.wait_for(|position| *position >= 6).await.unwrap();
    stop.cancel();
    assert_eq!(world.app.pending().await.unwrap(), 0);
    assert_eq!(world.codex(CASE).await.len(), 1);
}

#[tokio::test]
async fn x7_a_step_that_comes_too_early_changes_nothing() {
    let world = World::on("2022-12-15").await.with_partners().await;
    let report: Uuid = world.reported(KNOWN, "2022-11-02").await.report_id.parse().unwrap();
    assert!(matcher::note(world.ledger(), report, None).await.is_err());
    assert_eq!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.len(), 1);
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.matched().await;
    assert_eq!(world.codex(CASE).await, [report.to_string()]);
}

#[tokio::test]
async fn t6_what_happened_by_the_last_day_is_taken_over_after_the_end_too() {
    let world = World::on("2022-12-15").await.with_partners().await;
    // Told ahead of the recognition.
    world.told(CASE, ended("2022-11-30")).await;
    let parked = world.case(CASE).await.unwrap().parked;
    assert_eq!((parked[0].source_ledger.as_str(), parked[0].because.as_str()), ("assessment/300", "not_recognised"));
    assert_eq!(parked[0].kind, "trajet.assessment.v1.IncapacityEnded");

    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.reported(KNOWN, "2022-11-30").await;
    world.matched().await;
    let case = world.case(CASE).await.unwrap();
    assert_eq!((case.ended_on, case.deceased), (Some(to_proto(day("2022-11-30"))), true));
    assert_eq!((case.codex.len(), case.parked.len(), case.etag.as_str()), (1, 0, "5"));
    world.views_follow_from_the_events().await;
}

fn ended(last_day: &str) -> Told {
    Told::IncapacityEnded(IncapacityEnded {
        last_day: Some(to_proto(day(last_day))),
        deceased: true,
        by_decision: false,
        ..IncapacityEnded::default()
    })
}
