//! The coordinator suspends a trajectory after an employer's request for a CODEX trajectory (rule D14; Circular 2022/383, part IV,
//! 4.1), within a week: a target of the platform. What is over before that asks for nothing.

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::SUSPENDED_WITHIN_DAYS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let carried_out = known.trajectory_carried_out();
    let goes_on = carried_out.is_some_and(|trajectory| known.unheeded(trajectory).next().is_some());
    let Some(trajectory) = carried_out.filter(|_| goes_on) else {
        let suspensions = known.ami.iter().flat_map(|trajectory| &trajectory.suspensions);
        return Asked::DoneOn(suspensions.map(|suspension| suspension.from).collect());
    };
    let aimed = |from: Day| Dates::aimed(from, from.plus_days(SUSPENDED_WITHIN_DAYS));
    // What was planned by a request that is over stays while another one goes on.
    let requests = known.codex_asked.iter().map(|(on, _)| (*on).max(trajectory.signed));
    open_any(requests.flat_map(|on| known.asked_from(on, aimed)))
}
