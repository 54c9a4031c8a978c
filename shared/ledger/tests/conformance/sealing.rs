//! What is said of a person cannot be read without the key.

use sqlx::Row as _;
use trajet_ledger::{Ledger, StoreError};
use trajet_runtime::{Entropy, KeyRing};

use crate::bench::{Bench, Engine, assert_whole, on_both_engines};
use crate::toy::{Bank, Command, Event, ask, id};

on_both_engines!(
    no_word_about_a_person_lies_open_in_the_database,
    a_sealed_column_opens_for_its_own_stream_only,
    another_installation_reads_nothing,
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

async fn another_installation_reads_nothing(bench: Bench) {
    noted(&bench).await;
    let keys = KeyRing::seeded(&Entropy::seeded(2)).into();
    let setup = trajet_ledger::Setup { keys, ..bench.setup() };
    let thief = Ledger::open(bench.db::<false>().await, "300", Bank { modern: true }, setup).await.unwrap();
    let read = thief.events_after(0, 9).await;
    assert!(matches!(read, Err(StoreError::Damaged(_))), "{read:?}");
}
