//! Whatever is changed behind the ledger's back is found.

use trajet_ledger::{Cursor, Frontier, Ledger, StoredEvent, genesis, link, verify};
use trajet_runtime::Entropy;

use crate::bench::{Bench, Raw, assert_whole, check_chain, on_both_engines, until};
use crate::field::{Field, fields};
use crate::toy::{Bank, Command, add, ask, first_day, id};

on_both_engines!(
    every_changed_column_of_an_event_is_found,
    every_changed_column_of_the_head_and_of_a_checkpoint_is_found,
    events_taken_away_or_moved_are_found,
    a_rewritten_history_contradicts_its_checkpoint,
    views_that_no_event_accounts_for_are_found,
    r2_a_stream_that_was_destroyed_is_told_from_one_that_was_erased,
    r2_an_erased_stream_whose_key_was_put_back_is_found,
);

/// A ledger of three events with a checkpoint at its end, and a connection that no trigger stops.
async fn recorded(bench: &Bench) -> (Ledger<Bank>, Raw) {
    let bank = bench.bank().await;
    let on = first_day();
    for (n, command) in
        (0..).zip([add(7), Command::SetTimer { kind: "a".to_owned(), on }, Command::Claim("x".to_owned())])
    {
        let submission = trajet_ledger::Submission { trace: "00-1-2-01".to_owned(), ..ask(id(n % 2), n, command) };
        bank.execute(submission).await.unwrap();
    }
    bank.sign().await;
    let mut raw = bench.raw("toy").await;
    until(async || raw.count("SELECT COUNT(*) FROM checkpoint WHERE position = 3").await == 1).await;
    match raw {
        Raw::Sqlite(_) => {
            for trigger in [
                "event_no_update",
                "event_no_delete",
                "event_no_replace",
                "checkpoint_no_update",
                "checkpoint_no_delete",
            ] {
                raw.run(&format!("DROP TRIGGER {trigger}")).await.unwrap();
            }
        }
        Raw::Postgres(_) => {
            raw.run("SET session_replication_role = replica; SET synchronous_commit = off").await.unwrap();
        }
    }
    // The ledger may have signed before it was asked to.
    raw.run("DELETE FROM checkpoint WHERE position < 3").await.unwrap();
    (bank, raw)
}

async fn is_found(bank: &Ledger<Bank>) -> bool {
    !check_chain(bank).await.findings.is_empty()
}

/// Flips bits of one column of the row that `row` picks out; each flip is refused by the database or found.
async fn try_column(bank: &Ledger<Bank>, raw: &mut Raw, table: &str, (column, field): (&str, Field), row: &str) {
    let entropy = Entropy::seeded(7);
    let restore = format!("UPDATE {table} SET {column} = {} WHERE {row}", field.sql(raw));
    let mut done = 0;
    for flipped in field.flipped(&entropy) {
        let tamper = format!("UPDATE {table} SET {column} = {} WHERE {row}", flipped.sql(raw));
        let Ok(changed) = raw.run(&tamper).await else { continue };
        assert_eq!(changed, 1, "{tamper}");
        assert!(is_found(bank).await, "not found: {tamper}");
        assert_eq!(raw.run(&restore).await.unwrap(), 1, "{restore}");
        done += 1;
    }
    assert!(
        done > 0 || matches!(&field, Field::Bytes(bytes) if bytes.is_empty()),
        "{table}.{column} was never changed"
    );
    assert!(!is_found(bank).await, "{table}.{column} restored");
}

async fn every_changed_column_of_an_event_is_found(bench: Bench) {
    let (bank, mut raw) = recorded(&bench).await;
    for recorded in bank.events_after(0, 9).await.unwrap() {
        let event = recorded.stored;
        for (column, field) in fields(&event) {
            // The row is found again by a column that was not changed.
            let row = if column == "hash" {
                format!("position = {}", event.position)
            } else {
                format!("hash = {}", raw.bytes(&event.hash))
            };
            try_column(&bank, &mut raw, "event", (column, field), &row).await;
        }
    }
    assert_whole(&bank, 3).await;
}

async fn every_changed_column_of_the_head_and_of_a_checkpoint_is_found(bench: Bench) {
    let (bank, mut raw) = recorded(&bench).await;
    let last = bank.events_after(0, 9).await.unwrap().pop().unwrap().stored;
    let mut frontier = Frontier::default();
    for recorded in bank.events_after(0, 9).await.unwrap() {
        frontier.append(recorded.stored.leaf.try_into().unwrap());
    }
    let epoch = Field::Id(bank.head_cursor().epoch.as_bytes().to_vec());
    let head = [
        ("epoch", epoch.clone()),
        ("position", Field::Int(3)),
        ("hash", Field::Bytes(last.hash.clone())),
        ("frontier", Field::Bytes(frontier.stored())),
        ("recorded_at", Field::Int(last.recorded_at)),
    ];
    for field in head {
        try_column(&bank, &mut raw, "ledger_head", field, "ledger = 'toy/300'").await;
    }
    // Which key signed is only a hint: the signature is checked with the key that is known.
    let checkpoint = [
        ("epoch", epoch),
        ("position", Field::Int(3)),
        ("hash", Field::Bytes(last.hash)),
        ("merkle_root", Field::Bytes(frontier.root().to_vec())),
        ("signed_at", Field::Int(last.recorded_at)),
        ("signature", signature(&bank, frontier).await),
    ];
    for field in checkpoint {
        try_column(&bank, &mut raw, "checkpoint", field, "ledger = 'toy/300'").await;
    }
}

/// The signature as it must be, since Ed25519 gives the same one each time.
async fn signature(bank: &Ledger<Bank>, frontier: Frontier) -> Field {
    let Cursor { ledger, epoch, position, .. } = bank.head_cursor();
    let last = bank.events_after(position - 1, 1).await.unwrap().pop().unwrap().stored;
    let (hash, merkle_root, signed_at) = (last.hash.try_into().unwrap(), frontier.root(), last.recorded_at);
    let statement = trajet_ledger::Statement { ledger, epoch, position, hash, merkle_root, signed_at };
    Field::Bytes(crate::bench::keys().signer().sign(&statement.signed_bytes()).to_vec())
}

async fn events_taken_away_or_moved_are_found(bench: Bench) {
    let (bank, mut raw) = recorded(&bench).await;
    let events: Vec<StoredEvent> =
        bank.events_after(0, 9).await.unwrap().into_iter().map(|recorded| recorded.stored).collect();
    let genesis = genesis(bank.name(), bank.head_cursor().epoch);
    let mut frontiers = vec![Frontier::default()];
    for event in &events {
        let mut next = frontiers.last().unwrap().clone();
        next.append(event.leaf.clone().try_into().unwrap());
        frontiers.push(next);
    }
    raw.run("CREATE TABLE kept AS SELECT * FROM event; CREATE TABLE kept_head AS SELECT * FROM ledger_head")
        .await
        .unwrap();
    let mut thefts: Vec<String> =
        (1..=3).map(|position| format!("DELETE FROM event WHERE position = {position}")).collect();
    thefts.push("DELETE FROM event".to_owned());
    thefts.push(
        "UPDATE event SET position = 9 WHERE position = 1; UPDATE event SET position = 1 WHERE position = 2; \
         UPDATE event SET position = 2 WHERE position = 9"
            .to_owned(),
    );
    for (left, frontier) in frontiers.iter().enumerate().take(3) {
        let last = left.checked_sub(1).map(|last| &events[last]);
        let hash = last.map_or(genesis.to_vec(), |last| last.hash.clone());
        let recorded_at = last.map_or(0, |last| last.recorded_at);
        thefts.push(format!(
            "DELETE FROM event WHERE position > {left}; \
             UPDATE ledger_head SET position = {left}, hash = {}, frontier = {}, recorded_at = {recorded_at}",
            raw.bytes(&hash),
            raw.bytes(&frontier.stored()),
        ));
    }
    for theft in thefts {
        raw.run(&theft).await.unwrap();
        assert!(is_found(&bank).await, "not found: {theft}");
        raw.run("DELETE FROM event; INSERT INTO event SELECT * FROM kept").await.unwrap();
        raw.run("DELETE FROM ledger_head; INSERT INTO ledger_head SELECT * FROM kept_head").await.unwrap();
        assert!(!is_found(&bank).await, "put back");
    }
}

/// An operator who recomputes every hash is held to what was signed.
async fn a_rewritten_history_contradicts_its_checkpoint(bench: Bench) {
    let (bank, mut raw) = recorded(&bench).await;
    let mut hash = genesis(bank.name(), bank.head_cursor().epoch);
    let mut frontier = Frontier::default();
    for recorded in bank.events_after(0, 9).await.unwrap() {
        let event = StoredEvent { basis: "T7".to_owned(), ..recorded.stored };
        let leaf = event.computed_leaf(bank.name());
        hash = link(&hash, &leaf);
        frontier.append(leaf);
        let (position, leaf, hash) = (event.position, raw.bytes(&leaf), raw.bytes(&hash));
        raw.run(&format!("UPDATE event SET basis = 'T7', leaf = {leaf}, hash = {hash} WHERE position = {position}"))
            .await
            .unwrap();
    }
    let (end, frontier) = (raw.bytes(&hash), raw.bytes(&frontier.stored()));
    raw.run(&format!("UPDATE ledger_head SET hash = {end}, frontier = {frontier}")).await.unwrap();
    let findings = check_chain(&bank).await.findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].position, Some(3));
    raw.run("DELETE FROM checkpoint").await.unwrap();
    assert!(!is_found(&bank).await, "nothing but the checkpoint tells: it must lie with others too");
}

async fn views_that_no_event_accounts_for_are_found(bench: Bench) {
    let (bank, mut raw) = recorded(&bench).await;
    raw.run("CREATE TABLE kept AS SELECT * FROM recent").await.unwrap();
    let claim = raw.bytes(b"y");
    for (change, undo) in [
        ("UPDATE account SET balance = balance + 1".to_owned(), "UPDATE account SET balance = balance - 1".to_owned()),
        ("UPDATE timer SET fire_on = '2030-01-01'".to_owned(), format!("UPDATE timer SET fire_on = '{}'", first_day())),
        (
            format!("INSERT INTO claim SELECT ledger, {claim}, stream FROM timer"),
            format!("DELETE FROM claim WHERE claim = {claim}"),
        ),
        ("DELETE FROM recent".to_owned(), "INSERT INTO recent SELECT * FROM kept".to_owned()),
    ] {
        assert!(raw.run(&change).await.unwrap() > 0, "{change}");
        assert!(!verify::views(&bank).await.unwrap().findings.is_empty(), "not found: {change}");
        raw.run(&undo).await.unwrap();
        assert_whole(&bank, 3).await;
    }
}

async fn r2_a_stream_that_was_destroyed_is_told_from_one_that_was_erased(bench: Bench) {
    let (bank, mut raw) = recorded(&bench).await;
    bank.execute(ask(id(0), 9, Command::Erase)).await.unwrap();
    assert_whole(&bank, 4).await;
    raw.run("CREATE TABLE kept AS SELECT * FROM data_key").await.unwrap();
    let stream = Field::Id(id(1).as_bytes().to_vec()).sql(&raw);
    for view in ["account", "recent", "timer", "claim"] {
        raw.run(&format!("DELETE FROM {view} WHERE stream = {stream}")).await.unwrap();
    }
    for destroyed in ["UPDATE data_key SET wrapped = ''", "DELETE FROM data_key"] {
        raw.run(&format!("{destroyed} WHERE stream = {stream}")).await.unwrap();
        // Neither chain nor views can tell.
        assert_eq!(check_chain(&bank).await.findings, []);
        assert_eq!(verify::views(&bank).await.unwrap().findings, []);
        let found = verify::keys(&bank).await.unwrap().findings;
        assert!(matches!(&found[..], [one] if one.position == Some(2) && one.what.contains("no event")), "{found:?}");
        raw.run("DELETE FROM data_key; INSERT INTO data_key SELECT * FROM kept").await.unwrap();
    }
}

async fn r2_an_erased_stream_whose_key_was_put_back_is_found(bench: Bench) {
    let (bank, mut raw) = recorded(&bench).await;
    raw.run("CREATE TABLE kept AS SELECT * FROM data_key").await.unwrap();
    bank.execute(ask(id(0), 9, Command::Erase)).await.unwrap();
    assert_whole(&bank, 4).await;
    raw.run("DELETE FROM data_key; INSERT INTO data_key SELECT * FROM kept").await.unwrap();
    assert_eq!(check_chain(&bank).await.findings, []);
    assert_eq!(verify::views(&bank).await.unwrap().findings, []);
    let found = verify::keys(&bank).await.unwrap().findings;
    assert!(matches!(&found[..], [one] if one.position == Some(4) && one.what.contains("erased")), "{found:?}");

    // Nor is there a key of a stream that was never written.
    let nobody = Field::Id(id(7).as_bytes().to_vec()).sql(&raw);
    raw.run("UPDATE data_key SET wrapped = '' WHERE stream NOT IN (SELECT stream FROM account)").await.unwrap();
    raw.run(&format!("INSERT INTO data_key SELECT ledger, {nobody}, wrapped FROM kept LIMIT 1")).await.unwrap();
    let found = verify::keys(&bank).await.unwrap().findings;
    assert!(matches!(&found[..], [one] if one.what.contains("have no event")), "{found:?}");
}
