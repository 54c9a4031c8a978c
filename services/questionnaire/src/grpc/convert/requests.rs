//! Requests as commands: every field that is wrong is told at once.
//!
//! A right request may still ask for what is not there, or not the caller's to do. That is told apart: only to whoever may
//! touch the case.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_access::{Caller, Role, Subject};
use trajet_belgium::Language;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_questionnaire_domain::{Command, FilledBy, FilledIn, HelpAct, HelpResult, Helper, Impossibility, SubjectId};
use trajet_runtime::{Failure, Violations};
use trajet_service::contact;
use trajet_service::work::hear_language;

use super::answers::{Filled, check_answers, check_complete_answers};
use super::{hear_channel, hear_contact, hear_help_act, hear_impossibility_reason, hear_reason, hear_result};
use crate::definitions::Definitions;

type Checked = Option<Result<Command, Failure>>;

pub(crate) fn check_waiver(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::WaiveQuestionnaireRequest,
    today: NaiveDate,
) -> Checked {
    let reason = violations.enumeration("reason", request.reason).and_then(hear_reason);
    // The coordinator whom the notice names (Q3).
    let contact = contact::read_coordinator_contact(violations, "coordinator", request.coordinator.clone());
    let decided_on = violations.optional_date("decided_on", request.decided_on);
    let (reason, contact, decided_on) = (reason?, hear_contact(contact?), decided_on?.unwrap_or(today));
    Some(Ok(Command::Waive { reason, by: subject(caller), contact, decided_on }))
}

pub(crate) fn check_draft(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::SaveDraftRequest,
    definitions: &Definitions,
) -> Checked {
    let by = check_filled_by(violations, caller, request.helped, request.representative);
    let language = check_language(violations, request.language);
    let filled = check_answers(violations, definitions, request.answers.clone());
    let filled = filled_in(filled, by, language)?;
    Some(filled.map(Command::SaveDraft))
}

pub(crate) fn check_submission(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::SubmitAnswersRequest,
    (definitions, today): (&Definitions, NaiveDate),
) -> Checked {
    let returned_on = violations.optional_date("returned_on", request.returned_on);
    let by = check_filled_by(violations, caller, request.helped, request.representative);
    let language = check_language(violations, request.language);
    let filled = check_answers(violations, definitions, request.answers.clone());
    let returned_on = returned_on?.unwrap_or(today);
    let filled = filled_in(filled, by, language)?;
    Some(filled.map(|filled| Command::Submit { filled, returned_on }))
}

pub(crate) fn check_correction(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::CorrectAnswersRequest,
    (definitions, today): (&Definitions, NaiveDate),
) -> Checked {
    let corrects = request.corrects;
    violations.require("corrects", corrects > 0, "is required");
    let returned_on = violations.optional_date("returned_on", request.returned_on);
    let by = check_filled_by(violations, caller, request.helped, request.representative);
    let language = check_language(violations, request.language);
    let filled = check_complete_answers(violations, definitions, request.answers.clone());
    let returned_on = returned_on?.unwrap_or(today);
    let filled = filled_in(filled, by, language)?;
    Some(filled.map(|filled| Command::Correct { corrects, filled, returned_on }))
}

pub(crate) fn check_delegation(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::DelegateHelpRequest,
) -> Checked {
    let to = violations.check("delegate", request.delegate.parse::<Subject>())?;
    Some(Ok(Command::DelegateHelp { to: SubjectId(to.to_string()), by: subject(caller) }))
}

pub(crate) fn check_help(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordHelpRequest,
) -> Checked {
    let channel = violations.enumeration("channel", request.channel).and_then(hear_channel);
    let on = violations.date("held_on", request.held_on);
    let result = violations.enumeration("result", request.result).and_then(hear_result);
    let acts = check_acts(violations, &request.acts, result);
    let (channel, on, result, acts) = (channel?, on?, result?, acts?);
    Some(helping(caller, "RecordHelp").map(|by| Command::RecordHelp { by, on, channel, result, acts }))
}

pub(crate) fn check_impossibility(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordImpossibilityRequest,
) -> Checked {
    let on = violations.date("found_on", request.found_on);
    let reason = violations.enumeration("reason", request.reason).and_then(hear_impossibility_reason);
    let (on, reason) = on.zip(reason)?;
    let by = helping(caller, "RecordImpossibility");
    Some(by.map(|by| Command::RecordImpossibility(Impossibility { on, reason, by })))
}

/// What the helper did: each act once, and none where nobody was reached.
fn check_acts(violations: &mut Violations, numbers: &[i32], result: Option<HelpResult>) -> Option<BTreeSet<HelpAct>> {
    if !numbers.is_empty() && result == Some(HelpResult::NotReached) {
        violations.add("acts", "is for a person who was reached");
        return None;
    }
    let each = numbers.iter().enumerate().map(|(place, number)| {
        let field = format!("acts[{place}]");
        let again = numbers[..place].contains(number);
        violations.require(&field, !again, "is told for the second time");
        if again { None } else { violations.enumeration(&field, *number).and_then(hear_help_act) }
    });
    each.collect::<Vec<_>>().into_iter().collect()
}

/// The language of the texts, if one is told.
fn check_language(violations: &mut Violations, number: i32) -> Option<Language> {
    if number == 0 { None } else { violations.enumeration("language", number).and_then(hear_language) }
}

/// What was filled in; the failure if there is no such version.
fn filled_in(
    filled: Option<Filled>,
    by: Option<FilledBy>,
    language: Option<Language>,
) -> Option<Result<FilledIn, Failure>> {
    let (Filled { definition, answers }, by) = filled.zip(by)?;
    Some(definition.map(|definition| FilledIn { definition, answers, by, language }))
}

/// Who filled in what the caller sends: the person, unless a helper says to have helped (Q6), or a legal representative did
/// in their place (D1).
fn check_filled_by(
    violations: &mut Violations,
    caller: &Caller,
    helped: bool,
    representative: u32,
) -> Option<FilledBy> {
    let named = representative > 0;
    match caller.role {
        Role::Representative => violations.require("representative", named, "is required"),
        Role::InsuredPerson => violations.require("representative", !named, "is not for the insured person to say"),
        _ => violations.require("representative", !(named && helped), "is for who was not helped"),
    }
    if helped {
        let by = helper(caller).ok_or("is for a coordinator or a delegate to say");
        return violations.check("helped", by).map(FilledBy::Helped);
    }
    Some(if named { FilledBy::Representative(representative) } else { FilledBy::InsuredPerson })
}

/// The caller as the helper who calls this method.
fn helping(caller: &Caller, method: &str) -> Result<Helper, Failure> {
    helper(caller).ok_or_else(|| Failure::RoleNotPermitted {
        role: caller.role.code(),
        method: format!("trajet.questionnaire.v1.QuestionnaireService/{method}"),
    })
}

/// The caller as a helper; `None` in any other role.
fn helper(caller: &Caller) -> Option<Helper> {
    let subject = subject(caller);
    match caller.role {
        Role::Coordinator => Some(Helper::Coordinator(subject)),
        Role::Delegate => Some(Helper::Delegate(subject)),
        _ => None,
    }
}

/// The caller as who acts.
fn subject(caller: &Caller) -> SubjectId {
    SubjectId(caller.subject.to_string())
}
