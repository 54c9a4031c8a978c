//! A suspended trajectory is resumed, or closed, after the CODEX trajectory that suspended it (rule D14; Circular 2022/383, part IV,
//! 4.1), within two weeks of its last day: a target of the platform. Nothing is resumed while the employer's next request goes on, and of
//! several the last to end counts (own reading).

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::RESUMED_WITHIN_DAYS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let suspended = known.trajectory_under_way().and_then(|trajectory| Some((trajectory, trajectory.suspension()?)));
    let over = suspended.filter(|(trajectory, _)| known.unheeded(trajectory).next().is_none());
    let ends = over.map(|(_, suspension)| (suspension.from, known.last_codex_ends(&suspension.request)));
    let Some((from, ends)) = ends.filter(|(_, ends)| !ends.is_empty()) else {
        let resumed = known.ami.iter().flat_map(|trajectory| &trajectory.suspensions).filter_map(|it| it.resumed);
        return Asked::DoneOn(resumed.chain(known.ami.iter().filter_map(|trajectory| trajectory.last)).collect());
    };
    let aimed = |from: Day| Dates::aimed(from, from.plus_days(RESUMED_WITHIN_DAYS));
    open_any(ends.into_iter().flat_map(|end| known.asked_from(end.max(from), aimed)))
}
