use super::*;
use crate::command::Command;
use crate::estimate::Category;
use crate::samples::{
    Case, day, declare, employer, end_track, estimate, other_employer, other_service, service, told, track,
};
use trajet_law::codex::Employer;

fn requested(on: NaiveDate, partner: EnterpriseNumber) -> Command {
    told(1, Told::CodexRequested { on, partner, employer: None })
}

fn ended(on: NaiveDate, partner: EnterpriseNumber) -> Command {
    told(2, Told::CodexEnded { on, partner, employer: None })
}

fn of(employer: Employer, word: &Command) -> Command {
    let Command::Note(fact) = word else { panic!("a word of a service") };
    match fact.told {
        Told::CodexRequested { on, partner, .. } => {
            told(3, Told::CodexRequested { on, partner, employer: Some(employer) })
        }
        Told::CodexEnded { on, partner, .. } => told(4, Told::CodexEnded { on, partner, employer: Some(employer) }),
        _ => panic!("a word of a service"),
    }
}

fn codex(from: NaiveDate, until: Option<NaiveDate>) -> Track {
    Track { kind: KIND, from, until, told: true, asked_by: None }
}

/// The days of December 2022 beside a trajectory.
fn december(case: &Case) -> Vec<u32> {
    (1..=31).filter(|of| case.state.track_on(day(2022, 12, *of)).is_some()).collect()
}

#[test]
fn m4_a_a_trajectory_that_was_asked_for_is_a_track_until_it_ends() {
    let mut case = Case::recognised();
    let events = case.on(day(2022, 11, 5), &requested(day(2022, 11, 3), service()));
    assert!(matches!(events[..], [Event::FactNoted(_), Event::TrackStarted(_), Event::DeadlineWaived { .. }]));
    assert!(events.iter().all(|event| event.ground() == KIND.ground() && event.effective_on() == day(2022, 11, 3)));
    case.on(day(2022, 12, 5), &ended(day(2022, 12, 2), service()));
    assert_eq!(case.state.tracks, [codex(day(2022, 11, 3), Some(day(2022, 12, 2)))]);
    assert_eq!(case.first_estimate(), (None, None));
}

#[test]
fn m4_a_beside_a_track_that_is_known_a_request_is_only_noted() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 5), &track(KIND, day(2022, 11, 1), None));
    assert_eq!(case.on(day(2022, 11, 5), &requested(day(2022, 11, 3), service())).len(), 1);
    assert_eq!(case.state.tracks, [Track { told: false, ..codex(day(2022, 11, 1), None) }]);
}

#[test]
fn m4_a_a_request_from_before_a_known_track_lasts_until_that_one() {
    let mut case = Case::recognised();
    case.on(day(2022, 11, 5), &requested(day(2022, 11, 5), service()));
    case.on(day(2022, 11, 5), &requested(day(2022, 11, 1), other_service()));
    assert_eq!(case.state.tracks, [codex(day(2022, 11, 5), None), codex(day(2022, 11, 1), Some(day(2022, 11, 4)))]);
}

#[test]
fn m4_a_the_end_of_one_trajectory_does_not_end_that_of_another_service() {
    let facts = [
        requested(day(2022, 12, 1), service()),
        requested(day(2022, 12, 5), other_service()),
        ended(day(2022, 12, 10), service()),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut case = Case::recognised();
        for fact in order {
            case.on(day(2022, 12, 12), &facts[fact]);
        }
        assert_eq!(december(&case), (1..=31).collect::<Vec<_>>(), "{order:?}");
        let refused = case.refused(day(2022, 12, 15), &estimate(Category::Two));
        assert_eq!(refused, crate::Rejection::TrackInForce { kind: KIND });
        case.on(day(2022, 12, 20), &ended(day(2022, 12, 19), other_service()));
        assert_eq!((december(&case), case.first_estimate()), ((1..=19).collect(), (None, None)), "{order:?}");
        assert!(case.state.parked.is_empty());
    }
}

#[test]
fn m4_a_an_earlier_end_told_late_leaves_the_later_request() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &requested(day(2022, 12, 1), service()));
    case.on(day(2022, 12, 7), &requested(day(2022, 12, 5), other_service()));
    let events = case.on(day(2022, 12, 12), &ended(day(2022, 12, 3), service()));
    assert!(matches!(events[..], [Event::FactNoted(_), Event::TrackEnded(_), Event::TrackStarted(_)]));
    assert_eq!(december(&case), [1, 2, 3].into_iter().chain(5..=31).collect::<Vec<_>>());
}

#[test]
fn m4_a_an_end_that_is_told_before_its_own_request_is_not_lost() {
    let mut case = Case::recognised();
    case.on(day(2022, 9, 12), &requested(day(2022, 9, 10), service()));
    case.on(day(2022, 9, 22), &ended(day(2022, 9, 20), service()));
    let parked = case.on(day(2022, 12, 12), &ended(day(2022, 12, 10), service()));
    assert!(matches!(parked[..], [Event::FactParked { because: ParkedBecause::NotStarted, .. }]));
    // Another service's request is not what ended.
    case.on(
        day(2022, 12, 13),
        &told(3, Told::CodexRequested { on: day(2022, 12, 9), partner: other_service(), employer: None }),
    );
    case.on(
        day(2022, 12, 13),
        &told(4, Told::CodexEnded { on: day(2022, 12, 9), partner: other_service(), employer: None }),
    );
    assert_eq!(case.state.parked.len(), 1);
    case.on(day(2022, 12, 14), &requested(day(2022, 11, 20), service()));
    assert_eq!(december(&case), (1..=10).collect::<Vec<_>>());
    assert_eq!((case.state.parked.len(), case.first_estimate()), (0, (None, None)));
}

#[test]
fn m4_a_an_end_that_was_taken_for_another_finds_its_own_request_when_it_is_told() {
    let mut case = Case::recognised();
    case.on(day(2022, 9, 12), &requested(day(2022, 9, 10), service()));
    case.on(day(2022, 12, 12), &ended(day(2022, 12, 10), service()));
    case.on(day(2022, 12, 12), &ended(day(2022, 9, 20), service()));
    assert_eq!(case.state.tracks, [codex(day(2022, 9, 10), Some(day(2022, 9, 20)))]);
    case.on(day(2022, 12, 14), &requested(day(2022, 12, 2), service()));
    assert_eq!(december(&case), (2..=10).collect::<Vec<_>>());
}

#[test]
fn m4_a_a_track_that_was_recorded_by_hand_is_ended_by_hand() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 10), &track(KIND, day(2022, 12, 1), None));
    case.on(day(2022, 12, 10), &requested(day(2022, 12, 2), service()));
    assert_eq!((december(&case), case.state.parked.len()), ((1..=31).collect(), 0));
    case.on(day(2022, 12, 12), &end_track(KIND, day(2022, 12, 11)));
    assert_eq!((december(&case), case.first_estimate()), ((1..=11).collect(), (None, None)));
}

#[test]
fn m4_a_a_track_that_was_recorded_by_hand_is_ended_by_the_service_that_tells_its_end() {
    let by_hand = track(KIND, day(2022, 12, 1), None);
    let (asked, over) = (requested(day(2022, 12, 2), service()), ended(day(2022, 12, 10), service()));
    for order in [vec![&by_hand, &over], vec![&over, &by_hand], vec![&by_hand, &asked, &over]] {
        let mut case = Case::recognised();
        for command in &order {
            case.on(day(2022, 12, 12), command);
        }
        assert_eq!((december(&case), case.first_estimate()), ((1..=10).collect(), (None, None)), "{order:?}");
        assert!(case.state.parked.is_empty());
    }
}

#[test]
fn m4_a_what_another_service_was_asked_for_goes_on_when_a_track_that_was_recorded_by_hand_ends() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 10), &track(KIND, day(2022, 12, 1), None));
    case.on(day(2022, 12, 10), &requested(day(2022, 12, 2), other_service()));
    case.on(day(2022, 12, 12), &ended(day(2022, 12, 10), service()));
    assert_eq!((december(&case), case.state.parked.len()), ((1..=31).collect(), 0));
    case.on(day(2022, 12, 20), &ended(day(2022, 12, 19), other_service()));
    assert_eq!(december(&case), (1..=19).collect::<Vec<_>>());
}

#[test]
fn m4_a_after_the_incapacity_no_trajectory_goes_on_beside_it() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &track(KIND, day(2022, 12, 1), None));
    case.on(day(2022, 12, 3), &requested(day(2022, 12, 2), service()));
    case.on(day(2022, 12, 20), &crate::samples::end(day(2022, 12, 10), crate::EndCause::Other));
    case.on(day(2022, 12, 21), &end_track(KIND, day(2022, 12, 8)));
    assert_eq!(december(&case), (1..=8).collect::<Vec<_>>());
}

#[test]
fn m4_a_an_end_recorded_by_hand_stands_whatever_is_told_later() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 5), &requested(day(2022, 12, 1), service()));
    case.on(day(2022, 12, 9), &end_track(KIND, day(2022, 12, 8)));
    case.on(day(2022, 12, 10), &ended(day(2022, 12, 9), service()));
    assert_eq!(december(&case), (1..=8).collect::<Vec<_>>());
    case.on(
        day(2022, 12, 12),
        &told(3, Told::CodexRequested { on: day(2022, 12, 12), partner: other_service(), employer: None }),
    );
    assert_eq!(december(&case), (1..=8).chain(12..=31).collect::<Vec<_>>());
}

#[test]
fn m4_a_what_was_told_before_the_declaration_acts_with_it_in_its_order() {
    let mut case = Case::default();
    case.on(day(2022, 9, 3), &requested(day(2022, 9, 2), service()));
    case.on(day(2022, 9, 3), &ended(day(2022, 9, 3), service()));
    case.on(day(2022, 9, 3), &declare());
    assert_eq!((case.state.parked.len(), case.state.noted.len()), (0, 2));
    assert_eq!(case.state.tracks, [codex(day(2022, 9, 2), Some(day(2022, 9, 3)))]);

    let mut backwards = Case::default();
    backwards.on(day(2022, 9, 3), &ended(day(2022, 9, 3), service()));
    backwards.on(day(2022, 9, 3), &declare());
    assert!(matches!(backwards.state.parked[..], [(_, ParkedBecause::NotStarted)]));
}

#[test]
fn m4_a_a_trajectory_after_month_four_leaves_the_estimate_open() {
    let mut case = Case::recognised();
    case.on(day(2023, 1, 9), &requested(day(2023, 1, 5), service()));
    assert_eq!(case.first_estimate(), (None, None));
}

#[test]
fn m4_a_a_piece_that_turns_out_never_to_have_been_counts_on_no_day() {
    let facts = [
        requested(day(2022, 11, 20), service()),
        ended(day(2022, 12, 30), service()),
        told(3, Told::CodexRequested { on: day(2022, 12, 1), partner: other_service(), employer: None }),
        told(4, Told::CodexEnded { on: day(2022, 12, 29), partner: other_service(), employer: None }),
    ];
    for order in [[0, 1, 2, 3], [0, 2, 1, 3], [2, 0, 1, 3], [2, 3, 0, 1]] {
        let mut case = Case::recognised();
        for fact in order {
            case.on(day(2023, 1, 5), &facts[fact]);
        }
        assert_eq!((december(&case), case.first_estimate()), ((1..=30).collect(), (None, None)), "{order:?}");
        let fire_on = crate::timers(&case.state).iter().map(|timer| timer.fire_on).collect::<Vec<_>>();
        assert_eq!(fire_on, [day(2023, 1, 1)], "{order:?}");
    }
}

#[test]
fn m4_a_a_piece_that_never_was_is_told_with_the_day_before_its_first_and_can_be_told_again() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &track(KIND, day(2022, 12, 1), None));
    case.on(day(2022, 12, 31), &ended(day(2022, 12, 20), service()));
    case.on(
        day(2023, 1, 2),
        &told(3, Told::CodexRequested { on: day(2022, 12, 5), partner: other_service(), employer: None }),
    );
    let events = case.on(
        day(2023, 1, 3),
        &told(4, Told::CodexEnded { on: day(2022, 12, 18), partner: other_service(), employer: None }),
    );
    let never_was = codex(day(2022, 12, 21), Some(day(2022, 12, 20)));
    assert!(never_was.never_was() && events.contains(&Event::TrackEnded(never_was)));
    assert_eq!(case.state.tracks.len(), 1, "what never was is not listed");
    case.on(
        day(2023, 1, 4),
        &told(5, Told::CodexRequested { on: day(2022, 12, 21), partner: service(), employer: None }),
    );
    assert_eq!(december(&case), (1..=18).chain(21..=31).collect::<Vec<_>>());
}

#[test]
fn m4_a_a_last_day_that_is_recorded_with_the_first_ends_what_was_asked_for_by_then() {
    let (from, last) = (day(2022, 12, 1), day(2022, 12, 8));
    for commands in [vec![track(KIND, from, Some(last))], vec![track(KIND, from, None), end_track(KIND, last)]] {
        let mut case = Case::recognised();
        for command in &commands {
            case.on(day(2022, 12, 10), command);
        }
        case.on(day(2022, 12, 12), &requested(day(2022, 12, 2), service()));
        assert_eq!((december(&case), case.state.tracks.len()), ((1..=8).collect(), 1));
    }
}

#[test]
fn m4_a_what_is_told_after_the_end_of_the_incapacity_corrects_the_days_before_it() {
    let over = crate::samples::end(day(2022, 12, 15), crate::EndCause::Other);
    let facts = [
        requested(day(2022, 12, 3), service()),
        ended(day(2022, 12, 12), service()),
        told(3, Told::CodexRequested { on: day(2022, 12, 14), partner: other_service(), employer: None }),
        told(4, Told::CodexRequested { on: day(2022, 12, 16), partner: service(), employer: None }),
    ];
    for told_before in 0..=facts.len() {
        let mut case = Case::recognised();
        let (before, after) = facts.split_at(told_before);
        for command in before.iter().chain([&over]).chain(after) {
            case.on(day(2022, 12, 20), command);
        }
        assert_eq!(december(&case), (3..=12).chain([14, 15]).collect::<Vec<_>>(), "{told_before}");
        assert_eq!(case.state.deadlines.all_open().count(), 0);
        let estimated = |on| crate::samples::estimate_of(on, Category::Two, false);
        let refused = case.refused(day(2022, 12, 20), &estimated(day(2022, 12, 8)));
        assert_eq!(refused, crate::Rejection::TrackInForce { kind: KIND });
        case.on(day(2022, 12, 20), &estimated(day(2022, 12, 13)));
    }
}

#[test]
fn m4_a_of_two_employers_with_one_service_the_end_of_one_trajectory_leaves_the_other() {
    let facts = [
        of(employer(), &requested(day(2022, 12, 1), service())),
        of(other_employer(), &requested(day(2022, 12, 5), service())),
        of(employer(), &ended(day(2022, 12, 10), service())),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut case = Case::recognised();
        for fact in order {
            case.on(day(2022, 12, 12), &facts[fact]);
        }
        assert_eq!(december(&case), (1..=31).collect::<Vec<_>>(), "{order:?}");
        case.on(day(2022, 12, 20), &of(other_employer(), &ended(day(2022, 12, 19), service())));
        assert_eq!((december(&case), case.state.parked.len()), ((1..=19).collect(), 0), "{order:?}");
    }
}

#[test]
fn m4_a_an_end_of_one_employer_takes_nothing_from_what_was_asked_for_of_another() {
    // A request of before the service named anybody, and the end that names somebody, in both orders.
    let (asked, over) = (requested(day(2022, 12, 1), service()), of(employer(), &ended(day(2022, 12, 10), service())));
    for order in [[&asked, &over], [&over, &asked]] {
        let mut case = Case::recognised();
        for fact in order {
            case.on(day(2022, 12, 12), fact);
        }
        assert_eq!(december(&case), (1..=10).collect::<Vec<_>>());
    }
    // Which of two an end is of that names nobody, one more word says.
    let mut case = Case::recognised();
    case.on(day(2022, 12, 12), &of(employer(), &requested(day(2022, 12, 1), service())));
    case.on(day(2022, 12, 12), &of(other_employer(), &requested(day(2022, 12, 5), service())));
    case.on(day(2022, 12, 12), &ended(day(2022, 12, 10), service()));
    assert_eq!((december(&case), case.state.parked.len()), ((1..=31).collect::<Vec<_>>(), 1));
    case.on(day(2022, 12, 20), &of(other_employer(), &ended(day(2022, 12, 19), service())));
    case.on(day(2022, 12, 20), &of(employer(), &ended(day(2022, 12, 18), service())));
    assert_eq!(december(&case), (1..=19).collect::<Vec<_>>());
    // A request of before the service named anybody is not ended with that of another employer, asked for later.
    let mut case = Case::recognised();
    case.on(day(2022, 12, 12), &requested(day(2022, 12, 1), service()));
    case.on(day(2022, 12, 12), &of(other_employer(), &requested(day(2022, 12, 5), service())));
    case.on(day(2022, 12, 12), &of(other_employer(), &ended(day(2022, 12, 10), service())));
    assert_eq!((december(&case), case.state.parked.len()), ((1..=31).collect(), 0));
    case.on(day(2022, 12, 20), &of(employer(), &ended(day(2022, 12, 19), service())));
    assert_eq!(december(&case), (1..=19).collect::<Vec<_>>());
}
