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

#[tokio::test]
async fn r2_the_files_of_sqlite_do_not_hold_the_key_of_an_erased_stream() {
    let bench = Bench::sqlite();
    let bank = bench.bank().await;
    for stream in 1..=40 {
        bank.execute(ask(id(stream), stream, add(1))).await.unwrap();
    }
    let mut raw = bench.raw("toy").await;
    let mut keys = Vec::new();
    for stream in 1..=40 {
        let sql = format!("SELECT wrapped FROM data_key WHERE stream = {}", raw.bytes(id(stream).as_bytes()));
        keys.push(raw.blob(&sql).await);
    }
    drop(raw);
    let held = || {
        let file = std::fs::read(bench.file("toy")).unwrap();
        let log = std::fs::read(bench.file("toy").with_extension("db-wal")).unwrap_or_default();
        let holds = |bytes: &[u8], key: &[u8]| bytes.windows(key.len()).any(|window| window == key);
        keys.iter().filter(|key| holds(&file, key) || holds(&log, key)).count()
    };
    assert_eq!((keys.len(), held()), (40, 40), "a key that is there is found");
    for stream in 1..=39 {
        bank.execute(ask(id(stream), 100 + stream, Command::Erase)).await.unwrap();
    }
    assert_eq!(held(), 1);

    // A reader that stands still holds the log back; the next batch after it empties it.
    let mut reader = bench.raw("toy").await;
    reader.run("BEGIN").await.unwrap();
    assert_eq!(reader.count("SELECT COUNT(*) FROM data_key WHERE LENGTH(wrapped) > 0").await, 1);
    bank.execute(ask(id(40), 140, Command::Erase)).await.unwrap();
    reader.run("COMMIT").await.unwrap();
    bank.execute(ask(id(41), 141, add(1))).await.unwrap();
    assert_eq!(held(), 0);
}
