//! Whether a return to work lasts is looked at three, six and twelve months after its first day (rule D24; article 5 of the Law of
//! 12 December 2021 wants it studied and says not when: days of the platform), each within four weeks. The end of the incapacity does not
//! take it away; that the work stopped does.

use crate::compare::{Asked, At, open_any};
use crate::fact::Dates;
use crate::figures::{RETURN_LOOKED_AT_MONTHS, RETURN_LOOKED_AT_WITHIN_DAYS};
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let found = known.ami.last().map(|trajectory| &trajectory.found[..]).unwrap_or_default();
    let done = || Asked::DoneOn(found.iter().map(|(on, _)| *on).collect());
    let lasts = found.iter().rev().map_while(|(_, since)| *since).last();
    let (Some(since), Some((seen, _))) = (lasts, found.last()) else { return done() };
    let next = RETURN_LOOKED_AT_MONTHS.map(|months| since.plus_months(months)).into_iter().find(|day| seen < day);
    match next {
        Some(day) if known.may_be_evaluated() => {
            open_any([Dates::aimed(day, day.plus_days(RETURN_LOOKED_AT_WITHIN_DAYS))])
        }
        _ => done(),
    }
}
