//! Answering the coordinator's request to authorise a trajectory of route B (M13).
//!
//! Circular 2022/383, part III, 3.2, steps 5 and 6: the physician decides, against the trajectory only if it is not
//! compatible with the person's general state of health, and then in writing. An authorised one is a concurrent track
//! (Q4, M4).

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, Step};

use super::follow::with_waiver;
use super::{by_the_end, letter};
use crate::command::TrajectoryDecision;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::notice::NoticeText;
use crate::rejection::Rejection;
use crate::state::State;
use crate::track::{Track, TrackKind};

/// Records the answer to the request that awaited one on that day: the last one made by then. A trajectory that ended
/// meanwhile is still answered as of before.
pub(crate) fn decide(
    state: &State,
    decided_on: NaiveDate,
    decision: &TrajectoryDecision,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let start = state.incapacity_start().ok_or(Rejection::NotDeclared)?;
    let decided_from = |earliest| possible(ImpossibleDate::outside(DateField::DecidedOn, decided_on, earliest, today));
    decided_from(start)?;
    by_the_end(state, decided_on)?;
    let awaiting = || state.requests.iter().filter(|request| request.awaits_on(decided_on));
    let first_asked = awaiting().map(|request| request.asked_on).min().ok_or(Rejection::NoRequestAwaited)?;
    decided_from(first_asked)?;
    let by_then = awaiting().filter(|request| request.asked_on <= decided_on);
    let asked = by_then.max_by_key(|request| request.asked_on).ok_or(Rejection::NoRequestAwaited)?;

    let (request, on) = (asked.number, decided_on);
    let step = Step::RouteBDecision;
    // A deadline that opened later is that of a later request.
    let open_by_then = |deadline: &&Deadline| deadline.plan.opens.is_none_or(|opens| opens <= on);
    let awaited = state.deadline(step).filter(open_by_then).filter(|_| state.deadlines.can_be_met(step, on));
    let met = awaited.map(|_| Event::DeadlineMet { step, on });
    match decision {
        TrajectoryDecision::NotCompatible { coordinator } => {
            let notice = letter(state, NoticeText::TrajectoryNotAuthorised1, coordinator, today);
            Ok([Event::TrajectoryNotAuthorised { request, on, notice }].into_iter().chain(met).collect())
        }
        TrajectoryDecision::Authorised => {
            let last_days = [asked.trajectory_ended_on, state.end.as_ref().map(|end| end.last_day)];
            let until = last_days.into_iter().flatten().min();
            let track = Track { kind: TrackKind::RouteBAuthorised, from: on, until, told: false, asked_by: None };
            let beside = state.tracks.iter().any(|other| other.kind == track.kind && other.overlaps(&track));
            let started = (!beside).then_some(Event::TrackStarted(track));
            let events = [Event::TrajectoryAuthorised { request, on }].into_iter().chain(met).chain(started);
            Ok(with_waiver(state, events.collect()))
        }
    }
}

#[cfg(test)]
mod tests;
