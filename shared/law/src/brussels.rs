//! Between instants, which are stored in UTC, and legal dates, which are dates of the Brussels calendar
//! (T1).

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Brussels;

/// The hour at which the platform does its daily work in Brussels: no clock change ever happens at it.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).expect("08:00:00 is a time of day");

/// The legal date at an instant: the date a calendar on a Brussels wall shows.
#[must_use]
pub fn date_of(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Brussels).date_naive()
}

/// 08:00 in Brussels on a date, the instant at which what is planned for that date is done.
#[must_use]
pub fn morning_of(date: NaiveDate) -> DateTime<Utc> {
    instant_of(date, MORNING)
}

/// The instant at which a date ends in Brussels, which is the first instant of the next one.
#[must_use]
pub fn midnight_after(date: NaiveDate) -> DateTime<Utc> {
    date.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, |next| instant_of(next, NaiveTime::MIN))
}

/// The first instant at which, or after which, a Brussels clock shows this time on this date.
///
/// A local time that a clock change skips never shows; the first one after it stands in for it.
/// Brussels has changed its clocks at midnight in the past, so that even midnight needs this.
fn instant_of(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let mut local = date.and_time(time);
    loop {
        if let Some(instant) = Brussels.from_local_datetime(&local).earliest() {
            return instant.with_timezone(&Utc);
        }
        local += TimeDelta::minutes(1);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::testing::day;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn t1_the_date_changes_at_midnight_in_brussels_in_winter_and_in_summer() {
        assert_eq!(date_of(at("2022-01-31T22:59:59Z")), day("2022-01-31"));
        assert_eq!(date_of(at("2022-01-31T23:00:00Z")), day("2022-02-01"));
        assert_eq!(date_of(at("2022-06-30T21:59:59Z")), day("2022-06-30"));
        assert_eq!(date_of(at("2022-06-30T22:00:00Z")), day("2022-07-01"));
    }

    #[test]
    fn t1_the_day_the_clock_goes_forward_has_twenty_three_hours() {
        let start = midnight_after(day("2022-03-26"));
        let end = midnight_after(day("2022-03-27"));
        assert_eq!(start, at("2022-03-26T23:00:00Z"));
        assert_eq!(end, at("2022-03-27T22:00:00Z"));
        assert_eq!(morning_of(day("2022-03-26")), at("2022-03-26T07:00:00Z"));
        assert_eq!(morning_of(day("2022-03-27")), at("2022-03-27T06:00:00Z"));
    }

    #[test]
    fn t1_the_day_the_clock_goes_back_has_twenty_five_hours() {
        let start = midnight_after(day("2022-10-29"));
        let end = midnight_after(day("2022-10-30"));
        assert_eq!(start, at("2022-10-29T22:00:00Z"));
        assert_eq!(end, at("2022-10-30T23:00:00Z"));
        assert_eq!(morning_of(day("2022-10-29")), at("2022-10-29T06:00:00Z"));
        assert_eq!(morning_of(day("2022-10-30")), at("2022-10-30T07:00:00Z"));
    }

    #[test]
    fn t1_a_midnight_that_a_clock_change_skipped_is_the_first_instant_of_the_day() {
        let change = at("1919-03-01T23:00:00Z");
        assert_eq!(midnight_after(day("1919-03-01")), change);
        assert_eq!(date_of(change), day("1919-03-02"));
        assert_eq!(date_of(change - TimeDelta::seconds(1)), day("1919-03-01"));
    }

    #[test]
    fn t1_every_date_runs_from_midnight_to_midnight() {
        let two_centuries = day("1890-01-01").iter_days().take(75_000);
        for date in two_centuries {
            let end = midnight_after(date);
            assert_eq!(date_of(morning_of(date)), date);
            assert_eq!(date_of(end - TimeDelta::nanoseconds(1)), date);
            assert_eq!(Some(date_of(end)), date.succ_opt());
        }
    }

    #[test]
    fn t1_the_ends_of_the_calendar_are_dates_as_well() {
        assert_eq!(midnight_after(NaiveDate::MAX), DateTime::<Utc>::MAX_UTC);
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(date_of(morning_of(date)), date);
        }
    }

    proptest! {
        #[test]
        fn t1_an_instant_lies_between_the_ends_of_its_date_and_of_the_one_before(
            seconds in -2_000_000_000_i64..4_000_000_000,
        ) {
            let instant = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::seconds(seconds);
            let date = date_of(instant);
            prop_assert!(midnight_after(date.pred_opt().unwrap()) <= instant);
            prop_assert!(instant < midnight_after(date));
        }
    }
}
