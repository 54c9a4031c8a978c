//! The physician states another first day of incapacity (T9).
//!
//! The sources do not say what the first day is after a relapse, nor what a corrected one does. Own readings: the physician
//! enters it, with a reason; all that is open follows it, openly, and what was done, waived or missed stays. It cannot lie
//! after what was recorded as having happened during the incapacity, nor, once the incapacity is recognised, before all activity had
//! ceased (M2); where the day on which it ceased was recorded wrongly too, the physician states it with it. After a relapse it lies after the first day of the former
//! incapacity: with that very day, the former incapacity did not end, and its case is the one.

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, DatedFact, Deadline, FactKind, Plan, Step};
use trajet_law::months::{EARLIEST, LATEST};
use trajet_law::primary_incapacity::primary_incapacity;
use trajet_law::replan::Replanned;
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::was_not_judged;

use super::follow::{applied, month_4, with_waiver};
use super::replan::{examination, moved, of_month_4, with_moves};
use super::{ceased_by, ceased_outside, day_after, start_of};
use crate::command::Context;
use crate::correction::{StartCorrection, StartReason};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the first day, and plans again what is open.
pub(crate) fn decide(
    state: &State,
    start: NaiveDate,
    decided_on: NaiveDate,
    reason: StartReason,
    activity_ceased_on: Option<NaiveDate>,
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let from = start_of(state)?;
    let recognised_on = state.recognition().map(|recognition| recognition.decided_on);
    let stated = ImpossibleDate::outside(DateField::Start, start, earliest(state), latest(state, context.today));
    let decided =
        ImpossibleDate::outside(DateField::DecidedOn, decided_on, recognised_on.unwrap_or(start), context.today);
    let ceased = ceased_outside(activity_ceased_on, decided_on);
    possible(stated.into_iter().chain(decided).chain(ceased))?;
    if reason == StartReason::Relapse && state.former().is_none() {
        return Err(Rejection::NotARelapse);
    }
    if recognised_on.is_some() {
        ceased_by(start, activity_ceased_on.or(state.activity_ceased_on()))?;
    }
    if start == from && activity_ceased_on.is_none_or(|on| state.activity_ceased_on() == Some(on)) {
        return Ok(Vec::new());
    }
    if let Some(case) = context.claimed_by {
        return Err(Rejection::AlreadyOpen { case });
    }
    let judged = state.judged(recognised_on.unwrap_or(decided_on)).begun(start).again(decided_on);
    let invalid_from = recognised_on.map(|_| day_after(primary_incapacity(start, judged).last));
    let corrected = StartCorrection { from, to: start, on: decided_on, reason, invalid_from, activity_ceased_on };
    let events = with_month_4(state, vec![Event::StartCorrected(corrected)], decided_on);
    let events = if recognised_on.is_some() { with_waiver(state, events) } else { events };
    Ok(with_examination_asked(state, with_moves(state, events, decided_on, corrected_on(decided_on)), decided_on))
}

/// Why a deadline moves, and by which fact.
fn corrected_on(on: NaiveDate) -> (Ground, Option<DatedFact>) {
    (Rule::T9.into(), Some(FactKind::FirstDayCorrected.on(on)))
}

fn earliest(state: &State) -> NaiveDate {
    let person = state.declaration.as_ref().map(|declaration| &declaration.person);
    let born = person.and_then(|person| person.birth_date.or_else(|| person.niss.birth_date()));
    let after_the_former = state.former().map(|former| day_after(former.incapacity_start));
    born.into_iter().chain(after_the_former).fold(EARLIEST, NaiveDate::max)
}

/// The first thing that was recorded as having happened during the incapacity.
fn latest(state: &State, today: NaiveDate) -> NaiveDate {
    let decided_on = state.recognition().map(|recognition| recognition.decided_on);
    let last_day = state.end.as_ref().map(|end| end.last_day);
    let tracks = state.tracks.iter().map(|track| track.from);
    decided_on.into_iter().chain(last_day).chain(tracks).fold(today.min(LATEST), NaiveDate::min)
}

/// Adds the estimate of the month 4 that follows from the first day now, where one is awaited. The concurrent tracks are then
/// asked whether they keep it back.
fn with_month_4(state: &State, mut events: Vec<Event>, on: NaiveDate) -> Vec<Event> {
    let after = applied(state, &events);
    let awaited = after.first_estimate.is_none() && after.end.is_none();
    let Some(plan) = of_month_4(&after).filter(|_| awaited) else { return events };
    let last = after.deadline(Step::FirstEstimate);
    let stands = month_4(&after).is_some_and(|before| (before.opens, before.due) == (plan.opens, plan.due));
    if stands && !last.is_some_and(not_judged) {
        return events;
    }
    match last {
        // One that tracks kept back since before go-live is theirs still: they are asked next.
        Some(last) if last.plan.due.is_none() && last.is_open() && left_to_the_tracks(&after, &plan) => {}
        Some(last) if last.is_open() => {
            let before = last.plan.clone();
            events.extend(moved(&after, Replanned { before, after: plan }, on, corrected_on(on)));
        }
        _ if !after.judges(&plan) => {}
        _ => events.push(Event::DeadlinePlanned { plan, on }),
    }
    events
}

/// Whether a month 4 was over before go-live, and not before the law.
fn left_to_the_tracks(state: &State, plan: &Plan) -> bool {
    !state.judges(plan) && !plan.predates_the_law()
}

/// Adds the examination that the category asks for and that was never planned, because its time was over before the law or before
/// go-live.
fn with_examination_asked(state: &State, mut events: Vec<Event>, on: NaiveDate) -> Vec<Event> {
    let after = applied(state, &events);
    let asked = examination(&after).filter(|plan| after.end.is_none() && after.judges(plan));
    let asked = asked.filter(|plan| after.deadline(plan.step).is_none_or(not_judged));
    events.extend(asked.map(|plan| Event::DeadlinePlanned { plan, on }));
    events
}

/// Whether a deadline was waived because its time was over before the law, or before go-live.
pub(super) fn not_judged(deadline: &Deadline) -> bool {
    matches!(deadline.closed, Some(Closure::Waived { because, .. }) if was_not_judged(because))
}

#[cfg(test)]
mod tests;
