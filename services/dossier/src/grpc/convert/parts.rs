//! The parts of a dossier, as the contracts tell them and as events store them.

use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_dossier_domain::{
    Appointment, AppointmentState, Attempt, ConsentForm, Contact, ContactRefusal, CoordinatorContact, Invitation,
    RescheduledBy,
};
use trajet_service::contact;
use trajet_service::plan::{Unreadable, day};

use super::{
    hear_consent_purpose, hear_proof, hear_signature, tell_actions, tell_appointment_state, tell_attempt_kind,
    tell_channel, tell_consent_purpose, tell_next_way, tell_proof, tell_purpose, tell_rescheduled_by, tell_signature,
};

/// An appointment; without its state it is as it was made.
pub(crate) fn tell_appointment(appointment: &Appointment, state: Option<AppointmentState>) -> contract::Appointment {
    let by = appointment.replaces.map(|(_, by): (u32, RescheduledBy)| tell_rescheduled_by(by));
    contract::Appointment {
        number: appointment.number,
        purpose: tell_purpose(appointment.purpose).into(),
        appointment_on: Some(to_proto(appointment.on)),
        channel: tell_channel(appointment.channel).into(),
        coordinator: appointment.coordinator.0.clone(),
        invitation: Some(tell_invitation(&appointment.invitation)),
        state: state.map(tell_appointment_state).unwrap_or_default().into(),
        replaces: appointment.replaces.map_or(0, |(number, _)| number),
        rescheduled_by: by.unwrap_or_default().into(),
        contact: Some(tell_coordinator(&appointment.contact)),
    }
}

pub(crate) fn tell_coordinator(coordinator: &CoordinatorContact) -> common::CoordinatorContact {
    let CoordinatorContact { name, phone, email } = coordinator.clone();
    common::CoordinatorContact { name, phone, email }
}

/// How a coordinator is reached, which was checked when it came.
pub(crate) fn hear_coordinator(
    coordinator: Option<common::CoordinatorContact>,
) -> Result<CoordinatorContact, Unreadable> {
    let contact::Contact { name, phone, email } = contact::hear_coordinator_contact(coordinator)?;
    Ok(CoordinatorContact { name, phone, email })
}

fn tell_invitation(invitation: &Invitation) -> common::Invitation {
    common::Invitation {
        invited_on: Some(to_proto(invitation.on)),
        proof: tell_proof(invitation.proof).into(),
        reference: invitation.reference.clone().unwrap_or_default(),
    }
}

/// An invitation that was checked when it came.
pub(crate) fn hear_invitation(invitation: Option<common::Invitation>) -> Result<Invitation, Unreadable> {
    let contact::Invitation { invited_on, proof, reference } = contact::hear_invitation(invitation)?;
    Ok(Invitation {
        on: invited_on,
        proof: hear_proof(proof).ok_or(Unreadable("proof of the invitation"))?,
        reference: Some(reference).filter(|reference| !reference.is_empty()),
    })
}

pub(crate) fn tell_attempt(attempt: &Attempt) -> contract::Attempt {
    contract::Attempt {
        kind: tell_attempt_kind(attempt.kind).into(),
        purpose: tell_purpose(attempt.purpose).into(),
        tried_on: Some(to_proto(attempt.on)),
        channel: tell_channel(attempt.channel).into(),
        coordinator: attempt.by.0.clone(),
        appointment: attempt.appointment.unwrap_or_default(),
    }
}

pub(crate) fn tell_contact_refusal(refusal: &ContactRefusal) -> contract::ContactRefusal {
    contract::ContactRefusal { purpose: tell_purpose(refusal.purpose).into(), refused_on: Some(to_proto(refusal.on)) }
}

pub(crate) fn tell_contact(contact: &Contact) -> contract::Contact {
    contract::Contact {
        number: contact.number,
        purpose: tell_purpose(contact.purpose).into(),
        held_on: Some(to_proto(contact.on)),
        channel: tell_channel(contact.channel).into(),
        coordinator: contact.coordinator.0.clone(),
        deputy_for: contact.deputy_for.as_ref().map(|deputy| deputy.0.clone()).unwrap_or_default(),
        actions: tell_actions(&contact.actions),
        next_way: contact.next_way.map(tell_next_way).unwrap_or_default().into(),
        results: contact.results.as_ref().map(|results| results.0.clone()).unwrap_or_default(),
    }
}

pub(crate) fn tell_decisions(form: &ConsentForm) -> Vec<contract::ConsentDecision> {
    let decisions = form.decisions.iter();
    decisions
        .map(|(purpose, granted)| contract::ConsentDecision {
            purpose: tell_consent_purpose(*purpose).into(),
            granted: *granted,
        })
        .collect()
}

pub(crate) fn tell_form(form: &ConsentForm) -> contract::ConsentForm {
    contract::ConsentForm {
        decisions: tell_decisions(form),
        signature: form.signature.map(tell_signature).unwrap_or_default().into(),
        signed_on: Some(to_proto(form.signed_on)),
        reference: form.reference.clone().unwrap_or_default(),
        representative: form.representative.unwrap_or_default(),
    }
}

/// A form that was checked when it came.
pub(crate) fn hear_form(form: Option<contract::ConsentForm>) -> Result<ConsentForm, Unreadable> {
    let form = form.ok_or(Unreadable("consent"))?;
    let decision = |decision: &contract::ConsentDecision| {
        let purpose = hear_consent_purpose(decision.purpose()).ok_or(Unreadable("purpose of the consent"))?;
        Ok((purpose, decision.granted))
    };
    Ok(ConsentForm {
        decisions: form.decisions.iter().map(decision).collect::<Result<_, _>>()?,
        signature: hear_signature(form.signature()),
        signed_on: day(form.signed_on, "day of the signature")?,
        reference: Some(form.reference).filter(|reference| !reference.is_empty()),
        representative: Some(form.representative).filter(|number| *number > 0),
    })
}
