//! An interview gives the plan its content (rule D16; Circular 2022/383, part IV, 4.2): the plan is aimed at within one month of the
//! first one, a target of the platform. A second interview moves nothing (D15). There is no plan before the trajectory started, nor
//! before its first interview.

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::PLAN_WITHIN_MONTHS;
use crate::finding::{FindingKind, Findings};
use crate::known::Known;
use crate::known_ami::{Trajectory, earliest_known};
use crate::step::Step;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let unplanned = known.trajectory_carried_out().filter(|trajectory| trajectory.plan.is_none());
    let interviews = unplanned.map(|trajectory| earliest_known(known.interviews(trajectory))).unwrap_or_default();
    if interviews.is_empty() {
        return Asked::DoneOn(known.ami.iter().filter_map(|trajectory| trajectory.plan).collect());
    }
    let aimed = |from: Day| Dates::aimed(from, from.plus_months(PLAN_WITHIN_MONTHS));
    let resumed = unplanned.and_then(Trajectory::resumed);
    let asked = |on: Day| known.asked_from(resumed.map_or(on, |resumed| on.max(resumed)), aimed);
    open_any(interviews.into_iter().flat_map(asked))
}

pub(crate) fn made(known: &Known, findings: &mut Findings) {
    let first = |signed: Day| known.days_of_interviews().filter(|on| signed <= *on).min();
    let begun = |trajectory: &Trajectory| Some(trajectory.started()?.max(first(trajectory.signed)?));
    for trajectory in &known.ami {
        let Some(plan) = trajectory.plan else { continue };
        if begun(trajectory).is_none_or(|begun| plan < begun) {
            let why = "the plan was signed before the trajectory started, or before its first interview";
            let expected = begun(trajectory).map_or("no plan".to_owned(), |begun| format!("from {begun}"));
            findings.add((Step::AmiPlan, "D16"), FindingKind::Early, expected, format!("signed on {plan}"), why);
        }
    }
}
