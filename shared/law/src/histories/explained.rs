//! Whatever was decided is explained by facts of its history.

use super::Timed;
use crate::explain::{Subject, counted_again, found};
use crate::law::Law;

/// What is decided rests on facts that were told by then, and each deadline is counted again from them.
///
/// # Panics
/// Where it does not hold.
pub fn what_is_decided_rests_on_facts_and_is_counted_again<L: Timed>(
    it: &L,
    law: &'static Law,
    events: &[L::Event],
    state: &L::State,
) {
    let told: Vec<_> = events.iter().map(|event| it.tells(event)).collect();
    let mut explained = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let Some(decision) = it.decision(event) else { continue };
        let rests_on = decision.rests_on();
        assert!(!rests_on.is_empty(), "{event:?}");
        for one in rests_on {
            assert!(found(&told[..=place], one).is_some(), "{event:?} rests on {one:?}");
        }
        if let Subject::Deadline(plan) | Subject::Replanned { after: plan, .. } = decision.subject {
            assert_eq!(counted_again(plan, law).map(|again| again.days()), Some(plan.days()), "{event:?}");
            explained.push(plan);
        }
    }
    for deadline in it.deadlines(state) {
        assert!(explained.contains(&&deadline.plan), "{:?}", deadline.plan);
    }
}
