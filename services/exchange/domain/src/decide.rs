//! From a command to events: each act has its own arm in `acts`.

use trajet_law::annul::NotAnnulled;
use trajet_law::file_access::{FileAccess, FileAccessTold};

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
    if let Command::NoteFileAccess(told) = command {
        return note_file_access(state, told);
    }
    if let State::Case(case) = state
        && case.annulled_on.is_some()
    {
        return annulled(command);
    }
    let events = match command {
        Command::Note(fact) => acts::note::decide(state, fact)?,
        Command::NoteFileAccess(told) => note_file_access(state, told)?,
        Command::Take(told) => acts::take::decide(state, told, context)?,
        Command::Register(registration) => acts::register::decide(state, registration, context)?,
        Command::Receive { registered: false, .. } => return Err(Rejection::NotRegistered),
        Command::Receive { within_limit: false, .. } => return Err(Rejection::TooManyReports),
        Command::Receive { niss, partner, fact, registered: true, within_limit: true } => {
            vec![acts::receive::decide(state, *niss, *partner, fact, context)?]
        }
        Command::Match { known_in, .. } => acts::matched::decide(state, *known_in, context)?,
        Command::Unmatch { from } => acts::matched::undo(state, *from, context)?,
        Command::Send { told_at, registered } => acts::refer::send(state, *told_at, *registered, context.today)?,
        Command::Say { told_at, partner, saying } => {
            acts::refer::say(state, *told_at, *partner, *saying, context.today)?
        }
        Command::Fill { partner, case, referral, over } => {
            acts::refer::fill(state, *partner, (*case, *referral), *over, context.today)?
        }
        Command::Annul { .. } => return Err(NotAnnulled::NoSuchAct.into()),
        Command::Erase => acts::erase::decide(state, context)?,
    };
    Ok(with_released_facts(state, events))
}

/// Who may see the file is noted whatever the case is; only a case has a file.
fn note_file_access(state: &State, told: &FileAccessTold) -> Result<Vec<Event>, Rejection> {
    match state {
        State::Case(case) if !told.changes(&case.file) => Ok(Vec::new()),
        State::Empty if !told.changes(&FileAccess::default()) => Ok(Vec::new()),
        State::Case(_) | State::Empty => Ok(vec![Event::FileAccessTold(told.clone())]),
        State::Partner(_) | State::Report(_) | State::Inbox(_) | State::Erased => Err(Rejection::OtherStream),
    }
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
        Command::Note(_) | Command::Send { .. } => Ok(Vec::new()),
        Command::Say { .. } => Err(Rejection::NoSuchReferral),
        _ => Err(NotAnnulled::CaseAnnulled.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Stream, day, file_access, receive, recognised};

    #[test]
    fn d2_who_may_see_a_file_is_noted_once_and_ahead_of_the_recognition_too() {
        let on = day(2022, 9, 6);
        for mut case in [Stream::default(), Stream::case()] {
            assert_eq!(case.on(on, &file_access(&[])), [], "the file is open, as it was");
            let events = case.on(on, &file_access(&["co-1"]));
            assert!(matches!(&events[..], [event @ Event::FileAccessTold(_)] if event.about_the_file()), "{events:?}");
            assert_eq!(case.on(on, &file_access(&["co-1"])), []);
            assert_eq!(case.on(on, &file_access(&[])).len(), 1, "it is open again");
            let noted = case.on(on, &recognised());
            assert!(noted.iter().all(|event| !event.about_the_file()));
        }
    }

    #[test]
    fn x7_only_a_case_has_a_file() {
        let mut report = Stream::default();
        report.on(day(2022, 9, 20), &receive(day(2022, 9, 10)));
        for command in [file_access(&[]), file_access(&["co-1"])] {
            assert_eq!(report.refusal(day(2022, 9, 20), &command), "OTHER_STREAM");
        }
    }
}
