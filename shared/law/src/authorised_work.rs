//! Authorised work: when it is decided on, and what it needs on the medical side (M14).
//!
//! INAMI presentation 2016, part 1.1, on art. 100, § 2, of the coordinated law of 14 July 1994. Who applied before may
//! begin to work while the decision is awaited; it is given on the thirtieth working day at the latest, counted from the
//! first day of the resumption. The person stays reduced in their capacity by at least half on the medical side.
//!
//! The source gives no last day to a decision on work that has not begun: two weeks are our target.

use crate::{
    deadline::{Actor, FactKind, Plan, Step},
    law::Judged,
    months::days_after,
    parameter::{
        AUTHORISED_WORK_DECISION_TARGET_DAYS, AUTHORISED_WORK_DECISION_WORKING_DAYS,
        AUTHORISED_WORK_MEDICAL_REDUCTION_PERCENT, Dated,
    },
    rule::Rule,
    working_days::nth_working_day_after,
};

/// The decision on work that has not begun, planned on the day of the application (M14).
#[must_use]
pub fn decision_before_resumption_plan(applied: impl Into<Judged>) -> Plan {
    let applied = applied.into();
    let days = applied.figure(&AUTHORISED_WORK_DECISION_TARGET_DAYS);
    Plan {
        step: Step::AuthorisedWorkDecision,
        rule: Rule::M14,
        parameter: days.version,
        opens: Some(applied.on),
        due: None,
        warn_on: None,
        target: Some(days_after(applied.on, days.value)),
        actor: Actor::Physician,
        counted: applied.counting([applied.fact(FactKind::WorkAppliedFor)]),
    }
}

/// The decision on work that has begun, planned on the real first day of the resumption (M14).
///
/// The working days are counted from the day after; who counts the first day as well ends earlier, and is warned (T5).
#[must_use]
pub fn decision_plan(resumed: impl Into<Judged>) -> Plan {
    let resumed = resumed.into();
    let days = resumed.figure(&AUTHORISED_WORK_DECISION_WORKING_DAYS);
    let limit = nth_working_day_after(resumed, days.value);
    Plan {
        step: Step::AuthorisedWorkDecision,
        rule: Rule::M14,
        parameter: days.version,
        opens: Some(resumed.on),
        due: Some(limit.last_day),
        warn_on: Some(limit.warn_on).filter(|warn_on| *warn_on < limit.last_day),
        target: None,
        actor: Actor::Physician,
        counted: resumed.counting([resumed.fact(FactKind::WorkResumed)]),
    }
}

/// The reduction in percent that is found at least on the medical side, on the day of a decision (M14).
#[must_use]
pub fn medical_reduction(decided: impl Into<Judged>) -> Dated<u32> {
    decided.into().figure(&AUTHORISED_WORK_MEDICAL_REDUCTION_PERCENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn m14_the_decision_is_given_by_the_thirtieth_working_day_of_the_resumption() {
        let plan = decision_plan(day("2022-10-03"));
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::AuthorisedWorkDecision, Rule::M14, Actor::Physician));
        assert_eq!(plan.opens, Some(day("2022-10-03")));
        assert_eq!((plan.due, plan.warn_on), (Some(day("2022-11-08")), Some(day("2022-11-07"))));
        assert_eq!(plan.parameter.to_string(), "authorised_work.decision_working_days@2022-01-01");
        assert_eq!(plan.target, None);
    }

    #[test]
    fn m14_work_that_begins_on_a_sunday_has_no_earlier_reading() {
        let plan = decision_plan(day("2022-10-02"));
        assert_eq!((plan.due, plan.warn_on), (Some(day("2022-11-07")), None));
    }

    #[test]
    fn m14_before_the_resumption_there_is_a_target_and_no_last_day() {
        let plan = decision_before_resumption_plan(day("2022-09-20"));
        assert_eq!((plan.opens, plan.due), (Some(day("2022-09-20")), None));
        assert_eq!(plan.target, Some(day("2022-10-04")));
        assert_eq!(plan.parameter.to_string(), "authorised_work.decision_target_days@2022-01-01");
    }

    #[test]
    fn m14_half_of_the_capacity_is_lost_at_least() {
        assert_eq!(medical_reduction(day("2022-10-03")).value, 50);
    }
}
