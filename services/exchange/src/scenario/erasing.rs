//! A report goes twelve months after its receipt, and the partner learns nothing by it (X7).

use super::*;
use crate::timers;

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
    x7_what_matched_nobody_is_erased: x7_what_matched_nobody_is_erased_on_sqlite, x7_what_matched_nobody_is_erased_on_postgres;
    x7_both_go_alike: x7_both_go_alike_on_sqlite, x7_both_go_alike_on_postgres;
    x7_a_page_goes_on_behind_a_report_that_was_erased: x7_a_page_goes_on_behind_a_report_that_was_erased_on_sqlite, x7_a_page_goes_on_behind_a_report_that_was_erased_on_postgres;
    x7_a_report_that_is_erased_before_its_turn_is_no_failure: x7_a_report_that_is_erased_before_its_turn_is_no_failure_on_sqlite, x7_a_report_that_is_erased_before_its_turn_is_no_failure_on_postgres;
    x5_a_partner_sends_no_more: x5_a_partner_sends_no_more_on_sqlite, x5_a_partner_sends_no_more_on_postgres;
}

impl World {
    async fn until(&self, today: &str) -> usize {
        self.bench.until(self.ledger(), today, timers::command).await
    }

    async fn send(&self, request: ReportCodexFactRequest) -> Result<ReportCodexFactResponse, Status> {
        Ok(self.service.report_codex_fact(from(SERVICE, request)).await?.into_inner())
    }
}

async fn x7_what_matched_nobody_is_erased(world: World) {
    let report: Uuid = world.reported(UNKNOWN, "2022-11-02").await.report_id.parse().unwrap();
    world.matched().await;
    assert_eq!(world.until("2023-12-14").await, 0);
    assert_eq!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.len(), 1);
    assert_eq!(world.until("2023-12-15").await, 1);
    assert!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.is_empty());
    assert!(world.own_reports(SERVICE).await.unwrap().reports.is_empty());
    assert_eq!(world.ledger().state(report).await.unwrap(), None);

    // What stays in clear: who sent it and when, and that it went.
    let history = world.ledger().history(report, 0, 9).await.unwrap();
    assert!(history.iter().all(|recorded| recorded.event.is_none()));
    let stays: Vec<_> = history.iter().map(|recorded| recorded.stored.kind.as_str()).collect();
    assert_eq!(stays, ["report_received", "report_erased"]);
    assert!(history[0].stored.actor.ends_with(&format!("@{SERVICE}")));
    assert_eq!(history[0].recorded_at().date_naive(), day("2022-12-15"));
    assert_eq!(history[1].effective_on(), Some(day("2023-12-15")));

    // An incapacity that is recognised afterwards finds nothing.
    world.recognised(CASE, UNKNOWN, "2022-09-01").await;
    world.matched().await;
    assert!(world.codex(CASE).await.is_empty());
    world.views_follow_from_the_events().await;
}

async fn x7_both_go_alike(world: World) {
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let requests = [KNOWN, UNKNOWN].map(|niss| world.report(niss, "2022-11-02"));
    let mut first = Vec::new();
    for request in &requests {
        first.push(world.send(request.clone()).await.unwrap());
    }
    world.matched().await;
    let read = async |min_cursor: &str| {
        let request = ListReportsRequest { min_cursor: min_cursor.to_owned(), ..ListReportsRequest::default() };
        world.service.list_reports(from(SERVICE, request)).await.map(|answer| answer.into_inner().reports.len())
    };
    world.until("2023-12-14").await;
    for (request, answer) in requests.iter().zip(&first) {
        assert_eq!(&world.send(request.clone()).await.unwrap(), answer, "a call that is made again is answered again");
        assert_eq!(read(&answer.cursor).await.unwrap(), 2);
    }
    world.until("2023-12-15").await;
    for answer in &first {
        assert_eq!(read(&answer.cursor).await.unwrap(), 0, "a cursor is good for ever");
    }
    for (request, answer) in requests.iter().zip(&first) {
        let again = world.send(request.clone()).await.unwrap();
        assert_ne!(again.report_id, answer.report_id, "the same sent again is a new report");
        assert_eq!(again.etag, "1");
    }
    world.matched().await;
    assert_eq!(world.own_reports(SERVICE).await.unwrap().reports.len(), 2);
    // The case keeps what it took over, and knows it.
    assert_eq!(world.codex(CASE).await, [first[0].report_id.clone()]);
    assert_eq!(world.unmatched(ListUnmatchedReportsRequest::default()).await.reports.len(), 1);
    world.views_follow_from_the_events().await;
}

async fn x5_a_partner_sends_no_more(world: World) {
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let first = world.report(KNOWN, "2022-11-02");
    world.send(first.clone()).await.unwrap();
    let mut refused = Vec::new();
    for niss in [KNOWN, UNKNOWN] {
        let kept = i32::from(niss == KNOWN);
        for _ in kept..200 {
            world.reported(niss, "2022-11-02").await;
        }
        world.matched().await;
        refused.push(all_of(&world.send(world.report(niss, "2022-11-03")).await.unwrap_err()));
    }
    assert_eq!(refused[0], refused[1], "the same whether the insurer knows the person or not");
    assert_eq!(refused[0].0, tonic::Code::ResourceExhausted);
    // What was answered is answered again, another organisation may report, and so may this one on somebody else.
    world.send(first).await.unwrap();
    let other = from(OTHER_SERVICE, world.report(KNOWN, "2022-11-03"));
    world.service.report_codex_fact(other).await.unwrap();
    world.send(world.report("85073003031", "2022-11-03")).await.unwrap();
    world.until("2023-12-15").await;
    world.send(world.report(KNOWN, "2022-11-03")).await.unwrap();
}

async fn x7_a_page_goes_on_behind_a_report_that_was_erased(world: World) {
    for _ in 0..2 {
        world.reported(UNKNOWN, "2022-11-02").await;
    }
    world.bench.clock.set(day("2022-12-20")).unwrap();
    let kept = world.reported(UNKNOWN, "2022-11-02").await.report_id;
    let mut unmatched = ListUnmatchedReportsRequest { page_size: 1, ..ListUnmatchedReportsRequest::default() };
    unmatched.page_token = world.unmatched(unmatched.clone()).await.next_page_token;
    let mut own = ListReportsRequest { page_size: 2, ..ListReportsRequest::default() };
    let own_page = async |request: &ListReportsRequest| {
        world.service.list_reports(from(SERVICE, request.clone())).await.unwrap().into_inner()
    };
    own.page_token = own_page(&own).await.next_page_token;
    assert_eq!(own_page(&own).await.reports.len(), 1);

    // The last report of either page is erased.
    assert_eq!(world.until("2023-12-15").await, 2);
    let rest = world.unmatched(unmatched).await;
    assert_eq!((rest.reports.len(), rest.reports[0].report_id.as_str()), (1, kept.as_str()));
    assert!(own_page(&own).await.reports.is_empty());
}

async fn x7_a_report_that_is_erased_before_its_turn_is_no_failure(world: World) {
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    for on in ["2022-11-02", "2022-11-03"] {
        world.reported(KNOWN, on).await;
    }
    let found = reports::matchable(world.ledger(), 10).await.unwrap();
    matcher::take(world.ledger(), found[0]).await.unwrap();
    assert_eq!(world.until("2023-12-15").await, 2);
    // Between the two steps of one, and before both of the other.
    for found in found {
        let brought = matcher::both_steps(world.ledger(), found).await;
        assert!(matches!(brought, Err(matcher::MatchError::Erased)), "{brought:?}");
    }
    assert_eq!(world.codex(CASE).await.len(), 1);
    world.matched().await;
    world.views_follow_from_the_events().await;
}
