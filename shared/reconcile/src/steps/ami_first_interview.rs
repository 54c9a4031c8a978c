//! The first follow-up interview is held within one month of the commitment that coordinator and person signed (rule D15; Circular
//! 2022/383, part IV, 4.2), whenever the physician signs.

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::INTERVIEWED_WITHIN_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    match known.trajectory_carried_out() {
        Some(trajectory) if trajectory.plan.is_none() && known.interviews(trajectory).next().is_none() => {
            let due = |from: Day| Dates::due(from.plus_months(INTERVIEWED_WITHIN_MONTHS));
            let from = trajectory.resumed().map_or(trajectory.signed, |resumed| resumed.max(trajectory.signed));
            open_any(known.asked_from(from, due))
        }
        _ => Asked::DoneOn(known.days_of_interviews().collect()),
    }
}
