//! Sending referrals: first each that waits is sent, or comes back where its organisation is no such partner; then the inboxes get
//! the entries that they are to have (X4, X6). Nothing is sent before all was heard that the dossier told: it may be withdrawn (X3).
//!
//! Each step is an act of its own and does nothing the second time, so that the courier may be killed between them, and two may
//! run at once: nothing is lost, and what changes is told once. What is to be done is read from the tables and not remembered. What
//! cannot be done holds nothing up: it is set aside for a while.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use trajet_exchange_domain::{CaseId, Command, ReferralId};
use trajet_ledger::{Actor, ExecuteError, Ledger, Request, StoreError, Submission};
use uuid::Uuid;

use crate::heard::{self, Head, NotHeard};
use crate::inbox::{self, Missing, Queued};
use crate::ledger::Exchange;
use crate::matcher::is_lasting;
use crate::registry;

/// Looked up at a time.
const ROUND: i64 = 256;
/// The time from one look to the next, and the same on a clock that is set by hand.
const CADENCE: Duration = Duration::from_secs(1);
const BY_HAND: Duration = Duration::from_millis(20);

/// The namespace of the identifiers of the requests that the courier makes.
const NAMESPACE: Uuid = Uuid::from_u128(0x6d17_0be4_95a2_5cf3_91d8_3e40_b7c6_52f9);

/// What was set aside is tried again.
const TRY_AGAIN: Duration = Duration::from_mins(10);

/// The courier of a ledger. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Courier {
    ledger: Ledger<Exchange>,
    /// Referrals with which nothing can be done whenever it is tried, for a while.
    aside: Arc<Mutex<HashSet<Uuid>>>,
}

/// Why a step was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CourierError {
    /// The store is away, or the writer busy: it will go later.
    #[error("the store or its writer is busy or away")]
    Later,
    /// What waits to be sent may be withdrawn, for all that is known here.
    #[error(transparent)]
    NotHeard(#[from] NotHeard),
    /// The same again would fail again.
    #[error("{0}")]
    Lasting(String),
}

impl From<StoreError> for CourierError {
    fn from(error: StoreError) -> Self {
        if is_lasting(&error) { Self::Lasting(error.to_string()) } else { Self::Later }
    }
}

impl Courier {
    pub(crate) fn new(ledger: Ledger<Exchange>) -> Self {
        Self { ledger, aside: Arc::default() }
    }

    /// Sends until the process stops; where the dossier cannot be asked, inboxes are filled with what is over alone.
    pub(crate) async fn run(self, dossier: Option<Head>, stop: CancellationToken) {
        stop.run_until_cancelled(self.keep_sending(dossier.as_ref())).await;
    }

    async fn keep_sending(&self, dossier: Option<&Head>) {
        let pause = if self.ledger.clock().is_manual() { BY_HAND } else { CADENCE };
        let mut again = tokio::time::interval(TRY_AGAIN);
        again.reset();
        // Where the ledger stood when nothing was left to do.
        let mut done = None;
        // Why what is to be sent waits: for a moment that is as it should be, and after a while it is said.
        let mut waits = None;
        loop {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = again.tick() => {
                    self.set_aside().clear();
                    done = None;
                    if let Some(why) = &waits {
                        tracing::warn!(ledger = self.ledger.name(), "referrals wait to be sent: {why}");
                    }
                }
            }
            let here = self.ledger.head_cursor().position;
            if done == Some(here) {
                continue;
            }
            done = match self.send_all(dossier).await {
                Ok(()) => {
                    waits = None;
                    Some(here)
                }
                Err(CourierError::NotHeard(why)) => {
                    waits = Some(why);
                    None
                }
                Err(error) => {
                    tracing::error!(ledger = self.ledger.name(), "referrals could not be sent: {error}");
                    None
                }
            };
        }
    }

    /// Sends every referral that waits, and fills the inboxes; but what was set aside.
    pub(crate) async fn send_all(&self, dossier: Option<&Head>) -> Result<(), CourierError> {
        loop {
            let before = self.ledger.head_cursor().position;
            let waits = match self.send_queued(dossier).await {
                Err(CourierError::NotHeard(why)) => Some(why),
                sent => {
                    sent?;
                    None
                }
            };
            for missing in self.missing().await? {
                self.or_set_aside(missing.referral, self.fill(&missing).await)?;
            }
            if self.ledger.head_cursor().position == before {
                return waits.map_or(Ok(()), |why| Err(why.into()));
            }
        }
    }

    /// Sends what waits, as it stands once all was heard that the dossier told.
    async fn send_queued(&self, dossier: Option<&Head>) -> Result<(), CourierError> {
        if self.queued().await?.is_empty() {
            return Ok(());
        }
        heard::up_to_the_head(&self.ledger, dossier.ok_or(NotHeard::Away)?).await?;
        for waiting in self.queued().await? {
            self.or_set_aside(waiting.referral, self.send(&waiting).await)?;
        }
        Ok(())
    }

    /// How much there is to send or to enter, what was set aside excepted; of each no more than a round is counted.
    pub(crate) async fn pending(&self) -> Result<u64, StoreError> {
        Ok((self.queued().await?.len() + self.missing().await?.len()) as u64)
    }

    async fn queued(&self) -> Result<Vec<Queued>, StoreError> {
        let aside = self.set_aside().clone();
        let mut found = inbox::queued(&self.ledger, round(&aside)).await?;
        found.retain(|one| !aside.contains(&one.referral));
        Ok(found)
    }

    async fn missing(&self) -> Result<Vec<Missing>, StoreError> {
        let aside = self.set_aside().clone();
        let mut found = inbox::missing(&self.ledger, round(&aside)).await?;
        found.retain(|one| !aside.contains(&one.referral));
        Ok(found)
    }

    async fn send(&self, waiting: &Queued) -> Result<(), CourierError> {
        let Queued { case, referral: _, told_at, partner } = *waiting;
        let Some((_, version)) = self.ledger.state(case).await? else { return Ok(()) };
        let registered = registry::kind_on(&self.ledger, partner, self.ledger.clock().today()).await?;
        // Another request once the case has changed: what was not sent then can be sent now.
        self.act(case, format!("send\n{told_at}\n{version}"), Command::Send { told_at, registered }).await
    }

    async fn fill(&self, missing: &Missing) -> Result<(), CourierError> {
        let stream = inbox::stream_of(self.ledger.name(), missing.partner);
        let command = Command::Fill {
            partner: missing.partner,
            case: CaseId(missing.case.into_bytes()),
            referral: ReferralId(missing.referral.into_bytes()),
            over: missing.over(),
        };
        self.act(stream, format!("fill\n{}\n{}", missing.referral, missing.had), command).await
    }

    /// Sets aside a referral with which nothing can be done whenever it is tried.
    fn or_set_aside(&self, referral: Uuid, done: Result<(), CourierError>) -> Result<(), CourierError> {
        let Err(CourierError::Lasting(why)) = done else { return done };
        tracing::error!(ledger = self.ledger.name(), %referral, "a referral cannot be brought on and is set aside: {why}");
        self.set_aside().insert(referral);
        Ok(())
    }

    fn set_aside(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner)
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
            Ok(_) => Ok(()),
            Err(ExecuteError::Busy | ExecuteError::Unavailable) => Err(CourierError::Later),
            Err(error) => Err(CourierError::Lasting(error.to_string())),
        }
    }
}

/// How many rows are looked up, so that there is a round of those that are not set aside.
fn round(aside: &HashSet<Uuid>) -> i64 {
    ROUND.saturating_add(i64::try_from(aside.len()).unwrap_or(i64::MAX))
}
