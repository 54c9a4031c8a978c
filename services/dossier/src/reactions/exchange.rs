//! What the exchange tells: facts of a trajectory of the Code on well-being, as an occupational physician reported them.
//! They are noted; the concurrent track that follows from one is told by medical assessment.

use trajet_contracts::exchange::v1::ExchangeEvent;
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_dossier_domain::{CodexKind, Told};
use trajet_service::plan::{Unreadable, day};

use super::{NOT_KNOWN, Reacted};

/// Turns a fact into the command that takes note of it.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Reacted {
    super::react(event, source, told)
}

fn told(event: ExchangeEvent) -> Result<Option<Told>, Unreadable> {
    let Fact::CodexFactTold(told) = event.fact.ok_or(NOT_KNOWN)?;
    let (kind, on) = match told.fact.and_then(|fact| fact.fact).ok_or(NOT_KNOWN)? {
        Codex::Requested(request) => (CodexKind::Requested, request.requested_on),
        Codex::PreReturnVisit(visit) => (CodexKind::PreReturnVisit, visit.held_on),
        Codex::PlanSigned(plan) => (CodexKind::PlanSigned, plan.signed_on),
        Codex::WorkResumed(work) => (CodexKind::WorkResumed, work.resumed_on),
        Codex::Ended(end) => (CodexKind::Ended, end.ended_on),
    };
    Ok(Some(Told::Codex { kind, on: day(on, "day of the report")? }))
}
