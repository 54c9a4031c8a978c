//! What holds in every history of a case, whatever the service: for the property tests of their laws.

pub mod annulled;
pub mod book;
pub mod drawn;
pub mod explained;
pub mod first_days;
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

    /// The step that an event plans, or plans again, and the day of the act that does.
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

/// Has the histories of a service's law looked at by what its events tell of themselves; given how a command comes about
/// ([`Played::cause`]) and which fact it tells ([`Played::source`]).
#[macro_export]
macro_rules! played {
    ($law:ty, $cause:path, $source:path) => {
        impl $crate::histories::Played for $law {
            fn cause(&self, command: &Self::Command) -> $crate::annul::Cause {
                $cause(command)
            }

            fn source<'c>(&self, command: &'c Self::Command) -> Option<(&'c str, u64)> {
                $source(command)
            }

            fn effective_on(&self, event: &Self::Event) -> ::chrono::NaiveDate {
                event.effective_on()
            }

            fn matter(&self, event: &Self::Event) -> $crate::matter::Matter {
                event.matter()
            }
        }
    };
}

/// Has the deadlines of the histories of a service's law looked at.
#[macro_export]
macro_rules! timed {
    ($law:ty, $event:ident) => {
        impl $crate::histories::Timed for $law {
            fn decision<'e>(&self, event: &'e $event) -> Option<$crate::explain::Decision<'e>> {
                event.decision()
            }

            fn tells(&self, event: &$event) -> Vec<$crate::deadline::DatedFact> {
                event.tells()
            }

            fn planned(&self, event: &$event) -> Option<($crate::deadline::Step, ::chrono::NaiveDate)> {
                match event {
                    $event::DeadlinePlanned { plan, on } | $event::DeadlineReplanned { after: plan, on, .. } => {
                        Some((plan.step, *on))
                    }
                    _ => None,
                }
            }

            fn deadlines<'s>(&self, state: &'s Self::State) -> &'s $crate::deadline::Deadlines {
                &state.deadlines
            }
        }
    };
}
