//! Taking over a case that was running when the mutuality went live (own reading; T6).
//!
//! No source speaks of it. What is told of the past is recorded as what happened before go-live ([`Event::BeforeGoLive`]): a dated
//! fact on which law and deadlines build, and no act of this platform. It is not judged: what another office did too early or too
//! late, it did. The dates must only be possible, each before the day of go-live and not before what it follows.
//!
//! Then everything that is still to come is planned by the law, from the real dates. What had its last day before go-live is not.

use chrono::NaiveDate;
use trajet_law::deadline::Plan;
use trajet_law::estimate::first_estimate_plan;
use trajet_law::primary_incapacity::primary_incapacity;
use trajet_law::taken_over::{TakenOver, not_judged};

use super::follow::{applied, month_4_of, with_examination, with_waiver};
use super::{ceased_by, day_after, day_before, replan};
use crate::command::Context;
use crate::decision::Recognition;
use crate::declaration::Declaration;
use crate::estimate::{Estimate, Referral};
use crate::event::Event;
use crate::examination::Evaluation;
use crate::impossible::{DeclaredDates, possible};
use crate::past::{Past, PastDates, PastEstimate, came_to_category_4};
use crate::rejection::Rejection;
use crate::state::State;
use crate::track::{Track, TrackKind};

/// Records what is known of the past, and plans what is to come.
pub(crate) fn decide(state: &State, past: &Past, context: &Context) -> Result<Vec<Event>, Rejection> {
    if *state != (State { law: state.law, today: state.today, ..State::default() }) {
        return Err(Rejection::AlreadyDeclared);
    }
    if let Some(case) = context.claimed_by {
        return Err(Rejection::AlreadyOpen { case });
    }
    let Declaration { scheme, activity_ceased_on, .. } = past.declaration;
    if !scheme.in_scope() {
        return Err(Rejection::SchemeOutOfScope);
    }
    let last = day_before(past.taken_over.on.min(context.today));
    let declared = DeclaredDates::from(&past.declaration).impossible(last);
    possible(declared.into_iter().chain(PastDates::from(past).impossible(context.today)))?;
    let start = past.declaration.certificate.incapacity_start;
    let activity_ceased_on = ceased_by(start, activity_ceased_on)?;
    let on = past.taken_over.on;
    let declaration = Box::new(past.declaration.clone());
    let mut events = Vec::new();
    let mut before = |event: Event| events.push(Event::BeforeGoLive(Box::new(event)));
    before(Event::IncapacityDeclared {
        declaration,
        on: past.declaration.certificate.issued_on.min(past.recognised_on),
    });
    before(Event::IncapacityRecognised(Recognition {
        person: past.declaration.person.clone(),
        incapacity_start: start,
        decided_on: past.recognised_on,
        decided_by: past.decided_by.clone(),
        activity_ceased_on,
        invalid_from: day_after(primary_incapacity(start, state.law.judging(past.recognised_on, Some(start))).last),
        has_contract: past.declaration.employment.has_contract(),
        taken_over: Some(past.taken_over),
    }));
    for (kind, since) in tracks(past) {
        before(Event::TrackStarted(Track { kind, from: since, until: None, told: false, asked_by: None }));
    }
    let known = applied(state, &events);
    let mut before = |event: Event| events.push(Event::BeforeGoLive(Box::new(event)));
    if let Some(PastEstimate { on, category, examined }) = past.first_estimate {
        let questionnaire = known.questionnaire_on(on);
        before(Event::FirstEstimateMade(Estimate { on, category, examined, concertation: None, questionnaire }));
    }
    if let Some(PastEstimate { on, category, examined }) = past.last_evaluation {
        before(Event::EvaluationMade(Evaluation { on, category, examined, concertation: None }));
    }
    if let Some(referral) = referral(past) {
        before(Event::PersonReferred(referral));
    }
    let known = applied(state, &events);
    let estimate = || first_estimate_plan(start, known.planning(past.recognised_on));
    let estimate = past.first_estimate.is_none().then(estimate);
    let planned = [estimate, examination(&known)].into_iter().flatten().filter(|plan| known.judges(plan));
    let planned: Vec<_> = planned.map(|plan| Event::DeadlinePlanned { plan, on }).collect();
    events.extend(planned);
    Ok(with_examination(state, with_waiver(state, events)))
}

/// The tracks that go on.
fn tracks(past: &Past) -> impl Iterator<Item = (TrackKind, NaiveDate)> {
    let tracks = [
        (TrackKind::CodexRequested, past.codex_since),
        (TrackKind::AuthorisedWork, past.work_since),
        (TrackKind::RouteBAuthorised, past.route_b_since),
    ];
    tracks.into_iter().filter_map(|(kind, since)| Some((kind, since?)))
}

/// The last referral: of the day told, or of the day on which the person came to category 4, in which it is made (M10). It is by the
/// class of the first estimate that the first contact belongs to month 6, whatever the day of the referral (D4).
fn referral(past: &Past) -> Option<Referral> {
    let came = came_to_category_4(past)?;
    Some(Referral { on: past.referred_on.unwrap_or(came.on), ..came })
}

/// The examination that the category in force asks for and that was not made since.
fn examination(state: &State) -> Option<Plan> {
    let (_, in_force, _) = state.estimates().last()?;
    let plan = replan::examination(state)?;
    // The evaluation that gives a category is not the examination that it asks for.
    let opened = |day: NaiveDate| plan.opens.is_none_or(|opens| opens <= day);
    let others = state.estimates().filter(|(_, category, _)| *category != in_force).map(|(day, ..)| day).max();
    let since = state.estimates().filter(|(day, ..)| others.is_none_or(|others| others < *day));
    let made = since.skip(1).any(|(day, _, examined)| examined && opened(day));
    (!made).then_some(plan)
}

/// The steps of before go-live of which nothing is known: the first estimate, or the examination that a category asks for.
#[must_use]
pub fn not_known(state: &State) -> Vec<Plan> {
    let Some(known) = state.taken_over() else { return Vec::new() };
    let estimate = month_4_of(state).filter(|_| state.first_estimate.is_none());
    // Beside a track none was to be made.
    let kept_back = |plan: &Plan| plan.due.is_some_and(|due| state.track_on(due).is_some());
    let estimate = estimate.filter(|plan| !kept_back(plan));
    let over = |plan: &Plan| not_judged(plan, Some(known)) == Some(TakenOver::ground());
    [estimate, examination(state)].into_iter().flatten().filter(over).collect()
}

#[cfg(test)]
mod tests;
