//! Whether what cannot be read any more was erased by an event, and what was erased cannot be read any more. It needs no
//! key: kinds of events are in clear.

use std::collections::HashMap;

use uuid::Uuid;

use super::{PAGE, Report};
use crate::db::{Db, StoreError};
use crate::domain::Domain;
use crate::ledger::Ledger;
use crate::on;

// The length of bytes has another type on each engine.
const KEYS: &str = "SELECT stream, CAST(LENGTH(wrapped) AS BIGINT) FROM data_key WHERE ledger = $1";
const KINDS: &str =
    "SELECT position, stream, kind FROM event WHERE ledger = $1 AND position > $2 ORDER BY position LIMIT $3";

/// The last event of a stream.
struct Last {
    position: i64,
    erases: bool,
}

/// Checks that a stream has lost its key if, and only if, its last event is of a kind that erases.
///
/// # Errors
/// If the database fails; what cannot be read at all is a finding.
pub async fn keys<D: Domain>(ledger: &Ledger<D>) -> Result<Report, StoreError> {
    let (db, name) = (ledger.db(), ledger.name());
    let mut report = Report::default();
    let mut streams: HashMap<Uuid, Last> = HashMap::new();
    let mut position = 0;
    loop {
        let Some(events) = report.readable(position, kinds(db, name, position).await)? else { return Ok(report) };
        let Some((last, ..)) = events.last() else { break };
        position = *last;
        for (position, stream, kind) in events {
            report.events += 1;
            let last = Last { position, erases: D::ERASING.contains(&kind.as_str()) };
            if streams.insert(stream, last).is_some_and(|before| before.erases) {
                report.find(position, "its stream was erased before it");
            }
        }
    }
    let Some(keys) = report.readable(None, lengths(db, name).await)? else { return Ok(report) };
    let mut keys: HashMap<Uuid, i64> = keys.into_iter().collect();
    let mut found = Vec::new();
    for (stream, Last { position, erases }) in streams {
        match (erases, keys.remove(&stream).is_some_and(|length| length > 0)) {
            (false, false) => found.push((position, "its stream has no key, and no event erased it")),
            (true, true) => found.push((position, "it erased its stream, whose key is there")),
            (false, true) | (true, false) => {}
        }
    }
    found.sort_unstable();
    for (position, what) in found {
        report.find(position, what);
    }
    if !keys.is_empty() {
        report.find(None, format!("data_key: {} keys of streams that have no event", keys.len()));
    }
    Ok(report)
}

async fn kinds(db: &Db, ledger: &str, after: i64) -> Result<Vec<(i64, Uuid, String)>, StoreError> {
    Ok(on!(db, |pool| sqlx::query_as(KINDS).bind(ledger).bind(after).bind(PAGE).fetch_all(pool).await?))
}

async fn lengths(db: &Db, ledger: &str) -> Result<Vec<(Uuid, i64)>, StoreError> {
    Ok(on!(db, |pool| sqlx::query_as(KEYS).bind(ledger).fetch_all(pool).await?))
}
