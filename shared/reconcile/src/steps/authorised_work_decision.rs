//! Who applied for authorised work may begin before the decision, which is given on the thirtieth working day at the latest,
//! counted from the first day of the work (rule M14; INAMI presentation 2016, part 1.1). Before the work begins the platform aims at
//! two weeks from the application (own reading).

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::{WORK_DECIDED_WITHIN_DAYS, WORK_DECIDED_WITHIN_WORKING_DAYS};
use crate::known::Known;
use crate::working_days;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(last) = known.work.last() else { return Asked::Nothing };
    if let Some(decided) = last.decided {
        return Asked::Done(decided);
    }
    if last.withdrawn || known.end.is_some() {
        return Asked::Nothing;
    }
    let dates = if let Some(began) = last.began {
        let due = Some(working_days::after(began, WORK_DECIDED_WITHIN_WORKING_DAYS));
        Dates { opens: Some(began), due, target: None }
    } else {
        let target = Some(last.applied.plus_days(WORK_DECIDED_WITHIN_DAYS));
        Dates { opens: Some(last.applied), due: None, target }
    };
    open(dates)
}
