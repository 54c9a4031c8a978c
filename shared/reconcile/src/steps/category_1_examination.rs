//! Who is in category 1 and still recognised after six months is examined (rule M7; Circular 2022/383, part III, 3.1, step 5),
//! by the end of the seventh month: a target of the platform. Another category takes the duty away (own reading). The examination has no
//! last day, so that it was not over at go-live: where the target was, it is as long after that day as it is after month 6 (own).

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::{CATEGORY_1_TARGET_MONTH, LAW, SPONTANEOUS_RETURN_MONTH, month_begins, month_ends};
use crate::known::{Estimate, Known};

/// The evaluation that brought the category in force, and those since, which left it.
pub(crate) fn in_force(known: &Known) -> Option<(Estimate, &[Estimate])> {
    let category = known.estimates.last()?.category;
    let other = known.estimates.iter().rposition(|one| one.category != category);
    let (first, since) = known.estimates[other.map_or(0, |place| place + 1)..].split_first()?;
    Some((*first, since))
}

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let (Some(start), Some((first, since))) = (known.start, in_force(known)) else { return Asked::Nothing };
    if first.category != 1 {
        return Asked::Nothing;
    }
    let opens = month_begins(start, SPONTANEOUS_RETURN_MONTH + 1);
    // One that was in its time by a first day that was corrected since stays done.
    let opened = month_begins(known.earliest_start.unwrap_or(start), SPONTANEOUS_RETURN_MONTH + 1);
    if let Some(done) = since.iter().find(|one| one.examined && opened <= one.on) {
        return Asked::Done(done.on);
    }
    if known.end.is_some() {
        return Asked::Nothing;
    }
    let aimed = month_ends(start, CATEGORY_1_TARGET_MONTH);
    let live = known.live.filter(|live| LAW <= aimed && aimed < *live);
    let target = live.map_or(aimed, |live| live.plus_months(CATEGORY_1_TARGET_MONTH - SPONTANEOUS_RETURN_MONTH));
    open(Dates { opens: Some(opens), due: None, target: Some(target) })
}
