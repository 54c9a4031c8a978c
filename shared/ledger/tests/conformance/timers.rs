//! Every timer due fires once, however long the service was away.

use chrono::Days;
use tokio_util::sync::CancellationToken;
use trajet_ledger::{Domain as _, DueTimer, Ledger, Row, timers};

use crate::bench::{Bench, assert_whole, on_both_engines, position, until, within};
use crate::toy::{Account, Bank, Command, STUCK, ask, day, first_day, id, on_timer};

on_both_engines!(
    every_timer_due_fires_once_after_any_outage,
    a_timer_that_is_refused_does_not_hold_up_the_others,
    many_refused_timers_do_not_hold_up_the_one_behind_them,
    two_replicas_fire_each_timer_once,
    a_timer_written_for_today_fires_without_waiting,
    a_timer_set_again_for_the_same_day_fires_again,
    a_timer_whose_answer_was_lost_fired_once,
    a_timer_fires_once_whatever_its_decision,
);

async fn set(bank: &Ledger<Bank>, account: u128, request: u128, kind: &str, in_days: u64) {
    let on = first_day() + Days::new(in_days);
    bank.execute(ask(id(account), request, Command::SetTimer { kind: kind.to_owned(), on })).await.unwrap();
}

async fn account(bank: &Ledger<Bank>, account: u128) -> Account {
    bank.state(id(account)).await.unwrap().unwrap().0
}

/// Runs the timers until none but the stuck ones is due.
async fn fire(bank: &Ledger<Bank>) {
    fire_with(bank, on_timer).await;
}

async fn fire_with(bank: &Ledger<Bank>, command: fn(&DueTimer) -> Option<Command>) {
    let stop = CancellationToken::new();
    let running = tokio::spawn(timers::run(bank.clone(), command, stop.clone()));
    until(async || {
        bank.due_timers(bank.clock().today(), 1_000).await.unwrap().iter().all(|due| due.kind != "a" && due.kind != "b")
    })
    .await;
    stop.cancel();
    within(running).await.unwrap();
}

async fn every_timer_due_fires_once_after_any_outage(bench: Bench) {
    let bank = bench.bank().await;
    for n in 0..60 {
        set(&bank, n % 30, n, if n < 30 { "a" } else { "b" }, u64::try_from(n).unwrap() + 1).await;
    }
    let (mut fired, mut bank) = (0, bank);
    for later in [1, 41, 42, 82] {
        bench.clock.set(first_day() + Days::new(later)).unwrap();
        // The service was away.
        bank = bench.bank().await;
        fire(&bank).await;
        fired = i64::try_from(later.min(60)).unwrap();
        assert_eq!(position(&bank).await, 60 + fired);
    }
    assert_eq!(fired, 60);
    for n in 0..30 {
        assert_eq!(account(&bank, n).await.fired, ["a", "b"]);
    }
    assert_eq!(bank.due_timers(day("9999-12-31"), 9).await.unwrap(), []);
    assert_whole(&bank, 120).await;
}

async fn a_timer_that_is_refused_does_not_hold_up_the_others(bench: Bench) {
    let bank = bench.bank().await;
    set(&bank, 1, 1, STUCK, 1).await;
    set(&bank, 2, 2, "unheard of", 2).await;
    set(&bank, 1, 3, "a", 3).await;
    set(&bank, 2, 4, "b", 4).await;
    bench.clock.set(first_day() + Days::new(40)).unwrap();
    fire(&bank).await;
    let due: Vec<String> =
        bank.due_timers(bank.clock().today(), 9).await.unwrap().into_iter().map(|due| due.kind).collect();
    assert_eq!(due, [STUCK, "unheard of"], "they stay, and are reported");
    assert_whole(&bank, 6).await;
}

async fn many_refused_timers_do_not_hold_up_the_one_behind_them(bench: Bench) {
    let bank = bench.bank().await;
    let set_stuck = (0..300).map(|n| set(&bank, n, n, STUCK, 1));
    futures_util::future::join_all(set_stuck).await;
    set(&bank, 1, 1_000, "a", 2).await;
    bench.clock.set(first_day() + Days::new(40)).unwrap();
    fire(&bank).await;
    assert_eq!(account(&bank, 1).await.fired, ["a"]);
}

async fn two_replicas_fire_each_timer_once(bench: Bench) {
    let replicas = [bench.bank().await, bench.bank().await];
    for n in 0..40 {
        set(&replicas[0], n % 10, n, ["a", "b"][usize::try_from(n % 2).unwrap()], u64::try_from(n).unwrap()).await;
    }
    let waiting = replicas[0].domain().project(id(1), &account(&replicas[0], 1).await);
    assert_eq!(waiting.iter().filter(|row| **row == Row::timer(id(1), "b", first_day() + Days::new(31))).count(), 1);
    bench.clock.set(first_day() + Days::new(40)).unwrap();
    tokio::join!(fire(&replicas[0]), fire(&replicas[1]));
    let mut fired = 0;
    for n in 0..10 {
        fired += account(&replicas[0], n).await.fired.len();
    }
    // Setting a timer anew replaced the earlier one of its kind.
    assert_eq!(fired, 10);
    assert_whole(&replicas[1], 50).await;
}

async fn a_timer_written_for_today_fires_without_waiting(bench: Bench) {
    let bank = bench.bank().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(timers::run(bank.clone(), on_timer, stop.clone()));
    for n in 0..3 {
        set(&bank, n, n, "a", 0).await;
        until(async || account(&bank, n).await.fired == ["a"]).await;
    }
    // The day changes under the running service.
    set(&bank, 1, 10, "b", 1).await;
    bench.clock.set(first_day() + Days::new(1)).unwrap();
    until(async || account(&bank, 1).await.fired == ["a", "b"]).await;
    stop.cancel();
    within(running).await.unwrap();
}

async fn a_timer_set_again_for_the_same_day_fires_again(bench: Bench) {
    let bank = bench.bank().await;
    bench.clock.set(first_day() + Days::new(3)).unwrap();
    for n in 0..3 {
        set(&bank, 1, n, "a", 2).await;
        fire(&bank).await;
    }
    assert_eq!(account(&bank, 1).await.fired, ["a", "a", "a"]);
    assert_eq!(bench.raw("toy").await.count("SELECT COUNT(*) FROM request WHERE caller = 'system:timer'").await, 0);
    let events = bank.history(id(1), 0, 9).await.unwrap();
    assert_eq!(events[1].stored.request_id, events[3].stored.request_id, "the same timer");
    assert_ne!(events[1].stored.request_id, events[0].stored.request_id);
    assert_whole(&bank, 6).await;
}

async fn a_timer_whose_answer_was_lost_fired_once(bench: Bench) {
    let bank = bench.bank().await;
    for n in 0..40 {
        set(&bank, n, n, "a", 1).await;
    }
    bench.clock.set(first_day() + Days::new(1)).unwrap();
    let running = tokio::spawn(timers::run(bank.clone(), on_timer, CancellationToken::new()));
    until(async || position(&bank).await > 40).await;
    running.abort();
    let restarted = bench.bank().await;
    tokio::join!(fire(&restarted), fire(&bank));
    for n in 0..40 {
        assert_eq!(account(&restarted, n).await.fired, ["a"]);
    }
    assert_whole(&restarted, 80).await;
}

/// The row is looked for under the lock: no decision has to know that another replica was first.
async fn a_timer_fires_once_whatever_its_decision(bench: Bench) {
    fn put_off(timer: &DueTimer) -> Option<Command> {
        let (kind, on) = (timer.kind.clone(), timer.fire_on + Days::new(100));
        (kind == "a").then_some(Command::SetTimer { kind, on })
    }
    let replicas = [bench.bank().await, bench.bank().await];
    for n in 0..40 {
        set(&replicas[0], n, n, "a", 1).await;
    }
    bench.clock.set(first_day() + Days::new(1)).unwrap();
    tokio::join!(fire_with(&replicas[0], put_off), fire_with(&replicas[1], put_off));
    assert_whole(&replicas[1], 80).await;
}
