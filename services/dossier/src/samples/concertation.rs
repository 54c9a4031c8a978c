//! Events of the concertation.

use trajet_dossier_domain::{Author, ConcertationEvent, Message, Outsider, OutsiderKind, Party, ReadMark};
use trajet_service::arms;

use super::*;

fn author(party: Party) -> Author {
    Author { party, subject: SubjectId("coordinator-1".into()) }
}

fn message(party: Party, on_consent: bool) -> Message {
    Message {
        number: 2,
        party,
        by: SubjectId("coordinator-1".into()),
        on: day("2023-01-16"),
        text: "Rehabilitation would fit.\nPeeters agrees.".into(),
        on_consent,
    }
}

fn outsider(kind: OutsiderKind, concerted_on: Option<&str>) -> Outsider {
    Outsider {
        number: 1,
        kind,
        name: "Anna Peeters-Claes".into(),
        by: SubjectId("coordinator-1".into()),
        agreed_on: day("2023-01-21"),
        concerted_on: concerted_on.map(day),
        from: day("2023-01-23"),
        until: None,
    }
}

fn mark(party: Party) -> ReadMark {
    ReadMark { party, by: SubjectId("physician-3".into()), up_to: 2, on: day("2023-01-17") }
}

/// One of each kind.
pub(super) fn one_of_each() -> Vec<Event> {
    let (thread, on) = (1, day("2023-01-16"));
    let events = arms!(ConcertationEvent {
        ConcertationEvent::ThreadOpened { .. } => {
            ConcertationEvent::ThreadOpened { thread, by: author(Party::Coordinator), on }
        },
        ConcertationEvent::MessagePosted { .. } => {
            ConcertationEvent::MessagePosted { thread, message: message(Party::Coordinator, true) }
        },
        ConcertationEvent::MessagesRead { .. } => {
            ConcertationEvent::MessagesRead { thread, mark: mark(Party::Physician) }
        },
        ConcertationEvent::OutsiderInvited { .. } => ConcertationEvent::OutsiderInvited {
            thread,
            outsider: outsider(OutsiderKind::TreatingPhysician, Some("2023-01-22")),
        },
        ConcertationEvent::OutsiderLeft { .. } => {
            ConcertationEvent::OutsiderLeft { thread, number: 1, on, because: Rule::D3.into() }
        },
        ConcertationEvent::ThreadClosed { .. } => {
            ConcertationEvent::ThreadClosed { thread, by: author(Party::Physician), on }
        },
    });
    events.into_iter().map(Event::Concertation).collect()
}

/// What the golden files do not show.
pub(super) fn more() -> Vec<Event> {
    let (thread, on) = (2, day("2023-01-16"));
    let mut events = Vec::new();
    for party in Party::ALL.iter().copied() {
        events.push(ConcertationEvent::ThreadOpened { thread, by: author(party), on });
        events.push(ConcertationEvent::ThreadClosed { thread, by: author(party), on });
        events.push(ConcertationEvent::MessagesRead { thread, mark: mark(party) });
        events.extend(
            [true, false]
                .map(|on_consent| ConcertationEvent::MessagePosted { thread, message: message(party, on_consent) }),
        );
    }
    for kind in OutsiderKind::ALL {
        events.push(ConcertationEvent::OutsiderInvited { thread, outsider: outsider(*kind, None) });
    }
    for letter in ['a', 'b'] {
        let because = Ground::point(Rule::T6, letter);
        events.push(ConcertationEvent::OutsiderLeft { thread, number: 1, on, because });
    }
    events.into_iter().map(Event::Concertation).collect()
}
