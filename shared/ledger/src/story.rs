//! The history of a stream as it stands: what was struck does not, and what took its place stands there.

use std::collections::VecDeque;
use std::sync::Arc;

use prost::Message as _;
use trajet_contracts::internal::ledger::v1::EventHeader;
use uuid::Uuid;

use crate::domain::{Actor, Domain};
use crate::event::StoredEvent;
use crate::submission::Source;

/// What an event changes of the history before it. Places are positions in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision<'e> {
    /// An event of the act that is taken back. What stands in its place was done when this event was recorded.
    pub act: u64,
    /// An event of each other act that is taken back with it.
    pub others: &'e [u64],
    /// The events that do not stand any more.
    pub struck: &'e [u64],
    /// For each event that is recorded right after this one and with it, the former event after which it stands.
    pub places: &'e [u64],
}

/// Who acted, where no fact of another ledger was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A caller.
    Somebody,
    /// A timer that fired.
    Timer,
    /// The law, which changed.
    Law,
}

/// An event of a stream, with where it stands.
#[derive(Debug)]
pub struct Standing<E> {
    /// Its position in the ledger.
    pub position: i64,
    /// The act that it belongs to: the one that recorded it, or the one in whose place it stands.
    pub act: Uuid,
    /// When that act was done, in microseconds since 1970: for what was put in the place of a wrong act, when that was.
    pub acted_at: i64,
    /// Who acted.
    pub by: By,
    /// The fact of another ledger that the act took over.
    pub source: Option<Source>,
    /// The position of the event that struck it.
    pub struck_by: Option<i64>,
    /// The event that it was placed after.
    placed_after: Option<i64>,
    /// The event.
    pub event: Arc<E>,
}

impl<E> Clone for Standing<E> {
    fn clone(&self) -> Self {
        Self { event: Arc::clone(&self.event), source: self.source.clone(), ..*self }
    }
}

/// A stream: its events as they stand, and the state that they lead to.
pub struct Story<D: Domain> {
    state: D::State,
    events: Vec<Standing<D::Event>>,
    /// Where the next events stand.
    places: VecDeque<i64>,
    /// The acts that the last revision took back.
    taken_back: Vec<Uuid>,
}

impl<D: Domain> Clone for Story<D> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            events: self.events.clone(),
            places: self.places.clone(),
            taken_back: self.taken_back.clone(),
        }
    }
}

impl<D: Domain> Story<D> {
    /// A stream without events.
    #[must_use]
    pub fn of(domain: &D) -> Self {
        Self { state: domain.nothing_yet(), events: Vec::new(), places: VecDeque::new(), taken_back: Vec::new() }
    }

    /// What the events that stand lead to.
    #[must_use]
    pub fn state(&self) -> &D::State {
        &self.state
    }

    /// What the events that stand lead to.
    #[must_use]
    pub fn into_state(self) -> D::State {
        self.state
    }

    /// All events in the order in which they stand, with those that were struck where they stood.
    #[must_use]
    pub fn events(&self) -> &[Standing<D::Event>] {
        &self.events
    }

    /// Takes in the stream's next event.
    pub fn follow(&mut self, domain: &D, stored: &StoredEvent, event: D::Event) {
        let event = Arc::new(event);
        let (position, act, acted_at) = (stored.position, stored.act(), stored.recorded_at);
        let (source, by) = self.caused_by(domain, stored);
        let (struck_by, placed_after) = (None, None);
        let mut next = Standing { position, act, acted_at, by, source, struck_by, placed_after, event };
        let place = self.places.pop_front().and_then(|after| self.after(after).map(|place| (after, place)));
        if let Some((after, place)) = place {
            let before = &self.events[place - 1];
            (next.act, next.placed_after) = (before.act, Some(after));
            // Another act that is decided again was done when it was done.
            if !self.taken_back.contains(&before.act) {
                next.acted_at = before.acted_at;
            }
            (next.by, next.source) = (before.by, before.source.clone());
            self.events.insert(place, next);
        } else {
            let Some(Revision { act, others, struck, places }) = domain.revises(&next.event) else {
                domain.apply(&mut self.state, &next.event);
                self.events.push(next);
                return;
            };
            let struck_by = position;
            let is_struck = |event: &&mut Standing<_>| struck.iter().any(|place| signed(*place) == event.position);
            for event in self.events.iter_mut().filter(is_struck) {
                event.struck_by.get_or_insert(struck_by);
            }
            self.places = places.iter().map(|place| signed(*place)).collect();
            let first =
                |event: &&Standing<_>| std::iter::once(&act).chain(others).any(|one| signed(*one) == event.position);
            self.taken_back = self.events.iter().filter(first).map(|event| event.act).collect();
            self.events.push(next);
        }
        self.state = self.events.iter().filter(|event| event.struck_by.is_none()).fold(
            domain.nothing_yet(),
            |mut state, event| {
                domain.apply(&mut state, &event.event);
                state
            },
        );
    }

    /// The fact that caused an event, and who acted. What comes with a revision and takes no place among what was before, the law
    /// asks that is in force now.
    fn caused_by(&self, domain: &D, stored: &StoredEvent) -> (Option<Source>, By) {
        let of_law = |last: &Standing<_>| {
            last.act == stored.act() && (last.by == By::Law || domain.revises(&last.event).is_some())
        };
        match stored.actor.as_str() {
            _ if self.places.is_empty() && self.events.last().is_some_and(of_law) => (None, By::Law),
            actor if actor == Actor::law().as_str() => (None, By::Law),
            actor if actor == Actor::timer().as_str() => (source_of(stored), By::Timer),
            _ => (source_of(stored), By::Somebody),
        }
    }

    /// Where an event stands that is placed after another: behind what was placed there before it.
    fn after(&self, after: i64) -> Option<usize> {
        let there = |event: &Standing<_>| event.position == after || event.placed_after == Some(after);
        self.events.iter().rposition(there).map(|place| place + 1)
    }
}

fn signed(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// The fact that caused an event. A header that cannot be read is damage, which is found where it is verified.
fn source_of(stored: &StoredEvent) -> Option<Source> {
    let header = EventHeader::decode(stored.header.as_slice()).ok()?;
    (header.source_position > 0).then_some(Source { ledger: header.source_ledger, position: header.source_position })
}
