//! What holds in every history, whatever is asked in whatever order.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use trajet_law::deadline::Step;
use trajet_law::rule::{Ground, Rule};

use crate::command::Command;
use crate::decision::{DecidedBy, RefusalReason};
use crate::estimate::Category;
use crate::event::Event;
use crate::fact::{ProfileSummary, Told};
use crate::samples::{Case, declare_from, end_track, estimate, other_body, recognise, refuse, start, told, track};
use crate::state::{State, apply};
use crate::timer::timers;
use crate::track::TrackKind;

/// A day around the incapacities of the histories, which begin in the eight months from 1 September 2021 on.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..600).prop_map(|days| start() - Days::new(365) + Days::new(days))
}

fn any_kind() -> impl Strategy<Value = TrackKind> {
    prop::sample::select(TrackKind::ALL)
}

fn any_told() -> impl Strategy<Value = Told> {
    (any_day(), any_day(), 0..6).prop_map(|(on, other, which)| match which {
        0 => Told::Sent { on, due_back: other },
        1 => Told::Waived { on, because: Rule::Q2.into() },
        2 => Told::Waived { on, because: Ground::point(Rule::Q4, 'b') },
        3 => Told::NotReturned { due_back: on, help_asked_on: other },
        4 => Told::Incomplete { on },
        _ => Told::Completed { on, profile: ProfileSummary::default() },
    })
}

fn any_command() -> impl Strategy<Value = Command> {
    let decided_by = prop_oneof![3 => Just(DecidedBy::AdvisingPhysician), 1 => Just(other_body())];
    let by = decided_by.clone();
    prop_oneof![
        3 => (0_u64..240).prop_map(|days| declare_from(start() - Days::new(365) + Days::new(days))),
        4 => (any_day(), decided_by, prop::option::of(any_day())).prop_map(|(decided_on, decided_by, ceased_on)| {
            Command::Recognise { decided_on, decided_by, activity_ceased_on: ceased_on }
        }),
        1 => any_day().prop_map(refuse),
        1 => (any_day(), by).prop_map(|(decided_on, decided_by)| {
            Command::RefuseRecognition { decided_on, decided_by, reason: RefusalReason::FileIncomplete }
        }),
        5 => (any_kind(), any_day(), prop::option::of(any_day()))
            .prop_map(|(kind, from, until)| track(kind, from, until)),
        5 => (any_kind(), any_day()).prop_map(|(kind, on)| end_track(kind, on)),
        5 => prop::sample::select(Category::ALL).prop_map(estimate),
        3 => Just(Command::FireEstimateMissed),
        4 => (0_u64..8, any_told()).prop_map(|(position, fact)| told(position, fact)),
    ]
}

/// Commands, each with the days that pass before it. Most histories begin with a recognised case.
fn any_history() -> impl Strategy<Value = Vec<(u64, Command)>> {
    let commands = prop::collection::vec((0_u64..40, any_command()), 0..30);
    (any::<u8>(), 0_u64..240, commands).prop_map(|(which, days, commands)| {
        let first_day = start() - Days::new(365) + Days::new(days);
        let declared = (days, declare_from(first_day));
        let recognised = (2, recognise(first_day));
        let opening = match which % 4 {
            0 => vec![],
            1 => vec![declared],
            _ => vec![declared, recognised],
        };
        opening.into_iter().chain(commands).collect()
    })
}

/// Gives every command on its day; what holds is checked after each with the day, the state before and the events.
fn live(history: &[(u64, Command)], mut holds: impl FnMut(NaiveDate, &Command, &State, &[Event], &State)) -> Case {
    let mut case = Case::default();
    let mut today = start() - Days::new(365);
    for (days, command) in history {
        today = today + Days::new(*days);
        let before = case.state.clone();
        let events = case.attempt(today, command).unwrap_or_default();
        holds(today, command, &before, &events, &case.state);
    }
    case
}

fn same_every_time() -> Config {
    Config { rng_seed: RngSeed::Fixed(2022), failure_persistence: None, cases: 1000, ..Config::default() }
}

proptest! {
    #![proptest_config(same_every_time())]

    #[test]
    fn t6_a_deadline_never_vanishes_and_never_changes_its_dates_and_a_miss_stays(history in any_history()) {
        live(&history, |_, _, before, _, after| {
            assert!(before.deadlines.len() <= after.deadlines.len());
            for (was, is) in before.deadlines.iter().zip(&after.deadlines) {
                assert_eq!(was.plan, is.plan);
                assert!(was.missed_on.is_none() || was.missed_on == is.missed_on);
            }
        });
    }

    #[test]
    fn t6_a_deadline_changes_only_by_an_event_that_says_so(history in any_history()) {
        live(&history, |_, _, before, events, after| {
            let about_deadlines = events.iter().any(|event| matches!(
                event,
                Event::DeadlinePlanned { .. } | Event::DeadlineMet { .. } | Event::DeadlineMissed { .. }
                    | Event::DeadlineWaived { .. } | Event::DeadlineReopened { .. }
            ));
            assert_eq!(before.deadlines != after.deadlines, about_deadlines);
        });
    }

    #[test]
    fn t6_a_timer_that_fires_on_its_day_or_later_disappears(history in any_history(), late in 0_u64..50) {
        live(&history, |today, _, _, _, after| {
            for timer in timers(after) {
                let mut case = Case { state: after.clone(), events: Vec::new() };
                let fired_on = timer.fire_on.max(today) + Days::new(late);
                assert!(!case.on(fired_on, &Command::FireEstimateMissed).is_empty());
                assert_eq!(timers(&case.state), []);
            }
        });
    }

    #[test]
    fn t6_while_the_estimate_is_open_and_not_missed_its_timer_is_set(history in any_history()) {
        live(&history, |_, _, _, _, after| {
            let waits = after.open(Step::FirstEstimate).is_some_and(|deadline| deadline.missed_on.is_none());
            assert_eq!(timers(after).len(), usize::from(waits));
        });
    }

    #[test]
    fn t6_a_fact_is_never_refused_and_never_lost(history in any_history(), fact in any_told()) {
        let mut case = live(&history, |_, _, _, _, _| ());
        case.on(start(), &told(100, fact));
        let facts = history.iter().filter(|(_, command)| matches!(command, Command::Note(_)));
        let mut distinct: Vec<&Command> = Vec::new();
        for (_, command) in facts {
            if !distinct.contains(&command) {
                distinct.push(command);
            }
        }
        prop_assert_eq!(case.state.noted.len() + case.state.parked.len(), distinct.len() + 1);
        prop_assert!(case.state.declaration.is_none() || case.state.parked.is_empty());
    }

    #[test]
    fn t6_replaying_the_events_gives_the_same_state(history in any_history()) {
        let case = live(&history, |_, _, _, _, _| ());
        let mut replayed = State::default();
        for event in &case.events {
            apply(&mut replayed, event);
        }
        prop_assert_eq!(replayed, case.state);
    }

    #[test]
    fn m4_no_estimate_is_made_while_a_track_is_in_force(history in any_history()) {
        live(&history, |today, _, before, events, _| {
            let made = events.iter().any(|event| matches!(event, Event::FirstEstimateMade(_)));
            assert!(!made || before.track_on(today).is_none());
        });
    }

    #[test]
    fn m4_no_open_estimate_has_a_track_that_lasts_to_its_last_day(history in any_history()) {
        live(&history, |_, _, _, _, after| {
            if let Some(due) = after.open(Step::FirstEstimate).and_then(|deadline| deadline.plan.due) {
                assert!(after.tracks.iter().all(|track| track.over_before(due)));
            }
        });
    }

    #[test]
    fn m4_tracks_of_one_kind_never_share_a_day(history in any_history()) {
        let tracks = live(&history, |_, _, _, _, _| ()).state.tracks;
        for (index, one) in tracks.iter().enumerate() {
            let others = tracks[..index].iter().filter(|other| other.kind == one.kind);
            prop_assert!(others.into_iter().all(|other| !other.overlaps(one)));
        }
    }

    #[test]
    fn m10_exactly_who_is_in_category_4_is_referred(history in any_history()) {
        live(&history, |_, _, _, _, after| {
            let category = after.first_estimate.as_ref().map(|estimate| estimate.category);
            assert_eq!(after.referral.is_some(), category == Some(Category::Four));
        });
    }

    #[test]
    fn m1_an_estimate_and_its_deadline_follow_a_recognition(history in any_history()) {
        live(&history, |_, _, _, _, after| {
            let recognised = after.recognition().is_some();
            assert!(recognised || (after.first_estimate.is_none() && after.deadlines.is_empty()));
        });
    }
}

#[test]
fn the_histories_reach_what_they_are_to_prove() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::new(same_every_time());
    let mut seen = [false; 6];
    for _ in 0..1000 {
        let history = any_history().new_tree(&mut runner).expect("a history is generated").current();
        for event in live(&history, |_, _, _, _, _| ()).events {
            match event {
                Event::FirstEstimateMade(_) => seen[0] = true,
                Event::PersonReferred(_) => seen[1] = true,
                Event::DeadlineWaived { .. } => seen[2] = true,
                Event::DeadlineReopened { .. } => seen[3] = true,
                Event::DeadlineMissed { .. } => seen[4] = true,
                Event::FactReleased { .. } => seen[5] = true,
                _ => {}
            }
        }
    }
    assert_eq!(seen, [true; 6]);
}
