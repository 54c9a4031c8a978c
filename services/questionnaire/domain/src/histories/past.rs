//! What holds of a case that is read as it was on a day, in every history.

use proptest::prelude::*;
use trajet_law::histories::past::{self, as_of};

use super::{History, any_day, any_history, around, case_of, fire};
use crate::annul::AskedAgain;
use crate::round::Round;
use crate::samples::Case;

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
    fn q5_as_of_a_day_nothing_came_of_a_sending_that_came_later((history, day) in around(|first| (any_history(first), any_day(first)))) {
        let case = played(history);
        let past = as_of(&AskedAgain(case.state.law), &case.events, day);
        for round in &past.rounds {
            let known = case.state.rounds.iter().find(|known| known.sent == round.sent);
            prop_assert!(known.is_some() && round.sent.on <= day);
            prop_assert!(round.settled_on().is_none_or(|on| on <= day));
            let settled = known.and_then(Round::settled_on).filter(|on| *on <= day);
            prop_assert_eq!(round.settled_on(), settled);
        }
    }
}
