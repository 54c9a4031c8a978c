//! What one stream of a ledger tells another of the same ledger.
//!
//! A ledger listens to itself as it listens to others: each of its events is looked at, in order, and what it causes on other
//! streams is committed with the step of the cursor, so that the process may be killed at any instant. What is told is decided
//! by the states as they are when it is told, and not by the event alone: an event says that it is time to look. So whatever
//! happened in between, what the other stream knows in the end is what is so.

use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::client::FactCommand;
use super::stuck::{self, StuckFact, Why};
use crate::cursor::Cursor;
use crate::db::StoreError;
use crate::domain::{Actor, Domain};
use crate::ledger::{Ledger, Recorded};
use crate::submission::{Advance, ExecuteError, Occasion, Request, Source, Submission};

/// Events looked at in one go.
const PAGE: i64 = 500;
/// Looked at again even if nothing happened here: another replica may have stopped in the middle.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// After a failure of the store, or while the writer has too much to do.
const BACK_OFF: Duration = Duration::from_millis(500);
/// How often what could not be told is tried again, in the machine's time.
const RETRY_EVERY: Duration = Duration::from_mins(10);

/// The namespace of the identifiers of requests that a ledger makes of itself.
const NAMESPACE: Uuid = Uuid::from_u128(0x2f0b_7c51_93de_5a08_bb1e_6c92_40d7_15fa);

/// What an event has its stream tell others now: commands that a domain does not refuse, all committed or none. It tells nothing
/// that they know already.
pub type Tell<D> = for<'a> fn(
    &'a Ledger<D>,
    &'a Recorded<<D as Domain>::Event>,
) -> BoxFuture<'a, Result<Vec<FactCommand<D>>, StoreError>>;

/// Why not everything was told; it is tried again soon.
#[derive(Debug, thiserror::Error)]
pub enum NotTold {
    /// The database failed, or an event cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The writer has too much to do, or is away.
    #[error("the writer is busy or away")]
    Writer,
}

/// Has the streams of a ledger tell each other, until the process stops.
pub async fn run<D: Domain>(ledger: Ledger<D>, tell: Tell<D>, stop: CancellationToken) {
    let mut head = ledger.head();
    let mut retry_at = Instant::now();
    while !stop.is_cancelled() {
        head.mark_unchanged();
        if retry_at <= Instant::now() {
            retry_at = Instant::now() + RETRY_EVERY;
            if let Err(error) = retry(&ledger, tell).await {
                tracing::error!(ledger = ledger.name(), "what waits to be told here could not be tried again: {error}");
            }
        }
        let pause = match catch_up(&ledger, tell).await {
            Ok(()) => LOOK_AGAIN,
            Err(error) => {
                tracing::error!(ledger = ledger.name(), "not all was told from case to case: {error}");
                BACK_OFF
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            _ = head.changed(), if pause == LOOK_AGAIN => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Has everything told that was recorded so far, and what follows from that.
///
/// # Errors
/// If it cannot go on now. What was told stays told, and it goes on from there.
pub async fn catch_up<D: Domain>(ledger: &Ledger<D>, tell: Tell<D>) -> Result<(), NotTold> {
    let reached = async || Ok::<_, StoreError>(ledger.cursor_of(ledger.name()).await?.map_or(0, |at| at.position));
    let mut from = reached().await?;
    loop {
        let page = ledger.events_after(from, PAGE).await?;
        let Some(last) = page.last().map(|last| last.stored.position) else { return Ok(()) };
        for recorded in &page {
            let commands = readable(tell(ledger, recorded).await)?;
            if commands.as_ref().is_some_and(Vec::is_empty) && recorded.stored.position < last {
                continue;
            }
            let Some(to) = step(ledger, from, recorded, commands).await? else {
                // Another replica was first.
                from = reached().await?;
                break;
            };
            from = to;
        }
    }
}

/// What is to be told; `None` if a state that decides it cannot be read, which it cannot be the next time either.
fn readable<D: Domain>(
    told: Result<Vec<FactCommand<D>>, StoreError>,
) -> Result<Option<Vec<FactCommand<D>>>, StoreError> {
    match told {
        Err(error) if error.is_unreadable() => Ok(None),
        told => told.map(Some),
    }
}

/// Commits what an event caused and goes on to it; nothing if the cursor was moved by another. What cannot be known or is refused
/// waits.
async fn step<D: Domain>(
    ledger: &Ledger<D>,
    from: i64,
    recorded: &Recorded<D::Event>,
    commands: Option<Vec<FactCommand<D>>>,
) -> Result<Option<i64>, NotTold> {
    let to = place(ledger, recorded)?;
    let first = commands.as_ref().and_then(|commands| commands.first());
    let stream = first.map_or(recorded.stored.stream, |command| command.stream);
    let advance = |stuck| Occasion::Advance(Advance { source: ledger.name().to_owned(), from, to: to.clone(), stuck });
    let mut told = match commands {
        Some(commands) => ledger.submit(submissions(ledger, recorded, &to, commands), advance(Vec::new())).await,
        None => Err(ExecuteError::Internal),
    };
    if let Err(error) = &told
        && let Some(why) = Why::of(error)
    {
        tracing::error!(
            ledger = ledger.name(), position = to.position, kind = %recorded.stored.kind, why = why.code(),
            "what an event has another case told cannot be told and waits"
        );
        let stuck = StuckFact {
            source: ledger.name().to_owned(),
            position: to.position,
            stream,
            kind: recorded.stored.kind.clone(),
            since: String::new(),
            why,
            stuck_on: ledger.clock().today(),
        };
        told = ledger.submit(Vec::new(), advance(vec![stuck])).await;
    }
    match told {
        Ok(_) => Ok(Some(to.position)),
        Err(ExecuteError::CursorMoved) => Ok(None),
        Err(_) => Err(NotTold::Writer),
    }
}

/// Tries again what could not be told, in order.
async fn retry<D: Domain>(ledger: &Ledger<D>, tell: Tell<D>) -> Result<(), NotTold> {
    for waiting in stuck::waiting(ledger.db(), ledger.name(), ledger.name()).await? {
        let Some(recorded) = ledger.events_after(waiting.position - 1, 1).await?.pop() else { continue };
        let Some(commands) = readable(tell(ledger, &recorded).await)? else {
            tracing::error!(
                ledger = ledger.name(),
                position = waiting.position,
                "it still waits: a case cannot be read"
            );
            continue;
        };
        let submissions = submissions(ledger, &recorded, &place(ledger, &recorded)?, commands);
        let occasion = Occasion::Unstick { source: ledger.name().to_owned(), position: waiting.position };
        match ledger.submit(submissions, occasion).await {
            Ok(_) => {
                tracing::info!(ledger = ledger.name(), position = waiting.position, "what waited was told");
            }
            Err(error) if Why::of(&error).is_some() => {
                tracing::error!(ledger = ledger.name(), position = waiting.position, "it still waits: {error}");
            }
            Err(_) => return Err(NotTold::Writer),
        }
    }
    Ok(())
}

fn place<D: Domain>(ledger: &Ledger<D>, recorded: &Recorded<D::Event>) -> Result<Cursor, StoreError> {
    let hash = recorded.stored.hashes()?.1;
    Ok(Cursor::new(ledger.name(), ledger.head_cursor().epoch, recorded.stored.position, &hash))
}

fn submissions<D: Domain>(
    ledger: &Ledger<D>,
    recorded: &Recorded<D::Event>,
    place: &Cursor,
    commands: Vec<FactCommand<D>>,
) -> Vec<Submission<D>> {
    let position = recorded.stored.position;
    let submission = |(number, FactCommand { stream, command, followed_by: _ }): (usize, FactCommand<D>)| {
        let content = format!("{}\n{}\n{position}\n{number}", ledger.name(), place.epoch.simple()).into_bytes();
        Submission {
            stream,
            command,
            request: Request {
                method: format!("told/{}", recorded.stored.kind),
                id: Uuid::new_v5(&NAMESPACE, &content),
                content,
            },
            if_version: None,
            actor: Actor::fact(ledger.name()),
            trace: recorded.stored.trace.clone(),
            source: Some(Source { ledger: ledger.name().to_owned(), position }),
        }
    };
    commands.into_iter().enumerate().map(submission).collect()
}
