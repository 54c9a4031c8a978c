//! The law of this service, as the properties of all histories see it.

use trajet_law::annul::Cause;

use crate::annul::AskedAgain;
use crate::command::Command;
use crate::event::Event;

trajet_law::played!(AskedAgain, cause, source);
trajet_law::timed!(AskedAgain, Event);

fn cause(command: &Command) -> Cause {
    match command {
        Command::Note(_) => Cause::Fact,
        Command::FireMissed(_) | Command::FireBarEnded | Command::FireLapsed => Cause::Timer,
        Command::FollowLaw => Cause::Law,
        _ => Cause::Act,
    }
}

fn source(command: &Command) -> Option<(&str, u64)> {
    let Command::Note(fact) = command else { return None };
    Some((&fact.source.ledger, fact.source.position))
}
