//! Who succeeded in a rehabilitation programme is evaluated with the new skills when the phase of reintegration is over, which
//! lasts the six months after the programme (rule M16; INAMI presentation 2016, part 1.2). From the day after the phase on, within
//! a month: a target of the platform. Of several programmes the last one counts, and the end of the incapacity takes it away.

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::{REINTEGRATION_EVALUATED_WITHIN_MONTHS, REINTEGRATION_PHASE_MONTHS};
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(last) = known.successes.last() else { return Asked::Nothing };
    match last.evaluated {
        Some(on) => Asked::Done(on),
        None if known.end.is_some() => Asked::Nothing,
        None => {
            let opens = last.last_day.plus_days(1).plus_months(REINTEGRATION_PHASE_MONTHS);
            let target = Some(opens.plus_months(REINTEGRATION_EVALUATED_WITHIN_MONTHS));
            open(Dates { opens: Some(opens), due: None, target })
        }
    }
}
