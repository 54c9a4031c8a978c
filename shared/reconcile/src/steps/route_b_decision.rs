//! The physician answers the coordinator's request to authorise the trajectory (rule M13; Circular 2022/383, part III, 3.2,
//! steps 5 and 6), within two weeks: a target of the platform. The end of what the person asked for takes it away.

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::DECIDED_WITHIN_DAYS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(last) = known.authorisations.last() else { return Asked::Nothing };
    match last.answer {
        Some((on, _)) => Asked::Done(on),
        None if last.ended.is_some() || known.end.is_some() => Asked::Nothing,
        None => {
            let target = Some(last.asked.plus_days(DECIDED_WITHIN_DAYS));
            open(Dates { opens: Some(last.asked), due: None, target })
        }
    }
}
