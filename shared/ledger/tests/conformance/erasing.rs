//! A stream that was erased says nothing any more, and the chain is whole.

use trajet_ledger::{Actor, ExecuteError, Ledger};

use crate::bench::{Bench, assert_whole, on_both_engines};
use crate::toy::{Bank, Command, add, ask, id};

on_both_engines!(
    r2_what_an_erased_stream_said_cannot_be_read_and_the_chain_is_whole,
    r2_what_was_asked_of_an_erased_stream_is_forgotten,
    r2_no_process_keeps_the_key_of_an_erased_stream,
);

/// Two accounts, of which the first was erased.
async fn erased(bench: &Bench) -> Ledger<Bank> {
    let bank = bench.bank().await;
    let noted = Command::Add { amount: 7, note: "a note".to_owned() };
    for (stream, request) in [(1, 1), (2, 2)] {
        bank.execute(ask(id(stream), request, noted.clone())).await.unwrap();
    }
    bank.execute(ask(id(1), 3, Command::Erase)).await.unwrap();
    bank
}

async fn r2_what_an_erased_stream_said_cannot_be_read_and_the_chain_is_whole(bench: Bench) {
    let bank = erased(&bench).await;
    assert_eq!(bank.state(id(1)).await.unwrap(), None);
    let read = bank.events_after(0, 9).await.unwrap();
    let told: Vec<_> = read.iter().map(|event| (event.stored.kind.as_str(), event.event.is_some())).collect();
    assert_eq!(told, [("added", false), ("added", true), ("erased", false)]);
    let mut raw = bench.raw("toy").await;
    assert_eq!(raw.count("SELECT COUNT(*) FROM data_key WHERE LENGTH(wrapped) > 0").await, 1);
    assert_eq!(raw.count("SELECT COUNT(*) FROM account").await, 1);
    assert_eq!(raw.count("SELECT COUNT(*) FROM recent").await, 1);
    assert_whole(&bank, 3).await;
}

async fn r2_what_was_asked_of_an_erased_stream_is_forgotten(bench: Bench) {
    let bank = erased(&bench).await;
    let caller = Actor::caller("physician", "p-1", "300");
    let mut known = Vec::new();
    for request in 1..=3 {
        known.push(bank.has_answered(&caller, id(request)).await.unwrap());
    }
    assert_eq!(known, [false, true, false]);
    assert!(!bank.has_answered(&Actor::caller("physician", "p-2", "300"), id(2)).await.unwrap());
    // Asked again under the same name, it is another act.
    let again = bank.execute(ask(id(3), 1, add(1))).await.unwrap();
    assert!(!again.repeated);
    assert_whole(&bank, 4).await;
}

async fn r2_no_process_keeps_the_key_of_an_erased_stream(bench: Bench) {
    let other = bench.bank().await;
    let noted = Command::Add { amount: 7, note: "a note".to_owned() };
    for stream in [1, 2] {
        other.execute(ask(id(stream), 10 + stream, noted.clone())).await.unwrap();
    }
    let bank = bench.bank().await;
    bank.execute(ask(id(1), 1, Command::Erase)).await.unwrap();
    // Both refuse to write on, and neither is stopped by it.
    for (ledger, request) in [(&bank, 20), (&other, 30)] {
        let refused = ledger.execute(ask(id(1), request, add(1))).await;
        assert!(matches!(refused, Err(ExecuteError::Internal)), "{refused:?}");
        let (one, two) =
            tokio::join!(ledger.execute(ask(id(1), request, add(1))), ledger.execute(ask(id(2), request + 1, add(1))));
        assert!(matches!(one, Err(ExecuteError::Internal)));
        two.unwrap();
    }
    assert_whole(&bank, 5).await;
}
