//! Whether a return to work lasts is looked at three, six and twelve months after its first day (rule D24; article 5 of the Law of
//! 12 December 2021 wants it studied and says not when: days of the platform), each within four weeks. The end of the incapacity does not
//! take it away; that the work stopped does, and that the person is incapacitated again. It counts from consent that is granted again,
//! and what was over before go-live leaves the next one (own readings).

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::{RETURN_LOOKED_AT_MONTHS, RETURN_LOOKED_AT_WITHIN_DAYS};
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let found = known.ami.last().map(|trajectory| &trajectory.found[..]).unwrap_or_default();
    let done = || Asked::DoneOn(found.iter().map(|(on, _)| *on).collect());
    let lasts = found.iter().rev().map_while(|(_, since)| *since).last();
    let (Some(since), Some((seen, _))) = (lasts, found.last()) else { return done() };
    let days = RETURN_LOOKED_AT_MONTHS.map(|months| since.plus_months(months));
    let until = |day: Day| day.plus_days(RETURN_LOOKED_AT_WITHIN_DAYS);
    let next = |seen: Day| {
        let next = days.into_iter().find(|day| seen < *day)?;
        let live = known.live.filter(|live| until(next) < *live);
        live.map_or(Some(next), |live| days.into_iter().find(|day| live <= until(*day)))
    };
    let asked = known.consented_since().filter_map(|consented| next(consented.max(*seen)));
    let asked: Vec<Dates> = asked
        .filter(|_| known.may_be_evaluated() && !known.relapsed)
        .map(|day| Dates::aimed(day, until(day)))
        .collect();
    if asked.is_empty() { done() } else { open_any(asked) }
}
