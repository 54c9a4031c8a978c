//! The gRPC service of what is held, over all ledgers that this process holds.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};
use trajet_access::Caller;
use trajet_contracts::access::v1::access_service_server::AccessService;
use trajet_contracts::access::v1::{
    ExportMyDataRequest, ExportMyDataResponse, ListAccessesRequest, ListAccessesResponse,
};
use trajet_law::representation::RepresentationScope;
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use super::source::{HeldSource, Page};

/// The entries of a page where the caller leaves them to us, and the most.
const PAGE: (u32, u32) = (50, 200);
/// Parts on their way to a reader: a slow one makes the reading wait, not the memory grow.
const AHEAD: usize = 2;
/// A reader that takes no part for so long is cut off.
const PATIENCE: Duration = Duration::from_secs(30);

/// A ledger, and a case of it.
type Asked = (Arc<dyn HeldSource>, Uuid);

/// Tells persons what some ledgers hold on them.
#[derive(Clone)]
pub struct HeldServer {
    sources: Arc<Vec<Arc<dyn HeldSource>>>,
    stop: CancellationToken,
}

impl HeldServer {
    /// A server over these ledgers. What it tells ends when `stop` is cancelled.
    #[must_use]
    pub fn new(sources: Vec<Arc<dyn HeldSource>>, stop: CancellationToken) -> Self {
        Self { sources: Arc::new(sources), stop }
    }

    /// The ledger of a service that holds the caller's insurer's cases, and the case.
    fn asked(
        &self,
        caller: &Caller,
        violations: &mut Violations,
        service: &str,
        case_id: &str,
    ) -> Result<Option<Asked>, Failure> {
        let insurer = caller.insurer.as_str();
        let mut mine = self.sources.iter().filter(|source| source.insurer() == insurer).peekable();
        if mine.peek().is_none() {
            return Err(Failure::InsurerNotServed { insurer: insurer.to_owned() });
        }
        let source = mine.find(|source| source.service() == service).cloned();
        let source = violations.check("service", source.ok_or("is not a service of this process"));
        let case_id = violations.uuid("case_id", case_id);
        Ok(source.zip(case_id))
    }
}

#[tonic::async_trait]
impl AccessService for HeldServer {
    type ExportMyDataStream = Pin<Box<dyn Stream<Item = Result<ExportMyDataResponse, Status>> + Send>>;

    async fn list_accesses(
        &self,
        request: Request<ListAccessesRequest>,
    ) -> Result<Response<ListAccessesResponse>, Status> {
        let caller = Caller::of(&request)?.clone();
        let ListAccessesRequest { service, case_id, page_size, page_token } = request.into_inner();
        let mut violations = Violations::default();
        let asked = self.asked(&caller, &mut violations, &service, &case_id)?;
        let size = violations.page_size("page_size", page_size, PAGE.0, PAGE.1);
        let ((source, case_id), size) = violations.finish_with(asked.zip(size))?;
        source.permit(&caller, case_id, &[RepresentationScope::Notices]).await?;
        let told = source.accesses(&caller, case_id, Page { size, token: &page_token }).await?;
        Ok(source.answer(case_id, told))
    }

    async fn export_my_data(
        &self,
        request: Request<ExportMyDataRequest>,
    ) -> Result<Response<Self::ExportMyDataStream>, Status> {
        let caller = Caller::of(&request)?.clone();
        let ExportMyDataRequest { service, case_id } = request.into_inner();
        let mut violations = Violations::default();
        let asked = self.asked(&caller, &mut violations, &service, &case_id)?;
        let (source, case_id) = violations.finish_with(asked)?;
        source.permit(&caller, case_id, RepresentationScope::ALL).await?;
        let (sender, receiver) = mpsc::channel(AHEAD);
        let (stop, telling) = (self.stop.clone(), Arc::clone(&source));
        tokio::spawn(async move {
            let end = tokio::select! {
                end = tell(telling, case_id, &sender) => end,
                () = stop.cancelled() => Err(Failure::Draining),
                () = sender.closed() => return,
            };
            if let Err(failure) = end {
                let _ = sender.send_timeout(Err(failure.into()), PATIENCE).await;
            }
        });
        let told: Self::ExportMyDataStream = Box::pin(ReceiverStream::new(receiver));
        Ok(source.answer(case_id, told))
    }
}

/// Tells a case part by part.
async fn tell(
    source: Arc<dyn HeldSource>,
    case_id: Uuid,
    sender: &mpsc::Sender<Result<ExportMyDataResponse, Status>>,
) -> Result<(), Failure> {
    let mut after = Some(0);
    while let Some(from) = after {
        let part = source.part(case_id, from).await?;
        let sent = sender.send_timeout(Ok(part.told), PATIENCE).await;
        sent.map_err(|_| Failure::StreamCut { ledger: source.ledger().to_owned() })?;
        after = part.next;
    }
    Ok(())
}
