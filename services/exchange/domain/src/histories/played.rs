//! The law of this service, as the properties of all histories see it.

use trajet_law::annul::Cause;

use crate::annul::AskedAgain;
use crate::command::Command;

trajet_law::played!(AskedAgain, cause, source);

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
