//! A case and its parts as the contracts tell them.

use trajet_access::Role;
use trajet_contracts::date::to_proto;
use trajet_contracts::exchange::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_exchange_domain::{Case, Fact, ParkedBecause, PartnerFact, Person, Told};
use trajet_service::work::tell_language;
use uuid::Uuid;

use super::{rehabilitation_told_in_outline, tell_rehabilitation_told, tell_told, told_in_outline};

/// A case as one of these roles reads it: physicians all of it, others of each fact what happened and on which day, as
/// consent is not known here (D3, own reading).
pub(crate) fn tell_case(case_id: Uuid, version: i64, case: &Case, role: Role) -> contract::ExchangeCase {
    let recognition = case.recognition.as_ref();
    contract::ExchangeCase {
        case_id: case_id.to_string(),
        etag: version.to_string(),
        person: recognition.map(|recognition| tell_person(&recognition.person)),
        incapacity_start: recognition.map(|recognition| to_proto(recognition.incapacity_start)),
        codex: case.told.iter().filter_map(|told| tell_codex(told, role)).collect(),
        ended_on: case.ended.as_ref().map(|ending| to_proto(ending.last_day)),
        deceased: case.ended.as_ref().is_some_and(|ending| ending.death().is_some()),
        parked: case.parked.iter().map(|(fact, because)| tell_parked(fact, *because)).collect(),
        rehabilitation: case.told.iter().filter_map(|told| tell_rehabilitation(told, role)).collect(),
    }
}

fn tell_codex(told: &Told, role: Role) -> Option<contract::CaseCodexFact> {
    let PartnerFact::Codex(fact) = &told.fact else { return None };
    Some(if role == Role::Physician { tell_told(told, fact) } else { told_in_outline(told, fact) })
}

fn tell_rehabilitation(told: &Told, role: Role) -> Option<contract::CaseRehabilitationFact> {
    if role == Role::Physician { tell_rehabilitation_told(told) } else { rehabilitation_told_in_outline(told) }
}

pub(crate) fn tell_person(person: &Person) -> common::InsuredPerson {
    common::InsuredPerson {
        niss: person.niss.as_str().to_owned(),
        name: Some(common::PersonName { surname: person.surname.clone(), first_names: person.first_names.clone() }),
        language: tell_language(person.language).into(),
        municipality_code: person.municipality.clone().unwrap_or_default(),
        ..common::InsuredPerson::default()
    }
}

fn tell_parked(fact: &Fact, because: ParkedBecause) -> common::ParkedFact {
    let kind = match fact {
        Fact::Recognised(_) => "trajet.assessment.v1.IncapacityRecognised",
        Fact::Corrected(_) => "trajet.assessment.v1.IncapacityCorrected",
        Fact::Ended(_) => "trajet.assessment.v1.IncapacityEnded",
        Fact::Referred(_) => "trajet.dossier.v1.ReferralMade",
        Fact::ReferralEnded(_) => "trajet.dossier.v1.ReferralEnded",
    };
    common::ParkedFact {
        source_ledger: fact.source().ledger.clone(),
        source_position: fact.source().position,
        kind: kind.to_owned(),
        because: because.code().to_owned(),
        effective_on: Some(to_proto(fact.effective_on())),
    }
}
