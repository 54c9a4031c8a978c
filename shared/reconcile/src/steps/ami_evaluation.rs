//! The results are evaluated (rule D24; Circular 2022/383, part IV, 4.4), within one month of the last day of the trajectory: a target
//! of the platform. What is evaluated is all of the return to work: another commitment takes the evaluation to its own end (own
//! reading), and the end of the incapacity takes it away.

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::RESULTS_EVALUATED_WITHIN_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(last) = known.ami.last().and_then(|trajectory| trajectory.last).filter(|_| known.may_be_managed()) else {
        return Asked::Nothing;
    };
    let aimed = |from: Day| Dates::aimed(from, from.plus_months(RESULTS_EVALUATED_WITHIN_MONTHS));
    open_any(known.counted_from(last).into_iter().map(aimed))
}
