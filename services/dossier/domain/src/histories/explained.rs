//! In every history, whatever was decided is explained by facts of that history.

use chrono::NaiveDate;
use proptest::prelude::*;
use trajet_law::histories::explained::what_is_decided_rests_on_facts_and_is_counted_again;

use super::past::played;
use super::played::law;
use super::{any_day, any_history, times};
use crate::command::Command;
use crate::fact::Told;
use crate::samples::told;

/// A history in which the first day of incapacity is corrected, perhaps more than once.
fn any_corrected_history() -> impl Strategy<Value = Vec<(NaiveDate, Command)>> {
    let corrections = prop::collection::vec((any::<prop::sample::Index>(), any_day()), 0..3);
    (any_history(), corrections).prop_map(|(mut history, corrections)| {
        for (place, to) in corrections {
            let place = place.index(history.len().max(1));
            let Some((on, _)) = history.get(place).cloned() else { continue };
            history.insert(place + 1, (on, told(Told::StartCorrected { from: to, to, on })));
        }
        history
    })
}

proptest! {
    #![proptest_config(times(4))]

    #[test]
    fn t6_in_every_history_what_is_decided_rests_on_facts_of_it_and_is_counted_again_from_them(
        history in any_corrected_history(),
    ) {
        let case = played(history);
        what_is_decided_rests_on_facts_and_is_counted_again(&law(), case.state.law, &case.events, &case.state);
    }
}
