//! When a deadline comes to a manager's eyes. Own reading: the sources know no escalation (T6).

use chrono::{Days, NaiveDate};

use super::Deadline;
use crate::{
    months::days_after,
    parameter::{ESCALATION_AFTER_TARGET_DAYS, ESCALATION_BEFORE_LAST_DAY_DAYS},
};

impl Deadline {
    /// The day from which a manager sees it while it is open; nobody is late by it.
    ///
    /// With a last day: a few days before it, but not before the deadline opens. With only a target: the day after the
    /// target, or some days later. The parameters are those in force on that last day or target. Without either there
    /// is no such day.
    #[must_use]
    pub fn escalated_on(&self) -> Option<NaiveDate> {
        let by_due = |due: NaiveDate| {
            let days = ESCALATION_BEFORE_LAST_DAY_DAYS.on(due).value;
            let before = due.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
            self.plan.opens.map_or(before, |opens| before.max(opens))
        };
        let by_target = |target: NaiveDate| {
            let days = ESCALATION_AFTER_TARGET_DAYS.on(target).value;
            days_after(target, days.saturating_add(1))
        };
        self.plan.due.map(by_due).or_else(|| self.plan.target.map(by_target))
    }

    /// Whether a manager sees it: it is open, and its day of escalation has come. It is not late by this.
    #[must_use]
    pub fn is_escalated(&self, today: NaiveDate) -> bool {
        self.is_open() && self.escalated_on().is_some_and(|on| on <= today)
    }

    /// Whether it is late, or will be when `days` have gone by and it is still open: its last day is not after
    /// `today + days`. A target of the platform does not count.
    #[must_use]
    pub fn ends_within(&self, today: NaiveDate, days: u32) -> bool {
        let latest = days_after(today, days);
        self.is_late(today) || (self.is_open() && self.plan.due.is_some_and(|due| due <= latest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::{Closure, Plan};
    use crate::estimate::{category_1_examination_plan, category_3_examination_plan, first_estimate_plan};
    use crate::{route_b, testing::day};

    /// Opens on 1 December 2022, last day 31 December.
    fn first_estimate() -> Deadline {
        first_estimate_plan(day("2022-09-01"), day("2022-09-05")).into()
    }

    /// Opens on 1 March 2023, target 31 March.
    fn category_1_examination() -> Deadline {
        category_1_examination_plan(day("2022-09-01"), day("2022-12-15")).into()
    }

    #[test]
    fn t6_a_manager_sees_a_deadline_from_five_days_before_its_last() {
        let deadline = first_estimate();
        assert_eq!(deadline.escalated_on(), Some(day("2022-12-26")));
        assert!(!deadline.is_escalated(day("2022-12-25")));
        assert!(deadline.is_escalated(day("2022-12-26")));
        assert!(!deadline.is_late(day("2022-12-26")));
        assert!(deadline.is_escalated(day("2023-06-01")));
    }

    #[test]
    fn t6_a_manager_sees_nothing_that_has_not_opened() {
        let due = day("2023-03-20");
        let plan = Plan { opens: Some(day("2023-03-18")), ..route_b::contact_after_refusal(day("2023-02-20")) };
        assert_eq!(plan.due, Some(due));
        assert_eq!(Deadline::from(plan).escalated_on(), Some(day("2023-03-18")));
    }

    #[test]
    fn t6_a_manager_sees_a_target_on_the_day_after_it() {
        let deadline = category_1_examination();
        assert_eq!(deadline.escalated_on(), Some(day("2023-04-01")));
        assert!(!deadline.is_escalated(day("2023-03-31")));
        assert!(deadline.is_escalated(day("2023-04-01")));
        assert!(!deadline.is_late(day("2023-04-01")));
    }

    #[test]
    fn t6_a_manager_sees_nothing_that_is_closed() {
        let mut deadline = first_estimate();
        deadline.closed = Some(Closure::Met { on: day("2022-12-27") });
        assert!(!deadline.is_escalated(day("2022-12-28")));
        assert!(!deadline.ends_within(day("2022-12-28"), 30));
    }

    #[test]
    fn t6_what_ends_within_days_has_a_last_day_of_the_law() {
        let estimate = first_estimate();
        assert!(!estimate.ends_within(day("2022-12-24"), 6));
        assert!(estimate.ends_within(day("2022-12-24"), 7));
        assert!(estimate.ends_within(day("2022-12-31"), 0));
        assert!(estimate.ends_within(day("2023-01-09"), 0));
        assert!(!category_1_examination().ends_within(day("2023-04-01"), 365));
    }

    #[test]
    fn t6_what_is_late_still_ends_within_days_when_its_last_day_moves() {
        let mut deadline: Deadline = category_3_examination_plan(day("2022-09-01"), day("2022-12-15")).into();
        deadline.missed_on = Some(day("2023-03-01"));
        assert!(deadline.is_late(day("2023-03-02")) && deadline.ends_within(day("2023-03-02"), 0));
    }
}
