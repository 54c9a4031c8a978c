//! From a command to events: each legal act has its own arm in `acts`.

use chrono::NaiveDate;
use trajet_law::annul::NotAnnulled;

use crate::acts;
use crate::command::{Command, Context};
use crate::event::Event;
use crate::rejection::Rejection;
use crate::round::{HelpContact, Route};
use crate::state::{State, apply};

/// Decides a command.
///
/// # Errors
///
/// A [`Rejection`] when the law, or what happened before, does not permit it. A fact is never rejected.
pub fn decide(state: &State, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let today = context.today;
    // Who may see the file counts whatever the case is.
    if let Command::NoteFileAccess(told) = command {
        let changes = told.changes(&state.file);
        return Ok(changes.then(|| Event::FileAccessTold(told.clone())).into_iter().collect());
    }
    if state.annulled_on.is_some() {
        return annulled(command);
    }
    let state = &State { today: Some(today), ..state.clone() };
    if let (Some(end), Some(on)) = (&state.end, command.dated(today))
        && end.last_day < on
    {
        return Err(Rejection::IncapacityEnded { last_day: end.last_day, ending: end.ending });
    }
    let events = match command {
        Command::Note(fact) => acts::note::decide(state, fact, today),
        Command::FireSend { route: Route::A, definition } => acts::send::decide(state, definition, today)?,
        Command::FireSend { route: Route::B, definition } => acts::send_route_b::decide(state, definition, today)?,
        Command::FollowLaw => acts::replan::follow_law(state, today),
        Command::FireReturnMissed => acts::return_missed::decide(state, today)?,
        Command::Waive { reason, by, contact, decided_on } => {
            acts::waive::decide(state, *reason, by, contact, *decided_on, today)?
        }
        Command::SaveDraft(filled) => vec![acts::draft::decide(state, filled, today)?],
        Command::Submit { filled, returned_on } => acts::submit::decide(state, filled, *returned_on, today)?,
        Command::Correct { corrects, filled, returned_on } => {
            vec![acts::correct::decide(state, *corrects, filled, *returned_on, today)?]
        }
        Command::DelegateHelp { to, by } => vec![acts::delegate::decide(state, to, by, today)?],
        Command::RecordHelp { by, on, channel, result, acts } => {
            let contact = HelpContact {
                by: by.clone(),
                on: *on,
                channel: *channel,
                result: *result,
                acts: acts.clone(),
                under: None,
            };
            acts::help::decide(state, contact, today)?
        }
        Command::NoteFileAccess(_) => Vec::new(),
        Command::Annul { .. } => return Err(NotAnnulled::NoSuchAct.into()),
        Command::RecordImpossibility(found) => acts::impossible::decide(state, found, today)?,
    };
    Ok(with_released_facts(state, events, today))
}

/// Adds what the parked facts do after these events, if they can act now.
fn with_released_facts(state: &State, mut events: Vec<Event>, today: NaiveDate) -> Vec<Event> {
    if state.parked.is_empty() || events.is_empty() {
        return events;
    }
    let mut after = state.clone();
    for event in &events {
        apply(&mut after, event);
    }
    while let Some(mut released) = acts::note::release(&after, today) {
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
        Command::Note(_) | Command::FireSend { .. } | Command::FireReturnMissed | Command::FollowLaw => Ok(Vec::new()),
        _ => Err(NotAnnulled::CaseAnnulled.into()),
    }
}
