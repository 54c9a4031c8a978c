//! Who is in category 3 is examined in the seventh month at the latest (rule M8; Circular 2022/383, part III, 3.1, step 5), and
//! not by an examination of before that month that put them there (own reading); one of that month or later is it. Who comes to
//! it on the file when that month is over is aimed to be examined within one month (own).

use super::category_1_examination::in_force;
use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::{CATEGORY_3_LATE_MONTHS, CATEGORY_3_MONTH, month_begins, month_ends};
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let (Some(start), Some((first, since))) = (known.start, in_force(known)) else { return Asked::Nothing };
    if first.category != 3 {
        return Asked::Nothing;
    }
    let due = month_ends(start, CATEGORY_3_MONTH);
    if month_begins(start, CATEGORY_3_MONTH) <= first.on && first.examined {
        return Asked::Nothing;
    }
    if let Some(done) = since.iter().find(|one| one.examined) {
        return Asked::Done(done.on);
    }
    if known.end.is_some() {
        return Asked::Nothing;
    }
    open(if first.on <= due {
        Dates { due: Some(due), ..Dates::default() }
    } else {
        Dates { target: Some(first.on.plus_months(CATEGORY_3_LATE_MONTHS)), ..Dates::default() }
    })
}
