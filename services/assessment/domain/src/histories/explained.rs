//! In every history, whatever was decided is explained by facts of that history.

use proptest::prelude::*;
use trajet_law::explain::{Subject, counted_again, found};

use super::any::any_history;
use super::{live, same_every_time};
use crate::event::Event;

proptest! {
    #![proptest_config(same_every_time())]

    #[test]
    fn t6_in_every_history_what_is_decided_rests_on_facts_of_it_and_is_counted_again_from_them(history in any_history()) {
        let case = live(&history, |_, _, _, _, _| ());
        let told: Vec<_> = case.events.iter().map(Event::tells).collect();
        let mut explained = Vec::new();
        for (place, event) in case.events.iter().enumerate() {
            let Some(decision) = event.decision() else { continue };
            let rests_on = decision.rests_on();
            prop_assert!(!rests_on.is_empty(), "{event:?}");
            for one in rests_on {
                prop_assert!(found(&told[..=place], one).is_some(), "{event:?} rests on {one:?}");
            }
            if let Subject::Deadline(plan) | Subject::Replanned { after: plan, .. } = decision.subject {
                let again = counted_again(plan, case.state.law).map(|again| again.days());
                prop_assert_eq!(again, Some(plan.days()), "{:?}", event);
                explained.push(plan);
            }
        }
        for deadline in &case.state.deadlines {
            prop_assert!(explained.contains(&&deadline.plan));
        }
    }
}
