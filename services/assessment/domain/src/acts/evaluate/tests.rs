use trajet_law::deadline::Closure;

use super::*;
use crate::command::Command;
use crate::decision::DecidedBy;
use crate::estimate::Concertation;
use crate::samples::{Case, day, declare_from, end_track, evaluate, other_body, recognise_by, refuse, subject, track};
use crate::{EndCause, TrackKind, samples, timers};

fn met(on: NaiveDate) -> (Option<NaiveDate>, Option<Closure>) {
    (None, Some(Closure::Met { on }))
}

#[test]
fn m9_every_evaluation_is_kept_and_the_last_one_counts() {
    let mut case = Case::estimated(Category::Two);
    case.on(day(2023, 2, 1), &evaluate(day(2023, 1, 20), Category::Two, false));
    let events = case.on(day(2023, 2, 1), &evaluate(day(2023, 2, 1), Category::Four, true));
    assert!(matches!(events[..], [Event::EvaluationMade(_), Event::PersonReferred(_)]));
    assert_eq!((events[0].effective_on(), events[0].rule()), (day(2023, 2, 1), Rule::M9));
    let categories: Vec<_> = case.state.estimates().map(|(_, category, _)| category).collect();
    assert_eq!(categories, [Category::Two, Category::Two, Category::Four]);
    let on = |on| case.state.category_on(on);
    assert_eq!(on(day(2022, 12, 4)), None);
    assert_eq!((on(day(2023, 1, 31)), on(day(2023, 2, 1))), (Some(Category::Two), Some(Category::Four)));
}

#[test]
fn m9_there_is_none_before_the_first_estimate() {
    let command = evaluate(day(2022, 12, 5), Category::Two, true);
    let mut refused = Case::declared();
    refused.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
    for mut case in [Case::declared(), Case::recognised(), refused] {
        let refused = case.refused(day(2022, 12, 5), &command);
        assert_eq!((refused.code(), refused.rule()), ("NOT_ESTIMATED", Some(Rule::M9)));
    }
    assert_eq!(Case::default().refused(day(2022, 12, 5), &command), Rejection::NotDeclared);
}

#[test]
fn m9_an_evaluation_lies_from_the_last_one_to_today() {
    let mut case = Case::estimated(Category::Two);
    case.on(day(2023, 1, 20), &evaluate(day(2023, 1, 15), Category::Two, false));
    let held_on = day(2022, 9, 4);
    let concertation = Some(Concertation { coordinator: subject("coordinator"), held_on });
    for on in [day(2023, 1, 14), day(2023, 1, 21)] {
        let evaluation =
            Evaluation { on, category: Category::Two, examined: false, concertation: concertation.clone() };
        let refused = case.refused(day(2023, 1, 20), &Command::RecordEvaluation(evaluation));
        let found: Vec<_> = refused.impossible_dates().iter().map(|date| (date.field.path(), date.earliest)).collect();
        assert_eq!(found, [("evaluated_on", day(2023, 1, 15)), ("concertation.held_on", day(2022, 9, 5))]);
    }
    case.on(day(2023, 1, 20), &evaluate(day(2023, 1, 15), Category::Four, false));
}

#[test]
fn m10_a_change_to_category_4_refers_and_a_second_one_again() {
    let mut case = Case::estimated(Category::Four);
    case.on(day(2023, 1, 10), &evaluate(day(2023, 1, 10), Category::Four, true));
    assert_eq!(case.state.referral, Some(Referral { on: day(2022, 12, 5), initial: true }));
    case.on(day(2023, 1, 11), &evaluate(day(2023, 1, 11), Category::Two, true));
    assert_eq!(case.state.referral, Some(Referral { on: day(2022, 12, 5), initial: true }));
    case.on(day(2023, 1, 12), &evaluate(day(2023, 1, 12), Category::Four, false));
    assert_eq!(case.state.referral, Some(Referral { on: day(2023, 1, 12), initial: false }));
}

#[test]
fn m6_category_one_is_not_given_after_month_six() {
    let mut case = Case::estimated(Category::Two);
    let late = evaluate(day(2023, 3, 1), Category::One, true);
    assert_eq!(case.refused(day(2023, 3, 1), &late).code(), "CATEGORY_ONE_TOO_LATE");
    case.on(day(2023, 3, 1), &evaluate(day(2023, 2, 28), Category::One, false));
    assert!(case.state.open(Step::Category1Examination).is_some());
}

#[test]
fn m7_after_month_six_who_is_in_category_1_is_examined() {
    let mut case = Case::estimated(Category::One);
    let on_file = evaluate(day(2023, 3, 1), Category::Four, false);
    let refused = case.refused(day(2023, 3, 1), &on_file);
    assert_eq!((refused.code(), refused.rule()), ("EXAMINATION_REQUIRED", Some(Rule::M7)));
    let events = case.on(day(2023, 3, 1), &evaluate(day(2023, 3, 1), Category::Four, true));
    assert_eq!((events.len(), events[1].rule()), (3, Rule::M7));
    assert_eq!(case.standing(Step::Category1Examination), met(day(2023, 3, 1)));
    assert!(matches!(events[2], Event::PersonReferred(Referral { initial: false, .. })));
}

#[test]
fn m7_before_that_an_examination_does_not_meet_it_and_the_file_is_enough() {
    let mut case = Case::estimated(Category::One);
    case.on(day(2023, 2, 28), &evaluate(day(2023, 2, 27), Category::One, true));
    case.on(day(2023, 2, 28), &evaluate(day(2023, 2, 28), Category::One, false));
    assert_eq!(case.standing(Step::Category1Examination), (None, None));
    // Entered in month 7, and made before it.
    let mut late = Case::estimated(Category::One);
    late.on(day(2023, 3, 9), &evaluate(day(2023, 2, 28), Category::Two, false));
    let waived = Closure::Waived { on: day(2023, 2, 28), because: Rule::M9.into() };
    assert_eq!(late.standing(Step::Category1Examination), (None, Some(waived)));
}

#[test]
fn m9_who_leaves_category_1_and_comes_back_is_to_be_examined_again() {
    let mut case = Case::estimated(Category::One);
    case.on(day(2023, 1, 9), &evaluate(day(2023, 1, 9), Category::Two, false));
    let events = case.on(day(2023, 1, 20), &evaluate(day(2023, 1, 20), Category::One, false));
    assert!(matches!(events[..], [Event::EvaluationMade(_), Event::DeadlinePlanned { .. }]));
    assert_eq!(case.standing(Step::Category1Examination), (None, None));
    let ours = case.state.deadlines.iter().filter(|it| it.plan.step == Step::Category1Examination);
    assert_eq!(ours.count(), 2);
}

#[test]
fn m8_an_evaluation_on_the_file_leaves_the_duty_to_examine_while_the_category_is_3() {
    let mut case = Case::estimated(Category::Three);
    case.on(day(2023, 1, 5), &evaluate(day(2023, 1, 5), Category::Three, false));
    assert_eq!(case.standing(Step::Category3Examination), (None, None));
    let events = case.on(day(2023, 1, 9), &evaluate(day(2023, 1, 9), Category::Three, true));
    assert_eq!((events.len(), events[1].rule()), (2, Rule::M8));
    assert_eq!(case.standing(Step::Category3Examination), met(day(2023, 1, 9)));
    case.on(day(2023, 1, 20), &evaluate(day(2023, 1, 20), Category::Two, false));
    assert_eq!(case.standing(Step::Category3Examination), met(day(2023, 1, 9)));
}

#[test]
fn m9_who_leaves_category_3_on_the_file_need_not_be_examined_for_it() {
    let mut case = Case::estimated(Category::Three);
    let events = case.on(day(2023, 1, 10), &evaluate(day(2023, 1, 10), Category::Four, false));
    assert!(matches!(events[..], [Event::EvaluationMade(_), Event::DeadlineWaived { .. }, Event::PersonReferred(_)]));
    let waived = Closure::Waived { on: day(2023, 1, 10), because: Rule::M9.into() };
    assert_eq!(case.standing(Step::Category3Examination), (None, Some(waived)));
}

#[test]
fn m8_t6_an_examination_that_was_not_made_in_month_seven_stays_missed() {
    let missed = Some(day(2023, 4, 1));
    let mut case = Case::estimated(Category::Three);
    let [timer] = timers(&case.state)[..] else { panic!("one timer") };
    assert_eq!((timer.kind.code().as_ref(), timer.fire_on), ("missed_category_3_examination", day(2023, 4, 1)));
    case.on(day(2023, 4, 1), &Command::FireMissed(Step::Category3Examination));
    assert_eq!(case.standing(Step::Category3Examination), (missed, None));
    case.on(day(2023, 4, 9), &evaluate(day(2023, 4, 9), Category::Two, true));
    let met = Some(Closure::Met { on: day(2023, 4, 9) });
    assert_eq!(case.standing(Step::Category3Examination), (missed, met));

    let mut on_file = Case::estimated(Category::Three);
    on_file.on(day(2023, 4, 9), &evaluate(day(2023, 4, 9), Category::Two, false));
    let waived = Some(Closure::Waived { on: day(2023, 4, 9), because: Rule::M9.into() });
    assert_eq!(on_file.standing(Step::Category3Examination), (missed, waived));
}

#[test]
fn t6_an_examination_in_time_meets_its_deadline_when_it_is_entered_after_the_end() {
    for (category, on, step) in [
        (Category::Three, day(2023, 3, 20), Step::Category3Examination),
        (Category::One, day(2023, 3, 20), Step::Category1Examination),
    ] {
        let mut case = Case::estimated(category);
        case.on(day(2023, 3, 31), &samples::end(day(2023, 3, 30), EndCause::WorkResumed));
        case.on(day(2023, 4, 12), &evaluate(on, Category::Four, true));
        assert_eq!(case.standing(step), met(on));
    }
    let mut missed = Case::estimated(Category::Three);
    missed.on(day(2023, 4, 1), &Command::FireMissed(Step::Category3Examination));
    missed.on(day(2023, 4, 11), &samples::end(day(2023, 4, 10), EndCause::WorkResumed));
    missed.on(day(2023, 4, 12), &evaluate(day(2023, 3, 20), Category::Four, true));
    let met = Some(Closure::Met { on: day(2023, 3, 20) });
    assert_eq!(missed.standing(Step::Category3Examination), (Some(day(2023, 4, 1)), met));
}

#[test]
fn t6_what_a_category_left_before_the_end_asked_for_is_not_asked_for_after_it() {
    let mut case = Case::estimated(Category::One);
    case.on(day(2023, 4, 11), &samples::end(day(2023, 4, 10), EndCause::WorkResumed));
    let waived = Closure::Waived { on: day(2023, 2, 10), because: Rule::M9.into() };
    case.on(day(2023, 4, 12), &evaluate(day(2023, 2, 10), Category::Two, false));
    case.on(day(2023, 4, 12), &evaluate(day(2023, 3, 10), Category::Four, false));
    assert_eq!(case.standing(Step::Category1Examination), (None, Some(waived)));
}

#[test]
fn m8_t6_a_miss_is_recorded_by_the_day_of_the_examination_and_not_of_its_entry() {
    let mut in_time = Case::estimated(Category::Three);
    in_time.on(day(2023, 4, 9), &evaluate(day(2023, 3, 31), Category::Two, true));
    assert_eq!(in_time.standing(Step::Category3Examination), met(day(2023, 3, 31)));
    let mut late = Case::estimated(Category::Three);
    late.on(day(2023, 4, 9), &evaluate(day(2023, 4, 1), Category::Two, true));
    assert_eq!(late.standing(Step::Category3Examination).0, Some(day(2023, 4, 1)));
}

#[test]
fn m8_who_comes_to_category_3_by_an_examination_of_month_seven_or_later_has_been_examined() {
    for (on, planned) in [(day(2023, 2, 28), true), (day(2023, 3, 1), false), (day(2023, 4, 1), false)] {
        let mut case = Case::estimated(Category::Two);
        case.on(day(2023, 4, 1), &evaluate(on, Category::Three, true));
        assert_eq!(case.state.open(Step::Category3Examination).is_some(), planned, "{on}");
    }
}

#[test]
fn m8_who_comes_to_category_3_on_the_file_after_month_seven_is_not_lost_from_sight() {
    let mut case = Case::estimated(Category::Two);
    case.on(day(2023, 5, 31), &evaluate(day(2023, 5, 31), Category::Three, false));
    let plan = case.state.open(Step::Category3Examination).expect("it is planned").plan.clone();
    assert_eq!((plan.due, plan.target), (None, Some(day(2023, 6, 30))));
    assert!(timers(&case.state).is_empty());
    case.on(day(2023, 8, 1), &evaluate(day(2023, 7, 20), Category::Three, true));
    let met = Closure::Met { on: day(2023, 7, 20) };
    assert_eq!(case.standing(Step::Category3Examination), (None, Some(met)));
}

#[test]
fn t8_an_examination_whose_time_lay_before_the_law_is_not_planned() {
    let mut case = Case::default();
    case.on(day(2021, 4, 20), &declare_from(day(2021, 3, 1)));
    case.on(day(2022, 5, 2), &recognise_by(day(2022, 5, 2), other_body()));
    case.on(day(2022, 5, 2), &samples::estimate_of(day(2022, 5, 2), Category::Three, true));
    assert!(case.state.deadlines.is_empty());

    let mut before = Case::default();
    before.on(day(2021, 4, 20), &declare_from(day(2020, 12, 1)));
    before.on(day(2021, 4, 20), &recognise_by(day(2021, 4, 20), DecidedBy::AdvisingPhysician));
    before.on(day(2021, 11, 30), &samples::estimate(Category::Three));
    assert!(before.state.deadlines.is_empty(), "the target, too, lies before the law");
}

#[test]
fn t8_m8_a_target_is_planned_though_month_seven_lay_before_the_law_if_its_own_time_does_not() {
    let mut case = Case::default();
    case.on(day(2021, 6, 20), &declare_from(day(2021, 6, 1)));
    case.on(day(2021, 6, 20), &recognise_by(day(2021, 6, 20), DecidedBy::AdvisingPhysician));
    case.on(day(2022, 5, 2), &samples::estimate(Category::Two));
    assert!(case.state.deadlines.is_empty());
    case.on(day(2022, 5, 4), &evaluate(day(2022, 5, 4), Category::Three, false));
    let plan = &case.state.open(Step::Category3Examination).expect("it is planned").plan;
    assert_eq!((plan.due, plan.target), (None, Some(day(2022, 6, 4))));
}

#[test]
fn m9_a_concertation_was_held_by_the_day_of_the_evaluation() {
    let mut case = Case::estimated(Category::Two);
    let command = |held_on| {
        let concertation = Some(Concertation { coordinator: subject("coordinator"), held_on });
        let on = day(2023, 1, 10);
        Command::RecordEvaluation(Evaluation { on, category: Category::Two, examined: false, concertation })
    };
    let refused = case.refused(day(2023, 1, 20), &command(day(2023, 1, 11)));
    let found: Vec<_> = refused.impossible_dates().iter().map(|date| (date.field.path(), date.latest)).collect();
    assert_eq!(found, [("concertation.held_on", day(2023, 1, 10))]);
    case.on(day(2023, 1, 20), &command(day(2023, 1, 10)));
}

#[test]
fn m9_a_concurrent_track_does_not_keep_an_evaluation_back() {
    let mut case = Case::estimated(Category::Two);
    case.on(day(2023, 1, 9), &track(TrackKind::AuthorisedWork, day(2023, 1, 9), None));
    case.on(day(2023, 1, 20), &evaluate(day(2023, 1, 20), Category::Four, false));
    case.on(day(2023, 1, 20), &end_track(TrackKind::AuthorisedWork, day(2023, 1, 19)));
}

#[test]
fn t6_after_the_end_an_evaluation_from_before_is_recorded_and_plans_nothing() {
    let mut case = Case::estimated(Category::Three);
    case.on(day(2023, 2, 10), &samples::end(day(2023, 1, 31), EndCause::WorkResumed));
    let late = case.refused(day(2023, 2, 10), &evaluate(day(2023, 2, 1), Category::Two, true));
    assert_eq!((late.code(), late.latest()), ("INCAPACITY_ENDED", Some(day(2023, 1, 31))));
    let left = case.on(day(2023, 2, 10), &evaluate(day(2023, 1, 30), Category::Two, false));
    assert!(matches!(left[..], [Event::EvaluationMade(_), Event::DeadlineWaived { .. }]));
    let events = case.on(day(2023, 2, 10), &evaluate(day(2023, 1, 31), Category::Three, true));
    assert!(matches!(events[..], [Event::EvaluationMade(_)]));
}
