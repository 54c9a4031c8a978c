//! Appointments, attempts, contacts and consents.

use std::collections::BTreeSet;

use trajet_dossier_domain::ami::FreeText;
use trajet_dossier_domain::{
    AgreedAction, Channel, Command, ConsentForm, ConsentPurpose, ContactKind, CoordinatorContact, FirstContact,
    Invitation, InvitationProof, NewAppointment, NewContact, NextWay, Purpose, Reader, RescheduledBy, SignatureKind,
    State, SubjectId,
};

use super::{qualification, subject};
use crate::said::{Said, one_of};

pub(super) fn purpose(said: &mut Said) -> Purpose {
    super::purpose_of(said)
}

fn channel(said: &mut Said) -> Channel {
    one_of!(said, "by", Channel).unwrap_or(Channel::Video)
}

fn details() -> CoordinatorContact {
    CoordinatorContact { name: "Marie Lambert".into(), phone: "+3225550123".into(), email: "marie@post.example".into() }
}

fn new_appointment(said: &mut Said) -> NewAppointment {
    let coordinator = said.text("with").map(SubjectId);
    NewAppointment {
        on: said.day("on the day"),
        channel: channel(said),
        coordinator,
        by: SubjectId("the coordinator".into()),
        invitation: Invitation { on: said.on, proof: InvitationProof::RegisteredLetter, reference: Some("RR1".into()) },
        qualification: qualification(said),
    }
}

pub(super) fn appointment(said: &mut Said) -> Command {
    Command::MakeAppointment { purpose: purpose(said), appointment: new_appointment(said), contact: details() }
}

pub(super) fn moved(said: &mut Said) -> Command {
    let by = one_of!(said, "at the wish of the", RescheduledBy).unwrap_or(RescheduledBy::InsuredPerson);
    let number = said.value("appointment").unwrap_or(1);
    Command::Reschedule { number, by, appointment: new_appointment(said), contact: None }
}

pub(super) fn no_show(said: &mut Said) -> Command {
    let number = said.value("appointment").unwrap_or(1);
    Command::RecordNoShow { number, by: SubjectId("the coordinator".into()) }
}

pub(super) fn attempt(said: &mut Said) -> Command {
    let (purpose, channel) = (purpose(said), channel(said));
    Command::RecordAttempt { purpose, on: said.on, channel, by: SubjectId("the coordinator".into()) }
}

fn new_contact(said: &mut Said) -> NewContact {
    let actions = one_of!(said, "agreed", AgreedAction).into_iter().chain(one_of!(said, "and", AgreedAction));
    NewContact {
        on: said.on,
        channel: channel(said),
        appointment: said.value("appointment"),
        by: subject(said, "held by"),
        qualification: qualification(said),
        actions: actions.collect(),
        next_way: one_of!(said, "next", NextWay),
    }
}

fn form(said: &mut Said, consents: &[(ConsentPurpose, bool)]) -> ConsentForm {
    let signature = if said.flag("not signed") { None } else { Some(SignatureKind::Electronic) };
    ConsentForm {
        representative: None,
        decisions: consents.iter().copied().collect(),
        signature,
        signed_on: said.on,
        reference: Some("C-1".into()),
    }
}

const PURPOSES: [(ConsentPurpose, &str, &str); 4] = [
    (ConsentPurpose::Trajectory, "trajectory granted", "trajectory refused"),
    (ConsentPurpose::PhysicianFollowUp, "follow-up granted", "follow-up refused"),
    (ConsentPurpose::Exchange, "exchange granted", "exchange refused"),
    (ConsentPurpose::OccupationalPhysician, "occupational physician granted", "occupational physician refused"),
];

/// The purposes that are named, with what the person decided.
fn decided(said: &mut Said) -> Vec<(ConsentPurpose, bool)> {
    let mut decisions = Vec::new();
    for (purpose, granted, refused) in PURPOSES {
        if said.flag(granted) {
            decisions.push((purpose, true));
        } else if said.flag(refused) {
            decisions.push((purpose, false));
        }
    }
    decisions
}

pub(super) fn consents(said: &mut Said) -> ConsentForm {
    let decisions = decided(said);
    form(said, &decisions)
}

pub(super) fn first(said: &mut Said) -> Command {
    let no_contract = said.flag("no contract");
    let named = decided(said);
    let mut decisions = if said.flag("consent not asked") {
        Vec::new()
    } else {
        let granted = !said.flag("consent refused");
        ConsentPurpose::asked(!no_contract).map(|purpose| (purpose, granted)).collect()
    };
    decisions.retain(|(purpose, _)| named.iter().all(|(other, _)| other != purpose));
    decisions.extend(named);
    let consent = form(said, &decisions);
    let first = FirstContact {
        role_explained: !said.flag("role not explained"),
        first_step_checked: !said.flag("first step not checked"),
        consent,
    };
    let contact = new_contact(said);
    // Who refuses agrees to nothing; otherwise a way is chosen, if only to choose one later.
    let refused = decisions.contains(&(ConsentPurpose::Trajectory, false));
    let undecided = (!refused && !said.flag("no way chosen")).then_some(NextWay::Undecided);
    let contact = NewContact { next_way: contact.next_way.or(undecided), ..contact };
    Command::RecordContact { contact, kind: ContactKind::First(first) }
}

pub(super) fn negative(said: &mut Said) -> Command {
    Command::RecordContact { contact: new_contact(said), kind: ContactKind::NegativeDecision }
}

pub(super) fn follow_up(said: &mut Said) -> Command {
    let kind = ContactKind::FollowUp { results: FreeText("a course was found".into()) };
    Command::RecordContact { contact: NewContact { actions: BTreeSet::new(), ..new_contact(said) }, kind }
}

pub(super) fn other(said: &mut Said) -> Command {
    Command::RecordContact { contact: new_contact(said), kind: ContactKind::Other }
}

/// The contacts as somebody sees them: what was agreed and chosen only where consent shows it.
pub(super) fn seen(state: &State, reader: Reader) -> String {
    let one = |contact: &trajet_dossier_domain::Contact| {
        let actions: Vec<_> = contact.actions.iter().map(|action| action.code().replace('_', " ")).collect();
        let actions = if actions.is_empty() { "no actions".to_owned() } else { actions.join(" and ") };
        let way = contact.next_way.map_or("no way", NextWay::code).replace('_', " ");
        format!("{} {}: {actions}, {way}", contact.on, contact.purpose.code().replace('_', " "))
    };
    let contacts = state.trajectory(state.shows_trajectory(reader));
    if contacts.is_empty() { "none".to_owned() } else { contacts.iter().map(one).collect::<Vec<_>>().join("; ") }
}
