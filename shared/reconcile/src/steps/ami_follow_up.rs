//! The plan is followed up every three months, or in the rhythm that the dossier justifies (rule D19; Circular 2022/383, part IV,
//! 4.3): from the plan's day, and then from the last interview or other follow-up, or from a resumption (own reading). A rhythm by
//! which that day would be over when it was adapted counts from the adaptation, and gives nobody more time than before (own reading).

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::FOLLOWED_UP_EVERY_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let planned = known.trajectory_carried_out().and_then(|trajectory| Some((trajectory, trajectory.plan?)));
    let Some((trajectory, plan)) = planned else {
        let others = known.ami.iter().flat_map(|trajectory| &trajectory.follow_ups).copied();
        return Asked::DoneOn(known.days_of_interviews().chain(others).collect());
    };
    let others = trajectory.follow_ups.iter().copied().chain(trajectory.resumed());
    let last = known.interviews(trajectory).chain(others).fold(plan, Day::max);
    let months = trajectory.rhythm.unwrap_or(FOLLOWED_UP_EVERY_MONTHS);
    let due = |months: i32| move |from: Day| Dates::due(from.plus_months(months));
    let mut asked = known.asked_from(last, due(months));
    // One that was open and late in the same rhythm stays, and so does one of before that comes earlier.
    if let Some(adapted) = trajectory.adapted.filter(|adapted| asked.iter().any(|dates| dates.due < Some(*adapted))) {
        let counted = known.or_from_go_live(adapted, due(months));
        let former = trajectory.former.iter().map(|rhythm| rhythm.unwrap_or(FOLLOWED_UP_EVERY_MONTHS));
        let of_before = former.flat_map(|months| known.asked_from(last, due(months)));
        let earlier: Vec<Dates> = of_before.filter(|dates| dates.due < counted.due).collect();
        asked.push(counted);
        asked.extend(earlier);
    }
    open_any(asked)
}
