//! From a command to events: each legal act has its own arm in `acts`.

use trajet_law::annul::NotAnnulled;
use trajet_law::rule::Rule;

use crate::acts;
use crate::command::{Command, Context};
use crate::concertation;
use crate::course::Course;
use crate::event::Event;
use crate::follow::follow;
use crate::guidance;
use crate::look;
use crate::other_track;
use crate::partner_referral;
use crate::presumption;
use crate::registry;
use crate::rejection::Rejection;
use crate::replan::replan_open;
use crate::route_c;
use crate::state::State;
use crate::taken_back;

/// Decides a command.
///
/// # Errors
///
/// A [`Rejection`] when the law, or what happened before, does not permit it. A fact is never rejected.
pub fn decide(state: &State, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    let today = context.today;
    if let Command::Registry(command) = command {
        let events = registry::decide(&state.registry, command, today)?;
        return Ok(events.into_iter().map(Event::Registry).collect());
    }
    // Who may see the file counts whatever the case is.
    if let Command::NoteFileAccess(told) = command {
        let changes = told.changes(&state.file);
        return Ok(changes.then(|| Event::FileAccessTold(told.clone())).into_iter().collect());
    }
    if state.annulled_on.is_some() {
        return annulled(command);
    }
    let mut course = Course::of(state, today);
    let events = &mut course;
    match command {
        Command::Note(fact) => acts::note::decide(events, fact, today),
        Command::FireMissed(step) => acts::missed::decide(events, *step, today)?,
        Command::FollowLaw => {
            replan_open(events, today, (Rule::T8.into(), None));
            taken_back::waive(events, today);
        }
        Command::FireBarEnded => acts::bar_ended::decide(events, today)?,
        Command::FireLapsed => acts::lapsed::decide(events, today)?,
        Command::OpenRouteB { received_on, keep_questionnaire } => {
            acts::open_route_b::decide(events, *received_on, *keep_questionnaire, today)?;
        }
        Command::MakeAppointment { purpose, appointment, contact } => {
            acts::make_appointment::decide(events, *purpose, appointment, contact, today)?;
        }
        Command::Reschedule { number, by, appointment, contact } => {
            acts::reschedule::decide(events, (*number, *by), appointment, contact.as_ref(), today)?;
        }
        Command::RecordNoShow { number, by } => acts::no_show::decide(events, *number, by, today)?,
        Command::RecordAttempt { purpose, on, channel, by } => {
            acts::attempt::decide(events, *purpose, *on, *channel, by, today)?;
        }
        Command::RecordRefusal { purpose, on } => acts::refuse_contact::decide(events, *purpose, *on, today)?,
        Command::RecordContact { contact, kind } => acts::contact::decide(events, contact, kind, today)?,
        Command::RecordConsents(form) => acts::consents::decide(events, form, today)?,
        Command::RequestAuthorisation { asked_on } => acts::request_authorisation::decide(events, *asked_on, today)?,
        Command::Assign { coordinator, on, qualification } => {
            acts::assign::decide(events, coordinator, *on, *qualification, today)?;
        }
        Command::RecordLook { on, by } => acts::look::decide(events, *on, by, today)?,
        Command::OtherTrack(command) => other_track::decide(events, *command, today)?,
        Command::RegisterResult(result) => guidance::register(events, result, today)?,
        Command::Concertation(command) => concertation::decide(events, command, today)?,
        Command::Referral(command) => partner_referral::decide(events, command, today)?,
        Command::Annul { .. } => return Err(NotAnnulled::NoSuchAct.into()),
        Command::Registry(_) | Command::NoteFileAccess(_) => {}
        Command::Ami(command) => acts::ami::decide(events, command, today)?,
        Command::EndTrajectory { on, reason } => acts::end_trajectory::decide(events, *on, *reason, today)?,
    }
    acts::note::release(&mut course, today);
    follow(&mut course);
    look::follow(state, &mut course);
    concertation::settle(&mut course, today);
    partner_referral::settle(&mut course, today);
    route_c::follow(&mut course, today);
    presumption::follow(&mut course);
    Ok(course.into_events())
}

/// On a case that was annulled nothing more is recorded; what is told of it does nothing.
fn annulled(command: &Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Note(_)
        | Command::FireMissed(_)
        | Command::FireBarEnded
        | Command::FireLapsed
        | Command::FollowLaw => Ok(Vec::new()),
        _ => Err(NotAnnulled::CaseAnnulled.into()),
    }
}
