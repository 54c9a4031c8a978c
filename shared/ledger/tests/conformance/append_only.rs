//! What was recorded stays: the database itself refuses to change it.

use crate::bench::{Bench, Engine, assert_whole, on_both_engines, until};
use crate::toy::{add, ask, id};

on_both_engines!(events_and_checkpoints_cannot_be_changed);

const TABLES: [&str; 3] = ["event", "checkpoint", "foreign_checkpoint"];

async fn events_and_checkpoints_cannot_be_changed(bench: Bench) {
    let bank = bench.bank().await;
    for request in 0..3 {
        bank.execute(ask(id(request), request, add(1))).await.unwrap();
    }
    bank.sign().await;
    let mut raw = bench.raw("toy").await;
    until(async || raw.count("SELECT COUNT(*) FROM checkpoint WHERE position = 3").await == 1).await;
    raw.run("INSERT INTO foreign_checkpoint SELECT ledger, 'other/300', position, epoch, hash, merkle_root, signed_at, key_id, signature FROM checkpoint")
        .await
        .unwrap();
    for table in TABLES {
        for change in changes(&bench.engine, table) {
            raw.run(&change).await.expect_err(&change);
        }
    }
    if let Engine::Sqlite(_) = bench.engine {
        for (table, source) in [("checkpoint", ""), ("foreign_checkpoint", "source, ")] {
            let replace = format!(
                "INSERT OR REPLACE INTO {table} SELECT ledger, {source}position, epoch, x'00', x'00', signed_at, key_id, signature FROM {table}"
            );
            assert_eq!(raw.run(&replace).await.unwrap(), 0, "the row that is there stays");
            assert_eq!(raw.count(&format!("SELECT COUNT(*) FROM {table} WHERE hash = x'00'")).await, 0);
        }
    }
    assert_whole(&bank, 3).await;
}

fn changes(engine: &Engine, table: &str) -> Vec<String> {
    let mut changes = vec![
        format!("UPDATE {table} SET hash = hash"),
        format!("UPDATE {table} SET position = position + 10"),
        format!("DELETE FROM {table} WHERE position = 3"),
        format!("DELETE FROM {table}"),
    ];
    match engine {
        Engine::Sqlite(_) => {
            changes.push(format!("UPDATE OR REPLACE {table} SET hash = x'00'"));
            if table == "event" {
                changes.push("INSERT OR REPLACE INTO event SELECT * FROM event".to_owned());
                changes.push("REPLACE INTO event SELECT * FROM event WHERE position = 2".to_owned());
            }
        }
        Engine::Postgres(_) => {
            changes.push(format!("TRUNCATE {table}"));
            changes.push(format!("TRUNCATE {table} CASCADE"));
            changes.push(format!(
                "MERGE INTO {table} USING (SELECT 3 AS position) AS it ON {table}.position = it.position WHEN MATCHED THEN DELETE"
            ));
        }
    }
    changes
}
