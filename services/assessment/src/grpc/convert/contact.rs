//! The coordinator whom a letter names, and invitations with their proof.

use chrono::NaiveDate;
use trajet_assessment_domain as domain;
use trajet_contracts::r#type::v1 as common;
use trajet_service::contact::{self, Contact};
use trajet_service::plan::Unreadable;

use super::{hear_proof, tell_proof};

pub(crate) fn hear_contact(contact: Contact) -> domain::Contact {
    let Contact { name, phone, email } = contact;
    domain::Contact { name, phone, email }
}

pub(crate) fn tell_contact(contact: &domain::Contact) -> common::CoordinatorContact {
    let domain::Contact { name, phone, email } = contact.clone();
    contact::tell_coordinator_contact(&Contact { name, phone, email })
}

/// An invitation to an examination on a day. It cannot fail where the invitation was read before.
pub(crate) fn hear_invitation(
    invitation: contact::Invitation,
    examination_on: NaiveDate,
) -> Result<domain::Invitation, Unreadable> {
    let proof = hear_proof(invitation.proof).ok_or(Unreadable("proof of the invitation"))?;
    let contact::Invitation { invited_on, reference, .. } = invitation;
    Ok(domain::Invitation { invited_on, proof, reference, examination_on })
}

pub(crate) fn tell_invitation(invitation: &domain::Invitation) -> common::Invitation {
    contact::tell_invitation(&contact::Invitation {
        invited_on: invitation.invited_on,
        proof: tell_proof(invitation.proof),
        reference: invitation.reference.clone(),
    })
}
