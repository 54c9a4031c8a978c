//! What becomes of deadlines when a date that they were counted from is corrected (T9).
//!
//! No source says. Our reading: the deadlines follow the corrected date, openly. What was done or waived stays as it
//! was, a miss that was recorded stays recorded, and every move is told with the plan before and after it.
//!
//! Not modelled here: which deadlines a corrected date plans for the first time, and a relapse. Entering a corrected
//! date is not part of the services yet.

use crate::deadline::{Deadline, Plan, Step};

/// A step whose open deadline moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replanned {
    /// The step.
    pub step: Step,
    /// The deadline as it was planned.
    pub before: Plan,
    /// The deadline as it is planned now.
    pub after: Plan,
}

impl Replanned {
    /// The deadline after the move. A recorded miss stays.
    #[must_use]
    pub fn of(&self, deadline: &Deadline) -> Deadline {
        Deadline { plan: self.after.clone(), ..deadline.clone() }
    }
}

/// The moves of the deadlines of a case, in their order, by the plans that follow from the corrected dates.
///
/// A deadline that is closed does not move, nor one whose days remain, nor one for whose step no plan is given.
#[must_use]
pub fn replan<'a>(deadlines: impl IntoIterator<Item = &'a Deadline>, plans: &[Plan]) -> Vec<Replanned> {
    let moved = |before: &Plan| {
        let after = plans.iter().find(|plan| plan.step == before.step && days(plan) != days(before))?;
        Some(Replanned { step: before.step, before: before.clone(), after: after.clone() })
    };
    deadlines.into_iter().filter(|deadline| deadline.is_open()).filter_map(|deadline| moved(&deadline.plan)).collect()
}

fn days(plan: &Plan) -> [Option<chrono::NaiveDate>; 4] {
    let Plan { opens, due, warn_on, target, .. } = *plan;
    [opens, due, warn_on, target]
}

#[cfg(test)]
mod tests {
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::legal_calendar;
    use crate::deadline::Closure;
    use crate::estimate::first_estimate_plan;
    use crate::questionnaire::{return_plan, send_plan};
    use crate::rule::{Ground, Rule};
    use crate::testing::{day, same_every_time};

    fn estimate_from(start: &str) -> Plan {
        first_estimate_plan(day(start), day("2022-09-05"))
    }

    #[test]
    fn t9_a_corrected_first_day_moves_what_is_open_and_tells_the_days_before_and_after() {
        let (before, after) = (estimate_from("2022-09-01"), estimate_from("2022-08-15"));
        let moves = replan(&[before.clone().into()], std::slice::from_ref(&after));
        assert_eq!(moves, [Replanned { step: Step::FirstEstimate, before, after }]);
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
    fn t9_a_recorded_miss_is_kept_by_a_deadline_that_moves() {
        let missed_on = Some(day("2023-01-01"));
        let deadline = Deadline { missed_on, ..estimate_from("2022-09-01").into() };
        let moves = replan(std::slice::from_ref(&deadline), &[estimate_from("2022-10-01")]);
        let after = moves[0].of(&deadline);
        assert_eq!((after.plan.due, after.missed_on, after.closed), (Some(day("2023-01-31")), missed_on, None));
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
        let steps: Vec<Step> = moves.iter().map(|moved| moved.step).collect();
        assert_eq!(steps, [Step::QuestionnaireSend]);
    }

    proptest! {
        #![proptest_config(same_every_time())]

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
                let told = moves.iter().find(|moved| moved.step == deadline.plan.step);
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
