//! The law of this service, as the properties of all histories see it.

use chrono::NaiveDate;
use trajet_law::annul::Cause;
use trajet_law::histories::Played;
use trajet_law::matter::Matter;

use crate::annul::AskedAgain;
use crate::command::Command;
use crate::event::Event;

impl Played for AskedAgain {
    fn cause(&self, command: &Command) -> Cause {
        match command {
            Command::Note(_) => Cause::Fact,
            _ => Cause::Act,
        }
    }

    fn source<'c>(&self, command: &'c Command) -> Option<(&'c str, u64)> {
        let Command::Note(fact) = command else { return None };
        Some((&fact.source().ledger, fact.source().position))
    }

    fn effective_on(&self, event: &Event) -> NaiveDate {
        event.effective_on()
    }

    fn matter(&self, event: &Event) -> Matter {
        event.matter()
    }
}
