//! A thread, and what happened to it.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::ConcertationEvent;
use crate::codes::codes;
use crate::people::SubjectId;

codes! {
    /// As what somebody takes part: these two have access to the dossier (D2).
    #[derive(Debug)]
    pub enum Party {
        /// As advising physician.
        Physician = "physician",
        /// As coordinator.
        Coordinator = "coordinator",
    }
}

codes! {
    /// Who can be brought in. Circular 2022/383, part IV, 4.2 (D17).
    #[derive(Debug)]
    pub enum OutsiderKind {
        /// The treating physician.
        TreatingPhysician = "treating_physician",
        /// The therapeutic adviser.
        TherapeuticAdviser = "therapeutic_adviser",
        /// An adviser of a regional service or institution.
        RegionalAdviser = "regional_adviser",
        /// Another provider.
        Provider = "provider",
    }
}

/// A text on a person. Its `Debug` shows nothing, and copies share it.
#[derive(Clone, PartialEq, Eq)]
pub struct MessageText(Arc<str>);

impl MessageText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for MessageText {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for MessageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MessageText(..)")
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its number in the thread, from 1.
    pub number: u32,
    /// As what it was written.
    pub party: Party,
    /// Who wrote it.
    pub by: SubjectId,
    /// The day.
    pub on: NaiveDate,
    /// What it says.
    pub text: MessageText,
    /// Whether it rests on the person's consent; else on the insurance law.
    pub on_consent: bool,
}

/// That somebody read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMark {
    /// As what.
    pub party: Party,
    /// Who.
    pub by: SubjectId,
    /// Up to which message.
    pub up_to: u32,
    /// The day.
    pub on: NaiveDate,
}

/// A physician or coordinator in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// As what.
    pub party: Party,
    /// Who.
    pub subject: SubjectId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, once the thread is closed.
    pub until: Option<NaiveDate>,
}

/// Somebody else in a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outsider {
    /// Their number in the thread, from 1.
    pub number: u32,
    /// What they are.
    pub kind: OutsiderKind,
    /// Who they are.
    pub name: MessageText,
    /// Who brought them in.
    pub by: SubjectId,
    /// The day on which the person agreed.
    pub agreed_on: NaiveDate,
    /// The day of the concertation with the physician; none where the physician brought them in.
    pub concerted_on: Option<NaiveDate>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, once they have no part in it any more.
    pub until: Option<NaiveDate>,
}

impl Outsider {
    /// Whether the physician brought them in, who concerts with nobody.
    pub(crate) const fn by_physician(&self) -> bool {
        self.concerted_on.is_none()
    }
}

/// A thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The day on which it was opened.
    pub opened_on: NaiveDate,
    /// The day on which it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Who takes part, in the order in which they came.
    pub members: Vec<Member>,
    /// Who else, in the order in which they came.
    pub outsiders: Vec<Outsider>,
    /// The messages, oldest first.
    pub messages: Vec<Message>,
    /// What was read, in the order in which it was noted.
    pub read: Vec<ReadMark>,
}

impl Thread {
    /// Up to which message a party has read: what somebody of it marked, or wrote after.
    #[must_use]
    pub fn read_up_to(&self, party: Party) -> u32 {
        let marked = self.read.iter().filter(|mark| mark.party == party).map(|mark| mark.up_to);
        let written = self.messages.iter().filter(|message| message.party == party).map(|message| message.number);
        marked.chain(written).max().unwrap_or_default()
    }

    /// The messages to a party that nobody of it has read, oldest first.
    pub fn unread(&self, party: Party) -> impl Iterator<Item = &Message> {
        let read = self.read_up_to(party);
        self.messages.iter().filter(move |message| message.party != party && read < message.number)
    }

    /// The outsiders who have a part in it still.
    pub fn present(&self) -> impl Iterator<Item = &Outsider> {
        self.outsiders.iter().filter(|outsider| outsider.until.is_none())
    }

    fn join(&mut self, party: Party, subject: &SubjectId, from: NaiveDate) {
        if !self.members.iter().any(|member| member.party == party && member.subject == *subject) {
            self.members.push(Member { party, subject: subject.clone(), from, until: None });
        }
    }
}

/// Applies an event. It decides nothing and accepts every event.
pub(crate) fn apply(threads: &mut Vec<Thread>, event: &ConcertationEvent) {
    let number = match event {
        ConcertationEvent::ThreadOpened { thread, by, on } => {
            let mut opened = Thread {
                number: *thread,
                opened_on: *on,
                closed_on: None,
                members: Vec::new(),
                outsiders: Vec::new(),
                messages: Vec::new(),
                read: Vec::new(),
            };
            opened.join(by.party, &by.subject, *on);
            threads.push(opened);
            return;
        }
        ConcertationEvent::MessagePosted { thread, .. }
        | ConcertationEvent::MessagesRead { thread, .. }
        | ConcertationEvent::OutsiderInvited { thread, .. }
        | ConcertationEvent::OutsiderLeft { thread, .. }
        | ConcertationEvent::ThreadClosed { thread, .. } => *thread,
    };
    let Some(thread) = threads.iter_mut().find(|thread| thread.number == number) else { return };
    match event {
        ConcertationEvent::ThreadOpened { .. } => {}
        ConcertationEvent::MessagePosted { message, .. } => {
            thread.join(message.party, &message.by, message.on);
            thread.messages.push(message.clone());
        }
        ConcertationEvent::MessagesRead { mark, .. } => {
            thread.join(mark.party, &mark.by, mark.on);
            thread.read.push(mark.clone());
        }
        ConcertationEvent::OutsiderInvited { outsider, .. } => thread.outsiders.push(outsider.clone()),
        ConcertationEvent::OutsiderLeft { number, on, .. } => {
            if let Some(outsider) = thread.outsiders.iter_mut().find(|outsider| outsider.number == *number) {
                outsider.until = Some(*on);
            }
        }
        ConcertationEvent::ThreadClosed { on, .. } => {
            thread.closed_on = Some(*on);
            thread.members.iter_mut().for_each(|member| member.until = Some(*on));
            let present = thread.outsiders.iter_mut().filter(|outsider| outsider.until.is_none());
            present.for_each(|outsider| outsider.until = Some(*on));
        }
    }
}
