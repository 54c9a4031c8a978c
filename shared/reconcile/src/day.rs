//! Civil days, counted here and nowhere else: from year, month and day to a number of days and back.
//!
//! A period of months clamps to the last day of a shorter month (rule T2); a day of Brussels changes at midnight there,
//! summer time included (rule T1).

use std::fmt;
use std::str::FromStr;

/// A civil day of Brussels, as the number of days since 1 January 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDay;

const DAY_OF_SECONDS: i64 = 86_400;

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn length(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days between 1 January of year 0 and 1 January of a year.
const fn days_before_year(year: i32) -> i32 {
    let past = year - 1;
    365 * year + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) + 1
}

const EPOCH: i32 = days_before_year(1970);

impl Day {
    /// Later than any day that means something: what stands for a date that is not in the calendar here.
    pub const FAR: Self = Self(i32::MAX / 2);

    /// Whether it is a Sunday: 1 January 1970, day 0, was a Thursday.
    pub(crate) const fn is_sunday(self) -> bool {
        (self.0 - 3).rem_euclid(7) == 0
    }

    /// The day of a year, month (1 to 12) and day of the month; none that is not in the calendar.
    #[must_use]
    pub const fn of(year: i32, month: i32, day: i32) -> Option<Self> {
        if year < 1 || year > 9_999 || month < 1 || month > 12 || day < 1 || day > length(year, month) {
            return None;
        }
        let mut days = days_before_year(year) - EPOCH + day - 1;
        let mut passed = 1;
        while passed < month {
            days += length(year, passed);
            passed += 1;
        }
        Some(Self(days))
    }

    /// Year, month and day of the month.
    #[must_use]
    pub const fn civil(self) -> (i32, i32, i32) {
        let days = self.0 + EPOCH;
        // A guess that is never too late by more than a year, then mended.
        let mut year = days / 366;
        while days_before_year(year + 1) <= days {
            year += 1;
        }
        let mut left = days - days_before_year(year);
        let mut month = 1;
        while left >= length(year, month) {
            left -= length(year, month);
            month += 1;
        }
        (year, month, left + 1)
    }

    /// So many days later, or earlier.
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// So many months later: the same day of the month, or its last where it is shorter.
    #[must_use]
    pub const fn plus_months(self, months: i32) -> Self {
        let (year, month, day) = self.civil();
        let counted = year * 12 + month - 1 + months;
        let (year, month) = (counted.div_euclid(12), counted.rem_euclid(12) + 1);
        let last = length(year, month);
        match Self::of(year, month, if day < last { day } else { last }) {
            Some(later) => later,
            None => self,
        }
    }

    /// The day after.
    #[must_use]
    pub const fn next(self) -> Self {
        self.plus_days(1)
    }

    /// The day before.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.plus_days(-1)
    }

    /// The day in Brussels of an instant, in microseconds since 1970: an hour ahead of universal time, two from the last
    /// Sunday of March to that of October, at one o'clock universal time.
    #[must_use]
    pub fn in_brussels(micros: i64) -> Self {
        let seconds = micros.div_euclid(1_000_000);
        let utc = Self::of_seconds(seconds);
        let (year, ..) = utc.civil();
        let changes = |month| Self::last_sunday(year, month).map(|day| i64::from(day.0) * DAY_OF_SECONDS + 3_600);
        let summer = match (changes(3), changes(10)) {
            (Some(from), Some(until)) => (from..until).contains(&seconds),
            _ => false,
        };
        Self::of_seconds(seconds + if summer { 7_200 } else { 3_600 })
    }

    fn of_seconds(seconds: i64) -> Self {
        Self(i32::try_from(seconds.div_euclid(DAY_OF_SECONDS)).unwrap_or(i32::MAX))
    }

    fn last_sunday(year: i32, month: i32) -> Option<Self> {
        let last = Self::of(year, month, length(year, month))?;
        // 1 January 1970 was a Thursday: day 3 was a Sunday.
        Some(last.plus_days(-(last.0 - 3).rem_euclid(7)))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = NoDay;

    /// Reads `2022-09-01`.
    fn from_str(text: &str) -> Result<Self, NoDay> {
        let mut parts = text.split('-').map(|part| part.parse::<i32>().map_err(|_| NoDay));
        let mut next = || parts.next().unwrap_or(Err(NoDay));
        let (year, month, day) = (next()?, next()?, next()?);
        if parts.next().is_some() {
            return Err(NoDay);
        }
        Self::of(year, month, day).ok_or(NoDay)
    }
}

#[cfg(test)]
pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t1_every_day_of_four_centuries_is_read_back() {
        let mut at = day("1899-12-31");
        for _ in 0..150_000 {
            let (year, month, dom) = at.civil();
            assert_eq!(Day::of(year, month, dom), Some(at));
            assert_eq!(at.to_string().parse(), Ok(at));
            at = at.next();
        }
        assert_eq!(day("1970-01-01"), Day(0));
        assert_eq!(day("2000-03-01"), Day(11_017));
        for wrong in ["", "2022-02-29", "2022-13-01", "2022-00-10", "2022-1", "2022-01-01-01", "x"] {
            assert_eq!(wrong.parse::<Day>(), Err(NoDay), "{wrong}");
        }
    }

    #[test]
    fn t2_months_clamp_to_the_last_day_and_are_counted_from_the_first() {
        for (from, months, to) in [
            ("2022-10-31", 4, "2023-02-28"),
            ("2023-10-31", 4, "2024-02-29"),
            ("2022-08-31", 1, "2022-09-30"),
            ("2022-11-30", 3, "2023-02-28"),
            ("2022-12-15", 12, "2023-12-15"),
        ] {
            assert_eq!(day(from).plus_months(months), day(to), "{from} + {months}");
        }
    }

    #[test]
    fn q1_ten_weeks_after_the_first_of_september_is_the_tenth_of_november() {
        assert_eq!(day("2022-09-01").plus_days(70), day("2022-11-10"));
    }

    #[test]
    fn t1_a_day_of_brussels_ends_at_midnight_there() {
        // Seconds of universal time on 1 January 2022 and around both changes of that year.
        for (seconds, expected) in [
            (1_640_991_599, "2021-12-31"),
            (1_640_991_600, "2022-01-01"),
            (1_648_331_999, "2022-03-26"),
            (1_648_418_399, "2022-03-27"),
            (1_648_418_400, "2022-03-28"),
            (1_667_080_799, "2022-10-29"),
            (1_667_080_800, "2022-10-30"),
            (1_667_170_799, "2022-10-30"),
            (1_667_170_800, "2022-10-31"),
        ] {
            assert_eq!(Day::in_brussels(seconds * 1_000_000), day(expected), "{seconds}");
        }
    }
}
