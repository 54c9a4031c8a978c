//! The record of reads on both engines, and whatever is changed behind its back.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection, SqliteConnection};
use tokio_util::sync::CancellationToken;
use trajet_access::{AccessTable, Caller, Role, Row};
use trajet_ledger::{Domain as _, Location, StoredEvent, genesis, link, verify};
use trajet_runtime::{Clock, KeyRing};
use uuid::Uuid;

use super::*;

macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                let dir = tempfile::tempdir().unwrap();
                super::$test(super::Location::Sqlite(dir.path().join("reads.db"))).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                let url = std::env::var("TRAJET_TEST_POSTGRES")
                    .expect("TRAJET_TEST_POSTGRES is not set: run the tests with `bash tests/run`");
                let schema = format!("reads_{}", trajet_runtime::Entropy::system().random_id().simple());
                super::$test(super::Location::Postgres { url: format!("{url}postgres"), schema }).await;
            })+
        }
    };
}

on_both_engines!(
    r3_a_read_is_recorded_with_who_what_for_and_when,
    r3_an_entry_that_was_altered_is_named,
    r3_an_entry_that_was_removed_or_put_in_between_is_named,
    r3_an_entry_whose_hashes_were_made_anew_is_named,
    r3_a_record_that_was_cut_off_is_found_by_its_head_and_its_checkpoints,
    r3_a_case_that_was_taken_out_of_the_index_is_found,
    r3_without_a_database_nothing_is_recorded,
    r3_reads_at_once_share_a_commit,
);

async fn open(location: &Location) -> ReadRecord {
    let entropy = Entropy::seeded(1);
    let clock = Clock::manual("2023-01-16".parse().unwrap());
    let setup = Setup { keys: keys(), clock, entropy, stop: CancellationToken::new() };
    let reads = Reads::of("dossier");
    let db = Db::open(location, reads.schema()).await.unwrap();
    ReadRecord::open(db, reads, "300", &setup).await.unwrap()
}

fn keys() -> Arc<KeyRing> {
    Arc::new(KeyRing::seeded(&Entropy::seeded(1)))
}

fn caller(role: Role) -> Caller {
    Caller {
        subject: "coordinator-1".parse().unwrap(),
        role,
        insurer: "300".parse().unwrap(),
        organisation: "0206653946".parse().unwrap(),
    }
}

fn row() -> &'static Row {
    let get = |row: &&Row| row.method == "trajet.dossier.v1.DossierService/GetDossier";
    AccessTable::rows().iter().find(get).unwrap()
}

const CASES: [Uuid; 2] = [Uuid::from_u128(1), Uuid::from_u128(2)];

/// Five reads, recorded one after another and signed.
async fn five(location: &Location) -> (ReadRecord, Raw) {
    let record = open(location).await;
    for _ in 0..5 {
        record.record(Look { caller: &caller(Role::Coordinator), row: row(), cases: &CASES }).await.unwrap();
    }
    record.ledger.sign().await;
    assert_eq!(found(&record).await, []);
    (record, Raw::beside(location).await)
}

/// What the check of the record tells: at which entry, if it names one.
async fn found(record: &ReadRecord) -> Vec<Option<i64>> {
    let ledger = record.ledger();
    let chain = verify::chain(ledger.db(), ledger.name(), &keys().signer().public_key()).await.unwrap();
    chain.findings.into_iter().map(|finding| finding.position).collect()
}

async fn stored(record: &ReadRecord) -> Vec<StoredEvent> {
    record.ledger.events_after(0, 99).await.unwrap().into_iter().map(|recorded| recorded.stored).collect()
}

async fn r3_a_read_is_recorded_with_who_what_for_and_when(location: Location) {
    let (record, _) = five(&location).await;
    record.record(Look { caller: &caller(Role::Auditor), row: row(), cases: &CASES[..1] }).await.unwrap();
    let entries = record.ledger.events_after(4, 9).await.unwrap();
    let told = entries.iter().map(|entry| {
        let shown = entry.event.as_ref().unwrap();
        assert_eq!((&*shown.method, shown.shown_at), (row().method, record.ledger.clock().now()));
        assert_eq!((entry.recorded_at(), &*entry.stored.basis), (shown.shown_at, "R3"));
        (entry.stored.actor.as_str(), shown.purpose.as_str(), shown.cases.as_slice())
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("coordinator:coordinator-1@0206653946", "coordination", &CASES[..]),
            ("auditor:coordinator-1@0206653946", "audit", &CASES[..1]),
        ]
    );
    let views = verify::views(record.ledger()).await.unwrap();
    assert_eq!((views.findings, views.events), (vec![], 6));
    assert_eq!(verify::keys(record.ledger()).await.unwrap().findings, []);
}

async fn r3_an_entry_that_was_altered_is_named(location: Location) {
    let (record, mut raw) = five(&location).await;
    for position in [1, 3, 5] {
        for (column, altered) in [
            ("actor", "'physician:physician-3@0206653946'".to_owned()),
            ("recorded_at", "recorded_at + 1".to_owned()),
            ("sealed", raw.bytes(b"another purpose, another case")),
        ] {
            raw.run("CREATE TABLE kept AS SELECT * FROM event").await;
            raw.run(&format!("UPDATE event SET {column} = {altered} WHERE position = {position}")).await;
            let found = found(&record).await;
            assert!(found.contains(&Some(position)), "{column} of {position}: {found:?}");
            raw.run("DELETE FROM event; INSERT INTO event SELECT * FROM kept; DROP TABLE kept").await;
        }
    }
    assert_eq!(found(&record).await, []);
}

async fn r3_an_entry_that_was_removed_or_put_in_between_is_named(location: Location) {
    let (record, mut raw) = five(&location).await;
    let close_up = "UPDATE event SET position = position - 1 WHERE position > ";
    // From the last on, so that no position is taken twice.
    let make_room = |after: i64| {
        (after + 1..=5).rev().map(|at| format!("UPDATE event SET position = {} WHERE position = {at};", at + 1))
    };
    for position in [1, 3, 5] {
        raw.run("CREATE TABLE kept AS SELECT * FROM event").await;
        raw.run(&format!("DELETE FROM event WHERE position = {position}")).await;
        let gap = found(&record).await;
        let expected = if position == 5 { None } else { Some(position + 1) };
        assert!(gap.contains(&expected), "{position} removed: {gap:?}");
        if position < 5 {
            raw.run(&format!("{close_up}{position}")).await;
            let closed = found(&record).await;
            assert!(closed.contains(&Some(position)), "{position} removed, and the gap closed: {closed:?}");
        }
        raw.run("DELETE FROM event; INSERT INTO event SELECT * FROM kept").await;

        raw.run(&make_room(position).collect::<String>()).await;
        let (columns, values) = copied(position + 1);
        raw.run(&format!("INSERT INTO event ({columns}) SELECT {values} FROM kept WHERE position = {position}")).await;
        let found = found(&record).await;
        assert!(found.contains(&Some(position + 1)), "one put in after {position}: {found:?}");
        raw.run("DELETE FROM event; INSERT INTO event SELECT * FROM kept; DROP TABLE kept").await;
    }
    assert_eq!(found(&record).await, []);
}

/// The columns of an event, and their values for a copy of it at another position in a stream of its own.
fn copied(position: i64) -> (&'static str, String) {
    let rest = "kind, schema, recorded_at, effective_on, actor, basis, request_id, trace, header, sealed, leaf, hash";
    (
        "ledger, position, version, stream, kind, schema, recorded_at, effective_on, actor, basis, request_id, trace, header, \
      sealed, leaf, hash",
        format!("ledger, {position}, version + 1, stream, {rest}"),
    )
}

async fn r3_an_entry_whose_hashes_were_made_anew_is_named(location: Location) {
    let (record, mut raw) = five(&location).await;
    let entries = stored(&record).await;
    for position in [1_i64, 3, 5] {
        let at = usize::try_from(position).unwrap() - 1;
        let forged = StoredEvent { actor: "auditor:nobody@0206653946".to_owned(), ..entries[at].clone() };
        let leaf = forged.computed_leaf(record.ledger.name());
        let before = at.checked_sub(1).map_or_else(
            || genesis(record.ledger.name(), record.ledger.head_cursor().epoch),
            |before| entries[before].hash.as_slice().try_into().unwrap(),
        );
        let (leaf_sql, hash_sql) = (raw.bytes(&leaf), raw.bytes(&link(&before, &leaf)));
        raw.run("CREATE TABLE kept AS SELECT * FROM event").await;
        let forge = format!("actor = '{}', leaf = {leaf_sql}, hash = {hash_sql}", forged.actor);
        raw.run(&format!("UPDATE event SET {forge} WHERE position = {position}")).await;
        let found = found(&record).await;
        // The entry itself is consistent now: the one after it does not follow any more, or the head does not fit the last.
        let expected = if position == 5 { None } else { Some(position + 1) };
        assert!(found.contains(&expected), "{position}: {found:?}");
        raw.run("DELETE FROM event; INSERT INTO event SELECT * FROM kept; DROP TABLE kept").await;
    }
}

async fn r3_a_record_that_was_cut_off_is_found_by_its_head_and_its_checkpoints(location: Location) {
    let (record, mut raw) = five(&location).await;
    let entries = stored(&record).await;
    raw.run("DELETE FROM event WHERE position > 3").await;
    assert!(found(&record).await.contains(&None), "the head is not where the entries end");
    let mut frontier = trajet_ledger::Frontier::default();
    for entry in &entries[..3] {
        frontier.append(entry.leaf.as_slice().try_into().unwrap());
    }
    let (hash, frontier) = (raw.bytes(&entries[2].hash), raw.bytes(&frontier.stored()));
    let at = entries[2].recorded_at;
    raw.run(&format!("UPDATE ledger_head SET position = 3, hash = {hash}, frontier = {frontier}, recorded_at = {at}"))
        .await;
    assert_eq!(found(&record).await, [Some(5)], "a checkpoint states an entry that is not there");
    // What the chain alone cannot show: who also takes away the checkpoints after the cut leaves a shorter record that is whole.
    raw.run("DELETE FROM checkpoint WHERE position > 3").await;
    assert_eq!(found(&record).await, []);
}

async fn r3_a_case_that_was_taken_out_of_the_index_is_found(location: Location) {
    let (record, mut raw) = five(&location).await;
    let case = raw.bytes(CASES[0].as_bytes());
    let case = if matches!(raw, Raw::Sqlite(_)) { case } else { format!("'{}'", CASES[0]) };
    raw.run(&format!("DELETE FROM shown_case WHERE case_id = {case}")).await;
    let views = verify::views(record.ledger()).await.unwrap();
    assert_eq!(views.findings.len(), 1);
    assert!(views.findings[0].what.starts_with("shown_case: 5 rows missing"), "{:?}", views.findings);
}

async fn r3_without_a_database_nothing_is_recorded(location: Location) {
    let record = open(&location).await;
    record.ledger.db().close().await;
    let refused = record.record(Look { caller: &caller(Role::Coordinator), row: row(), cases: &CASES }).await;
    assert_eq!(refused, Err(Failure::StoreUnavailable));
}

async fn r3_reads_at_once_share_a_commit(location: Location) {
    let record = open(&location).await;
    let caller = caller(Role::Coordinator);
    let looks = (0..100).map(|_| record.record(Look { caller: &caller, row: row(), cases: &CASES }));
    for recorded in futures_util::future::join_all(looks).await {
        recorded.unwrap();
    }
    let mut raw = Raw::beside(&location).await;
    // One transaction leaves one mark on its rows, which SQLite has not: there the instants tell, of which a batch has one.
    if matches!(raw, Raw::Postgres(_)) {
        let commits = raw.count("SELECT COUNT(DISTINCT xmin::text) FROM event").await;
        assert!(commits < 20, "{commits} commits for 100 reads");
    }
    assert_eq!(raw.count("SELECT COUNT(*) FROM event").await, 100);
}

/// A connection that the record does not know of, and that no trigger stops.
enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    async fn beside(location: &Location) -> Self {
        match location {
            Location::Sqlite(path) => {
                let mut raw = Self::Sqlite(SqliteConnectOptions::new().filename(path).connect().await.unwrap());
                for trigger in ["event_no_update", "event_no_delete", "event_no_replace", "checkpoint_no_delete"] {
                    raw.run(&format!("DROP TRIGGER {trigger}")).await;
                }
                raw
            }
            Location::Postgres { url, schema } => {
                let options = PgConnectOptions::from_str(url).unwrap().options([("search_path", schema)]);
                let mut raw = Self::Postgres(options.connect().await.unwrap());
                raw.run("SET session_replication_role = replica").await;
                raw
            }
        }
    }

    async fn run(&mut self, sql: &str) {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match self {
            Self::Sqlite(connection) => sql.execute(connection).await.map(|_| ()).unwrap(),
            Self::Postgres(connection) => sql.execute(connection).await.map(|_| ()).unwrap(),
        }
    }

    async fn count(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
        }
    }

    /// Bytes as this engine writes them in SQL.
    fn bytes(&self, bytes: &[u8]) -> String {
        let hex = trajet_ledger::hex::encode(bytes);
        match self {
            Self::Sqlite(_) => format!("x'{hex}'"),
            Self::Postgres(_) => format!("'\\x{hex}'::bytea"),
        }
    }
}
