//! Between the wire and the domain. What comes from the wire is checked whole; what goes there cannot fail.
//!
//! `hear` reads a value, `check` reads a request and notes what is wrong with it, `tell` writes.

mod answers;
mod case;
mod definition;
mod reading;
mod requests;
mod task;

use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_law::ending::Ending;
use trajet_questionnaire_domain::definition::FactorGroup;
use trajet_questionnaire_domain::profile::Effect;
use trajet_questionnaire_domain::{
    Channel, Contact, CscmiReason, DefinitionRef, FilledBy, HelpAct, HelpResult, Helper, ImpossibilityReason, Route,
    SubjectId, TrackKind, WaiverReason,
};
use trajet_service::contact;

pub(crate) use answers::{hear_answers, hear_profile, is_definition_code, tell_answers, tell_profile};
pub(crate) use case::{
    tell_case, tell_delegation, tell_draft, tell_end, tell_help_contact, tell_impossibility, tell_person, tell_sending,
    tell_submission, tell_track, tell_whole,
};
pub(crate) use definition::tell_definition;
pub(crate) use requests::{
    check_correction, check_delegation, check_draft, check_help, check_impossibility, check_submission, check_waiver,
};

pub(crate) fn tell_filled_by(by: &FilledBy) -> Option<contract::Helper> {
    by.helper().map(tell_helper)
}

/// Who filled it in: a helper, or the legal representative with a number, or the person.
pub(crate) fn hear_filled_by(helper: Option<contract::Helper>, representative: u32) -> Option<FilledBy> {
    match helper {
        None if representative > 0 => Some(FilledBy::Representative(representative)),
        None => Some(FilledBy::InsuredPerson),
        Some(helper) => hear_helper(helper).map(FilledBy::Helped),
    }
}

pub(crate) fn tell_helper(helper: &Helper) -> contract::Helper {
    let (role, subject) = match helper {
        Helper::Coordinator(subject) => (contract::HelperRole::Coordinator, subject),
        Helper::Delegate(subject) => (contract::HelperRole::Delegate, subject),
    };
    contract::Helper { role: role.into(), subject: subject.0.clone() }
}

pub(crate) fn hear_helper(helper: contract::Helper) -> Option<Helper> {
    let role = helper.role();
    let subject = SubjectId(helper.subject);
    match role {
        contract::HelperRole::Unspecified => None,
        contract::HelperRole::Coordinator => Some(Helper::Coordinator(subject)),
        contract::HelperRole::Delegate => Some(Helper::Delegate(subject)),
    }
}

pub(crate) fn tell_contact(contact: &Contact) -> common::CoordinatorContact {
    let Contact { name, telephone: phone, email } = contact.clone();
    contact::tell_coordinator_contact(&contact::Contact { name, phone, email })
}

pub(crate) fn hear_contact(contact: contact::Contact) -> Contact {
    let contact::Contact { name, phone, email } = contact;
    Contact { name, telephone: phone, email }
}

/// How the incapacity ended.
pub(crate) fn hear_ending(deceased: bool) -> Ending {
    if deceased { Ending::Deceased } else { Ending::IncapacityEnded }
}

pub(crate) fn tell_reference(reference: &DefinitionRef) -> contract::DefinitionRef {
    contract::DefinitionRef { code: reference.code.clone(), version: reference.version }
}

pub(crate) fn hear_reference(reference: contract::DefinitionRef) -> DefinitionRef {
    DefinitionRef { code: reference.code, version: reference.version }
}

/// The ground of a waiver; which medical reason it was stays out of it.
pub(crate) fn tell_waiver_ground(reason: &WaiverReason) -> contract::WaiverGround {
    match reason {
        WaiverReason::Medical { .. } => contract::WaiverGround::Medical,
        WaiverReason::Track(TrackKind::CodexRequested) => contract::WaiverGround::CodexRequested,
        WaiverReason::Track(TrackKind::AuthorisedWork) => contract::WaiverGround::AuthorisedWork,
        WaiverReason::Track(TrackKind::RouteBAuthorised) => contract::WaiverGround::RouteBAuthorised,
    }
}

/// Two enumerations whose values stand for each other; the contract's unspecified one stands for none.
macro_rules! same {
    ($hear:ident, $tell:ident, $contract:ty, $domain:ty, { $($name:ident),+ $(,)? }) => {
        pub(crate) fn $hear(value: $contract) -> Option<$domain> {
            match value {
                <$contract>::Unspecified => None,
                $(<$contract>::$name => Some(<$domain>::$name),)+
            }
        }

        pub(crate) fn $tell(value: $domain) -> $contract {
            match value {
                $(<$domain>::$name => <$contract>::$name,)+
            }
        }
    };
}

same!(hear_reason, tell_reason, contract::MedicalReason, CscmiReason, {
    SevereOncologicalDisease,
    OrganTransplant,
    LimbAmputation,
    AcquiredParalysis,
    Dementia,
    KorsakoffSyndrome,
    Coma,
    NeurodegenerativeDisease,
    SevereVisualImpairment,
    DecompensatedLiverCirrhosis,
    EndStageRenalFailure,
    SeverePolytrauma,
    SevereBurns,
});
same!(hear_channel, tell_channel, common::ContactChannel, Channel, { Physical, Video, Telephone, Email });
same!(hear_result, tell_result, contract::HelpResult, HelpResult, { Helped, WillReturn, Declined, NotReached });
same!(hear_help_act, tell_help_act, contract::HelpAct, HelpAct, {
    Explained,
    ReadAloud,
    WroteDown,
    Translated,
    HandedOver,
});
same!(hear_route, tell_route, contract::SendingRoute, Route, { A, B });
same!(hear_impossibility_reason, tell_impossibility_reason, contract::ImpossibilityReason, ImpossibilityReason, {
    StateOfHealth,
    NotUnderstood,
    NotWanted,
    Other,
});
same!(hear_group, tell_group, contract::FactorGroup, FactorGroup, { Personal, Environmental });
same!(hear_effect, tell_effect, contract::FactorEffect, Effect, { Helping, Hindering, Neutral });
same!(hear_track_kind, tell_track_kind, common::ConcurrentTrackKind, TrackKind, {
    CodexRequested,
    AuthorisedWork,
    RouteBAuthorised,
});
