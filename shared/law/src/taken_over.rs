//! A running case that a mutuality brought along when it went live, and the floor that it sets to duties.
//!
//! No source speaks of it. Own reading: what was to be done before the day of go-live, and of which nothing is known, was another
//! system's to do and to account for. The platform neither plans nor misses it, as it does with what ended before the law (T8). What
//! is still to come, or has its last day on the day of go-live or after it, follows from the real dates.

use chrono::NaiveDate;

use crate::deadline::{DatedFact, FactKind, Facts, Plan};
use crate::rule::{Ground, Rule};

/// That a case was taken over, and what the service that took it over was told for the others: dated facts of before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// The day of go-live: all facts of before lie before it.
    pub on: NaiveDate,
    /// The day on which the questionnaire was sent.
    pub questionnaire_sent_on: Option<NaiveDate>,
    /// The day on which it came back, completed.
    pub questionnaire_returned_on: Option<NaiveDate>,
    /// The day on which the coordinator received the person's own request for a trajectory, which goes on (route B).
    pub trajectory_requested_on: Option<NaiveDate>,
    /// The day of the last first contact with the coordinator.
    pub first_contact_on: Option<NaiveDate>,
}

impl TakenOver {
    /// A case of which nothing more is known.
    #[must_use]
    pub const fn on(on: NaiveDate) -> Self {
        Self {
            on,
            questionnaire_sent_on: None,
            questionnaire_returned_on: None,
            trajectory_requested_on: None,
            first_contact_on: None,
        }
    }

    /// The ground on which a deadline of before go-live is waived: T6, point c.
    #[must_use]
    pub const fn ground() -> Ground {
        Ground::point(Rule::T6, 'c')
    }

    /// A day, or that of go-live where it lies before: the day from which the platform can have something planned.
    #[must_use]
    pub fn not_before(taken_over: Option<&Self>, day: NaiveDate) -> NaiveDate {
        taken_over.map_or(day, |taken_over| day.max(taken_over.on))
    }

    /// A fact, or go-live where the fact lies before: from what a target of the platform counts.
    #[must_use]
    pub fn or_go_live(taken_over: Option<&Self>, fact: DatedFact) -> DatedFact {
        taken_over.filter(|known| fact.on < known.on).map_or(fact, |known| FactKind::GoLive.on(known.on))
    }

    /// What a fact asks for; where that was over before go-live, the same counted from go-live: what goes on from step to step
    /// does not stop because one of them lay before.
    #[must_use]
    pub fn or_from_go_live(taken_over: Option<&Self>, fact: DatedFact, counted: impl Fn(DatedFact) -> Plan) -> Plan {
        let plan = counted(fact);
        match taken_over.filter(|known| plan.end().is_some_and(|end| end < known.on)) {
            Some(known) => counted(FactKind::GoLive.on(known.on)),
            None => plan,
        }
    }
}

/// Why a plan is nothing that the platform judges: its time was over before the law (T8), or before go-live.
#[must_use]
pub fn not_judged(plan: &Plan, taken_over: Option<&TakenOver>) -> Option<Ground> {
    if plan.predates_the_law() {
        return Some(Rule::T8.into());
    }
    let over = |taken_over: &&TakenOver| plan.end().is_some_and(|end| end < taken_over.on);
    taken_over.filter(over).map(|_| TakenOver::ground())
}

/// The same, with the facts on which that rests: go-live, or what the plan was counted from.
#[must_use]
pub fn not_judged_by(plan: &Plan, taken_over: Option<&TakenOver>) -> Option<(Ground, Facts)> {
    let because = not_judged(plan, taken_over)?;
    let live = taken_over.filter(|_| because == TakenOver::ground()).map(|known| FactKind::GoLive.on(known.on));
    Some((because, live.map_or_else(|| plan.counted.from.clone(), Facts::from)))
}

/// Whether a deadline was waived because it was nothing that the platform judges ([`not_judged`]).
#[must_use]
pub fn was_not_judged(because: Ground) -> bool {
    because == Rule::T8.into() || because == TakenOver::ground()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::first_estimate_plan;
    use crate::testing::day;

    #[test]
    fn t6_a_fact_of_go_live_itself_counts_as_what_it_is() {
        let live = TakenOver::on(day("2023-01-02"));
        let counted = |on: &str| TakenOver::or_go_live(Some(&live), FactKind::Contact.on(day(on)));
        assert_eq!(counted("2023-01-01"), FactKind::GoLive.on(live.on));
        assert_eq!(counted("2023-01-02"), FactKind::Contact.on(live.on));
        assert_eq!(TakenOver::or_go_live(None, FactKind::Contact.on(day("2022-01-01"))).kind, FactKind::Contact);
    }

    #[test]
    fn t6_what_ended_before_go_live_is_not_judged_and_what_ends_on_it_is() {
        let plan = first_estimate_plan(day("2022-09-01"), day("2022-09-05"));
        assert_eq!(plan.due, Some(day("2022-12-31")));
        let on = |text| not_judged(&plan, Some(&TakenOver::on(day(text))));
        assert_eq!(on("2022-12-30"), None);
        assert_eq!(on("2022-12-31"), None);
        assert_eq!(on("2023-01-01"), Some(Ground::point(Rule::T6, 'c')));
        let live = TakenOver::on(day("2023-01-01"));
        let rests_on = FactKind::GoLive.on(live.on).into();
        assert_eq!(not_judged_by(&plan, Some(&live)), Some((TakenOver::ground(), rests_on)));
        assert_eq!(not_judged(&plan, None), None);
    }

    #[test]
    fn t6_what_goes_on_counts_from_go_live_only_where_it_was_over_by_then() {
        let plan = |fact: DatedFact| crate::ami::look_plan(crate::law::LAW.judging(fact.on, None).being(fact.kind));
        let looked = FactKind::Looked.on(day("2022-09-05"));
        let target = |live: &str| TakenOver::or_from_go_live(Some(&TakenOver::on(day(live))), looked, plan).target;
        assert_eq!(target("2022-12-05"), Some(day("2022-12-05")));
        assert_eq!(target("2022-12-06"), Some(day("2023-03-06")));
        assert_eq!(TakenOver::or_from_go_live(None, looked, plan).target, Some(day("2022-12-05")));
    }

    #[test]
    fn t8_what_ended_before_the_law_is_not_judged_whenever_the_case_was_taken_over() {
        let plan = first_estimate_plan(day("2021-07-01"), day("2021-07-05"));
        for taken_over in [None, Some(TakenOver::on(day("2021-08-01"))), Some(TakenOver::on(day("2022-08-01")))] {
            let from = FactKind::FirstDay.on(day("2021-07-01"));
            assert_eq!(not_judged_by(&plan, taken_over.as_ref()), Some((Rule::T8.into(), from.into())));
        }
        assert!(was_not_judged(Rule::T8.into()) && was_not_judged(TakenOver::ground()));
        assert!(!was_not_judged(Ground::point(Rule::T6, 'a')));
    }
}
