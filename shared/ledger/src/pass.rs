//! A command for every stream of a ledger, done once for a target: a pass.
//!
//! The streams are gone through in the order of their identifiers, some at a time, and how far the pass has come is durable: killed
//! at any instant it goes on from there. What was done since the last such mark is done again, so that the command must do nothing
//! where there is nothing left to do. Acts go on meanwhile.
//!
//! Each target has a number, higher than those before it, and those of a later release are higher than those of an earlier one,
//! whichever came first: while two releases run side by side, the later one has the say. A program that holds an earlier target does
//! not go back to it, and leaves off where a later one is begun. A later release can go back: what it brings again is done again.

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

/// The numbers of a release's targets begin at the release, with this many bits after it.
const RELEASE_SHIFT: u32 = 32;

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
    /// The ledger has gone on to a later target: nothing was done, or no more.
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
    /// Some streams could not be looked at, which the log names; all others were. The pass has not ended, and begun again it goes
    /// on from the first of them.
    #[error("{0} streams could not be looked at")]
    PassedOver(u64),
}

/// What a pass is done for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// Its name.
    pub name: &'a str,
    /// The place of the program's release among all: it has the say over earlier ones.
    pub release: u32,
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

/// Does a command to every stream, or goes on doing it, unless that was done for this target, by this release or a later one.
///
/// A stream that refuses the command has nothing to do. `tell` is told after each step how far the pass has come.
///
/// # Errors
/// If it cannot go on.
pub async fn run<D: Domain>(
    ledger: &Ledger<D>,
    target: Target<'_>,
    command: impl Fn() -> D::Command,
    pace: Pace,
    mut tell: impl FnMut(Progress),
) -> Result<Passed, PassError> {
    let known = marks(ledger).await?;
    let last = last(&known);
    // What an earlier release did is not this target's: others may have been brought since, of which none is left.
    let of_this_target = |mark: &Mark| mark.target == target.name && target.release <= release(mark.number);
    let mut mark = match known.into_iter().find(of_this_target) {
        Some(mark) => mark,
        None if target.release < release(last) => return Ok(Passed::LeftBehind),
        None => {
            let number = (last + 1).max(i64::from(target.release) << RELEASE_SHIFT);
            let mark = Mark { target: target.name.to_owned(), number, after: Uuid::nil(), ended: false };
            // A pass of an earlier target that is under way leaves off.
            reached(ledger, &mark).await?;
            mark
        }
    };
    if mark.number < last {
        return Ok(Passed::LeftBehind);
    }
    if mark.ended {
        return Ok(Passed::Before);
    }
    let (mut progress, mut passed_over, mut after) = (Progress::default(), 0, mark.after);
    loop {
        let streams = streams(ledger, after, pace.streams).await?;
        let looking = streams.iter().map(|(stream, version)| look(ledger, target.name, *stream, *version, command()));
        for looked in futures_util::future::join_all(looking).await {
            match looked? {
                Some(changed) => progress.changed += u64::from(changed),
                None => passed_over += 1,
            }
            progress.streams += 1;
        }
        let ended = streams.is_empty();
        after = streams.last().map_or(after, |(stream, _)| *stream);
        // What was passed over is looked at again: the mark stays before it.
        if passed_over == 0 {
            (mark.after, mark.ended) = (after, ended);
            reached(ledger, &mark).await?;
        }
        tell(progress);
        match (ended, passed_over) {
            (true, 0) => return Ok(Passed::Now(progress)),
            (true, _) => return Err(PassError::PassedOver(passed_over)),
            (false, _) => tokio::time::sleep(pace.pause).await,
        }
        if mark.number < self::last(&marks(ledger).await?) {
            return Ok(Passed::LeftBehind);
        }
    }
}

/// The number of the last target that was begun.
fn last(marks: &[Mark]) -> i64 {
    marks.iter().map(|mark| mark.number).max().unwrap_or_default()
}

/// The release whose target has a number.
fn release(number: i64) -> u32 {
    u32::try_from(number >> RELEASE_SHIFT).unwrap_or(u32::MAX)
}

/// Does the command to a stream. Says whether anything was recorded; nothing where it could not be looked at.
async fn look<D: Domain>(
    ledger: &Ledger<D>,
    target: &str,
    stream: Uuid,
    version: i64,
    command: D::Command,
) -> Result<Option<bool>, PassError> {
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
    match ledger.submit(vec![submission], Occasion::Unkept).await {
        Ok(outcomes) => Ok(Some(outcomes.iter().any(|outcome| version < outcome.version))),
        Err(ExecuteError::Busy | ExecuteError::Unavailable) => Err(PassError::Writer),
        Err(ExecuteError::NotEnabled) => Err(PassError::NotEnabled),
        Err(ExecuteError::Rejected(_)) => Ok(Some(false)),
        Err(error) => {
            tracing::error!(ledger = ledger.name(), %stream, "a stream was passed over: {error}");
            Ok(None)
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
