//! The physician tells the treating physician the results of interviews and the content of the plan (rule D19; Circular 2022/383,
//! part IV, 4.2), within two weeks: a target of the platform. Refused, it is not done (D31). The end of a trajectory leaves it to be
//! done, and so does another one that follows.

use crate::ami::Whom;
use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::RESULTS_TOLD_WITHIN_DAYS;
use crate::known::Known;
use crate::known_ami::earliest_known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let to = Whom::TreatingPhysician;
    let words = known.ami.iter().flat_map(|trajectory| &trajectory.words);
    let arose = if known.may_be_managed() { earliest_known(Known::untold(words, to)) } else { Vec::new() };
    if arose.is_empty() {
        return Asked::DoneOn(known.days_of_telling(to));
    }
    let aimed = |from: Day| Dates::aimed(from, from.plus_days(RESULTS_TOLD_WITHIN_DAYS));
    open_any(arose.into_iter().flat_map(|on| known.asked_from(on, aimed)))
}
