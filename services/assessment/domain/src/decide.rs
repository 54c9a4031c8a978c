//! From a command to events: each legal act has its own arm in `acts`.

use crate::acts;
use crate::command::{Command, Context};
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Decides a command.
///
/// # Errors
///
/// A [`Rejection`] when the law, or what happened before, does not permit it. A fact is never rejected.
pub fn decide(state: &State, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let today = context.today;
    match command {
        Command::DeclareIncapacity(declaration) => acts::declare::decide(state, declaration, context),
        Command::Recognise { decided_on, decided_by, activity_ceased_on } => {
            acts::recognise::decide(state, *decided_on, decided_by, *activity_ceased_on, today)
        }
        Command::RefuseRecognition { decided_on, decided_by, reason } => {
            acts::refuse::decide(state, *decided_on, decided_by, *reason, today)
        }
        Command::StartConcurrentTrack(track) => acts::start_track::decide(state, track, today),
        Command::EndConcurrentTrack { kind, on } => acts::end_track::decide(state, *kind, *on),
        Command::RecordFirstEstimate { category, examined, concertation } => {
            acts::first_estimate::decide(state, *category, *examined, concertation.as_ref(), today)
        }
        Command::FireEstimateMissed => acts::estimate_missed::decide(state, today),
        Command::Note(fact) => Ok(acts::note::decide(state, fact)),
    }
}
