//! Months of incapacity, periods and time limits (T2, T3).
//!
//! Circular 2022/383, part III, speaks of the fourth, sixth and seventh month of incapacity and of acts
//! to be done within a number of weeks or months. It does not say how to count: the conventions are
//! those of the crate's page.

use chrono::{Days, Months, NaiveDate};
use thiserror::Error;

/// The earliest date that the platform accepts.
pub const EARLIEST: NaiveDate = NaiveDate::from_ymd_opt(1990, 1, 1).expect("a date of the calendar");

/// The latest date that the platform accepts.
pub const LATEST: NaiveDate = NaiveDate::from_ymd_opt(2060, 12, 31).expect("a date of the calendar");

/// A date lies outside the years that the platform accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the date is not between {EARLIEST} and {LATEST}")]
pub struct OutOfRange;

/// Passes a date on if the platform accepts it, which is for the edge to ask of every date that comes
/// in.
///
/// # Errors
///
/// [`OutOfRange`] before [`EARLIEST`] and after [`LATEST`].
pub fn accepted(date: NaiveDate) -> Result<NaiveDate, OutOfRange> {
    if (EARLIEST..=LATEST).contains(&date) { Ok(date) } else { Err(OutOfRange) }
}

/// The days from `first` to `last`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, not before the first.
    pub last: NaiveDate,
}

impl Period {
    /// Whether a date lies within.
    #[must_use]
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The end of a time limit, and the day on which to warn of it (T3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    /// The last day on which the act is in time.
    pub last_day: NaiveDate,
    /// The last day for who counts the starting day as the first.
    pub warn_on: NaiveDate,
}

impl Limit {
    fn until(last_day: NaiveDate) -> Self {
        Self { last_day, warn_on: day_before(last_day) }
    }
}

/// The date `months` after an anchor; a day that the month does not have falls back to its last.
///
/// Always count from the anchor: a month added to a date that fell back does not find its day again.
#[must_use]
pub fn months_after(anchor: NaiveDate, months: u32) -> NaiveDate {
    anchor.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// The date `days` after an anchor.
#[must_use]
pub fn days_after(anchor: NaiveDate, days: u32) -> NaiveDate {
    anchor.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

fn day_before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(NaiveDate::MIN)
}

/// Month `k` of an incapacity, counted from 1 (T2).
///
/// # Panics
///
/// If `k` is 0: there is no such month.
#[must_use]
pub fn month_of_incapacity(start: NaiveDate, k: u32) -> Period {
    assert!(k >= 1, "the months of an incapacity are counted from 1");
    Period { first: months_after(start, k - 1), last: last_day_of_month_k(start, k) }
}

/// The last day of the first `k` months of an incapacity (T2).
#[must_use]
pub fn last_day_of_month_k(start: NaiveDate, k: u32) -> NaiveDate {
    day_before(months_after(start, k))
}

/// The limit of an act to be done within `days` of a date (T3).
#[must_use]
pub fn within_days(from: NaiveDate, days: u32) -> Limit {
    Limit::until(days_after(from, days))
}

/// The limit of an act to be done within `weeks` of a date (T3).
#[must_use]
pub fn within_weeks(from: NaiveDate, weeks: u32) -> Limit {
    within_days(from, weeks.saturating_mul(7))
}

/// The limit of an act to be done within `months` of a date (T3).
#[must_use]
pub fn within_months(from: NaiveDate, months: u32) -> Limit {
    Limit::until(months_after(from, months))
}

/// The days covered by something that lasts `months` from a date on, the date itself included (T3).
///
/// Unlike an act, a cover ends on the day before the same date, so that the next cover can begin on it.
#[must_use]
pub fn cover_of_months(from: NaiveDate, months: u32) -> Period {
    Period { first: from, last: day_before(months_after(from, months)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;
    use chrono::Datelike;
    use proptest::prelude::*;

    fn every_accepted_date() -> impl Iterator<Item = NaiveDate> {
        EARLIEST.iter_days().take_while(|date| *date <= LATEST)
    }

    fn period(first: &str, last: &str) -> Period {
        Period { first: day(first), last: day(last) }
    }

    /// The first day of month k, reckoned from the calendar alone.
    fn first_day_by_hand(start: NaiveDate, k: u32) -> NaiveDate {
        let months = start.month0() + k - 1;
        let year = start.year() + i32::try_from(months / 12).unwrap_or(i32::MAX);
        (1..=start.day())
            .rev()
            .find_map(|day| NaiveDate::from_ymd_opt(year, months % 12 + 1, day))
            .unwrap_or(NaiveDate::MAX)
    }

    #[test]
    fn t2_months_tile_for_every_start() {
        for start in every_accepted_date() {
            let mut next = start;
            for k in 1..=24 {
                let month = month_of_incapacity(start, k);
                assert_eq!(month.first, next, "month {k} of {start}");
                assert!((28..=31).contains(&month.days()), "month {k} of {start}");
                assert_eq!(month.last, last_day_of_month_k(start, k));
                next = month.last + Days::new(1);
            }
        }
    }

    #[test]
    fn t2_a_month_begins_on_the_day_of_the_start_or_on_the_last_day_of_a_shorter_month() {
        for start in every_accepted_date() {
            for k in 1..=24 {
                let first = month_of_incapacity(start, k).first;
                assert_eq!(first, first_day_by_hand(start, k), "month {k} of {start}");
            }
        }
    }

    #[test]
    fn t2_months_are_counted_from_the_start_and_never_from_the_month_before() {
        let start = day("2022-01-31");
        assert_eq!(month_of_incapacity(start, 1), period("2022-01-31", "2022-02-27"));
        assert_eq!(month_of_incapacity(start, 2), period("2022-02-28", "2022-03-30"));
        assert_eq!(month_of_incapacity(start, 3), period("2022-03-31", "2022-04-29"));
        assert_eq!(month_of_incapacity(start, 4), period("2022-04-30", "2022-05-30"));
    }

    #[test]
    fn t2_a_start_on_a_leap_day_finds_its_day_again_after_four_years() {
        let start = day("2024-02-29");
        assert_eq!(month_of_incapacity(start, 13).first, day("2025-02-28"));
        assert_eq!(month_of_incapacity(start, 49).first, day("2028-02-29"));
    }

    #[test]
    #[should_panic(expected = "counted from 1")]
    fn t2_there_is_no_month_zero() {
        let _ = month_of_incapacity(day("2022-01-31"), 0);
    }

    #[test]
    fn t3_a_limit_includes_the_day_reached_and_warns_a_day_earlier() {
        let two_weeks = within_weeks(day("2022-11-10"), 2);
        assert_eq!(two_weeks, within_days(day("2022-11-10"), 14));
        assert_eq!(two_weeks.last_day, day("2022-11-24"));
        assert_eq!(two_weeks.warn_on, day("2022-11-23"));

        let one_month = within_months(day("2023-01-31"), 1);
        assert_eq!(one_month.last_day, day("2023-02-28"));
        assert_eq!(one_month.warn_on, day("2023-02-27"));
    }

    #[test]
    fn t3_no_limit_moves_for_a_sunday_or_a_public_holiday() {
        assert_eq!(within_weeks(day("2022-12-11"), 2).last_day, day("2022-12-25"));
    }

    #[test]
    fn t3_a_cover_ends_on_the_day_before() {
        assert_eq!(cover_of_months(day("2023-03-01"), 6), period("2023-03-01", "2023-08-31"));
        assert_eq!(cover_of_months(day("2022-08-31"), 6), period("2022-08-31", "2023-02-27"));
    }

    #[test]
    fn dates_are_accepted_from_1990_to_2060() {
        assert_eq!(accepted(EARLIEST), Ok(EARLIEST));
        assert_eq!(accepted(LATEST), Ok(LATEST));
        assert_eq!(accepted(day("1989-12-31")), Err(OutOfRange));
        assert_eq!(accepted(day("2061-01-01")), Err(OutOfRange));
    }

    #[test]
    fn arithmetic_stops_at_the_end_of_the_calendar() {
        assert_eq!(months_after(NaiveDate::MAX, 1), NaiveDate::MAX);
        assert_eq!(within_weeks(LATEST, u32::MAX).last_day, NaiveDate::MAX);
    }

    #[test]
    fn t3_covers_in_a_row_neither_overlap_nor_leave_a_gap() {
        for from in every_accepted_date() {
            for months in [1, 3, 6, 12] {
                let cover = cover_of_months(from, months);
                let next = cover_of_months(months_after(from, months), months);
                assert!(!cover.overlaps(&next));
                assert_eq!(cover.last + Days::new(1), next.first);
            }
        }
    }

    #[test]
    fn t3_the_last_day_of_a_limit_is_the_day_after_a_cover_and_its_warning_the_last_of_it() {
        for from in every_accepted_date() {
            for months in [1, 3, 6, 12] {
                let limit = within_months(from, months);
                let cover = cover_of_months(from, months);
                assert_eq!(limit.warn_on, cover.last);
                assert_eq!(limit.last_day, cover.last + Days::new(1));
            }
        }
    }

    proptest! {
        #[test]
        fn t2_periods_overlap_exactly_when_they_share_a_day(
            (a, b, gap) in (0_u64..40, 0_u64..40, 0_u64..80),
        ) {
            let one = Period { first: EARLIEST, last: EARLIEST + Days::new(a) };
            let from = EARLIEST + Days::new(gap);
            let other = Period { first: from, last: from + Days::new(b) };
            let mut days = one.first.iter_days().take_while(|date| one.contains(*date));
            let shared = days.any(|date| other.contains(date));
            prop_assert_eq!(one.overlaps(&other), shared);
            prop_assert_eq!(other.overlaps(&one), shared);
        }
    }
}
