//! How a person reaches the coordinator and how a person was invited, as requests, stored events and contracts say it.
//!
//! The contracts and the stored shapes are the same messages. A request is checked, with the path of every field that is
//! wrong; what was stored was checked before, and is only read.

use std::fmt;

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as contract;
use trajet_contracts::r#type::v1::InvitationProof;
use trajet_runtime::Violations;

use crate::plan::{Unreadable, day};

const LONGEST_NAME: usize = 100;
const LONGEST_REFERENCE: usize = 64;

/// How the person reaches the coordinator (Q3, D29). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The telephone number in international form, without separators.
    pub phone: String,
    /// The e-mail address.
    pub email: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(..)")
    }
}

/// An invitation of the person, with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The day on which the person was invited. Whether it can be, only the case can say.
    pub invited_on: NaiveDate,
    /// How; never unspecified.
    pub proof: InvitationProof,
    /// The reference of the proof; empty where there is none.
    pub reference: String,
}

/// The coordinator whom a request names.
pub fn read_coordinator_contact(
    violations: &mut Violations,
    field: &str,
    contact: Option<contract::CoordinatorContact>,
) -> Option<Contact> {
    let contact = violations.message(field, contact)?;
    violations.within(field, |inner| {
        let name = inner.text("name", &contact.name, LONGEST_NAME);
        let phone = inner.telephone("phone", &contact.phone);
        let email = inner.email("email", &contact.email);
        Some(Contact { name: name?, phone: phone?, email: email? })
    })
}

/// The coordinator as the contracts tell them and as events store them.
#[must_use]
pub fn tell_coordinator_contact(contact: &Contact) -> contract::CoordinatorContact {
    let Contact { name, phone, email } = contact.clone();
    contract::CoordinatorContact { name, phone, email }
}

/// Reads a stored coordinator.
///
/// # Errors
/// If it is absent.
pub fn hear_coordinator_contact(contact: Option<contract::CoordinatorContact>) -> Result<Contact, Unreadable> {
    let contract::CoordinatorContact { name, phone, email } = contact.ok_or(Unreadable("coordinator"))?;
    Ok(Contact { name, phone, email })
}

/// The invitation of a request. A registered letter and the eBox have a reference.
pub fn read_invitation(
    violations: &mut Violations,
    field: &str,
    invitation: Option<contract::Invitation>,
) -> Option<Invitation> {
    let invitation = violations.message(field, invitation)?;
    violations.within(field, |inner| {
        let invited_on = inner.date("invited_on", invitation.invited_on);
        let proof = inner.enumeration("proof", invitation.proof);
        let reference = inner.check("reference", reference(proof, invitation.reference));
        Some(Invitation { invited_on: invited_on?, proof: proof?, reference: reference? })
    })
}

/// An invitation as the contracts tell it and as events store it.
#[must_use]
pub fn tell_invitation(invitation: &Invitation) -> contract::Invitation {
    contract::Invitation {
        invited_on: Some(to_proto(invitation.invited_on)),
        proof: invitation.proof.into(),
        reference: invitation.reference.clone(),
    }
}

/// Reads a stored invitation.
///
/// # Errors
/// If it is absent, its day is no day, or its proof is one that this program does not know.
pub fn hear_invitation(invitation: Option<contract::Invitation>) -> Result<Invitation, Unreadable> {
    let invitation = invitation.ok_or(Unreadable("invitation"))?;
    let proof = InvitationProof::try_from(invitation.proof).ok().filter(|proof| *proof != InvitationProof::Unspecified);
    Ok(Invitation {
        invited_on: day(invitation.invited_on, "day of the invitation")?,
        proof: proof.ok_or(Unreadable("proof of the invitation"))?,
        reference: invitation.reference,
    })
}

fn reference(proof: Option<InvitationProof>, reference: String) -> Result<String, &'static str> {
    let referred_to = matches!(proof, Some(InvitationProof::RegisteredLetter | InvitationProof::Ebox));
    let printed = |byte: u8| byte.is_ascii_alphanumeric() || b".-/_".contains(&byte);
    if reference.is_empty() && referred_to {
        Err("is required for a registered letter and for the eBox")
    } else if reference.len() > LONGEST_REFERENCE || !reference.bytes().all(printed) {
        Err("is not at most 64 letters, digits, dots, hyphens, slashes and underscores")
    } else {
        Ok(reference)
    }
}

#[cfg(test)]
mod tests {
    use trajet_runtime::Failure;

    use super::*;

    fn fields(violations: Violations) -> Vec<String> {
        match violations.finish() {
            Err(Failure::Invalid(found)) => found.into_iter().map(|violation| violation.field).collect(),
            _ => Vec::new(),
        }
    }

    fn invitation(proof: InvitationProof, reference: &str) -> contract::Invitation {
        let invited_on = NaiveDate::from_ymd_opt(2022, 12, 5).map(to_proto);
        contract::Invitation { invited_on, proof: proof.into(), reference: reference.into() }
    }

    #[test]
    fn d29_a_coordinator_is_heard_without_separators_and_told_as_stored() {
        let written = contract::CoordinatorContact {
            name: "Marie Lambert".into(),
            phone: "+32 2 555 01 99".into(),
            email: "marie@example.org".into(),
        };
        let mut violations = Violations::default();
        let contact = read_coordinator_contact(&mut violations, "coordinator", Some(written)).expect("it is right");
        assert_eq!(contact.phone, "+3225550199");
        let told = tell_coordinator_contact(&contact);
        assert_eq!(hear_coordinator_contact(Some(told)).as_ref(), Ok(&contact));
        assert_eq!(format!("{contact:?}"), "Contact(..)");
        assert!(hear_coordinator_contact(None).is_err());
    }

    #[test]
    fn d29_all_that_is_wrong_with_a_coordinator_is_told_by_its_path() {
        let mut violations = Violations::default();
        let wrong = contract::CoordinatorContact { name: " ".into(), phone: "02 555".into(), email: "marie".into() };
        assert_eq!(read_coordinator_contact(&mut violations, "coordinator", Some(wrong)), None);
        assert_eq!(read_coordinator_contact(&mut violations, "other", None), None);
        assert_eq!(fields(violations), ["coordinator.name", "coordinator.phone", "coordinator.email", "other"]);
    }

    #[test]
    fn an_invitation_is_told_as_it_was_read() {
        for proof in (1..=6).filter_map(|number| InvitationProof::try_from(number).ok()) {
            let mut violations = Violations::default();
            let read = read_invitation(&mut violations, "invitation", Some(invitation(proof, "RR-2022/12.5_7")));
            let read = read.expect("it is right");
            assert_eq!(hear_invitation(Some(tell_invitation(&read))), Ok(read));
        }
        assert!(hear_invitation(Some(invitation(InvitationProof::Unspecified, ""))).is_err());
        assert!(hear_invitation(None).is_err());
    }

    #[test]
    fn a_registered_letter_and_the_ebox_have_a_reference() {
        for (proof, reference, right) in [
            (InvitationProof::Letter, "", true),
            (InvitationProof::RegisteredLetter, "", false),
            (InvitationProof::Ebox, "", false),
            (InvitationProof::Ebox, "a", true),
            (InvitationProof::Email, &"a".repeat(64), true),
            (InvitationProof::Email, &"a".repeat(65), false),
            (InvitationProof::Email, "two words", false),
            (InvitationProof::Email, "é", false),
        ] {
            let mut violations = Violations::default();
            read_invitation(&mut violations, "invitation", Some(invitation(proof, reference)));
            let expected: &[&str] = if right { &[] } else { &["invitation.reference"] };
            assert_eq!(fields(violations), expected, "{reference}");
        }
    }

    #[test]
    fn an_invitation_without_day_and_proof_is_told_field_by_field() {
        let mut violations = Violations::default();
        let empty = contract::Invitation { invited_on: None, proof: 0, reference: String::new() };
        assert_eq!(read_invitation(&mut violations, "invitation", Some(empty)), None);
        assert_eq!(read_invitation(&mut violations, "invitation", None), None);
        assert_eq!(fields(violations), ["invitation.invited_on", "invitation.proof", "invitation"]);
    }
}
