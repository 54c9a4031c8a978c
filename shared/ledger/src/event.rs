//! Events as they are stored.

use uuid::Uuid;

use crate::chain::{Hash, LeafFields};
use crate::db::{Db, StoreError, Tx, on_tx};
use crate::on;
use crate::table::{Kind, OnConflict, Table, Value};

/// An event as the database holds it. What it says of the person is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place in the ledger, from 1, without gap.
    pub position: i64,
    /// The stream (case).
    pub stream: Uuid,
    /// Its place in the stream, from 1, without gap.
    pub version: i64,
    /// What kind of event.
    pub kind: String,
    /// The version of the kind's shape.
    pub schema: i64,
    /// When it was recorded, in microseconds since 1970; never earlier than the event before it.
    pub recorded_at: i64,
    /// The civil date from which it counts, ISO.
    pub effective_on: String,
    /// Who acted, in what role.
    pub actor: String,
    /// The id of the rule it rests on.
    pub basis: String,
    /// The request that caused it.
    pub request_id: Uuid,
    /// The W3C trace context it was caused in; empty if there was none.
    pub trace: String,
    /// The clear part.
    pub header: Vec<u8>,
    /// The sealed part.
    pub sealed: Vec<u8>,
    /// The hash over all of the above.
    pub leaf: Vec<u8>,
    /// The chain's hash up to here.
    pub hash: Vec<u8>,
}

impl StoredEvent {
    /// The act that recorded it: a request of its caller, since the identifiers of different callers do not meet.
    #[must_use]
    pub fn act(&self) -> Uuid {
        Uuid::new_v5(&self.request_id, self.actor.as_bytes())
    }
}

pub(crate) static EVENT: Table = Table {
    name: "event",
    key: 1,
    columns: &[
        ("position", Kind::Int),
        ("stream", Kind::Id),
        ("version", Kind::Int),
        ("kind", Kind::Text),
        ("schema", Kind::Int),
        ("recorded_at", Kind::Int),
        ("effective_on", Kind::Text),
        ("actor", Kind::Text),
        ("basis", Kind::Text),
        ("request_id", Kind::Id),
        ("trace", Kind::Text),
        ("header", Kind::Bytes),
        ("sealed", Kind::Bytes),
        ("leaf", Kind::Bytes),
        ("hash", Kind::Bytes),
    ],
    on_conflict: OnConflict::Fail,
};

/// The columns in the order in which `select_events!` names them.
type EventRow =
    (i64, Uuid, i64, String, i64, i64, String, String, String, Uuid, String, Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>);

impl From<EventRow> for StoredEvent {
    fn from(row: EventRow) -> Self {
        let (
            position,
            stream,
            version,
            kind,
            schema,
            recorded_at,
            effective_on,
            actor,
            basis,
            request_id,
            trace,
            header,
            sealed,
            leaf,
            hash,
        ) = row;
        Self {
            position,
            stream,
            version,
            kind,
            schema,
            recorded_at,
            effective_on,
            actor,
            basis,
            request_id,
            trace,
            header,
            sealed,
            leaf,
            hash,
        }
    }
}

fn events(rows: Vec<EventRow>) -> Vec<StoredEvent> {
    rows.into_iter().map(StoredEvent::from).collect()
}

macro_rules! select_events {
    ($($rest:literal)+) => {
        concat!(
            "SELECT position, stream, version, kind, schema, recorded_at, effective_on, actor, basis, request_id, trace, \
             header, sealed, leaf, hash FROM event ",
            $($rest),+
        )
    };
}

const AFTER: &str = select_events!("WHERE ledger = $1 AND position > $2 ORDER BY position LIMIT $3");
const OF_STREAM: &str = select_events!("WHERE ledger = $1 AND stream = $2 AND version > $3 ORDER BY version LIMIT $4");
// One probe a stream: see the requests' statement in `lookup`.
const OF_STREAMS_POSTGRES: &str = concat!(
    "SELECT e.* FROM UNNEST($2::uuid[]) AS asked (stream) CROSS JOIN LATERAL (",
    select_events!("WHERE ledger = $1 AND stream = asked.stream ORDER BY version OFFSET 0"),
    ") e ORDER BY e.stream, e.version"
);
const OF_STREAMS_SQLITE: &str =
    select_events!("WHERE ledger = $1 AND stream IN (SELECT unhex(value) FROM json_each($2)) ORDER BY stream, version");

impl StoredEvent {
    /// The leaf that these fields give; equal to the stored one unless something was changed.
    #[must_use]
    pub fn computed_leaf(&self, ledger: &str) -> Hash {
        LeafFields {
            ledger,
            position: self.position,
            stream: self.stream,
            version: self.version,
            kind: &self.kind,
            schema: self.schema,
            recorded_at: self.recorded_at,
            effective_on: &self.effective_on,
            actor: &self.actor,
            basis: &self.basis,
            request_id: self.request_id,
            trace: &self.trace,
            header: &self.header,
            sealed: &self.sealed,
        }
        .leaf()
    }

    pub(crate) fn row(&self) -> Vec<Value> {
        vec![
            Value::Int(self.position),
            Value::Id(self.stream),
            Value::Int(self.version),
            Value::Text(self.kind.clone()),
            Value::Int(self.schema),
            Value::Int(self.recorded_at),
            Value::Text(self.effective_on.clone()),
            Value::Text(self.actor.clone()),
            Value::Text(self.basis.clone()),
            Value::Id(self.request_id),
            Value::Text(self.trace.clone()),
            Value::Bytes(self.header.clone()),
            Value::Bytes(self.sealed.clone()),
            Value::Bytes(self.leaf.clone()),
            Value::Bytes(self.hash.clone()),
        ]
    }

    /// The stored leaf and hash, if they have the length of one.
    pub(crate) fn hashes(&self) -> Result<(Hash, Hash), StoreError> {
        let read = |bytes: &[u8]| {
            Hash::try_from(bytes).map_err(|_| StoreError::Damaged(format!("position {} has no hash", self.position)))
        };
        Ok((read(&self.leaf)?, read(&self.hash)?))
    }
}

/// Events after a position, at most `limit`, in the ledger's order.
pub(crate) async fn after(db: &Db, ledger: &str, position: i64, limit: i64) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = on!(db, |pool| sqlx::query_as(AFTER).bind(ledger).bind(position).bind(limit).fetch_all(pool).await?);
    Ok(events(rows))
}

/// The same within a transaction.
pub(crate) async fn after_in(
    tx: &mut Tx,
    ledger: &str,
    position: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = on_tx!(tx, |connection| sqlx::query_as(AFTER)
        .bind(ledger)
        .bind(position)
        .bind(limit)
        .fetch_all(connection)
        .await?);
    Ok(events(rows))
}

/// A stream's events after a version, at most `limit`.
pub(crate) async fn of_stream(
    db: &Db,
    ledger: &str,
    stream: Uuid,
    version: i64,
    limit: i64,
) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = on!(db, |pool| sqlx::query_as(OF_STREAM)
        .bind(ledger)
        .bind(stream)
        .bind(version)
        .bind(limit)
        .fetch_all(pool)
        .await?);
    Ok(events(rows))
}

/// All events of some streams, stream by stream.
pub(crate) async fn of_streams_in(tx: &mut Tx, ledger: &str, streams: &[Uuid]) -> Result<Vec<StoredEvent>, StoreError> {
    let rows = match tx {
        Tx::Postgres(tx) => sqlx::query_as(OF_STREAMS_POSTGRES).bind(ledger).bind(streams).fetch_all(&mut **tx).await?,
        Tx::Sqlite(tx) => {
            sqlx::query_as(OF_STREAMS_SQLITE).bind(ledger).bind(hex_list(streams)).fetch_all(&mut **tx).await?
        }
    };
    Ok(events(rows))
}

/// Identifiers as a JSON list of hexadecimal texts, which is how SQLite takes a list in one parameter.
pub(crate) fn hex_list(ids: &[Uuid]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("\"{}\"", id.simple())).collect();
    format!("[{}]", ids.join(","))
}
