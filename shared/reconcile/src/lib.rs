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
mod step;
mod steps;
#[cfg(test)]
mod tests;
mod working_days;

pub use ami::{Ami, Situation, Whom};
pub use book::Closed;
pub use concertation::Party;
pub use day::{Day, NoDay};
pub use fact::{Consent, Dates, Fact, Kind, Office, Purpose, TakenOver};
pub use finding::{Finding, FindingKind};
pub use held::{Row, Timer};
pub use step::Step;

use book::Book;
use compare::At;
use finding::Findings;
use known::Known;

/// Something that a ledger recorded.
#[derive(Debug, Clone)]
pub struct Entry {
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
    let (mut known, mut book) = (Known::default(), Book::default());
    for act in case.entries.chunk_by(|one, next| one.act == next.act) {
        for Entry { fact, recorded, .. } in act {
            known.learn(fact, *recorded);
            book.write(fact, *recorded, &mut findings);
        }
        if let Some(last) = act.last() {
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
