//! Noting what other services tell.
//!
//! A fact is recorded whatever the state, and never refused; one of a case that was not declared here is parked, and
//! released by the declaration. What is told of the questionnaire is the basis of the estimate (M3, M20), or asks for an
//! examination (M5): Circular 2022/383, part III, 3.1, step 4. A request for authorisation awaits the physician's answer
//! (M13): part III, 3.2, step 5. What occupational physicians tell of CODEX trajectories begins and ends tracks (M4), and what
//! the CSCMI and regional services tell carries rehabilitation programmes on (M16). The case of a relapse tells its former case
//! that it was recognised (T9, D24), and the death of the person (T6), whatever is known there of the end.

mod codex;

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::route_b::decision_plan;
use trajet_law::rule::{Ground, Rule};

use super::end_track::ended;
use super::follow::{applied, with_examination};
use super::{end_incapacity, rehabilitation};
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Producer, Questionnaire, Told};
use crate::state::State;
use crate::track::TrackKind;
use crate::trajectory::ends;

pub(super) use codex::{corrected, goes_on_after, released};

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

/// What a fact does in a declared case, or that it cannot act yet. Where the recognition was refused it is only noted; after
/// the end of the incapacity it only corrects the tracks of before it, and plans nothing.
pub(super) fn take(state: &State, fact: &Fact) -> Vec<Event> {
    match fact.told {
        Told::Relapsed { on } => return with_end(state, fact, |known| end_incapacity::relapsed(known, on)),
        Told::Died { on } => return with_end(state, fact, |known| end_incapacity::told_dead(known, on)),
        _ => {}
    }
    let about_tracks =
        matches!(fact.told.producer(), Producer::Exchange) || matches!(fact.told, Told::TrajectoryEnded { .. });
    if state.asks_nothing_more() && !(about_tracks && state.end.is_some()) {
        return vec![Event::noted(fact.clone())];
    }
    match &fact.told {
        Told::CodexRequested { .. } | Told::CodexEnded { .. } => codex::told(state, fact),
        Told::Rehabilitation { fact: of, .. } => rehabilitation::told(state, fact, of),
        Told::Impossible { .. } => with_examination(state, vec![Event::noted(fact.clone())]),
        Told::Completed { on, .. } => completed(state, fact, *on),
        Told::AuthorisationAsked { on, .. } => {
            let plan = Some(decision_plan(state.planning(*on))).filter(|plan| state.judges(plan));
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
        | Told::Presumed(_)
        | Told::Relapsed { .. }
        | Told::Died { .. }
        | Told::TrajectoryRequested { .. } => vec![Event::noted(fact.clone())],
    }
}

/// Notes what the case of a relapse tells, and what that makes known of the end of this incapacity.
fn with_end(state: &State, fact: &Fact, end: impl FnOnce(&State) -> Vec<Event>) -> Vec<Event> {
    let events = vec![Event::noted(fact.clone())];
    let known = applied(state, &events);
    events.into_iter().chain(end(&known)).collect()
}

/// The examination is not needed any more, unless it follows from a finding of a later day.
fn completed(state: &State, fact: &Fact, on: NaiveDate) -> Vec<Event> {
    let events = vec![Event::noted(fact.clone())];
    let asked = state
        .open(Step::EstimateExamination)
        .filter(|_| matches!(applied(state, &events).questionnaire(), Questionnaire::Completed { .. }));
    let waived = asked.map(|asked| Event::DeadlineWaived {
        step: asked.plan.step,
        on,
        because: Rule::Q7.into(),
        rests_on: FactKind::QuestionnaireBack.on(on).into(),
    });
    events.into_iter().chain(waived).collect()
}

/// No answer is awaited any more, and the track of the trajectory ends with it. What the person asked for later is another
/// trajectory.
fn trajectory_ended(state: &State, fact: &Fact, on: NaiveDate, because: Ground) -> Vec<Event> {
    let mut events = vec![Event::noted(fact.clone())];
    let its_own = |day: NaiveDate| ends(&state.noted, on, day);
    let awaited = state.open(Step::RouteBDecision).map(|awaited| (awaited.plan.step, awaited.plan.opens.unwrap_or(on)));
    let awaited = awaited.filter(|(_, asked_on)| its_own(*asked_on));
    let rests_on = || FactKind::TrajectoryEnd.on(on).into();
    let waived = |(step, asked_on)| Event::DeadlineWaived { step, on: on.max(asked_on), because, rests_on: rests_on() };
    events.extend(awaited.map(waived));
    let of_kind = state.tracks.iter().filter(|track| track.kind == TrackKind::RouteBAuthorised && its_own(track.from));
    // Authorised on a later day than the trajectory ended, which was told late: it lasted that day.
    let last = of_kind.max_by_key(|track| track.from).filter(|track| track.until.is_none_or(|until| on < until));
    if let Some(track) = last {
        events.extend(ended(state, track, on.max(track.from)));
    }
    events
}

#[cfg(test)]
mod tests;
