//! A case with its ledger in memory: for tests of what an annulment does to it.

use chrono::NaiveDate;

use super::{Played, now};
use crate::annul::{Acted, Annul, AnnulReason, Annulled, AskedBy, Cause, Mistake, annul};

/// An event as a ledger holds it.
#[derive(Debug)]
struct Entry<E> {
    position: u64,
    act: u128,
    today: NaiveDate,
    cause: Cause,
    source: Option<(String, u64)>,
    struck: bool,
    placed_after: Option<u64>,
    event: E,
}

/// The history of one case: what is recorded takes the next place, and stands there or where an annulment puts it.
#[derive(Debug)]
pub struct Book<L: Played> {
    law: L,
    entries: Vec<Entry<L::Event>>,
    acts: u128,
}

impl<L: Played> Book<L> {
    /// Of a case of which nothing is known, by a law.
    #[must_use]
    pub fn of(law: L) -> Self {
        Self { law, entries: Vec::new(), acts: 0 }
    }

    /// The case, by what stands.
    #[must_use]
    pub fn state(&self) -> L::State {
        let mut state = self.law.nothing_yet();
        for entry in self.entries.iter().filter(|entry| !entry.struck) {
            self.law.apply(&mut state, &entry.event);
        }
        state
    }

    /// The place of the next event.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.entries.len() as u64 + 1
    }

    /// The events that stand, each with its place.
    pub fn standing(&self) -> impl Iterator<Item = (u64, &L::Event)> {
        self.entries.iter().filter(|entry| !entry.struck).map(|entry| (entry.position, &entry.event))
    }

    /// Does an act, and gives the place of its first event.
    ///
    /// # Panics
    /// If it is refused.
    pub fn on(&mut self, today: NaiveDate, command: &L::Command) -> u64 {
        let first = self.next();
        let events = self.law.decide(&self.state(), command, now(today), today);
        let events = events.unwrap_or_else(|refused| panic!("{command:?} is refused: {refused:?}"));
        self.acts += 1;
        let (cause, source) = (self.law.cause(command), self.law.source(command));
        let source = source.map(|(ledger, position)| (ledger.to_owned(), position));
        for event in events {
            self.append(today, cause, source.clone(), event);
        }
        first
    }

    /// Annuls the act of a place, and gives what was recorded.
    ///
    /// # Errors
    /// As [`annul`].
    pub fn annul(&mut self, today: NaiveDate, act: u64) -> Result<Vec<L::Event>, L::Refusal> {
        let annulment = Annul { act, reason: AnnulReason::WrongContent, asked_by: AskedBy::Keeper };
        self.take_back(today, &Mistake::Act(annulment), &[])
    }

    /// Takes back what was a mistake, puts what is right in its place, and gives what was recorded.
    ///
    /// # Errors
    /// As [`annul`].
    ///
    /// # Panics
    /// If what was decided is no annulment.
    pub fn take_back(
        &mut self,
        today: NaiveDate,
        mistake: &Mistake,
        instead: &[L::Command],
    ) -> Result<Vec<L::Event>, L::Refusal> {
        let acted: Vec<_> = self.entries.iter().map(acted).collect();
        let events = annul(&self.law, &acted, mistake, instead, (now(today), today))?;
        let Some((annulment, with)) = events.split_first() else { return Ok(events) };
        let annulled = self.law.annulled(annulment).expect("an annulment").clone();
        for entry in self.entries.iter_mut().filter(|entry| annulled.struck.contains(&entry.position)) {
            entry.struck = true;
        }
        self.acts += 1;
        let cause = if annulled.source.is_some() { Cause::Fact } else { Cause::Act };
        self.append(today, cause, annulled.source.clone(), annulment.clone());
        let (instead, followed) = with.split_at(annulled.places.len());
        for (place, event) in annulled.places.iter().zip(instead) {
            self.insert(today, &annulled, *place, event.clone());
        }
        for event in followed {
            self.append(today, Cause::Law, None, event.clone());
        }
        Ok(events)
    }

    fn append(&mut self, today: NaiveDate, cause: Cause, source: Option<(String, u64)>, event: L::Event) {
        let (position, act) = (self.next(), self.acts);
        self.entries.push(Entry { position, act, today, cause, source, struck: false, placed_after: None, event });
    }

    /// Puts an event after another, as part of the same act. What takes the place of an act that is taken back was done today.
    fn insert(&mut self, today: NaiveDate, annulled: &Annulled, after: u64, event: L::Event) {
        let there = |entry: &Entry<_>| entry.position == after || entry.placed_after == Some(after);
        let place = self.entries.iter().rposition(there).expect("a place of the history");
        let before = &self.entries[place];
        let is_taken_back = |entry: &Entry<_>| {
            entry.act == before.act && (entry.position == annulled.act || annulled.others.contains(&entry.position))
        };
        let today = if self.entries.iter().any(is_taken_back) { today } else { before.today };
        let entry = Entry {
            position: self.next(),
            act: before.act,
            today,
            cause: before.cause,
            source: before.source.clone(),
            struck: false,
            placed_after: Some(after),
            event,
        };
        self.entries.insert(place + 1, entry);
    }
}

fn acted<E>(entry: &Entry<E>) -> Acted<'_, E> {
    Acted {
        position: entry.position,
        act: entry.act,
        at: now(entry.today),
        today: entry.today,
        cause: entry.cause,
        source: entry.source.as_ref().map(|(ledger, position)| (ledger.as_str(), *position)),
        struck: entry.struck,
        event: &entry.event,
    }
}
