//! How long the data of a case are kept (R2).
//!
//! Law of 12 December 2021, art. 2, § 1/2: three years from the 1 January that follows the closure of the incapacity file. What
//! was closed on any day of 2023 is kept to the end of 2026, and erased on 1 January 2027.
//!
//! The law does not say when a file is closed: on the day on which the end of the incapacity is recorded (own reading).

use chrono::{Datelike, NaiveDate};

use crate::{law::Judged, parameter::RETENTION_YEARS};

/// The day on which a file that is closed on a day is erased, by the law in force on that day.
#[must_use]
pub fn erased_on(closed: impl Into<Judged>) -> NaiveDate {
    let closed = closed.into();
    let kept = i32::try_from(closed.figure(&RETENTION_YEARS).value).unwrap_or(i32::MAX);
    let year = closed.on.year().saturating_add(kept).saturating_add(1);
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::day;

    #[test]
    fn r2_a_file_that_was_closed_on_any_day_of_a_year_is_erased_on_the_first_day_of_the_fourth_year_after() {
        for closed in ["2023-01-01", "2023-06-30", "2023-12-31"] {
            assert_eq!(erased_on(day(closed)), day("2027-01-01"), "{closed}");
        }
        assert_eq!(erased_on(day("2022-12-31")), day("2026-01-01"));
        assert_eq!(erased_on(day("2024-02-29")), day("2028-01-01"));
    }

    proptest! {
        #[test]
        fn r2_data_are_kept_for_three_whole_calendar_years_and_no_day_longer(days in 0..25_000_i64) {
            let closed = day("1990-01-01") + TimeDelta::days(days);
            let erased = erased_on(closed);
            prop_assert_eq!((erased.month(), erased.day()), (1, 1));
            prop_assert_eq!(erased.year() - closed.year(), 4);
        }
    }
}
