//! CODEX trajectories, of which occupational physicians tell: tracks that keep the estimate back (M4 a).
//!
//! A person can have several of them at once, each of another employer, with a service of its own or with the same one, and what
//! is told of them comes in any order.
//! So the days beside a trajectory are computed anew from all that is known whenever something is told, and the recorded
//! tracks are corrected to them. Own readings: what an end of a service ends of what it was asked for, [`ends`] says; it ends what
//! was recorded by hand as well, for by hand is recorded what no service told of yet; an end
//! that was recorded by hand ends all that was asked for by that day.

use std::cmp::Ordering;

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_law::codex::{Word, ends};

use crate::acts::follow::{applied, with_reopening, with_waiver};
use crate::acts::{day_after, day_before};
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Told};
use crate::state::State;
use crate::track::{Track, TrackKind};

const KIND: TrackKind = TrackKind::CodexRequested;

/// What is told of a trajectory: it is noted, and the tracks are corrected. An end of which no beginning is known waits.
pub(super) fn told(state: &State, fact: &Fact) -> Vec<Event> {
    let noted = vec![Event::noted(fact.clone())];
    if !ends_something(&applied(state, &noted), fact) {
        return vec![Event::FactParked { fact: fact.clone(), because: ParkedBecause::NotStarted }];
    }
    let events = corrected(state, released(state, noted));
    with_waiver(state, with_reopening(state, events, day_after(fact.effective_on())))
}

/// Adds the ends that waited for what is recorded now, the earliest first.
pub(in crate::acts) fn released(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let waits = |(_, because): &&(Fact, ParkedBecause)| *because == ParkedBecause::NotStarted;
    let mut waiting: Vec<&Fact> = state.parked.iter().filter(waits).map(|(fact, _)| fact).collect();
    waiting.sort_by_key(|fact| fact.effective_on());
    for fact in waiting {
        if !matches!(fact.told, Told::CodexEnded { .. }) {
            continue;
        }
        let known = events.len();
        events.extend([Event::FactReleased { fact: fact.clone() }, Event::noted(fact.clone())]);
        if !ends_something(&applied(state, &events), fact) {
            events.truncate(known);
        }
    }
    events
}

/// Adds what makes the recorded tracks the days beside a trajectory, as they are known after these events.
///
/// What is too long is given an earlier last day, and what is missing begins as a track of its own, so that two never share
/// a day. A track that turns out never to have been is given the day before its first.
pub(in crate::acts) fn corrected(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let mut after = applied(state, &events);
    let known = periods(&after);
    let tracks = after.tracks.iter().filter(|track| track.kind == KIND);
    let shortened: Vec<_> = tracks
        .filter_map(|track| {
            let until = known
                .iter()
                .find(|period| period.holds(track.from))
                .map_or(Some(day_before(track.from)), |it| it.until);
            let ended = Track { until, told: true, ..track.clone() };
            (later(track.until, until) == Ordering::Greater).then_some(Event::TrackEnded(ended))
        })
        .collect();
    events.extend(shortened);

    after = applied(state, &events);
    let mut recorded: Vec<_> = after.tracks.iter().filter(|track| track.kind == KIND).map(Period::of).collect();
    recorded.sort_by_key(|period| period.from);
    let missing = known.iter().flat_map(|period| period.without(&recorded));
    let begun =
        |Period { from, until }| Event::TrackStarted(Track { kind: KIND, from, until, told: true, asked_by: None });
    events.extend(missing.map(begun));
    events
}

/// Days in a row, without a last one while none is known.
#[derive(Clone, Copy)]
struct Period {
    from: NaiveDate,
    until: Option<NaiveDate>,
}

impl Period {
    fn of(track: &Track) -> Self {
        Self { from: track.from, until: track.until }
    }

    fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Its days that are in none of these periods, which are in order and share no day.
    fn without(self, others: &[Self]) -> Vec<Self> {
        let mut left = Vec::new();
        let mut next = Some(self.from);
        for other in others.iter().filter(|other| other.until.is_none_or(|until| self.from <= until)) {
            let Some(from) = next.filter(|_| self.holds(other.from) || other.holds(self.from)) else { continue };
            if from < other.from {
                left.push(Self { from, until: other.from.pred_opt() });
            }
            next = other.until.map(day_after);
        }
        left.extend(next.filter(|from| self.holds(*from)).map(|from| Self { from, until: self.until }));
        left
    }
}

/// The days beside a trajectory, in order: periods that share no day.
fn periods(state: &State) -> Vec<Period> {
    let by_hand = by_hand(state).map(|track| {
        let ended = told_ends(state).filter(|on| track.from <= *on);
        Period { from: track.from, until: ended.chain(track.until).min() }
    });
    let asked_for = tellings(state).filter(|telling| telling.word.requests).map(|request| {
        let ended = ends_of(state, request).chain(state.codex_ended_by_hand.iter().copied());
        let from = request.word.on;
        Period { from, until: ended.filter(|on| from <= *on).min() }
    });
    // What runs beside an incapacity ends with it. What was recorded by hand from a later day on stays as of one day.
    let last_day = state.end.as_ref().map(|end| end.last_day);
    let within = |Period { from, until }: Period| {
        let last_day = last_day.map(|last| last.max(from));
        Period { from, until: until.into_iter().chain(last_day).min() }
    };
    let begun = |period: &Period| last_day.is_none_or(|last| period.from <= last);
    let mut all: Vec<_> = by_hand.chain(asked_for.filter(begun)).map(within).collect();
    all.sort_by_key(|period| period.from);
    let mut joined: Vec<Period> = Vec::new();
    for period in all {
        match joined.last_mut().filter(|last| last.until.is_none_or(|until| period.from <= day_after(until))) {
            Some(last) if later(period.until, last.until) == Ordering::Greater => last.until = period.until,
            Some(_) => {}
            None => joined.push(period),
        }
    }
    joined
}

/// Whether the days beside a trajectory go on from a day to the next.
pub(in crate::acts) fn goes_on_after(state: &State, day: NaiveDate) -> bool {
    periods(state).iter().any(|period| period.holds(day) && period.holds(day_after(day)))
}

/// What a service tells of a trajectory.
#[derive(Clone, Copy)]
struct Telling {
    partner: EnterpriseNumber,
    word: Word,
}

impl Telling {
    fn of(fact: &Fact) -> Option<Self> {
        let (requests, on, partner, employer) = match fact.told {
            Told::CodexRequested { on, partner, employer } => (true, on, partner, employer),
            Told::CodexEnded { on, partner, employer } => (false, on, partner, employer),
            _ => return None,
        };
        Some(Self { partner, word: Word { requests, on, employer } })
    }

    /// Whether it is the end of what its service was asked for.
    fn ends(self, request: Self, state: &State) -> bool {
        // What waits was told as well: which of several is left does not depend on what was told first.
        let waiting = state.parked.iter().filter_map(|(fact, _)| Self::of(fact));
        let of_the_service = tellings(state).chain(waiting).filter(|telling| telling.partner == self.partner);
        self.partner == request.partner && ends(self.word, request.word, of_the_service.map(|telling| telling.word))
    }
}

fn tellings(state: &State) -> impl Iterator<Item = Telling> {
    state.noted.iter().filter_map(Telling::of)
}

/// Whether an end that is noted ends something: what its service was asked for, or what was recorded by hand, by then, and no end
/// that was told before ended. What is no end does not need to.
fn ends_something(state: &State, fact: &Fact) -> bool {
    let Some(end) = Telling::of(fact).filter(|telling| !telling.word.requests) else { return true };
    let on = end.word.on;
    let mut asked = tellings(state).filter(|request| end.ends(*request, state));
    let mut by_hand = by_hand(state).filter(|track| track.from <= on);
    asked.any(|request| !ends_of(state, request).any(|ended| ended < on))
        || by_hand.any(|track| !told_ends(state).any(|ended| track.from <= ended && ended < on))
}

fn by_hand(state: &State) -> impl Iterator<Item = &Track> {
    state.tracks.iter().filter(|track| track.kind == KIND && !track.told)
}

/// The ends that were told of what a service was asked for.
fn ends_of(state: &State, request: Telling) -> impl Iterator<Item = NaiveDate> {
    tellings(state).filter(move |telling| telling.ends(request, state)).map(|telling| telling.word.on)
}

/// The ends that were told.
fn told_ends(state: &State) -> impl Iterator<Item = NaiveDate> {
    tellings(state).filter(|telling| !telling.word.requests).map(|telling| telling.word.on)
}

/// Compares two last days, where none is later than any.
fn later(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Ordering {
    one.unwrap_or(NaiveDate::MAX).cmp(&other.unwrap_or(NaiveDate::MAX))
}

#[cfg(test)]
mod tests;
