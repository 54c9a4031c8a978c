//! When a person in category 4 meets the coordinator for the first time, in route A (D4, D5).
//!
//! Circular 2022/383, part III, 3.1, step 7: in month 6 of incapacity at the latest for who was in
//! category 4 from the first estimate on; within one month of the referral for who was in category 1 or
//! 3 first.
//!
//! An estimate made late can leave little or nothing of month 6. Then one month from the referral is
//! given in the first case as well (own reading): the circular cannot ask for a contact before the
//! referral, and one month is what it allows after one.
//!
//! No contact takes place while authorised work (travail autorisé / toegelaten arbeid) is done (D5). The circular does
//! not say when it takes place once that work has ended: on the day that was planned, or within one month of the end
//! of the work if that is later (own reading). Whether work bars the contact is decided elsewhere; the first contact
//! in route B is [`crate::route_b`]'s.

use chrono::NaiveDate;

use crate::{
    deadline::{Actor, Counted, FactKind, Plan, Step},
    law::Judged,
    months::{last_day_of_month_k, within_months},
    parameter::{FIRST_CONTACT_BY_MONTH, FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL, ParameterVersion},
    rule::Rule,
};

/// The first contact of a person who was in category 4 at the first estimate, and referred on a day
/// (D4).
#[must_use]
pub fn category_4_at_first_estimate(start: NaiveDate, referred: impl Into<Judged>) -> Plan {
    let referred = referred.into().begun(start);
    let in_month = by_month(start, referred);
    let from_referral = after_later_category_4(referred);
    let (plan, weighed) =
        if in_month.due < from_referral.due { (from_referral, in_month) } else { (in_month, from_referral) };
    let facts = [FactKind::FirstDay.on(start), referred.fact(FactKind::Referral)];
    Plan { counted: referred.counting(facts).beside(weighed.parameter), ..plan }
}

/// The first contact of a person who came to category 4 after the first estimate, and was referred on a
/// day (D4).
#[must_use]
pub fn after_later_category_4(referred: impl Into<Judged>) -> Plan {
    let referred = referred.into();
    let months = referred.figure(&FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL);
    let limit = within_months(referred.on, months.value);
    let counted = referred.counting([referred.fact(FactKind::Referral)]);
    plan(months.version, limit.last_day, Some(limit.warn_on), counted)
}

/// The first contact planned again when authorised work that barred it ends on a day (D5).
///
/// It is due on the last day of the earlier plan or within a month of the end of that work, whichever is later: then
/// the rule and the parameter are those that gave the later one. It says of both what it was counted from: of which referral it
/// is, and after which work.
#[must_use]
pub fn after_bar(plan: &Plan, bar_ended: impl Into<Judged>) -> Plan {
    let bar_ended = bar_ended.into().being(FactKind::WorkEnd);
    let after_work = Plan { rule: Rule::D5, ..after_later_category_4(bar_ended) };
    let counted = &plan.counted;
    let from = counted.from.clone().and(bar_ended.fact(FactKind::WorkEnd));
    let (later, weighed) =
        if plan.due < after_work.due { (&after_work, &plan.parameter) } else { (plan, &after_work.parameter) };
    let weighed = [weighed].into_iter().chain(&counted.beside).filter(|one| **one != later.parameter);
    let mut beside: Vec<_> = weighed.cloned().collect();
    beside.dedup();
    Plan { counted: Counted { from, beside, ..counted.clone() }, ..later.clone() }
}

/// The first contact of a person in category 4, if the first estimate is made in time.
pub(crate) fn by_month(start: NaiveDate, planned: impl Into<Judged>) -> Plan {
    let planned = planned.into().begun(start);
    let month = planned.figure(&FIRST_CONTACT_BY_MONTH);
    let counted = planned.counting([FactKind::FirstDay.on(start)]);
    plan(month.version, last_day_of_month_k(start, month.value), None, counted)
}

fn plan(parameter: ParameterVersion, due: NaiveDate, warn_on: Option<NaiveDate>, counted: Counted) -> Plan {
    Plan {
        step: Step::FirstContactCategory4,
        rule: Rule::D4,
        parameter,
        opens: None,
        due: Some(due),
        warn_on,
        target: None,
        actor: Actor::Coordinator,
        counted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{months, testing::day};

    #[test]
    fn d4_category_four_at_an_estimate_in_time_means_a_contact_in_month_six() {
        let plan = category_4_at_first_estimate(day("2022-09-01"), day("2022-12-12"));
        assert_eq!(plan.due, Some(day("2023-02-28")));
        assert_eq!(plan.warn_on, None);
        assert_eq!(plan.parameter.to_string(), "first_contact.by_month@2022-01-01");
    }

    #[test]
    fn d4_a_referral_a_month_before_the_end_of_month_six_changes_nothing() {
        let plan = category_4_at_first_estimate(day("2022-09-15"), day("2023-02-14"));
        assert_eq!(plan.due, Some(day("2023-03-14")));
        assert_eq!(plan.parameter.id, "first_contact.by_month");
    }

    #[test]
    fn d4_after_a_late_estimate_the_contact_is_due_one_month_from_the_referral() {
        let plan = category_4_at_first_estimate(day("2022-09-01"), day("2023-02-10"));
        assert_eq!(plan.due, Some(day("2023-03-10")));
        assert_eq!(plan.warn_on, Some(day("2023-03-09")));
        assert_eq!(plan.parameter.id, "first_contact.within_months_of_referral");
    }

    #[test]
    fn d4_category_four_after_the_first_estimate_means_a_contact_within_a_month() {
        let plan = after_later_category_4(day("2023-03-31"));
        assert_eq!(plan.due, Some(day("2023-04-30")));
        assert_eq!(plan.warn_on, Some(day("2023-04-29")));
    }

    #[test]
    fn d5_work_that_ends_long_before_the_last_day_leaves_the_plan_as_it_was() {
        let plan = category_4_at_first_estimate(day("2022-09-01"), day("2022-12-12"));
        assert_eq!(after_bar(&plan, day("2023-01-16")), plan);
        assert_eq!(after_bar(&plan, day("2023-01-28")), plan);
    }

    #[test]
    fn d5_after_work_the_contact_is_due_within_a_month_of_its_end_where_that_is_later() {
        let plan = category_4_at_first_estimate(day("2022-09-01"), day("2022-12-12"));
        let again = after_bar(&plan, day("2023-05-31"));
        assert_eq!((again.due, again.warn_on), (Some(day("2023-06-30")), Some(day("2023-06-29"))));
        assert_eq!((again.step, again.rule), (Step::FirstContactCategory4, Rule::D5));
        assert_eq!(again.parameter.to_string(), "first_contact.within_months_of_referral@2022-01-01");
    }

    #[test]
    fn d5_after_work_the_figure_that_did_not_decide_is_told_beside_the_one_that_did() {
        let plan = category_4_at_first_estimate(day("2022-09-01"), day("2022-12-12"));
        let beside = |bar_ended: &str| {
            let again = after_bar(&plan, day(bar_ended));
            (
                again.parameter.id.clone(),
                again.counted.beside.iter().map(|version| version.id.clone()).collect::<Vec<_>>(),
            )
        };
        let (month, within) = ("first_contact.by_month", "first_contact.within_months_of_referral");
        assert_eq!(beside("2023-05-31"), (within.to_owned(), vec![month.to_owned()]));
        assert_eq!(beside("2023-01-13"), (month.to_owned(), vec![within.to_owned()]));
        // Work that ends again is weighed against the same two.
        let twice = after_bar(&after_bar(&plan, day("2023-05-31")), day("2023-07-31"));
        assert_eq!(twice.counted.beside.iter().map(|version| version.id.clone()).collect::<Vec<_>>(), [month]);
    }

    #[test]
    fn d5_a_second_bar_never_makes_the_contact_due_earlier() {
        let plan = after_later_category_4(day("2023-03-20"));
        for first in day("2023-03-21").iter_days().take(60) {
            let once = after_bar(&plan, first);
            assert!(plan.due <= once.due);
            for second in first.iter_days().take(60) {
                assert!(once.due <= after_bar(&once, second).due);
            }
        }
    }

    #[test]
    fn d4_a_referral_in_month_four_never_moves_the_contact_out_of_month_six() {
        for start in day("1990-01-01").iter_days().take(26_000) {
            let month_4 = months::month_of_incapacity(start, 4);
            for referred_on in [month_4.first, month_4.last] {
                let plan = category_4_at_first_estimate(start, referred_on);
                assert_eq!(plan.due, Some(months::last_day_of_month_k(start, 6)));
                assert_eq!(plan.warn_on, None);
            }
        }
    }
}
