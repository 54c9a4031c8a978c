//! Timers: rows that say on which day a stream must be looked at again. Every row due up to today fires, however long
//! the service was away; `decide` looks again at whether it still applies; and what it decides makes the row go.

use std::time::Duration;

use chrono::NaiveDate;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::db::StoreError;
use crate::domain::{Actor, Domain};
use crate::ledger::{DueTimer, Ledger};
use crate::submission::{ExecuteError, Occasion, Request, Submission};
use crate::table::Row;

/// Timers fired side by side: enough to fill the writer's batches.
const AT_ONCE: i64 = 128;
/// Looked at again even if nothing happened here: another replica may have stopped in the middle.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// After a failure of the store, or while the writer has too much to do.
const BACK_OFF: Duration = Duration::from_millis(500);

/// The namespace of the identifiers of requests that timers make.
const NAMESPACE: Uuid = Uuid::from_u128(0x0f6c_2d5e_7a31_5b0c_9d1e_4a86_53b7_c2f1);

/// Fires the timers of a ledger until the process stops.
///
/// `command` turns a kind of timer into the command to decide; `None` for a kind this program does not know, which
/// stays and is reported.
pub async fn run<D: Domain>(ledger: Ledger<D>, command: fn(&DueTimer) -> Option<D::Command>, stop: CancellationToken) {
    let mut written = ledger.due_timer_written();
    while !stop.is_cancelled() {
        written.mark_unchanged();
        let today = ledger.clock().today();
        let pause = match fire_due(&ledger, command, today).await {
            Ok(()) => LOOK_AGAIN,
            Err(error) => {
                tracing::error!(ledger = ledger.name(), "timers could not be fired: {error}");
                BACK_OFF
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = ledger.clock().date_changed_from(today) => {}
            _ = written.changed() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Why timers were not fired; they are tried again soon.
#[derive(Debug, thiserror::Error)]
enum FireError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the writer is busy or away")]
    Writer,
}

/// Fires every timer that is due. One that this makes due as well is told by `due_timer_written`.
async fn fire_due<D: Domain>(
    ledger: &Ledger<D>,
    command: fn(&DueTimer) -> Option<D::Command>,
    today: NaiveDate,
) -> Result<(), FireError> {
    let mut last = None;
    // On from the last one looked at: those that are refused stay due, and must not hide the ones behind them.
    loop {
        let due = ledger.due_timers_after(last.as_ref(), today, AT_ONCE).await?;
        let firing = due.iter().map(|timer| fire(ledger, command, timer));
        futures_util::future::join_all(firing).await.into_iter().collect::<Result<(), _>>()?;
        last = due.into_iter().last();
        if last.is_none() {
            return Ok(());
        }
    }
}

/// Fires one timer, unless another replica was first. One that is not accepted stays and is reported.
async fn fire<D: Domain>(
    ledger: &Ledger<D>,
    command: fn(&DueTimer) -> Option<D::Command>,
    timer: &DueTimer,
) -> Result<(), FireError> {
    let span = tracing::info_span!("timer", otel.name = format!("timer {}", timer.kind), ledger = ledger.name(), kind = %timer.kind);
    async {
        let Some(command) = command(timer) else {
            tracing::error!("this kind of timer is not known to this program");
            return Ok(());
        };
        let submission = Submission {
            stream: timer.stream,
            command,
            request: request(ledger.name(), timer),
            if_version: None,
            actor: Actor::timer(),
            trace: trajet_runtime::telemetry::current_traceparent(),
            source: None,
        };
        let row = Row::timer(timer.stream, &timer.kind, timer.fire_on);
        match ledger.submit(vec![submission], Occasion::Timer(row)).await {
            Ok(_) => Ok(()),
            Err(ExecuteError::Busy | ExecuteError::Unavailable) => Err(FireError::Writer),
            Err(error) => {
                tracing::error!("a timer was not accepted: {error}");
                Ok(())
            }
        }
    }
    .instrument(span)
    .await
}

/// The request that is recorded with what the timer causes: the same whoever fires it. No answer to it is kept.
fn request(ledger: &str, timer: &DueTimer) -> Request {
    let timer_of = format!("{ledger}\n{}\n{}\n{}", timer.stream, timer.kind, timer.fire_on);
    let id = Uuid::new_v5(&NAMESPACE, timer_of.as_bytes());
    Request { method: format!("timer/{}", timer.kind), id, content: Vec::new() }
}
