//! Whatever was decided is explained by facts of its history.

use super::Timed;
use crate::deadline::{DatedFact, FactKind};
use crate::explain::{Decision, Subject, counted_again, found, taken_away_by};
use crate::law::Law;
use crate::rule::Rule;
use crate::taken_over::TakenOver;

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
    let events: Vec<_> = events.iter().collect();
    let mut explained = Vec::new();
    for decision in rests_on_facts(it, &events, |_| true) {
        if let Subject::Deadline(plan) | Subject::Replanned { after: plan, .. } = decision.subject {
            assert_eq!(counted_again(plan, law).map(|again| again.days()), Some(plan.days()), "{decision:?}");
            explained.push(plan);
        }
    }
    for deadline in it.deadlines(state) {
        assert!(explained.contains(&&deadline.plan), "{:?}", deadline.plan);
    }
}

/// What takes a step away stands by then, in events in the order in which they stand.
///
/// # Panics
/// Where it does not hold.
pub(super) fn every_waiver_rests_on_facts<L: Timed>(it: &L, events: &[&L::Event]) {
    rests_on_facts(it, events, |subject| matches!(subject, Subject::Waiver { .. }));
}

/// What is decided of some subjects rests on facts that were told by then, and a waiver on those that it names. Gives the decisions.
fn rests_on_facts<'e, L: Timed>(
    it: &L,
    events: &[&'e L::Event],
    of: impl Fn(Subject<'_>) -> bool,
) -> Vec<Decision<'e>> {
    let told: Vec<_> = events.iter().map(|event| it.tells(event)).collect();
    let mut decisions = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let Some(decision) = it.decision(event).filter(|decision| of(decision.subject)) else { continue };
        let rests_on = decision.rests_on();
        assert!(!rests_on.is_empty(), "{event:?}");
        for one in rests_on {
            assert!(found(&told[..=place], one).is_some(), "{event:?} rests on {one:?} of {told:?}");
        }
        if let Subject::Waiver { rests_on, .. } = decision.subject {
            assert!(!rests_on.is_empty(), "{event:?} names no fact");
            assert!(rests_on.iter().all(|fact| takes_away(*fact, &decision)), "{event:?}");
        }
        decisions.push(decision);
    }
    decisions
}

/// Whether a fact can be what took a step away: it is of a kind that can, and not of a later day. What was left out before go-live
/// may have been so by a correction of an earlier day (T6.c).
fn takes_away(fact: DatedFact, decision: &Decision<'_>) -> bool {
    let Decision { on, ground, .. } = *decision;
    let left_out = ground == TakenOver::ground();
    let can = match ground.rule {
        // What a plan of before the law was counted from.
        Rule::T8 => true,
        Rule::T9 => matches!(fact.kind, FactKind::ActAnnulled | FactKind::FirstDay),
        Rule::X3 | Rule::X4 | Rule::D11 => fact.kind == FactKind::ReferralEnd,
        Rule::T6 => fact.kind == FactKind::ReferralEnd && ground.point.is_none(),
        Rule::D14 => fact.kind == FactKind::TrackEnd,
        // Of the incapacity that is a relapse.
        Rule::D24 => fact.kind == FactKind::FirstDay,
        _ => false,
    };
    (can || taken_away_by(ground).contains(&fact.kind)) && (fact.on <= on || left_out)
}
