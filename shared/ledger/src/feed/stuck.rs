//! Facts that could not be taken over when the cursor passed them: one case that cannot be read, or one fault, must not
//! stop an insurer's whole feed. Nothing of what they say is kept, only where they can be read again.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::{Db, StoreError};
use crate::on;
use crate::submission::ExecuteError;
use crate::table::{Kind, OnConflict, Table, Value};

pub(crate) static STUCK_FACT: Table = Table {
    name: "stuck_fact",
    key: 2,
    columns: &[
        ("source", Kind::Text),
        ("position", Kind::Int),
        ("stream", Kind::Id),
        ("kind", Kind::Text),
        ("since_cursor", Kind::Text),
        ("why", Kind::Text),
        ("stuck_on", Kind::Text),
    ],
    on_conflict: OnConflict::Replace,
};

/// A fact that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StuckFact {
    pub(crate) source: String,
    pub(crate) position: i64,
    pub(crate) stream: Uuid,
    pub(crate) kind: String,
    /// A cursor before it, from which it can be read again; empty for the beginning.
    pub(crate) since: String,
    pub(crate) why: Why,
    pub(crate) stuck_on: NaiveDate,
}

/// Why a fact was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The domain refused it, which it must never do.
    Rejected,
    /// Another fact was taken from the same place before: the source has another past now.
    AnotherBefore,
    /// The ledger is held at an earlier shape.
    NotEnabled,
    /// Its case cannot be read, or the service's part failed.
    Fault,
    /// An earlier fact of its case waits.
    Behind,
}

impl Why {
    /// `None` if it was not the fact's fault: the same again may succeed.
    pub(super) fn of<R>(error: &ExecuteError<R>) -> Option<Self> {
        match error {
            ExecuteError::CursorMoved | ExecuteError::Busy | ExecuteError::Unavailable => None,
            ExecuteError::Rejected(_) => Some(Self::Rejected),
            ExecuteError::RequestIdReused => Some(Self::AnotherBefore),
            ExecuteError::NotEnabled => Some(Self::NotEnabled),
            ExecuteError::Internal | ExecuteError::Closed | ExecuteError::VersionMismatch { .. } => Some(Self::Fault),
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Rejected => "REJECTED",
            Self::AnotherBefore => "ANOTHER_BEFORE",
            Self::NotEnabled => "NOT_ENABLED",
            Self::Fault => "FAULT",
            Self::Behind => "BEHIND",
        }
    }
}

impl StuckFact {
    pub(crate) fn row(&self) -> Vec<Value> {
        vec![
            Value::Text(self.source.clone()),
            Value::Int(self.position),
            Value::Id(self.stream),
            Value::Text(self.kind.clone()),
            Value::Text(self.since.clone()),
            Value::Text(self.why.code().to_owned()),
            Value::Text(self.stuck_on.to_string()),
        ]
    }
}

/// Where a stuck fact is found again.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) position: i64,
    pub(super) stream: Uuid,
    pub(super) since: String,
}

const WAITING: &str =
    "SELECT position, stream, since_cursor FROM stuck_fact WHERE ledger = $1 AND source = $2 ORDER BY position";
const STREAMS: &str = "SELECT DISTINCT stream FROM stuck_fact WHERE ledger = $1 AND source = $2";

/// All facts of a source that wait, the earliest first.
pub(super) async fn waiting(db: &Db, ledger: &str, source: &str) -> Result<Vec<Waiting>, StoreError> {
    let rows: Vec<(i64, Uuid, String)> =
        on!(db, |pool| sqlx::query_as(WAITING).bind(ledger).bind(source).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(position, stream, since)| Waiting { position, stream, since }).collect())
}

/// The streams for which a fact of a source waits: their later facts must wait behind it.
pub(super) async fn streams(db: &Db, ledger: &str, source: &str) -> Result<BTreeSet<Uuid>, StoreError> {
    let rows: Vec<(Uuid,)> = on!(db, |pool| sqlx::query_as(STREAMS).bind(ledger).bind(source).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(stream,)| stream).collect())
}
