//! Programs of two versions on one ledger.

use trajet_ledger::ExecuteError;

use crate::bench::{Bench, assert_whole, on_both_engines, position};
use crate::toy::{Command, add, ask, id};

on_both_engines!(a_kind_that_is_not_enabled_leaves_nothing, a_program_never_decides_past_an_event_it_cannot_read);

const RAISE: &str = "UPDATE ledger_head SET writer_schema = 2";

async fn a_kind_that_is_not_enabled_leaves_nothing(bench: Bench) {
    let bank = bench.bank().await;
    for known in 0..2 {
        assert_eq!(bank.execute(ask(id(1), 1, Command::Modernise)).await, Err(ExecuteError::NotEnabled));
        assert_eq!(position(&bank).await, known);
        bank.execute(ask(id(1), 10, add(1))).await.unwrap();
    }
    bench.raw("toy").await.run(RAISE).await.unwrap();
    assert_eq!(bank.execute(ask(id(1), 1, Command::Modernise)).await.unwrap().version, 3);
    assert_whole(&bank, 3).await;
}

async fn a_program_never_decides_past_an_event_it_cannot_read(bench: Bench) {
    let old = bench.open::<false>(bench.db::<false>().await, "300", false).await;
    let new = bench.bank().await;
    old.execute(ask(id(1), 1, add(1))).await.unwrap();
    bench.raw("toy").await.run(RAISE).await.unwrap();
    new.execute(ask(id(1), 2, Command::Modernise)).await.unwrap();
    new.execute(ask(id(1), 3, add(-2))).await.unwrap();
    for again in 0..3 {
        // As the old program last knew the account, it holds one.
        assert_eq!(old.execute(ask(id(1), 4, add(-1))).await, Err(ExecuteError::Internal));
        old.execute(ask(id(2), 10 + again, add(1))).await.unwrap();
        assert!(old.events_after(0, 100).await.is_err(), "a reader does not skip");
    }
    assert_whole(&new, 7).await;
}
