//! What holds in every history of a case, whatever the service: for the property tests of their laws.

pub mod annulled;
pub mod book;
pub mod explained;
pub mod past;

use std::fmt::Debug;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::annul::{Again, Cause};
use crate::deadline::DatedFact;
use crate::deadline::{Deadlines, Step};
use crate::explain::Decision;
use crate::matter::Matter;

/// A law with what its histories are looked at by.
pub trait Played: Again<State: Debug, Command: Debug + Clone, Event: Debug, Refusal: Debug> {
    /// By what the events of a command come about.
    fn cause(&self, command: &Self::Command) -> Cause;

    /// The ledger and the place there of the fact that a command tells.
    fn source<'c>(&self, command: &'c Self::Command) -> Option<(&'c str, u64)>;

    /// The day from which an event counts.
    fn effective_on(&self, event: &Self::Event) -> NaiveDate;

    /// What an event is about.
    fn matter(&self, event: &Self::Event) -> Matter;
}

/// A law with deadlines.
pub trait Timed: Played {
    /// What an event decided.
    fn decision<'e>(&self, event: &'e Self::Event) -> Option<Decision<'e>>;

    /// The facts that an event tells.
    fn tells(&self, event: &Self::Event) -> Vec<DatedFact>;

    /// The step that an event plans, and the day of the act that does.
    fn planned(&self, event: &Self::Event) -> Option<(Step, NaiveDate)>;

    /// The deadlines of a case.
    fn deadlines<'s>(&self, state: &'s Self::State) -> &'s Deadlines;
}

/// A command of a history that recorded something.
#[derive(Debug)]
pub struct Act<L: Again> {
    /// The command.
    pub command: L::Command,
    /// Its day.
    pub today: NaiveDate,
    /// The case before it.
    pub before: L::State,
    /// What it recorded.
    pub events: Vec<L::Event>,
}

/// The first instant of a day.
#[must_use]
pub fn now(today: NaiveDate) -> DateTime<Utc> {
    today.and_time(NaiveTime::MIN).and_utc()
}
