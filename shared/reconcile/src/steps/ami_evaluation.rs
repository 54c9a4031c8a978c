//! The results are evaluated (rule D24; Circular 2022/383, part IV, 4.4), within one month of the last day of the trajectory: a target
//! of the platform. What is evaluated is all of the return to work: another commitment takes the evaluation to its own end (own
//! reading). The end of the incapacity, which a return commonly is, leaves it; a death takes it away.

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::RESULTS_EVALUATED_WITHIN_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(trajectory) = known.ami.last() else { return Asked::Nothing };
    match (trajectory.found.first(), trajectory.last) {
        (Some((evaluated, _)), _) => Asked::Done(*evaluated),
        (None, Some(last)) if known.may_be_evaluated() => {
            let aimed = |from: Day| Dates::aimed(from, from.plus_months(RESULTS_EVALUATED_WITHIN_MONTHS));
            open_any(known.asked_from(last, aimed))
        }
        _ => Asked::Nothing,
    }
}
