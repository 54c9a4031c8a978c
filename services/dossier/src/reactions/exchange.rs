//! What the exchange tells: facts of a trajectory of the Code on well-being, as an occupational physician reported them,
//! what becomes of referrals, and that the person presented themselves to a regional service. They are noted; the concurrent track that follows from one is told by medical assessment.

use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact;
use trajet_contracts::exchange::v1::{CodexEnd, CodexRequester, ExchangeEvent, PreReturnVisitOutcome};
use trajet_contracts::feed::v1::FeedEvent;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Programme;
use trajet_dossier_domain::{self as domain, CodexKind, CodexNote, Told};
use trajet_law::codex;
use trajet_service::employer;
use trajet_service::plan::{Unreadable, day};
use trajet_service::presentation;
use trajet_service::referral::{hear_key, hear_said};

use super::{NOT_KNOWN, Reacted};

/// Turns a fact into the command that takes note of it.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Reacted {
    super::react(event, source, told)
}

fn told(event: ExchangeEvent) -> Result<Option<Told>, Unreadable> {
    let told = match event.fact.ok_or(NOT_KNOWN)? {
        Fact::CodexFactTold(told) => told,
        Fact::ReferralProgressed(told) => {
            let key = hear_key(&told.key)?;
            return Ok(Some(Told::Referral { number: told.number, key, said: hear_said(told.progress)? }));
        }
        Fact::RehabilitationFactTold(told) => {
            return match told.fact.and_then(|told| told.fact) {
                Some(Programme::Presented(told)) => Ok(Some(Told::Presented(presentation::hear(&told)?))),
                // Medical assessment tells of the programme that follows from it.
                _ => Ok(None),
            };
        }
        Fact::FactsAnnulled(_) => return Ok(None),
    };
    let partner = Some(told.partner_number).filter(|number| !number.is_empty()).ok_or(Unreadable("partner"))?;
    let codex = told.fact.ok_or(NOT_KNOWN)?;
    let employer = employer::read(&codex.employer_number)?;
    let note = |kind, on| {
        let on = day(on, "day of the report")?;
        let partner = Some(partner);
        Ok(CodexNote { kind, on, requested_by: None, visit_outcome: None, end: None, partner, employer })
    };
    let note = match codex.fact.ok_or(NOT_KNOWN)? {
        Codex::Requested(request) => CodexNote {
            requested_by: requester(request.requested_by()),
            ..note(CodexKind::Requested, request.requested_on)?
        },
        Codex::PreReturnVisit(visit) => {
            CodexNote { visit_outcome: outcome(visit.outcome()), ..note(CodexKind::PreReturnVisit, visit.held_on)? }
        }
        Codex::PlanSigned(plan) => note(CodexKind::PlanSigned, plan.signed_on)?,
        Codex::WorkResumed(work) => note(CodexKind::WorkResumed, work.resumed_on)?,
        Codex::Ended(end) => {
            let CodexEnd { ended_on, article, definitively_unfit } = end;
            let end = domain::CodexEnd { article, definitively_unfit };
            CodexNote { end: Some(end), ..note(CodexKind::Ended, ended_on)? }
        }
    };
    Ok(Some(Told::Codex(note)))
}

const fn requester(by: CodexRequester) -> Option<codex::CodexRequester> {
    match by {
        CodexRequester::Unspecified => None,
        CodexRequester::Worker => Some(codex::CodexRequester::Worker),
        CodexRequester::TreatingPhysician => Some(codex::CodexRequester::TreatingPhysician),
        CodexRequester::Employer => Some(codex::CodexRequester::Employer),
    }
}

const fn outcome(outcome: PreReturnVisitOutcome) -> Option<domain::VisitOutcome> {
    match outcome {
        PreReturnVisitOutcome::Unspecified => None,
        PreReturnVisitOutcome::WorkResumes => Some(domain::VisitOutcome::WorkResumes),
        PreReturnVisitOutcome::CodexAsked => Some(domain::VisitOutcome::CodexAsked),
        PreReturnVisitOutcome::CodexNotAsked => Some(domain::VisitOutcome::CodexNotAsked),
    }
}
