//! The law of this service, as the properties of all histories see it.

use chrono::NaiveDate;
use trajet_law::annul::Cause;
use trajet_law::deadline::DatedFact;
use trajet_law::deadline::{Deadlines, Step};
use trajet_law::explain::Decision;
use trajet_law::histories::{Played, Timed};
use trajet_law::matter::Matter;

use crate::annul::AskedAgain;
use crate::command::Command;
use crate::event::Event;
use crate::state::State;

/// The law in force.
pub(super) fn law() -> AskedAgain {
    AskedAgain(State::default().law)
}

impl Played for AskedAgain {
    fn cause(&self, command: &Command) -> Cause {
        match command {
            Command::Note(_) => Cause::Fact,
            Command::FireMissed(_) => Cause::Timer,
            Command::FollowLaw => Cause::Law,
            _ => Cause::Act,
        }
    }

    fn source<'c>(&self, command: &'c Command) -> Option<(&'c str, u64)> {
        let Command::Note(fact) = command else { return None };
        Some((&fact.source.ledger, fact.source.position))
    }

    fn effective_on(&self, event: &Event) -> NaiveDate {
        event.effective_on()
    }

    fn matter(&self, event: &Event) -> Matter {
        event.matter()
    }
}

impl Timed for AskedAgain {
    fn decision<'e>(&self, event: &'e Event) -> Option<Decision<'e>> {
        event.decision()
    }

    fn tells(&self, event: &Event) -> Vec<DatedFact> {
        event.tells()
    }

    fn planned(&self, event: &Event) -> Option<(Step, NaiveDate)> {
        if let Event::DeadlinePlanned { plan, on } = event { Some((plan.step, *on)) } else { None }
    }

    fn deadlines<'s>(&self, state: &'s State) -> &'s Deadlines {
        &state.deadlines
    }
}
