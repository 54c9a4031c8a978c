//! In every history, whatever was decided is explained by facts of that history.

use proptest::prelude::*;
use trajet_law::histories::explained::what_is_decided_rests_on_facts_and_is_counted_again;

use super::any::any_history;
use super::around;
use super::{live, times};
use crate::annul::AskedAgain;

proptest! {
    #![proptest_config(times(4))]

    #[test]
    fn t6_in_every_history_what_is_decided_rests_on_facts_of_it_and_is_counted_again_from_them(history in around(any_history)) {
        let case = live(&history, |_, _, _, _, _| ());
        what_is_decided_rests_on_facts_and_is_counted_again(&AskedAgain(case.state.law), case.state.law, &case.events, &case.state);
    }
}
