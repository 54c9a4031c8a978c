//! Between the wire and the domain. What comes from the wire is checked whole; what goes there cannot fail.
//!
//! `hear` reads a value, `check` reads a request and notes what is wrong with it, `tell` writes.

mod annul;
mod case;
mod certificate;
mod contact;
mod declaration;
mod file;
mod past;
mod rehabilitation;
mod requests;
mod team;
mod trajectory;
mod work;

use trajet_assessment_domain::{
    Applicant, Category, Concertation, DecidedBy, EndCause, InvitationProof, Prognosis, RefusalReason, StartReason,
    Track, TrackKind, WorkRefusalReason, Workplace,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as common;
use trajet_law::codex::CodexRequester;
use trajet_law::scheme::Scheme;

pub(crate) use annul::check_instead;
pub(crate) use case::tell_case;
pub(crate) use certificate::{
    StatedStart, check_certificate, check_representation, check_representation_end, check_start, hear_prolongation,
    tell_prolongation,
};
pub(crate) use contact::{hear_contact, hear_invitation, tell_contact, tell_invitation};
pub(crate) use declaration::{
    check_declaration, hear_declaration, hear_person, tell_certificate, tell_employment, tell_person,
};
pub(crate) use file::{
    check_lift, check_list_change, check_opening, check_restriction, hear_emergency_reason, hear_restriction_reason,
    hear_review_outcome, tell_emergency_reason, tell_restriction_reason, tell_review, tell_review_outcome,
};
pub(crate) use past::check_past;
pub(crate) use rehabilitation::{
    check_proposal, check_rehabilitation_fact, check_reintegration_evaluation, check_submission, check_withdrawal,
    hear_cost, hear_ground, hear_initiative, tell_answer, tell_programme, tell_proposal, tell_reintegration_evaluation,
};
pub(crate) use requests::{
    check_dispensation, check_end, check_evaluation, check_examination_invitation, check_first_estimate,
    check_recognition, check_recognition_refusal, check_track_end, check_track_start, check_trajectory_decision,
    check_trajectory_refusal,
};
pub(crate) use team::{check_team_contact, hear_channel, hear_maker, hear_team_contact_kind, tell_team_contact};
pub(crate) use work::{
    check_work_amendment, check_work_application, check_work_decision, check_work_resumption, check_work_withdrawal,
    hear_terms, hear_work, tell_terms, tell_work,
};

pub(crate) fn hear_decided_by(body: contract::DecidingBody, name: String) -> Option<DecidedBy> {
    match body {
        contract::DecidingBody::Unspecified => None,
        contract::DecidingBody::AdvisingPhysician => Some(DecidedBy::AdvisingPhysician),
        contract::DecidingBody::OtherBody => Some(DecidedBy::OtherBody { name }),
    }
}

pub(crate) fn tell_decided_by(decided_by: &DecidedBy) -> (contract::DecidingBody, String) {
    match decided_by {
        DecidedBy::AdvisingPhysician => (contract::DecidingBody::AdvisingPhysician, String::new()),
        DecidedBy::OtherBody { name } => (contract::DecidingBody::OtherBody, name.clone()),
    }
}

/// Two enumerations whose values stand for each other; the contract's unspecified one stands for none.
macro_rules! same {
    ($hear:ident, $tell:ident, $contract:ty, $domain:ty, { $($theirs:ident = $ours:ident),+ $(,)? }) => {
        pub(crate) fn $hear(value: $contract) -> Option<$domain> {
            match value {
                <$contract>::Unspecified => None,
                $(<$contract>::$theirs => Some(<$domain>::$ours),)+
            }
        }

        pub(crate) fn $tell(value: $domain) -> $contract {
            match value {
                $(<$domain>::$ours => <$contract>::$theirs,)+
            }
        }
    };
}

use same;

same!(hear_scheme, tell_scheme, contract::Scheme, Scheme, { Employees = Employees, SelfEmployed = SelfEmployed });
same!(hear_prognosis, tell_prognosis, contract::Prognosis, Prognosis, {
    ReturnExpected = ReturnExpected,
    ReturnWithSupport = ReturnWithSupport,
    NoReturnExpected = NoReturnExpected,
    Uncertain = Uncertain,
});
same!(hear_refusal_reason, tell_refusal_reason, contract::RefusalReason, RefusalReason, {
    NotUnfit = NotUnfit,
    ActivityNotCeased = ActivityNotCeased,
    NotCausedByHealth = NotCausedByHealth,
    FileIncomplete = FileIncomplete,
});
same!(hear_category, tell_category, contract::Category, Category, {
    OneSpontaneousReturn = One,
    TwoNoReturn = Two,
    ThreeTreatmentFirst = Three,
    FourReturnWithActions = Four,
});
same!(hear_start_reason, tell_start_reason, contract::StartReason, StartReason, {
    CertificateCorrected = CertificateCorrected,
    EnteredWrongly = EnteredWrongly,
    Relapse = Relapse,
});
same!(hear_end_cause, tell_end_cause, contract::EndCause, EndCause, {
    WorkResumed = WorkResumed,
    NoLongerUnfit = NoLongerUnfit,
    Deceased = Deceased,
    Other = Other,
});
same!(hear_applicant, tell_applicant, contract::WorkApplicant, Applicant, {
    Person = Person,
    Physician = Physician,
    Coordinator = Coordinator,
});
same!(hear_workplace, tell_workplace, contract::Workplace, Workplace, {
    SameEmployer = SameEmployer,
    OtherEmployer = OtherEmployer,
    SelfEmployed = SelfEmployed,
});
same!(hear_work_refusal, tell_work_refusal, contract::WorkRefusalReason, WorkRefusalReason, {
    NotAppliedBefore = NotAppliedBefore,
    ActivityNotCeased = ActivityNotCeased,
    ReductionTooSmall = ReductionTooSmall,
    NotCompatible = NotCompatible,
});
same!(hear_proof, tell_proof, common::InvitationProof, InvitationProof, {
    Letter = Letter,
    RegisteredLetter = RegisteredLetter,
    Ebox = Ebox,
    Email = Email,
    Telephone = Telephone,
    InPerson = InPerson,
});
same!(hear_track_kind, tell_track_kind, common::ConcurrentTrackKind, TrackKind, {
    CodexRequested = CodexRequested,
    AuthorisedWork = AuthorisedWork,
    RouteBAuthorised = RouteBAuthorised,
});

pub(crate) fn tell_track(track: &Track) -> common::ConcurrentTrack {
    common::ConcurrentTrack {
        kind: tell_track_kind(track.kind).into(),
        starts_on: Some(to_proto(track.from)),
        ends_on: track.until.map(to_proto),
        codex_asked_by: track.asked_by.map(CodexRequester::code).unwrap_or_default().to_owned(),
    }
}

pub(crate) fn tell_concertation(concertation: &Concertation) -> contract::Concertation {
    contract::Concertation {
        coordinator: concertation.coordinator.0.clone(),
        held_on: Some(to_proto(concertation.held_on)),
    }
}

#[cfg(test)]
mod tests {
    use trajet_assessment_domain::{
        Channel, CoveredCost, Initiative, RehabilitationGround, TeamContactKind, TeamContactMaker,
    };

    use super::rehabilitation::{tell_cost, tell_ground, tell_initiative};
    use super::team::{tell_channel, tell_maker, tell_team_contact_kind};
    use super::*;

    #[test]
    fn the_values_of_each_enumeration_stand_for_each_other() {
        macro_rules! both_ways {
            ($hear:ident, $tell:ident, $all:expr) => {
                for value in $all {
                    assert_eq!($hear($tell(*value)), Some(*value));
                }
                assert_eq!($hear(Default::default()), None);
            };
        }
        both_ways!(hear_scheme, tell_scheme, &[Scheme::Employees, Scheme::SelfEmployed]);
        both_ways!(hear_prognosis, tell_prognosis, Prognosis::ALL);
        both_ways!(hear_refusal_reason, tell_refusal_reason, RefusalReason::ALL);
        both_ways!(hear_category, tell_category, Category::ALL);
        both_ways!(hear_start_reason, tell_start_reason, StartReason::ALL);
        both_ways!(hear_end_cause, tell_end_cause, EndCause::ALL);
        both_ways!(hear_applicant, tell_applicant, Applicant::ALL);
        both_ways!(hear_workplace, tell_workplace, Workplace::ALL);
        both_ways!(hear_work_refusal, tell_work_refusal, WorkRefusalReason::ALL);
        both_ways!(hear_proof, tell_proof, InvitationProof::ALL);
        both_ways!(hear_track_kind, tell_track_kind, TrackKind::ALL);
        both_ways!(hear_cost, tell_cost, CoveredCost::ALL);
        both_ways!(hear_ground, tell_ground, RehabilitationGround::ALL);
        both_ways!(hear_initiative, tell_initiative, Initiative::ALL);
        both_ways!(hear_channel, tell_channel, Channel::ALL);
        both_ways!(hear_maker, tell_maker, TeamContactMaker::ALL);
        both_ways!(hear_team_contact_kind, tell_team_contact_kind, TeamContactKind::ALL);
    }
}
