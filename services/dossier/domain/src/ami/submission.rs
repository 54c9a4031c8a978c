//! What a plan for vocational rehabilitation asks for: the agreement of the CSCMI to its programme. Circular 2022/383, part IV, 4.2
//! (D18, M16).
//!
//! Own readings. The physician submits the programme, of which medical assessment tells the day alone, and from when nothing more comes of
//! it. One that was submitted, and was not over before the trajectory began, is the one that the plan is for. Of whoever does not consent to the physician's follow-up the physician does not
//! know what the plan is for, and is asked for nothing. A plan for employment asks for nothing: its proposal to resume work comes
//! "finalement", at no time that the circular gives (M14).

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind, Step};
use trajet_law::rule::{Ground, Rule};

use super::follow::later;
use super::plan::{PlanAim, PlanVersion};
use super::trajectory::AmiTrajectory;
use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::state::State;

/// The fact from which it is asked that the programme is submitted: that the plan is for one, the consent to the physician's
/// follow-up, or a resumption, whichever is last. `None` while it is not asked.
pub(super) fn asked_from(state: &State, trajectory: &AmiTrajectory) -> Option<DatedFact> {
    let versions = &trajectory.plan.as_ref()?.versions;
    let for_it = |version: &PlanVersion| version.content.aim == PlanAim::VocationalRehabilitation;
    let (place, first) = versions.iter().enumerate().rev().take_while(|(_, version)| for_it(version)).last()?;
    if is_submitted(state, trajectory) {
        return None;
    }
    let told = state.consents.in_force_since(ConsentPurpose::PhysicianFollowUp)?;
    let kind = if place == 0 { FactKind::PlanEstablished } else { FactKind::PlanAdapted };
    let resumed_on = trajectory.suspensions.last().and_then(|suspension| suspension.resumed_on);
    let asked = later(kind.on(first.since), FactKind::Consent.on(told));
    Some(resumed_on.map_or(asked, |on| later(asked, FactKind::AmiResumed.on(on))))
}

/// Whether a programme was submitted for the trajectory, or before it and was in hand when it began.
fn is_submitted(state: &State, trajectory: &AmiTrajectory) -> bool {
    state.programme_submitted.iter().any(|(number, on)| is_in_hand(state, trajectory, *number, *on))
}

/// Whether a programme that was submitted on a day was not over before the trajectory began.
fn is_in_hand(state: &State, trajectory: &AmiTrajectory, number: u32, submitted_on: NaiveDate) -> bool {
    let followed = state.programmes.iter().find(|programme| programme.number == number);
    let over_on = followed.map_or_else(|| state.programme_closed.get(&number).copied(), |programme| programme.until);
    let began = trajectory.commitment.signed_on();
    began <= submitted_on || over_on.is_none_or(|over_on| began <= over_on)
}

/// Why it is not asked any more while the trajectory goes on: the physician does not know of it, or the plan is for something else.
pub(super) fn not_asked(state: &State, trajectory: &AmiTrajectory) -> Option<(DatedFact, Ground)> {
    let purpose = ConsentPurpose::PhysicianFollowUp;
    let withdrawn = state.consents.since(purpose).filter(|_| !state.consents.granted(purpose));
    let adapted = || trajectory.plan.as_ref()?.versions.last().map(|version| FactKind::PlanAdapted.on(version.since));
    match withdrawn {
        Some(on) => Some((FactKind::Consent.on(on), Rule::D3.into())),
        None => adapted().map(|fact| (fact, Rule::D18.into())),
    }
}

/// The programme with a number was submitted.
pub(crate) fn submitted(course: &mut Course, number: u32, on: NaiveDate) {
    let state = &course.state;
    if state.ami.last().is_some_and(|last| is_in_hand(state, last, number, on)) {
        course.meet(Step::ProgrammeSubmission, on);
    }
}

#[cfg(test)]
mod tests;
