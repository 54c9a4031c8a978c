//! What is told of a programme, by whomever: each fact concerns the last programme that had come so far on its day.
//!
//! What a partner tells before what must come first, or against what is known, is parked: the first kind is tried again
//! whenever something of a programme is recorded.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::rehabilitation::{
    CscmiDecision, HoursFollowed, ProgrammeOutcome, RehabilitationFact, reintegration_evaluation_plan,
    reintegration_phase,
};
use trajet_law::rule::Rule;

use super::cut_off;
use crate::acts::by_the_end;
use crate::acts::follow::applied;
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Told};
use crate::rehabilitation::{CscmiAnswer, Programme, ProgrammeEnd};
use crate::rejection::Rejection;
use crate::state::State;

/// What a partner tells: it is noted with what it does, or parked.
pub(in crate::acts) fn told(state: &State, fact: &Fact, of: &RehabilitationFact) -> Vec<Event> {
    match effect(state, of) {
        Ok(does) => {
            let events = [Event::noted(fact.clone())].into_iter().chain(does).collect();
            with_released(state, events)
        }
        Err(refused) => vec![Event::FactParked { fact: fact.clone(), because: parked_because(&refused) }],
    }
}

fn parked_because(refused: &Rejection) -> ParkedBecause {
    match refused {
        Rejection::IncapacityEnded { .. } => ParkedBecause::AfterTheEnd,
        Rejection::NotProposed | Rejection::NotSubmitted | Rejection::NotApproved | Rejection::NotStarted => {
            ParkedBecause::OutOfOrder
        }
        _ => ParkedBecause::Contradicts,
    }
}

/// Adds what waited for what is recorded now, by the days of the facts.
pub(super) fn with_released(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    loop {
        let after = applied(state, &events);
        let mut waiting: Vec<(&Fact, &RehabilitationFact)> = after.parked.iter().filter_map(waits).collect();
        waiting.sort_by_key(|(_, told)| told.on());
        let next = waiting.into_iter().find_map(|(fact, told)| Some((fact, effect(&after, told).ok()?)));
        let Some((fact, does)) = next else { return events };
        events.extend([Event::FactReleased { fact: fact.clone() }, Event::noted(fact.clone())]);
        events.extend(does);
    }
}

fn waits((fact, because): &(Fact, ParkedBecause)) -> Option<(&Fact, &RehabilitationFact)> {
    match &fact.told {
        Told::Rehabilitation { fact: told, .. } if *because == ParkedBecause::OutOfOrder => Some((fact, told)),
        _ => None,
    }
}

/// What a fact does to the programmes of a case; nothing if it is known.
///
/// # Errors
/// If something must come first, or something else is known.
pub(super) fn effect(state: &State, fact: &RehabilitationFact) -> Result<Vec<Event>, Rejection> {
    by_the_end(state, fact.on())?;
    match *fact {
        RehabilitationFact::Answered { on, decision } => answered(state, on, decision),
        RehabilitationFact::IntakeHeld { on } => intake(state, on),
        RehabilitationFact::Started { on } => started(state, on),
        RehabilitationFact::HoursFollowed(hours) => followed(state, hours),
        RehabilitationFact::Ended { on, outcome } => ended(state, on, outcome),
    }
}

/// The last programme of which something is known on a day or before.
fn last_by(state: &State, day: NaiveDate, known: fn(&Programme) -> Option<NaiveDate>) -> Option<&Programme> {
    state.programmes.iter().rfind(|programme| known(programme).is_some_and(|on| on <= day))
}

/// Refuses what is dated after the proposal was closed.
fn not_closed(programme: &Programme, on: NaiveDate) -> Result<(), Rejection> {
    if programme.closed.is_some_and(|closed| closed.on < on) { Err(Rejection::ProposalClosed) } else { Ok(()) }
}

fn answered(state: &State, on: NaiveDate, decision: CscmiDecision) -> Result<Vec<Event>, Rejection> {
    let programme = last_by(state, on, |programme| programme.submitted_on).ok_or(Rejection::NotSubmitted)?;
    let answer = CscmiAnswer { on, decision };
    match programme.answer {
        Some(known) if known == answer => Ok(Vec::new()),
        Some(_) => Err(Rejection::Contradicts),
        None => {
            not_closed(programme, on)?;
            Ok(vec![Event::RehabilitationAnswered { number: programme.number, answer }])
        }
    }
}

fn intake(state: &State, on: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let programme = last_by(state, on, |programme| Some(programme.proposal.on)).ok_or(Rejection::NotProposed)?;
    let held = Event::RehabilitationIntakeHeld { number: programme.number, on };
    Ok(if programme.intakes.contains(&on) { Vec::new() } else { vec![held] })
}

/// The first day, from which incapacity is presumed (M18). One that is told after the incapacity ended ended with it.
fn started(state: &State, on: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let programme = last_by(state, on, Programme::approved_on).ok_or(Rejection::NotApproved)?;
    match programme.started_on {
        Some(known) if known == on => return Ok(Vec::new()),
        Some(_) => return Err(Rejection::Contradicts),
        None => not_closed(programme, on)?,
    }
    let number = programme.number;
    let with_incapacity =
        state.end.as_ref().map(|end| cut_off(&Programme { started_on: Some(on), ..programme.clone() }, end));
    Ok([Event::ProgrammeStarted { number, on }].into_iter().chain(with_incapacity).collect())
}

fn followed(state: &State, hours: HoursFollowed) -> Result<Vec<Event>, Rejection> {
    let days = hours.period;
    let programme = last_by(state, days.first, |programme| programme.started_on).ok_or(Rejection::NotStarted)?;
    if programme.hours.contains(&hours) {
        return Ok(Vec::new());
    }
    if programme.hours.iter().any(|known| known.period.overlaps(&days)) {
        return Err(Rejection::HoursOverlap);
    }
    if programme.end.as_ref().is_some_and(|end| end.last_day < days.last) {
        return Err(Rejection::OutsideTheProgramme);
    }
    Ok(vec![Event::ProgrammeHoursFollowed { number: programme.number, hours }])
}

/// The last day, until which incapacity was presumed (M18). After a success the evaluation at the end of the phase of
/// reintegration is planned (M16), in the place of that of an earlier programme.
fn ended(state: &State, on: NaiveDate, outcome: ProgrammeOutcome) -> Result<Vec<Event>, Rejection> {
    let programme = last_by(state, on, |programme| programme.started_on).ok_or(Rejection::NotStarted)?;
    match &programme.end {
        Some(known) if (known.last_day, known.outcome) == (on, Some(outcome)) => return Ok(Vec::new()),
        Some(known) if known.outcome.is_some() => return Err(Rejection::Contradicts),
        Some(_) | None => {}
    }
    if programme.hours.iter().any(|hours| on < hours.period.last) {
        return Err(Rejection::OutsideTheProgramme);
    }
    let phase = (outcome == ProgrammeOutcome::Succeeded).then(|| reintegration_phase(state.judged(on)));
    let because = Rule::M16.into();
    let plan = phase
        .as_ref()
        .filter(|_| state.end.is_none())
        .map(|phase| reintegration_evaluation_plan(state.planning(phase.value.last)));
    let plan = plan.filter(|plan| state.judges(plan));
    let from = programme.started_on.unwrap_or(on);
    let end = ProgrammeEnd { last_day: on, outcome: Some(outcome), because, phase };
    let mut events = vec![Event::ProgrammeEnded { number: programme.number, from, end }];
    if let Some(plan) = plan {
        let step = Step::ReintegrationEvaluation;
        let rests_on = FactKind::ProgrammeEnd.on(on).into();
        events.extend(state.open(step).map(|_| Event::DeadlineWaived { step, on, because, rests_on }));
        events.push(Event::DeadlinePlanned { plan, on });
    }
    Ok(events)
}
