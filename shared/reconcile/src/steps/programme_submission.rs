//! A plan for vocational rehabilitation asks for the agreement of the CSCMI to its programme (rule D18; Circular 2022/383, part IV, 4.2):
//! the physician submits it within four weeks, a target of the platform. One that was submitted, and was not over before the
//! trajectory began, is the one that the plan is for. Nothing is asked of whoever does not consent to the physician's follow-up.

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::{Consent, Dates};
use crate::figures::SUBMITTED_WITHIN_DAYS;
use crate::known::Known;
use crate::known_ami::Trajectory;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let carried_out = known.trajectory_carried_out();
    let unsubmitted = carried_out.filter(|trajectory| !known.programmes.any_in_hand(trajectory.signed));
    let planned = unsubmitted.and_then(Trajectory::for_rehabilitation_since);
    let Some(planned) = planned.filter(|_| known.consents.granted(Consent::PhysicianFollowUp)) else {
        return Asked::DoneOn(known.programmes.submissions().collect());
    };
    let aimed = |from: Day| Dates::aimed(from, from.plus_days(SUBMITTED_WITHIN_DAYS));
    let from = planned.max(unsubmitted.and_then(Trajectory::resumed).unwrap_or(planned));
    let told = known.consents.told_to_the_physician_since().map(|since| from.max(since));
    open_any(told.flat_map(|on| known.asked_from(on, aimed)))
}
