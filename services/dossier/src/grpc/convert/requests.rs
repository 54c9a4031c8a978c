//! Requests as commands: every field that is wrong is told at once.

use std::collections::{BTreeMap, BTreeSet};

use trajet_access::Caller;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1 as common;
use trajet_dossier_domain::{
    AgreedAction, Channel, ChosenEnd, Command, ConsentForm, ContactKind, CoordinatorContact, EndReason, FirstContact,
    Invitation, NewAppointment, NewContact, Purpose, Qualification, SubjectId,
};
use trajet_runtime::Violations;
use trajet_service::contact;

use super::ami_requests::check_text;
use super::check_subject;
use super::{
    hear_action, hear_channel, hear_consent_purpose, hear_end_reason, hear_next_way, hear_proof, hear_purpose,
    hear_rescheduled_by, hear_signature,
};

const LONGEST_REFERENCE: usize = 64;
/// The longest text that is kept of what an interview brought, in characters.
const LONGEST_RESULTS: usize = 2_000;

pub(crate) fn check_route_b(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::OpenRouteBRequest,
) -> Option<Command> {
    let received_on = violations.date("received_on", request.received_on)?;
    Some(Command::OpenRouteB { received_on, keep_questionnaire: request.keep_questionnaire })
}

pub(crate) fn check_appointment(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::MakeAppointmentRequest,
) -> Option<Command> {
    let purpose = check_purpose(violations, request.purpose);
    let appointment = new_appointment(
        violations,
        caller,
        (request.appointment_on, request.channel, &request.coordinator),
        ("invitation", request.invitation.clone()),
    );
    let contact = check_coordinator(violations, request.contact.clone());
    Some(Command::MakeAppointment { purpose: purpose?, appointment: appointment?, contact: contact? })
}

pub(crate) fn check_rescheduling(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RescheduleAppointmentRequest,
) -> Option<Command> {
    let number = check_number(violations, request.appointment);
    let by = violations.enumeration("rescheduled_by", request.rescheduled_by).and_then(hear_rescheduled_by);
    let appointment = new_appointment(
        violations,
        caller,
        (request.appointment_on, request.channel, &request.coordinator),
        ("notice", request.notice.clone()),
    );
    let contact = match request.contact.clone() {
        None => Some(None),
        contact => check_coordinator(violations, contact).map(Some),
    };
    Some(Command::Reschedule { number: number?, by: by?, appointment: appointment?, contact: contact? })
}

pub(crate) fn check_no_show(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordNoShowRequest,
) -> Option<Command> {
    let number = check_number(violations, request.appointment)?;
    Some(Command::RecordNoShow { number, by: subject(caller) })
}

pub(crate) fn check_attempt(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordAttemptRequest,
) -> Option<Command> {
    let purpose = check_purpose(violations, request.purpose);
    let on = violations.date("tried_on", request.tried_on);
    let channel = check_channel(violations, request.channel);
    Some(Command::RecordAttempt { purpose: purpose?, on: on?, channel: channel?, by: subject(caller) })
}

pub(crate) fn check_contact_refusal(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordContactRefusalRequest,
) -> Option<Command> {
    let purpose = check_purpose(violations, request.purpose);
    let refusable = purpose != Some(Purpose::Other);
    violations.require("purpose", refusable, "is not the first contact, nor one on a negative decision");
    let on = violations.date("refused_on", request.refused_on);
    Some(Command::RecordRefusal { purpose: purpose.filter(|_| refusable)?, on: on? })
}

pub(crate) fn check_contact(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordContactRequest,
) -> Option<Command> {
    let purpose = check_purpose(violations, request.purpose);
    let on = violations.date("held_on", request.held_on);
    let channel = check_channel(violations, request.channel);
    let consent = match (purpose, request.consent.clone()) {
        (Some(Purpose::FirstContact), form) => Some(check_form(violations, form)),
        (Some(_), Some(_)) => {
            violations.add("consent", "is asked at a first contact only");
            None
        }
        _ => None,
    };
    let actions = check_actions(violations, &request.actions);
    let next_way = match request.next_way {
        0 => Some(None),
        way => violations.enumeration("next_way", way).and_then(hear_next_way).map(Some),
    };
    let results = if purpose == Some(Purpose::FollowUp) {
        let nothing = request.actions.is_empty() && request.next_way == 0;
        violations.require("actions", nothing, "and a way are agreed in the plan, and not at a follow-up interview");
        check_text(violations, "results", &request.results, LONGEST_RESULTS)
    } else {
        violations.require("results", request.results.is_empty(), "are of a follow-up interview only");
        None
    };
    let kind = match (purpose?, consent) {
        (Purpose::FollowUp, _) => ContactKind::FollowUp { results: results? },
        (Purpose::FirstContact, consent) => ContactKind::First(FirstContact {
            role_explained: request.role_explained,
            first_step_checked: request.first_step_checked,
            consent: consent.flatten()?,
        }),
        (Purpose::NegativeDecision, _) => ContactKind::NegativeDecision,
        (Purpose::Other, _) => ContactKind::Other,
    };
    let contact = NewContact {
        on: on?,
        channel: channel?,
        appointment: Some(request.appointment).filter(|number| *number > 0),
        by: subject(caller),
        // As for an appointment, the registry is still to be asked.
        qualification: Qualification::NotRegistered,
        actions: actions?,
        next_way: next_way?,
    };
    Some(Command::RecordContact { contact, kind })
}

pub(crate) fn check_consents(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordConsentsRequest,
) -> Option<Command> {
    check_form(violations, request.consent.clone()).map(Command::RecordConsents)
}

pub(crate) fn check_authorisation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RequestAuthorisationRequest,
) -> Option<Command> {
    let asked_on = violations.optional_date("asked_on", request.asked_on)?;
    Some(Command::RequestAuthorisation { asked_on })
}

pub(crate) fn check_look(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordLookRequest,
) -> Option<Command> {
    let on = violations.date("looked_on", request.looked_on)?;
    Some(Command::RecordLook { on, by: subject(caller) })
}

pub(crate) fn check_end(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::EndTrajectoryRequest,
) -> Option<Command> {
    let on = violations.date("ended_on", request.ended_on);
    let reason = violations.enumeration("reason", request.reason).and_then(hear_end_reason);
    let reason = reason.and_then(|reason| {
        let chosen = match reason {
            EndReason::NotWished => Ok(ChosenEnd::NotWished),
            EndReason::NegativeDecision => Ok(ChosenEnd::NegativeDecision),
            EndReason::ConsentRefused | EndReason::IncapacityEnded => Err("comes about by itself and is not chosen"),
        };
        violations.check("reason", chosen)
    });
    Some(Command::EndTrajectory { on: on?, reason: reason? })
}

pub(crate) fn check_assignment(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::AssignDossierRequest,
) -> Option<Command> {
    let coordinator = check_subject(violations, "coordinator", &request.coordinator);
    let on = violations.optional_date("assigned_on", request.assigned_on);
    // Until the registry was asked, nobody can be given a dossier.
    Some(Command::Assign { coordinator: coordinator?, on: on?, qualification: Qualification::NotRegistered })
}

/// The caller as who acts.
pub(super) fn subject(caller: &Caller) -> SubjectId {
    SubjectId(caller.subject.to_string())
}

fn check_purpose(violations: &mut Violations, purpose: i32) -> Option<Purpose> {
    violations.enumeration("purpose", purpose).and_then(hear_purpose)
}

pub(super) fn check_channel(violations: &mut Violations, channel: i32) -> Option<Channel> {
    violations.enumeration("channel", channel).and_then(hear_channel)
}

fn check_number(violations: &mut Violations, number: u32) -> Option<u32> {
    violations.require("appointment", number > 0, "is required");
    Some(number).filter(|number| *number > 0)
}

fn new_appointment(
    violations: &mut Violations,
    caller: &Caller,
    (on, channel, coordinator): (Option<Date>, i32, &str),
    (field, invitation): (&str, Option<common::Invitation>),
) -> Option<NewAppointment> {
    let on = violations.date("appointment_on", on);
    let channel = check_channel(violations, channel);
    let coordinator = if coordinator.is_empty() {
        Some(None)
    } else {
        check_subject(violations, "coordinator", coordinator).map(Some)
    };
    let invitation = contact::read_invitation(violations, field, invitation).and_then(|it| {
        let reference = Some(it.reference).filter(|reference| !reference.is_empty());
        Some(Invitation { on: it.invited_on, proof: hear_proof(it.proof)?, reference })
    });
    Some(NewAppointment {
        on: on?,
        channel: channel?,
        coordinator: coordinator?,
        by: subject(caller),
        invitation: invitation?,
        // Until the registry was asked, nobody can be given a dossier.
        qualification: Qualification::NotRegistered,
    })
}

/// How the person reaches the coordinator (D29).
pub(super) fn check_coordinator(
    violations: &mut Violations,
    contact: Option<common::CoordinatorContact>,
) -> Option<CoordinatorContact> {
    let contact::Contact { name, phone, email } = contact::read_coordinator_contact(violations, "contact", contact)?;
    Some(CoordinatorContact { name, phone, email })
}

fn check_actions(violations: &mut Violations, actions: &[i32]) -> Option<BTreeSet<AgreedAction>> {
    let mut checked = BTreeSet::new();
    let mut sound = true;
    for (index, number) in actions.iter().enumerate() {
        let field = format!("actions[{index}]");
        match violations.enumeration(&field, *number).and_then(hear_action) {
            Some(action) if checked.insert(action) => {}
            Some(_) => {
                violations.add(&field, "is given for the second time");
                sound = false;
            }
            None => sound = false,
        }
    }
    sound.then_some(checked)
}

/// The person's decisions: each purpose once, and with evidence when any is granted (D3).
fn check_form(violations: &mut Violations, form: Option<contract::ConsentForm>) -> Option<ConsentForm> {
    let form = violations.message("consent", form)?;
    violations.within("consent", |inner| {
        let granted = form.decisions.iter().any(|decision| decision.granted);
        let mut decisions = BTreeMap::new();
        let mut sound = !form.decisions.is_empty();
        inner.require("decisions", sound, "is required");
        for (index, decision) in form.decisions.iter().enumerate() {
            let field = format!("decisions[{index}].purpose");
            match inner.enumeration(&field, decision.purpose).and_then(hear_consent_purpose) {
                Some(purpose) if decisions.insert(purpose, decision.granted).is_none() => {}
                Some(_) => {
                    inner.add(&field, "is decided on for the second time");
                    sound = false;
                }
                None => sound = false,
            }
        }
        let signature = match form.signature {
            0 if !granted => Some(None),
            signature => inner.enumeration("signature", signature).and_then(hear_signature).map(Some),
        };
        let signed_on = inner.date("signed_on", form.signed_on);
        let reference = inner.check("reference", reference(form.reference, granted));
        Some(ConsentForm {
            decisions: Some(decisions).filter(|_| sound)?,
            signature: signature?,
            signed_on: signed_on?,
            reference: reference?,
            representative: Some(form.representative).filter(|number| *number > 0),
        })
    })
}

pub(super) fn reference(reference: String, granted: bool) -> Result<Option<String>, &'static str> {
    let printed = |byte: u8| byte.is_ascii_alphanumeric() || b".-/_".contains(&byte);
    if reference.is_empty() {
        if granted { Err("is required where consent is granted") } else { Ok(None) }
    } else if reference.len() > LONGEST_REFERENCE || !reference.bytes().all(printed) {
        Err("is not at most 64 letters, digits, dots, hyphens, slashes and underscores")
    } else {
        Ok(Some(reference))
    }
}
