//! Bringing reports to the cases they are about: first into the case, then out of those that are looked for (X5, X7).
//!
//! Each of the two steps is an act of its own and does nothing the second time, so that the matcher may be killed between
//! them, and two may run at once. A case holds a report by a claim: no second case can take it, and only a report that is
//! held, or that tells a case nothing new, is noted as matched. Once that case is annulled as a whole, its reports wait again.
//!
//! A partner must not learn from the time that an answer takes whether the insurer knows a person (X7). So no report wakes
//! the matcher: it comes by itself, at moments that nobody can foretell, and works in small steps with pauses between
//! them. What remains: the steps are committed by the same writer as the partners' own acts, so that an act waits for at
//! most one step that is under way. Somebody who has the ledger nearly alone, sends very many reports on one person and
//! measures every call of the next minute can still tell by statistics whether there was something to do. Only a limit on
//! the number of a partner's reports, in front of this service, takes that away.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;
use trajet_exchange_domain::{CaseId, Command, Report, ReportId, State, Told};
use trajet_ledger::{Actor, ExecuteError, Ledger, Request, StoreError, Submission};
use trajet_runtime::Entropy;
use uuid::Uuid;

use crate::fallen;
use crate::ledger::Exchange;
use crate::reports::{self, Matchable};

/// Reports looked up at a time: few enough that a report that came meanwhile does not wait long for its turn.
const ROUND: usize = 256;
/// Persons whose reports are brought at once, in one step: the writer commits them together.
const AT_ONCE: usize = 32;
/// The shortest time from one look to the next, and what chance adds at most.
const CADENCE: (Duration, Duration) = (Duration::from_secs(4), Duration::from_secs(8));
/// What chance makes of the pause between two steps, at most.
const LONGEST_BREATH: Duration = Duration::from_millis(50);
/// The cadence on a clock that is set by hand, whose day waits for the matcher and where nobody is to be protected.
const BY_HAND: Duration = Duration::from_millis(20);
/// Those that were set aside are tried again, and everything is looked at even if nothing was written.
const TRY_AGAIN: Duration = Duration::from_mins(10);

/// The namespace of the identifiers of the requests that the matcher makes.
const NAMESPACE: Uuid = Uuid::from_u128(0x83ab_61f0_2c9d_5e47_a1f6_0b58_d3c4_97e2);

/// The matcher of a ledger. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Matcher {
    ledger: Ledger<Exchange>,
    entropy: Entropy,
    /// Reports and annulled cases that fail whenever they are tried, and annulled cases with which all was done: for a while.
    aside: Arc<Mutex<HashSet<Uuid>>>,
}

/// Why a report was not brought to its case.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MatchError {
    /// The store is away, or the writer busy: it will go later.
    #[error("the store or its writer is busy or away")]
    Later,
    /// The report was erased since it was looked up.
    #[error("it was erased meanwhile")]
    Erased,
    /// The same again would fail again.
    #[error("{0}")]
    Lasting(String),
}

impl From<StoreError> for MatchError {
    fn from(error: StoreError) -> Self {
        if is_lasting(&error) { Self::Lasting(error.to_string()) } else { Self::Later }
    }
}

/// Whether the same again would fail again.
pub(crate) const fn is_lasting(error: &StoreError) -> bool {
    match error {
        StoreError::Driver(cause) => matches!(cause, sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. }),
        StoreError::TimedOut => false,
        _ => true,
    }
}

impl Matcher {
    /// A matcher that has not begun.
    pub(crate) fn new(ledger: Ledger<Exchange>, entropy: Entropy) -> Self {
        Self { ledger, entropy, aside: Arc::default() }
    }

    /// Brings reports to their cases until the process stops.
    pub(crate) async fn run(self, stop: CancellationToken) {
        stop.run_until_cancelled(self.keep_matching()).await;
    }

    async fn keep_matching(&self) {
        let mut again = tokio::time::interval(TRY_AGAIN);
        again.reset();
        // Where the ledger stood when nothing was left to do.
        let mut done = None;
        loop {
            tokio::select! {
                () = tokio::time::sleep(self.until_next_look()) => {}
                _ = again.tick() => {
                    self.set_aside().clear();
                    done = None;
                }
            }
            let here = self.ledger.head_cursor().position;
            if done == Some(here) {
                continue;
            }
            done = match self.match_all().await {
                Ok(()) => Some(here),
                Err(error) => {
                    tracing::error!(ledger = self.ledger.name(), "reports could not be matched: {error}");
                    None
                }
            };
        }
    }

    /// Matches every report that can be, but those that were set aside.
    pub(crate) async fn match_all(&self) -> Result<(), MatchError> {
        loop {
            self.unmatch_fallen().await?;
            let round = self.round().await?;
            if round.is_empty() {
                return Ok(());
            }
            // Reports of the same turn are of different persons.
            for step in round.chunk_by(|one, next| one.turn == next.turn).flat_map(|turn| turn.chunks(AT_ONCE)) {
                let span = tracing::info_span!("match", ledger = self.ledger.name());
                let brought = join_all(step.iter().map(|found| self.bring(*found))).instrument(span).await;
                brought.into_iter().collect::<Result<(), _>>()?;
                tokio::time::sleep(self.breath()).await;
            }
        }
    }

    /// How many reports can be brought to a case now, or wait again because theirs was annulled, those that were set aside excepted;
    /// of the former no more than a round is counted.
    pub(crate) async fn pending(&self) -> Result<u64, StoreError> {
        let mut pending = self.round().await?.len();
        for case in self.annulled_cases().await? {
            pending += fallen::reports_of(&self.ledger, case).await?.len();
        }
        Ok(pending as u64)
    }

    async fn annulled_cases(&self) -> Result<Vec<Uuid>, StoreError> {
        let mut cases = fallen::cases(&self.ledger, self.ledger.clock().today()).await?;
        let aside = self.set_aside();
        cases.retain(|case| !aside.contains(case));
        Ok(cases)
    }

    /// Notes with the reports of cases that were annulled as a whole that they wait again.
    async fn unmatch_fallen(&self) -> Result<(), MatchError> {
        for case in self.annulled_cases().await? {
            match self.unmatch_all(case).await {
                Err(MatchError::Later) => return Err(MatchError::Later),
                Err(why) => {
                    let ledger = self.ledger.name();
                    tracing::error!(ledger, %case, "the reports of an annulled case are left with it for now: {why}");
                }
                Ok(()) => {}
            }
            self.set_aside().insert(case);
            tokio::time::sleep(self.breath()).await;
        }
        Ok(())
    }

    async fn unmatch_all(&self, case: Uuid) -> Result<(), MatchError> {
        for report in fallen::reports_of(&self.ledger, case).await? {
            match unmatch(&self.ledger, report, CaseId(case.into_bytes())).await {
                Err(MatchError::Erased) | Ok(()) => {}
                failed => return failed,
            }
        }
        Ok(())
    }

    async fn round(&self) -> Result<Vec<Matchable>, StoreError> {
        let aside = self.set_aside().clone();
        let limit = i64::try_from(ROUND + aside.len()).unwrap_or(i64::MAX);
        let mut found = reports::matchable(&self.ledger, limit).await?;
        found.retain(|found| !aside.contains(&found.report));
        found.truncate(ROUND);
        Ok(found)
    }

    /// Brings a report to its case, or sets it aside.
    async fn bring(&self, found: Matchable) -> Result<(), MatchError> {
        let (ledger, report) = (self.ledger.name(), found.report);
        match both_steps(&self.ledger, found).await {
            Err(MatchError::Erased) => tracing::debug!(ledger, %report, "a report was erased before its turn"),
            Err(MatchError::Lasting(why)) => {
                tracing::error!(ledger, %report, "a report cannot be matched and is set aside: {why}");
            }
            done_or_later => return done_or_later,
        }
        self.set_aside().insert(report);
        Ok(())
    }

    fn set_aside(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.aside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn until_next_look(&self) -> Duration {
        if self.ledger.clock().is_manual() { BY_HAND } else { CADENCE.0 + self.chance(CADENCE.1) }
    }

    fn breath(&self) -> Duration {
        if self.ledger.clock().is_manual() { Duration::ZERO } else { self.chance(LONGEST_BREATH) }
    }

    /// Some part of a time, each as likely as the other.
    fn chance(&self, longest: Duration) -> Duration {
        longest.mul_f64(f64::from(u32::from_be_bytes(self.entropy.bytes())) / f64::from(u32::MAX))
    }
}

/// Both steps of a report, which may be erased before either of them.
pub(crate) async fn both_steps(ledger: &Ledger<Exchange>, found: Matchable) -> Result<(), MatchError> {
    let brought = match take(ledger, found).await {
        Ok(()) => note(ledger, found.report, Some(CaseId(found.case.into_bytes()))).await,
        error => error,
    };
    match brought {
        Err(MatchError::Lasting(_)) if ledger.state(found.report).await?.is_none() => Err(MatchError::Erased),
        brought => brought,
    }
}

/// The first step: the case takes the report over, unless it or another one holds it, or it knows what it tells.
pub(crate) async fn take(ledger: &Ledger<Exchange>, found: Matchable) -> Result<(), MatchError> {
    let (report, version) = kept(ledger, found.report).await?;
    let id = ReportId(found.report.into_bytes());
    let told = Told { report: id, partner: report.partner, fact: report.fact };
    act(ledger, found.case, "take", (found.report, version), Command::Take(told)).await
}

/// The second step: the report is no longer looked for. `known_in` is the case that accepted the first step.
pub(crate) async fn note(ledger: &Ledger<Exchange>, report: Uuid, known_in: Option<CaseId>) -> Result<(), MatchError> {
    let (_, version) = kept(ledger, report).await?;
    let command = Command::Match { report: ReportId(report.into_bytes()), known_in };
    act(ledger, report, "match", (report, version), command).await
}

/// The way back: the whole case that took the report over was annulled, and the report is looked for again.
async fn unmatch(ledger: &Ledger<Exchange>, report: Uuid, from: CaseId) -> Result<(), MatchError> {
    let (_, version) = kept(ledger, report).await?;
    act(ledger, report, "unmatch", (report, version), Command::Unmatch { from }).await
}

/// A report, and the version of its stream.
async fn kept(ledger: &Ledger<Exchange>, report: Uuid) -> Result<(Report, i64), MatchError> {
    match ledger.state(report).await? {
        Some((State::Report(report), version)) => Ok((report, version)),
        // The row that was found is one of a report, unless its key was destroyed meanwhile.
        _ => Err(MatchError::Erased),
    }
}

/// Submits a step on a stream.
async fn act(
    ledger: &Ledger<Exchange>,
    stream: Uuid,
    step: &str,
    (report, version): (Uuid, i64),
    command: Command,
) -> Result<(), MatchError> {
    // Another request once the report was matched or waits again: it can go the same way a second time.
    let content = format!("{stream}\n{step}\n{report}\n{version}").into_bytes();
    let submission = Submission {
        stream,
        command,
        // The same whoever makes it: a step that was done is answered again.
        request: Request { method: format!("report/{step}"), id: Uuid::new_v5(&NAMESPACE, &content), content },
        if_version: None,
        actor: Actor::fact(ledger.name()),
        trace: trajet_runtime::telemetry::current_traceparent(),
        source: None,
    };
    match ledger.execute(submission).await {
        Ok(_) => Ok(()),
        Err(ExecuteError::Busy | ExecuteError::Unavailable) => Err(MatchError::Later),
        Err(error) => Err(MatchError::Lasting(error.to_string())),
    }
}
