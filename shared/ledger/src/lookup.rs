//! What a batch looks up under the head's lock before it decides.

use std::collections::{BTreeSet, HashMap};

use prost::Message as _;
use trajet_contracts::internal::ledger::v1::RequestOutcome;
use uuid::Uuid;

use crate::db::{Db, StoreError, Tx, on_tx};
use crate::event::hex_list;
use crate::hex;
use crate::on;
use crate::submission::{ExecuteError, Outcome};
use crate::table::{Kind, OnConflict, Table, Value};

pub(crate) static REQUEST: Table = Table {
    name: "request",
    key: 2,
    columns: &[
        ("caller", Kind::Text),
        ("request_id", Kind::Id),
        ("method", Kind::Text),
        ("command_mac", Kind::Bytes),
        ("outcome", Kind::Bytes),
    ],
    on_conflict: OnConflict::Fail,
};

pub(crate) static FEED_CURSOR: Table = Table {
    name: "feed_cursor",
    key: 1,
    columns: &[("source", Kind::Text), ("position", Kind::Int), ("cursor", Kind::Text)],
    on_conflict: OnConflict::Replace,
};

pub(crate) static DATA_KEY: Table = Table {
    name: "data_key",
    key: 1,
    columns: &[("stream", Kind::Id), ("wrapped", Kind::Bytes)],
    on_conflict: OnConflict::Fail,
};

// OFFSET 0 keeps PostgreSQL from turning one probe a key into one pass over the whole ledger, which is what it plans for
// a table that is still empty, and then keeps.
const REQUESTS_POSTGRES: &str = "SELECT r.caller, r.request_id, r.method, r.command_mac, r.outcome \
    FROM UNNEST($2::text[], $3::uuid[]) AS asked (caller, request_id) CROSS JOIN LATERAL \
    (SELECT * FROM request WHERE ledger = $1 AND caller = asked.caller AND request_id = asked.request_id OFFSET 0) r";
const REQUESTS_SQLITE: &str = "SELECT caller, request_id, method, command_mac, outcome FROM request WHERE ledger = $1 \
    AND (caller, request_id) IN (SELECT value ->> 0, unhex(value ->> 1) FROM json_each($2))";
const CLAIMS_POSTGRES: &str = "SELECT claim, stream FROM claim WHERE ledger = $1 AND claim = ANY($2)";
const CLAIMS_SQLITE: &str =
    "SELECT claim, stream FROM claim WHERE ledger = $1 AND claim IN (SELECT unhex(value) FROM json_each($2))";
const CURSOR: &str = "SELECT position FROM feed_cursor WHERE ledger = $1 AND source = $2";
const KEYS_POSTGRES: &str = "SELECT stream, wrapped FROM data_key WHERE ledger = $1 AND stream = ANY($2)";
const KEYS_SQLITE: &str =
    "SELECT stream, wrapped FROM data_key WHERE ledger = $1 AND stream IN (SELECT unhex(value) FROM json_each($2))";
const KEY: &str = "SELECT wrapped FROM data_key WHERE ledger = $1 AND stream = $2";
const DESTROY_KEY: &str = "UPDATE data_key SET wrapped = $3 WHERE ledger = $1 AND stream = $2";
/// What the database's role needs for it, beyond what every act needs: the table and the privilege.
pub(crate) const ERASURE_CHANGES: [(&str, &str); 2] = [("data_key", "UPDATE"), ("request", "DELETE")];
const REQUESTS_OF: &str = "SELECT DISTINCT actor, request_id FROM event WHERE ledger = $1 AND stream = $2";
const ANSWERED_WITH: &str = "SELECT outcome FROM request WHERE ledger = $1 AND caller = $2 AND request_id = $3";
const IS_ANSWERED: &str = "SELECT method FROM request WHERE ledger = $1 AND caller = $2 AND request_id = $3";

/// Requests answered, claims held and cursors reached: in the database, and by the batch so far.
#[derive(Default)]
pub(crate) struct Known {
    requests: HashMap<(String, Uuid), Answered>,
    claims: HashMap<Vec<u8>, Uuid>,
    asks_for_claims: bool,
    cursors: HashMap<String, i64>,
}

/// A request that has its answer.
pub(crate) struct Answered {
    method: String,
    code: Vec<u8>,
    outcome: Vec<u8>,
}

type RequestRow = (String, Uuid, String, Vec<u8>, Vec<u8>);

impl Known {
    pub(crate) async fn read(
        tx: &mut Tx,
        ledger: &str,
        requests: &[(&str, Uuid)],
        claims: BTreeSet<Vec<u8>>,
        sources: BTreeSet<&str>,
    ) -> Result<Self, StoreError> {
        let mut known = Self { asks_for_claims: !claims.is_empty(), ..Self::default() };
        for (caller, id, method, code, outcome) in answered(tx, ledger, requests).await? {
            known.requests.insert((caller, id), Answered { method, code, outcome });
        }
        if known.asks_for_claims {
            known.claims = held(tx, ledger, claims).await?;
        }
        for source in sources {
            let row: Option<(i64,)> = on_tx!(tx, |connection| sqlx::query_as(CURSOR)
                .bind(ledger)
                .bind(source)
                .fetch_optional(connection)
                .await?);
            known.cursors.insert(source.to_owned(), row.map_or(0, |(position,)| position));
        }
        Ok(known)
    }

    pub(crate) fn request(&self, caller: &str, id: Uuid) -> Option<&Answered> {
        self.requests.get(&(caller.to_owned(), id))
    }

    pub(crate) fn answer(&mut self, caller: &str, id: Uuid, method: &str, code: [u8; 32], outcome: Vec<u8>) {
        let answered = Answered { method: method.to_owned(), code: code.to_vec(), outcome };
        self.requests.insert((caller.to_owned(), id), answered);
    }

    pub(crate) fn forget(&mut self, caller: &str, id: Uuid) {
        self.requests.remove(&(caller.to_owned(), id));
    }

    pub(crate) fn holder(&self, claim: &[u8]) -> Option<Uuid> {
        self.claims.get(claim).copied()
    }

    /// Whether some command of the batch is about to take a claim.
    pub(crate) fn asks_for_claims(&self) -> bool {
        self.asks_for_claims
    }

    /// The stream holds these claims and no others.
    pub(crate) fn settle(&mut self, stream: Uuid, claims: impl Iterator<Item = Vec<u8>>) {
        self.claims.retain(|_, holder| *holder != stream);
        self.claims.extend(claims.map(|claim| (claim, stream)));
    }

    pub(crate) fn cursor(&self, source: &str) -> i64 {
        self.cursors.get(source).copied().unwrap_or_default()
    }

    pub(crate) fn set_cursor(&mut self, source: &str, position: i64) {
        self.cursors.insert(source.to_owned(), position);
    }
}

impl Answered {
    pub(crate) fn is(&self, method: &str, code: &[u8; 32]) -> bool {
        self.method == method && self.code == code
    }

    pub(crate) fn outcome<R>(&self) -> Result<Outcome, ExecuteError<R>> {
        let stored = RequestOutcome::decode(self.outcome.as_slice()).map_err(|_| ExecuteError::Internal)?;
        Ok(Outcome {
            stream: Uuid::from_slice(&stored.stream).map_err(|_| ExecuteError::Internal)?,
            version: stored.version,
            cursor: stored.cursor.parse().map_err(|_| ExecuteError::Internal)?,
            repeated: true,
        })
    }
}

async fn answered(tx: &mut Tx, ledger: &str, requests: &[(&str, Uuid)]) -> Result<Vec<RequestRow>, StoreError> {
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    Ok(match tx {
        Tx::Postgres(tx) => {
            let (callers, ids): (Vec<&str>, Vec<Uuid>) = requests.iter().copied().unzip();
            sqlx::query_as(REQUESTS_POSTGRES).bind(ledger).bind(callers).bind(ids).fetch_all(&mut **tx).await?
        }
        Tx::Sqlite(tx) => {
            let pairs: Vec<String> =
                requests.iter().map(|(caller, id)| format!("[{},\"{}\"]", json_text(caller), id.simple())).collect();
            sqlx::query_as(REQUESTS_SQLITE)
                .bind(ledger)
                .bind(format!("[{}]", pairs.join(",")))
                .fetch_all(&mut **tx)
                .await?
        }
    })
}

async fn held(tx: &mut Tx, ledger: &str, claims: BTreeSet<Vec<u8>>) -> Result<HashMap<Vec<u8>, Uuid>, StoreError> {
    let rows: Vec<(Vec<u8>, Uuid)> = match tx {
        Tx::Postgres(tx) => {
            let claims: Vec<Vec<u8>> = claims.into_iter().collect();
            sqlx::query_as(CLAIMS_POSTGRES).bind(ledger).bind(claims).fetch_all(&mut **tx).await?
        }
        Tx::Sqlite(tx) => {
            let claims: Vec<String> = claims.iter().map(|claim| format!("\"{}\"", hex::encode(claim))).collect();
            sqlx::query_as(CLAIMS_SQLITE)
                .bind(ledger)
                .bind(format!("[{}]", claims.join(",")))
                .fetch_all(&mut **tx)
                .await?
        }
    };
    Ok(rows.into_iter().collect())
}

/// The wrapped keys of some streams: an empty one was destroyed.
pub(crate) async fn keys(tx: &mut Tx, ledger: &str, streams: &[Uuid]) -> Result<Vec<(Uuid, Vec<u8>)>, StoreError> {
    Ok(match tx {
        Tx::Postgres(tx) => sqlx::query_as(KEYS_POSTGRES).bind(ledger).bind(streams).fetch_all(&mut **tx).await?,
        Tx::Sqlite(tx) => sqlx::query_as(KEYS_SQLITE).bind(ledger).bind(hex_list(streams)).fetch_all(&mut **tx).await?,
    })
}

/// The wrapped keys of some streams, outside a transaction: none for one that was destroyed.
pub(crate) async fn keys_of(db: &Db, ledger: &str, streams: &[Uuid]) -> Result<Vec<(Uuid, Vec<u8>)>, StoreError> {
    let mut keys: Vec<(Uuid, Vec<u8>)> = match db {
        Db::Postgres(db) => sqlx::query_as(KEYS_POSTGRES).bind(ledger).bind(streams).fetch_all(db.reader()).await?,
        Db::Sqlite(sqlite) => {
            sqlx::query_as(KEYS_SQLITE).bind(ledger).bind(hex_list(streams)).fetch_all(sqlite.reader()).await?
        }
    };
    keys.retain(|(_, wrapped)| !wrapped.is_empty());
    Ok(keys)
}

/// Destroys the keys of some streams, and forgets the answers to the requests that wrote to them. A row without a key stays
/// in the key's place: it tells an erased stream from one that was never written.
pub(crate) async fn erase(tx: &mut Tx, ledger: &str, streams: &[Uuid]) -> Result<(), StoreError> {
    for &stream in streams {
        on_tx!(tx, |connection| sqlx::query(DESTROY_KEY)
            .bind(ledger)
            .bind(stream)
            .bind(&[][..] as &[u8])
            .execute(connection)
            .await
            .map(|_| ())?);
        let requests: Vec<(String, Uuid)> = on_tx!(tx, |connection| sqlx::query_as(REQUESTS_OF)
            .bind(ledger)
            .bind(stream)
            .fetch_all(connection)
            .await?);
        let keys: Vec<[Value; 2]> =
            requests.into_iter().map(|(caller, id)| [Value::Text(caller), Value::Id(id)]).collect();
        REQUEST.delete(tx, ledger, &keys.iter().map(<[Value; 2]>::as_slice).collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// Whether a request has its answer, outside a transaction.
pub(crate) async fn is_answered(db: &Db, ledger: &str, caller: &str, id: Uuid) -> Result<bool, StoreError> {
    let row: Option<(String,)> =
        on!(db, |pool| sqlx::query_as(IS_ANSWERED).bind(ledger).bind(caller).bind(id).fetch_optional(pool).await?);
    Ok(row.is_some())
}

/// The stream that a request was answered on.
pub(crate) async fn answered_on(db: &Db, ledger: &str, caller: &str, id: Uuid) -> Result<Option<Uuid>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        on!(db, |pool| sqlx::query_as(ANSWERED_WITH).bind(ledger).bind(caller).bind(id).fetch_optional(pool).await?);
    let damaged = || StoreError::Damaged("the outcome of a request cannot be read".to_owned());
    row.map(|(outcome,)| {
        let outcome = RequestOutcome::decode(outcome.as_slice()).map_err(|_| damaged())?;
        Uuid::from_slice(&outcome.stream).map_err(|_| damaged())
    })
    .transpose()
}

/// The wrapped key of one stream, unless it was destroyed.
pub(crate) async fn key_of(db: &Db, ledger: &str, stream: Uuid) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        on!(db, |pool| sqlx::query_as(KEY).bind(ledger).bind(stream).fetch_optional(pool).await?);
    Ok(row.map(|(wrapped,)| wrapped).filter(|wrapped| !wrapped.is_empty()))
}

/// A JSON string: the text with what JSON reserves escaped.
fn json_text(text: &str) -> String {
    use std::fmt::Write as _;
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if u32::from(control) < 0x20 => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
