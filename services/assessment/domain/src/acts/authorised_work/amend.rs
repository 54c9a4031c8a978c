//! Amending what is authorised: another nature, volume or place, other conditions, another last day (M14).
//!
//! INAMI presentation 2016, part 1.1: the person stays recognised as long as the conditions are met. Own readings: so the
//! physician finds them again for each amendment; an amendment has no last day, for the source counts from the resumption.

use chrono::NaiveDate;
use trajet_law::months::LATEST;

use super::{KIND, continued, last_day, never_was, performed, terms, track_on};
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
    let track = track_on(state, work, from).ok_or(Rejection::WorkNotAuthorised)?;
    let terms = terms(state, decided_on, authorisation)?;
    let events = vec![Event::WorkAmended { number: work.number, terms }];
    lasting(state, track, last_day(state, until), events)
}

/// Adds what makes the work last until a day. A last day that is taken away cannot be told: the days without an end begin as
/// a track of their own.
fn lasting(
    state: &State,
    track: &Track,
    until: Option<NaiveDate>,
    mut events: Vec<Event>,
) -> Result<Vec<Event>, Rejection> {
    let goes_on = continued(state, track);
    let Some(until) = until else {
        let last = track.until.filter(|_| goes_on.is_none());
        events.extend(last.map(|last| performed(state, day_after(last), None)).transpose()?.flatten());
        return Ok(with_waiver(state, events));
    };
    let lasting = Track { until: Some(until), ..track.clone() };
    let others = state.tracks.iter().filter(|other| other.kind == KIND && *other != track && Some(*other) != goes_on);
    if others.into_iter().any(|other| other.overlaps(&lasting)) {
        return Err(Rejection::TrackAlreadyInForce { kind: KIND });
    }
    events.extend(goes_on.map(never_was));
    events.extend((track.until != Some(until)).then_some(Event::TrackEnded(lasting)));
    Ok(with_waiver(state, with_reopening(state, events, day_after(until))))
}
