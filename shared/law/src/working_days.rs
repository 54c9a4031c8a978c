//! Working days (jours ouvrables / werkdagen) and how to count them (T5).
//!
//! INAMI presentation 2016, part 1.1, gives the decision on authorised work up to the thirtieth working
//! day and does not say what a working day is. Our reading is the one of labour law, where Saturday is
//! one: every day but Sundays and the ten legal public holidays. It is a dated parameter. Holidays that
//! a region, a sector or an enterprise adds, and days that replace a holiday on a Sunday, are not
//! modelled.

use chrono::{Datelike, NaiveDate, Weekday};
use trajet_belgium::is_public_holiday;

use crate::{months::Limit, parameter::WORKING_DAY_DEFINITION};

/// The days of the week on which there is no work; public holidays are never working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingWeek {
    /// The weekly days of rest.
    pub rest_days: &'static [Weekday],
}

impl WorkingWeek {
    /// Monday to Saturday.
    pub const WITH_SATURDAY: Self = Self { rest_days: &[Weekday::Sun] };

    /// Whether a date is a working day.
    #[must_use]
    pub fn works_on(&self, date: NaiveDate) -> bool {
        !self.rest_days.contains(&date.weekday()) && !is_public_holiday(date)
    }
}

/// The `n`th working day after a starting event, as defined on the day of the event.
///
/// The day after the event is the first that can count. The warning day is the one reached if the day
/// of the event counts as well. With `n` of 0 both are the day of the event.
#[must_use]
pub fn nth_working_day_after(event: NaiveDate, n: u32) -> Limit {
    let week = WORKING_DAY_DEFINITION.on(event).value;
    Limit {
        last_day: nth_working_day(week, event.succ_opt(), n).unwrap_or(event),
        warn_on: nth_working_day(week, Some(event), n).unwrap_or(event),
    }
}

/// The `n`th working day, counted from a first day that can count.
fn nth_working_day(week: WorkingWeek, from: Option<NaiveDate>, n: u32) -> Option<NaiveDate> {
    let skipped = usize::try_from(n.checked_sub(1)?).ok()?;
    from?.iter_days().filter(|date| week.works_on(*date)).nth(skipped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;
    use chrono::Days;
    use proptest::prelude::*;

    #[test]
    fn t5_saturday_counts_and_sunday_does_not() {
        let friday = day("2022-09-02");
        assert_eq!(nth_working_day_after(friday, 1).last_day, day("2022-09-03"));
        assert_eq!(nth_working_day_after(friday, 2).last_day, day("2022-09-05"));
    }

    #[test]
    fn t5_public_holidays_do_not_count() {
        // 1 November 2022 is a Tuesday, 11 November a Friday.
        assert_eq!(nth_working_day_after(day("2022-10-31"), 1).last_day, day("2022-11-02"));
        assert_eq!(nth_working_day_after(day("2022-11-10"), 2).last_day, day("2022-11-14"));
        // Easter Monday 2023 is 10 April.
        assert_eq!(nth_working_day_after(day("2023-04-08"), 1).last_day, day("2023-04-11"));
    }

    #[test]
    fn t5_thirty_working_days_from_a_resumption() {
        // From Tuesday 4 to Monday 31 October 2022: 28 days less four Sundays. Then 2, 3, 4, 5, 7 and 8 November,
        // the 1st being a holiday and the 6th a Sunday.
        let limit = nth_working_day_after(day("2022-10-03"), 30);
        assert_eq!(limit.last_day, day("2022-11-08"));
        assert_eq!(limit.warn_on, day("2022-11-07"));
    }

    #[test]
    fn t5_both_readings_agree_when_the_event_is_not_on_a_working_day() {
        let sunday = day("2022-09-04");
        let limit = nth_working_day_after(sunday, 3);
        assert_eq!(limit.last_day, day("2022-09-07"));
        assert_eq!(limit.warn_on, limit.last_day);
    }

    #[test]
    fn t5_no_working_day_after_an_event_is_the_event() {
        let event = day("2022-09-04");
        let limit = nth_working_day_after(event, 0);
        assert_eq!((limit.last_day, limit.warn_on), (event, event));
    }

    #[test]
    fn t5_another_definition_is_another_value_of_the_parameter() {
        let five_days = WorkingWeek { rest_days: &[Weekday::Sat, Weekday::Sun] };
        assert!(WorkingWeek::WITH_SATURDAY.works_on(day("2022-09-03")));
        assert!(!five_days.works_on(day("2022-09-03")));
        assert_eq!(
            WORKING_DAY_DEFINITION.on(day("2022-09-03")).version.to_string(),
            "working_day.definition@2022-01-01"
        );
    }

    proptest! {
        #[test]
        fn t5_the_nth_working_day_has_n_minus_one_before_it(offset in 0_u64..25_000, n in 1_u32..=60) {
            let event = day("1990-01-01") + Days::new(offset);
            let limit = nth_working_day_after(event, n);
            let week = WorkingWeek::WITH_SATURDAY;
            let counted = event.iter_days().skip(1).take_while(|date| *date <= limit.last_day);
            prop_assert_eq!(counted.filter(|date| week.works_on(*date)).count(), usize::try_from(n).unwrap_or(0));
            prop_assert!(week.works_on(limit.last_day));
            prop_assert!(limit.warn_on <= limit.last_day);
        }
    }
}
