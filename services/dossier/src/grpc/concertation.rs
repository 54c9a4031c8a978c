//! The calls of the concertation between physician and coordinator.

use tonic::{Request, Response, Status};
use trajet_contracts::dossier::v1::concertation_service_server::ConcertationService;
use trajet_contracts::dossier::v1::{
    CloseThreadRequest, CloseThreadResponse, GetThreadRequest, GetThreadResponse, InviteToThreadRequest,
    InviteToThreadResponse, ListThreadsRequest, ListThreadsResponse, MarkReadRequest, MarkReadResponse,
    OpenThreadRequest, OpenThreadResponse, PostMessageRequest, PostMessageResponse,
};
use trajet_ledger::Ledger;
use trajet_runtime::{Failure, Violations};
use trajet_service::page::Query;
use trajet_service::{act, read_after};

use super::convert;
use super::refusal::refusal;
use super::service::{Service, case};
use crate::ledger::Dossier;

/// The threads of a page where the caller leaves them to us, and the most.
const THREADS: (u32, u32) = (50, 200);
/// The same of messages, which are long.
const MESSAGES: (u32, u32) = (20, 50);

#[tonic::async_trait]
impl ConcertationService for Service {
    async fn open_thread(&self, request: Request<OpenThreadRequest>) -> Result<Response<OpenThreadResponse>, Status> {
        act!(self, request, convert::check_opening, refusal => OpenThreadResponse)
    }

    async fn post_message(
        &self,
        request: Request<PostMessageRequest>,
    ) -> Result<Response<PostMessageResponse>, Status> {
        act!(self, request, convert::check_post, refusal => PostMessageResponse)
    }

    async fn mark_read(&self, request: Request<MarkReadRequest>) -> Result<Response<MarkReadResponse>, Status> {
        act!(self, request, convert::check_mark, refusal => MarkReadResponse)
    }

    async fn invite_to_thread(
        &self,
        request: Request<InviteToThreadRequest>,
    ) -> Result<Response<InviteToThreadResponse>, Status> {
        act!(self, request, convert::check_outsider, refusal => InviteToThreadResponse)
    }

    async fn close_thread(
        &self,
        request: Request<CloseThreadRequest>,
    ) -> Result<Response<CloseThreadResponse>, Status> {
        act!(self, request, convert::check_closing, refusal => CloseThreadResponse)
    }

    async fn list_threads(
        &self,
        request: Request<ListThreadsRequest>,
    ) -> Result<Response<ListThreadsResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let case_id = violations.uuid("case_id", &request.case_id);
        let size = violations.page_size("page_size", request.page_size, THREADS.0, THREADS.1);
        let (case_id, size) = violations.finish_with(case_id.zip(size))?;
        read_after(ledger, &request.min_cursor).await?;
        let query = Query { place: ["ListThreads", ledger.name()], fields: case_id.as_bytes() };
        let before = begin(ledger, &query, &request.page_token)?.unwrap_or(u32::MAX);
        let (state, _) = case(ledger, case_id).await?;
        let party = convert::party_of(&caller);
        let mut found = state.threads.iter().rev().filter(|thread| thread.number < before).peekable();
        let page: Vec<_> = found.by_ref().take(size as usize).map(|it| convert::tell_thread(it, party)).collect();
        let last = page.last().map(|thread| thread.number).filter(|_| found.peek().is_some());
        let told = ListThreadsResponse { threads: page, next_page_token: token(ledger, &query, last) };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn get_thread(&self, request: Request<GetThreadRequest>) -> Result<Response<GetThreadResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let case_id = violations.uuid("case_id", &request.case_id);
        let thread = convert::check_thread(&mut violations, request.thread);
        let size = violations.page_size("page_size", request.page_size, MESSAGES.0, MESSAGES.1);
        let (case_id, (number, size)) = violations.finish_with(case_id.zip(thread.zip(size)))?;
        read_after(ledger, &request.min_cursor).await?;
        let fields = format!("{case_id} {number}").into_bytes();
        let query = Query { place: ["GetThread", ledger.name()], fields: &fields };
        let after = begin(ledger, &query, &request.page_token)?.unwrap_or_default();
        let (state, _) = case(ledger, case_id).await?;
        let thread = state.threads.iter().find(|thread| thread.number == number).ok_or(Failure::ThreadNotFound)?;
        let mut found = thread.messages.iter().filter(|message| after < message.number).peekable();
        let page: Vec<_> = found.by_ref().take(size as usize).collect();
        let last = page.last().map(|message| message.number).filter(|_| found.peek().is_some());
        let told = GetThreadResponse {
            thread: Some(convert::tell_thread(thread, convert::party_of(&caller))),
            messages: page.into_iter().map(|message| convert::show_message(message, &state)).collect(),
            next_page_token: token(ledger, &query, last),
        };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }
}

/// The number that a page token tells.
fn begin(ledger: &Ledger<Dossier>, query: &Query<'_>, page_token: &str) -> Result<Option<u32>, Failure> {
    let begin = query.begin(ledger.sealer().keys(), page_token)?;
    begin.map(|number| number.parse().map_err(|_| Failure::PageTokenInvalid)).transpose()
}

/// The token of the page after a number; empty if there is none.
fn token(ledger: &Ledger<Dossier>, query: &Query<'_>, last: Option<u32>) -> String {
    last.map(|last| query.token(ledger.sealer().keys(), &last.to_string())).unwrap_or_default()
}
