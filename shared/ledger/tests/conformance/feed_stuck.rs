//! One case that cannot be read, or one fact that cannot be taken, does not stop the feed: it waits, and is taken later.

use std::time::Duration;

use trajet_ledger::Ledger;
use trajet_ledger::feed::FeedSource as _;
use trajet_runtime::Entropy;

use crate::bench::{Bench, Raw, assert_whole, on_both_engines, position, until, within};
use crate::feed::{JOINED, MODERN, PANICS_LATER, REFUSED, Served, heard, listen, publish, write};
use crate::toy::{Bank, Command, Event, Listener, add, ask, id};

on_both_engines!(
    a_damaged_case_waits_until_it_is_repaired,
    a_consumer_killed_around_a_damaged_case_loses_nothing,
    two_replicas_around_a_damaged_case_take_each_fact_once,
    every_fact_that_cannot_be_taken_waits_and_no_other,
    what_belongs_together_is_decided_together_also_after_it_waited,
    a_page_does_not_end_within_an_act,
);

const WAITING: &str = "SELECT COUNT(*) FROM stuck_fact";

/// What was told is what was taken over: the same facts of each case in the same order, once each.
async fn assert_taken_by_case(listener: &Ledger<Listener>, bank: &Ledger<Bank>) {
    let mut told = Vec::new();
    for recorded in bank.events_after(0, i64::MAX).await.unwrap() {
        if let Some(Event::Added { amount, .. }) = recorded.event {
            told.push((recorded.stored.stream, recorded.stored.position, Event::FactTaken { amount }));
        }
    }
    let mut taken = Vec::new();
    for recorded in listener.events_after(0, i64::MAX).await.unwrap() {
        taken.push((recorded.stored.stream, recorded.source.unwrap().position, recorded.event.unwrap()));
    }
    told.sort_by_key(|(stream, ..)| *stream);
    taken.sort_by_key(|(stream, ..)| *stream);
    assert_eq!(taken, told);
    assert_whole(listener, told.len() as u64).await;
}

/// Spoils the key of the case of the listener's first event.
async fn damage(raw: &mut Raw) {
    let wrong = raw.bytes(b"no key at all");
    raw.run("CREATE TABLE kept AS SELECT * FROM data_key").await.unwrap();
    let first = "SELECT stream FROM event WHERE position = 1";
    assert_eq!(raw.run(&format!("UPDATE data_key SET wrapped = {wrong} WHERE stream = ({first})")).await.unwrap(), 1);
}

async fn repair(raw: &mut Raw) {
    let kept = "SELECT wrapped FROM kept WHERE kept.stream = data_key.stream";
    raw.run(&format!("UPDATE data_key SET wrapped = ({kept}) WHERE stream IN (SELECT stream FROM kept)"))
        .await
        .unwrap();
}

/// A listener that took some facts of each case and then, restarted, finds the first case damaged.
async fn damaged(bench: &Bench) -> (Ledger<Bank>, Ledger<Listener>, Served, Raw) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    let served = Served::new(vec![publish(&bank)]);
    write(&bank, 0..20).await;
    let listening = listen(&listener, served.address);
    heard(&listener, &bank).await;
    listening.abort();
    let mut raw = bench.raw("listener").await;
    damage(&mut raw).await;
    (bank, bench.listener().await, served, raw)
}

/// How many facts there are for the listener.
async fn told(bank: &Ledger<Bank>) -> i64 {
    let events = bank.events_after(0, i64::MAX).await.unwrap();
    let told = events.iter().filter(|recorded| matches!(recorded.event, Some(Event::Added { .. }))).count();
    i64::try_from(told).unwrap()
}

async fn a_damaged_case_waits_until_it_is_repaired(bench: Bench) {
    let (bank, listener, served, mut raw) = damaged(&bench).await;
    let listening = listen(&listener, served.address);
    for round in 1..4 {
        write(&bank, round * 20..(round + 1) * 20).await;
        heard(&listener, &bank).await;
    }
    let waiting = raw.count(WAITING).await;
    assert!(waiting > 5, "{waiting}");
    assert_eq!(position(&listener).await + waiting, told(&bank).await, "all others were taken");
    assert_eq!(raw.count("SELECT COUNT(DISTINCT stream) FROM stuck_fact").await, 1);
    assert_eq!(raw.count("SELECT COUNT(*) FROM stuck_fact WHERE why = 'FAULT' AND stuck_on = '2022-09-01'").await, 1);
    assert_eq!(raw.count("SELECT COUNT(*) FROM stuck_fact WHERE why = 'BEHIND'").await, waiting - 1);
    repair(&mut raw).await;
    listening.abort();
    let listening = listen(&listener, served.address);
    until(async || raw.count(WAITING).await == 0).await;
    write(&bank, 80..100).await;
    heard(&listener, &bank).await;
    listening.abort();
    assert_eq!(raw.count(WAITING).await, 0);
    assert_taken_by_case(&listener, &bank).await;
}

async fn a_consumer_killed_around_a_damaged_case_loses_nothing(bench: Bench) {
    let (bank, mut listener, served, mut raw) = damaged(&bench).await;
    let entropy = Entropy::seeded(8);
    for round in 1..8 {
        let listening = listen(&listener, served.address);
        let [some] = entropy.bytes();
        let killed_at = position(&listener).await + i64::from(some % 20);
        let (_, ()) = tokio::join!(
            async {
                until(async || position(&listener).await >= killed_at).await;
                listening.abort();
                listening.await
            },
            write(&bank, round * 40..(round + 1) * 40),
        );
        if round % 3 == 0 {
            listener = bench.listener().await;
        }
    }
    let listening = listen(&listener, served.address);
    heard(&listener, &bank).await;
    listening.abort();
    repair(&mut raw).await;
    // Killed while it takes those that waited.
    let mut waiting = raw.count(WAITING).await;
    assert!(waiting > 20, "{waiting}");
    while waiting > 0 {
        let listening = listen(&listener, served.address);
        until(async || raw.count(WAITING).await < waiting).await;
        listening.abort();
        waiting = raw.count(WAITING).await;
    }
    assert_taken_by_case(&bench.listener().await, &bank).await;
}

async fn two_replicas_around_a_damaged_case_take_each_fact_once(bench: Bench) {
    let (bank, listener, served, mut raw) = damaged(&bench).await;
    let replicas = [listener, bench.listener().await];
    for round in 1..6 {
        let listening = replicas.each_ref().map(|replica| listen(replica, served.address));
        write(&bank, round * 30..(round + 1) * 30).await;
        if round == 4 {
            repair(&mut raw).await;
        }
        heard(&replicas[0], &bank).await;
        for task in listening {
            task.abort();
        }
    }
    let listening = replicas.each_ref().map(|replica| listen(replica, served.address));
    until(async || raw.count(WAITING).await == 0).await;
    for task in listening {
        task.abort();
    }
    assert_taken_by_case(&replicas[1], &bank).await;
}

async fn every_fact_that_cannot_be_taken_waits_and_no_other(bench: Bench) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    let held = bench.hold().await;
    let amounts = [1, REFUSED, 2, PANICS_LATER, 3, MODERN, 4];
    let asked = (0..).zip(amounts).map(|(n, amount)| bank.execute(ask(id(n), n, add(amount))));
    let (outcomes, ()) = tokio::join!(futures_util::future::join_all(asked), async { drop(held) });
    assert!(outcomes.iter().all(Result::is_ok), "one batch");
    let served = Served::new(vec![publish(&bank)]);
    let listening = listen(&listener, served.address);
    heard(&listener, &bank).await;
    assert_eq!(position(&listener).await, 4);
    let mut raw = bench.raw("listener").await;
    for (position, why) in [(2, "REJECTED"), (4, "FAULT"), (6, "NOT_ENABLED")] {
        let row = format!("{WAITING} WHERE position = {position} AND why = '{why}' AND kind = 'added'");
        assert_eq!(raw.count(&row).await, 1, "{why}");
    }
    assert_eq!(raw.count(WAITING).await, 3);
    // More of the same cases wait behind them, and the rest goes on.
    for n in 0..7 {
        bank.execute(ask(id(n), 100 + n, add(5))).await.unwrap();
    }
    heard(&listener, &bank).await;
    assert_eq!(position(&listener).await, 8);
    assert_eq!(raw.count(WAITING).await, 6);
    // Once the kind is enabled, both facts of its case are taken: two events and one.
    raw.run("UPDATE ledger_head SET writer_schema = 2").await.unwrap();
    listening.abort();
    let listening = listen(&listener, served.address);
    bank.execute(ask(id(0), 200, add(5))).await.unwrap();
    heard(&listener, &bank).await;
    listening.abort();
    assert_eq!(raw.count(WAITING).await, 4, "nothing passes those before it");
    assert_eq!(position(&listener).await, 12);
    assert_whole(&listener, 12).await;
}

/// What one that belongs together with the two behind it becomes, and what those become by themselves.
const TOGETHER: [i64; 4] = [JOINED + 7000, 3, 4, 5];

async fn what_belongs_together_is_decided_together_also_after_it_waited(bench: Bench) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    let served = Served::new(vec![publish(&bank)]);
    let together = Command::AddEach(vec![JOINED, 3, 4, 5]);
    // By themselves; beside one that cannot be taken; and behind one of their case that waits.
    bank.execute(ask(id(1), 1, together.clone())).await.unwrap();
    bank.execute(ask(id(2), 2, add(REFUSED))).await.unwrap();
    bank.execute(ask(id(3), 3, together.clone())).await.unwrap();
    bank.execute(ask(id(4), 4, add(MODERN))).await.unwrap();
    bank.execute(ask(id(4), 5, together)).await.unwrap();
    let listening = listen(&listener, served.address);
    heard(&listener, &bank).await;
    let facts = async |n| listener.state(id(n)).await.unwrap().map(|(account, _)| account.facts).unwrap_or_default();
    assert_eq!((facts(1).await, facts(3).await, facts(4).await), (TOGETHER.to_vec(), TOGETHER.to_vec(), Vec::new()));
    bench.raw("listener").await.run("UPDATE ledger_head SET writer_schema = 2").await.unwrap();
    listening.abort();
    let listening = listen(&listener, served.address);
    until(async || facts(4).await == TOGETHER).await;
    listening.abort();
}

async fn a_page_does_not_end_within_an_act(bench: Bench) {
    let bank = bench.bank().await;
    bank.execute(ask(id(1), 1, add(1))).await.unwrap();
    bank.execute(ask(id(1), 2, Command::AddEach((1..=120).collect()))).await.unwrap();
    bank.execute(ask(id(2), 3, add(2))).await.unwrap();
    let published = publish(&bank);
    let mut from = None;
    for (limit, events, at_head) in [(1, 1, false), (2, 120, false), (1, 1, false), (1, 0, true)] {
        let page = published.page(from.as_ref(), limit).await.unwrap();
        assert_eq!((page.events.len(), page.at_head), (events, at_head));
        from = Some(page.cursor);
    }
    let page = published.page(None, 121).await.unwrap();
    assert_eq!((page.events.len(), page.cursor.position), (121, 121));
}

/// Under a clock of tokio's that is moved by hand once all is quiet.
#[tokio::test]
async fn a_consumer_that_stays_connected_tries_again_after_ten_minutes() {
    let bench = Bench::sqlite();
    let (bank, listener, served, mut raw) = damaged(&bench).await;
    let listening = listen(&listener, served.address);
    write(&bank, 20..40).await;
    heard(&listener, &bank).await;
    repair(&mut raw).await;
    assert!(raw.count(WAITING).await > 0);
    tokio::time::pause();
    tokio::time::advance(Duration::from_mins(10)).await;
    tokio::time::resume();
    until(async || raw.count(WAITING).await == 0).await;
    listening.abort();
    assert_taken_by_case(&listener, &bank).await;
    within(served.end()).await;
}
