//! What holds of a case that is read as it was on a day, in every history.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::deadline::{Closure, Deadline, Step};
use trajet_law::matter::shown_on;

use super::{any_history, fire};
use crate::command::Command;
use crate::event::Event;
use crate::round::Round;
use crate::samples::{Case, day};
use crate::state::{State, apply};

/// The case as it was on a day, by all these events.
fn as_of(events: &[Event], day: NaiveDate) -> State {
    let history: Vec<_> = events.iter().map(|event| (event.effective_on(), event.matter())).collect();
    let mut state = State::default();
    for place in shown_on(&history, day) {
        apply(&mut state, &events[place]);
    }
    state
}

/// The day on which a deadline was closed.
fn closed_on(deadline: &Deadline) -> Option<NaiveDate> {
    deadline.closed.map(|closed| match closed {
        Closure::Met { on } | Closure::Waived { on, .. } => on,
    })
}

/// The day of the act that planned the last deadline of a step.
fn planned_on(events: &[Event], step: Step) -> Option<NaiveDate> {
    events.iter().rev().find_map(|event| match event {
        Event::DeadlinePlanned { plan, on } if plan.step == step => Some(*on),
        _ => None,
    })
}

fn played(history: Vec<(NaiveDate, Command)>) -> Case {
    let mut case = Case::default();
    for (today, command) in history {
        fire(&mut case, today);
        let _ = case.attempt(today, &command);
    }
    case
}

proptest! {
    #[test]
    fn t6_on_the_last_day_of_its_events_a_case_is_what_it_is(history in any_history()) {
        let case = played(history);
        let last = case.events.iter().map(Event::effective_on).max().unwrap_or_default();
        prop_assert_eq!(as_of(&case.events, last), case.state);
    }

    #[test]
    fn t6_what_was_known_after_each_event_is_the_state_of_then(history in any_history()) {
        // The past of what was known then, and not of what is known now.
        let case = played(history);
        let mut state = State::default();
        for (place, event) in case.events.iter().enumerate() {
            apply(&mut state, event);
            prop_assert_eq!(&as_of(&case.events[..=place], NaiveDate::MAX), &state);
        }
    }

    #[test]
    fn t6_as_of_a_day_no_deadline_shows_what_happened_to_it_later(history in any_history(), after in 0..300_u64) {
        let case = played(history);
        let day = day(2022, 8, 20) + Days::new(after);
        let past = as_of(&case.events, day);
        for deadline in &past.deadlines {
            prop_assert!(deadline.missed_on.is_none_or(|on| on <= day));
            prop_assert!(closed_on(deadline).is_none_or(|on| on <= day));
            prop_assert!(case.state.deadlines.iter().any(|known| known.plan == deadline.plan));
            let counts = past.deadlines.last(deadline.plan.step) == Some(deadline);
            prop_assert!(counts || !deadline.is_open(), "only the last deadline of a step is open");
        }
        for step in Step::ALL {
            let known = case.state.deadlines.last(*step).filter(|_| planned_on(&case.events, *step) <= Some(day));
            let Some(known) = known else { continue };
            let shown = past.deadlines.last(*step);
            prop_assert_eq!(shown.map(|shown| &shown.plan), Some(&known.plan));
            if closed_on(known).is_some_and(|on| on <= day) {
                prop_assert_eq!(shown.and_then(|shown| shown.closed), known.closed);
            }
        }
    }

    #[test]
    fn q5_as_of_a_day_nothing_came_of_a_sending_that_came_later(history in any_history(), after in 0..160_u64) {
        let case = played(history);
        let day = day(2022, 8, 20) + Days::new(after);
        let past = as_of(&case.events, day);
        for round in &past.rounds {
            let known = case.state.rounds.iter().find(|known| known.sent == round.sent);
            prop_assert!(known.is_some() && round.sent.on <= day);
            prop_assert!(round.settled_on().is_none_or(|on| on <= day));
            let settled = known.and_then(Round::settled_on).filter(|on| *on <= day);
            prop_assert_eq!(round.settled_on(), settled);
        }
    }
}
