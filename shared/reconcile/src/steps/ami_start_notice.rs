//! In situations B and C the coordinator tells the occupational physician that a trajectory of the sickness insurance started
//! (rule D14; Circular 2022/383, part IV, 4.1), within a week: a target of the platform. Refused, it is not done (D31), and once the
//! trajectory is over there is no start left to tell.

use crate::ami::Whom;
use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::START_TOLD_WITHIN_DAYS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let to = Whom::OccupationalPhysician;
    let started = known.trajectory_under_way();
    let Some(arose) = started.and_then(|trajectory| Known::untold(trajectory.words.iter(), to).next()) else {
        return Asked::DoneOn(known.days_of_telling(to));
    };
    let aimed = |from: Day| Dates::aimed(from, from.plus_days(START_TOLD_WITHIN_DAYS));
    open_any(known.asked_from(arose, aimed))
}
