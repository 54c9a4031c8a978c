//! What partners tell, whichever it is of: a CODEX trajectory or a rehabilitation programme.

use prost::Message as _;
use trajet_contracts::exchange::v1 as contract;
use trajet_contracts::internal::exchange::v1 as stored;
use trajet_contracts::r#type::v1 as common;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Wire;
use trajet_exchange_domain::{PartnerFact, ReportId, Told};
use trajet_law::rehabilitation::RehabilitationFact;
use trajet_service::rehabilitation;
use uuid::Uuid;

use super::{hear_fact, hear_number, tell_fact};

/// A fact as the contracts tell it: in one of two fields.
pub(crate) type Fields = (Option<contract::CodexFact>, Option<common::RehabilitationFact>);

pub(crate) fn tell_either(fact: &PartnerFact) -> Fields {
    match fact {
        PartnerFact::Codex(fact) => (Some(tell_fact(fact)), None),
        PartnerFact::Rehabilitation(fact) => (None, Some(rehabilitation::tell_fact(fact))),
    }
}

/// What was told, as it was stored.
pub(crate) fn hear_either((codex, told): Fields) -> Option<PartnerFact> {
    match (codex, told) {
        (Some(fact), None) => hear_fact(fact).map(PartnerFact::Codex),
        (None, fact @ Some(_)) => rehabilitation::hear_fact(fact).ok().map(PartnerFact::Rehabilitation),
        _ => None,
    }
}

/// What a row of the reports tells.
pub(crate) fn write_row(fact: &PartnerFact) -> Vec<u8> {
    match fact {
        PartnerFact::Codex(fact) => tell_fact(fact).encode_to_vec(),
        PartnerFact::Rehabilitation(fact) => {
            stored::ReportTold { rehabilitation: Some(rehabilitation::tell_fact(fact)) }.encode_to_vec()
        }
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

pub(crate) fn tell_rehabilitation_told(told: &Told, fact: &RehabilitationFact) -> contract::CaseRehabilitationFact {
    contract::CaseRehabilitationFact {
        fact: Some(rehabilitation::tell_fact(fact)),
        partner_number: told.partner.as_str().to_owned(),
        report_id: Uuid::from_bytes(told.report.0).to_string(),
    }
}

/// What happened and on which days, without how it was decided or ended, and without how long somebody was there.
pub(crate) fn rehabilitation_told_in_outline(
    told: &Told,
    fact: &RehabilitationFact,
) -> contract::CaseRehabilitationFact {
    let whole = tell_rehabilitation_told(told, fact);
    let outline = match rehabilitation::tell_fact(fact).fact {
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
        // They tell no more than the day.
        fact @ (Some(Wire::IntakeHeld(_) | Wire::Started(_)) | None) => fact,
    };
    contract::CaseRehabilitationFact { fact: Some(common::RehabilitationFact { fact: outline }), ..whole }
}
