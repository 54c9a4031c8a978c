//! What a partner told is kept for twelve months from its receipt, and erased on that day (rule X7, own reading).

use crate::day::Day;
use crate::figures::REPORT_KEPT_MONTHS;
use crate::known::Known;

/// The day on which a report that was received is erased.
pub(crate) fn erased_on(known: &Known) -> Option<Day> {
    Some(known.received?.plus_months(REPORT_KEPT_MONTHS))
}
