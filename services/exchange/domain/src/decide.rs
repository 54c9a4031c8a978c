//! From a command to events: each act has its own arm in `acts`.

use trajet_law::annul::NotAnnulled;

use crate::acts;
use crate::command::{Command, Context};
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::{State, apply};

/// Decides a command.
///
/// # Errors
///
/// A [`Rejection`] when the law, or what happened before, does not permit it. A fact about a case is never rejected.
pub fn decide(state: &State, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    if let State::Case(case) = state
        && case.annulled_on.is_some()
    {
        return annulled(command);
    }
    let events = match command {
        Command::Note(fact) => acts::note::decide(state, fact)?,
        Command::Take(told) => acts::take::decide(state, told, context)?,
        Command::Register(registration) => acts::register::decide(state, registration, context)?,
        Command::Receive { registered: false, .. } => return Err(Rejection::NotRegistered),
        Command::Receive { within_limit: false, .. } => return Err(Rejection::TooManyReports),
        Command::Receive { niss, partner, fact, registered: true, within_limit: true } => {
            vec![acts::receive::decide(state, *niss, *partner, fact, context)?]
        }
        Command::Match { known_in, .. } => acts::matched::decide(state, *known_in, context)?,
        Command::Annul { .. } => return Err(NotAnnulled::NoSuchAct.into()),
        Command::Erase => acts::erase::decide(state, context)?,
    };
    Ok(with_released_facts(state, events))
}

/// Adds what the parked facts do after these events, if they can act now.
fn with_released_facts(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    if state.parked().is_empty() || events.is_empty() {
        return events;
    }
    let mut after = state.clone();
    for event in &events {
        apply(&mut after, event);
    }
    while let Some(mut released) = acts::note::release(&after) {
        for event in &released {
            apply(&mut after, event);
        }
        events.append(&mut released);
    }
    events
}

/// On a case that was annulled nothing more is recorded; what is told of it does nothing.
fn annulled(command: &Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Note(_) => Ok(Vec::new()),
        _ => Err(NotAnnulled::CaseAnnulled.into()),
    }
}
