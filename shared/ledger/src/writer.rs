//! The one writer of a ledger in this process. It takes all commands that wait, decides them one after another under
//! the head's lock, writes what they caused with one statement a table, commits once, and answers.
//!
//! Every decision, also a refusal and a no-op, is made on states that hold everything committed before: what another
//! process wrote in between is read and applied first. So no decision ever comes from a stale state, and conflicts
//! cannot occur.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use opentelemetry::KeyValue;
use opentelemetry::metrics::Histogram;
use tokio::sync::{mpsc, oneshot, watch};
use trajet_runtime::{Clock, Entropy};

use crate::batch::Batch;
use crate::cache::Cache;
use crate::db::{Db, StoreError};
use crate::domain::Domain;
use crate::head::Head;
use crate::seal::Sealer;
use crate::submission::{ExecuteError, Occasion, Outcome, Submission};

/// The most units taken into one transaction: beyond it the gain is small and the wait of the first grows.
const UNITS_PER_BATCH: usize = 128;

/// A batch that takes longer waits for a database that does not answer: its callers are told so.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is decided and committed together or not at all.
pub(crate) struct Unit<D: Domain> {
    pub(crate) submissions: Vec<Submission<D>>,
    pub(crate) occasion: Occasion,
    pub(crate) answer: oneshot::Sender<Answer<D>>,
}

pub(crate) type Answer<D> = Result<Vec<Outcome>, ExecuteError<<D as Domain>::Rejection>>;

/// What the writer is told.
pub(crate) enum Message<D: Domain> {
    Unit(Unit<D>),
    /// Sign where the ledger stands, if something was written since the last time.
    Checkpoint(oneshot::Sender<()>),
}

/// What a ledger's parts share.
pub(crate) struct Core<D: Domain> {
    pub(crate) name: Arc<str>,
    pub(crate) domain: Arc<D>,
    pub(crate) db: Db,
    pub(crate) sealer: Sealer,
    pub(crate) clock: Clock,
    pub(crate) entropy: Entropy,
    pub(crate) head: watch::Sender<Head>,
    /// Counts up whenever a timer was written that is due already.
    pub(crate) due: watch::Sender<u64>,
}

pub(crate) struct Writer<D: Domain> {
    core: Arc<Core<D>>,
    cache: Cache<D>,
    signed: i64,
    /// Something was erased that the log may still hold.
    to_forget: bool,
    sizes: Histogram<u64>,
    seconds: Histogram<f64>,
}

impl<D: Domain> Writer<D> {
    /// A writer that goes on from this head, in a ledger signed up to a position.
    pub(crate) fn new(core: Arc<Core<D>>, head: Head, signed: i64) -> Self {
        let meter = opentelemetry::global::meter("trajet.ledger");
        Self {
            cache: Cache::new(head),
            signed,
            to_forget: false,
            sizes: meter
                .u64_histogram("trajet.ledger.batch.size")
                .with_description("Events committed together")
                .build(),
            seconds: meter.f64_histogram("trajet.ledger.batch.duration").with_unit("s").build(),
            core,
        }
    }

    pub(crate) async fn run(mut self, mut inbox: mpsc::Receiver<Message<D>>) {
        let mut messages = Vec::with_capacity(UNITS_PER_BATCH);
        while inbox.recv_many(&mut messages, UNITS_PER_BATCH).await > 0 {
            let mut units = Vec::with_capacity(messages.len());
            let mut signed = Vec::new();
            for message in messages.drain(..) {
                match message {
                    Message::Unit(unit) => units.push(unit),
                    Message::Checkpoint(done) => signed.push(done),
                }
            }
            self.commit(units, !signed.is_empty()).await;
            for done in signed {
                let _ = done.send(());
            }
        }
    }

    async fn commit(&mut self, units: Vec<Unit<D>>, sign: bool) {
        match self.attempt(&units, sign).await {
            Ok(answers) => reply(units, answers),
            // One unit that the database refuses, or that asks for a damaged stream, must not take its neighbours with it.
            Err(error) if error.is_refusal() && units.len() > 1 => {
                for unit in units {
                    let unit = vec![unit];
                    match self.attempt(&unit, false).await {
                        Ok(answers) => reply(unit, answers),
                        Err(error) => self.fail(unit, &error),
                    }
                }
                if sign && let Err(error) = self.attempt(&[], true).await {
                    self.fail(Vec::new(), &error);
                }
            }
            Err(error) => self.fail(units, &error),
        }
    }

    /// Whether the batch was committed is not known when the connection broke: nothing of it goes into the cache, and
    /// the next batch reads what did arrive.
    fn fail(&self, units: Vec<Unit<D>>, error: &StoreError) {
        tracing::error!(ledger = %self.core.name, units = units.len(), "a batch was not committed: {error}");
        tracing::debug!(?error, "the database's own words");
        let answer = if error.is_refusal() { ExecuteError::Internal } else { ExecuteError::Unavailable };
        for unit in units {
            let _ = unit.answer.send(Err(answer.clone()));
        }
    }

    /// Commits some units. A panic of the service's part is a failure of this attempt and not the end of the writer.
    async fn attempt(&mut self, units: &[Unit<D>], sign: bool) -> Result<Vec<Answer<D>>, StoreError> {
        let attempt = AssertUnwindSafe(self.write(units, sign)).catch_unwind();
        let outcome = match tokio::time::timeout(PATIENCE, attempt).await {
            Ok(Ok(outcome)) => return outcome,
            Ok(Err(_panic)) => StoreError::Panicked,
            Err(_elapsed) => StoreError::TimedOut,
        };
        self.cache.forget();
        Err(outcome)
    }

    async fn write(&mut self, units: &[Unit<D>], sign: bool) -> Result<Vec<Answer<D>>, StoreError> {
        let started = std::time::Instant::now();
        let mut tx = self.core.db.begin().await?;
        let head = Head::lock(&mut tx, &self.core.name).await?;
        self.cache.catch_up(&self.core, &mut tx, &head).await?;
        let mut batch = Batch::open(&self.core, &mut self.cache, head, &mut tx, units).await?;
        let answers: Vec<_> = units.iter().map(|unit| batch.decide(unit)).collect();
        let signed = batch.write(&mut tx, sign.then_some(self.signed)).await?;
        let Some(written) = signed else {
            tx.rollback().await?;
            return Ok(answers);
        };
        tx.commit().await?;
        let here = [KeyValue::new("ledger", self.core.name.to_string())];
        self.sizes.record(written.events, &here);
        self.seconds.record(started.elapsed().as_secs_f64(), &here);
        if written.checkpoint {
            self.signed = written.head.position;
        }
        if written.due_timers {
            self.core.due.send_modify(|count| *count += 1);
        }
        self.cache.keep(written.head.clone(), written.streams);
        self.core.head.send_replace(written.head);
        self.to_forget |= written.erased;
        if let Err(error) = self.tend_log().await {
            tracing::warn!(ledger = %self.core.name, "the write-ahead log was not emptied: {error}");
        }
        Ok(answers)
    }

    /// Keeps the log small, and empty of what was erased.
    async fn tend_log(&mut self) -> Result<(), StoreError> {
        if self.to_forget {
            self.to_forget = !self.core.db.forget_log().await?;
        }
        self.core.db.bound_log().await
    }
}

fn reply<D: Domain>(units: Vec<Unit<D>>, answers: Vec<Answer<D>>) {
    for (unit, answer) in units.into_iter().zip(answers) {
        // A caller that has gone away finds its answer by repeating the request.
        let _ = unit.answer.send(answer);
    }
}
