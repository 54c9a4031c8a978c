//! Between the wire and the domain. What comes from the wire is checked whole; what goes there cannot fail.
//!
//! `hear` reads a value, `check` reads a request and notes what is wrong with it, `tell` writes.

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

pub(crate) mod ami;
mod ami_requests;
mod annul;
mod concertation;
mod dossier;
mod explain;
pub(crate) mod outcome;
mod parts;
mod presumption;
mod referral;
mod registry;
mod requests;

use std::collections::BTreeSet;

use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_dossier_domain::{
    AgreedAction, AppointmentState, AttemptKind, Channel, ConsentPurpose, EndReason, InvitationProof, NextWay, Purpose,
    RescheduledBy, Sex, SignatureKind, Stage, TrackKind,
};
use trajet_service::plan::Unreadable;

pub(crate) use ami_requests::{
    check_adaptation, check_ami_end, check_commitment, check_follow_up, check_informed, check_plan, check_resumption,
    check_signing, check_suspension,
};
pub(crate) use annul::check_instead;
pub(crate) use concertation::{
    check_closing, check_mark, check_opening, check_outsider, check_post, check_thread, hear_mark, hear_message,
    hear_outsider, hear_party, party_of, show_message, tell_mark, tell_message, tell_outsider, tell_party, tell_thread,
};
pub(crate) use dossier::{hear_look, tell_dossier, tell_look};
pub(crate) use explain::withheld;
pub(crate) use outcome::{
    check_evaluation, check_guidance_result, check_observation, check_other_track, check_other_track_end,
};
pub(crate) use parts::{
    hear_coordinator, hear_form, hear_invitation, tell_appointment, tell_attempt, tell_contact, tell_contact_refusal,
    tell_coordinator, tell_decisions, tell_form,
};
pub(crate) use presumption::{hear_presumption, tell_presumption, tell_presumptions};
pub(crate) use referral::{check_referral, check_referral_withdrawal, hear_referral, tell_referral, tell_referrals};
pub(crate) use registry::{
    check_moment, check_moment_id, check_registration, check_subject, hear_assignment, hear_moment, hear_registration,
    tell_assignment, tell_attendance, tell_lack, tell_moment, tell_registration, tell_standing,
};
pub(crate) use requests::{
    check_appointment, check_assignment, check_attempt, check_authorisation, check_consents, check_contact,
    check_contact_refusal, check_end, check_look, check_no_show, check_rescheduling, check_route_b,
};

same!(hear_purpose, tell_purpose, contract::ContactPurpose, Purpose, {
    FirstContact,
    NegativeDecision,
    FollowUp,
    Other,
});
same!(hear_rescheduled_by, tell_rescheduled_by, contract::RescheduledBy, RescheduledBy, { InsuredPerson, Coordinator });
same!(hear_attempt_kind, tell_attempt_kind, contract::AttemptKind, AttemptKind, { NoShow, NotReached });
same!(hear_consent_purpose, tell_consent_purpose, contract::ConsentPurpose, ConsentPurpose, {
    Trajectory,
    PhysicianFollowUp,
    Exchange,
    OccupationalPhysician,
});
same!(hear_signature, tell_signature, contract::SignatureKind, SignatureKind, { Paper, Electronic });
same!(hear_action, tell_action, contract::AgreedAction, AgreedAction, {
    PreReturnVisit,
    CodexTrajectory,
    ExploreRehabilitation,
    ExploreOrientation,
    RegionalService,
    FurtherContact,
});
same!(hear_next_way, tell_next_way, contract::NextWay, NextWay, {
    PreReturnVisit,
    CodexTrajectory,
    AmiTrajectory,
    None,
    Undecided,
});
same!(hear_end_reason, tell_end_reason, contract::TrajectoryEndReason, EndReason, {
    NotWished,
    NegativeDecision,
    ConsentRefused,
    IncapacityEnded,
});
same!(hear_channel, tell_channel, common::ContactChannel, Channel, { Physical, Video, Telephone, Email });
same!(hear_proof, tell_proof, common::InvitationProof, InvitationProof, {
    Letter,
    RegisteredLetter,
    Ebox,
    Email,
    Telephone,
    InPerson,
});
same!(hear_track_kind, tell_track_kind, common::ConcurrentTrackKind, TrackKind, {
    CodexRequested,
    AuthorisedWork,
    RouteBAuthorised,
});
same!(hear_sex, tell_sex, common::Sex, Sex, { Female, Male, Unknown });

pub(crate) fn tell_stage(stage: Stage) -> contract::DossierStage {
    match stage {
        Stage::Known => contract::DossierStage::Known,
        Stage::FirstContactDue => contract::DossierStage::FirstContactDue,
        Stage::Barred => contract::DossierStage::Barred,
        Stage::Contacted => contract::DossierStage::Contacted,
        Stage::DecisionAwaited => contract::DossierStage::DecisionAwaited,
        Stage::NotAuthorised => contract::DossierStage::NotAuthorised,
        Stage::Authorised => contract::DossierStage::Authorised,
        Stage::Ended => contract::DossierStage::Ended,
        Stage::Committed => contract::DossierStage::Committed,
        Stage::AmiTrajectory => contract::DossierStage::AmiTrajectory,
        Stage::AmiSuspended => contract::DossierStage::AmiSuspended,
    }
}

pub(crate) fn tell_appointment_state(state: AppointmentState) -> contract::AppointmentState {
    match state {
        AppointmentState::Open => contract::AppointmentState::Open,
        AppointmentState::Held => contract::AppointmentState::Held,
        AppointmentState::NoShow => contract::AppointmentState::NoShow,
        AppointmentState::Rescheduled => contract::AppointmentState::Rescheduled,
        AppointmentState::Cancelled => contract::AppointmentState::Cancelled,
    }
}

pub(crate) fn tell_actions(actions: &BTreeSet<AgreedAction>) -> Vec<i32> {
    actions.iter().map(|action| tell_action(*action).into()).collect()
}

pub(crate) fn hear_actions(actions: &[i32]) -> Result<BTreeSet<AgreedAction>, Unreadable> {
    let hear = |number: &i32| contract::AgreedAction::try_from(*number).ok().and_then(hear_action);
    actions.iter().map(|number| hear(number).ok_or(Unreadable("action"))).collect()
}
