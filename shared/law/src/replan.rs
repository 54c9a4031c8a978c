//! What becomes of open deadlines when a date that they were counted from is corrected (T9), or the law that gave their
//! days changes (T8).
//!
//! No source says. Our reading: they follow, openly. What was done or waived stays as it was. The earlier deadline stays in
//! the case, waived, with the miss that was recorded of it; the one that takes its place is late by its own days. Every move
//! is told with the plan before and after it.

use crate::deadline::{DatedFact, Deadline, Facts, Plan};

/// An open deadline that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replanned {
    /// The deadline as it was planned.
    pub before: Plan,
    /// The deadline as it is planned now, of the same step.
    pub after: Plan,
}

impl Replanned {
    /// The facts by which it moves: the one that did it, or, where only the law changed, those that it is counted from.
    #[must_use]
    pub fn rests_on(&self, by: Option<DatedFact>) -> Facts {
        by.map_or_else(|| self.after.counted.from.clone(), Facts::from)
    }
}

/// The moves of the deadlines of a case, in their order, by the plans that hold now.
///
/// A deadline that is closed does not move, nor one whose days remain, nor one for whose step no plan is given.
#[must_use]
pub fn replan<'a>(deadlines: impl IntoIterator<Item = &'a Deadline>, plans: &[Plan]) -> Vec<Replanned> {
    let moved = |before: &Plan| {
        let after = plans.iter().find(|plan| plan.step == before.step && plan.days() != before.days())?;
        Some(Replanned { before: before.clone(), after: after.clone() })
    };
    deadlines.into_iter().filter(|deadline| deadline.is_open()).filter_map(|deadline| moved(&deadline.plan)).collect()
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::legal_calendar;
    use crate::deadline::{Closure, Deadlines, Step};
    use crate::estimate::first_estimate_plan;
    use crate::questionnaire::{return_plan, send_plan};
    use crate::rule::{Ground, Rule};
    use crate::testing::day;

    fn estimate_from(start: &str) -> Plan {
        first_estimate_plan(day(start), day("2022-09-05"))
    }

    #[test]
    fn t9_a_corrected_first_day_moves_what_is_open_and_tells_the_days_before_and_after() {
        let (before, after) = (estimate_from("2022-09-01"), estimate_from("2022-08-15"));
        let moves = replan(&[before.clone().into()], std::slice::from_ref(&after));
        assert_eq!(moves, [Replanned { before, after }]);
        assert_eq!(moves[0].before.due, Some(day("2022-12-31")));
        assert_eq!(moves[0].after.due, Some(day("2022-12-14")));
    }

    #[test]
    fn t9_what_was_done_or_waived_does_not_move() {
        let on = day("2022-12-05");
        let waived = Closure::Waived { on, because: Ground::point(Rule::M4, 'b') };
        for closed in [Closure::Met { on }, waived] {
            let deadline = Deadline { closed: Some(closed), ..estimate_from("2022-09-01").into() };
            assert_eq!(replan(&[deadline], &[estimate_from("2022-08-15")]), []);
        }
    }

    #[test]
    fn t9_a_recorded_miss_stays_with_the_deadline_that_was_missed() {
        let mut deadlines = Deadlines::default();
        deadlines.plan(estimate_from("2022-09-01"));
        deadlines.miss(Step::FirstEstimate, day("2023-01-01"));
        let moves = replan(&deadlines, &[estimate_from("2022-10-01")]);
        deadlines.replan(moves[0].after.clone(), day("2023-01-09"), Rule::T9.into());
        let all: Vec<_> = deadlines.iter().map(|it| (it.plan.due, it.missed_on, it.closed)).collect();
        let waived = Closure::Waived { on: day("2023-01-09"), because: Rule::T9.into() };
        let before = (Some(day("2022-12-31")), Some(day("2023-01-01")), Some(waived));
        assert_eq!(all, [before, (Some(day("2023-01-31")), None, None)]);
    }

    #[test]
    fn t9_a_correction_that_leaves_no_day_is_late_by_the_rules_of_every_deadline() {
        let mut deadlines = Deadlines::default();
        deadlines.plan(estimate_from("2022-09-01"));
        let moves = replan(&deadlines, &[estimate_from("2022-07-01")]);
        deadlines.replan(moves[0].after.clone(), day("2022-12-05"), Rule::T9.into());
        let open = deadlines
            .open(Step::FirstEstimate)
            .map(|it| (it.is_late(day("2022-12-05")), it.miss_before(day("2022-12-05"))));
        assert_eq!(open, Some((true, Some(day("2022-11-01")))));
    }

    #[test]
    fn t9_a_deadline_whose_days_remain_is_not_told() {
        let plan = estimate_from("2022-09-01");
        let later = first_estimate_plan(day("2022-09-01"), day("2022-10-01"));
        assert_eq!(replan(&[plan.into()], &[later]), []);
    }

    #[test]
    fn t9_a_return_that_counts_from_the_real_sending_stays_when_the_first_day_moves() {
        let deadlines = [send_plan(day("2022-09-01"), day("2022-09-05")), return_plan(day("2022-11-10"))];
        let moves = replan(&deadlines.map(Deadline::from), &[send_plan(day("2022-09-08"), day("2022-09-20"))]);
        let steps: Vec<Step> = moves.iter().map(|moved| moved.after.step).collect();
        assert_eq!(steps, [Step::QuestionnaireSend]);
    }

    proptest! {
        #[test]
        fn t9_every_change_is_told_and_only_open_deadlines_change(
            days in 0_u64..800, correction in 0_u64..60, closed in prop::collection::vec(any::<bool>(), 7),
        ) {
            let start: NaiveDate = day("2022-01-01") + Days::new(days);
            let plans = legal_calendar(start + Days::new(correction));
            let deadlines: Vec<Deadline> = legal_calendar(start)
                .into_iter()
                .zip(closed)
                .map(|(plan, closed)| Deadline { closed: closed.then_some(Closure::Met { on: start }), ..plan.into() })
                .collect();
            let moves = replan(&deadlines, &plans);
            for deadline in &deadlines {
                let told = moves.iter().find(|moved| moved.before.step == deadline.plan.step);
                let now = plans.iter().find(|plan| plan.step == deadline.plan.step);
                match told {
                    Some(told) => {
                        prop_assert!(deadline.is_open() && told.before == deadline.plan && Some(&told.after) == now);
                        prop_assert_ne!(&told.before, &told.after);
                    }
                    None => prop_assert!(!deadline.is_open() || now == Some(&deadline.plan)),
                }
            }
        }
    }
}
