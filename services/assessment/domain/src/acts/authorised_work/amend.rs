//! Amending what is authorised: another nature, volume or place, other conditions, another last day (M14).
//!
//! INAMI presentation 2016, part 1.1: the person stays recognised as long as the conditions are met. Own readings: so the
//! physician finds them again for each amendment; an amendment has no last day, for the source counts from the resumption.

use chrono::NaiveDate;
use trajet_law::months::LATEST;

use super::{last_day, never_was, performed, terms, tracks};
use crate::acts::follow::{with_reopening, with_waiver};
use crate::acts::{by_the_end, day_after, going};
use crate::authorised_work::AuthorisedWork;
use crate::command::Authorisation;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;
use crate::track::Track;

/// Records the amendment of the work that is authorised and performed on the first day of its terms.
pub(crate) fn decide(
    state: &State,
    decided_on: NaiveDate,
    authorisation: &Authorisation,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    let Authorisation { from, until, .. } = *authorisation;
    let began = |work: &&AuthorisedWork| work.performed_from().is_some_and(|first| first <= from);
    let work = state.work.iter().filter(began).max_by_key(|work| work.performed_from());
    let work = work.ok_or(Rejection::WorkNotAuthorised)?;
    let first = work.decided_on().unwrap_or(work.application.applied_on);
    let decided = ImpossibleDate::outside(DateField::DecidedOn, decided_on, first, today);
    let lasts = until.and_then(|until| ImpossibleDate::outside(DateField::AuthorisedUntil, until, from, LATEST));
    possible(decided.into_iter().chain(lasts))?;
    by_the_end(state, decided_on.max(from))?;
    if !tracks(state, work).any(|track| track.in_force_on(from)) {
        return Err(Rejection::WorkNotAuthorised);
    }
    let terms = terms(state, decided_on, authorisation)?;
    let mut events = vec![Event::WorkAmended { number: work.number, terms }];
    let until = last_day(state, until);
    events.extend(lasting(state, work, until)?);
    if let Some(until) = until {
        events = with_reopening(state, events, day_after(until));
    }
    Ok(with_waiver(state, events))
}

/// What makes the work last until a day. The days that are added begin as a track of their own: they are none of before, so
/// that what was in force on a day is told by what lies on or before it.
fn lasting(state: &State, work: &AuthorisedWork, until: Option<NaiveDate>) -> Result<Vec<Event>, Rejection> {
    let (kept, never): (Vec<_>, Vec<_>) =
        tracks(state, work).partition(|track| until.is_none_or(|until| track.from <= until));
    let mut events: Vec<_> = never.into_iter().map(never_was).collect();
    let Some(track) = kept.last() else { return Ok(events) };
    match track.until {
        Some(last) if until.is_none_or(|until| last < until) => {
            events.extend(performed(state, day_after(last), until)?);
        }
        last if last != until => events.push(Event::TrackEnded(Track { until, ..(*track).clone() })),
        _ => {}
    }
    Ok(events)
}
