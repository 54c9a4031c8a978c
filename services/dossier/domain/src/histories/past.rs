//! What holds of a case that is read as it was on a day, in every history.

use proptest::prelude::*;
use trajet_law::histories::past::{self, as_of};

use super::{History, any_day, any_history, around, case_of, fire, times};
use crate::annul::AskedAgain;
use crate::samples::Case;
use crate::state::State;

/// The case after a history, in which each timer fires on its day.
pub(super) fn played(history: History) -> Case {
    let mut case = case_of(&history);
    for (today, command) in history.steps {
        fire(&mut case, today);
        let _ = case.attempt(today, &command);
    }
    case
}

proptest! {
    #![proptest_config(times(2))]

    #[test]
    fn t6_on_the_last_day_of_its_events_a_case_is_what_it_is(history in around(any_history)) {
        let case = played(history);
        past::on_the_last_day_a_case_is_what_it_is(&AskedAgain(case.state.law), &case.events, &case.state);
    }

    #[test]
    fn t6_what_was_known_after_each_event_is_the_state_of_then(history in around(any_history)) {
        let case = played(history);
        past::what_was_known_after_each_event_is_the_state_of_then(&AskedAgain(case.state.law), &case.events);
    }

    #[test]
    fn t6_as_of_a_day_no_deadline_shows_what_happened_to_it_later((history, day) in around(|first| (any_history(first), any_day(first)))) {
        let case = played(history);
        past::no_deadline_shows_what_happened_to_it_later(&AskedAgain(case.state.law), &case.events, &case.state, day);
    }

    #[test]
    fn d6_as_of_a_day_every_request_has_the_number_that_it_has((history, day) in around(|first| (any_history(first), any_day(first)))) {
        let case = played(history);
        let named = |state: &State| -> Vec<_> {
            state.requests.iter().map(|request| (request.number, request.received_on, request.first_contact)).collect()
        };
        let known = named(&case.state);
        for (number, received_on, first_contact) in named(&as_of(&AskedAgain(case.state.law), &case.events, day)) {
            let same = known.iter().find(|known| known.0 == number);
            prop_assert_eq!(same.map(|known| known.1), Some(received_on));
            prop_assert!(first_contact.is_none_or(|on| on <= day));
        }
    }
}
