//! The reconciler: a second, independent answer to what should have been planned and fired by now, compared with what a
//! service holds.
//!
//! It shares no code with what plans. Its input is the facts of a case in the order of its ledger, what the ledger records of
//! deadlines, and the rows that the service keeps (work list and timers). From the facts alone it works out, with its own days
//! and its own figures, what each step asks for ([`steps`](self), one file each, the law in its own words), after every act
//! and today; and says what differs. It depends on nothing but the standard library.

mod ami;
mod book;
mod compare;
mod concertation;
mod day;
mod fact;
mod figures;
mod finding;
mod held;
mod known;
mod known_ami;
mod known_codex;
mod known_dossier;
mod named;
mod programme;
mod referral;
mod step;
mod steps;
#[cfg(test)]
mod tests;
mod working_days;

pub use ami::{Ami, Situation, Whom};
pub use book::Closed;
pub use concertation::Party;
pub use day::{Day, NoDay};
pub use fact::{CodexService, Consent, Dates, Fact, Kind, Office, Purpose, TakenOver};
pub use finding::{Finding, FindingKind};
pub use held::{Row, Timer};
pub use named::Named;
pub use referral::Referral;
pub use step::Step;

use book::Book;
use compare::At;
use finding::Findings;
use known::Known;
use named::Told;

/// Something that a ledger recorded.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its place in the ledger.
    pub position: u64,
    /// What.
    pub fact: Fact,
    /// The day on which it was recorded.
    pub recorded: Day,
    /// What tells one act from the next: all that one act recorded has the same.
    pub act: u128,
}

/// A case as one service holds it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Whose ledger it is.
    pub office: Office,
    /// What its ledger says, oldest first.
    pub entries: Vec<Entry>,
    /// What its work list shows.
    pub rows: Vec<Row>,
    /// The days on which it wants to act.
    pub timers: Vec<Timer>,
}

/// What differs between what the law asks of a case and what the service holds, on a day on which the timers are quiet.
#[must_use]
pub fn reconcile(case: &Case, today: Day) -> Vec<Finding> {
    let mut findings = Findings::default();
    let (mut known, mut book, mut told) = (Known::default(), Book::default(), Told::default());
    // What was annulled, and stood when it was judged, is not judged again: only what stands, from the last annulment on.
    let last_annulment = case.entries.iter().filter(|entry| entry.annuls()).map(|entry| entry.position).max();
    for act in standing(&case.entries).chunk_by(|one, next| one.act == next.act) {
        for Entry { fact, recorded, .. } in act {
            known.learn(fact, *recorded);
            book.write(fact, *recorded, &mut findings);
            told.learn(fact, *recorded);
        }
        let judged = act.iter().any(|entry| last_annulment.is_none_or(|last| last <= entry.position));
        for entry in act.iter().filter(|_| judged) {
            told.judge(&entry.fact, &mut findings);
        }
        if let Some(last) = act.last().filter(|_| judged) {
            let at = At { office: case.office, today: last.recorded, quiet: false };
            compare::compare(&known, &book, at, &mut findings);
        }
    }
    let at = At { office: case.office, today, quiet: true };
    compare::compare(&known, &book, at, &mut findings);
    book.overdue(today, &mut findings);
    held::rows(&book, &case.rows, &mut findings);
    held::timers(&known, &book, &case.timers, at, &mut findings);
    findings.into_vec()
}

impl Entry {
    fn annuls(&self) -> bool {
        matches!(self.fact, Fact::Annulled { .. })
    }
}

/// What stands of a ledger, in the order in which it stands. What takes the place of something annulled belongs to the act of
/// that, but was recorded when it was.
fn standing(entries: &[Entry]) -> Vec<Entry> {
    let mut all: Vec<(Entry, Option<u64>)> = Vec::new();
    let (mut struck, mut places): (Vec<u64>, Vec<u64>) = (Vec::new(), Vec::new());
    for entry in entries {
        let mut entry = entry.clone();
        if places.is_empty() {
            if let Fact::Annulled { struck: more, places: next } = &entry.fact {
                struck.extend(more);
                places.extend(next.iter().rev());
            }
            all.push((entry, None));
            continue;
        }
        let behind = places.pop();
        let is_there =
            |(there, behind_it): &(Entry, Option<u64>)| Some(there.position) == behind || *behind_it == behind;
        if let Some(place) = all.iter().rposition(is_there) {
            entry.act = all[place].0.act;
            all.insert(place + 1, (entry, behind));
        } else {
            all.push((entry, None));
        }
    }
    // What closed a deadline that does not stand any more closes nothing, even where the act that it belongs to stands.
    let mut gone: Vec<Step> = Vec::new();
    let stands = |entry: &Entry| {
        let stands = !struck.contains(&entry.position);
        match &entry.fact {
            Fact::Planned { step, .. } => {
                gone.retain(|other| other != step);
                gone.extend(Some(step.clone()).filter(|_| !stands));
                stands
            }
            Fact::Met { step, .. } | Fact::Missed { step, .. } | Fact::Waived { step, .. } => {
                stands && !gone.contains(step)
            }
            _ => stands,
        }
    };
    all.into_iter().map(|(entry, _)| entry).filter(stands).collect()
}
