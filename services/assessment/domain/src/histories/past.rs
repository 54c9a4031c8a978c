//! What holds of a case that is read as it was on a day, in every history.

use chrono::Days;
use proptest::prelude::*;
use trajet_law::histories::past::{self, as_of};

use super::any::any_history;
use super::live;
use super::played::law;
use crate::samples::start;
use crate::state::State;

proptest! {
    #[test]
    fn t6_on_the_last_day_of_its_events_a_case_is_what_it_is(history in any_history()) {
        let case = live(&history, |_, _, _, _, _| ());
        past::on_the_last_day_a_case_is_what_it_is(&law(), &case.events, &case.state);
    }

    #[test]
    fn t6_what_was_known_after_each_event_is_the_state_of_then(history in any_history()) {
        past::what_was_known_after_each_event_is_the_state_of_then(&law(), &live(&history, |_, _, _, _, _| ()).events);
    }

    #[test]
    fn t6_as_of_a_day_no_deadline_shows_what_happened_to_it_later(history in any_history(), after in 0..500_u64) {
        let case = live(&history, |_, _, _, _, _| ());
        let day = start() - Days::new(100) + Days::new(after);
        past::no_deadline_shows_what_happened_to_it_later(&law(), &case.events, &case.state, day);
    }

    #[test]
    fn m4_as_of_a_day_a_track_is_in_force_just_when_it_is_known_to_have_been(history in any_history(), after in 0..500_u64) {
        let case = live(&history, |_, _, _, _, _| ());
        let day = start() - Days::new(100) + Days::new(after);
        let kinds = |state: &State| {
            let mut kinds: Vec<_> = state.tracks.iter().filter(|it| it.in_force_on(day)).map(|it| it.kind).collect();
            kinds.sort_unstable();
            kinds
        };
        prop_assert_eq!(kinds(&as_of(&law(), &case.events, day)), kinds(&case.state));
    }
}
