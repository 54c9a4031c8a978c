//! The first days of incapacity around which histories are drawn: every year that the platform accepts, and more often the days on
//! which a count of months is most easily wrong.

use chrono::{Days, Months, NaiveDate};
use proptest::prelude::*;

use crate::months::{EARLIEST, LATEST};
use crate::parameter::LAW_IN_FORCE_FROM;

/// How many kinds of first days there are; each is drawn as often as another.
const KINDS: u32 = 10;

/// A first day of any kind.
pub fn any_first_day() -> impl Strategy<Value = NaiveDate> {
    (0..KINDS, any::<u32>()).prop_map(|(kind, draw)| first_day(kind, draw))
}

/// What is drawn around a first day of incapacity.
pub fn around<S: Strategy>(drawn: impl Fn(NaiveDate) -> S) -> impl Strategy<Value = S::Value> {
    any_first_day().prop_flat_map(drawn)
}

/// A first day of a kind. Where the kinds are drawn alike, nine of ten first days ask for something after the law came (T8): in the
/// others nothing is planned, and a history with nothing planned proves little.
fn first_day(kind: u32, draw: u32) -> NaiveDate {
    let years = |from: i32, to: i32| from + i32::try_from(draw / 3).unwrap_or(0).rem_euclid(to + 1 - from);
    let last_of = |year, month| days(year, month) + Months::new(1) - Days::new(1);
    match kind % KINDS {
        0 => between(EARLIEST, LAW_IN_FORCE_FROM, draw),
        // Month 4 and what follows it end around the first day of the law, and around that of the circular.
        1..4 => between(LAW_IN_FORCE_FROM - Months::new(6), LAW_IN_FORCE_FROM + Months::new(9), draw),
        // A day that the month counted to does not have (T2).
        4..7 => match draw % 3 {
            0 => last_of(years(2024, 2060) / 4 * 4, 2),
            1 => last_of(years(2021, 2060), 8),
            _ => last_of(years(2021, 2060), 1 + draw / 3 / 40 % 12),
        },
        _ => between(LAW_IN_FORCE_FROM, LATEST, draw),
    }
}

fn days(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(LAW_IN_FORCE_FROM)
}

/// A day from the first to the last, both included.
fn between(first: NaiveDate, last: NaiveDate, draw: u32) -> NaiveDate {
    let days = (last - first).num_days().unsigned_abs() + 1;
    first + Days::new(u64::from(draw) % days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    proptest! {
        #[test]
        fn every_first_day_is_one_that_the_platform_accepts(kind in any::<u32>(), draw in any::<u32>()) {
            prop_assert!((EARLIEST..=LATEST).contains(&first_day(kind, draw)));
        }
    }

    #[test]
    fn the_first_days_reach_the_ends_of_the_years_the_floor_of_the_law_and_the_ends_of_months() {
        let drawn = |kind: u32| (0..26_000).map(move |draw| first_day(kind, draw));
        for (kind, reached) in [
            (0, ["1990-01-01", "2021-12-31"]),
            (1, ["2021-07-01", "2022-10-01"]),
            (4, ["2024-02-29", "2060-02-29"]),
            (5, ["2021-08-31", "2060-12-31"]),
            (6, ["2022-10-31", "2023-11-30"]),
            (9, ["2022-01-01", "2060-12-31"]),
        ] {
            for reached in reached {
                assert!(drawn(kind).any(|first| first == day(reached)), "{reached}");
            }
        }
    }
}
