use trajet_law::deadline::{Closure, FactKind};
use trajet_law::rule::{Ground, Rule};

use super::*;
use crate::fact::Told;
use crate::samples::{Case, answer, contact, day, end, estimate, told, told_asked, track};
use crate::trajectory::AnsweredWith;
use crate::{Category, EndCause, Notice};

/// Recognised, with a request for authorisation of 10 November 2022.
fn asked() -> Case {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 11), &told_asked(1, day(2022, 11, 10)));
    case
}

fn route_b(from: NaiveDate, until: Option<NaiveDate>) -> Track {
    Track { kind: TrackKind::RouteBAuthorised, from, until, told: false, asked_by: None }
}

#[test]
fn m13_a_request_awaits_an_answer_within_our_target() {
    let case = asked();
    let plan = &case.state.open(Step::RouteBDecision).expect("it was planned").plan;
    assert_eq!((plan.opens, plan.due, plan.target), (Some(day(2022, 11, 10)), None, Some(day(2022, 11, 24))));
    assert_eq!((case.state.requests[0].number, case.state.requests[0].contact_on), (1, day(2022, 11, 9)));
    assert_eq!(case.state.requests[0].actions, ["further_contact"]);
}

#[test]
fn m13_an_authorised_trajectory_is_a_track_that_keeps_the_estimate_back() {
    let mut case = asked();
    let events = case.on(day(2022, 11, 20), &answer(day(2022, 11, 18), true));
    let on = day(2022, 11, 18);
    let expected = [
        Event::TrajectoryAuthorised { request: 1, on },
        Event::DeadlineMet { step: Step::RouteBDecision, on },
        Event::TrackStarted(route_b(on, None)),
        Event::DeadlineWaived {
            step: Step::FirstEstimate,
            on,
            because: Ground::point(Rule::M4, 'c'),
            rests_on: FactKind::RouteBBegun.on(on).into(),
        },
    ];
    assert_eq!(events, expected);
    assert_eq!((events[0].rule(), events[1].rule()), (Rule::M13, Rule::M13));
    assert_eq!(case.refused(day(2022, 12, 5), &estimate(Category::Two)).code(), "TRACK_IN_FORCE");
    assert!(case.state.requests[0].answer.is_some());
}

#[test]
fn m13_a_negative_decision_is_told_by_letter_and_changes_nothing_else() {
    let mut case = asked();
    let events = case.on(day(2022, 11, 20), &answer(day(2022, 11, 18), false));
    assert!(matches!(events[..], [Event::TrajectoryNotAuthorised { request: 1, .. }, Event::DeadlineMet { .. }]));
    let answer = case.state.requests[0].answer.clone().expect("it was answered");
    let AnsweredWith::NotCompatible(Some(Notice { on, text, contact: named, .. })) = answer.decision else {
        panic!("a letter was issued")
    };
    assert_eq!((answer.on, on), (day(2022, 11, 18), day(2022, 11, 20)));
    assert_eq!((text, named), (NoticeText::TrajectoryNotAuthorised1, contact()));
    assert!(case.state.tracks.is_empty() && case.state.open(Step::FirstEstimate).is_some());
}

#[test]
fn m13_only_a_request_without_an_answer_is_answered() {
    let today = day(2022, 11, 20);
    let refused = Case::recognised().refused(today, &answer(today, true));
    assert_eq!((refused.code(), refused.rule()), ("NO_REQUEST_AWAITED", Some(Rule::M13)));
    assert_eq!(Case::default().refused(today, &answer(today, true)), Rejection::NotDeclared);

    let mut case = asked();
    case.on(today, &answer(today, false));
    assert_eq!(case.refused(today, &answer(today, true)), Rejection::NoRequestAwaited);
    case.on(day(2022, 12, 1), &told_asked(2, day(2022, 12, 1)));
    case.on(day(2022, 12, 2), &answer(day(2022, 12, 2), true));
    let answers: Vec<_> = case.state.requests.iter().map(|it| it.answer.as_ref().map(|answer| answer.on)).collect();
    assert_eq!(answers, [Some(today), Some(day(2022, 12, 2))]);
    let planned = case.state.deadlines.iter().filter(|it| it.plan.step == Step::RouteBDecision);
    assert_eq!(planned.count(), 2);
}

#[test]
fn m13_the_answer_lies_from_the_request_to_today() {
    for decided_on in [day(2022, 11, 9), day(2022, 11, 21)] {
        let refused = asked().refused(day(2022, 11, 20), &answer(decided_on, true));
        assert_eq!(refused.impossible_dates().len(), 1, "{decided_on}");
    }
    asked().on(day(2022, 11, 20), &answer(day(2022, 11, 10), true));
}

#[test]
fn d11_c_a_trajectory_that_ended_awaits_no_answer() {
    let mut case = asked();
    let events = case.on(
        day(2022, 11, 21),
        &told(30, Told::TrajectoryEnded { on: day(2022, 11, 15), because: Ground::point(Rule::D11, 'c') }),
    );
    assert_eq!(events[0].ground(), Ground::point(Rule::D11, 'c'));
    let waived = Closure::Waived { on: day(2022, 11, 15), because: Ground::point(Rule::D11, 'c') };
    assert_eq!(case.standing(Step::RouteBDecision), (None, Some(waived)));
    let after = case.refused(day(2022, 11, 21), &answer(day(2022, 11, 16), true));
    assert_eq!(after, Rejection::NoRequestAwaited);
    // Decided before it ended, and entered after: it was in force until then.
    case.on(day(2022, 11, 21), &answer(day(2022, 11, 12), true));
    assert_eq!(case.state.tracks, [route_b(day(2022, 11, 12), Some(day(2022, 11, 15)))]);
    assert_eq!(case.first_estimate(), (None, None));
}

#[test]
fn d11_c_an_authorised_trajectory_ends_its_track_and_gives_the_estimate_back() {
    let mut case = asked();
    case.on(day(2022, 11, 20), &answer(day(2022, 11, 18), true));
    case.on(
        day(2022, 12, 3),
        &told(30, Told::TrajectoryEnded { on: day(2022, 12, 2), because: Ground::point(Rule::D11, 'c') }),
    );
    assert_eq!(case.state.tracks, [route_b(day(2022, 11, 18), Some(day(2022, 12, 2)))]);
    assert_eq!(case.first_estimate(), (None, None));
}

#[test]
fn d11_c_an_end_that_is_told_after_a_later_authorisation_ends_it_on_its_day() {
    let mut case = asked();
    case.on(day(2022, 11, 20), &answer(day(2022, 11, 18), true));
    case.on(
        day(2022, 11, 20),
        &told(30, Told::TrajectoryEnded { on: day(2022, 11, 16), because: Ground::point(Rule::D11, 'c') }),
    );
    assert_eq!(case.state.tracks, [route_b(day(2022, 11, 18), Some(day(2022, 11, 18)))]);
}

#[test]
fn m4_beside_a_track_of_route_b_no_second_one_begins() {
    let mut case = asked();
    case.on(day(2022, 11, 12), &track(TrackKind::RouteBAuthorised, day(2022, 11, 12), None));
    let events = case.on(day(2022, 11, 20), &answer(day(2022, 11, 18), true));
    assert!(matches!(events[..], [Event::TrajectoryAuthorised { .. }, Event::DeadlineMet { .. }]));
}

#[test]
fn t6_after_the_end_what_was_decided_before_it_is_recorded() {
    let today = day(2022, 12, 1);
    for (cause, letter) in [(EndCause::Other, true), (EndCause::Deceased, false)] {
        let mut case = asked();
        case.on(today, &end(day(2022, 11, 20), cause));
        assert_eq!(case.refused(today, &answer(day(2022, 11, 21), false)).code(), "INCAPACITY_ENDED");
        case.on(today, &answer(day(2022, 11, 20), false));
        let answer = case.state.requests[0].answer.clone().expect("it was answered");
        assert!(matches!(answer.decision, AnsweredWith::NotCompatible(notice) if notice.is_some() == letter));
    }
    let mut case = asked();
    case.on(today, &end(day(2022, 11, 20), EndCause::Other));
    case.on(today, &answer(day(2022, 11, 12), true));
    assert_eq!(case.state.tracks, [route_b(day(2022, 11, 12), Some(day(2022, 11, 20)))]);
}

fn ended(on: NaiveDate) -> crate::Command {
    told(40, Told::TrajectoryEnded { on, because: Ground::point(Rule::D11, 'c') })
}

#[test]
fn m13_the_answer_is_to_the_request_that_was_awaited_on_its_day() {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 5), &told_asked(1, day(2022, 10, 5)));
    case.on(day(2022, 10, 20), &ended(day(2022, 10, 18)));
    case.on(day(2022, 11, 10), &told_asked(2, day(2022, 11, 10)));
    let events = case.on(day(2022, 11, 11), &answer(day(2022, 10, 12), false));
    assert!(matches!(events[..], [Event::TrajectoryNotAuthorised { request: 1, .. }]));
    assert!(case.state.open(Step::RouteBDecision).is_some());
    let events = case.on(day(2022, 11, 12), &answer(day(2022, 11, 11), false));
    assert!(matches!(events[..], [Event::TrajectoryNotAuthorised { request: 2, .. }, Event::DeadlineMet { .. }]));
}

#[test]
fn d11_c_the_end_of_a_trajectory_does_not_end_a_request_that_was_made_after_it() {
    let mut case = Case::recognised();
    for (position, on) in [(1, day(2022, 10, 3)), (2, day(2022, 11, 10))] {
        case.on(day(2022, 11, 10), &told(position, Told::TrajectoryRequested { on }));
    }
    case.on(day(2022, 11, 11), &told_asked(1, day(2022, 11, 10)));
    assert_eq!(case.on(day(2022, 11, 12), &ended(day(2022, 11, 9))).len(), 1);
    case.on(day(2022, 11, 20), &answer(day(2022, 11, 18), true));
    let later = told(41, Told::TrajectoryEnded { on: day(2022, 11, 8), because: Rule::D8.into() });
    assert_eq!(case.on(day(2022, 11, 21), &later).len(), 1);
    assert_eq!(case.state.tracks, [route_b(day(2022, 11, 18), None)]);
}

#[test]
fn d11_c_an_end_dated_before_the_request_for_authorisation_ends_that_request() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 3), &told(1, Told::TrajectoryRequested { on: day(2022, 11, 2) }));
    case.on(day(2022, 11, 11), &told_asked(1, day(2022, 11, 10)));
    case.on(day(2022, 11, 12), &ended(day(2022, 11, 9)));
    let waived = Closure::Waived { on: day(2022, 11, 10), because: Ground::point(Rule::D11, 'c') };
    assert_eq!(case.standing(Step::RouteBDecision), (None, Some(waived)));
    for decided_on in [day(2022, 11, 8), day(2022, 11, 9), day(2022, 11, 10), day(2022, 11, 18)] {
        assert_eq!(case.refused(day(2022, 11, 20), &answer(decided_on, true)), Rejection::NoRequestAwaited);
    }
    assert!(case.state.tracks.is_empty());
    // The next request is another one.
    case.on(day(2022, 12, 1), &told(2, Told::TrajectoryRequested { on: day(2022, 12, 1) }));
    case.on(day(2022, 12, 5), &told_asked(2, day(2022, 12, 5)));
    case.on(day(2022, 12, 6), &answer(day(2022, 12, 6), true));
    assert_eq!(case.state.tracks, [route_b(day(2022, 12, 6), None)]);
}

#[test]
fn d11_c_whatever_was_answered_before_an_earlier_end_was_told_no_track_goes_on() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 3), &told(1, Told::TrajectoryRequested { on: day(2022, 11, 2) }));
    case.on(day(2022, 11, 11), &told_asked(1, day(2022, 11, 10)));
    case.on(day(2022, 11, 18), &answer(day(2022, 11, 18), true));
    case.on(day(2022, 11, 19), &ended(day(2022, 11, 9)));
    assert_eq!(case.state.tracks, [route_b(day(2022, 11, 18), Some(day(2022, 11, 18)))]);
}

#[test]
fn t6_a_decision_from_before_the_end_meets_its_deadline() {
    let mut case = asked();
    case.on(day(2022, 12, 1), &end(day(2022, 11, 20), EndCause::Other));
    case.on(day(2022, 12, 1), &answer(day(2022, 11, 18), false));
    let met = Closure::Met { on: day(2022, 11, 18) };
    assert_eq!(case.standing(Step::RouteBDecision), (None, Some(met)));
}

#[test]
fn m13_a_track_of_another_kind_does_not_take_the_place_of_the_authorised_trajectory() {
    let mut case = asked();
    case.on(day(2022, 11, 14), &track(TrackKind::AuthorisedWork, day(2022, 11, 14), None));
    let on = day(2022, 11, 18);
    let events = case.on(day(2022, 11, 20), &answer(on, true));
    assert!(events.contains(&Event::TrackStarted(route_b(on, None))), "{events:?}");
}
