//! What holds of a case that is read as it was on a day, in every history.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::histories::past::{self, as_of};

use super::played::law;
use super::{any_history, fire};
use crate::command::Command;
use crate::round::Round;
use crate::samples::{Case, day};

/// The case after a history, in which each timer fires on its day.
pub(super) fn played(history: Vec<(NaiveDate, Command)>) -> Case {
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
        past::on_the_last_day_a_case_is_what_it_is(&law(), &case.events, &case.state);
    }

    #[test]
    fn t6_what_was_known_after_each_event_is_the_state_of_then(history in any_history()) {
        past::what_was_known_after_each_event_is_the_state_of_then(&law(), &played(history).events);
    }

    #[test]
    fn t6_as_of_a_day_no_deadline_shows_what_happened_to_it_later(history in any_history(), after in 0..300_u64) {
        let case = played(history);
        let day = day(2022, 8, 20) + Days::new(after);
        past::no_deadline_shows_what_happened_to_it_later(&law(), &case.events, &case.state, day);
    }

    #[test]
    fn q5_as_of_a_day_nothing_came_of_a_sending_that_came_later(history in any_history(), after in 0..160_u64) {
        let case = played(history);
        let day = day(2022, 8, 20) + Days::new(after);
        let past = as_of(&law(), &case.events, day);
        for round in &past.rounds {
            let known = case.state.rounds.iter().find(|known| known.sent == round.sent);
            prop_assert!(known.is_some() && round.sent.on <= day);
            prop_assert!(round.settled_on().is_none_or(|on| on <= day));
            let settled = known.and_then(Round::settled_on).filter(|on| *on <= day);
            prop_assert_eq!(round.settled_on(), settled);
        }
    }
}
