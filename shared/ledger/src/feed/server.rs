//! The feed's gRPC service, over all ledgers that this process holds.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::{Extensions, Request, Response, Status};
use trajet_contracts::feed::v1::feed_service_server::FeedService;
use trajet_contracts::feed::v1::watch_response::Step;
use trajet_contracts::feed::v1::{
    Batch, GetLedgerRequest, GetLedgerResponse, ListRequest, ListResponse, WatchRequest, WatchResponse,
};
use trajet_runtime::grpc::{Failure, Violations};

use super::source::{FeedSource, Page};
use crate::cursor::Cursor;

/// Events read at a time.
const PAGE: i64 = 500;
/// The most events of one `List`.
const LARGEST_PAGE: u32 = 1_000;
/// Batches on their way to a reader: a slow one makes the stream wait, not the memory grow.
const AHEAD: usize = 2;
/// A reader that takes no batch for so long is cut off; it resumes from its cursor.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest a stream lives, so that readers spread anew over replicas.
const OLDEST: Duration = Duration::from_mins(30);
/// A quiet ledger is looked at again this often: what another process signed moves no head that would tell of it.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// Whether the caller in these extensions may listen to a ledger.
pub type Permit = fn(&Extensions, ledger: &str) -> Result<(), Failure>;

/// Serves the feeds of some ledgers.
#[derive(Clone)]
pub struct FeedServer {
    sources: Arc<BTreeMap<String, Arc<dyn FeedSource>>>,
    permit: Permit,
    stop: CancellationToken,
}

impl FeedServer {
    /// A server over these ledgers. Its streams end when `stop` is cancelled.
    #[must_use]
    pub fn new(sources: Vec<Arc<dyn FeedSource>>, permit: Permit, stop: CancellationToken) -> Self {
        let sources = sources.into_iter().map(|source| (source.ledger().to_owned(), source)).collect();
        Self { sources: Arc::new(sources), permit, stop }
    }

    /// Permission comes before existence: a ledger that is not here and one that may not be heard answer alike.
    fn source<T>(&self, request: &Request<T>, ledger: &str) -> Result<Arc<dyn FeedSource>, Failure> {
        (self.permit)(request.extensions(), ledger)?;
        self.sources.get(ledger).cloned().ok_or_else(|| Failure::InsurerNotServed {
            insurer: ledger.rsplit('/').next().unwrap_or_default().to_owned(),
        })
    }
}

fn cursor(text: &str) -> Result<Option<Cursor>, Failure> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut violations = Violations::default();
    let cursor = violations.check("cursor", text.parse::<Cursor>());
    violations.finish_with(cursor).map(Some)
}

fn batch(page: Page, kinds: &[String]) -> Batch {
    let wanted = |kind: &String| kinds.is_empty() || kinds.contains(kind);
    Batch {
        cursor: page.cursor.to_string(),
        events: page.events.into_iter().filter(|event| wanted(&event.kind)).collect(),
    }
}

#[tonic::async_trait]
impl FeedService for FeedServer {
    type WatchStream = Pin<Box<dyn Stream<Item = Result<WatchResponse, Status>> + Send>>;

    async fn watch(&self, request: Request<WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let source = self.source(&request, &request.get_ref().ledger)?;
        let WatchRequest { cursor: text, kinds, .. } = request.into_inner();
        let from = cursor(&text)?;
        let (sender, receiver) = mpsc::channel(AHEAD);
        let watch = Watch { source, kinds, sender, signed: 0 };
        let stop = self.stop.clone();
        tokio::spawn(async move {
            let sender = watch.sender.clone();
            let end = tokio::select! {
                end = watch.run(from) => end,
                () = stop.cancelled() => Err(Failure::Draining),
                () = tokio::time::sleep(OLDEST) => Ok(()),
            };
            if let Err(failure) = end {
                let _ = sender.try_send(Err(failure.into()));
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(receiver))))
    }

    async fn list(&self, request: Request<ListRequest>) -> Result<Response<ListResponse>, Status> {
        let source = self.source(&request, &request.get_ref().ledger)?;
        let ListRequest { cursor: text, kinds, page_size, .. } = request.into_inner();
        let mut violations = Violations::default();
        let size = violations.page_size("page_size", page_size, 100, LARGEST_PAGE);
        let size = violations.finish_with(size)?;
        let from = cursor(&text)?;
        let page = source.page(from.as_ref(), i64::from(size)).await?;
        let at_head = page.at_head;
        Ok(Response::new(ListResponse { batch: Some(batch(page, &kinds)), at_head }))
    }

    async fn get_ledger(&self, request: Request<GetLedgerRequest>) -> Result<Response<GetLedgerResponse>, Status> {
        let source = self.source(&request, &request.get_ref().ledger)?;
        let (cursor, hash) = source.head().await?;
        let (key_id, public_key) = source.signer();
        Ok(Response::new(GetLedgerResponse {
            ledger: cursor.ledger.clone(),
            epoch: cursor.epoch.as_bytes().to_vec(),
            head_position: cursor.position.unsigned_abs(),
            head_hash: hash,
            key_id,
            public_key,
            cursor: cursor.to_string(),
        }))
    }
}

/// One stream to one reader.
struct Watch {
    source: Arc<dyn FeedSource>,
    kinds: Vec<String>,
    sender: mpsc::Sender<Result<WatchResponse, Status>>,
    /// The position of the last checkpoint that was sent.
    signed: u64,
}

impl Watch {
    async fn run(mut self, mut from: Option<Cursor>) -> Result<(), Failure> {
        let mut growth = self.source.growth();
        loop {
            growth.mark_unchanged();
            let page = self.source.page(from.as_ref(), PAGE).await?;
            let (at_head, cursor) = (page.at_head, page.cursor.clone());
            let moved = from.as_ref() != Some(&cursor);
            if moved {
                self.send(Step::Batch(batch(page, &self.kinds)), &cursor).await?;
            }
            if let Some(checkpoint) = self.source.checkpoint(&cursor).await?
                && checkpoint.position > self.signed
            {
                self.signed = checkpoint.position;
                self.send(Step::Checkpoint(checkpoint), &cursor).await?;
            }
            from = Some(cursor);
            if at_head {
                tokio::select! {
                    _ = growth.changed() => {}
                    () = tokio::time::sleep(LOOK_AGAIN) => {}
                    () = self.sender.closed() => return Ok(()),
                }
            }
        }
    }

    async fn send(&self, step: Step, cursor: &Cursor) -> Result<(), Failure> {
        let response = WatchResponse { step: Some(step), cursor: cursor.to_string() };
        let sent = self.sender.send_timeout(Ok(response), PATIENCE).await;
        sent.map_err(|_| Failure::StreamCut { ledger: self.source.ledger().to_owned() })
    }
}
