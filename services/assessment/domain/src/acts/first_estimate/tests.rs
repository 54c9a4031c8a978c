#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use trajet_law::deadline::Closure;
use trajet_law::rule::{Ground, Rule};

use super::*;
use crate::command::Command;
use crate::fact::{Questionnaire, Told};
use crate::samples::{
    Case, day, declare_from, end_track, estimate, evaluate, other_body, recognise, recognise_by, subject, told,
    told_completed, told_impossible, track,
};
use crate::{TrackKind, timers, work};

fn made(case: &Case) -> &Estimate {
    case.state.first_estimate.as_ref().unwrap()
}

#[test]
fn m3_an_estimate_in_month_four_meets_its_deadline() {
    for today in [day(2022, 12, 1), day(2022, 12, 31)] {
        let mut case = Case::recognised();
        let events = case.on(today, &estimate(Category::Two));
        assert!(matches!(events[..], [Event::FirstEstimateMade(_), Event::DeadlineMet { .. }]));
        assert_eq!((events[0].effective_on(), events[0].rule()), (today, Rule::M3));
        assert_eq!(case.first_estimate(), (None, Some(Closure::Met { on: today })));
        assert!(work(&case.state).is_empty() && timers(&case.state).is_empty());
    }
}

#[test]
fn m3_before_month_four_it_is_refused_with_the_day_it_opens() {
    let refused = Case::recognised().refused(day(2022, 11, 30), &estimate(Category::One));
    assert_eq!((refused.code(), refused.rule()), ("ESTIMATE_TOO_EARLY", Some(Rule::M3)));
    assert_eq!(refused.earliest(), Some(day(2022, 12, 1)));
    assert_eq!(refused.parameter().unwrap().to_string(), "estimate.month@2022-01-01");
}

#[test]
fn m3_after_month_four_it_is_accepted_and_the_miss_stays() {
    let mut case = Case::recognised();
    case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
    let events = case.on(day(2023, 1, 20), &estimate(Category::Two));
    assert_eq!(events.len(), 2);
    assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), Some(Closure::Met { on: day(2023, 1, 20) })));
}

#[test]
fn t6_a_late_estimate_records_the_miss_if_the_timer_did_not() {
    let mut case = Case::recognised();
    let events = case.on(day(2023, 1, 20), &estimate(Category::Two));
    assert_eq!(events[0], Event::DeadlineMissed { step: Step::FirstEstimate, on: day(2023, 1, 1) });
    assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), Some(Closure::Met { on: day(2023, 1, 20) })));
}

#[test]
fn m3_only_a_recognised_incapacity_is_estimated_and_only_once() {
    let today = day(2022, 12, 5);
    assert_eq!(Case::default().refused(today, &estimate(Category::One)), Rejection::NotDeclared);
    assert_eq!(Case::declared().refused(today, &estimate(Category::One)), Rejection::NotRecognised);
    let mut case = Case::recognised();
    case.on(today, &estimate(Category::One));
    assert_eq!(case.refused(today, &estimate(Category::Four)), Rejection::AlreadyEstimated);
}

#[test]
fn m3_a_concertation_with_the_coordinator_is_recorded() {
    let command = |held_on| Command::RecordFirstEstimate {
        on: None,
        category: Category::Three,
        examined: true,
        concertation: Some(Concertation { coordinator: subject("coordinator"), held_on }),
    };
    let mut case = Case::recognised();
    for held_on in [day(2022, 9, 4), day(2022, 12, 6)] {
        let refused = case.refused(day(2022, 12, 5), &command(held_on));
        let (earliest, latest) = (day(2022, 9, 5), day(2022, 12, 5));
        assert_eq!(
            refused,
            Rejection::ImpossibleDates(vec![ImpossibleDate { field: DateField::HeldOn, earliest, latest }])
        );
    }
    case.on(day(2022, 12, 5), &command(day(2022, 12, 2)));
    assert_eq!(made(&case).concertation.as_ref().unwrap().held_on, day(2022, 12, 2));
}

#[test]
fn m3_the_completed_questionnaire_is_its_basis() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 20), &told_completed(day(2022, 11, 20)));
    let events = case.on(day(2022, 12, 5), &estimate(Category::One));
    assert_eq!(made(&case).questionnaire.effective_on(), Some(day(2022, 11, 20)));
    assert!(matches!(made(&case).questionnaire, Questionnaire::Completed { .. }));
    assert_eq!(events[0].rule(), Rule::M3);
}

#[test]
fn m3_it_does_not_wait_for_a_questionnaire_that_is_out() {
    let mut case = Case::recognised();
    let (on, due_back) = (day(2022, 11, 10), day(2022, 11, 24));
    case.on(on, &told(1, Told::Sent { on, due_back, because: Rule::Q1.into() }));
    case.on(day(2022, 12, 5), &estimate(Category::One));
    assert_eq!(made(&case).questionnaire, Questionnaire::Sent { on, due_back });
}

#[test]
fn m20_a_medical_reason_to_send_none_leaves_the_estimate_due_without_it() {
    let mut case = Case::recognised();
    let on = day(2022, 10, 3);
    case.on(on, &told(1, Told::Waived { on, because: Rule::Q2.into() }));
    assert_eq!(case.first_estimate(), (None, None));
    let events = case.on(day(2022, 12, 5), &estimate(Category::Two));
    assert_eq!(events[0].rule(), Rule::M20);
    assert_eq!(made(&case).questionnaire, Questionnaire::Waived { on, because: Rule::Q2.into() });
}

#[test]
fn m20_a_track_that_kept_the_questionnaire_back_is_no_medical_reason() {
    let mut case = Case::recognised();
    let on = day(2022, 11, 10);
    case.on(on, &told(1, Told::Waived { on, because: Ground::point(Rule::Q4, 'b') }));
    let events = case.on(day(2022, 12, 5), &estimate(Category::Two));
    assert_eq!(events[0].rule(), Rule::M3);
}

fn refused_beside(kind: TrackKind, letter: char) {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 5), &track(kind, day(2022, 12, 5), None));
    let refused = case.refused(day(2022, 12, 6), &estimate(Category::One));
    assert_eq!((refused.code(), refused.ground()), ("TRACK_IN_FORCE", Some(Ground::point(Rule::M4, letter))));
}

#[test]
fn m4_a_no_estimate_while_a_codex_trajectory_is_asked_for() {
    refused_beside(TrackKind::CodexRequested, 'a');
}

#[test]
fn m4_b_no_estimate_during_authorised_work() {
    refused_beside(TrackKind::AuthorisedWork, 'b');
}

#[test]
fn m4_c_no_estimate_during_an_authorised_trajectory_of_route_b() {
    refused_beside(TrackKind::RouteBAuthorised, 'c');
}

#[test]
fn m4_an_estimate_after_the_track_meets_the_target_that_followed_it() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 5), &track(TrackKind::AuthorisedWork, day(2022, 12, 5), None));
    case.on(day(2023, 2, 1), &end_track(TrackKind::AuthorisedWork, day(2023, 1, 31)));
    let events = case.on(day(2023, 4, 3), &estimate(Category::Four));
    assert!(matches!(events[..], [Event::FirstEstimateMade(_), Event::DeadlineMet { .. }, Event::PersonReferred(_)]));
    assert_eq!(case.first_estimate(), (None, Some(Closure::Met { on: day(2023, 4, 3) })));
    let of_month_4 = case.state.deadlines.iter().next().and_then(|deadline| deadline.closed);
    assert!(matches!(of_month_4, Some(Closure::Waived { .. })));
}

#[test]
fn m6_the_estimate_has_a_category_and_is_made_with_or_without_an_examination() {
    for (category, examined) in Category::ALL.iter().zip([true, false, true, false]) {
        let mut case = Case::recognised();
        let command = Command::RecordFirstEstimate { on: None, category: *category, examined, concertation: None };
        case.on(day(2022, 12, 5), &command);
        assert_eq!((made(&case).category, made(&case).examined), (*category, examined));
    }
}

#[test]
fn m6_after_month_six_nobody_is_expected_to_return_by_its_end() {
    let mut case = Case::recognised();
    let refused = case.refused(day(2023, 3, 1), &estimate(Category::One));
    assert_eq!((refused.code(), refused.rule()), ("CATEGORY_ONE_TOO_LATE", Some(Rule::M6)));
    assert_eq!((refused.earliest(), refused.latest()), (None, Some(day(2023, 2, 28))));
    let parameter = refused.parameter().unwrap().to_string();
    assert_eq!(parameter, "category_1.spontaneous_return_by_month@2022-01-01");

    Case::recognised().on(day(2023, 2, 28), &estimate(Category::One));
    for category in [Category::Two, Category::Three, Category::Four] {
        Case::recognised().on(day(2023, 3, 1), &estimate(category));
    }
}

#[test]
fn m10_category_4_refers_to_the_coordinator_in_the_same_decision() {
    let mut case = Case::recognised();
    let events = case.on(day(2022, 12, 5), &estimate(Category::Four));
    let referral = Referral { on: day(2022, 12, 5), initial: true };
    assert_eq!(events[2], Event::PersonReferred(referral));
    assert_eq!((events[2].effective_on(), events[2].rule()), (day(2022, 12, 5), Rule::M10));
    assert_eq!(case.state.referral, Some(referral));
}

#[test]
fn m10_no_other_category_refers() {
    for category in [Category::One, Category::Two, Category::Three] {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 5), &estimate(category));
        assert_eq!(case.state.referral, None);
    }
}

#[test]
fn m11_who_has_a_contract_is_sent_to_the_coordinator_and_never_to_the_occupational_physician() {
    for category in Category::ALL {
        let mut case = Case::recognised();
        assert!(case.state.recognition().unwrap().has_contract);
        case.on(day(2022, 12, 5), &estimate(*category));
        case.on(day(2023, 1, 10), &evaluate(day(2023, 1, 10), Category::Four, true));
        assert!(case.state.referral.is_some(), "{}", category.code());
        assert!(case.state.tracks.is_empty(), "no CODEX trajectory is asked for: {}", category.code());
    }
}

#[test]
fn t8_without_a_deadline_before_the_law_an_estimate_is_possible_once_month_four_has_begun() {
    let mut case = Case::default();
    let start = day(2021, 3, 31);
    case.on(day(2021, 4, 20), &declare_from(start));
    case.on(day(2022, 5, 2), &recognise_by(day(2022, 5, 2), other_body()));
    let events = case.on(day(2022, 5, 2), &estimate(Category::Four));
    assert_eq!(events.len(), 2);

    let mut early = Case::default();
    early.on(day(2021, 4, 20), &declare_from(start));
    early.on(day(2021, 4, 20), &recognise(day(2021, 4, 20)));
    assert_eq!(early.refused(day(2021, 6, 29), &estimate(Category::One)).earliest(), Some(day(2021, 6, 30)));
}

#[test]
fn t2_month_four_opens_on_the_last_day_of_a_shorter_month() {
    let mut case = Case::default();
    let start = day(2022, 8, 31);
    case.on(day(2022, 9, 5), &declare_from(start));
    case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
    assert_eq!(case.refused(day(2022, 11, 29), &estimate(Category::One)).earliest(), Some(day(2022, 11, 30)));
    case.on(day(2022, 11, 30), &estimate(Category::One));
}

#[test]
fn m7_m8_categories_1_and_3_ask_for_an_examination() {
    let planned = |category| {
        let case = Case::estimated(category);
        let steps = [Step::Category1Examination, Step::Category3Examination];
        steps.map(|step| case.state.open(step).map(|deadline| deadline.plan.clone()))
    };
    let [Some(one), None] = planned(Category::One) else { panic!("category 1 asks for its own examination") };
    assert_eq!((one.opens, one.due, one.target), (Some(day(2023, 3, 1)), None, Some(day(2023, 3, 31))));
    let [None, Some(three)] = planned(Category::Three) else { panic!("category 3 asks for its own examination") };
    assert_eq!((three.opens, three.due), (None, Some(day(2023, 3, 31))));
    assert_eq!((planned(Category::Two), planned(Category::Four)), ([None, None], [None, None]));
}

#[test]
fn m8_an_examination_at_the_first_estimate_is_not_that_of_category_3() {
    let mut case = Case::recognised();
    let examined =
        Command::RecordFirstEstimate { on: None, category: Category::Three, examined: true, concertation: None };
    case.on(day(2022, 12, 5), &examined);
    assert!(case.state.open(Step::Category3Examination).is_some());
}

#[test]
fn m5_after_an_impossible_questionnaire_the_estimate_is_made_at_an_examination() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &told_impossible(day(2022, 12, 2)));
    let refused = case.refused(day(2022, 12, 5), &estimate(Category::Two));
    assert_eq!((refused.code(), refused.rule()), ("EXAMINATION_REQUIRED", Some(Rule::M5)));
    let examined =
        Command::RecordFirstEstimate { on: None, category: Category::Two, examined: true, concertation: None };
    case.on(day(2022, 12, 5), &examined);
    let met = Some(Closure::Met { on: day(2022, 12, 5) });
    assert_eq!(case.standing(Step::EstimateExamination), (None, met));
    assert_eq!(made(&case).questionnaire, Questionnaire::Impossible { on: day(2022, 12, 2) });
}

#[test]
fn m8_an_estimate_on_the_file_after_month_seven_aims_at_an_examination_within_a_month() {
    let days = [(day(2023, 3, 31), (Some(day(2023, 3, 31)), None)), (day(2023, 4, 1), (None, Some(day(2023, 5, 1))))];
    for (today, planned) in days {
        let mut case = Case::recognised();
        case.on(today, &estimate(Category::Three));
        let plan = &case.state.open(Step::Category3Examination).expect("it is planned").plan;
        assert_eq!((plan.due, plan.target), planned, "{today}");
    }
}
