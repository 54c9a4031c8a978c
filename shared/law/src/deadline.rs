//! Deadlines: what the law plans, and what became of it (T6).
//!
//! A [`Plan`] is the deadline as planned. It is computed once, stored with the event that planned it,
//! and read back from there: nothing recomputes it later. A [`Deadline`] adds what happened. A missed
//! deadline stays open, and visibly missed, until it is met or waived. [`Deadlines`] are those of a case.

mod counted;
mod deadlines;
mod escalation;
mod facts;
mod step;

use chrono::{NaiveDate, TimeDelta};

pub use self::{
    counted::{Counted, DatedFact, FactKind},
    deadlines::Deadlines,
    facts::Facts,
    step::{Actor, Step},
};
use crate::{
    parameter::{LAW_IN_FORCE_FROM, ParameterVersion},
    rule::{Ground, Rule},
};

/// A deadline as planned.
///
/// Two are the same by what is to be done, when, under which rule and by whom; what they were counted from explains them:
/// what was planned before that was recorded is the same deadline. Whether one is what was recorded, facts and all, says
/// [`Plan::is`].
#[derive(Clone, Debug, Eq)]
pub struct Plan {
    /// What is to be done.
    pub step: Step,
    /// The rule that sets it.
    pub rule: Rule,
    /// The parameter that gave its days.
    pub parameter: ParameterVersion,
    /// The first day on which it can be done, where the rule gives one.
    pub opens: Option<NaiveDate>,
    /// The last day, where the rule gives one.
    pub due: Option<NaiveDate>,
    /// The earlier last day by another reading of the rule (T3).
    pub warn_on: Option<NaiveDate>,
    /// The day the platform aims at where the rule gives no last day; never the law's.
    pub target: Option<NaiveDate>,
    /// Who must act.
    pub actor: Actor,
    /// What it was counted from.
    pub counted: Counted,
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        let same = |plan: &Self| {
            let Self { step, rule, opens, due, warn_on, target, actor, .. } = *plan;
            (step, rule, opens, due, warn_on, target, actor)
        };
        same(self) == same(other) && self.parameter == other.parameter
    }
}

impl Plan {
    /// Whether it is the plan that was recorded: the same deadline, counted from the same facts. One that was recorded before
    /// its facts were is the same by all else.
    #[must_use]
    pub fn is(&self, recorded: &Self) -> bool {
        self == recorded && self.counted.from.are(&recorded.counted.from)
    }

    /// Its days: it opens, it is due, it is warned of, it is aimed at.
    #[must_use]
    pub const fn days(&self) -> [Option<NaiveDate>; 4] {
        [self.opens, self.due, self.warn_on, self.target]
    }

    /// The day on which a miss is recorded: the day after the last.
    #[must_use]
    pub fn miss_recorded_on(&self) -> Option<NaiveDate> {
        self.due.and_then(|due| due.succ_opt())
    }

    /// Whether its time was over before the law came into force, so that the law does not judge it
    /// (T8).
    #[must_use]
    pub fn predates_the_law(&self) -> bool {
        self.end().is_some_and(|end| end < LAW_IN_FORCE_FROM)
    }

    /// From when on it is to be done: its opening day; without one its warning day, its last day, or its target. None for
    /// what is to be done from the day on which it was planned.
    #[must_use]
    pub fn begins_on(&self) -> Option<NaiveDate> {
        if self.step.begins_when_planned() { None } else { self.opens.or(self.warn_on).or(self.end()) }
    }

    /// The last day of the law, or else the platform's target.
    #[must_use]
    pub fn end(&self) -> Option<NaiveDate> {
        self.due.or(self.target)
    }
}

/// How a deadline was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closure {
    /// The step was taken, in time or late.
    Met {
        /// The day of the act.
        on: NaiveDate,
    },
    /// The step need not be taken any more.
    Waived {
        /// The day from which it need not.
        on: NaiveDate,
        /// Why.
        because: Ground,
    },
}

/// Where a deadline stands on a day, as a list of work shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing to do yet.
    NotYet,
    /// It begins to be something to do within days.
    Soon,
    /// It is to be done now.
    Due,
    /// Its last day is past.
    Late,
    /// It is met or waived.
    Closed,
}

/// A deadline with what happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The deadline as planned.
    pub plan: Plan,
    /// The day on which the miss was recorded. It stays when the step is taken late.
    pub missed_on: Option<NaiveDate>,
    /// How it was closed; open until then.
    pub closed: Option<Closure>,
}

impl From<Plan> for Deadline {
    fn from(plan: Plan) -> Self {
        Self { plan, missed_on: None, closed: None }
    }
}

impl Deadline {
    /// Whether it is neither met nor waived.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it is open after its last day. A target of the platform makes nobody late.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is_open() && (self.missed_on.is_some() || self.is_past_due(today))
    }

    /// Whether a miss is to be recorded: it is open after its last day, and no miss has been recorded.
    #[must_use]
    pub fn is_missed_on(&self, today: NaiveDate) -> bool {
        self.is_open() && self.missed_on.is_none() && self.is_past_due(today)
    }

    /// The day on which its miss is recorded, if on `day` its last day is past, it is open, and no miss is recorded.
    #[must_use]
    pub fn miss_before(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.plan.miss_recorded_on().filter(|_| self.is_missed_on(day))
    }

    /// Where it stands on a day, with `soon_days` of notice.
    ///
    /// It is due from the day on which it [begins](Plan::begins_on).
    #[must_use]
    pub fn standing(&self, today: NaiveDate, soon_days: u32) -> Standing {
        if !self.is_open() {
            return Standing::Closed;
        }
        if self.is_late(today) {
            return Standing::Late;
        }
        let Some(from) = self.plan.begins_on() else { return Standing::Due };
        if from <= today {
            Standing::Due
        } else if from - today <= TimeDelta::days(soon_days.into()) {
            Standing::Soon
        } else {
            Standing::NotYet
        }
    }

    fn is_past_due(&self, today: NaiveDate) -> bool {
        self.plan.due.is_some_and(|due| due < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{estimate, first_contact, questionnaire, testing::day};

    /// Opens on 1 December 2022, last day 31 December.
    fn first_estimate() -> Deadline {
        estimate::first_estimate_plan(day("2022-09-01"), day("2022-09-05")).into()
    }

    /// Last day 24 November 2022, by another reading the 23rd.
    fn questionnaire_return() -> Deadline {
        questionnaire::return_plan(day("2022-11-10")).into()
    }

    /// Opens on 1 March 2023, target 31 March.
    fn category_1_examination() -> Deadline {
        estimate::category_1_examination_plan(day("2022-09-01"), day("2022-12-15")).into()
    }

    #[test]
    fn t6_a_deadline_with_a_window_is_due_from_its_first_day_to_its_last() {
        let deadline = first_estimate();
        let standing = |today| deadline.standing(day(today), 7);
        assert_eq!(standing("2022-11-23"), Standing::NotYet);
        assert_eq!(standing("2022-11-24"), Standing::Soon);
        assert_eq!(standing("2022-12-01"), Standing::Due);
        assert_eq!(standing("2022-12-31"), Standing::Due);
        assert_eq!(standing("2023-01-01"), Standing::Late);
    }

    #[test]
    fn t6_a_deadline_without_an_opening_day_is_due_from_its_warning_day() {
        let deadline = questionnaire_return();
        let standing = |today| deadline.standing(day(today), 7);
        assert_eq!(standing("2022-11-15"), Standing::NotYet);
        assert_eq!(standing("2022-11-16"), Standing::Soon);
        assert_eq!(standing("2022-11-23"), Standing::Due);
        assert_eq!(standing("2022-11-24"), Standing::Due);
        assert_eq!(standing("2022-11-25"), Standing::Late);
    }

    #[test]
    fn t6_a_deadline_without_notice_is_never_soon() {
        assert_eq!(first_estimate().standing(day("2022-11-30"), 0), Standing::NotYet);
        assert_eq!(first_estimate().standing(day("2022-12-01"), 0), Standing::Due);
    }

    #[test]
    fn t6_a_target_makes_nobody_late() {
        let deadline = category_1_examination();
        assert_eq!(deadline.standing(day("2023-03-01"), 7), Standing::Due);
        assert_eq!(deadline.standing(day("2024-03-01"), 7), Standing::Due);
        assert!(!deadline.is_late(day("2024-03-01")));
        assert_eq!(deadline.plan.miss_recorded_on(), None);
    }

    #[test]
    fn t6_a_miss_is_to_be_recorded_once_from_the_day_after_the_last() {
        let mut deadline = first_estimate();
        assert_eq!(deadline.plan.miss_recorded_on(), Some(day("2023-01-01")));
        assert!(!deadline.is_missed_on(day("2022-12-31")));
        assert!(deadline.is_missed_on(day("2023-01-01")));
        assert_eq!(deadline.miss_before(day("2022-12-31")), None);
        assert_eq!(deadline.miss_before(day("2023-01-09")), Some(day("2023-01-01")));

        deadline.missed_on = Some(day("2023-01-01"));
        assert!(!deadline.is_missed_on(day("2023-01-02")));
        assert_eq!(deadline.miss_before(day("2023-01-09")), None);
        assert!(deadline.is_late(day("2023-01-02")));
        assert_eq!(deadline.standing(day("2023-01-02"), 7), Standing::Late);
    }

    #[test]
    fn t6_a_missed_deadline_stays_late_until_it_is_met() {
        let mut deadline = first_estimate();
        deadline.missed_on = Some(day("2023-01-01"));
        deadline.closed = Some(Closure::Met { on: day("2023-01-09") });
        assert!(!deadline.is_open());
        assert!(!deadline.is_late(day("2023-01-10")));
        assert_eq!(deadline.standing(day("2023-01-10"), 7), Standing::Closed);
        assert_eq!(deadline.missed_on, Some(day("2023-01-01")));
    }

    #[test]
    fn t6_a_waived_deadline_is_closed_and_is_never_missed() {
        let mut deadline = first_estimate();
        let because = Ground::point(Rule::M4, 'b');
        deadline.closed = Some(Closure::Waived { on: day("2022-12-05"), because });
        assert!(!deadline.is_missed_on(day("2023-01-01")));
        assert_eq!(deadline.miss_before(day("2023-01-01")), None);
        assert_eq!(deadline.standing(day("2023-01-01"), 7), Standing::Closed);
    }

    #[test]
    fn t6_who_waits_for_a_contact_is_to_be_invited_from_the_referral_on() {
        let in_month_six =
            Deadline::from(first_contact::category_4_at_first_estimate(day("2022-09-01"), day("2022-12-05")));
        assert_eq!(in_month_six.plan.due, Some(day("2023-02-28")));
        assert_eq!(in_month_six.standing(day("2022-12-05"), 7), Standing::Due);
        let questionnaire = questionnaire_return();
        assert_eq!(questionnaire.standing(day("2022-11-10"), 7), Standing::NotYet);
    }

    #[test]
    fn t6_every_plan_carries_its_rule_its_parameter_and_who_acts() {
        let plan = first_contact::after_later_category_4(day("2023-03-20"));
        assert_eq!(plan.rule, Rule::D4);
        assert_eq!(plan.actor, Actor::Coordinator);
        assert_eq!(plan.parameter.to_string(), "first_contact.within_months_of_referral@2022-01-01");
    }

    #[test]
    fn t8_a_plan_that_ended_before_the_law_is_not_judged_by_it() {
        let ending_on = |sent: &str| questionnaire::return_plan(day(sent));
        assert!(ending_on("2021-12-17").predates_the_law());
        assert!(!ending_on("2021-12-18").predates_the_law());
    }
}
