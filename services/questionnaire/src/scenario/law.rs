//! A ledger that was made under one law and is opened under another (T8).

use chrono::NaiveDate;
use trajet_law::law::{LAW, Law};
use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};
use trajet_ledger::pass::{Passed, Progress};
use trajet_questionnaire_domain as domain;
use trajet_service::follow_law::follow;

use super::*;

static SEND_AFTER_DAYS: Parameter<u32> = Parameter::new(
    "questionnaire.send_after_days",
    Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 70, source: "a version of this test" },
    &[Version {
        valid_from: LAW_IN_FORCE_FROM,
        begun: Begun::Before(LAW_IN_FORCE_FROM),
        value: 56,
        source: "a version of this test",
    }],
);
/// A law that sends the questionnaire after eight weeks where the incapacity began before 2022.
static EIGHT_WEEKS: Law = Law::amended(&[&SEND_AFTER_DAYS]);

const SENT: Uuid = Uuid::from_u128(CASE.as_u128() + 2);

async fn recognised_from(ledger: &Ledger<Questionnaire>, bench: &Bench, case: Uuid, start: &str) {
    let recognised = IncapacityRecognised {
        person: Some(tell_person(&person())),
        incapacity_start: Some(to_proto(day(start))),
        recognised_on: Some(to_proto(day("2022-01-03"))),
        has_contract: true,
        taken_over: None,
    };
    let event = event(&case, 1, &AssessmentEvent { fact: Some(Told::IncapacityRecognised(recognised)) });
    bench.take(ledger, reactions::assessment::react(&event, "assessment/300")).await;
}

/// The deadlines of the sending in a case: the last day, and whether it is open.
async fn sendings(ledger: &Ledger<Questionnaire>, case: Uuid) -> Vec<(Option<NaiveDate>, bool)> {
    let (state, _) = ledger.state(case).await.unwrap().unwrap();
    let of_sending = state.deadlines.iter().filter(|one| one.plan.step.code() == "questionnaire_send");
    of_sending.map(|one| (one.plan.due, one.is_open())).collect()
}

async fn what_is_open_moves_once_and_what_is_closed_stays(bench: Bench) {
    let (setup, insurers) = (bench.setup(), ["300".to_owned()]);
    let command = || domain::Command::FollowLaw.into();
    let today = day("2022-01-10");
    let app = App::open(&bench.location, &insurers, &setup).await.unwrap();
    let ledger = app.ledgers().all().next().unwrap().1;
    // Open under both laws, open under one, and sent already.
    recognised_from(ledger, &bench, CASE, "2021-12-20").await;
    recognised_from(ledger, &bench, OTHER_CASE, "2022-01-03").await;
    recognised_from(ledger, &bench, SENT, "2021-10-25").await;
    bench.until(ledger, "2022-01-10", timers::command).await;
    let cases = Passed::Now(Progress { streams: 3, changed: 0 });
    assert_eq!(follow(ledger, LAW.version(today), command).await.unwrap(), cases);
    assert_eq!(sendings(ledger, CASE).await, [(Some(day("2022-02-28")), true)]);
    let closed = sendings(ledger, SENT).await;
    assert_eq!(closed, [(Some(day("2022-01-03")), false)]);
    ledger.db().close().await;

    let app = App::open_under(&EIGHT_WEEKS, &bench.location, &insurers, &setup).await.unwrap();
    let ledger = app.ledgers().all().next().unwrap().1;
    let moved = Passed::Now(Progress { streams: 3, changed: 1 });
    assert_eq!(follow(ledger, EIGHT_WEEKS.version(today), command).await.unwrap(), moved);
    let both = [(Some(day("2022-02-28")), false), (Some(day("2022-02-14")), true)];
    assert_eq!(sendings(ledger, CASE).await, both);
    assert_eq!(sendings(ledger, OTHER_CASE).await, [(Some(day("2022-03-14")), true)]);
    assert_eq!(sendings(ledger, SENT).await, closed);
    let last = ledger.history(CASE, 0, 100).await.unwrap().pop().unwrap().stored;
    assert_eq!((last.kind.as_str(), last.actor.as_str()), ("deadline_replanned", "system:law"));
    test_support::views_follow_from_the_events(ledger).await;
    assert_eq!(follow(ledger, EIGHT_WEEKS.version(today), command).await.unwrap(), Passed::Before);
    // An earlier release does not take it back.
    assert_eq!(follow(ledger, LAW.version(today), command).await.unwrap(), Passed::LeftBehind);
    // And it is sent on its new day.
    bench.until(ledger, "2022-02-14", timers::command).await;
    assert_eq!(sendings(ledger, CASE).await, both.map(|(due, _)| (due, false)));
}

#[tokio::test]
async fn t8_what_is_open_moves_once_and_what_is_closed_stays() {
    what_is_open_moves_once_and_what_is_closed_stays(Bench::sqlite("questionnaire", Clock::manual(day("2022-01-03"))))
        .await;
}

#[tokio::test]
async fn t8_what_is_open_moves_once_and_what_is_closed_stays_on_postgres() {
    let clock = Clock::manual(day("2022-01-03"));
    what_is_open_moves_once_and_what_is_closed_stays(Bench::postgres("questionnaire", clock)).await;
}
