//! Sending referrals: first each that waits is sent, or comes back where its organisation is no such partner; then the inboxes get
//! the entries that they are to have (X4, X6).
//!
//! Each step is an act of its own and does nothing the second time, so that the courier may be killed between them, and two may
//! run at once: nothing is lost, and an entry stands once. What is to be done is read from the tables and not remembered.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use trajet_exchange_domain::{CaseId, Command, ReferralId};
use trajet_ledger::{Actor, ExecuteError, Ledger, Request, StoreError, Submission};
use uuid::Uuid;

use crate::inbox;
use crate::ledger::Exchange;
use crate::registry;

/// Looked up at a time.
const ROUND: i64 = 256;
/// The time from one look to the next, and the same on a clock that is set by hand.
const CADENCE: Duration = Duration::from_secs(1);
const BY_HAND: Duration = Duration::from_millis(20);

/// The namespace of the identifiers of the requests that the courier makes.
const NAMESPACE: Uuid = Uuid::from_u128(0x6d17_0be4_95a2_5cf3_91d8_3e40_b7c6_52f9);

/// The courier of a ledger. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Courier {
    ledger: Ledger<Exchange>,
}

/// Why nothing was sent: it is tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CourierError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("an act failed: {0}")]
    Act(String),
}

impl Courier {
    pub(crate) const fn new(ledger: Ledger<Exchange>) -> Self {
        Self { ledger }
    }

    /// Sends until the process stops.
    pub(crate) async fn run(self, stop: CancellationToken) {
        stop.run_until_cancelled(self.keep_sending()).await;
    }

    async fn keep_sending(&self) {
        let pause = if self.ledger.clock().is_manual() { BY_HAND } else { CADENCE };
        // Where the ledger stood when nothing was left to do.
        let mut done = None;
        loop {
            tokio::time::sleep(pause).await;
            let here = self.ledger.head_cursor().position;
            if done == Some(here) {
                continue;
            }
            done = match self.send_all().await {
                Ok(()) => Some(here),
                Err(error) => {
                    tracing::error!(ledger = self.ledger.name(), "referrals could not be sent: {error}");
                    None
                }
            };
        }
    }

    /// Sends every referral that waits, and fills the inboxes.
    pub(crate) async fn send_all(&self) -> Result<(), CourierError> {
        loop {
            let before = self.ledger.head_cursor().position;
            for waiting in inbox::queued(&self.ledger, ROUND).await? {
                let today = self.ledger.clock().today();
                let registered = registry::kind_on(&self.ledger, waiting.partner, today).await?;
                let command = Command::Send { told_at: waiting.told_at, registered };
                self.act(waiting.case, format!("send\n{}", waiting.told_at), command).await?;
            }
            for missing in inbox::missing(&self.ledger, ROUND).await? {
                let stream = inbox::stream_of(self.ledger.name(), missing.partner);
                let command = Command::Fill {
                    partner: missing.partner,
                    case: CaseId(missing.case.into_bytes()),
                    referral: ReferralId(missing.referral.into_bytes()),
                    over: missing.over,
                };
                self.act(stream, format!("fill\n{}\n{}", missing.referral, missing.over), command).await?;
            }
            if self.ledger.head_cursor().position == before {
                return Ok(());
            }
        }
    }

    /// How much there is to send or to enter; of each no more than a round is counted.
    pub(crate) async fn pending(&self) -> Result<u64, StoreError> {
        let queued = inbox::queued(&self.ledger, ROUND).await?.len();
        Ok((queued + inbox::missing(&self.ledger, ROUND).await?.len()) as u64)
    }

    async fn act(&self, stream: Uuid, step: String, command: Command) -> Result<(), CourierError> {
        let content = format!("{stream}\n{step}").into_bytes();
        let submission = Submission {
            stream,
            command,
            // The same whoever makes it: a step that was done is answered again.
            request: Request { method: "referral/step".to_owned(), id: Uuid::new_v5(&NAMESPACE, &content), content },
            if_version: None,
            actor: Actor::fact(self.ledger.name()),
            trace: trajet_runtime::telemetry::current_traceparent(),
            source: None,
        };
        match self.ledger.execute(submission).await {
            // What is not sent today because it is over, or its case ended, is not waited for.
            Ok(_) | Err(ExecuteError::Rejected(_)) => Ok(()),
            Err(error) => Err(CourierError::Act(error.to_string())),
        }
    }
}
