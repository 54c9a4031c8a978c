//! In every history, whatever was decided is explained by facts of that history.

use chrono::NaiveDate;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use trajet_law::explain::{Subject, counted_again, found};

use super::{any_day, any_history, fire};
use crate::command::Command;
use crate::event::Event;
use crate::fact::Told;
use crate::samples::{Case, told};

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
    #![proptest_config(Config { rng_seed: RngSeed::Fixed(2022), failure_persistence: None, cases: 1000, ..Config::default() })]

    #[test]
    fn t6_in_every_history_what_is_decided_rests_on_facts_of_it_and_is_counted_again_from_them(
        history in any_corrected_history(),
    ) {
        let mut case = Case::default();
        for (today, command) in history {
            fire(&mut case, today);
            let _ = case.attempt(today, &command);
        }
        let facts: Vec<_> = case.events.iter().map(Event::tells).collect();
        let mut explained = Vec::new();
        for (place, event) in case.events.iter().enumerate() {
            let Some(decision) = event.decision() else { continue };
            let rests_on = decision.rests_on();
            prop_assert!(!rests_on.is_empty(), "{event:?}");
            for one in rests_on {
                prop_assert!(found(&facts[..=place], one).is_some(), "{event:?} rests on {one:?}");
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
