//! Words of the model in those of the contracts.

use super::Who;
use crate::act::{Channel, Decisions, Kind, Purpose, Way};
use acceptance::day::wire;
use acceptance::people::{declaration, person};
use chrono::NaiveDate;
use trajet_contracts::assessment::v1::{Category, DecidingBody, DeclareIncapacityRequest, Scheme, TrajectoryDecision};
use trajet_contracts::dossier::v1::{
    AgreedAction, ConsentDecision, ConsentForm, ConsentPurpose, ContactPurpose, NextWay, SignatureKind,
};
use trajet_contracts::r#type::v1::{
    ConcurrentTrackKind, ContactChannel, CoordinatorContact, Invitation, InvitationProof,
};

pub(super) fn declared(
    who: &Who,
    ceased: Option<NaiveDate>,
    start: NaiveDate,
    employee: bool,
) -> DeclareIncapacityRequest {
    let mut request = declaration(person(1), start);
    if let Some(person) = &mut request.person {
        person.niss.clone_from(&who.niss);
    }
    if let Some(employment) = &mut request.employment
        && !who.contract
    {
        *employment = trajet_contracts::assessment::v1::Employment::default();
    }
    request.scheme = if employee { Scheme::Employees.into() } else { Scheme::SelfEmployed.into() };
    request.activity_ceased_on = ceased.and_then(wire);
    request
}

pub(super) fn body(other: bool) -> DecidingBody {
    if other { DecidingBody::OtherBody } else { DecidingBody::AdvisingPhysician }
}

pub(super) fn body_name(other: bool) -> String {
    if other { "Conseil".to_owned() } else { String::new() }
}

pub(super) fn track(kind: Kind) -> ConcurrentTrackKind {
    match kind {
        Kind::Codex => ConcurrentTrackKind::CodexRequested,
        Kind::Work => ConcurrentTrackKind::AuthorisedWork,
        Kind::RouteB => ConcurrentTrackKind::RouteBAuthorised,
    }
}

pub(super) fn category_of(category: u8) -> Category {
    Category::try_from(i32::from(category)).unwrap()
}

pub(super) fn purpose_of(purpose: Purpose) -> ContactPurpose {
    match purpose {
        Purpose::First => ContactPurpose::FirstContact,
        Purpose::Negative => ContactPurpose::NegativeDecision,
        Purpose::Other => ContactPurpose::Other,
    }
}

pub(super) fn channel_of(channel: Channel) -> ContactChannel {
    match channel {
        Channel::Physical => ContactChannel::Physical,
        Channel::Video => ContactChannel::Video,
        Channel::Telephone => ContactChannel::Telephone,
        Channel::Email => ContactChannel::Email,
    }
}

pub(super) fn next_way(way: Way) -> NextWay {
    match way {
        Way::PreReturn => NextWay::PreReturnVisit,
        Way::Codex => NextWay::CodexTrajectory,
        Way::Ami => NextWay::AmiTrajectory,
        Way::Nothing => NextWay::None,
        Way::Undecided => NextWay::Undecided,
    }
}

pub(super) fn agreed(count: usize) -> Vec<i32> {
    let actions = [AgreedAction::ExploreRehabilitation, AgreedAction::FurtherContact, AgreedAction::RegionalService];
    actions.into_iter().take(count).map(Into::into).collect()
}

pub(super) fn form(decisions: &Decisions, on: NaiveDate) -> ConsentForm {
    let decision = |(purpose, granted): &(u8, bool)| ConsentDecision {
        purpose: ConsentPurpose::try_from(i32::from(*purpose)).unwrap().into(),
        granted: *granted,
    };
    let signed = decisions.iter().any(|(_, granted)| *granted);
    ConsentForm {
        decisions: decisions.iter().map(decision).collect(),
        signature: if signed { SignatureKind::Paper.into() } else { SignatureKind::Unspecified.into() },
        signed_on: wire(on),
        reference: if signed { "form-1".to_owned() } else { String::new() },
        representative: 0,
    }
}

pub(super) fn named() -> CoordinatorContact {
    CoordinatorContact {
        name: "Kim Coordinator".to_owned(),
        phone: "+3225550100".to_owned(),
        email: "coordinator@example.be".to_owned(),
    }
}

pub(super) fn invitation(on: NaiveDate) -> Invitation {
    let (proof, reference) = (InvitationProof::Letter.into(), String::new());
    Invitation { invited_on: wire(on), proof, reference }
}

pub(super) fn decision(authorised: bool) -> TrajectoryDecision {
    if authorised { TrajectoryDecision::Authorised } else { TrajectoryDecision::NotCompatible }
}
