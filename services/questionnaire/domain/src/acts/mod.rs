//! The legal acts, one file each: its arm of `decide`, its article, its tests.

pub(crate) mod correct;
pub(crate) mod delegate;
pub(crate) mod draft;
pub(crate) mod end;
pub(crate) mod help;
pub(crate) mod impossible;
pub(crate) mod note;
pub(crate) mod replan;
pub(crate) mod return_missed;
pub(crate) mod send;
pub(crate) mod send_route_b;
pub(crate) mod submit;
mod take_over;
pub(crate) mod waive;

pub use take_over::not_known;

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::deadline::{Closure, Deadline, Step};
use trajet_law::questionnaire::send_plan;
use trajet_law::representation::RepresentationScope;
use trajet_law::rule::Rule;

use crate::answers;
use crate::command::FilledIn;
use crate::event::Event;
use crate::fact::Recognition;
use crate::people::Helper;
use crate::rejection::Rejection;
use crate::round::Round;
use crate::state::State;

/// The case and its open deadline for sending by route A, while it is not settled whether a questionnaire is sent.
fn unsettled(state: &State) -> Result<(&Recognition, &Deadline), Rejection> {
    let recognition = state.recognition.as_ref().ok_or(Rejection::NotRecognised)?;
    let known_before = state.taken_over().is_some_and(|taken_over| taken_over.questionnaire_sent_on.is_some());
    let deadline = state.deadlines.last(Step::QuestionnaireSend).ok_or_else(|| {
        if known_before {
            return Rejection::AlreadySent;
        }
        let planned = send_plan(recognition.incapacity_start, state.judged(recognition.recognised_on));
        Rejection::PredatesTheLaw { parameter: planned.parameter }
    })?;
    match deadline.closed {
        None => Ok((recognition, deadline)),
        Some(Closure::Met { .. }) => Err(Rejection::AlreadySent),
        Some(Closure::Waived { because, .. }) => Err(Rejection::AlreadyWaived { because }),
    }
}

/// The last sending and what came of it.
fn round(state: &State) -> Result<&Round, Rejection> {
    state.round().ok_or(Rejection::NotSent)
}

/// The last sending, if help with it was asked for, or would have been: its return was missed, and the matter was settled,
/// or the incapacity ended, while the platform was away. What took place then can be recorded all the same.
fn to_help_with(state: &State) -> Result<&Round, Rejection> {
    let missed = state
        .deadlines
        .last(Step::QuestionnaireReturn)
        .is_some_and(|deadline| deadline.missed_on.is_some() && !deadline.is_open());
    state.round().filter(|round| round.help.is_some() || missed).ok_or(Rejection::HelpNotAsked)
}

/// The record that a deadline's last day lies before the day of the act, unless it is there already.
fn miss(deadline: &Deadline, act_on: NaiveDate) -> Option<Event> {
    let step = deadline.plan.step;
    deadline.miss_before(act_on).map(|on| Event::DeadlineMissed { step, on })
}

/// The first day of a contact about a questionnaire that is not back: the day after the last for its return, even where
/// the platform was away and asked for help later, or not at all.
fn help_from(round: &Round) -> NaiveDate {
    let overdue = round.sent.due_back.and_then(|due_back| due_back.succ_opt());
    let asked = round.help.as_ref().and_then(|help| help.asked_on);
    overdue.into_iter().chain(asked).min().unwrap_or(round.sent.on)
}

/// Help is the coordinators', and of who was delegated by one (Q6), while there is something to help with (D2).
fn may_help(state: &State, helper: &Helper) -> Result<(), Rejection> {
    match helper {
        Helper::Coordinator(_) => Ok(()),
        Helper::Delegate(subject) => {
            if state.delegate() == Some(subject) {
                Ok(())
            } else {
                Err(Rejection::NotTheDelegate)
            }
        }
    }
}

/// What holds for every draft, return and correction: it answers the version that was sent, with answers that fit,
/// given by someone who may, on that day if by a legal representative (D1).
fn answerable(state: &State, filled: &FilledIn, on: NaiveDate) -> Result<(), Rejection> {
    let FilledIn { definition, answers, by, .. } = filled;
    let sent = &round(state)?.sent;
    if definition.reference() != sent.definition {
        return Err(Rejection::OtherVersion { sent: sent.definition.clone() });
    }
    if let Some(helper) = by.helper() {
        may_help(state, helper)?;
    }
    let for_it = RepresentationScope::Questionnaire;
    if by.representative().is_some_and(|number| !state.representations.entitle(number, for_it, on)) {
        return Err(Rejection::NotRepresented);
    }
    let problems = answers::problems(definition, answers);
    if problems.is_empty() { Ok(()) } else { Err(Rejection::InvalidAnswers(problems)) }
}

/// The language in which a questionnaire was filled in: the one that was told, or else that of the draft so far, or of the
/// sending.
fn filled_in_in(round: &Round, filled: &FilledIn) -> Language {
    let kept = round.draft.as_ref().and_then(|draft| draft.language);
    filled.language.or(kept).unwrap_or(round.sent.language)
}

/// A date that someone states of an act must be possible.
fn possible(rule: Rule, on: NaiveDate, earliest: NaiveDate, latest: NaiveDate) -> Result<(), Rejection> {
    if (earliest..=latest).contains(&on) { Ok(()) } else { Err(Rejection::ImpossibleDate { rule, earliest, latest }) }
}
