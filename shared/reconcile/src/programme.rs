//! What is known of programmes of vocational rehabilitation (rules M16 and D18).

use std::collections::BTreeMap;

use crate::day::Day;
use crate::fact::Fact;

/// The programmes of a case, by their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Programmes(BTreeMap<u32, Programme>);

#[derive(Debug, Clone, Default)]
struct Programme {
    /// The days on which it was told to be submitted, the last that was told being the one that counts.
    submitted: Vec<Day>,
    /// The day from which nothing more comes of it, where it did not start.
    closed: Option<Day>,
    started: bool,
    /// Its last day, once it is known.
    last: Option<Day>,
}

impl Programmes {
    pub(crate) fn learn(&mut self, fact: &Fact) {
        match fact {
            Fact::Submitted { number, on } => self.of(*number).submitted.push(*on),
            Fact::ProgrammeClosed { number, on } => self.of(*number).closed = Some(*on),
            Fact::ProgrammeFollowed { number, last } => {
                let programme = self.of(*number);
                programme.started = true;
                programme.last = *last;
            }
            _ => {}
        }
    }

    fn of(&mut self, number: u32) -> &mut Programme {
        self.0.entry(number).or_default()
    }

    /// All days on which one was told to be submitted.
    pub(crate) fn submissions(&self) -> impl Iterator<Item = Day> {
        self.0.values().flat_map(|programme| programme.submitted.iter().copied())
    }

    /// Whether one that was submitted was not over before a day.
    pub(crate) fn any_in_hand(&self, since: Day) -> bool {
        self.0.values().any(|programme| {
            let over = if programme.started { programme.last } else { programme.closed };
            programme.submitted.last().is_some_and(|on| since <= *on || over.is_none_or(|over| since <= over))
        })
    }
}
