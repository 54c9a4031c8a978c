//! The law of this service, as the properties of all histories see it.

use std::sync::LazyLock;

use chrono::NaiveDate;
use trajet_law::annul::Cause;
use trajet_law::deadline::{DatedFact, Deadlines, Step};
use trajet_law::explain::Decision;
use trajet_law::histories::Timed;

use crate::annul::AskedAgain;
use crate::command::Command;
use crate::event::Event;
use crate::state::State;

trajet_law::played!(AskedAgain, cause, source);

/// The exchange plans nothing.
impl Timed for AskedAgain {
    fn decision<'e>(&self, _: &'e Event) -> Option<Decision<'e>> {
        None
    }

    fn tells(&self, _: &Event) -> Vec<DatedFact> {
        Vec::new()
    }

    fn planned(&self, _: &Event) -> Option<(Step, NaiveDate)> {
        None
    }

    fn deadlines<'s>(&self, _: &'s State) -> &'s Deadlines {
        static NONE: LazyLock<Deadlines> = LazyLock::new(Deadlines::default);
        &NONE
    }
}

fn cause(command: &Command) -> Cause {
    match command {
        Command::Note(_) => Cause::Fact,
        _ => Cause::Act,
    }
}

fn source(command: &Command) -> Option<(&str, u64)> {
    let Command::Note(fact) = command else { return None };
    Some((&fact.source().ledger, fact.source().position))
}
