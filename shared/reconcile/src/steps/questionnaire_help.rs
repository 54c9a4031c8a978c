//! Not back in time, the coordinator is asked to help (rule Q6; Circular 2022/383, part III, 3.1, step 3), in two weeks: a
//! target of the platform. Reaching the person ends it, and so does a questionnaire that comes back or cannot be completed.

use crate::compare::{Asked, At};
use crate::fact::Dates;
use crate::figures::{HELPED_WITHIN_DAYS, LAW};
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    if known.end.is_some() {
        return Asked::Nothing;
    }
    let dates = |asked: &crate::Day| Dates {
        opens: Some(*asked),
        due: None,
        target: Some(asked.plus_days(HELPED_WITHIN_DAYS)),
    };
    // Asked again while it is open, it stands from the first time.
    let dates: Vec<_> = known.help.iter().map(dates).filter(|dates| dates.target >= Some(LAW)).collect();
    if dates.is_empty() { Asked::Nothing } else { Asked::Open(dates) }
}
