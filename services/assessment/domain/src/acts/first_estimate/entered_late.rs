//! An estimate that is entered later than it was made is judged on the day on which it was made (T6).

use trajet_law::deadline::{Closure, FactKind};

use super::*;
use crate::command::Command;
use crate::fact::{Questionnaire, Told};
use crate::samples::{
    Case, day, end, end_track, estimate, estimate_of, recognise, subject, told_completed, told_impossible, track,
};
use crate::{EndCause, TrackKind, samples};

const WORK: TrackKind = TrackKind::AuthorisedWork;

const fn met(on: NaiveDate) -> Closure {
    Closure::Met { on }
}

#[test]
fn m3_an_estimate_made_in_time_and_entered_after_month_four_was_not_missed() {
    let mut case = Case::recognised();
    let events = case.on(day(2023, 1, 20), &estimate_of(day(2022, 12, 20), Category::Four, false));
    assert!(events.iter().all(|event| event.effective_on() == day(2022, 12, 20)));
    assert_eq!(case.first_estimate(), (None, Some(met(day(2022, 12, 20)))));
    assert_eq!(case.state.referral, Some(Referral { on: day(2022, 12, 20), initial: true }));
}

#[test]
fn t6_a_miss_that_was_recorded_stays_and_the_meeting_shows_the_true_day() {
    let mut case = Case::recognised();
    case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
    case.on(day(2023, 1, 20), &estimate_of(day(2022, 12, 20), Category::Two, false));
    assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), Some(met(day(2022, 12, 20)))));
}

#[test]
fn m3_the_day_lies_from_the_recognition_to_today() {
    let mut case = Case::recognised();
    for on in [day(2022, 9, 4), day(2022, 12, 6)] {
        let refused = case.refused(day(2022, 12, 5), &estimate_of(on, Category::Two, false));
        let (earliest, latest) = (day(2022, 9, 5), day(2022, 12, 5));
        let expected = ImpossibleDate { field: DateField::EstimatedOn, earliest, latest };
        assert_eq!(refused, Rejection::ImpossibleDates(vec![expected]));
    }
    let early = case.refused(day(2022, 12, 5), &estimate_of(day(2022, 11, 30), Category::Two, false));
    assert_eq!((early.code(), early.earliest()), ("ESTIMATE_TOO_EARLY", Some(day(2022, 12, 1))));
}

#[test]
fn m3_the_concertation_was_held_by_the_day_of_the_estimate() {
    let mut case = Case::recognised();
    let command = |on, held_on| Command::RecordFirstEstimate {
        on: Some(on),
        category: Category::Three,
        examined: false,
        concertation: Some(Concertation { coordinator: subject("coordinator"), held_on }),
    };
    let refused = case.refused(day(2023, 1, 20), &command(day(2022, 12, 20), day(2022, 12, 21)));
    let fields: Vec<_> = refused.impossible_dates().iter().map(|date| (date.field, date.latest)).collect();
    assert_eq!(fields, [(DateField::HeldOn, day(2022, 12, 20))]);
    let both = case.refused(day(2023, 1, 20), &command(day(2023, 1, 21), day(2023, 1, 22)));
    assert_eq!(both.impossible_dates().len(), 2);
    case.on(day(2023, 1, 20), &command(day(2022, 12, 20), day(2022, 12, 20)));
}

#[test]
fn m4_a_track_counts_if_it_was_in_force_on_that_day() {
    let beside = |from, until| {
        let mut case = Case::recognised();
        case.on(day(2023, 1, 20), &track(WORK, from, until));
        case.attempt(day(2023, 1, 20), &estimate_of(day(2022, 12, 12), Category::Two, false)).map(|_| ())
    };
    let in_force = Err(Rejection::TrackInForce { kind: WORK });
    assert_eq!(beside(day(2022, 12, 12), None), in_force);
    assert_eq!(beside(day(2022, 12, 1), Some(day(2022, 12, 12))), in_force);
    assert_eq!(beside(day(2022, 12, 13), None), Ok(()));
    assert_eq!(beside(day(2022, 12, 1), Some(day(2022, 12, 11))), Ok(()));
}

#[test]
fn m4_what_was_made_before_a_track_waived_the_deadline_meets_it() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 20), &track(WORK, day(2022, 12, 15), None));
    case.on(day(2023, 1, 9), &estimate_of(day(2022, 12, 12), Category::One, false));
    assert_eq!(case.first_estimate(), (None, Some(met(day(2022, 12, 12)))));
    assert_eq!(case.state.deadlines.iter().filter(|it| it.plan.step == Step::FirstEstimate).count(), 1);
}

#[test]
fn m4_it_meets_the_deadline_of_its_day_and_a_later_target_goes() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 20), &track(WORK, day(2022, 12, 15), None));
    case.on(day(2023, 1, 20), &end_track(WORK, day(2023, 1, 15)));
    let events = case.on(day(2023, 1, 20), &estimate_of(day(2022, 12, 12), Category::Two, false));
    let (step, on) = (Step::FirstEstimate, day(2022, 12, 12));
    let of_month_4 = first_estimate_plan(day(2022, 9, 1), day(2022, 9, 5));
    let because = trajet_law::rule::Rule::M3.into();
    let expected = [
        Event::DeadlineWaived { step, on: day(2023, 1, 16), because, rests_on: FactKind::Estimate.on(on).into() },
        Event::DeadlinePlanned { plan: of_month_4, on },
        Event::DeadlineMet { step, on },
    ];
    assert_eq!(events[1..], expected);
    assert_eq!(case.state.deadlines.all_open().count(), 0);
}

#[test]
fn m4_between_two_tracks_it_meets_the_target_that_was_open_then() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 20), &track(WORK, day(2022, 12, 15), Some(day(2023, 1, 15))));
    case.on(day(2023, 3, 2), &track(WORK, day(2023, 3, 1), Some(day(2023, 4, 15))));
    case.on(day(2023, 4, 20), &estimate_of(day(2023, 2, 6), Category::Two, false));
    let last = case.state.deadline(Step::FirstEstimate).map(|it| (it.plan.opens, it.closed));
    assert_eq!(last, Some((Some(day(2023, 1, 16)), Some(met(day(2023, 2, 6))))));
    assert_eq!(case.state.deadlines.all_open().count(), 0);
}

#[test]
fn m6_category_one_is_judged_on_that_day() {
    Case::recognised().on(day(2023, 3, 20), &estimate_of(day(2023, 2, 28), Category::One, false));
    let refused = Case::recognised().refused(day(2023, 3, 20), &estimate_of(day(2023, 3, 1), Category::One, false));
    assert_eq!(refused.code(), "CATEGORY_ONE_TOO_LATE");
}

#[test]
fn m3_its_basis_is_what_was_known_of_the_questionnaire_on_that_day() {
    let basis = |on| {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 16), &told_completed(day(2022, 12, 15)));
        case.on(day(2023, 1, 9), &estimate_of(on, Category::Two, false));
        case.state.first_estimate.map(|estimate| estimate.questionnaire)
    };
    assert_eq!(basis(day(2022, 12, 14)), Some(Questionnaire::NotSent));
    assert!(matches!(basis(day(2022, 12, 15)), Some(Questionnaire::Completed { .. })));
}

#[test]
fn m5_the_examination_is_required_if_it_was_asked_for_on_that_day() {
    let found = day(2022, 12, 12);
    let impossible = || {
        let mut case = Case::recognised();
        case.on(found, &told_impossible(found));
        case
    };
    let refused = impossible().refused(day(2022, 12, 20), &estimate_of(found, Category::Two, false));
    assert_eq!(refused.code(), "EXAMINATION_REQUIRED");
    let mut examined = impossible();
    examined.on(day(2022, 12, 20), &estimate_of(found, Category::Two, true));
    assert_eq!(examined.standing(Step::EstimateExamination), (None, Some(met(found))));
    // It was asked for only after an estimate on the file, which takes it away.
    let mut before = impossible();
    before.on(day(2022, 12, 20), &estimate_of(day(2022, 12, 9), Category::Two, false));
    let waived = Closure::Waived { on: found, because: trajet_law::rule::Rule::M3.into() };
    assert_eq!(before.standing(Step::EstimateExamination), (None, Some(waived)));
    // It was dispensed with on a later day.
    let mut dispensed = impossible();
    dispensed.on(
        day(2022, 12, 20),
        &Command::DispenseExamination { decided_on: day(2022, 12, 16), findings: crate::DispensationFindings::BOTH },
    );
    let refused = dispensed.refused(day(2022, 12, 20), &estimate_of(day(2022, 12, 15), Category::Two, false));
    assert_eq!(refused.code(), "EXAMINATION_REQUIRED");
    dispensed.on(day(2022, 12, 20), &estimate_of(day(2022, 12, 16), Category::Two, false));
}

#[test]
fn t6_what_was_made_by_the_last_day_is_entered_after_the_end() {
    let ended = || {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 20), &end(day(2022, 12, 15), EndCause::Other));
        case
    };
    let refused = ended().refused(day(2022, 12, 20), &estimate_of(day(2022, 12, 16), Category::Two, false));
    assert_eq!((refused.code(), refused.latest()), ("INCAPACITY_ENDED", Some(day(2022, 12, 15))));
    let mut case = ended();
    case.on(day(2022, 12, 20), &estimate_of(day(2022, 12, 15), Category::Three, false));
    assert_eq!(case.first_estimate(), (None, Some(met(day(2022, 12, 15)))));
    assert_eq!(case.state.deadlines.all_open().count(), 0);

    // What was asked for on that day is met, though a target had taken its place. It asks nobody for anything.
    let mut with_target = Case::recognised();
    with_target.on(day(2022, 12, 20), &track(WORK, day(2022, 12, 15), Some(day(2023, 1, 15))));
    with_target.on(day(2023, 2, 2), &end(day(2023, 2, 1), EndCause::Other));
    let events = with_target.on(day(2023, 2, 2), &estimate_of(day(2022, 12, 12), Category::Two, false));
    assert!(matches!(
        events[..],
        [Event::FirstEstimateMade(_), Event::DeadlinePlanned { .. }, Event::DeadlineMet { .. }]
    ));
    assert_eq!(with_target.state.deadline(Step::FirstEstimate).and_then(|it| it.plan.due), Some(day(2022, 12, 31)));
    assert_eq!(with_target.state.deadlines.all_open().count(), 0);
}

/// The estimate that was met: when it was due, or opened without being due, and the day.
fn met_estimate(case: &Case) -> Option<(Option<NaiveDate>, Option<NaiveDate>, Closure)> {
    let deadline = case.state.deadline(Step::FirstEstimate)?;
    Some((deadline.plan.opens, deadline.plan.due, deadline.closed?))
}

#[test]
fn m4_it_meets_month_four_whichever_day_a_track_that_is_over_had_waived_it_from() {
    let codex = |position, told: fn(NaiveDate) -> Told, on| samples::told(position, told(on));
    let requested =
        codex(1, |on| Told::CodexRequested { on, partner: samples::service(), employer: None }, day(2022, 11, 20));
    let ended = codex(2, |on| Told::CodexEnded { on, partner: samples::service(), employer: None }, day(2022, 11, 25));
    let work = track(WORK, day(2022, 12, 5), Some(day(2023, 1, 15)));
    for order in [[&requested, &ended, &work], [&requested, &work, &ended], [&work, &requested, &ended]] {
        let mut case = Case::recognised();
        for command in order {
            case.on(day(2022, 12, 8), command);
        }
        case.on(day(2022, 12, 9), &estimate_of(day(2022, 12, 2), Category::Two, false));
        let of_month_4 = (Some(day(2022, 12, 1)), Some(day(2022, 12, 31)), met(day(2022, 12, 2)));
        assert_eq!(met_estimate(&case), Some(of_month_4));
        assert_eq!(case.state.deadlines.all_open().count(), 0);
    }
}

#[test]
fn m4_between_two_tracks_the_order_in_which_they_were_recorded_makes_no_difference() {
    let tracks = [
        track(WORK, day(2022, 12, 15), Some(day(2023, 1, 15))),
        track(TrackKind::CodexRequested, day(2023, 3, 1), Some(day(2023, 4, 15))),
    ];
    for order in [[0, 1], [1, 0]] {
        let mut case = Case::recognised();
        for place in order {
            case.on(day(2023, 4, 20), &tracks[place]);
        }
        case.on(day(2023, 4, 21), &estimate_of(day(2023, 2, 6), Category::Two, false));
        assert_eq!(met_estimate(&case), Some((Some(day(2023, 1, 16)), None, met(day(2023, 2, 6)))), "{order:?}");
        let early = case.state.deadlines.iter().filter(
            |it| matches!(it.closed, Some(Closure::Met { on }) if it.plan.opens.is_some_and(|opens| on < opens)),
        );
        assert_eq!((early.count(), case.state.deadlines.all_open().count()), (0, 0), "{order:?}");
    }
}

#[test]
fn m5_a_track_that_was_recorded_before_the_finding_does_not_spare_the_examination() {
    let (found, work) = (told_impossible(day(2022, 11, 20)), |until| track(WORK, day(2022, 12, 5), until));
    for until in [Some(day(2023, 1, 15)), None] {
        for found_first in [true, false] {
            let mut case = Case::recognised();
            let work = work(until);
            for command in if found_first { [&found, &work] } else { [&work, &found] } {
                case.on(day(2022, 12, 8), command);
            }
            let refused = case.refused(day(2022, 12, 9), &estimate_of(day(2022, 12, 2), Category::Two, false));
            assert_eq!(refused.code(), "EXAMINATION_REQUIRED");
            case.on(day(2022, 12, 9), &estimate_of(day(2022, 12, 2), Category::Two, true));
            let asked =
                case.state.deadline(Step::EstimateExamination).map(|it| (it.plan.opens, it.plan.target, it.closed));
            let expected = (Some(day(2022, 11, 20)), Some(day(2022, 12, 31)), Some(met(day(2022, 12, 2))));
            assert_eq!((asked, case.state.deadlines.all_open().count()), (Some(expected), 0));
        }
    }
}

#[test]
fn t6_a_recorded_miss_stays_with_the_deadline_that_is_planned_again() {
    let mut case = Case::recognised();
    case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
    case.on(day(2023, 1, 9), &track(WORK, day(2022, 12, 20), Some(day(2023, 1, 8))));
    let mut corrected = Case { state: case.state.clone(), events: Vec::new() };
    case.on(day(2023, 1, 20), &estimate_of(day(2022, 12, 12), Category::Two, false));
    assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), Some(met(day(2022, 12, 12)))));
    // So it does when a corrected end of the track asks for it again.
    corrected.on(day(2023, 1, 20), &end_track(WORK, day(2022, 12, 24)));
    assert_eq!(corrected.first_estimate(), (Some(day(2023, 1, 1)), None));
}

#[test]
fn t6_without_a_day_it_is_made_today() {
    let mut case = Case::declared();
    case.on(day(2022, 12, 5), &recognise(day(2022, 12, 5)));
    case.on(day(2022, 12, 5), &estimate(Category::Two));
    assert_eq!(case.first_estimate(), (None, Some(met(day(2022, 12, 5)))));
}
