//! What holds of a case that is read as it was on a day, in every history.

use proptest::prelude::*;
use trajet_law::histories::past::{self, as_of};

use super::{any_day, any_history, around, play};
use crate::annul::AskedAgain;
use crate::state::State;

proptest! {
    #[test]
    fn t6_on_the_last_day_of_its_events_a_case_is_what_it_is(history in around(any_history)) {
        let case = play(history);
        past::on_the_last_day_a_case_is_what_it_is(&AskedAgain, &case.events, &case.state);
    }

    #[test]
    fn t6_what_was_known_after_each_event_is_the_state_of_then(history in around(any_history)) {
        past::what_was_known_after_each_event_is_the_state_of_then(&AskedAgain, &play(history).events);
    }

    #[test]
    fn x5_as_of_a_day_a_case_has_what_was_told_of_it_by_then((history, day) in around(|first| (any_history(first), any_day(first)))) {
        let stream = play(history);
        let State::Case(known) = &stream.state else { return Ok(()) };
        let mut past = as_of(&AskedAgain, &stream.events, day);
        let told: Vec<_> = known.told.iter().filter(|told| told.fact.on() <= day).collect();
        let shown: Vec<_> = if let State::Case(past) = &mut past { past.told.iter().collect() } else { Vec::new() };
        prop_assert_eq!(shown, told);
    }
}
