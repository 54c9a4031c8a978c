//! The ledger as a service uses it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use prost::Message as _;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use trajet_contracts::internal::ledger::v1::EventHeader;
use trajet_runtime::grpc::Failure;
use trajet_runtime::keys::KeyRing;
use trajet_runtime::{Clock, Entropy};
use uuid::Uuid;

use crate::chain;
use crate::checkpoint;
use crate::cursor::Cursor;
use crate::db::{Db, StoreError};
use crate::domain::{Actor, Domain};
use crate::event::{self, StoredEvent};
use crate::gauges::Gauges;
use crate::head::Head;
use crate::lookup;
use crate::on;
use crate::pass::PASS_CHANGES;
use crate::seal::Sealer;
use crate::story::Story;
use crate::submission::{ExecuteError, Occasion, Outcome, Source, Submission};
use crate::table::{Kind, Table, Value};
use crate::writer::{Answer, Core, Message, Unit, Writer};

/// Commands that may wait for the writer. More are told to come back: a queue without end only hides an overload.
const QUEUE: usize = 1_024;
/// How often a ledger that was written to signs where it stands, in the machine's time.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(10);
/// How often what an operator watches is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(10);
/// How often SQLite's write-ahead log is emptied.
const TIDY_EVERY: Duration = Duration::from_secs(1);
/// How often a PostgreSQL ledger is asked whether another process wrote.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What a ledger needs of the process it runs in.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The keys.
    pub keys: Arc<KeyRing>,
    /// The clock.
    pub clock: Clock,
    /// The randomness.
    pub entropy: Entropy,
    /// Cancelled when the process stops: the background tasks end.
    pub stop: CancellationToken,
}

/// One insurer's ledger of one service, opened for reading and writing. Cheap to clone.
pub struct Ledger<D: Domain> {
    core: Arc<Core<D>>,
    queue: mpsc::Sender<Message<D>>,
}

impl<D: Domain> Clone for Ledger<D> {
    fn clone(&self) -> Self {
        Self { core: Arc::clone(&self.core), queue: self.queue.clone() }
    }
}

impl<D: Domain> fmt::Debug for Ledger<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ledger({})", self.core.name)
    }
}

/// An event read back. `event` is `None` once the stream's key was destroyed.
#[derive(Debug, Clone)]
pub struct Recorded<E> {
    /// As stored.
    pub stored: StoredEvent,
    /// What it says.
    pub event: Option<E>,
    /// The fact of another ledger it took over.
    pub source: Option<Source>,
}

impl<E> Recorded<E> {
    /// When it was recorded.
    #[must_use]
    pub fn recorded_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.stored.recorded_at).unwrap_or_default()
    }

    /// The civil date from which it counts.
    #[must_use]
    pub fn effective_on(&self) -> Option<NaiveDate> {
        self.stored.effective_on.parse().ok()
    }
}

/// A timer whose day has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTimer {
    /// The stream it belongs to.
    pub stream: Uuid,
    /// Which timer of the stream.
    pub kind: String,
    /// The day it was set for; today or earlier.
    pub fire_on: NaiveDate,
}

/// What a cursor means to a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A place in its history.
    Reached,
    /// A place that it has not reached, or that was lost with a restore.
    Ahead,
    /// A place in another ledger.
    Foreign,
    /// A place in a history that it does not have.
    Diverged,
}

const DUE: &str = "SELECT stream, kind, fire_on FROM timer WHERE ledger = $1 AND fire_on <= $2 \
                   AND (fire_on, stream, kind) > ($3, $4, $5) ORDER BY fire_on, stream, kind LIMIT $6";
const DUE_IN_ALL: &str = "SELECT count(*) FROM timer WHERE ledger = $1 AND fire_on <= $2";
const CURSOR_OF: &str = "SELECT cursor FROM feed_cursor WHERE ledger = $1 AND source = $2";

impl<D: Domain> Ledger<D> {
    /// Opens an insurer's ledger, makes it if it is new, and starts its writer.
    ///
    /// # Errors
    /// If the database fails, or what it holds is damaged; if the ledger was made with other keys; or if the database's role
    /// may not do what an erasure needs.
    pub async fn open(db: Db, insurer: &str, domain: D, setup: Setup) -> Result<Self, StoreError> {
        let name: Arc<str> = domain.ledger(insurer).into();
        db.require_privileges(&PASS_CHANGES).await?;
        if !D::ERASING.is_empty() {
            db.require_privileges(&lookup::ERASURE_CHANGES).await?;
        }
        let head = Head::open(&db, &name, setup.entropy.random_id(), D::WRITER_SCHEMA, &setup.keys).await?;
        let signed =
            checkpoint::latest(&db, &name, head.position).await?.map_or(0, |checkpoint| checkpoint.statement.position);
        let core = Arc::new(Core {
            sealer: Sealer::new(&name, setup.keys, setup.entropy.clone()),
            entropy: setup.entropy,
            name,
            domain: Arc::new(domain),
            db,
            clock: setup.clock,
            head: watch::Sender::new(head.clone()),
            due: watch::Sender::new(0),
        });
        let (queue, inbox) = mpsc::channel(QUEUE);
        tokio::spawn(Writer::new(Arc::clone(&core), head, signed).run(inbox));
        let ledger = Self { core, queue };
        tokio::spawn(ledger.clone().keep_in_order(setup.stop));
        Ok(ledger)
    }

    /// The name, `<service>/<insurer>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.core.name
    }

    /// The service's part.
    #[must_use]
    pub fn domain(&self) -> &D {
        &self.core.domain
    }

    /// The database, for the service's own views.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.core.db
    }

    /// Opens what the views hold sealed.
    #[must_use]
    pub fn sealer(&self) -> &Sealer {
        &self.core.sealer
    }

    /// The clock the ledger decides by.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.core.clock
    }

    /// What a caller is told of a failure of the store: nothing of the driver's words.
    #[must_use]
    pub fn failure(&self, error: &StoreError) -> Failure {
        match error {
            StoreError::Driver(_) | StoreError::TimedOut => {
                tracing::warn!(ledger = self.name(), "the store failed");
                tracing::debug!(?error, "the driver's own words");
                Failure::StoreUnavailable
            }
            _ => Failure::internal(&self.core.entropy, error),
        }
    }

    /// What a caller is told of a fault of this program: a number under which its cause is logged.
    #[must_use]
    pub fn fault(&self, error: &dyn std::error::Error) -> Failure {
        Failure::internal(&self.core.entropy, error)
    }

    /// Decides a command and, if it is accepted, returns once it is durable.
    ///
    /// # Errors
    /// If the law refuses, or the command could not be decided; see [`ExecuteError`].
    pub async fn execute(&self, submission: Submission<D>) -> Result<Outcome, ExecuteError<D::Rejection>> {
        let mut outcomes = self.submit(vec![submission], Occasion::Request).await?;
        outcomes.pop().ok_or(ExecuteError::Internal)
    }

    /// The same for what nobody asks a second time: no answer is kept, and the same again is done again.
    ///
    /// # Errors
    /// As [`Self::execute`].
    pub async fn record(&self, submission: Submission<D>) -> Result<Outcome, ExecuteError<D::Rejection>> {
        let mut outcomes = self.submit(vec![submission], Occasion::Unkept).await?;
        outcomes.pop().ok_or(ExecuteError::Internal)
    }

    /// Decides commands together with what their occasion commits: all of it, or nothing.
    pub(crate) async fn submit(&self, submissions: Vec<Submission<D>>, occasion: Occasion) -> Answer<D> {
        let (answer, answered) = oneshot::channel();
        self.queue.try_send(Message::Unit(Unit { submissions, occasion, answer })).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => ExecuteError::Busy,
            mpsc::error::TrySendError::Closed(_) => ExecuteError::Unavailable,
        })?;
        answered.await.map_err(|_| ExecuteError::Unavailable)?
    }

    /// Whether a request of this caller has its answer: sent again, it gets that answer, and nothing is decided.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn has_answered(&self, caller: &Actor, request_id: Uuid) -> Result<bool, StoreError> {
        lookup::is_answered(&self.core.db, &self.core.name, caller.as_str(), request_id).await
    }

    /// The stream on which a request of this caller was answered, if it was.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn answered(&self, caller: &Actor, request_id: Uuid) -> Result<Option<Uuid>, StoreError> {
        lookup::answered_on(&self.core.db, &self.core.name, caller.as_str(), request_id).await
    }

    /// The cursor at the head, as this process last saw it.
    #[must_use]
    pub fn head_cursor(&self) -> Cursor {
        let head = self.core.head.borrow();
        Cursor::new(&self.core.name, head.epoch, head.position, &head.hash)
    }

    /// The cursor at the head, read from the database.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn current_cursor(&self) -> Result<Cursor, StoreError> {
        let head = Head::current(&self.core.db, &self.core.name).await?;
        Ok(Cursor::new(&self.core.name, head.epoch, head.position, &head.hash))
    }

    /// When its last event was recorded; `None` before the first.
    #[must_use]
    pub fn last_recorded_at(&self) -> Option<DateTime<Utc>> {
        let head = self.core.head.borrow();
        DateTime::from_timestamp_micros(head.recorded_at).filter(|_| head.position > 0)
    }

    /// When the event at a place in it was recorded; `None` before the first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn recorded_at(&self, place: &Cursor) -> Result<Option<DateTime<Utc>>, StoreError> {
        if place.position == 0 {
            return Ok(None);
        }
        let stored = event::after(&self.core.db, self.name(), place.position - 1, 1).await?.pop();
        Ok(stored.and_then(|stored| DateTime::from_timestamp_micros(stored.recorded_at)))
    }

    /// What a cursor means to this ledger.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn place(&self, cursor: &Cursor) -> Result<Place, StoreError> {
        if cursor.ledger != self.name() {
            return Ok(Place::Foreign);
        }
        let head = Head::current(&self.core.db, self.name()).await?;
        let hash = match cursor.position {
            // Restored from elsewhere: the same name, another history.
            _ if cursor.epoch != head.epoch => None,
            position if position > head.position => return Ok(Place::Ahead),
            0 => Some(chain::genesis(self.name(), head.epoch).to_vec()),
            position => event::after(&self.core.db, self.name(), position - 1, 1).await?.pop().map(|event| event.hash),
        };
        let same = hash.is_some_and(|hash| hash.starts_with(&cursor.prefix));
        Ok(if same { Place::Reached } else { Place::Diverged })
    }

    pub(crate) fn head(&self) -> watch::Receiver<Head> {
        self.core.head.subscribe()
    }

    /// Counts up when a timer was written that is due already.
    #[must_use]
    pub fn due_timer_written(&self) -> watch::Receiver<u64> {
        self.core.due.subscribe()
    }

    /// Events after a position, as stored and as they read.
    ///
    /// # Errors
    /// If the database fails, or an event cannot be read: a reader stops there, it does not skip.
    pub async fn events_after(&self, position: i64, limit: i64) -> Result<Vec<Recorded<D::Event>>, StoreError> {
        self.open_events(event::after(&self.core.db, &self.core.name, position, limit).await?).await
    }

    /// A stream's events after a version.
    ///
    /// # Errors
    /// As [`Self::events_after`].
    pub async fn history(&self, stream: Uuid, version: i64, limit: i64) -> Result<Vec<Recorded<D::Event>>, StoreError> {
        self.open_events(event::of_stream(&self.core.db, &self.core.name, stream, version, limit).await?).await
    }

    /// A stream's state and version, replayed from its events; `None` if there are none.
    ///
    /// # Errors
    /// As [`Self::events_after`]; also if the stream's key was destroyed.
    pub async fn state(&self, stream: Uuid) -> Result<Option<(D::State, i64)>, StoreError> {
        let mut story = Story::of(&*self.core.domain);
        let mut version = 0;
        for Recorded { stored, event, .. } in self.history(stream, 0, i64::MAX).await? {
            let Some(event) = event else { return Ok(None) };
            story.follow(&*self.core.domain, &stored, event);
            version = stored.version;
        }
        Ok((version > 0).then(|| (story.into_state(), version)))
    }

    async fn open_events(&self, stored: Vec<StoredEvent>) -> Result<Vec<Recorded<D::Event>>, StoreError> {
        let mut streams: Vec<Uuid> = stored.iter().map(|event| event.stream).collect();
        streams.sort_unstable();
        streams.dedup();
        let wrapped = lookup::keys_of(&self.core.db, &self.core.name, &streams).await?;
        self.open_with(stored, wrapped)
    }

    /// Opens events with the wrapped keys of their streams, of which those that were destroyed are empty.
    pub(crate) fn open_with(
        &self,
        stored: Vec<StoredEvent>,
        wrapped: Vec<(Uuid, Vec<u8>)>,
    ) -> Result<Vec<Recorded<D::Event>>, StoreError> {
        let mut keys = std::collections::HashMap::with_capacity(wrapped.len());
        for (stream, wrapped) in wrapped.into_iter().filter(|(_, wrapped)| !wrapped.is_empty()) {
            let key =
                self.core.sealer.unwrap(stream, &wrapped).map_err(|error| StoreError::Damaged(error.to_string()))?;
            keys.insert(stream, key);
        }
        stored.into_iter().map(|stored| self.open_event(keys.get(&stored.stream), stored)).collect()
    }

    fn open_event(
        &self,
        key: Option<&trajet_runtime::keys::DataKey>,
        stored: StoredEvent,
    ) -> Result<Recorded<D::Event>, StoreError> {
        let damaged = |what: String| StoreError::Damaged(format!("position {}: {what}", stored.position));
        let header = EventHeader::decode(stored.header.as_slice()).map_err(|error| damaged(error.to_string()))?;
        let source = (header.source_position > 0)
            .then_some(Source { ledger: header.source_ledger, position: header.source_position });
        let event = key
            .map(|key| {
                let bytes = self
                    .core
                    .sealer
                    .open_event(key, stored.stream, stored.version, &stored.kind, &stored.sealed)
                    .map_err(|error| damaged(error.to_string()))?;
                self.core.domain.decode(&stored.kind, stored.schema, &bytes).map_err(|error| damaged(error.to_string()))
            })
            .transpose()?;
        Ok(Recorded { stored, event, source })
    }

    /// Opens one sealed column of a stream's row in a view, given the stream's wrapped key.
    ///
    /// # Errors
    /// If the key or the bytes are not what this ledger stored.
    pub fn open_column(
        &self,
        stream: Uuid,
        wrapped: &[u8],
        table: &str,
        column: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let key = self.core.sealer.unwrap(stream, wrapped).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let opened = self.core.sealer.open_column(&key, stream, table, column, sealed);
        opened.map_err(|error| StoreError::Damaged(error.to_string()))
    }

    /// All rows of a view as they were given, sealed columns opened; the stream is the row's first `Id` column.
    pub(crate) async fn rows(&self, table: &'static Table) -> Result<Vec<Vec<Value>>, StoreError> {
        let mut rows = table.read(&self.core.db, self.name()).await?;
        if !table.columns.iter().any(|(_, kind)| *kind == Kind::Sealed) {
            return Ok(rows);
        }
        for row in &mut rows {
            let stream = row.iter().find_map(|value| if let Value::Id(id) = value { Some(*id) } else { None });
            let stream = stream.ok_or(StoreError::Shape(table.name))?;
            let Some(wrapped) = lookup::key_of(&self.core.db, self.name(), stream).await? else { continue };
            for ((name, kind), value) in table.columns.iter().zip(row.iter_mut()) {
                if let (Kind::Sealed, Value::Bytes(sealed)) = (kind, &*value) {
                    *value = Value::Bytes(self.open_column(stream, &wrapped, table.name, name, sealed)?);
                }
            }
        }
        Ok(rows)
    }

    /// Timers due on a day or before, the longest overdue first.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn due_timers(&self, today: NaiveDate, limit: i64) -> Result<Vec<DueTimer>, StoreError> {
        self.due_timers_after(None, today, limit).await
    }

    /// How many timers are due on a day or before: those that are still to fire, and those that cannot.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn due_in_all(&self, today: NaiveDate) -> Result<u64, StoreError> {
        let due: i64 = on!(&self.core.db, |pool| sqlx::query_scalar(DUE_IN_ALL)
            .bind(&*self.core.name)
            .bind(today.to_string())
            .fetch_one(pool)
            .await?);
        Ok(due.unsigned_abs())
    }

    /// The same as [`Self::due_timers`], on from one of them.
    pub(crate) async fn due_timers_after(
        &self,
        last: Option<&DueTimer>,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<DueTimer>, StoreError> {
        let (fire_on, stream, kind) =
            last.map_or_else(Default::default, |last| (last.fire_on.to_string(), last.stream, last.kind.as_str()));
        let rows: Vec<(Uuid, String, String)> = on!(&self.core.db, |pool| sqlx::query_as(DUE)
            .bind(&*self.core.name)
            .bind(today.to_string())
            .bind(fire_on)
            .bind(stream)
            .bind(kind)
            .bind(limit)
            .fetch_all(pool)
            .await?);
        rows.into_iter()
            .map(|(stream, kind, fire_on)| {
                let fire_on = fire_on.parse().map_err(|_| StoreError::Damaged("a timer has no date".to_owned()))?;
                Ok(DueTimer { stream, kind, fire_on })
            })
            .collect()
    }

    /// How far another ledger's feed has been taken over; `None` before its first event.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn cursor_of(&self, source: &str) -> Result<Option<Cursor>, StoreError> {
        let row: Option<(String,)> = on!(&self.core.db, |pool| sqlx::query_as(CURSOR_OF)
            .bind(&*self.core.name)
            .bind(source)
            .fetch_optional(pool)
            .await?);
        row.map(|(text,)| text.parse().map_err(|_| StoreError::Damaged("a stored cursor cannot be read".to_owned())))
            .transpose()
    }

    /// Signs where the ledger stands, if something was written since the last time. Returns once the writer has done
    /// that and all that was asked of it before: it is what a process does last.
    pub async fn sign(&self) {
        let (done, signed) = oneshot::channel();
        if self.queue.send(Message::Checkpoint(done)).await.is_ok() {
            let _ = signed.await;
        }
    }

    /// What a ledger needs done beside its writing, until the process stops.
    async fn keep_in_order(self, stop: CancellationToken) {
        let mut sign = tokio::time::interval(CHECKPOINT_EVERY);
        let mut tidy = tokio::time::interval(TIDY_EVERY);
        let mut look = tokio::time::interval(LOOK_EVERY);
        let mut measure = tokio::time::interval(MEASURE_EVERY);
        let gauges = Gauges::new();
        let mut tidied = 0;
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                _ = sign.tick() => self.sign().await,
                _ = measure.tick() => if let Err(error) = gauges.measure(&self).await {
                    tracing::warn!(ledger = %self.core.name, "the ledger could not be measured: {error}");
                },
                _ = look.tick(), if matches!(self.core.db, Db::Postgres(_)) => self.look().await,
                _ = tidy.tick(), if matches!(self.core.db, Db::Sqlite(_)) => {
                    let position = self.core.head.borrow().position;
                    if position != std::mem::replace(&mut tidied, position)
                        && let Err(error) = self.core.db.tidy().await
                    {
                        tracing::warn!(ledger = %self.core.name, "the write-ahead log was not emptied: {error}");
                    }
                }
            }
        }
    }

    /// Tells the feed's readers of this process what another process wrote.
    async fn look(&self) {
        match Head::current(&self.core.db, &self.core.name).await {
            Ok(current) => {
                self.core.head.send_if_modified(|known| {
                    let ahead = current.position > known.position;
                    if ahead {
                        *known = current;
                    }
                    ahead
                });
            }
            Err(error) => tracing::warn!(ledger = %self.core.name, "the head could not be read: {error}"),
        }
    }
}
