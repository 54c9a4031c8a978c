//! What is wrong with one command does not touch the others of its batch.

use futures_util::future::join_all;
use trajet_ledger::ExecuteError;

use crate::bench::{Bench, assert_whole, on_both_engines};
use crate::toy::{Command, TOO_MUCH, add, ask, id};

on_both_engines!(
    a_decision_that_panics_takes_no_neighbour_with_it,
    an_event_that_panics_when_applied_takes_no_neighbour_with_it,
    a_view_that_panics_takes_no_neighbour_with_it,
    a_row_that_the_database_refuses_takes_no_neighbour_with_it,
    a_stream_that_cannot_be_read_takes_no_neighbour_with_it,
    more_rows_than_one_statement_takes_are_written,
    too_many_waiting_commands_are_told_to_come_back,
);

/// Twenty commands in one batch, of which every fifth is this one.
async fn neighbours_survive(bench: Bench, bad: Command, stream: impl Fn(u128) -> u128) {
    let bank = bench.bank().await;
    for round in 0..2 {
        let held = bench.hold().await;
        let asked = (0..20).map(|n| {
            let command = if n % 5 == 2 { bad.clone() } else { add(1) };
            bank.execute(ask(id(stream(n)), round << 8 | n, command))
        });
        let (outcomes, ()) = tokio::join!(join_all(asked), async { drop(held) });
        for (n, outcome) in outcomes.iter().enumerate() {
            if n % 5 == 2 {
                assert_eq!(*outcome, Err(ExecuteError::Internal), "{n}");
            } else {
                assert!(outcome.is_ok(), "{n}: {outcome:?}");
            }
        }
    }
    assert_whole(&bank, 32).await;
}

async fn a_decision_that_panics_takes_no_neighbour_with_it(bench: Bench) {
    neighbours_survive(bench, Command::Panic, |n| n % 3).await;
}

async fn an_event_that_panics_when_applied_takes_no_neighbour_with_it(bench: Bench) {
    neighbours_survive(bench, Command::PanicLater { in_views: false }, |n| n % 3).await;
}

async fn a_view_that_panics_takes_no_neighbour_with_it(bench: Bench) {
    neighbours_survive(bench, Command::PanicLater { in_views: true }, |n| n % 3).await;
}

async fn a_row_that_the_database_refuses_takes_no_neighbour_with_it(bench: Bench) {
    neighbours_survive(bench, add(TOO_MUCH), |n| n % 3).await;
}

async fn a_stream_that_cannot_be_read_takes_no_neighbour_with_it(bench: Bench) {
    bench.bank().await.execute(ask(id(2), 1 << 32, add(1))).await.unwrap();
    let mut raw = bench.raw("toy").await;
    let wrong = raw.bytes(b"no key at all");
    raw.run(&format!("UPDATE data_key SET wrapped = {wrong}")).await.unwrap();
    let bank = bench.bank().await;
    let held = bench.hold().await;
    let asked = (0..20).map(|n| bank.execute(ask(id(n % 5), n, add(1))));
    let (outcomes, ()) = tokio::join!(join_all(asked), async { drop(held) });
    for (n, outcome) in outcomes.iter().enumerate() {
        assert_eq!(outcome.is_err(), n % 5 == 2, "{n}: {outcome:?}");
    }
}

/// An SQLite statement takes 32,766 parameters: 2,047 events of 16 columns.
async fn more_rows_than_one_statement_takes_are_written(bench: Bench) {
    let bank = bench.bank().await;
    let asked = (0..3).map(|n| bank.execute(ask(id(n), n, Command::AddEach(vec![1; 2_100]))));
    for outcome in join_all(asked).await {
        assert_eq!(outcome.unwrap().version, 2_100);
    }
    assert_whole(&bank, 6_300).await;
    let restarted = bench.bank().await;
    assert_eq!(restarted.execute(ask(id(0), 9, add(1))).await.unwrap().version, 2_101);
}

async fn too_many_waiting_commands_are_told_to_come_back(bench: Bench) {
    let bank = bench.bank().await;
    let held = bench.hold().await;
    let asked = (0..1_300).map(|n| bank.execute(ask(id(n % 9), n, add(1))));
    let (outcomes, ()) = tokio::join!(join_all(asked), async { drop(held) });
    let busy = outcomes.iter().filter(|outcome| **outcome == Err(ExecuteError::Busy)).count();
    let done = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(busy + done, 1_300);
    assert!(busy > 0, "a queue has an end");
    assert_whole(&bank, done as u64).await;
}
