//! Concertation as it is stored, sealed with the case's key.

use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_dossier_domain::{Author, ConcertationEvent, SubjectId};
use trajet_service::plan::{Unreadable, day};

use super::ReadError;
use crate::grpc::convert;

/// The kind and the bytes of an event of the concertation.
pub(super) fn write(event: &ConcertationEvent) -> (&'static str, Vec<u8>) {
    match event {
        ConcertationEvent::ThreadOpened { thread, by, on } => {
            let (thread, author) = (*thread, by.subject.0.clone());
            let (party, opened_on) = (convert::tell_party(by.party).into(), Some(to_proto(*on)));
            ("thread_opened", stored::ThreadOpened { thread, party, author, opened_on }.encode_to_vec())
        }
        ConcertationEvent::MessagePosted { thread, message } => {
            let message = Some(convert::tell_message(message));
            ("message_posted", stored::MessagePosted { thread: *thread, message }.encode_to_vec())
        }
        ConcertationEvent::MessagesRead { thread, mark } => {
            let mark = Some(convert::tell_mark(mark));
            ("messages_read", stored::MessagesRead { thread: *thread, mark }.encode_to_vec())
        }
        ConcertationEvent::OutsiderInvited { thread, outsider } => {
            let outsider = Some(convert::tell_outsider(outsider));
            ("outsider_invited", stored::OutsiderInvited { thread: *thread, outsider }.encode_to_vec())
        }
        ConcertationEvent::OutsiderLeft { thread, number, on, because } => {
            let (left_on, because) = (Some(to_proto(*on)), because.to_string());
            let message = stored::OutsiderLeft { thread: *thread, number: *number, left_on, because };
            ("outsider_left", message.encode_to_vec())
        }
        ConcertationEvent::ThreadClosed { thread, by, on } => {
            let (thread, author) = (*thread, by.subject.0.clone());
            let (party, closed_on) = (convert::tell_party(by.party).into(), Some(to_proto(*on)));
            ("thread_closed", stored::ThreadClosed { thread, party, author, closed_on }.encode_to_vec())
        }
    }
}

/// Reads an event of the concertation; nothing if the kind is none of it.
pub(super) fn read(kind: &str, bytes: &[u8]) -> Result<Option<ConcertationEvent>, ReadError> {
    Ok(Some(match kind {
        "thread_opened" => {
            let message = stored::ThreadOpened::decode(bytes)?;
            ConcertationEvent::ThreadOpened {
                thread: message.thread,
                on: day(message.opened_on, "day of the opening")?,
                by: author(message.party(), &message.author)?,
            }
        }
        "message_posted" => {
            let stored::MessagePosted { thread, message } = stored::MessagePosted::decode(bytes)?;
            ConcertationEvent::MessagePosted { thread, message: convert::hear_message(message)? }
        }
        "messages_read" => {
            let stored::MessagesRead { thread, mark } = stored::MessagesRead::decode(bytes)?;
            ConcertationEvent::MessagesRead { thread, mark: convert::hear_mark(mark)? }
        }
        "outsider_invited" => {
            let stored::OutsiderInvited { thread, outsider } = stored::OutsiderInvited::decode(bytes)?;
            ConcertationEvent::OutsiderInvited { thread, outsider: convert::hear_outsider(outsider)? }
        }
        "outsider_left" => {
            let message = stored::OutsiderLeft::decode(bytes)?;
            ConcertationEvent::OutsiderLeft {
                thread: message.thread,
                number: message.number,
                on: day(message.left_on, "last day")?,
                because: message.because.parse().map_err(|_| Unreadable("ground"))?,
            }
        }
        "thread_closed" => {
            let message = stored::ThreadClosed::decode(bytes)?;
            ConcertationEvent::ThreadClosed {
                thread: message.thread,
                on: day(message.closed_on, "day of the closing")?,
                by: author(message.party(), &message.author)?,
            }
        }
        _ => return Ok(None),
    }))
}

fn author(party: contract::ConcertationParty, subject: &str) -> Result<Author, Unreadable> {
    let party = convert::hear_party(party).ok_or(Unreadable("party"))?;
    Ok(Author { party, subject: SubjectId(subject.to_owned()) })
}
