//! Which act of a concertation recorded some events.

use crate::concertation::{Author, ConcertationCommand, ConcertationEvent, NewOutsider, Party};
use crate::event::Event;

/// The act.
pub(super) fn act(events: &[&Event]) -> Option<ConcertationCommand> {
    let mut happened = events.iter().filter_map(|event| match event {
        Event::Concertation(event) => Some(event),
        _ => None,
    });
    Some(match (happened.next()?, happened.next()) {
        (ConcertationEvent::ThreadOpened { by, .. }, Some(ConcertationEvent::MessagePosted { message, .. })) => {
            ConcertationCommand::Open { by: by.clone(), text: message.text.clone() }
        }
        (ConcertationEvent::MessagePosted { thread, message }, _) => ConcertationCommand::Post {
            thread: *thread,
            by: Author { party: message.party, subject: message.by.clone() },
            text: message.text.clone(),
        },
        (ConcertationEvent::MessagesRead { thread, mark }, _) => ConcertationCommand::MarkRead {
            thread: *thread,
            by: Author { party: mark.party, subject: mark.by.clone() },
            up_to: Some(mark.up_to),
        },
        (ConcertationEvent::OutsiderInvited { thread, outsider }, _) => {
            let party = if outsider.by_physician() { Party::Physician } else { Party::Coordinator };
            ConcertationCommand::Invite {
                thread: *thread,
                by: Author { party, subject: outsider.by.clone() },
                outsider: NewOutsider {
                    kind: outsider.kind,
                    name: outsider.name.clone(),
                    agreed_on: outsider.agreed_on,
                    concerted_on: outsider.concerted_on,
                },
            }
        }
        (ConcertationEvent::ThreadClosed { thread, by, .. }, _) => {
            ConcertationCommand::Close { thread: *thread, by: by.clone() }
        }
        _ => return None,
    })
}
