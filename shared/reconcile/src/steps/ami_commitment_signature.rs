//! Coordinator, physician and person sign the commitment (rule D13; Circular 2022/383, part IV, 4.1): the physician within two
//! weeks of the other two, a target of the platform. The end of the trajectory takes it away.

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::COMMITMENT_SIGNED_WITHIN_DAYS;
use crate::known::Known;
use crate::known_ami::Trajectory;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let unsigned = known.trajectory_carried_out().filter(|trajectory| trajectory.physician.is_none());
    let Some(trajectory) = unsigned else {
        return Asked::DoneOn(known.ami.iter().filter_map(Trajectory::started).collect());
    };
    let aimed = |from: Day| Dates::aimed(from, from.plus_days(COMMITMENT_SIGNED_WITHIN_DAYS));
    open_any(known.asked_from(trajectory.signed, aimed))
}
