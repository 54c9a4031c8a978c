//! Authorised work that is performed: a concurrent track (Q4, M4, D5).

use trajet_law::histories::past::as_of;
use trajet_law::rule::Ground;

use super::*;
use crate::estimate::Category;
use crate::histories::played::law;
use crate::samples::{amend_work, end_track, estimate, track};

/// The tracks, as their first and last days.
fn days(case: &Case) -> Vec<(NaiveDate, Option<NaiveDate>)> {
    let mut days: Vec<_> = case.state.tracks.iter().map(|track| (track.from, track.until)).collect();
    days.sort_unstable();
    days
}

/// Begun on 3 October 2022, authorised on 20 October until a day.
fn authorised(until: Option<NaiveDate>) -> Case {
    let mut case = resumed();
    case.on(day(2022, 10, 20), &authorise_work(day(2022, 10, 20), day(2022, 10, 3), until));
    case
}

#[test]
fn m14_work_that_is_authorised_counts_from_its_real_first_day() {
    let mut case = resumed();
    let events = case.on(day(2022, 10, 20), &authorise_work(day(2022, 10, 20), day(2022, 9, 21), None));
    let started =
        Event::TrackStarted(Track { kind: KIND, from: day(2022, 10, 3), until: None, told: false, asked_by: None });
    assert!(events.contains(&started));
    // The estimate of month 4 is kept back from then on, as by work that was recorded by hand.
    let waived = Closure::Waived { on: day(2022, 10, 3), because: Ground::point(Rule::M4, 'b') };
    assert_eq!(case.first_estimate(), (None, Some(waived)));
    let mut by_hand = Case::recognised();
    by_hand.on(day(2022, 10, 20), &track(KIND, day(2022, 10, 3), None));
    assert_eq!(by_hand.state.tracks, case.state.tracks);
    assert_eq!(by_hand.first_estimate(), case.first_estimate());
}

#[test]
fn m14_what_was_authorised_before_it_began_is_performed_from_the_resumption_on() {
    let mut case = applied();
    case.on(day(2022, 9, 26), &authorise_work(day(2022, 9, 26), day(2022, 10, 3), Some(day(2022, 12, 30))));
    assert!(days(&case).is_empty());
    assert_eq!(case.refused(day(2023, 1, 9), &resume_work(day(2022, 12, 31))), Rejection::WorkNotAuthorised);
    case.on(day(2022, 10, 12), &resume_work(day(2022, 10, 10)));
    assert_eq!(days(&case), [(day(2022, 10, 10), Some(day(2022, 12, 30)))]);
    // Begun earlier than authorised, it is performed from the authorisation on.
    case.on(day(2022, 10, 12), &resume_work(day(2022, 9, 28)));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 12, 30)))]);
}

#[test]
fn m14_t9_a_first_day_that_is_corrected_moves_the_days_of_the_work() {
    let mut case = authorised(Some(day(2023, 1, 31)));
    let events = case.on(day(2022, 11, 20), &resume_work(day(2022, 10, 10)));
    assert!(events.iter().any(|event| matches!(event, Event::TrackEnded(track) if track.never_was())));
    assert_eq!(days(&case), [(day(2022, 10, 10), Some(day(2023, 1, 31)))]);
    // A track that was recorded by hand keeps its days.
    case.on(day(2022, 11, 20), &end_track(KIND, day(2022, 10, 31)));
    case.on(day(2022, 11, 20), &track(KIND, day(2022, 11, 1), None));
    assert_eq!(case.refused(day(2022, 11, 20), &resume_work(day(2022, 11, 1))).impossible_dates().len(), 1);
    case.on(day(2022, 11, 20), &resume_work(day(2022, 10, 3)));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 10, 31))), (day(2022, 11, 1), None)]);
}

#[test]
fn m14_authorised_work_ends_as_a_track_that_was_recorded_by_hand() {
    let mut case = authorised(None);
    case.on(day(2022, 12, 14), &end_track(KIND, day(2022, 12, 13)));
    assert_eq!(case.first_estimate(), (None, None), "the estimate of month 4 is asked for again");
    case.on(day(2022, 12, 14), &estimate(Category::Two));
}

#[test]
fn m14_two_works_share_no_day() {
    let mut case = Case::recognised();
    case.on(day(2022, 9, 20), &apply_for_work(day(2022, 9, 20), day(2022, 10, 3)));
    case.on(day(2022, 10, 10), &track(KIND, day(2022, 10, 10), None));
    case.on(day(2022, 10, 10), &resume_work(day(2022, 10, 3)));
    let authorise = |until| authorise_work(day(2022, 10, 10), day(2022, 10, 3), until);
    assert_eq!(case.refused(day(2022, 10, 10), &authorise(None)).code(), "TRACK_ALREADY_IN_FORCE");
    case.on(day(2022, 10, 10), &authorise(Some(day(2022, 10, 9))));
    let longer = amend_work(day(2022, 10, 10), day(2022, 10, 9), Some(day(2022, 10, 10)));
    assert_eq!(case.refused(day(2022, 10, 10), &longer).code(), "TRACK_ALREADY_IN_FORCE");
}

#[test]
fn m14_an_amendment_changes_the_terms_and_the_last_day() {
    let (today, from) = (day(2022, 11, 2), day(2022, 11, 7));
    let mut case = authorised(Some(day(2022, 12, 15)));
    case.on(today, &amend_work(today, from, Some(day(2022, 11, 30))));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 11, 30)))]);
    case.on(today, &amend_work(today, from, Some(day(2023, 2, 28))));
    let first = (day(2022, 10, 3), Some(day(2022, 11, 30)));
    assert_eq!(days(&case), [first, (day(2022, 12, 1), Some(day(2023, 2, 28)))]);
    let events = case.on(today, &amend_work(today, from, Some(day(2023, 2, 28))));
    assert_eq!((events.len(), events[0].rule()), (1, Rule::M14));
    let Some(WorkAnswer::Authorised(terms)) = &case.state.work[0].answer else { panic!("authorised") };
    assert_eq!(terms.iter().map(|terms| terms.from).collect::<Vec<_>>(), [day(2022, 10, 3), from, from, from]);
    // Work that lasts until the end of month 4 keeps the estimate back, and shorter work does not.
    assert_eq!(case.state.deadline(trajet_law::deadline::Step::FirstEstimate).map(|last| last.plan.due), Some(None));
}

#[test]
fn m14_t6_what_prolongs_work_takes_nothing_from_the_days_it_adds() {
    let (today, from) = (day(2022, 11, 2), day(2022, 11, 7));
    let mut case = authorised(Some(day(2022, 11, 30)));
    for until in [day(2022, 12, 31), day(2023, 1, 31), day(2023, 3, 31)] {
        case.on(today, &amend_work(today, from, Some(until)));
    }
    let by_then = as_of(&law(), &case.events, day(2023, 1, 10));
    assert!(by_then.tracks.iter().any(|track| track.in_force_on(day(2023, 1, 10))));
    case.on(today, &amend_work(today, from, Some(day(2022, 12, 15))));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 11, 30))), (day(2022, 12, 1), Some(day(2022, 12, 15)))]);
    case.on(today, &amend_work(today, from, Some(day(2022, 11, 30))));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 11, 30)))]);
    case.on(today, &amend_work(today, from, Some(day(2022, 12, 31))));
    case.on(today, &end_track(KIND, day(2022, 11, 20)));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 11, 20)))]);
}

#[test]
fn m14_what_another_application_begins_on_the_day_after_is_other_work() {
    let today = day(2023, 1, 20);
    let other = (day(2023, 1, 1), None);
    let two = || {
        let mut case = authorised(Some(day(2022, 11, 30)));
        case.on(day(2022, 11, 2), &amend_work(day(2022, 11, 2), day(2022, 11, 7), Some(day(2022, 12, 31))));
        case.on(day(2022, 12, 20), &apply_for_work(day(2022, 12, 20), day(2023, 1, 1)));
        case.on(today, &resume_work(day(2023, 1, 1)));
        case.on(today, &authorise_work(day(2023, 1, 2), day(2023, 1, 1), None));
        case
    };
    let mut ended = two();
    ended.on(today, &end_track(KIND, day(2022, 12, 20)));
    let first = (day(2022, 10, 3), Some(day(2022, 11, 30)));
    assert_eq!(days(&ended), [first, (day(2022, 12, 1), Some(day(2022, 12, 20))), other]);
    let mut amended = two();
    amended.on(today, &amend_work(day(2022, 12, 1), day(2022, 12, 10), Some(day(2022, 12, 15))));
    assert_eq!(days(&amended), [first, (day(2022, 12, 1), Some(day(2022, 12, 15))), other]);
    // An authorisation of elsewhere begins another work too.
    let mut by_hand = authorised(Some(day(2022, 11, 30)));
    by_hand.on(today, &amend_work(day(2022, 11, 2), day(2022, 11, 7), Some(day(2022, 12, 31))));
    by_hand.on(today, &track(KIND, day(2023, 1, 1), None));
    by_hand.on(today, &end_track(KIND, day(2022, 11, 20)));
    assert_eq!(days(&by_hand), [(day(2022, 10, 3), Some(day(2022, 11, 20))), other]);
}

#[test]
fn m14_work_whose_end_was_recorded_and_that_is_amended_to_last_longer_goes_on_as_one() {
    let mut case = authorised(None);
    case.on(day(2022, 11, 2), &end_track(KIND, day(2022, 10, 31)));
    case.on(day(2022, 11, 2), &amend_work(day(2022, 11, 2), day(2022, 10, 31), Some(day(2022, 11, 30))));
    let first = (day(2022, 10, 3), Some(day(2022, 10, 31)));
    assert_eq!(days(&case), [first, (day(2022, 11, 1), Some(day(2022, 11, 30)))]);
    let mut longer = Case { state: case.state.clone(), events: Vec::new() };
    longer.on(day(2022, 11, 14), &amend_work(day(2022, 11, 14), day(2022, 11, 15), Some(day(2022, 12, 31))));
    assert_eq!(days(&longer)[2], (day(2022, 12, 1), Some(day(2022, 12, 31))));
    case.on(day(2022, 11, 14), &end_track(KIND, day(2022, 10, 20)));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 10, 20)))]);
}

#[test]
fn m14_the_first_day_of_work_that_was_prolonged_is_corrected() {
    let (today, from) = (day(2022, 11, 2), day(2022, 10, 24));
    let mut case = authorised(None);
    case.on(today, &amend_work(today, from, Some(day(2022, 10, 25))));
    case.on(today, &amend_work(today, from, Some(day(2022, 12, 31))));
    assert_eq!(
        days(&case),
        [(day(2022, 10, 3), Some(day(2022, 10, 25))), (day(2022, 10, 26), Some(day(2022, 12, 31)))]
    );
    let corrected = |on| {
        let mut case = Case { state: case.state.clone(), events: Vec::new() };
        case.on(today, &resume_work(on));
        days(&case)
    };
    let prolonged = (day(2022, 10, 26), Some(day(2022, 12, 31)));
    assert_eq!(corrected(day(2022, 10, 5)), [(day(2022, 10, 5), Some(day(2022, 10, 25))), prolonged]);
    assert_eq!(corrected(day(2022, 10, 26)), [prolonged]);
    assert_eq!(corrected(day(2022, 10, 28)), [(day(2022, 10, 28), Some(day(2022, 12, 31)))]);
}

#[test]
fn m14_work_without_an_end_any_more_ends_as_one() {
    let today = day(2022, 11, 2);
    let mut case = authorised(Some(day(2022, 12, 15)));
    case.on(today, &amend_work(today, day(2022, 11, 7), None));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 12, 15))), (day(2022, 12, 16), None)]);
    assert_eq!(case.on(today, &amend_work(today, day(2022, 11, 8), None)).len(), 1, "it has no end already");
    let mut amended = Case { state: case.state.clone(), events: Vec::new() };
    amended.on(today, &amend_work(today, day(2022, 11, 9), Some(day(2022, 11, 30))));
    assert_eq!(days(&amended), [(day(2022, 10, 3), Some(day(2022, 11, 30)))]);
    case.on(today, &end_track(KIND, day(2022, 11, 1)));
    assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 11, 1)))]);
}

#[test]
fn m14_only_work_that_was_applied_for_and_is_performed_is_amended() {
    let today = day(2022, 11, 2);
    let amend = |from| amend_work(today, from, None);
    let mut by_hand = Case::recognised();
    by_hand.on(day(2022, 10, 3), &track(KIND, day(2022, 10, 3), None));
    assert_eq!(by_hand.refused(today, &amend(today)), Rejection::WorkNotAuthorised);
    assert_eq!(resumed().refused(today, &amend(today)), Rejection::WorkNotAuthorised);
    let mut case = authorised(None);
    assert_eq!(case.refused(today, &amend(day(2022, 10, 2))), Rejection::WorkNotAuthorised);
    case.on(today, &end_track(KIND, day(2022, 10, 31)));
    assert_eq!(case.refused(today, &amend(day(2022, 11, 1))), Rejection::WorkNotAuthorised);
    case.on(today, &amend_work(today, day(2022, 10, 31), Some(day(2022, 11, 30))));
    let early = amend_work(day(2022, 10, 19), day(2022, 10, 31), Some(day(2022, 10, 30)));
    assert_eq!(case.refused(today, &early).impossible_dates().len(), 2);
}

#[test]
fn m14_no_presumption_keeps_the_recognition_from_ending_during_authorised_work() {
    for cause in EndCause::ALL {
        let mut case = authorised(None);
        case.on(day(2022, 11, 20), &end(day(2022, 11, 15), *cause));
        assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 11, 15)))]);
        assert_eq!(
            case.refused(day(2022, 11, 20), &amend_work(day(2022, 11, 14), day(2022, 11, 16), None)).code(),
            "INCAPACITY_ENDED"
        );
        case.on(day(2022, 11, 20), &amend_work(day(2022, 11, 14), day(2022, 11, 15), None));
        assert_eq!(days(&case), [(day(2022, 10, 3), Some(day(2022, 11, 15)))], "it ends with the incapacity");
    }
}

#[test]
fn t6_what_is_decided_as_of_before_the_end_lasts_no_longer_than_the_incapacity() {
    for (from, expected) in
        [(day(2022, 10, 3), vec![(day(2022, 10, 3), Some(day(2022, 10, 15)))]), (day(2022, 10, 16), vec![])]
    {
        let mut case = resumed();
        case.on(day(2022, 10, 20), &end(day(2022, 10, 15), EndCause::WorkResumed));
        case.on(day(2022, 10, 20), &authorise_work(day(2022, 10, 14), from, None));
        assert_eq!(days(&case), expected);
        assert_eq!(case.refused(day(2022, 10, 20), &resume_work(day(2022, 10, 16))).code(), "INCAPACITY_ENDED");
    }
}
