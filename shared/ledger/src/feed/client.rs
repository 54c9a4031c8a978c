//! The feed's consumer: takes the facts of another ledger over into this one, each once, in order, for ever.
//!
//! What a fact causes and the step of the cursor are one transaction, so the consumer may be killed at any instant.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tonic::{Status, Streaming};
use tracing::Instrument as _;
use trajet_contracts::feed::v1::watch_response::Step;
use trajet_contracts::feed::v1::{
    Batch, Checkpoint as SentCheckpoint, FeedEvent, GetLedgerRequest, WatchRequest, WatchResponse,
};
use trajet_runtime::telemetry;
use uuid::Uuid;

use super::source::micros;
use crate::chain::{Hash, Statement};
use crate::checkpoint::{self, Checkpoint, CheckpointRefused};
use crate::cursor::{Cursor, CursorMalformed};
use crate::db::StoreError;
use crate::domain::{Actor, Domain};
use crate::hex;
use crate::ledger::Ledger;
use crate::submission::{Advance, ExecuteError, Request, Source, Submission};

/// The wait after the first failure; it doubles up to `LONGEST_PAUSE`, and never gives up.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// The namespace of the identifiers of requests that facts make.
const NAMESPACE: Uuid = Uuid::from_u128(0x5b1d_8c02_64fe_5a73_8b90_2ce4_71d6_03a9);

/// How a service takes facts over, given the name of the ledger they come from.
pub type Reaction<D> = fn(&FeedEvent, source: &str) -> Result<Option<FactCommand<D>>, UnreadableFact>;

/// The command that a fact becomes.
#[derive(Debug)]
pub struct FactCommand<D: Domain> {
    /// The stream it belongs to.
    pub stream: Uuid,
    /// The command; a domain never refuses it.
    pub command: D::Command,
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
    /// A fact was not taken over.
    #[error("facts were not taken over: {0}")]
    NotTaken(String),
}

/// Listens to one ledger on behalf of another.
pub struct Consumer<D: Domain> {
    ledger: Ledger<D>,
    source: String,
    connect: Arc<dyn Connect>,
    reaction: Reaction<D>,
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
            // Whatever ends the stream: one that brought something begins a new count of failures.
            let mut heard = false;
            let ended = tokio::select! {
                ended = self.listen(&mut heard) => ended,
                () = stop.cancelled() => return,
            };
            if heard {
                pause = SHORTEST_PAUSE;
            }
            if let Err(error) = ended {
                tracing::warn!(ledger = self.ledger.name(), source = %self.source, "listening stopped and will start again: {error}");
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                () = stop.cancelled() => return,
            }
        }
    }

    /// Listens until the stream ends, and says whether it brought anything.
    async fn listen(&self, heard: &mut bool) -> Result<(), FeedError> {
        let mut client = self.connect.client();
        let known = client.get_ledger(GetLedgerRequest { ledger: self.source.clone() }).await?.into_inner();
        let mut at = self.ledger.cursor_of(&self.source).await?;
        let request = WatchRequest {
            ledger: self.source.clone(),
            cursor: at.as_ref().map(ToString::to_string).unwrap_or_default(),
            kinds: Vec::new(),
        };
        let mut stream: Streaming<WatchResponse> = client.watch(request).await?.into_inner();
        while let Some(WatchResponse { step, .. }) = stream.message().await? {
            match step {
                Some(Step::Batch(batch)) => self.take(batch, &mut at).await?,
                Some(Step::Checkpoint(sent)) => self.keep(sent, &known.public_key).await?,
                None => {}
            }
            *heard = true;
        }
        Ok(())
    }

    async fn take(&self, batch: Batch, at: &mut Option<Cursor>) -> Result<(), FeedError> {
        let to: Cursor = batch.cursor.parse()?;
        let mut submissions = Vec::with_capacity(batch.events.len());
        for fact in &batch.events {
            let parent = tracing::info_span!("fact", otel.name = format!("take {}", fact.kind), otel.kind = "consumer", source = %self.source, kind = %fact.kind);
            telemetry::set_parent(&parent, &fact.traceparent);
            let submission = async { self.submission(fact) }.instrument(parent).await?;
            submissions.extend(submission);
        }
        let from = at.as_ref().map_or(0, |cursor| cursor.position);
        let advance = Advance { source: self.source.clone(), from, to: to.clone() };
        match self.ledger.take_over(submissions, advance).await {
            Ok(_) => {
                *at = Some(to);
                Ok(())
            }
            // Another replica listens too and was first: go on from where it is.
            Err(ExecuteError::CursorMoved) => Err(FeedError::NotTaken("another consumer was first".to_owned())),
            Err(error) => Err(FeedError::NotTaken(error.to_string())),
        }
    }

    fn submission(&self, fact: &FeedEvent) -> Result<Option<Submission<D>>, FeedError> {
        let Some(FactCommand { stream, command }) = (self.reaction)(fact, &self.source)? else {
            return Ok(None);
        };
        let position = i64::try_from(fact.position).unwrap_or(i64::MAX);
        let content = format!("{}\n{position}", self.source).into_bytes();
        Ok(Some(Submission {
            stream,
            command,
            request: Request { method: format!("fact/{}", fact.kind), id: Uuid::new_v5(&NAMESPACE, &content), content },
            if_version: None,
            actor: Actor::fact(&self.source),
            trace: telemetry::current_traceparent(),
            source: Some(Source { ledger: self.source.clone(), position }),
        }))
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
