//! Contacts of the multidisciplinary team.

use trajet_access::{Caller, Role};
use trajet_assessment_domain::{Channel, Command, SubjectId, TeamContact, TeamContactKind, TeamContactMaker};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as common;
use trajet_runtime::Violations;

use super::same;

same!(hear_team_contact_kind, tell_team_contact_kind, contract::TeamContactKind, TeamContactKind, {
    Preparatory = Preparatory,
    Intermediate = Intermediate,
    InvalidityProlongation = InvalidityProlongation,
    Reintegration = Reintegration,
});
same!(hear_maker, tell_maker, contract::TeamContactMaker, TeamContactMaker, {
    Physician = Physician,
    TeamMember = TeamMember,
});
same!(hear_channel, tell_channel, common::ContactChannel, Channel, {
    Physical = Physical,
    Video = Video,
    Telephone = Telephone,
    Email = Email,
});

/// The contact of the caller: whoever is not the physician makes it as a member of the team (M17).
pub(crate) fn check_team_contact(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::RecordTeamContactRequest,
) -> Option<Command> {
    let on = violations.date("held_on", request.held_on);
    let kind = violations.enumeration("kind", request.kind).and_then(hear_team_contact_kind);
    let channel = violations.enumeration("channel", request.channel).and_then(hear_channel);
    let maker = if caller.role == Role::Physician { TeamContactMaker::Physician } else { TeamContactMaker::TeamMember };
    let made_by = SubjectId(caller.subject.as_str().to_owned());
    Some(Command::RecordTeamContact(TeamContact { on: on?, kind: kind?, channel: channel?, maker, made_by }))
}

pub(crate) fn tell_team_contact(contact: &TeamContact) -> contract::TeamContact {
    contract::TeamContact {
        held_on: Some(to_proto(contact.on)),
        kind: tell_team_contact_kind(contact.kind).into(),
        channel: tell_channel(contact.channel).into(),
        maker: tell_maker(contact.maker).into(),
        made_by: contact.made_by.0.clone(),
    }
}
