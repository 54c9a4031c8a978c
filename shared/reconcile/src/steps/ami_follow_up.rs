//! The plan is followed up every three months, or in the rhythm that the dossier justifies (rule D19; Circular 2022/383, part IV,
//! 4.3): from the plan's day, and then from the last interview (own reading).

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::FOLLOWED_UP_EVERY_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let planned = known.trajectory_under_way().and_then(|trajectory| Some((trajectory, trajectory.plan?)));
    let Some((trajectory, plan)) = planned else {
        return Asked::DoneOn(known.days_of_interviews().collect());
    };
    let last = known.interviews(trajectory).fold(plan, Day::max);
    let months = trajectory.rhythm.unwrap_or(FOLLOWED_UP_EVERY_MONTHS);
    open_any(known.counted_from(last).into_iter().map(|from| Dates::due(from.plus_months(months))))
}
