//! Trajectories that a person asked for, with their letters (M12, M13).

use chrono::NaiveDate;
use trajet_assessment_domain::{AnsweredWith, AuthorisationRequest, Notice, Person, TrajectoryRefusal, notice};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as common;
use trajet_service::representation;
use trajet_service::work::tell_language;

use super::tell_contact;

pub(super) fn tell_refusal(refusal: &TrajectoryRefusal, person: &Person) -> contract::TrajectoryRefusal {
    contract::TrajectoryRefusal {
        asked_on: Some(to_proto(refusal.asked_on)),
        notice: refusal.notice.as_ref().map(|notice| tell_notice(notice, person, refusal.asked_on)),
    }
}

/// A request; its agreed actions only if they are shown (D3).
pub(super) fn tell_request(
    asked: &AuthorisationRequest,
    actions_shown: bool,
    person: &Person,
) -> contract::AuthorisationRequest {
    let (decision, notice) = match asked.answer.as_ref().map(|answer| &answer.decision) {
        None => (contract::TrajectoryDecision::Unspecified, None),
        Some(AnsweredWith::Authorised) => (contract::TrajectoryDecision::Authorised, None),
        Some(AnsweredWith::NotCompatible(notice)) => (contract::TrajectoryDecision::NotCompatible, notice.as_ref()),
    };
    let decided_on = asked.answer.as_ref().map(|answer| answer.on);
    contract::AuthorisationRequest {
        number: asked.number,
        asked_on: Some(to_proto(asked.asked_on)),
        contact_on: Some(to_proto(asked.contact_on)),
        decision: decision.into(),
        decided_on: decided_on.map(to_proto),
        notice: notice.zip(decided_on).map(|(notice, on)| tell_notice(notice, person, on)),
        actions: asked.actions.iter().filter(|_| actions_shown).cloned().collect(),
    }
}

pub(super) fn tell_notice(notice: &Notice, person: &Person, about: NaiveDate) -> common::Notice {
    let letter = notice::render(notice, person, about);
    common::Notice {
        issued_on: Some(to_proto(notice.on)),
        language: tell_language(notice.language).into(),
        subject: letter.subject,
        paragraphs: letter.paragraphs,
        coordinator: Some(tell_contact(&notice.contact)),
        addressee: notice.addressee.as_ref().map(representation::tell),
    }
}
