//! From a command to events: each legal act has its own arm in `acts`.

use trajet_law::annul::NotAnnulled;

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
    if let Command::ChangeFile(act) = command {
        return acts::file::decide(state, act, context);
    }
    if state.annulled_on.is_some() {
        return annulled(command);
    }
    let state = &State { today: Some(today), ..state.clone() };
    match command {
        Command::DeclareIncapacity(declaration) => acts::declare::decide(state, declaration, context),
        Command::TakeOver(past) => acts::take_over::decide(state, past, context),
        Command::AddCertificate(added) => acts::add_certificate::decide(state, added, today),
        Command::RecordRepresentation(representation) => acts::represent::record(state, representation),
        Command::EndRepresentation { number, last_day } => acts::represent::end(state, *number, *last_day),
        Command::CorrectStart { niss: _, start, decided_on, reason, activity_ceased_on } => {
            acts::correct_start::decide(state, *start, *decided_on, *reason, *activity_ceased_on, context)
        }
        Command::FollowLaw => acts::follow_law::decide(state, today),
        Command::Recognise { decided_on, decided_by, activity_ceased_on } => {
            acts::recognise::decide(state, *decided_on, decided_by, *activity_ceased_on, today)
        }
        Command::RefuseRecognition { decided_on, decided_by, reason } => {
            acts::refuse::decide(state, *decided_on, decided_by, *reason, today)
        }
        Command::StartConcurrentTrack(track) => acts::start_track::decide(state, track, today),
        Command::AskForCodex => Err(acts::start_track::not_by_the_physician(state)),
        Command::EndConcurrentTrack { kind, on } => acts::end_track::decide(state, *kind, *on),
        Command::RecordFirstEstimate { on, category, examined, concertation } => {
            let on = on.unwrap_or(today);
            acts::first_estimate::decide(state, on, *category, *examined, concertation.as_ref(), today)
        }
        Command::InviteToExamination(invitation) => acts::invite::decide(state, invitation, today),
        Command::DispenseExamination { decided_on, findings } => {
            acts::dispense::decide(state, *decided_on, *findings, today)
        }
        Command::RecordEvaluation(evaluation) => acts::evaluate::decide(state, evaluation, today),
        Command::RefuseTrajectory { asked_on, coordinator } => {
            acts::refuse_trajectory::decide(state, *asked_on, coordinator, today)
        }
        Command::DecideTrajectory { decided_on, decision } => {
            acts::decide_trajectory::decide(state, *decided_on, decision, today)
        }
        Command::ApplyForWork(application) => acts::authorised_work::apply_for::decide(state, application, today),
        Command::RecordWorkResumption { resumed_on } => {
            acts::authorised_work::resume::decide(state, *resumed_on, today)
        }
        Command::DecideWork { decided_on, decision } => {
            acts::authorised_work::answer::decide(state, *decided_on, decision, today)
        }
        Command::AmendWork { decided_on, authorisation } => {
            acts::authorised_work::amend::decide(state, *decided_on, authorisation, today)
        }
        Command::WithdrawWorkApplication { withdrawn_on } => {
            acts::authorised_work::withdraw::decide(state, *withdrawn_on, today)
        }
        Command::ProposeRehabilitation(proposal) => acts::rehabilitation::propose::decide(state, proposal, today),
        Command::SubmitRehabilitation { on } => acts::rehabilitation::submit::decide(state, *on, today),
        Command::WithdrawRehabilitation { on } => acts::rehabilitation::withdraw::decide(state, *on, today),
        Command::RecordRehabilitation(fact) => acts::rehabilitation::record::decide(state, fact, today),
        Command::EvaluateReintegration(evaluation) => acts::rehabilitation::evaluate::decide(state, *evaluation, today),
        Command::RecordTeamContact(contact) => acts::team_contact::decide(state, contact, today),
        Command::NoteRelapse { on } => Ok(acts::end_incapacity::relapsed(state, *on)),
        Command::EndIncapacity { last_day, cause, decision } => {
            acts::end_incapacity::decide(state, *last_day, *cause, decision.as_ref(), today)
        }
        Command::FireMissed(step) => acts::missed::decide(state, *step, today),
        Command::ChangeFile(_) => Ok(Vec::new()),
        Command::Annul { .. } => Err(NotAnnulled::NoSuchAct.into()),
        Command::Note(fact) => Ok(acts::note::decide(state, fact)),
    }
}

/// On a case that was annulled nothing more is recorded; what is told of it does nothing.
fn annulled(command: &Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Note(_) | Command::FireMissed(_) | Command::FollowLaw => Ok(Vec::new()),
        _ => Err(NotAnnulled::CaseAnnulled.into()),
    }
}
