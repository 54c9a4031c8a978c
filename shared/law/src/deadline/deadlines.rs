//! The deadlines of a case (T6).

use chrono::NaiveDate;

use super::{Closure, Deadline, Plan, Step};
use crate::rule::Ground;

/// The deadlines of a case, in the order in which they were planned. None is ever removed by what was decided.
///
/// A step can be planned again, but only after its earlier deadline was closed. So the last deadline of a step is the
/// one that counts, and the only one of the step that can be open. In a case that is read as it was on a day, that closing
/// may be dated later than the planning: then the new deadline stands in the place of the one that it follows.
///
/// What changes a deadline changes the last of its step, and nothing where the step was never planned: it decides
/// nothing, and is for who applies what was decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines(Vec<Deadline>);

impl Deadlines {
    /// Every deadline, in the order in which they were planned.
    pub fn iter(&self) -> std::slice::Iter<'_, Deadline> {
        self.0.iter()
    }

    /// Whether they are those that were recorded, each counted from the same facts ([`Plan::is`]).
    #[must_use]
    pub fn are(&self, recorded: &Self) -> bool {
        self == recorded && self.iter().zip(recorded.iter()).all(|(one, other)| one.plan.is(&other.plan))
    }

    /// Whether nothing was ever planned.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The deadline of a step that counts, open or closed.
    #[must_use]
    pub fn last(&self, step: Step) -> Option<&Deadline> {
        self.0.iter().rfind(|deadline| deadline.plan.step == step)
    }

    /// The deadline of a step, if it is open.
    #[must_use]
    pub fn open(&self, step: Step) -> Option<&Deadline> {
        self.last(step).filter(|deadline| deadline.is_open())
    }

    /// Whether an act of a day meets the deadline of a step: it is open, or was waived only from a later day on, so that
    /// an act that took place before is what happened to it, whenever it is entered (T6).
    #[must_use]
    pub fn can_be_met(&self, step: Step, on: NaiveDate) -> bool {
        self.last(step).is_some_and(|deadline| match deadline.closed {
            None => true,
            Some(Closure::Waived { on: waived, .. }) => on < waived,
            Some(Closure::Met { .. }) => false,
        })
    }

    /// Those that are open, in the order in which they were planned.
    pub fn all_open(&self) -> impl Iterator<Item = &Deadline> {
        self.0.iter().filter(|deadline| deadline.is_open())
    }

    /// The last of each step, in the order in which they were planned: what a table keyed by step shows.
    pub fn latest_of_each(&self) -> impl Iterator<Item = &Deadline> {
        let planned_again = |place: usize, step| self.0[place + 1..].iter().any(|later| later.plan.step == step);
        let latest = move |(place, deadline): &(usize, &Deadline)| !planned_again(*place, deadline.plan.step);
        self.0.iter().enumerate().filter(latest).map(|(_, deadline)| deadline)
    }

    /// Adds a deadline, in the place of one of its step that is open.
    pub fn plan(&mut self, plan: Plan) {
        self.0.retain(|deadline| deadline.plan.step != plan.step || !deadline.is_open());
        self.0.push(plan.into());
    }

    /// Records that the step was taken on a day.
    pub fn meet(&mut self, step: Step, on: NaiveDate) {
        self.close(step, Some(Closure::Met { on }));
    }

    /// Records on a day that the last day of the step went by.
    pub fn miss(&mut self, step: Step, on: NaiveDate) {
        if let Some(deadline) = self.last_mut(step) {
            deadline.missed_on = Some(on);
        }
    }

    /// Records that the step need not be taken any more from a day on, and why.
    pub fn waive(&mut self, step: Step, on: NaiveDate, because: Ground) {
        self.close(step, Some(Closure::Waived { on, because }));
    }

    /// Plans an open deadline again, with other days: the earlier one stays, waived, with the miss that was recorded of it
    /// (T8, T9).
    pub fn replan(&mut self, after: Plan, on: NaiveDate, because: Ground) {
        self.waive(after.step, on, because);
        self.plan(after);
    }

    /// Opens a deadline again, with the same dates. A recorded miss stays.
    pub fn reopen(&mut self, step: Step) {
        self.close(step, None);
    }

    fn close(&mut self, step: Step, closed: Option<Closure>) {
        if let Some(deadline) = self.last_mut(step) {
            deadline.closed = closed;
        }
    }

    fn last_mut(&mut self, step: Step) -> Option<&mut Deadline> {
        self.0.iter_mut().rfind(|deadline| deadline.plan.step == step)
    }
}

impl<'a> IntoIterator for &'a Deadlines {
    type Item = &'a Deadline;
    type IntoIter = std::slice::Iter<'a, Deadline>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::deadline::FactKind;
    use crate::estimate::first_estimate_plan;
    use crate::questionnaire::{return_plan, send_plan};
    use crate::route_b::decision_plan;
    use crate::rule::Rule;
    use crate::testing::day;

    fn planned(plans: impl IntoIterator<Item = Plan>) -> Deadlines {
        let mut deadlines = Deadlines::default();
        for plan in plans {
            deadlines.plan(plan);
        }
        deadlines
    }

    fn steps<'a>(deadlines: impl Iterator<Item = &'a Deadline>) -> Vec<Step> {
        deadlines.map(|deadline| deadline.plan.step).collect()
    }

    #[test]
    fn t6_deadlines_stay_in_the_order_in_which_they_were_planned() {
        let mut deadlines = Deadlines::default();
        assert!(deadlines.is_empty());
        deadlines.plan(first_estimate_plan(day("2022-09-01"), day("2022-09-05")));
        deadlines.plan(send_plan(day("2022-09-01"), day("2022-09-05")));
        deadlines.meet(Step::FirstEstimate, day("2022-12-05"));
        assert!(!deadlines.is_empty());
        assert_eq!(steps(deadlines.iter()), [Step::FirstEstimate, Step::QuestionnaireSend]);
        assert_eq!(steps(deadlines.all_open()), [Step::QuestionnaireSend]);
        assert_eq!((&deadlines).into_iter().count(), 2);
    }

    #[test]
    fn t9_deadlines_are_those_that_were_recorded_where_each_counts_from_the_same_facts() {
        let of = |from: FactKind| {
            let mut plan = decision_plan(day("2023-02-21"));
            plan.counted.from = from.on(day("2023-02-21")).into();
            planned([plan])
        };
        let (asked, contact) = (of(FactKind::AuthorisationAsked), of(FactKind::Contact));
        assert!(asked.are(&asked));
        assert!(!contact.are(&asked), "counted from something else");
        assert!(!planned([]).are(&asked) && !asked.are(&planned([])));
        assert!(!planned([return_plan(day("2023-02-22"))]).are(&asked));
    }

    #[test]
    fn t6_a_step_that_is_planned_again_counts_by_its_last_deadline() {
        let mut deadlines = planned([decision_plan(day("2023-02-21")), return_plan(day("2023-02-22"))]);
        deadlines.meet(Step::RouteBDecision, day("2023-03-01"));
        assert_eq!(deadlines.open(Step::RouteBDecision), None);

        deadlines.plan(decision_plan(day("2023-03-20")));
        let opens = deadlines.open(Step::RouteBDecision).and_then(|deadline| deadline.plan.opens);
        assert_eq!(opens, Some(day("2023-03-20")));
        assert_eq!(steps(deadlines.latest_of_each()), [Step::QuestionnaireReturn, Step::RouteBDecision]);

        deadlines.waive(Step::RouteBDecision, day("2023-04-01"), Ground::point(Rule::T6, 'a'));
        let closed: Vec<_> = deadlines.iter().map(|deadline| deadline.closed).collect();
        let waived = Closure::Waived { on: day("2023-04-01"), because: Ground::point(Rule::T6, 'a') };
        assert_eq!(closed, [Some(Closure::Met { on: day("2023-03-01") }), None, Some(waived)]);
    }

    #[test]
    fn t6_a_deadline_that_is_opened_again_keeps_its_dates_and_its_miss() {
        let plan = first_estimate_plan(day("2022-09-01"), day("2022-09-05"));
        let mut deadlines = planned([plan.clone()]);
        deadlines.miss(Step::FirstEstimate, day("2023-01-01"));
        deadlines.waive(Step::FirstEstimate, day("2023-01-02"), Rule::M4.into());
        deadlines.reopen(Step::FirstEstimate);
        let expected = Deadline { plan, missed_on: Some(day("2023-01-01")), closed: None };
        assert_eq!(deadlines.open(Step::FirstEstimate), Some(&expected));
    }

    #[test]
    fn t6_an_act_meets_what_is_open_or_was_waived_only_from_a_later_day() {
        let on = day("2022-12-05");
        let (before, after) = (day("2022-12-04"), day("2022-12-06"));
        let mut deadlines = planned([first_estimate_plan(day("2022-09-01"), day("2022-09-05"))]);
        let can_be_met = |deadlines: &Deadlines| deadlines.can_be_met(Step::FirstEstimate, on);
        assert!(can_be_met(&deadlines));
        deadlines.miss(Step::FirstEstimate, before);
        assert!(can_be_met(&deadlines), "late is still met");
        for (waived_on, expected) in [(before, false), (on, false), (after, true)] {
            deadlines.waive(Step::FirstEstimate, waived_on, Ground::point(Rule::T6, 'a'));
            assert_eq!(can_be_met(&deadlines), expected, "waived on {waived_on}");
        }
        deadlines.meet(Step::FirstEstimate, after);
        assert!(!can_be_met(&deadlines), "it is met once");
        assert!(!deadlines.can_be_met(Step::RouteBDecision, on), "it was never planned");
    }

    #[test]
    fn t6_an_act_meets_the_last_deadline_of_a_step_and_no_earlier_one() {
        let mut deadlines = planned([decision_plan(day("2023-02-21"))]);
        deadlines.waive(Step::RouteBDecision, day("2023-03-01"), Ground::point(Rule::T6, 'a'));
        deadlines.plan(decision_plan(day("2023-03-20")));
        deadlines.meet(Step::RouteBDecision, day("2023-03-21"));
        assert!(!deadlines.can_be_met(Step::RouteBDecision, day("2023-02-25")));
    }

    #[test]
    fn t6_a_deadline_that_is_planned_while_another_is_open_stands_in_its_place() {
        let again = decision_plan(day("2023-03-20"));
        let other = return_plan(day("2022-11-10"));
        let deadlines = planned([decision_plan(day("2023-02-21")), other.clone(), again.clone()]);
        assert_eq!(deadlines, planned([other, again]));
    }

    #[test]
    fn t6_what_happens_to_a_step_that_was_never_planned_changes_nothing() {
        let before = planned([return_plan(day("2022-11-10"))]);
        let mut after = before.clone();
        after.meet(Step::FirstEstimate, day("2022-12-05"));
        after.miss(Step::FirstEstimate, day("2022-12-05"));
        after.waive(Step::FirstEstimate, day("2022-12-05"), Rule::M4.into());
        after.reopen(Step::FirstEstimate);
        assert_eq!(after, before);
        assert_eq!(after.last(Step::FirstEstimate), None);
    }

    proptest! {
        #[test]
        fn t6_a_step_planned_again_once_closed_has_one_open_deadline_at_most(
            acts in prop::collection::vec((0..3_usize, 0..4_u8), 0..40),
        ) {
            let on = day("2022-12-05");
            let plans = [decision_plan(on), return_plan(on), first_estimate_plan(on, on)];
            let mut deadlines = Deadlines::default();
            for (plan, act) in acts {
                let step = plans[plan].step;
                match act {
                    0 if deadlines.open(step).is_none() => deadlines.plan(plans[plan].clone()),
                    0 | 1 => deadlines.meet(step, on),
                    2 => deadlines.waive(step, on, Rule::T6.into()),
                    _ => deadlines.reopen(step),
                }
                for plan in &plans {
                    let step = plan.step;
                    let of_step = || deadlines.iter().filter(|deadline| deadline.plan.step == step);
                    let open: Vec<_> = of_step().filter(|deadline| deadline.is_open()).collect();
                    prop_assert!(open.len() <= 1);
                    prop_assert_eq!(open.first().copied(), deadlines.open(step));
                    prop_assert_eq!(of_step().next_back(), deadlines.last(step));
                    let shown = || deadlines.latest_of_each().filter(|deadline| deadline.plan.step == step);
                    prop_assert_eq!(shown().collect::<Vec<_>>(), deadlines.last(step).into_iter().collect::<Vec<_>>());
                }
            }
        }
    }
}
