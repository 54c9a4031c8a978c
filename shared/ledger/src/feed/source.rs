//! A ledger as its feed shows it: stored events translated into contract events at the edge.

use prost_types::{Any, Timestamp};
use tokio::sync::watch;
use trajet_contracts::feed::v1::{Checkpoint, FeedEvent};
use trajet_runtime::grpc::Failure;

use crate::checkpoint;
use crate::cursor::Cursor;
use crate::db::StoreError;
use crate::domain::Domain;
use crate::head::Head;
use crate::hex;
use crate::ledger::{Ledger, Place, Recorded};

/// Turns a stored event into what other services are told of it; `None` for what is nobody else's business.
pub type Translate<D> = fn(&Recorded<<D as Domain>::Event>) -> Option<Translated>;

/// An event as other services are told it.
#[derive(Debug, Clone, PartialEq)]
pub struct Translated {
    /// What kind of contract event.
    pub kind: &'static str,
    /// The contract event. `None` once it was erased.
    pub payload: Option<Any>,
}

/// Some of a feed's events.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The events, those that are nobody else's business left out.
    pub events: Vec<FeedEvent>,
    /// The place after the last event that was looked at.
    pub cursor: Cursor,
    /// Whether that was the last event there is.
    pub at_head: bool,
}

/// A ledger that can be listened to.
#[tonic::async_trait]
pub trait FeedSource: Send + Sync + 'static {
    /// The ledger's name.
    fn ledger(&self) -> &str;

    /// Reads on from a cursor; from the first event if there is none.
    ///
    /// # Errors
    /// If the cursor is of another ledger or another history, or the store fails.
    async fn page(&self, from: Option<&Cursor>, limit: i64) -> Result<Page, Failure>;

    /// Changes whenever the ledger has grown.
    fn growth(&self) -> watch::Receiver<u64>;

    /// The last signed statement at or before a cursor.
    ///
    /// # Errors
    /// If the store fails.
    async fn checkpoint(&self, upto: &Cursor) -> Result<Option<Checkpoint>, Failure>;

    /// The head, read from the database.
    ///
    /// # Errors
    /// If the store fails.
    async fn head(&self) -> Result<(Cursor, Vec<u8>), Failure>;

    /// The identifier and the public part of the key that signs.
    fn signer(&self) -> (String, Vec<u8>);
}

/// Events read at a time to reach the end of an act: few acts record as many.
const OF_ONE_ACT: i64 = 50;

/// A ledger with its translation.
pub struct Published<D: Domain> {
    ledger: Ledger<D>,
    translate: Translate<D>,
    growth: watch::Sender<u64>,
}

impl<D: Domain> Published<D> {
    /// Makes a ledger listenable.
    #[must_use]
    pub fn new(ledger: Ledger<D>, translate: Translate<D>) -> Self {
        let growth = watch::Sender::new(0);
        let mut head = ledger.head();
        tokio::spawn({
            let growth = growth.clone();
            async move {
                while head.changed().await.is_ok() {
                    let position = head.borrow_and_update().position.unsigned_abs();
                    growth.send_replace(position);
                }
            }
        });
        Self { ledger, translate, growth }
    }

    /// Refuses a cursor that is not a place in this ledger's history: it is never skipped over.
    async fn check(&self, cursor: &Cursor) -> Result<(), Failure> {
        let ledger = self.ledger.name().to_owned();
        match self.ledger.place(cursor).await.map_err(|error| self.failure(&error))? {
            Place::Reached => Ok(()),
            Place::Foreign => Err(Failure::CursorForeign { ledger }),
            Place::Ahead | Place::Diverged => {
                let Cursor { epoch, position, .. } = self.ledger.head_cursor();
                Err(Failure::CursorDiverged { ledger, epoch, position })
            }
        }
    }

    /// Adds what the act of the last event recorded after it: what was recorded as one is told in one page.
    async fn finish_the_act(&self, recorded: &mut Vec<Recorded<D::Event>>) -> Result<(), StoreError> {
        let Some(last) = recorded.last() else { return Ok(()) };
        let (act, mut from) = ((last.stored.stream, last.stored.request_id), last.stored.position);
        loop {
            let next = self.ledger.events_after(from, OF_ONE_ACT).await?;
            let read = next.len();
            recorded.extend(next.into_iter().take_while(|next| (next.stored.stream, next.stored.request_id) == act));
            let last = recorded.last().map_or(from, |last| last.stored.position);
            let more = usize::try_from(last - from).is_ok_and(|found| found == read) && read > 0;
            if !more {
                return Ok(());
            }
            from = last;
        }
    }

    fn failure(&self, error: &StoreError) -> Failure {
        self.ledger.failure(error)
    }

    fn event(&self, recorded: &Recorded<D::Event>) -> Option<FeedEvent> {
        let translated = (self.translate)(recorded)?;
        Some(FeedEvent {
            position: recorded.stored.position.unsigned_abs(),
            case_id: recorded.stored.stream.to_string(),
            kind: translated.kind.to_owned(),
            effective_on: recorded.effective_on().map(trajet_contracts::date::to_proto),
            recorded_at: Some(timestamp(recorded.stored.recorded_at)),
            traceparent: recorded.stored.trace.clone(),
            erased: translated.payload.is_none(),
            payload: translated.payload,
            leaf: recorded.stored.leaf.clone(),
        })
    }
}

#[tonic::async_trait]
impl<D: Domain> FeedSource for Published<D> {
    fn ledger(&self) -> &str {
        self.ledger.name()
    }

    async fn page(&self, from: Option<&Cursor>, limit: i64) -> Result<Page, Failure> {
        if let Some(cursor) = from {
            self.check(cursor).await?;
        }
        let start = from.map_or(0, |cursor| cursor.position);
        let mut recorded = self.ledger.events_after(start, limit).await.map_err(|error| self.failure(&error))?;
        let at_head = i64::try_from(recorded.len()).is_ok_and(|read| read < limit);
        if !at_head {
            self.finish_the_act(&mut recorded).await.map_err(|error| self.failure(&error))?;
        }
        let epoch = self.ledger.head().borrow().epoch;
        let cursor = match (recorded.last(), from) {
            (Some(last), _) => {
                let hash = last.stored.hashes().map_err(|error| self.failure(&error))?.1;
                Cursor::new(self.ledger.name(), epoch, last.stored.position, &hash)
            }
            (None, Some(from)) => from.clone(),
            (None, None) => {
                Cursor::new(self.ledger.name(), epoch, 0, &crate::chain::genesis(self.ledger.name(), epoch))
            }
        };
        Ok(Page { events: recorded.iter().filter_map(|recorded| self.event(recorded)).collect(), cursor, at_head })
    }

    fn growth(&self) -> watch::Receiver<u64> {
        self.growth.subscribe()
    }

    async fn checkpoint(&self, upto: &Cursor) -> Result<Option<Checkpoint>, Failure> {
        let latest = checkpoint::latest(self.ledger.db(), self.ledger.name(), upto.position).await;
        let latest = latest.map_err(|error| self.failure(&error))?;
        Ok(latest.map(|checkpoint| Checkpoint {
            ledger: checkpoint.statement.ledger,
            epoch: checkpoint.statement.epoch.as_bytes().to_vec(),
            position: checkpoint.statement.position.unsigned_abs(),
            hash: checkpoint.statement.hash.to_vec(),
            merkle_root: checkpoint.statement.merkle_root.to_vec(),
            signed_at: Some(timestamp(checkpoint.statement.signed_at)),
            key_id: hex::encode(&checkpoint.key_id),
            signature: checkpoint.signature,
        }))
    }

    async fn head(&self) -> Result<(Cursor, Vec<u8>), Failure> {
        let head = Head::current(self.ledger.db(), self.ledger.name()).await.map_err(|error| self.failure(&error))?;
        Ok((Cursor::new(self.ledger.name(), head.epoch, head.position, &head.hash), head.hash.to_vec()))
    }

    fn signer(&self) -> (String, Vec<u8>) {
        let signer = self.ledger.sealer().keys().signer();
        (hex::encode(&signer.key_id()), signer.public_key().to_vec())
    }
}

/// Microseconds since 1970 as a protobuf timestamp.
#[must_use]
pub fn timestamp(micros: i64) -> Timestamp {
    let nanos = micros.rem_euclid(1_000_000) * 1_000;
    Timestamp { seconds: micros.div_euclid(1_000_000), nanos: i32::try_from(nanos).unwrap_or_default() }
}

pub(super) fn micros(timestamp: Timestamp) -> i64 {
    timestamp.seconds.saturating_mul(1_000_000).saturating_add(i64::from(timestamp.nanos) / 1_000)
}
