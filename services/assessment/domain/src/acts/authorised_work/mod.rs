//! Authorised work: the application, the resumption, the decision, amendments (M14, M21).
//!
//! INAMI presentation 2016, part 1.1, on art. 100, § 2, of the coordinated law of 14 July 1994. It is voluntary, binds no
//! employer and is open to who works part-time or is unemployed, so that nothing here asks for a contract. No statutory
//! presumption covers it: nothing here keeps the recognition from ending.
//!
//! Own readings. Work that began before a decision is permitted and not yet authorised: it keeps nothing back (Q4, M4, D5)
//! until it is authorised, and then counts from its real first day. What is authorised and performed is a concurrent track,
//! which ends and is corrected as one that was recorded by hand; by hand are recorded authorisations of before or elsewhere.

pub(crate) mod amend;
pub(crate) mod answer;
pub(crate) mod apply_for;
pub(crate) mod resume;
pub(crate) mod withdraw;

use chrono::NaiveDate;
use trajet_law::authorised_work::medical_reduction;
use trajet_law::deadline::Step;

use super::{day_after, day_before};
use crate::authorised_work::{AuthorisedWork, WorkFindings, WorkTerms};
use crate::command::Authorisation;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;
use crate::track::{Track, TrackKind};

const STEP: Step = Step::AuthorisedWorkDecision;
const KIND: TrackKind = TrackKind::AuthorisedWork;

/// What is authorised by a decision of a day, if the physician found that the conditions are met.
fn terms(state: &State, decided_on: NaiveDate, authorisation: &Authorisation) -> Result<WorkTerms, Rejection> {
    let Authorisation { findings, work, conditions, from, until } = authorisation.clone();
    let least = medical_reduction(state.judged(decided_on));
    let WorkFindings { activity_ceased, reduction_percent, compatible } = findings;
    let reduced = reduction_percent.is_some_and(|percent| least.value <= percent);
    if activity_ceased == Some(true) && reduced && compatible == Some(true) {
        Ok(WorkTerms { decided_on, findings, work, conditions, from, until })
    } else {
        Err(Rejection::WorkConditionsNotFound { reduction: least.value, parameter: least.version })
    }
}

/// The last day of work that is authorised until a day: what runs beside an incapacity ends with it.
fn last_day(state: &State, until: Option<NaiveDate>) -> Option<NaiveDate> {
    [until, state.end.as_ref().map(|end| end.last_day)].into_iter().flatten().min()
}

/// The track of work that is performed on these days; none if the incapacity ended before them.
fn performed(state: &State, from: NaiveDate, until: Option<NaiveDate>) -> Result<Option<Event>, Rejection> {
    let track = Track { kind: KIND, from, until: last_day(state, until), told: false, asked_by: None };
    if track.over_before(from) {
        return Ok(None);
    }
    if state.tracks.iter().any(|other| other.kind == KIND && other.overlaps(&track)) {
        return Err(Rejection::TrackAlreadyInForce { kind: KIND });
    }
    Ok(Some(Event::TrackStarted(track)))
}

/// The tracks of this work, one after the other: an amendment that prolonged it began another one on the day after the last. What
/// begins on that day by another application, or after the last day of the amendment, is other work.
fn tracks<'a>(state: &'a State, work: &'a AuthorisedWork) -> impl Iterator<Item = &'a Track> {
    let begins = |from: NaiveDate| state.tracks.iter().find(|track| track.kind == KIND && track.from == from);
    let others = state.work.iter().filter(|other| other.number != work.number);
    let begun: Vec<_> = others.filter_map(AuthorisedWork::performed_from).collect();
    let amended = work.amended().map(|terms| terms.until);
    let goes_on = move |next: &&Track| {
        let lasts = amended.is_some_and(|until| until.is_none_or(|until| next.from <= until));
        lasts && !begun.contains(&next.from)
    };
    std::iter::successors(work.performed_from().and_then(begins), move |track| {
        track.until.and_then(|last| begins(day_after(last))).filter(|next| goes_on(next))
    })
}

/// The tracks with which the same work goes on after this one ([`amend`]): they never were if it ends before.
pub(super) fn continued<'a>(state: &'a State, track: &Track) -> Vec<&'a Track> {
    let of_it = |work: &&AuthorisedWork| tracks(state, work).any(|it| it.kind == track.kind && it.from == track.from);
    let work = state.work.iter().find(of_it);
    work.into_iter().flat_map(|work| tracks(state, work)).filter(|it| track.from < it.from).collect()
}

/// The event by which a track turns out never to have been.
pub(super) fn never_was(track: &Track) -> Event {
    Event::TrackEnded(Track { until: Some(day_before(track.from)), ..track.clone() })
}

/// What a decision of a day does to the deadline: a miss is recorded first where its last day was past.
fn met(state: &State, on: NaiveDate) -> impl Iterator<Item = Event> {
    let missed = state.open(STEP).and_then(|deadline| Event::missed(deadline, on));
    let met = state.deadlines.can_be_met(STEP, on).then_some(Event::DeadlineMet { step: STEP, on });
    missed.into_iter().chain(met)
}

#[cfg(test)]
mod tests;
