//! One order, without gap, whoever writes.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use trajet_ledger::{ExecuteError, Ledger, Setup, Submission};
use trajet_runtime::Clock;

use crate::bench::{Bench, assert_whole, on_both_engines, until, within};
use crate::child::{self, Work};
use crate::toy::{Bank, Refusal, add, ask, day, first_day, id};

on_both_engines!(
    many_callers_get_one_order_without_gap,
    a_stale_cache_never_decides,
    a_version_that_has_moved_on_is_told,
    the_clock_going_back_does_not_take_the_ledger_with_it,
);

async fn many_callers_get_one_order_without_gap(bench: Bench) {
    let bank = bench.bank().await;
    let callers = (0..32).map(|caller: u128| {
        let bank = bank.clone();
        tokio::spawn(async move {
            let mut accepted = 0;
            for command in 0..20 {
                let amount = [1, 0, -3, 2][usize::try_from(command % 4).unwrap()];
                match bank.execute(ask(id(caller % 7), caller << 32 | command, add(amount))).await {
                    Ok(_) => accepted += u64::from(amount != 0),
                    Err(ExecuteError::Rejected(Refusal::Overdrawn)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            accepted
        })
    });
    let accepted: u64 = join_all(callers).await.into_iter().map(Result::unwrap).sum();
    assert_in_order(&bank, accepted).await;
}

/// Positions, and the versions of each stream, count up from one.
async fn assert_in_order(bank: &Ledger<Bank>, events: u64) {
    assert_whole(bank, events).await;
    let all = bank.events_after(0, i64::MAX).await.unwrap();
    let mut versions = BTreeMap::new();
    for (expected, recorded) in (1..).zip(&all) {
        assert_eq!(recorded.stored.position, expected);
        let version = versions.entry(recorded.stored.stream).or_insert(0);
        *version += 1;
        assert_eq!(recorded.stored.version, *version);
    }
}

/// Two programs in turn on one account: each decides on what the other left, also when it refuses or does nothing.
async fn a_stale_cache_never_decides(bench: Bench) {
    let programs = [bench.bank().await, bench.bank().await];
    let account = id(1);
    for round in 0..10_u128 {
        let [one, other] = if round % 2 == 0 { [0, 1] } else { [1, 0] }.map(|index: usize| &programs[index]);
        let request = |step: u128| round << 8 | step;
        let before = one.execute(ask(account, request(0), add(2))).await.unwrap().version;
        let taken = other.execute(ask(account, request(1), add(-2))).await.unwrap();
        assert_eq!((taken.version, taken.cursor.position), (before + 1, before + 1));
        let refused = one.execute(ask(account, request(2), add(-1))).await;
        assert_eq!(refused, Err(ExecuteError::Rejected(Refusal::Overdrawn)));
        let nothing = one.execute(ask(account, request(3), add(0))).await.unwrap();
        assert_eq!((nothing.version, nothing.cursor), (before + 1, taken.cursor));
    }
    assert_whole(&programs[0], 20).await;
}

async fn a_version_that_has_moved_on_is_told(bench: Bench) {
    let bank = bench.bank().await;
    let ask_at = |request, version| Submission { if_version: Some(version), ..ask(id(1), request, add(1)) };
    assert_eq!(bank.execute(ask_at(1, 0)).await.unwrap().version, 1);
    assert_eq!(bank.execute(ask_at(2, 1)).await.unwrap().version, 2);
    for stale in [0, 1, 3] {
        assert_eq!(bank.execute(ask_at(3, stale)).await, Err(ExecuteError::VersionMismatch { current: 2 }));
    }
    assert_eq!(bank.execute(ask_at(3, 2)).await.unwrap().version, 3);
}

async fn the_clock_going_back_does_not_take_the_ledger_with_it(bench: Bench) {
    let late = bench.bank().await;
    bench.clock.set(day("2023-03-01")).unwrap();
    late.execute(ask(id(1), 1, add(1))).await.unwrap();
    let setup = Setup { clock: Clock::manual(first_day()), ..bench.setup() };
    let early = Ledger::open(bench.db::<false>().await, "300", Bank { modern: true }, setup).await.unwrap();
    early.execute(ask(id(1), 2, add(1))).await.unwrap();
    let recorded = early.events_after(0, 9).await.unwrap();
    assert_eq!(recorded[0].stored.recorded_at, recorded[1].stored.recorded_at);
    assert_whole(&early, 2).await;
}

/// SQLite has one process, PostgreSQL any number.
mod many_processes {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres_gives_two_processes_one_order() {
        let bench = Bench::postgres("two_processes").await;
        let bank = bench.bank().await;
        let work = |process| Work { process, callers: 16, commands: 20, alone: false };
        let children =
            [1, 2].map(|process| child::start_writer(&[], &bench.location("toy"), work(process)).spawn().unwrap());
        for child in children {
            let output = within(child.wait_with_output()).await.unwrap();
            let told = String::from_utf8(output.stdout).unwrap();
            assert_eq!(told.matches("answered ").count(), 320, "{told}");
        }
        assert_in_order(&bank, 640).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres_tells_one_process_what_another_wrote() {
        let bench = Bench::postgres("told").await;
        let (one, other) = (bench.bank().await, bench.bank().await);
        one.execute(ask(id(1), 1, add(1))).await.unwrap();
        until(async || other.head_cursor().position == 1).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres_lets_two_processes_make_the_tables_at_once() {
        let bench = Bench::postgres("at_once").await;
        let (one, other) = tokio::join!(bench.bank(), bench.bank());
        let (first, second) = tokio::join!(one.execute(ask(id(1), 1, add(1))), other.execute(ask(id(1), 2, add(1))));
        assert_eq!(first.unwrap().version + second.unwrap().version, 3);
        assert_whole(&one, 2).await;
    }
}
