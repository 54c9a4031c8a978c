//! What holds of a case that is read as it was on a day, in every history.

use proptest::prelude::*;
use trajet_law::histories::past::{self, as_of};

use super::any::{any_day, any_history};
use super::around;
use super::live;
use crate::annul::AskedAgain;
use crate::state::State;

proptest! {
    #[test]
    fn t6_on_the_last_day_of_its_events_a_case_is_what_it_is(history in around(any_history)) {
        let case = live(&history, |_, _, _, _, _| ());
        past::on_the_last_day_a_case_is_what_it_is(&AskedAgain(history.law()), &case.events, &case.state);
    }

    #[test]
    fn t6_what_was_known_after_each_event_is_the_state_of_then(history in around(any_history)) {
        past::what_was_known_after_each_event_is_the_state_of_then(&AskedAgain(history.law()), &live(&history, |_, _, _, _, _| ()).events);
    }

    #[test]
    fn t6_as_of_a_day_no_deadline_shows_what_happened_to_it_later((history, day) in around(|first| (any_history(first), any_day(first)))) {
        let case = live(&history, |_, _, _, _, _| ());
        past::no_deadline_shows_what_happened_to_it_later(&AskedAgain(history.law()), &case.events, &case.state, day);
    }

    #[test]
    fn m4_as_of_a_day_a_track_is_in_force_just_when_it_is_known_to_have_been((history, day) in around(|first| (any_history(first), any_day(first)))) {
        let case = live(&history, |_, _, _, _, _| ());
        let kinds = |state: &State| {
            let mut kinds: Vec<_> = state.tracks.iter().filter(|it| it.in_force_on(day)).map(|it| it.kind).collect();
            kinds.sort_unstable();
            kinds
        };
        prop_assert_eq!(kinds(&as_of(&AskedAgain(history.law()), &case.events, day)), kinds(&case.state));
    }
}
