//! Referring, and taking a referral back.

use chrono::NaiveDate;
use trajet_belgium::MunicipalityCode;
use trajet_law::referral::{Course, Progress, Recipient, Referral, ReferralEnd, ReferralKind};

use super::{
    MOST_OPEN_REFERRALS, NewReferral, PartnerReferral, ReferralCommand, ReferralEvent, ReferralRejection, purpose,
};
use crate::ami::situation::carried_out;
use crate::concertation::Party;
use crate::consent::ConsentPurpose;
use crate::course::Course as Decision;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::route_c::in_trajectory;
use crate::state::State;

/// Decides a command.
pub(crate) fn decide(course: &mut Decision, command: &ReferralCommand, today: NaiveDate) -> Result<(), Rejection> {
    let event = match command {
        ReferralCommand::Refer(new) => ReferralEvent::Made(refer(&course.state, new, today)?),
        ReferralCommand::Withdraw { number, agreement } => withdraw(&course.state, *number, *agreement, today)?,
    };
    course.push(Event::Referral(event));
    Ok(())
}

fn refer(state: &State, new: &NewReferral, today: NaiveDate) -> Result<PartnerReferral, Rejection> {
    let earliest = recognised(state)?.incapacity_start;
    let dated = |field, on| ImpossibleDate::outside(field, on, earliest, today);
    let concerted = new.concerted_on.and_then(|on| dated(DateField::ConcertedOn, on));
    possible(dated(DateField::ReferralAgreedOn, new.referral.agreed_on).into_iter().chain(concerted))?;
    within_incapacity(state, today)?;
    not_by_the_physician(new)?;
    started(state, new, today)?;
    consented(state, &new.referral, today)?;
    agreed(state, &new.referral)?;
    // Any contact of the coordinator with a third party needs it (Circular 2022/383, part II, 2.2.1); the physician has a power of
    // their own (law of 12 December 2021, art. 3).
    let concerted_on = match new.by.party {
        Party::Coordinator => Some(new.concerted_on.ok_or(Rejection::NotConcerted)?),
        Party::Physician => None,
    };
    let referral = fitting(state, &new.referral)?;
    let open = || state.partner_referrals.iter().filter(|one| one.course.is_open());
    let same = |one: &&PartnerReferral| one.referral.kind == referral.kind && same_recipient(&one.referral, &referral);
    if open().any(|one| same(&one)) {
        return Err(ReferralRejection::Stands.into());
    }
    if open().count() >= MOST_OPEN_REFERRALS {
        return Err(ReferralRejection::TooMany.into());
    }
    Ok(PartnerReferral {
        number: new.number.unwrap_or_else(|| next_number(state)),
        key: new.key,
        made_on: today,
        referral,
        agreement_reference: new.agreement_reference.clone(),
        concerted_on,
        by: new.by.subject.clone(),
        course: Course::default(),
    })
}

/// The physician refers nobody to the occupational physician for a CODEX trajectory, at no stage: who wishes one asks for it, with
/// the support of the coordinator (M11; Circular 2022/383, part III, 3.1, step 6).
fn not_by_the_physician(new: &NewReferral) -> Result<(), ReferralRejection> {
    match (new.by.party, new.referral.kind) {
        (Party::Physician, ReferralKind::CodexTrajectory) => Err(ReferralRejection::CodexNotByPhysician),
        _ => Ok(()),
    }
}

/// What is referred for goes on, and for the coordinator has been started. The physician can contact whoever can help at any stage (law
/// of 12 December 2021, art. 3): their decision restrains the start of the trajectory and not themselves. The way to the
/// occupational physician alone is for both of them one that is offered at a contact (D11).
fn started(state: &State, new: &NewReferral, today: NaiveDate) -> Result<(), Rejection> {
    let to_the_physician = new.referral.recipient == Recipient::OccupationalPhysician;
    match new.by.party {
        Party::Physician if !to_the_physician && in_trajectory(state, today) => Ok(()),
        Party::Physician | Party::Coordinator => carried_out(state, today, to_the_physician),
    }
}

/// One more than the highest that stands.
fn next_number(state: &State) -> u32 {
    state.partner_referrals.iter().map(|one| one.number).max().map_or(1, |highest| highest.saturating_add(1))
}

/// The consent on which it rests is in force (D3).
fn consented(state: &State, referral: &Referral, today: NaiveDate) -> Result<(), Rejection> {
    let purpose = purpose(referral.recipient);
    let for_physician = purpose == ConsentPurpose::OccupationalPhysician;
    if for_physician && !state.is_under_contract(today) {
        return Err(Rejection::PurposeNeedsContract);
    }
    if !state.consents.granted(ConsentPurpose::Trajectory) {
        return Err(Rejection::ConsentRefused);
    }
    match state.consents.granted(purpose) {
        true => Ok(()),
        false if for_physician => Err(ReferralRejection::PhysicianNotConsented.into()),
        false => Err(Rejection::ExchangeNotConsented),
    }
}

/// The person agreed to this referral, since the consent was granted and since an agreement was taken back (D3, X3).
fn agreed(state: &State, referral: &Referral) -> Result<(), Rejection> {
    let since = |purpose| state.consents.in_force_since(purpose);
    let consented_since = since(ConsentPurpose::Trajectory).max(since(purpose(referral.recipient)));
    let taken_back = state
        .partner_referrals
        .iter()
        .filter(|one| one.referral.kind == referral.kind && same_recipient(&one.referral, referral));
    let taken_back = taken_back
        .flat_map(|one| one.course.steps())
        .filter_map(|said| (said.progress == Progress::Ended(ReferralEnd::AgreementWithdrawn)).then_some(said.on));
    let too_old = consented_since.is_none_or(|since| referral.agreed_on < since)
        || taken_back.max().is_some_and(|back_on| referral.agreed_on <= back_on);
    if too_old { Err(ReferralRejection::AgreementNotInForce.into()) } else { Ok(()) }
}

/// The recipient does what is asked, may have what is told, and is competent or chosen with a reason (X1, X2, X3).
fn fitting(state: &State, referral: &Referral) -> Result<Referral, Rejection> {
    let recipient = referral.recipient;
    if !recipient.takes(referral.kind) {
        return Err(ReferralRejection::KindNotTaken.into());
    }
    let withheld = referral.content.withheld_from(recipient);
    if !withheld.is_empty() {
        return Err(ReferralRejection::ClassNotPermitted(withheld).into());
    }
    let lives_in =
        state.recognition.as_ref().and_then(|known| MunicipalityCode::parse(&known.person.municipality).ok());
    let competent = recipient.competent_for(lives_in);
    if !competent && referral.overridden.is_none() {
        return Err(ReferralRejection::NotCompetent.into());
    }
    Ok(Referral { overridden: referral.overridden.filter(|_| !competent), ..referral.clone() })
}

/// Whether both go to the same, as far as they say: one that names no employer may be of any.
fn same_recipient(one: &Referral, other: &Referral) -> bool {
    let of_one_employer = one.employer == other.employer || one.employer.is_none() || other.employer.is_none();
    one.recipient == other.recipient && one.organisation == other.organisation && of_one_employer
}

fn withdraw(state: &State, number: u32, agreement: bool, today: NaiveDate) -> Result<ReferralEvent, Rejection> {
    let found = state.partner_referrals.iter().find(|one| one.number == number);
    let found = found.ok_or(ReferralRejection::NotFound)?;
    if !found.course.is_open() {
        return Err(ReferralRejection::Over.into());
    }
    let because = if agreement { ReferralEnd::AgreementWithdrawn } else { ReferralEnd::Withdrawn };
    Ok(ReferralEvent::Ended { number, key: found.key, on: today, because })
}
