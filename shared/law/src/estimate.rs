//! When the remaining capacities are estimated, and when who was put in category 1 or 3 is examined
//! (M3, M4, M5, M6, M7, M8).
//!
//! Circular 2022/383, part III, 3.1, step 4: the physician makes the first estimate in the course
//! of the fourth month of incapacity, with an examination if the questionnaire could not be
//! completed. Step 5: who is in category 1 is expected to return by the end of month 6, and must be
//! examined if still incapacitated after it; who is in category 3 must have been examined in month
//! 7 at the latest.
//!
//! The circular makes no estimate beside a concurrent track, and does not say when it is made after one that outlasts the
//! fourth month: within a month of its end is our target.
//!
//! The circular gives the examination of category 1 no last day: the end of month 7 is our target, in
//! step with category 3. It gives the one of category 3 no first day, and neither do we. Not modelled
//! here: when no estimate is made (M4) and when the examination is out of place (M5), which the assessment
//! service decides.

use chrono::NaiveDate;

use crate::{
    deadline::{Actor, FactKind, Plan, Step},
    law::Judged,
    months::{days_after, last_day_of_month_k, month_of_incapacity, months_after},
    parameter::{
        CATEGORY_1_EXAMINATION_TARGET_MONTH, CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH, CATEGORY_3_EXAMINATION_BY_MONTH,
        CATEGORY_3_LATE_EXAMINATION_TARGET_MONTHS, Dated, ESTIMATE_AFTER_TRACK_TARGET_MONTHS, ESTIMATE_MONTH,
    },
    rule::Rule,
};

/// The first estimate, planned on a day for an incapacity from `start` (M3).
#[must_use]
pub fn first_estimate_plan(start: NaiveDate, planned: impl Into<Judged>) -> Plan {
    let planned = planned.into().begun(start);
    let month = planned.figure(&ESTIMATE_MONTH);
    let period = month_of_incapacity(start, month.value);
    Plan {
        step: Step::FirstEstimate,
        rule: Rule::M3,
        parameter: month.version,
        opens: Some(period.first),
        due: Some(period.last),
        warn_on: None,
        target: None,
        actor: Actor::Physician,
        counted: planned.counting([FactKind::FirstDay.on(start)]),
    }
}

/// The first estimate that concurrent tracks kept back in month 4, planned for when the last of them is over (M4).
///
/// It opens on the day after the last day of that track. It has our target alone, and no last day: nobody is late by it.
#[must_use]
pub fn estimate_after_track_plan(track_until: impl Into<Judged>) -> Plan {
    let last_day = track_until.into();
    let opens = days_after(last_day.on, 1);
    let judged = last_day.at(opens);
    let months = judged.figure(&ESTIMATE_AFTER_TRACK_TARGET_MONTHS);
    Plan {
        step: Step::FirstEstimate,
        rule: Rule::M4,
        parameter: months.version,
        opens: Some(opens),
        due: None,
        warn_on: None,
        target: Some(months_after(opens, months.value)),
        actor: Actor::Physician,
        counted: judged.counting([last_day.fact(FactKind::TrackEnd)]),
    }
}

/// The examination for the estimate of a person whose questionnaire was found impossible to complete on a day (M5).
///
/// The circular gives it no last day. Our target is the last day of the first estimate, which it serves, or the day of
/// the finding where that is later; so the parameter is the estimate's.
#[must_use]
pub fn examination_plan(impossible: impl Into<Judged>, estimate_due: NaiveDate) -> Plan {
    let impossible = impossible.into();
    Plan {
        step: Step::EstimateExamination,
        rule: Rule::M5,
        parameter: impossible.figure(&ESTIMATE_MONTH).version,
        opens: Some(impossible.on),
        due: None,
        warn_on: None,
        target: Some(estimate_due.max(impossible.on)),
        actor: Actor::Physician,
        counted: impossible
            .counting([impossible.fact(FactKind::CompletionImpossible), FactKind::EstimateEnd.on(estimate_due)]),
    }
}

/// The last day on which an estimate can put a person in category 1, by the law in force on that day (M6).
///
/// Step 5 of the circular: category 1 is a return by the end of month 6 at the latest. Who is estimated after that day
/// and is still incapacitated did not return by it (own reading).
#[must_use]
pub fn category_1_until(start: NaiveDate, on: impl Into<Judged>) -> Dated<NaiveDate> {
    let month = on.into().begun(start).figure(&CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH);
    Dated { value: last_day_of_month_k(start, month.value), version: month.version }
}

/// The examination of a person in category 1 who has not returned, planned on a day (M7).
///
/// The parameter is the law's, which opens it; the target has a parameter of its own.
#[must_use]
pub fn category_1_examination_plan(start: NaiveDate, planned: impl Into<Judged>) -> Plan {
    let planned = planned.into().begun(start);
    let month = planned.figure(&CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH);
    let target = planned.figure(&CATEGORY_1_EXAMINATION_TARGET_MONTH);
    Plan {
        step: Step::Category1Examination,
        rule: Rule::M7,
        parameter: month.version,
        opens: Some(months_after(start, month.value)),
        due: None,
        warn_on: None,
        target: Some(last_day_of_month_k(start, target.value)),
        actor: Actor::Physician,
        counted: planned
            .counting([FactKind::FirstDay.on(start), planned.fact(FactKind::Estimate)])
            .beside(target.version),
    }
}

/// The same in a case that was taken over when that target lay before go-live (own reading).
///
/// The circular requires the examination without a last day, so that it was not over by then. It is aimed at as long after go-live
/// as the target is after the end of the months within which the person was to return.
#[must_use]
pub fn category_1_examination_from_go_live(start: NaiveDate, live: impl Into<Judged>) -> Plan {
    let live = live.into().begun(start).being(FactKind::GoLive);
    let opens_after = live.figure(&CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH).value;
    let months = live.figure(&CATEGORY_1_EXAMINATION_TARGET_MONTH).value.saturating_sub(opens_after);
    Plan { target: Some(months_after(live.on, months)), ..category_1_examination_plan(start, live) }
}

/// The examination of a person in category 3, planned on a day (M8).
#[must_use]
pub fn category_3_examination_plan(start: NaiveDate, planned: impl Into<Judged>) -> Plan {
    let planned = planned.into().begun(start);
    let month = planned.figure(&CATEGORY_3_EXAMINATION_BY_MONTH);
    Plan {
        step: Step::Category3Examination,
        rule: Rule::M8,
        parameter: month.version,
        opens: None,
        due: Some(last_day_of_month_k(start, month.value)),
        warn_on: None,
        target: None,
        actor: Actor::Physician,
        counted: planned.counting([FactKind::FirstDay.on(start), planned.fact(FactKind::Estimate)]),
    }
}

/// Whether an examination of a day is that of month 7 that category 3 asks for, also if it is what puts the person there (M8): one
/// of the first day of that month or later is (own reading).
#[must_use]
pub fn examined_for_category_3(start: NaiveDate, on: impl Into<Judged>) -> bool {
    let on = on.into().begun(start);
    month_of_incapacity(start, on.figure(&CATEGORY_3_EXAMINATION_BY_MONTH).value).first <= on.on
}

/// The examination of a person who was put in category 3 on the file, on a day after the last one of
/// [`category_3_examination_plan`] (M8).
///
/// It has our target alone: what the circular asks for by the end of month 7 cannot be done by it any more.
#[must_use]
pub fn category_3_late_examination_plan(evaluated: impl Into<Judged>) -> Plan {
    let evaluated = evaluated.into();
    let months = evaluated.figure(&CATEGORY_3_LATE_EXAMINATION_TARGET_MONTHS);
    Plan {
        step: Step::Category3Examination,
        rule: Rule::M8,
        parameter: months.version,
        opens: None,
        due: None,
        warn_on: None,
        target: Some(months_after(evaluated.on, months.value)),
        actor: Actor::Physician,
        counted: evaluated.counting([evaluated.fact(FactKind::Estimate)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn m3_the_first_estimate_is_made_in_month_four() {
        let plan = first_estimate_plan(day("2022-11-30"), day("2022-12-05"));
        assert_eq!(plan.opens, Some(day("2023-02-28")));
        assert_eq!(plan.due, Some(day("2023-03-29")));
        assert_eq!(plan.parameter.to_string(), "estimate.month@2022-01-01");
    }

    #[test]
    fn m4_after_the_last_track_the_estimate_has_a_target_and_no_last_day() {
        let plan = estimate_after_track_plan(day("2023-01-30"));
        assert_eq!((plan.opens, plan.due, plan.target), (Some(day("2023-01-31")), None, Some(day("2023-02-28"))));
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::FirstEstimate, Rule::M4, Actor::Physician));
        assert_eq!(plan.parameter.to_string(), "estimate.after_track_target_months@2022-01-01");
        assert_eq!(plan.miss_recorded_on(), None);
    }

    #[test]
    fn m5_the_examination_is_aimed_at_the_last_day_of_the_estimate() {
        let plan = examination_plan(day("2022-12-12"), day("2022-12-31"));
        assert_eq!((plan.opens, plan.due, plan.target), (Some(day("2022-12-12")), None, Some(day("2022-12-31"))));
        assert_eq!((plan.rule, plan.actor), (Rule::M5, Actor::Physician));
        assert_eq!(plan.parameter.to_string(), "estimate.month@2022-01-01");
    }

    #[test]
    fn m5_found_impossible_after_the_estimate_was_due_the_examination_is_aimed_at_on_that_day() {
        let plan = examination_plan(day("2023-01-16"), day("2022-12-31"));
        assert_eq!((plan.opens, plan.target), (Some(day("2023-01-16")), Some(day("2023-01-16"))));
    }

    #[test]
    fn m6_category_one_ends_the_day_before_its_examination_opens() {
        for start in day("2022-01-01").iter_days().take(800) {
            let until = category_1_until(start, start);
            let examination = category_1_examination_plan(start, start);
            assert_eq!(until.value.succ_opt(), examination.opens);
            assert_eq!(until.version, examination.parameter);
        }
        assert_eq!(category_1_until(day("2022-09-01"), day("2023-02-01")).value, day("2023-02-28"));
    }

    #[test]
    fn m7_the_examination_of_category_one_opens_after_six_months_and_has_only_a_target() {
        let plan = category_1_examination_plan(day("2022-08-31"), day("2022-12-05"));
        assert_eq!(plan.opens, Some(day("2023-02-28")));
        assert_eq!(plan.due, None);
        assert_eq!(plan.target, Some(day("2023-03-30")));
        assert_eq!(plan.parameter.to_string(), "category_1.spontaneous_return_by_month@2022-01-01");
    }

    #[test]
    fn m7_from_go_live_the_examination_of_category_one_has_the_month_that_it_would_have_had() {
        let plan = category_1_examination_from_go_live(day("2022-09-01"), day("2023-05-31"));
        assert_eq!((plan.opens, plan.due, plan.target), (Some(day("2023-03-01")), None, Some(day("2023-06-30"))));
    }

    #[test]
    fn m8_the_examination_of_category_three_is_due_in_month_seven() {
        let plan = category_3_examination_plan(day("2022-08-31"), day("2022-12-05"));
        assert_eq!(plan.opens, None);
        assert_eq!(plan.due, Some(day("2023-03-30")));
        assert_eq!(plan.target, None);
    }

    #[test]
    fn m8_an_examination_of_the_first_day_of_month_7_or_later_is_the_one_of_month_7() {
        let start = day("2022-08-31");
        for (on, is_it) in [("2023-02-27", false), ("2023-02-28", true), ("2023-03-30", true), ("2023-04-01", true)] {
            assert_eq!(examined_for_category_3(start, day(on)), is_it, "{on}");
        }
    }

    #[test]
    fn m8_who_comes_to_category_3_after_month_7_has_a_target_and_no_last_day() {
        let plan = category_3_late_examination_plan(day("2023-05-31"));
        assert_eq!((plan.opens, plan.due, plan.target), (None, None, Some(day("2023-06-30"))));
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::Category3Examination, Rule::M8, Actor::Physician));
        assert_eq!(plan.parameter.to_string(), "category_3.late_examination_target_months@2022-01-01");
    }
}
