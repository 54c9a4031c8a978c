//! Working days (jours ouvrables / werkdagen) and how to count them (T5).
//!
//! INAMI presentation 2016, part 1.1, gives the decision on authorised work up to the thirtieth working
//! day and does not say what a working day is. Our reading is the one of labour law, where Saturday is
//! one: every day but Sundays and the ten legal public holidays. It is a dated parameter. Holidays that
//! a region, a sector or an enterprise adds, and days that replace a holiday on a Sunday, are not
//! modelled.

use chrono::{Datelike, NaiveDate};
use trajet_belgium::is_public_holiday;

use crate::{law::Judged, months::Limit, parameter::WORKING_DAYS_OF_THE_WEEK};

/// The days of the week on which there is work: the first so many, from Monday on. Public holidays are never working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkingWeek {
    days: u32,
}

impl WorkingWeek {
    /// The week as the law of a day has it.
    #[must_use]
    pub fn of(judged: impl Into<Judged>) -> Self {
        Self { days: judged.into().figure(&WORKING_DAYS_OF_THE_WEEK).value }
    }

    /// Whether a date is a working day.
    #[must_use]
    pub fn works_on(&self, date: NaiveDate) -> bool {
        date.weekday().number_from_monday() <= self.days && !is_public_holiday(date)
    }
}

/// The `n`th working day after a starting event, as the law by which the event is judged defines it.
///
/// The day after the event is the first that can count. The warning day is the one reached if the day
/// of the event counts as well. With `n` of 0 both are the day of the event.
#[must_use]
pub fn nth_working_day_after(event: impl Into<Judged>, n: u32) -> Limit {
    let judged = event.into();
    let (week, event) = (WorkingWeek::of(judged), judged.on);
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
    use crate::law::{LAW, Law};
    use crate::parameter::{Begun, Parameter, Version};
    use crate::testing::day;
    use chrono::Days;
    use proptest::prelude::*;

    const SOURCE: &str = "a version of this test";

    static FIVE_DAYS_FROM_2023: Parameter<u32> = Parameter::new(
        "working_day.days_of_the_week",
        Version { valid_from: first_of(2022), begun: Begun::AnyDay, value: 6, source: SOURCE },
        &[Version { valid_from: first_of(2023), begun: Begun::AnyDay, value: 5, source: SOURCE }],
    );
    static WITHOUT_SATURDAY: Law = Law::amended(&[&FIVE_DAYS_FROM_2023]);

    const fn first_of(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).expect("a date")
    }

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
    fn t5_another_definition_is_law_from_its_day_on() {
        let last_day = |law: &'static Law, event| nth_working_day_after(law.judging(day(event), None), 1).last_day;
        // Fridays, of before and of after the change; the day after is a Saturday.
        assert_eq!(last_day(&WITHOUT_SATURDAY, "2022-09-02"), day("2022-09-03"));
        assert_eq!(last_day(&WITHOUT_SATURDAY, "2023-09-01"), day("2023-09-04"));
        assert_eq!(last_day(&LAW, "2023-09-01"), day("2023-09-02"));
        let eve = day("2022-12-31");
        assert_eq!(WITHOUT_SATURDAY.version(eve), LAW.version(eve));
        assert_ne!(WITHOUT_SATURDAY.version(first_of(2023)), LAW.version(first_of(2023)));
    }

    #[test]
    fn t5_a_decision_that_is_planned_again_counts_by_the_definition_of_then() {
        let resumed = WITHOUT_SATURDAY.judging(day("2022-12-20"), None);
        let due = |judged: Judged| crate::authorised_work::decision_plan(judged).due;
        assert_eq!(due(resumed), due(LAW.judging(day("2022-12-20"), None)));
        assert!(due(resumed.again(day("2023-01-02"))) > due(resumed));
    }

    proptest! {
        #[test]
        fn t5_the_nth_working_day_has_n_minus_one_before_it(offset in 0_u64..25_000, n in 1_u32..=60) {
            let event = day("1990-01-01") + Days::new(offset);
            let limit = nth_working_day_after(event, n);
            let week = WorkingWeek::of(event);
            let counted = event.iter_days().skip(1).take_while(|date| *date <= limit.last_day);
            prop_assert_eq!(counted.filter(|date| week.works_on(*date)).count(), usize::try_from(n).unwrap_or(0));
            prop_assert!(week.works_on(limit.last_day));
            prop_assert!(limit.warn_on <= limit.last_day);
        }
    }
}
