//! The feed's consumer: takes the facts of another ledger over into this one, each once, in order, for ever.
//!
//! What a fact causes and the memory of it (the step of the cursor, or the fact's request) are one transaction, so the
//! consumer may be killed at any instant.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tonic::{Status, Streaming};
use trajet_contracts::feed::v1::watch_response::Step;
use trajet_contracts::feed::v1::{
    Checkpoint as SentCheckpoint, FeedEvent, GetLedgerRequest, WatchRequest, WatchResponse,
};
use uuid::Uuid;

use super::source::micros;
use crate::chain::{Hash, Statement};
use crate::checkpoint::{self, Checkpoint, CheckpointRefused};
use crate::cursor::CursorMalformed;
use crate::db::StoreError;
use crate::domain::Domain;
use crate::hex;
use crate::ledger::Ledger;

/// The wait after the first failure; it doubles up to `LONGEST_PAUSE`, and never gives up.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How often facts that could not be taken are tried again while the stream lasts, in the machine's time.
const RETRY_EVERY: Duration = Duration::from_mins(10);

/// How a service takes facts over, given the name of the ledger they come from.
pub type Reaction<D> = fn(&FeedEvent, source: &str) -> Result<Option<FactCommand<D>>, UnreadableFact>;

/// The command that a fact becomes.
#[derive(Debug)]
pub struct FactCommand<D: Domain> {
    /// The stream it belongs to.
    pub stream: Uuid,
    /// The command; a domain never refuses it. A fact that is not taken all the same waits, and others do not wait for it.
    pub command: D::Command,
    /// How many events were recorded with the fact, right after it, that are to be known when it is decided: what is told of them
    /// is given to the command ([`Domain::joined`]), and is taken over by itself as well.
    pub followed_by: u32,
}

impl<D: Domain> FactCommand<D> {
    /// A command that is decided by itself.
    pub fn of(stream: Uuid, command: D::Command) -> Self {
        Self { stream, command, followed_by: 0 }
    }
}

/// A fact that this program cannot read. The consumer stops there and says so: it does not skip.
#[derive(Debug, thiserror::Error)]
#[error("the fact at position {position} cannot be read: {why}")]
pub struct UnreadableFact {
    /// Its position in its ledger.
    pub position: u64,
    /// Why, without what it says.
    pub why: String,
}

/// Why a consumer stopped; it tries again.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The producer cannot be reached, or refuses.
    #[error("the feed answered {}: {}", .0.code(), .0.message())]
    Producer(#[from] Status),
    /// Our own database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was sent is not a cursor.
    #[error(transparent)]
    Cursor(#[from] CursorMalformed),
    /// A fact that this program cannot read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableFact),
    /// A checkpoint that cannot be believed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointRefused),
    /// A batch that cannot be the next one.
    #[error("a batch does not follow from what was taken over: {0}")]
    Batch(&'static str),
    /// Facts were not taken over, for no fault of theirs; or another consumer was first.
    #[error("facts were not taken over: {0}")]
    NotTaken(String),
}

impl FeedError {
    /// Whether somebody must look: trying again is not going to help.
    fn is_alarm(&self) -> bool {
        match self {
            Self::Cursor(_) | Self::Unreadable(_) | Self::Batch(_) => true,
            Self::Checkpoint(refused) => !matches!(refused, CheckpointRefused::Store(_)),
            Self::Producer(_) | Self::Store(_) | Self::NotTaken(_) => false,
        }
    }
}

/// Listens to one ledger on behalf of another.
pub struct Consumer<D: Domain> {
    pub(super) ledger: Ledger<D>,
    pub(super) source: String,
    connect: Arc<dyn Connect>,
    pub(super) reaction: Reaction<D>,
}

/// The stream of a feed.
pub type Client = trajet_contracts::feed::v1::feed_service_client::FeedServiceClient<
    tonic::service::interceptor::InterceptedService<tonic::transport::Channel, Credential>,
>;

/// Puts the service's credential on each call.
#[derive(Clone)]
pub struct Credential(
    pub Arc<dyn Fn() -> Result<tonic::metadata::MetadataValue<tonic::metadata::Ascii>, Status> + Send + Sync>,
);

impl tonic::service::Interceptor for Credential {
    fn call(&mut self, mut request: tonic::Request<()>) -> Result<tonic::Request<()>, Status> {
        request.metadata_mut().insert("authorization", (self.0)()?);
        Ok(request)
    }
}

/// Gives a client of the producer.
pub trait Connect: Send + Sync {
    /// A client; connecting itself may happen later.
    fn client(&self) -> Client;
}

impl<F: Fn() -> Client + Send + Sync> Connect for F {
    fn client(&self) -> Client {
        self()
    }
}

impl<D: Domain> Consumer<D> {
    /// A consumer of the ledger named `source`.
    pub fn new(ledger: Ledger<D>, source: String, connect: Arc<dyn Connect>, reaction: Reaction<D>) -> Self {
        Self { ledger, source, connect, reaction }
    }

    /// Listens until the process stops. Whatever goes wrong is reported and tried again, from the committed cursor.
    pub async fn run(self, stop: CancellationToken) {
        let mut pause = SHORTEST_PAUSE;
        while !stop.is_cancelled() {
            let mut heard = false;
            let ended = tokio::select! {
                ended = self.listen(&mut heard) => ended,
                () = stop.cancelled() => return,
            };
            // A stream that brought something begins a new count of failures, whatever ended it but an alarm.
            let mut count_anew = heard;
            if let Err(error) = ended {
                let (ledger, source) = (self.ledger.name(), &self.source);
                if error.is_alarm() {
                    count_anew = false;
                    tracing::error!(ledger, source, "nothing more is taken over: {error}");
                } else {
                    tracing::warn!(ledger, source, "listening stopped and will start again: {error}");
                }
            }
            if count_anew {
                pause = SHORTEST_PAUSE;
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                () = stop.cancelled() => return,
            }
        }
    }

    /// Listens until the stream ends, and says whether it brought anything. Nothing is taken from a source that cannot be
    /// trusted.
    async fn listen(&self, heard: &mut bool) -> Result<(), FeedError> {
        let mut client = self.connect.client();
        let known = client.get_ledger(GetLedgerRequest { ledger: self.source.clone() }).await?.into_inner();
        let key_id = hex::decode(&known.key_id).unwrap_or_default();
        let (db, here) = (self.ledger.db(), self.ledger.name());
        checkpoint::require_trusted(db, here, &self.source, &key_id, &known.public_key).await?;
        self.retry_or_tell(&mut client).await;
        let mut at = self.ledger.cursor_of(&self.source).await?;
        let request = WatchRequest {
            ledger: self.source.clone(),
            cursor: at.as_ref().map(ToString::to_string).unwrap_or_default(),
            kinds: Vec::new(),
        };
        let mut stream: Streaming<WatchResponse> = client.watch(request).await?.into_inner();
        let mut again = tokio::time::interval_at(Instant::now() + RETRY_EVERY, RETRY_EVERY);
        loop {
            let message = tokio::select! {
                message = stream.message() => message?,
                _ = again.tick() => {
                    self.retry_or_tell(&mut client).await;
                    continue;
                }
            };
            let Some(WatchResponse { step, .. }) = message else { return Ok(()) };
            match step {
                Some(Step::Batch(batch)) => self.take(&batch, &mut at).await?,
                Some(Step::Checkpoint(sent)) => self.keep(sent, &known.public_key).await?,
                None => {}
            }
            *heard = true;
        }
    }

    /// Facts that wait do not keep others from being heard.
    async fn retry_or_tell(&self, client: &mut Client) {
        if let Err(error) = self.retry(client).await {
            tracing::error!(ledger = self.ledger.name(), source = %self.source, "facts that wait could not be tried again: {error}");
        }
    }

    async fn keep(&self, sent: SentCheckpoint, public_key: &[u8]) -> Result<(), FeedError> {
        let unbelievable = || CheckpointRefused::Signature { ledger: self.source.clone() };
        let hash = |bytes: Vec<u8>| Hash::try_from(bytes).map_err(|_| unbelievable());
        if sent.ledger != self.source {
            return Err(unbelievable().into());
        }
        let statement = Statement {
            ledger: sent.ledger,
            epoch: Uuid::from_slice(&sent.epoch).map_err(|_| unbelievable())?,
            position: i64::try_from(sent.position).map_err(|_| unbelievable())?,
            hash: hash(sent.hash)?,
            merkle_root: hash(sent.merkle_root)?,
            signed_at: sent.signed_at.map(micros).unwrap_or_default(),
        };
        let key_id = hex::decode(&sent.key_id).ok_or_else(unbelievable)?;
        let checkpoint = Checkpoint { statement, key_id, signature: sent.signature };
        Ok(checkpoint::keep_foreign(self.ledger.db(), self.ledger.name(), &checkpoint, public_key).await?)
    }
}
