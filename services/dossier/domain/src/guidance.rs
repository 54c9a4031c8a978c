//! The result obtained of guidance towards work that is no formal trajectory of the sickness insurance. Circular 2022/383, part II,
//! 2.2.2: the coordinator registers the actions, "y compris le résultat obtenu du Trajet Retour Au Travail" (D24). That of a
//! trajectory of the sickness insurance is its evaluation (part IV, 4.4).
//!
//! Own readings. No text says by when, so that nothing is due. A result belongs to one form of guidance, which was known of by its
//! day; each form can have one again later, and two never share a day. A return to work commonly ends the incapacity, so that a
//! result can be registered after it.

use chrono::NaiveDate;
use trajet_law::referral::Recipient;
use trajet_law::rule::Rule;

use crate::ami::{FreeText, Outcome, ResultReached};
use crate::codes::codes;
use crate::course::Course;
use crate::event::Event;
use crate::fact::TrackKind;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{begun, consented, lives};
use crate::rejection::Rejection;
use crate::state::State;

codes! {
    /// By what the person was guided towards work.
    #[derive(Debug)]
    pub enum Guidance {
        /// By the coordinator, in contacts.
        Coordinator = "coordinator",
        /// By the occupational physician: a visit before the return, or a CODEX trajectory.
        OccupationalPhysician = "occupational_physician",
        /// By a regional service, or another to whom the person was referred.
        Partner = "partner",
        /// By something done outside a formal trajectory (D25).
        OtherTrack = "other_track",
    }
}

/// What came of one form of guidance, as it was found on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuidanceResult {
    /// The day.
    pub on: NaiveDate,
    /// Of what it is the result.
    pub of: Guidance,
    /// How far what was aimed at was reached.
    pub result: ResultReached,
    /// What the person does.
    pub outcome: Outcome,
    /// What was found, in words.
    pub findings: FreeText,
}

impl GuidanceResult {
    /// The rule on which it is registered.
    pub const RULE: Rule = Rule::D24;
}

/// Registers a result.
pub(crate) fn register(course: &mut Course, result: &GuidanceResult, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    lives(state, result.on)?;
    let since = guided_since(state, result.of).ok_or(Rejection::NotGuided)?;
    let found_on = ImpossibleDate::outside(DateField::ResultFoundOn, result.on, since, today);
    let begun = begun(state, &result.outcome, DateField::ResultWorkSince, result.on)?;
    possible(found_on.into_iter().chain(begun))?;
    consented(state)?;
    if state.results.iter().any(|known| (known.of, known.on) == (result.of, result.on)) {
        return Err(Rejection::ResultRegistered);
    }
    course.push(Event::ResultRegistered(result.clone()));
    Ok(())
}

/// The first day on which the person was guided so, as far as the dossier knows.
fn guided_since(state: &State, by: Guidance) -> Option<NaiveDate> {
    let referred = |to_physician: bool| {
        let to = move |recipient: &Recipient| (*recipient == Recipient::OccupationalPhysician) == to_physician;
        let referrals = state.partner_referrals.iter().filter(move |one| to(&one.referral.recipient));
        referrals.map(|one| one.made_on)
    };
    match by {
        Guidance::Coordinator => {
            state.contacts.iter().map(|contact| contact.on).chain(state.contacted_before_go_live).min()
        }
        Guidance::OccupationalPhysician => {
            // One that was recorded by hand no service told of.
            let tracks = state.tracks.iter().filter(|track| track.kind == TrackKind::CodexRequested);
            let told = state.codex.iter().map(|note| note.on).chain(tracks.map(|track| track.from));
            told.chain(referred(true)).min()
        }
        Guidance::Partner => state.presentations.iter().map(|one| one.on).chain(referred(false)).min(),
        Guidance::OtherTrack => state.other_tracks.iter().map(|track| track.since).min(),
    }
}

#[cfg(test)]
mod tests;
