//! A command for every stream of a ledger, done once for a target: a pass.
//!
//! The streams are gone through in the order of their identifiers, some at a time, and how far the pass has come is durable: killed
//! at any instant it goes on from there. What was done since the last such mark is done again, so that the command must do nothing
//! where there is nothing left to do. Acts go on meanwhile.
//!
//! Each target has a number, higher than those before it. A program that holds an earlier target does not go back to it: while two
//! releases run side by side, the later one has the say.

use std::time::Duration;

use uuid::Uuid;

use crate::db::StoreError;
use crate::domain::{Actor, Domain};
use crate::ledger::Ledger;
use crate::on;
use crate::submission::{ExecuteError, Occasion, Request, Submission};
use crate::table::{Kind, OnConflict, Row, Table, Value};

pub(crate) static PASS: Table = Table {
    name: "pass",
    key: 1,
    columns: &[("target", Kind::Text), ("number", Kind::Int), ("stream", Kind::Id), ("ended", Kind::Int)],
    on_conflict: OnConflict::Replace,
};

/// What the database's role needs for it: without, a mark that fails would fail the acts that are committed with it.
pub(crate) const PASS_CHANGES: [(&str, &str); 2] = [("pass", "INSERT"), ("pass", "UPDATE")];

const PASSES: &str = "SELECT target, number, stream, ended FROM pass WHERE ledger = $1";
const STREAMS: &str = "SELECT stream, MAX(version) FROM event WHERE ledger = $1 AND stream > $2 GROUP BY stream \
                       ORDER BY stream LIMIT $3";

/// The namespace of the identifiers of requests that passes make.
const NAMESPACE: Uuid = Uuid::from_u128(0x5a0e_71c4_93d8_5f26_b6a7_0c42_8e19_d3f5);

/// How fast a pass goes.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Streams that are looked at side by side, and then marked.
    pub streams: i64,
    /// How long the writer is left to others after each such step.
    pub pause: Duration,
}

/// How far a pass has come since it was begun or went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Streams that were looked at.
    pub streams: u64,
    /// Streams in which something was recorded.
    pub changed: u64,
}

/// How a pass ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// It had ended before.
    Before,
    /// It ended now.
    Now(Progress),
    /// The ledger has gone on to a later target: nothing was done.
    LeftBehind,
}

/// Why a pass does not go on. What it did stays done, and begun again it goes on.
#[derive(Debug, thiserror::Error)]
pub enum PassError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The writer has too much to do, or is away.
    #[error("the writer is busy or away")]
    Writer,
    /// What is to be recorded is not enabled while earlier programs still read the ledger.
    #[error("what is to be recorded is not enabled yet")]
    NotEnabled,
}

/// Where a pass stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    target: String,
    number: i64,
    after: Uuid,
    ended: bool,
}

impl Mark {
    fn row(&self) -> Row {
        let (target, number) = (Value::Text(self.target.clone()), Value::Int(self.number));
        Row::new(&PASS, vec![target, number, Value::Id(self.after), Value::Int(i64::from(self.ended))])
    }
}

/// Does a command to every stream, or goes on doing it, unless that was done for this target.
///
/// A stream that refuses the command has nothing to do. `tell` is told after each step how far the pass has come.
///
/// # Errors
/// If it cannot go on.
pub async fn run<D: Domain>(
    ledger: &Ledger<D>,
    target: &str,
    command: impl Fn() -> D::Command,
    pace: Pace,
    mut tell: impl FnMut(Progress),
) -> Result<Passed, PassError> {
    let marks = marks(ledger).await?;
    let last = marks.iter().map(|mark| mark.number).max().unwrap_or_default();
    let mark = marks.into_iter().find(|mark| mark.target == target);
    let mut mark =
        mark.unwrap_or_else(|| Mark { target: target.to_owned(), number: last + 1, after: Uuid::nil(), ended: false });
    if mark.number < last {
        return Ok(Passed::LeftBehind);
    }
    if mark.ended {
        return Ok(Passed::Before);
    }
    let mut progress = Progress::default();
    loop {
        let streams = streams(ledger, mark.after, pace.streams).await?;
        let looking = streams.iter().map(|(stream, version)| look(ledger, target, *stream, *version, command()));
        for changed in futures_util::future::join_all(looking).await {
            progress.changed += u64::from(changed?);
            progress.streams += 1;
        }
        match streams.last() {
            Some((stream, _)) => mark.after = *stream,
            None => mark.ended = true,
        }
        reached(ledger, &mark).await?;
        tell(progress);
        if mark.ended {
            return Ok(Passed::Now(progress));
        }
        tokio::time::sleep(pace.pause).await;
    }
}

/// Does the command to a stream. Says whether anything was recorded.
async fn look<D: Domain>(
    ledger: &Ledger<D>,
    target: &str,
    stream: Uuid,
    version: i64,
    command: D::Command,
) -> Result<bool, PassError> {
    let id = Uuid::new_v5(&NAMESPACE, format!("{}\n{stream}\n{target}", ledger.name()).as_bytes());
    let submission = Submission {
        stream,
        command,
        request: Request { method: format!("pass/{target}"), id, content: Vec::new() },
        if_version: None,
        actor: Actor::law(),
        trace: String::new(),
        source: None,
    };
    match ledger.submit(vec![submission], Occasion::EveryStream).await {
        Ok(outcomes) => Ok(outcomes.iter().any(|outcome| version < outcome.version)),
        Err(ExecuteError::Busy | ExecuteError::Unavailable) => Err(PassError::Writer),
        Err(ExecuteError::NotEnabled) => Err(PassError::NotEnabled),
        Err(ExecuteError::Rejected(_)) => Ok(false),
        Err(error) => {
            tracing::error!(ledger = ledger.name(), %stream, "a stream was passed over: {error}");
            Ok(false)
        }
    }
}

async fn reached<D: Domain>(ledger: &Ledger<D>, mark: &Mark) -> Result<(), PassError> {
    ledger.submit(Vec::new(), Occasion::Pass(mark.row())).await.map(drop).map_err(|_| PassError::Writer)
}

async fn marks<D: Domain>(ledger: &Ledger<D>) -> Result<Vec<Mark>, StoreError> {
    let rows: Vec<(String, i64, Uuid, i64)> =
        on!(ledger.db(), |pool| sqlx::query_as(PASSES).bind(ledger.name()).fetch_all(pool).await?);
    let mark = |(target, number, after, ended)| Mark { target, number, after, ended: ended != 0 };
    Ok(rows.into_iter().map(mark).collect())
}

async fn streams<D: Domain>(ledger: &Ledger<D>, after: Uuid, limit: i64) -> Result<Vec<(Uuid, i64)>, StoreError> {
    Ok(on!(ledger.db(), |pool| sqlx::query_as(STREAMS)
        .bind(ledger.name())
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await?))
}
