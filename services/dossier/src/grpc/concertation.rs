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
use trajet_service::past::{self, Moment};
use trajet_service::{act, read_after};
use uuid::Uuid;

use super::convert;
use super::refusal::refusal;
use super::service::{Service, case_at};
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
        let asked = past::check(&mut violations, ledger, &request.case_id, request.as_of, request.known_at);
        let size = violations.page_size("page_size", request.page_size, THREADS.0, THREADS.1);
        let ((case_id, moment), size) = violations.finish_with(asked.zip(size))?;
        read_after(ledger, &request.min_cursor).await?;
        let fields = fields(case_id, moment, None);
        let query = Query { place: ["ListThreads", ledger.name()], fields: &fields };
        let before = begin(ledger, &query, &request.page_token)?.unwrap_or(u32::MAX);
        let seen = case_at(ledger, case_id, moment).await?;
        let party = convert::party_of(&caller);
        let mut found = seen.then.threads.iter().rev().filter(|thread| thread.number < before).peekable();
        let page: Vec<_> = found.by_ref().take(size as usize).map(|it| convert::tell_thread(it, party)).collect();
        let last = page.last().map(|thread| thread.number).filter(|_| found.peek().is_some());
        let told = ListThreadsResponse {
            threads: page,
            next_page_token: token(ledger, &query, last),
            as_of: seen.told_as_of(),
            known_at: seen.told_known_at(),
        };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn get_thread(&self, request: Request<GetThreadRequest>) -> Result<Response<GetThreadResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let asked = past::check(&mut violations, ledger, &request.case_id, request.as_of, request.known_at);
        let thread = convert::check_thread(&mut violations, request.thread);
        let size = violations.page_size("page_size", request.page_size, MESSAGES.0, MESSAGES.1);
        let ((case_id, moment), (number, size)) = violations.finish_with(asked.zip(thread.zip(size)))?;
        read_after(ledger, &request.min_cursor).await?;
        let fields = fields(case_id, moment, Some(number));
        let query = Query { place: ["GetThread", ledger.name()], fields: &fields };
        let after = begin(ledger, &query, &request.page_token)?.unwrap_or_default();
        let seen = case_at(ledger, case_id, moment).await?;
        let thread = seen.then.threads.iter().find(|thread| thread.number == number).ok_or(Failure::ThreadNotFound)?;
        let mut found = thread.messages.iter().filter(|message| after < message.number).peekable();
        let page: Vec<_> = found.by_ref().take(size as usize).collect();
        let last = page.last().map(|message| message.number).filter(|_| found.peek().is_some());
        let told = GetThreadResponse {
            thread: Some(convert::tell_thread(thread, convert::party_of(&caller))),
            messages: page.into_iter().map(|message| convert::show_message(message, &seen)).collect(),
            next_page_token: token(ledger, &query, last),
            as_of: seen.told_as_of(),
            known_at: seen.told_known_at(),
        };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }
}

/// What a page is bound to: the next one is of the same case as it was then, and of the same thread.
fn fields(case_id: Uuid, Moment { as_of, known_at }: Moment, thread: Option<u32>) -> Vec<u8> {
    format!("{case_id} {thread:?} {as_of:?} {known_at:?}").into_bytes()
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
