//! Concertation between physician and coordinator.

use trajet_dossier_domain::{
    Author, Command, ConcertationCommand, MessageText, NewOutsider, OutsiderKind, Party, SubjectId,
};

use super::Dossier;
use crate::said::{Said, one_of};

fn author(said: &mut Said) -> Author {
    let party = one_of!(said, "by the", Party).unwrap_or(Party::Coordinator);
    Author { party, subject: SubjectId(format!("the {}", party.code())) }
}

fn thread(said: &mut Said) -> u32 {
    said.value("thread").unwrap_or(1)
}

fn text() -> MessageText {
    "a question".into()
}

pub(super) fn open(said: &mut Said) -> Command {
    Command::Concertation(ConcertationCommand::Open { by: author(said), text: text() })
}

pub(super) fn post(said: &mut Said) -> Command {
    Command::Concertation(ConcertationCommand::Post { thread: thread(said), by: author(said), text: text() })
}

pub(super) fn read(said: &mut Said) -> Command {
    Command::Concertation(ConcertationCommand::MarkRead { thread: thread(said), by: author(said), up_to: None })
}

pub(super) fn close(said: &mut Said) -> Command {
    Command::Concertation(ConcertationCommand::Close { thread: thread(said), by: author(said) })
}

pub(super) fn invite(said: &mut Said) -> Command {
    let outsider = NewOutsider {
        kind: one_of!(said, "namely a", OutsiderKind).unwrap_or(OutsiderKind::TreatingPhysician),
        name: "somebody".into(),
        agreed_on: said.date("agreed by the person on").unwrap_or(said.on),
        concerted_on: said.date("after concertation on"),
    };
    Command::Concertation(ConcertationCommand::Invite { thread: thread(said), by: author(said), outsider })
}

/// Those from outside who are in the concertation now.
pub(super) fn present(office: &Dossier, said: &mut Said) -> String {
    let number = thread(said);
    let thread = office.state.threads.iter().find(|thread| thread.number == number);
    let names = thread.into_iter().flat_map(trajet_dossier_domain::Thread::present);
    let names: Vec<_> = names.map(|outsider| outsider.kind.code().replace('_', " ")).collect();
    if names.is_empty() { "nobody else".to_owned() } else { names.join("; ") }
}

/// How many messages each has not read.
pub(super) fn unread(office: &Dossier, said: &mut Said) -> String {
    let number = thread(said);
    let Some(thread) = office.state.threads.iter().find(|thread| thread.number == number) else {
        return "no such thread".to_owned();
    };
    let count = |party| thread.unread(party).count();
    format!("physician {}, coordinator {}", count(Party::Physician), count(Party::Coordinator))
}
