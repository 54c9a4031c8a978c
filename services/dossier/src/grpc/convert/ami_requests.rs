//! Requests on a trajectory of the sickness insurance as commands: every field that is wrong is told at once.

use std::collections::BTreeSet;

use trajet_access::Caller;
use trajet_contracts::dossier::v1 as contract;
use trajet_dossier_domain::Command;
use trajet_dossier_domain::ami::{
    AmiCommand, AmiEndReason, Concertation, FollowUp, FreeText, NewCommitment, NextFollowUp, PlanAction, PlanContent,
    PlanParty, Rhythm, Signature, StartSituation,
};
use trajet_runtime::Violations;
use trajet_service::employer;

use super::ami::{
    hear_action_kind, hear_aim, hear_ami_end_reason, hear_employer_link, hear_inform_duty, hear_party, hear_situation,
};
use super::hear_signature;
use super::requests::{check_channel, reference, subject};

/// The longest text that is kept of an objective, a result, an action or a reason, in characters.
pub(super) const LONGEST_TEXT: usize = 500;
/// The most objectives, and the most actions, of a plan.
const MOST_PARTS: usize = 20;
/// The longest rhythm of follow-up, in months.
const LONGEST_RHYTHM: u32 = 12;

pub(crate) fn check_commitment(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordCommitmentRequest,
) -> Option<Command> {
    let situation = violations.enumeration("situation", request.situation).and_then(hear_situation);
    let employer_link = violations.enumeration("employer_link", request.employer_link).and_then(hear_employer_link);
    let employer = employer::check(violations, "employer_number", &request.employer_number);
    // Situation A is of who has no employer.
    let fits = situation != Some(StartSituation::A) || request.employer_number.is_empty();
    violations.require("employer_number", fits, "is for situations B, C and D");
    let coordinator = check_signature(violations, "coordinator", request.coordinator.clone());
    let person = check_signature(violations, "person", request.person.clone());
    let physician = match request.physician.clone() {
        None => Some(None),
        physician => check_signature(violations, "physician", physician).map(Some),
    };
    Some(Command::Ami(AmiCommand::Commit(NewCommitment {
        situation: situation?,
        employer_link: employer_link?,
        employer: employer?,
        support: request.support_committed,
        cooperation: request.cooperation_committed,
        by: subject(caller),
        coordinator: coordinator?,
        person: person?,
        physician: physician?,
    })))
}

pub(crate) fn check_signing(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::SignCommitmentRequest,
) -> Option<Command> {
    let signature = check_signature(violations, "physician", request.physician.clone())?;
    Some(Command::Ami(AmiCommand::Sign(signature)))
}

pub(crate) fn check_plan(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::EstablishPlanRequest,
) -> Option<Command> {
    let content = check_content(violations, request.plan.clone());
    let coordinator = check_signature(violations, "coordinator", request.coordinator.clone());
    let person = check_signature(violations, "person", request.person.clone());
    let (content, coordinator, person) = (content?, coordinator?, person?);
    Some(Command::Ami(AmiCommand::EstablishPlan { content, coordinator, person }))
}

pub(crate) fn check_adaptation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::AdaptPlanRequest,
) -> Option<Command> {
    let content = check_content(violations, request.plan.clone());
    let on = violations.date("adapted_on", request.adapted_on);
    let reason = check_text(violations, "reason", &request.reason, LONGEST_TEXT);
    Some(Command::Ami(AmiCommand::AdaptPlan { content: content?, on: on?, reason: reason? }))
}

pub(crate) fn check_follow_up(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordPlanFollowUpRequest,
) -> Option<Command> {
    let follow_up = violations.message("follow_up", request.follow_up.clone())?;
    violations.within("follow_up", |inner| {
        let on = inner.date("followed_up_on", follow_up.followed_up_on);
        let participants = check_participants(inner, &follow_up.participants);
        let concerted_on = inner.optional_date("concerted_on", follow_up.concerted_on);
        let findings = check_text(inner, "findings", &follow_up.findings, LONGEST_TEXT);
        Some(Command::Ami(AmiCommand::FollowUp(FollowUp {
            on: on?,
            participants: participants?,
            agreed: follow_up.person_agreed,
            concerted_on: concerted_on?,
            findings: findings?,
        })))
    })
}

pub(crate) fn check_suspension(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::SuspendAmiTrajectoryRequest,
) -> Option<Command> {
    let on = violations.date("suspended_on", request.suspended_on)?;
    Some(Command::Ami(AmiCommand::Suspend { on }))
}

pub(crate) fn check_resumption(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::ResumeAmiTrajectoryRequest,
) -> Option<Command> {
    let on = violations.date("resumed_on", request.resumed_on)?;
    Some(Command::Ami(AmiCommand::Resume { on, agreed: request.agreed }))
}

pub(crate) fn check_informed(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordInformedRequest,
) -> Option<Command> {
    let kind = violations.enumeration("kind", request.kind).and_then(hear_inform_duty);
    let on = violations.date("informed_on", request.informed_on);
    let reference = violations.check("reference", reference(request.reference.clone(), false));
    Some(Command::Ami(AmiCommand::RecordInformed { kind: kind?, on: on?, reference: reference? }))
}

pub(crate) fn check_ami_end(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::EndAmiTrajectoryRequest,
) -> Option<Command> {
    let last_day = violations.date("last_day", request.last_day);
    let reason = violations.enumeration("reason", request.reason).and_then(hear_ami_end_reason);
    let chosen = reason != Some(AmiEndReason::IncapacityEnded);
    violations.require("reason", chosen, "comes about by itself and is not chosen");
    Some(Command::Ami(AmiCommand::End { last_day: last_day?, reason: reason.filter(|_| chosen)? }))
}

/// A text of a bounded length that must be there.
pub(super) fn check_text(violations: &mut Violations, field: &str, text: &str, longest: usize) -> Option<FreeText> {
    violations.text(field, text, longest).map(|text| FreeText(text.trim().to_owned()))
}

/// A signature. Only the person's can be somebody else's in their place (D1).
fn check_signature(
    violations: &mut Violations,
    field: &str,
    signature: Option<contract::Signature>,
) -> Option<Signature> {
    let of_the_person = field == "person";
    let signature = violations.message(field, signature)?;
    violations.within(field, |inner| {
        let on = inner.date("signed_on", signature.signed_on);
        let kind = inner.enumeration("kind", signature.kind).and_then(hear_signature);
        let reference = inner.check("reference", named(signature.reference));
        let representative = Some(signature.representative).filter(|number| *number > 0);
        let own = representative.is_none() || of_the_person;
        inner.require("representative", own, "is for the person's signature");
        Some(Signature { on: on?, kind: kind?, reference: reference?, representative })
    })
}

/// The reference of a signed document, which must be there.
fn named(text: String) -> Result<String, &'static str> {
    reference(text, false)?.ok_or("is required")
}

/// What a plan says. What the law asks of it is the law's to refuse: here only what is no plan at all is.
pub(super) fn check_content(violations: &mut Violations, plan: Option<contract::PlanContent>) -> Option<PlanContent> {
    let plan = violations.message("plan", plan)?;
    violations.within("plan", |inner| {
        inner.require("objectives", plan.objectives.len() <= MOST_PARTS, "are more than 20");
        inner.require("actions", plan.actions.len() <= MOST_PARTS, "are more than 20");
        let objectives: Vec<_> = (0..)
            .zip(plan.objectives.iter().take(MOST_PARTS))
            .map(|(index, text): (usize, _)| check_text(inner, &format!("objectives[{index}]"), text, LONGEST_TEXT))
            .collect();
        let final_result = match plan.final_result.trim() {
            "" => Some(None),
            text => check_text(inner, "final_result", text, LONGEST_TEXT).map(Some),
        };
        let actions: Vec<_> = (0..)
            .zip(plan.actions.iter().take(MOST_PARTS))
            .map(|(index, action): (usize, _)| {
                inner.within(&format!("actions[{index}]"), |inner| check_action(inner, action))
            })
            .collect();
        let next_follow_up = match plan.next_follow_up {
            None => Some(None),
            Some(next) => inner.within("next_follow_up", |inner| {
                let on = inner.date("appointment_on", next.appointment_on);
                let channel = check_channel(inner, next.channel);
                Some(Some(NextFollowUp { on: on?, channel: channel? }))
            }),
        };
        let aim = inner.enumeration("aim", plan.aim).and_then(hear_aim);
        let rhythm = match plan.rhythm {
            None => Some(None),
            Some(rhythm) => inner.within("rhythm", |inner| check_rhythm(inner, &rhythm).map(Some)),
        };
        let concertation = inner.message("concertation", plan.concertation);
        let concertation =
            concertation.and_then(|it| inner.within("concertation", |inner| check_concertation(inner, &it)));
        Some(PlanContent {
            objectives: objectives.into_iter().collect::<Option<_>>()?,
            final_result: final_result?,
            actions: actions.into_iter().collect::<Option<_>>()?,
            next_follow_up: next_follow_up?,
            aim: aim?,
            rhythm: rhythm?,
            concertation: concertation?,
        })
    })
}

fn check_action(violations: &mut Violations, action: &contract::PlanAction) -> Option<PlanAction> {
    let kind = violations.enumeration("kind", action.kind).and_then(hear_action_kind);
    let carried_out_by = violations.enumeration("carried_out_by", action.carried_out_by).and_then(hear_party);
    let what = check_text(violations, "what", &action.what, LONGEST_TEXT);
    Some(PlanAction { kind: kind?, carried_out_by: carried_out_by?, what: what? })
}

fn check_rhythm(violations: &mut Violations, rhythm: &contract::FollowUpRhythm) -> Option<Rhythm> {
    let months = (1..=LONGEST_RHYTHM).contains(&rhythm.months);
    violations.require("months", months, "is not from 1 to 12");
    let reason = check_text(violations, "reason", &rhythm.reason, LONGEST_TEXT);
    Some(Rhythm { months: Some(rhythm.months).filter(|_| months)?, reason: reason? })
}

fn check_concertation(violations: &mut Violations, concertation: &contract::Concertation) -> Option<Concertation> {
    let on = violations.date("held_on", concertation.held_on);
    let participants = check_participants(violations, &concertation.participants);
    Some(Concertation { on: on?, participants: participants?, agreed: concertation.person_agreed })
}

/// Who takes part, each once.
fn check_participants(violations: &mut Violations, numbers: &[i32]) -> Option<BTreeSet<PlanParty>> {
    let mut participants = BTreeSet::new();
    let mut sound = true;
    for (index, number) in numbers.iter().enumerate() {
        let field = format!("participants[{index}]");
        match violations.enumeration(&field, *number).and_then(hear_party) {
            Some(party) if participants.insert(party) => {}
            Some(_) => {
                violations.add(&field, "is given for the second time");
                sound = false;
            }
            None => sound = false,
        }
    }
    Some(participants).filter(|_| sound)
}
