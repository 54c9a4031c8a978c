//! What holds of a case that is read as it was on a day.

use chrono::NaiveDate;

use super::{Played, Timed};
use crate::deadline::{Closure, Deadline, Step};
use crate::matter::shown_on;

/// The case as it was on a day, by all these events.
pub fn as_of<L: Played>(it: &L, events: &[L::Event], day: NaiveDate) -> L::State {
    let history: Vec<_> = events.iter().map(|event| (it.effective_on(event), it.matter(event))).collect();
    let mut state = it.nothing_yet();
    for place in shown_on(&history, day) {
        it.apply(&mut state, &events[place]);
    }
    state
}

/// On the last day of its events a case is what it is.
///
/// # Panics
/// Where it does not hold.
pub fn on_the_last_day_a_case_is_what_it_is<L: Played>(it: &L, events: &[L::Event], state: &L::State) {
    let last = events.iter().map(|event| it.effective_on(event)).max().unwrap_or_default();
    assert_eq!(&as_of(it, events, last), state);
}

/// What was known after each event is the state of then: the past of what was known then, and not of what is known now.
///
/// # Panics
/// Where it does not hold.
pub fn what_was_known_after_each_event_is_the_state_of_then<L: Played>(it: &L, events: &[L::Event]) {
    let mut state = it.nothing_yet();
    for (place, event) in events.iter().enumerate() {
        it.apply(&mut state, event);
        assert_eq!(as_of(it, &events[..=place], NaiveDate::MAX), state);
    }
}

/// As of a day no deadline shows what happened to it later.
///
/// # Panics
/// Where it does not hold.
pub fn no_deadline_shows_what_happened_to_it_later<L: Timed>(
    it: &L,
    events: &[L::Event],
    state: &L::State,
    day: NaiveDate,
) {
    let state = it.deadlines(state);
    let past = as_of(it, events, day);
    let past = it.deadlines(&past);
    for deadline in past {
        assert!(deadline.missed_on.is_none_or(|on| on <= day));
        assert!(closed_on(deadline).is_none_or(|on| on <= day));
        assert!(state.iter().any(|known| known.plan == deadline.plan));
        let counts = past.last(deadline.plan.step) == Some(deadline);
        assert!(counts || !deadline.is_open(), "only the last deadline of a step is open");
    }
    for step in Step::ALL {
        let known = state.last(*step).filter(|_| planned_on(it, events, *step) <= Some(day));
        let Some(known) = known else { continue };
        let shown = past.last(*step);
        assert_eq!(shown.map(|shown| &shown.plan), Some(&known.plan));
        if closed_on(known).is_some_and(|on| on <= day) {
            assert_eq!(shown.and_then(|shown| shown.closed), known.closed);
        }
    }
}

/// The day on which a deadline was closed.
fn closed_on(deadline: &Deadline) -> Option<NaiveDate> {
    deadline.closed.map(|closed| match closed {
        Closure::Met { on } | Closure::Waived { on, .. } => on,
    })
}

/// The day of the act that planned the last deadline of a step.
fn planned_on<L: Timed>(it: &L, events: &[L::Event], step: Step) -> Option<NaiveDate> {
    events.iter().rev().find_map(|event| it.planned(event).filter(|(planned, _)| *planned == step).map(|(_, on)| on))
}
