//! What partners tell, whichever it is of: a CODEX trajectory, a rehabilitation programme, or who presented themselves.

use chrono::NaiveDate;
use prost::Message as _;
use trajet_contracts::exchange::v1 as contract;
use trajet_contracts::internal::exchange::v1 as stored;
use trajet_contracts::r#type::v1 as common;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Wire;
use trajet_exchange_domain::{PartnerFact, ReportId, Told};
use trajet_runtime::Violations;
use trajet_service::{presentation, rehabilitation};
use uuid::Uuid;

use super::{hear_fact, hear_number, tell_fact};

/// A fact as the contracts tell it: in one of two fields.
pub(crate) type Fields = (Option<contract::CodexFact>, Option<common::RehabilitationFact>);

/// What the request of the CSCMI or of a regional service tells: today or earlier.
pub(crate) fn check_told(
    violations: &mut Violations,
    fact: Option<common::RehabilitationFact>,
    today: NaiveDate,
) -> Option<PartnerFact> {
    if let Some(Wire::Presented(told)) = fact.and_then(|fact| fact.fact) {
        let presented = violations.within("fact.presented", |inner| presentation::check(inner, &told, today));
        return presented.map(PartnerFact::Presented);
    }
    rehabilitation::check_fact(violations, fact, today).map(PartnerFact::Rehabilitation)
}

/// What the CSCMI or a regional service told; none for what others tell.
fn tell_theirs(fact: &PartnerFact) -> Option<common::RehabilitationFact> {
    match fact {
        PartnerFact::Codex(_) => None,
        PartnerFact::Rehabilitation(fact) => Some(rehabilitation::tell_fact(fact)),
        PartnerFact::Presented(presented) => {
            let fact = Some(Wire::Presented(presentation::tell(*presented)));
            Some(common::RehabilitationFact { fact })
        }
    }
}

pub(crate) fn tell_either(fact: &PartnerFact) -> Fields {
    let codex = if let PartnerFact::Codex(fact) = fact { Some(tell_fact(fact)) } else { None };
    (codex, tell_theirs(fact))
}

/// What was told, as it was stored.
pub(crate) fn hear_either((codex, told): Fields) -> Option<PartnerFact> {
    match (codex, told) {
        (Some(fact), None) => hear_fact(fact).map(PartnerFact::Codex),
        (None, Some(common::RehabilitationFact { fact: Some(Wire::Presented(told)) })) => {
            presentation::hear(&told).ok().map(PartnerFact::Presented)
        }
        (None, fact @ Some(_)) => rehabilitation::hear_fact(fact).ok().map(PartnerFact::Rehabilitation),
        _ => None,
    }
}

/// What a row of the reports tells.
pub(crate) fn write_row(fact: &PartnerFact) -> Vec<u8> {
    match tell_either(fact) {
        (Some(codex), _) => codex.encode_to_vec(),
        (None, rehabilitation) => stored::ReportTold { rehabilitation }.encode_to_vec(),
    }
}

/// What a row of the reports tells, as the contracts tell it.
pub(crate) fn read_row(bytes: &[u8]) -> Result<Fields, prost::DecodeError> {
    let rehabilitation = stored::ReportTold::decode(bytes)?.rehabilitation;
    Ok(if rehabilitation.is_some() {
        (None, rehabilitation)
    } else {
        (Some(contract::CodexFact::decode(bytes)?), None)
    })
}

pub(crate) fn hear_rehabilitation_told(told: &contract::CaseRehabilitationFact) -> Option<Told> {
    Some(Told {
        report: ReportId(Uuid::try_parse(&told.report_id).ok()?.into_bytes()),
        partner: hear_number(&told.partner_number)?,
        fact: hear_either((None, told.fact))?,
    })
}

/// What the CSCMI or a regional service told of a case; none for what others tell.
pub(crate) fn tell_rehabilitation_told(told: &Told) -> Option<contract::CaseRehabilitationFact> {
    Some(contract::CaseRehabilitationFact {
        fact: Some(tell_theirs(&told.fact)?),
        partner_number: told.partner.as_str().to_owned(),
        report_id: Uuid::from_bytes(told.report.0).to_string(),
    })
}

/// What happened and on which days, without how it was decided or ended, and without how long somebody was there.
pub(crate) fn rehabilitation_told_in_outline(told: &Told) -> Option<contract::CaseRehabilitationFact> {
    let whole = tell_rehabilitation_told(told)?;
    let outline = match whole.fact.and_then(|fact| fact.fact) {
        Some(Wire::Answered(fact)) => Some(Wire::Answered(common::CscmiAnswer {
            answered_on: fact.answered_on,
            ..common::CscmiAnswer::default()
        })),
        Some(Wire::HoursFollowed(fact)) => {
            Some(Wire::HoursFollowed(common::RehabilitationHours { minutes: 0, ..fact }))
        }
        Some(Wire::Ended(fact)) => Some(Wire::Ended(common::RehabilitationEnd {
            ended_on: fact.ended_on,
            ..common::RehabilitationEnd::default()
        })),
        // They tell no more than the day, and the form which service it was.
        fact @ (Some(Wire::IntakeHeld(_) | Wire::Started(_) | Wire::Presented(_)) | None) => fact,
    };
    Some(contract::CaseRehabilitationFact { fact: Some(common::RehabilitationFact { fact: outline }), ..whole })
}
