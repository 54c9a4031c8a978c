//! Noting what other services tell.
//!
//! A fact is recorded whatever the state, and never refused; one of a case that was not declared here is parked, and
//! released by the declaration. What is told of the questionnaire is the basis of the estimate (M3, M20), or asks for an
//! examination (M5): Circular 2022/383, part III, 3.1, step 4. A request for authorisation awaits the physician's answer
//! (M13): part III, 3.2, step 5. What occupational physicians tell of CODEX trajectories begins and ends tracks (M4).

mod codex;

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, Step};
use trajet_law::route_b::decision_plan;
use trajet_law::rule::{Ground, Rule};

use super::end_track::ended;
use super::follow::with_examination;
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Told};
use crate::state::State;
use crate::track::TrackKind;

pub(super) use codex::{corrected, released};

/// Notes a fact. One that is known already does nothing.
pub(crate) fn decide(state: &State, fact: &Fact) -> Vec<Event> {
    let known = state.noted.contains(fact) || state.parked.iter().any(|(parked, _)| parked == fact);
    if known {
        Vec::new()
    } else if state.declaration.is_some() {
        take(state, fact)
    } else {
        vec![Event::FactParked { fact: fact.clone(), because: ParkedBecause::NotDeclared }]
    }
}

/// What a fact does in a declared case, or that it cannot act yet. After the end of the incapacity, and where the
/// recognition was refused, it is only noted.
pub(super) fn take(state: &State, fact: &Fact) -> Vec<Event> {
    if state.asks_nothing_more() {
        return vec![Event::noted(fact.clone())];
    }
    match &fact.told {
        Told::CodexRequested { .. } | Told::CodexEnded { .. } => codex::told(state, fact),
        Told::Impossible { .. } => with_examination(state, vec![Event::noted(fact.clone())]),
        Told::Completed { on, .. } => {
            let waived = |step| Event::DeadlineWaived { step, on: *on, because: Rule::Q7.into() };
            let asked = state.open(Step::EstimateExamination).map(|deadline| waived(deadline.plan.step));
            [Event::noted(fact.clone())].into_iter().chain(asked).collect()
        }
        Told::AuthorisationAsked { on, .. } => {
            let plan = Some(decision_plan(*on)).filter(|plan| !plan.predates_the_law());
            let plan = plan.filter(|plan| state.recognition().is_some() && state.open(plan.step).is_none());
            let planned = plan.map(|plan| Event::DeadlinePlanned { plan, on: *on });
            [Event::noted(fact.clone())].into_iter().chain(planned).collect()
        }
        Told::TrajectoryEnded { on, because } => trajectory_ended(state, fact, *on, *because),
        Told::Sent { .. }
        | Told::Waived { .. }
        | Told::NotReturned { .. }
        | Told::Incomplete { .. }
        | Told::ConsentsDecided { .. }
        | Told::TrajectoryRequested { .. } => vec![Event::noted(fact.clone())],
    }
}

/// No answer is awaited any more, and the track of the trajectory ends with it.
fn trajectory_ended(state: &State, fact: &Fact, on: NaiveDate, because: Ground) -> Vec<Event> {
    let mut events = vec![Event::noted(fact.clone())];
    let waived = |awaited: &Deadline| Event::DeadlineWaived { step: awaited.plan.step, on, because };
    let asked_by_then = |awaited: &&Deadline| awaited.plan.opens.is_none_or(|opens| opens <= on);
    events.extend(state.open(Step::RouteBDecision).filter(asked_by_then).map(waived));
    let of_kind = state.tracks.iter().filter(|track| track.kind == TrackKind::RouteBAuthorised);
    // Authorised on a later day than the trajectory ended, which was told late: it lasted that day.
    let last = of_kind.max_by_key(|track| track.from).filter(|track| track.until.is_none_or(|until| on < until));
    if let Some(track) = last {
        events.extend(ended(state, track, on.max(track.from)));
    }
    events
}

#[cfg(test)]
mod tests;
