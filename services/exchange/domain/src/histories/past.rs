//! What holds of a case that is read as it was on a day, in every history.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::matter::shown_on;

use super::{any_history, play};
use crate::event::Event;
use crate::samples::day;
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

proptest! {
    #[test]
    fn t6_on_the_last_day_of_its_events_a_case_is_what_it_is(history in any_history()) {
        let case = play(history);
        let last = case.events.iter().map(Event::effective_on).max().unwrap_or_default();
        prop_assert_eq!(as_of(&case.events, last), case.state);
    }

    #[test]
    fn t6_what_was_known_after_each_event_is_the_state_of_then(history in any_history()) {
        // The past of what was known then, and not of what is known now.
        let case = play(history);
        let mut state = State::default();
        for (place, event) in case.events.iter().enumerate() {
            apply(&mut state, event);
            prop_assert_eq!(&as_of(&case.events[..=place], NaiveDate::MAX), &state);
        }
    }

    #[test]
    fn x5_as_of_a_day_a_case_has_what_was_told_of_it_by_then(history in any_history(), after in 0..200_u64) {
        let stream = play(history);
        let day = day(2022, 8, 20) + Days::new(after);
        let State::Case(known) = &stream.state else { return Ok(()) };
        let mut past = as_of(&stream.events, day);
        let told: Vec<_> = known.told.iter().filter(|told| told.fact.on() <= day).collect();
        let shown: Vec<_> = if let State::Case(past) = &mut past { past.told.iter().collect() } else { Vec::new() };
        prop_assert_eq!(shown, told);
    }
}
