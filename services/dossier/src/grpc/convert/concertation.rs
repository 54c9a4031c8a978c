//! Concertation between the contracts and the domain.

use trajet_access::{Caller, Role};
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_dossier_domain::{
    Author, Command, ConcertationCommand, Member, Message, MessageText, NewOutsider, Outsider, OutsiderKind, Party,
    ReadMark, State, SubjectId, Thread,
};
use trajet_runtime::Violations;
use trajet_service::past::Seen;
use trajet_service::plan::{Unreadable, day, optional_day};

const LONGEST_MESSAGE: usize = 4_000;
const LONGEST_NAME: usize = 100;

same!(hear_party, tell_party, contract::ConcertationParty, Party, { Physician, Coordinator });
same!(hear_outsider_kind, tell_outsider_kind, contract::OutsiderKind, OutsiderKind, {
    TreatingPhysician,
    TherapeuticAdviser,
    RegionalAdviser,
    Provider,
});

/// As what somebody takes part: of the two roles that may, one is the coordinator's (D2).
pub(crate) fn party_of(caller: &Caller) -> Party {
    if caller.role == Role::Coordinator { Party::Coordinator } else { Party::Physician }
}

pub(super) fn author(caller: &Caller) -> Author {
    Author { party: party_of(caller), subject: SubjectId(caller.subject.to_string()) }
}

pub(crate) fn check_opening(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::OpenThreadRequest,
) -> Option<Command> {
    let text = check_text(violations, &request.text)?;
    Some(Command::Concertation(ConcertationCommand::Open { by: author(caller), text }))
}

pub(crate) fn check_post(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::PostMessageRequest,
) -> Option<Command> {
    let thread = check_thread(violations, request.thread);
    let text = check_text(violations, &request.text);
    let (thread, by, text) = (thread?, author(caller), text?);
    Some(Command::Concertation(ConcertationCommand::Post { thread, by, text }))
}

pub(crate) fn check_mark(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::MarkReadRequest,
) -> Option<Command> {
    let thread = check_thread(violations, request.thread)?;
    let up_to = Some(request.up_to).filter(|up_to| *up_to > 0);
    Some(Command::Concertation(ConcertationCommand::MarkRead { thread, by: author(caller), up_to }))
}

pub(crate) fn check_outsider(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::InviteToThreadRequest,
) -> Option<Command> {
    let thread = check_thread(violations, request.thread);
    let kind = violations.enumeration("kind", request.kind).and_then(hear_outsider_kind);
    let name = violations.text("name", &request.name, LONGEST_NAME);
    let agreed_on = violations.date("agreed_on", request.agreed_on);
    let concerted_on = violations.optional_date("concerted_on", request.concerted_on);
    let outsider =
        NewOutsider { kind: kind?, name: name?.as_str().into(), agreed_on: agreed_on?, concerted_on: concerted_on? };
    Some(Command::Concertation(ConcertationCommand::Invite { thread: thread?, by: author(caller), outsider }))
}

pub(crate) fn check_closing(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::CloseThreadRequest,
) -> Option<Command> {
    let thread = check_thread(violations, request.thread)?;
    Some(Command::Concertation(ConcertationCommand::Close { thread, by: author(caller) }))
}

/// The number of a thread.
pub(crate) fn check_thread(violations: &mut Violations, thread: u32) -> Option<u32> {
    violations.require("thread", thread > 0, "is required");
    Some(thread).filter(|thread| *thread > 0)
}

/// What is said: line feeds are its only control characters.
fn check_text(violations: &mut Violations, text: &str) -> Option<MessageText> {
    let checked = if text.trim().is_empty() {
        Err("is required".to_owned())
    } else if text.chars().count() > LONGEST_MESSAGE {
        Err(format!("is longer than {LONGEST_MESSAGE} characters"))
    } else if text.chars().any(|character| character.is_control() && character != '\n') {
        Err("holds control characters other than line feeds".to_owned())
    } else {
        Ok(text.into())
    };
    violations.check("text", checked)
}

/// A thread without its messages, as a party sees it.
pub(crate) fn tell_thread(thread: &Thread, party: Party) -> contract::ConcertationThread {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    contract::ConcertationThread {
        number: thread.number,
        opened_on: Some(to_proto(thread.opened_on)),
        closed_on: thread.closed_on.map(to_proto),
        members: thread.members.iter().map(tell_member).collect(),
        outsiders: thread.outsiders.iter().map(tell_outsider).collect(),
        read: thread.read.iter().map(tell_mark).collect(),
        messages: count(thread.messages.len()),
        unread: count(thread.unread(party).count()),
        last_message_on: thread.messages.last().map(|message| to_proto(message.on)),
    }
}

fn tell_member(member: &Member) -> contract::ConcertationMember {
    contract::ConcertationMember {
        party: tell_party(member.party).into(),
        member: member.subject.0.clone(),
        joined_on: Some(to_proto(member.from)),
        left_on: member.until.map(to_proto),
    }
}

/// A message as it may be read: its text only where what it rests on is in force, and was then (D3).
pub(crate) fn show_message(message: &Message, seen: &Seen<State>) -> contract::ConcertationMessage {
    let mut told = tell_message(message);
    if ![&seen.then, &seen.now].iter().all(|state| state.shows(message)) {
        told.text.clear();
        told.withheld = true;
    }
    told
}

/// A message as it is stored.
pub(crate) fn tell_message(message: &Message) -> contract::ConcertationMessage {
    contract::ConcertationMessage {
        number: message.number,
        party: tell_party(message.party).into(),
        author: message.by.0.clone(),
        posted_on: Some(to_proto(message.on)),
        text: message.text.as_str().to_owned(),
        on_consent: message.on_consent,
        withheld: false,
    }
}

pub(crate) fn hear_message(message: Option<contract::ConcertationMessage>) -> Result<Message, Unreadable> {
    let message = message.ok_or(Unreadable("message"))?;
    Ok(Message {
        number: message.number,
        party: hear_party(message.party()).ok_or(Unreadable("party"))?,
        on: day(message.posted_on, "day of the message")?,
        text: message.text.as_str().into(),
        on_consent: message.on_consent,
        by: SubjectId(message.author),
    })
}

pub(crate) fn tell_outsider(outsider: &Outsider) -> contract::ConcertationOutsider {
    contract::ConcertationOutsider {
        number: outsider.number,
        kind: tell_outsider_kind(outsider.kind).into(),
        name: outsider.name.as_str().to_owned(),
        invited_by: outsider.by.0.clone(),
        agreed_on: Some(to_proto(outsider.agreed_on)),
        concerted_on: outsider.concerted_on.map(to_proto),
        joined_on: Some(to_proto(outsider.from)),
        left_on: outsider.until.map(to_proto),
    }
}

pub(crate) fn hear_outsider(outsider: Option<contract::ConcertationOutsider>) -> Result<Outsider, Unreadable> {
    let outsider = outsider.ok_or(Unreadable("outsider"))?;
    Ok(Outsider {
        number: outsider.number,
        kind: hear_outsider_kind(outsider.kind()).ok_or(Unreadable("kind of outsider"))?,
        name: outsider.name.as_str().into(),
        agreed_on: day(outsider.agreed_on, "day of the agreement")?,
        concerted_on: optional_day(outsider.concerted_on, "day of the concertation")?,
        from: day(outsider.joined_on, "first day")?,
        until: optional_day(outsider.left_on, "last day")?,
        by: SubjectId(outsider.invited_by),
    })
}

pub(crate) fn tell_mark(mark: &ReadMark) -> contract::ConcertationReadMark {
    contract::ConcertationReadMark {
        party: tell_party(mark.party).into(),
        reader: mark.by.0.clone(),
        up_to: mark.up_to,
        read_on: Some(to_proto(mark.on)),
    }
}

pub(crate) fn hear_mark(mark: Option<contract::ConcertationReadMark>) -> Result<ReadMark, Unreadable> {
    let mark = mark.ok_or(Unreadable("mark"))?;
    Ok(ReadMark {
        party: hear_party(mark.party()).ok_or(Unreadable("party"))?,
        up_to: mark.up_to,
        on: day(mark.read_on, "day of the reading")?,
        by: SubjectId(mark.reader),
    })
}
