//! The legal acts, one file each: its arm of `decide`, its article, its tests.

pub(crate) mod correct;
pub(crate) mod delegate;
pub(crate) mod draft;
pub(crate) mod help;
pub(crate) mod note;
pub(crate) mod return_missed;
pub(crate) mod send;
pub(crate) mod submit;
pub(crate) mod waive;

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, Step};
use trajet_law::rule::Rule;

use crate::answers::{self, Answers};
use crate::definition::Definition;
use crate::event::{Event, Sent};
use crate::fact::Recognition;
use crate::people::{FilledBy, Helper};
use crate::rejection::Rejection;
use crate::state::{Help, State};

/// The case and its open deadline for sending, while it is not settled whether a questionnaire is sent.
fn unsettled(state: &State) -> Result<(&Recognition, &Deadline), Rejection> {
    let recognition = state.recognition.as_ref().ok_or(Rejection::NotRecognised)?;
    if state.sent.is_some() {
        return Err(Rejection::AlreadySent);
    }
    if let Some((reason, _)) = &state.waived {
        return Err(Rejection::AlreadyWaived { because: reason.ground() });
    }
    let deadline = state.open(Step::QuestionnaireSend).ok_or(Rejection::PredatesTheLaw)?;
    Ok((recognition, deadline))
}

fn sent(state: &State) -> Result<&Sent, Rejection> {
    state.sent.as_ref().ok_or(Rejection::NotSent)
}

/// The help that was asked for, given or not.
fn help(state: &State) -> Result<&Help, Rejection> {
    state.help.as_ref().ok_or(Rejection::HelpNotAsked)
}

/// The record that a deadline's last day lies before the day of the act, unless it is there already.
fn miss(deadline: &Deadline, act_on: NaiveDate) -> Option<Event> {
    let on = deadline.plan.miss_recorded_on().filter(|_| deadline.is_missed_on(act_on))?;
    Some(Event::DeadlineMissed { step: deadline.plan.step, on })
}

/// Help is the coordinators', and of who was delegated by one (Q6).
fn may_help(state: &State, helper: &Helper) -> Result<(), Rejection> {
    match helper {
        Helper::Coordinator(_) => Ok(()),
        Helper::Delegate(subject) => {
            let delegate = state.help.as_ref().and_then(|help| help.delegate.as_ref());
            if delegate == Some(subject) { Ok(()) } else { Err(Rejection::NotTheDelegate) }
        }
    }
}

/// What holds for every draft, return and correction: it answers the version that was sent, with answers that fit,
/// given by someone who may.
fn answerable(state: &State, definition: &Definition, answers: &Answers, by: &FilledBy) -> Result<(), Rejection> {
    let sent = sent(state)?;
    if definition.reference() != sent.definition {
        return Err(Rejection::OtherVersion { sent: sent.definition.clone() });
    }
    if let Some(helper) = by.helper() {
        may_help(state, helper)?;
    }
    let problems = answers::problems(definition, answers);
    if problems.is_empty() { Ok(()) } else { Err(Rejection::InvalidAnswers(problems)) }
}

/// A date that someone states of an act must be possible.
fn possible(rule: Rule, on: NaiveDate, earliest: NaiveDate, latest: NaiveDate) -> Result<(), Rejection> {
    if (earliest..=latest).contains(&on) { Ok(()) } else { Err(Rejection::ImpossibleDate { rule, earliest, latest }) }
}
