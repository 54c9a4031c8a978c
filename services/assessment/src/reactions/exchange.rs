//! What occupational physicians tell, through the exchange service: CODEX trajectories are concurrent tracks (M4);
//! and what the CSCMI and regional services tell of rehabilitation programmes (M16).

use trajet_assessment_domain::Told;
use trajet_contracts::exchange::v1::ExchangeEvent;
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact as Sent;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Programme;
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_service::employer;
use trajet_service::plan::{Unreadable, day};
use trajet_service::rehabilitation;

use super::NOT_KNOWN;
use crate::ledger::Assessment;
use crate::stored::read_partner;

/// The command that takes note of a fact.
pub(crate) fn react(event: &FeedEvent, ledger: &str) -> Result<Option<FactCommand<Assessment>>, UnreadableFact> {
    super::react(event, ledger, told)
}

fn told(event: ExchangeEvent) -> Result<Option<Told>, Unreadable> {
    let told = match event.fact.ok_or(NOT_KNOWN)? {
        // What is taken back is heard before it comes here; what becomes of a referral is the coordinator's business.
        Sent::FactsAnnulled(_) | Sent::ReferralProgressed(_) => return Ok(None),
        Sent::CodexFactTold(told) => told,
        Sent::RehabilitationFactTold(told) => {
            let fact = told.fact.filter(|told| told.fact.is_some()).ok_or(NOT_KNOWN)?;
            // Who presented themselves needs no agreement of the physician: that is the coordinator's business (X8).
            if let Some(Programme::Presented(_)) = fact.fact {
                return Ok(None);
            }
            let fact = rehabilitation::hear_fact(Some(fact))?;
            return Ok(Some(Told::Rehabilitation { fact, partner: read_partner(&told.partner_number)? }));
        }
    };
    let partner = read_partner(&told.partner_number);
    let codex = told.fact.ok_or(NOT_KNOWN)?;
    let employer = employer::read(&codex.employer_number);
    Ok(Some(match codex.fact.ok_or(NOT_KNOWN)? {
        Codex::Requested(requested) => {
            let on = day(requested.requested_on, "day of the request")?;
            Told::CodexRequested { on, partner: partner?, employer: employer? }
        }
        Codex::Ended(ended) => {
            Told::CodexEnded { on: day(ended.ended_on, "last day")?, partner: partner?, employer: employer? }
        }
        // What happens in the course of a trajectory changes nothing for an estimate.
        Codex::PreReturnVisit(_) | Codex::PlanSigned(_) | Codex::WorkResumed(_) => return Ok(None),
    }))
}
