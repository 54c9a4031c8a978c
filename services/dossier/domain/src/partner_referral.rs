//! Referring the person to partners and to others who help with the return (X2, X3, X4, X11).
//!
//! Law of 12 December 2021, art. 2, § 1/2; Circular 2022/383, part III, 3.1, step 7, and part IV, 4.2. A referral rests on
//! consent to its purpose and on the person's agreement to it (D3), follows concertation with the physician (D27), and carries
//! only what its recipient may have. One to a partner is the exchange's to send, which tells what becomes of it; one to
//! another recipient is handed over by the coordinator.
//!
//! Own readings. An agreement of before the consent on which the referral rests, or of before the person took it back, is none. A
//! referral ends with that consent, with what led to it, and with the incapacity.

mod decide;
mod rejection;
mod settle;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind, Plan};
use trajet_law::referral::{
    Course, Progress, Recipient, Referral, ReferralEnd, ReferralKey, ReferralKind, RestsOn, Said, Stage, follow_up_plan,
};
use trajet_law::rule::{Ground, Rule};

use crate::concertation::Author;
use crate::consent::ConsentPurpose;
use crate::look::held_since;
use crate::people::SubjectId;
use crate::state::State;

pub(crate) use decide::decide;
pub use rejection::ReferralRejection;
pub(crate) use settle::{is_left_open, settle};

/// The most referrals of a case that are open at a time.
pub const MOST_OPEN_REFERRALS: usize = 20;

/// What coordinator or physician asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReferral {
    /// The number that it has, where it is decided again without an earlier act; else it gets the next.
    pub number: Option<u32>,
    /// What will name it in every service: never given to another one.
    pub key: Option<ReferralKey>,
    /// Of whom, for what, and with what is told.
    pub referral: Referral,
    /// The evidence of the person's agreement: the reference of a document or a note.
    pub agreement_reference: String,
    /// The day of the concertation with the physician on it (D27); a physician who refers needs none.
    pub concerted_on: Option<NaiveDate>,
    /// Who refers, and as what.
    pub by: Author,
}

/// What can be asked of referrals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralCommand {
    /// Refer the person.
    Refer(NewReferral),
    /// Take a referral back.
    Withdraw {
        /// Its number.
        number: u32,
        /// Whether the person took the agreement back.
        agreement: bool,
    },
}

/// A referral, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerReferral {
    /// Its number in the case, from 1. It is given again when the referral is annulled.
    pub number: u32,
    /// What names it in every service, and never names another one; none where it was made before there were such names.
    pub key: Option<ReferralKey>,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// Of whom, for what, and with what is told.
    pub referral: Referral,
    /// The evidence of the person's agreement.
    pub agreement_reference: String,
    /// The day of the concertation with the physician; none where a physician referred.
    pub concerted_on: Option<NaiveDate>,
    /// Who made it.
    pub by: SubjectId,
    /// What became of it.
    pub course: Course,
}

impl PartnerReferral {
    /// Whether a word is about it. What was said of one with a name is never about one without, nor the other way round.
    #[must_use]
    pub fn is(&self, number: u32, key: Option<ReferralKey>) -> bool {
        (self.number, self.key) == (number, key)
    }

    /// Whether the physician made it by their own power, which waits for no contact (law of 12 December 2021, art. 3).
    fn by_own_power(&self) -> bool {
        self.concerted_on.is_none() && self.referral.recipient != Recipient::OccupationalPhysician
    }

    /// Whether it leads to a CODEX trajectory or to the visit before the return that can come before one (D12).
    pub(crate) fn leads_to_codex(&self) -> bool {
        matches!(self.referral.kind, ReferralKind::PreReturnVisit | ReferralKind::CodexTrajectory)
    }

    /// Whether nothing came of it by a day: it was withdrawn or ended, came back, or was declined.
    pub(crate) fn undone_by(&self, day: NaiveDate) -> bool {
        let undone = |said: &Said| {
            matches!(said.progress, Progress::Ended(_) | Progress::Returned | Progress::Declined(_)) && said.on <= day
        };
        self.course.steps().iter().any(undone)
    }

    /// What is awaited of it: that it is sent, and what follows from what its partner said. What came back or was declined is
    /// settled by what the coordinator does after that day, while there is a trajectory to do it for.
    fn awaited(&self, state: &State) -> Vec<DatedFact> {
        match self.course.stage() {
            Stage::Queued if self.referral.recipient.is_partner() => vec![FactKind::ReferralWaits.on(self.made_on)],
            Stage::Returned | Stage::Declined if state.end.is_some() || held_since(state, NaiveDate::MAX).is_none() => {
                Vec::new()
            }
            Stage::Returned | Stage::Declined => {
                let mut waits = self.course.awaited();
                waits.retain(|fact| acts_of_coordinator(state).all(|on| on <= fact.on));
                waits
            }
            _ => self.course.awaited(),
        }
    }
}

/// The days on which the coordinator had a contact, looked at the dossier or referred the person.
fn acts_of_coordinator(state: &State) -> impl Iterator<Item = NaiveDate> {
    let (contacts, looks) = (state.contacts.iter().map(|contact| contact.on), state.looks.iter().map(|look| look.on));
    contacts.chain(looks).chain(state.partner_referrals.iter().map(|one| one.made_on))
}

/// What happened to referrals here; what their partners did is told by the exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferralEvent {
    /// The person was referred.
    Made(PartnerReferral),
    /// A referral ended before its partner was done.
    Ended {
        /// Its number.
        number: u32,
        /// What names it.
        key: Option<ReferralKey>,
        /// The day.
        on: NaiveDate,
        /// Why.
        because: ReferralEnd,
    },
}

impl ReferralEvent {
    /// The legal date of the event.
    #[must_use]
    pub const fn effective_on(&self) -> NaiveDate {
        match self {
            Self::Made(made) => made.made_on,
            Self::Ended { on, .. } => *on,
        }
    }

    /// The rule on which it rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Made(made) if made.referral.recipient.is_partner() => Rule::X2,
            Self::Made(_) => Rule::X11,
            Self::Ended { because: ReferralEnd::Withdrawn, .. } => Rule::X4,
            Self::Ended { because: ReferralEnd::TrajectoryEnded, .. } => Rule::D11,
            Self::Ended { because: ReferralEnd::AgreementWithdrawn | ReferralEnd::ConsentWithdrawn, .. } => Rule::X3,
            Self::Ended { because: ReferralEnd::IncapacityEnded, .. } => Rule::T6,
        }
        .into()
    }
}

/// The purpose of consent on which a referral to a recipient rests (D3).
#[must_use]
pub const fn purpose(recipient: Recipient) -> ConsentPurpose {
    match recipient.rests_on() {
        RestsOn::Exchange => ConsentPurpose::Exchange,
        RestsOn::OccupationalPhysician => ConsentPurpose::OccupationalPhysician,
    }
}

impl State {
    /// Whether consent to managing the trajectory, and to the purpose on which a referral to a recipient rests, is in force.
    #[must_use]
    pub fn consents_to_referral(&self, recipient: Recipient) -> bool {
        self.consents.granted(ConsentPurpose::Trajectory) && self.consents.granted(purpose(recipient))
    }
}

/// Applies an event. It decides nothing and accepts every event.
pub(crate) fn apply(referrals: &mut Vec<PartnerReferral>, event: &ReferralEvent) {
    match event {
        ReferralEvent::Made(made) => referrals.push(made.clone()),
        ReferralEvent::Ended { number, key, on, because } => {
            if let Some(referral) = referrals.iter_mut().find(|one| one.is(*number, *key)) {
                referral.course.add(Said { on: *on, progress: Progress::Ended(*because) });
            }
        }
    }
}

/// What is awaited of all referrals.
pub(crate) fn awaited(state: &State) -> Vec<DatedFact> {
    state.partner_referrals.iter().flat_map(|one| one.awaited(state)).collect()
}

/// When the coordinator is to look at a referral: at what is awaited first (X4).
pub(crate) fn awaited_plan(state: &State) -> Option<Plan> {
    let plans = awaited(state).into_iter().map(|fact| follow_up_plan(state.planning(fact.on).being(fact.kind)));
    plans.min_by_key(Plan::end)
}
