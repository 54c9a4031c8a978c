//! What is said of a person cannot be read without the key.

use std::sync::Arc;

use sqlx::Row as _;
use trajet_ledger::{Ledger, Setup, StoreError};
use trajet_runtime::{Entropy, KeyRing};

use crate::bench::{Bench, Engine, assert_whole, on_both_engines};
use crate::toy::{Bank, Command, Event, add, ask, id};

on_both_engines!(
    no_word_about_a_person_lies_open_in_the_database,
    a_sealed_column_opens_for_its_own_stream_only,
    another_installation_is_refused_and_reads_nothing,
    an_installation_that_lost_one_of_its_keys_is_refused,
);

const NOTE: &str = "Zwangerschapscomplicatie";

async fn noted(bench: &Bench) -> Ledger<Bank> {
    let bank = bench.bank().await;
    for n in 0..4_u8 {
        let command = Command::Add { amount: 1, note: format!("{NOTE} {n}") };
        bank.execute(ask(id(u128::from(n % 2)), n.into(), command)).await.unwrap();
    }
    assert_whole(&bank, 4).await;
    bank
}

async fn no_word_about_a_person_lies_open_in_the_database(bench: Bench) {
    let bank = noted(&bench).await;
    let history = bank.history(id(0), 0, 9).await.unwrap();
    assert_eq!(history[1].event, Some(Event::Added { amount: 1, note: format!("{NOTE} 2") }));
    let stored = everything(&bench).await;
    assert!(stored.windows(5).any(|bytes| bytes == b"added"), "the clear part is there");
    for word in [NOTE.as_bytes(), b"Zwanger", b"complicatie"] {
        assert!(!stored.windows(word.len()).any(|bytes| bytes == word));
    }
}

/// Every byte that the database keeps.
async fn everything(bench: &Bench) -> Vec<u8> {
    match &bench.engine {
        Engine::Sqlite(dir) => {
            let files =
                std::fs::read_dir(dir.path()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
            files.flatten().collect()
        }
        Engine::Postgres(_) => {
            let crate::bench::Raw::Postgres(mut connection) = bench.raw("toy").await else { unreachable!() };
            let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'toy'";
            let mut bytes = Vec::new();
            for table in sqlx::query(tables).fetch_all(&mut connection).await.unwrap() {
                let table: String = table.get(0);
                // Bytes as text that shows letters as they are.
                let rows = format!("SET bytea_output = escape; SELECT t::text FROM toy.{table} AS t");
                for row in sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).fetch_all(&mut connection).await.unwrap() {
                    bytes.extend(row.get::<String, _>(0).into_bytes());
                }
            }
            bytes
        }
    }
}

async fn a_sealed_column_opens_for_its_own_stream_only(bench: Bench) {
    let bank = noted(&bench).await;
    let columns =
        "SELECT k.stream, k.wrapped, a.note FROM data_key k JOIN account a ON a.stream = k.stream ORDER BY k.stream";
    let rows: Vec<(uuid::Uuid, Vec<u8>, Vec<u8>)> =
        trajet_ledger::on!(bank.db(), |pool| sqlx::query_as(columns).fetch_all(pool).await.unwrap());
    let [(one, key, note), (other, other_key, other_note)] = &rows[..] else { panic!("two accounts") };
    let open = |stream: &uuid::Uuid, key: &[u8], column: &str, sealed: &[u8]| {
        bank.open_column(*stream, key, "account", column, sealed)
    };
    assert_eq!(open(one, key, "note", note).unwrap(), format!("{NOTE} 2").into_bytes());
    assert_eq!(open(other, other_key, "note", other_note).unwrap(), format!("{NOTE} 3").into_bytes());
    for moved in [
        open(one, key, "note", other_note),
        open(other, other_key, "note", note),
        open(one, other_key, "note", note),
        open(one, key, "balance", note),
        bank.open_column(*one, key, "recent", "note", note),
    ] {
        assert!(matches!(moved, Err(StoreError::Damaged(_))));
    }
}

async fn another_installation_is_refused_and_reads_nothing(bench: Bench) {
    noted(&bench).await;
    let keys = Arc::new(KeyRing::seeded(&Entropy::seeded(2)));
    let db = bench.db::<false>().await;
    let open = async || {
        let setup = Setup { keys: Arc::clone(&keys), ..bench.setup() };
        Ledger::open(db.clone(), "300", Bank { modern: true }, setup).await
    };
    let refused = open().await.unwrap_err();
    assert!(matches!(&refused, StoreError::OtherKeys(ledger) if ledger == "toy/300"), "{refused:?}");

    // A thief who makes the ledger his own.
    let mut raw = bench.raw("toy").await;
    let own = raw.bytes(&keys.code_of_keys(&[b"toy/300"]));
    raw.run(&format!("UPDATE ledger_head SET keys = {own}")).await.unwrap();
    let read = open().await.unwrap().events_after(0, 9).await;
    assert!(matches!(read, Err(StoreError::Damaged(_))), "{read:?}");
}

/// Also before the first event, when two installations could each begin to write the ledger under keys of their own.
async fn an_installation_that_lost_one_of_its_keys_is_refused(bench: Bench) {
    let dir = tempfile::tempdir().unwrap();
    let open = async || {
        let keys = Arc::new(KeyRing::load_or_create(dir.path(), &Entropy::system()).unwrap());
        Ledger::open(bench.db::<false>().await, "300", Bank { modern: true }, Setup { keys, ..bench.setup() }).await
    };
    open().await.unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    KeyRing::create(elsewhere.path(), &Entropy::system()).unwrap();
    for written in 0..2 {
        for lost in ["master.key", "index.key", "signing.key"] {
            let kept = std::fs::read(dir.path().join(lost)).unwrap();
            std::fs::copy(elsewhere.path().join(lost), dir.path().join(lost)).unwrap();
            assert!(matches!(open().await, Err(StoreError::OtherKeys(_))), "{lost}");
            std::fs::write(dir.path().join(lost), kept).unwrap();
        }
        open().await.unwrap().execute(ask(id(1), written, add(1))).await.unwrap();
    }
    std::fs::copy(elsewhere.path().join("token.key"), dir.path().join("token.key")).unwrap();
    open().await.unwrap();
}
