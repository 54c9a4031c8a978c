//! A ledger as the person of a case reads it.

use std::sync::Arc;

use tonic::Response;
use trajet_access::{Caller, Role, Shown};
use trajet_contracts::access::v1::{ExportMyDataResponse, ListAccessesResponse};
use trajet_law::matter::Matter;
use trajet_law::representation::{RepresentationScope, Representations};
use trajet_ledger::{Domain, Ledger};
use trajet_runtime::Failure;
use uuid::Uuid;

use super::{accesses, export};
use crate::history::Telling;
use crate::ledgers::Ledgers;
use crate::past::Seen;
use crate::reads::{self, ReadRecord};
use crate::report::Reported;

/// A service that holds data on persons.
pub trait Personal: Reported {
    /// How it tells its events.
    const TELLING: Telling<Self::Event>;

    /// What an event says, to tell which of them stand.
    const MATTER: fn(&Self::Event) -> Matter;

    /// The kind whose name the stored message has: most kinds have one of their own.
    #[must_use]
    fn stored_as(kind: &str) -> &str {
        kind
    }

    /// The streams that the case took over: who was shown one of them was shown something of the person.
    #[must_use]
    fn also_about(_: &Self::State) -> Vec<Uuid> {
        Vec::new()
    }

    /// Who represents the person of the case.
    fn representations(state: &Self::State) -> Option<&Representations>;

    /// The case as it stands: the name and the bytes of the message in which the service shows it to whoever may see all of it.
    fn standing(&self, case_id: Uuid, seen: &Seen<Self::State>) -> Option<(&'static str, Vec<u8>)>;
}

/// Where the page of a list goes on.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The most entries.
    pub size: u32,
    /// The token of the page; empty for the first.
    pub token: &'a str,
}

/// A part of an export, and where the next one begins.
pub struct Part {
    /// The part.
    pub told: ExportMyDataResponse,
    /// The version of the case after which the next part goes on; none after the last.
    pub next: Option<i64>,
}

/// A ledger that tells persons what it holds, whatever its law.
#[tonic::async_trait]
pub trait HeldSource: Send + Sync + 'static {
    /// The service's name.
    fn service(&self) -> &'static str;

    /// The ledger's name.
    fn ledger(&self) -> &str;

    /// Its insurer.
    fn insurer(&self) -> &str;

    /// Makes sure that the caller may be told of the case; who represents the person, as somebody who does so for all of these
    /// acts today.
    ///
    /// # Errors
    /// As if there were no such case; or if the store fails.
    async fn permit(&self, caller: &Caller, case_id: Uuid, scopes: &[RepresentationScope]) -> Result<(), Failure>;

    /// Who looked at a case and who acted on it.
    ///
    /// # Errors
    /// If the page token is of another query, or the store fails.
    async fn accesses(&self, caller: &Caller, case_id: Uuid, page: Page<'_>) -> Result<ListAccessesResponse, Failure>;

    /// A part of what is held on a case, after a version of it.
    ///
    /// # Errors
    /// If the store fails, or an event cannot be read.
    async fn part(&self, case_id: Uuid, after: i64) -> Result<Part, Failure>;

    /// What an answer shows, to be recorded.
    fn shown(&self, case_id: Uuid) -> Shown;
}

impl dyn HeldSource {
    /// An answer that shows the case.
    pub(super) fn answer<T>(&self, case_id: Uuid, message: T) -> Response<T> {
        self.shown(case_id).with(message)
    }
}

/// The ledgers of a service, each with the record of its reads.
#[must_use]
pub fn sources<D: Personal>(ledgers: &Ledgers<D>) -> Vec<Arc<dyn HeldSource>> {
    let opened = ledgers.all().zip(ledgers.reads());
    let source = |((_, ledger), (_, reads)): ((_, &Ledger<D>), (_, &ReadRecord))| Source {
        ledger: ledger.clone(),
        reads: reads.clone(),
    };
    opened.map(|opened| Arc::new(source(opened)) as Arc<dyn HeldSource>).collect()
}

pub(super) struct Source<D: Domain> {
    pub(super) ledger: Ledger<D>,
    pub(super) reads: ReadRecord,
}

#[tonic::async_trait]
impl<D: Personal> HeldSource for Source<D> {
    fn service(&self) -> &'static str {
        D::SERVICE
    }

    fn ledger(&self) -> &str {
        self.ledger.name()
    }

    fn insurer(&self) -> &str {
        self.ledger.name().rsplit('/').next().unwrap_or_default()
    }

    async fn permit(&self, caller: &Caller, case_id: Uuid, scopes: &[RepresentationScope]) -> Result<(), Failure> {
        let failure = |error| self.ledger.failure(&error);
        let subject = caller.subject.as_str();
        let may = match caller.role {
            Role::Auditor => true,
            // The credential of an insured person has the case as its subject.
            Role::InsuredPerson => subject == case_id.to_string(),
            Role::Representative => {
                let today = self.ledger.clock().today();
                let found = self.ledger.state(case_id).await.map_err(failure)?;
                found.is_some_and(|(state, _)| {
                    let of = |known: &Representations| scopes.iter().all(|scope| known.are_of(subject, *scope, today));
                    D::representations(&state).is_some_and(of)
                })
            }
            _ => false,
        };
        let first = self.ledger.history(case_id, 0, 1).await.map_err(failure)?;
        let is_case = first.first().is_some_and(|first| D::begins_a_case(&first.stored.kind));
        if may && is_case { Ok(()) } else { Err(Failure::CaseNotFound) }
    }

    async fn accesses(&self, caller: &Caller, case_id: Uuid, page: Page<'_>) -> Result<ListAccessesResponse, Failure> {
        accesses::list(self, caller, case_id, page).await
    }

    async fn part(&self, case_id: Uuid, after: i64) -> Result<Part, Failure> {
        export::part(self, case_id, after).await
    }

    fn shown(&self, case_id: Uuid) -> Shown {
        Shown::new(vec![case_id], reads::shared(&self.reads))
    }
}
