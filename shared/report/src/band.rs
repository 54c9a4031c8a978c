//! Days, in the bands in which they are told: nothing finer leaves the ledger, since a number of days can tell a person.

use chrono::NaiveDate;

/// The last day of each band, and its code.
const BANDS: [(i64, &str); 9] = [
    (-1, "before"),
    (7, "0_to_7_days"),
    (14, "8_to_14_days"),
    (30, "15_to_30_days"),
    (60, "31_to_60_days"),
    (90, "61_to_90_days"),
    (180, "91_to_180_days"),
    (365, "181_to_365_days"),
    (730, "366_to_730_days"),
];

/// The band of a number of days.
pub(crate) fn of(days: i64) -> &'static str {
    BANDS.iter().find(|(last, _)| days <= *last).map_or("over_730_days", |(_, code)| code)
}

/// The band of the days from one day to another.
pub(crate) fn between(from: NaiveDate, to: NaiveDate) -> &'static str {
    of((to - from).num_days())
}

/// The band of the days by which something was late.
pub(crate) fn late(due: NaiveDate, done: NaiveDate) -> &'static str {
    match (done - due).num_days() {
        ..=0 => "in_time",
        1..=7 => "late_1_to_7_days",
        8..=30 => "late_8_to_30_days",
        _ => "late_over_30_days",
    }
}
