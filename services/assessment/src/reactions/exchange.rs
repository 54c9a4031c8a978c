//! What occupational physicians tell, through the exchange service: CODEX trajectories are concurrent tracks (M4).

use trajet_assessment_domain::Told;
use trajet_contracts::exchange::v1::ExchangeEvent;
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact as Sent;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_service::plan::{Unreadable, day};

use super::NOT_KNOWN;
use crate::ledger::Assessment;
use crate::stored::read_partner;

/// The command that takes note of a fact.
pub(crate) fn react(event: &FeedEvent, ledger: &str) -> Result<Option<FactCommand<Assessment>>, UnreadableFact> {
    super::react(event, ledger, told)
}

fn told(event: ExchangeEvent) -> Result<Option<Told>, Unreadable> {
    let Sent::CodexFactTold(told) = event.fact.ok_or(NOT_KNOWN)?;
    let partner = read_partner(&told.partner_number);
    Ok(Some(match told.fact.and_then(|codex| codex.fact).ok_or(NOT_KNOWN)? {
        Codex::Requested(requested) => {
            Told::CodexRequested { on: day(requested.requested_on, "day of the request")?, partner: partner? }
        }
        Codex::Ended(ended) => Told::CodexEnded { on: day(ended.ended_on, "last day")?, partner: partner? },
        // What happens in the course of a trajectory changes nothing for an estimate.
        Codex::PreReturnVisit(_) | Codex::PlanSigned(_) | Codex::WorkResumed(_) => return Ok(None),
    }))
}
