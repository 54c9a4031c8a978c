//! Concertation between physician and coordinator on a case: threads of messages (D26, D27, D17).
//!
//! Circular 2022/383, part III, 3.1, step 4, asks for it where a case needs it; part II, 2.2.1, and part IV, 4.2, for
//! concertation with the physician and the person's agreement before anybody else is contacted. How messages are kept, that
//! the two write as physician and as coordinator whoever they are, and what consent they rest on is our own reading: before
//! the first contact on the insurance law, as the referral does (D30); once consent was asked, on the first two purposes (D3).
//!
//! An outsider is recorded, with the person's consent and agreement. What they could read and write by themselves would be the
//! exchange's: here is what it would ask.

mod decide;
mod settle;
mod thread;

use chrono::NaiveDate;
use trajet_law::rule::{Ground, Rule};

use crate::consent::ConsentPurpose;
use crate::people::SubjectId;
use crate::state::State;

pub(crate) use decide::decide;
pub(crate) use settle::settle;
pub(crate) use thread::apply;
pub use thread::{Member, Message, MessageText, Outsider, OutsiderKind, Party, ReadMark, Thread};

/// The most threads of a case that are open at a time.
pub const MOST_OPEN_THREADS: usize = 20;
/// The most messages of a thread.
pub const MOST_MESSAGES: usize = 500;

/// Who writes, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// As what.
    pub party: Party,
    /// Who.
    pub subject: SubjectId,
}

/// What can be asked of the concertation on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConcertationCommand {
    /// Open a thread with a first message.
    Open {
        /// Who.
        by: Author,
        /// What they write.
        text: MessageText,
    },
    /// Write in an open thread.
    Post {
        /// Its number.
        thread: u32,
        /// Who.
        by: Author,
        /// What they write.
        text: MessageText,
    },
    /// Note that messages were read.
    MarkRead {
        /// The number of the thread.
        thread: u32,
        /// Who read.
        by: Author,
        /// Up to which message; the last one if it is not given.
        up_to: Option<u32>,
    },
    /// Bring somebody else into an open thread (D17, D27).
    Invite {
        /// The number of the thread.
        thread: u32,
        /// Who invites.
        by: Author,
        /// Whom.
        outsider: NewOutsider,
    },
    /// Close a thread.
    Close {
        /// Its number.
        thread: u32,
        /// Who.
        by: Author,
    },
}

/// Somebody to be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutsider {
    /// What they are.
    pub kind: OutsiderKind,
    /// Who they are.
    pub name: MessageText,
    /// The day on which the person agreed to this step (D3, D17).
    pub agreed_on: NaiveDate,
    /// The day of the concertation with the physician on it (D27); a physician who invites needs none.
    pub concerted_on: Option<NaiveDate>,
}

/// What happened in the concertation on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConcertationEvent {
    /// A thread was opened.
    ThreadOpened {
        /// Its number in the case, from 1.
        thread: u32,
        /// Who.
        by: Author,
        /// The day.
        on: NaiveDate,
    },
    /// A message was written.
    MessagePosted {
        /// The number of the thread.
        thread: u32,
        /// The message.
        message: Message,
    },
    /// Messages were read.
    MessagesRead {
        /// The number of the thread.
        thread: u32,
        /// Who read, up to which message and when.
        mark: ReadMark,
    },
    /// Somebody else was brought in.
    OutsiderInvited {
        /// The number of the thread.
        thread: u32,
        /// Whom.
        outsider: Outsider,
    },
    /// Somebody else has no part in it any more.
    OutsiderLeft {
        /// The number of the thread.
        thread: u32,
        /// Their number in it.
        number: u32,
        /// The last day of their part.
        on: NaiveDate,
        /// Why.
        because: Ground,
    },
    /// A thread was closed.
    ThreadClosed {
        /// Its number.
        thread: u32,
        /// Who.
        by: Author,
        /// The day.
        on: NaiveDate,
    },
}

impl ConcertationEvent {
    /// The legal date of the event.
    #[must_use]
    pub const fn effective_on(&self) -> NaiveDate {
        match self {
            Self::ThreadOpened { on, .. } | Self::OutsiderLeft { on, .. } | Self::ThreadClosed { on, .. } => *on,
            Self::MessagePosted { message, .. } => message.on,
            Self::MessagesRead { mark, .. } => mark.on,
            Self::OutsiderInvited { outsider, .. } => outsider.from,
        }
    }

    /// The rule on which the event rests, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::OutsiderInvited { .. } => Rule::D17.into(),
            Self::OutsiderLeft { because, .. } => *because,
            Self::ThreadOpened { .. }
            | Self::MessagePosted { .. }
            | Self::MessagesRead { .. }
            | Self::ThreadClosed { .. } => Rule::D26.into(),
        }
    }
}

impl State {
    /// Whether consent was asked, so that the concertation rests on it (D3, D30; own reading).
    #[must_use]
    pub fn concertation_rests_on_consent(&self) -> bool {
        self.consents.iter().any(|(purpose, _)| purpose == ConsentPurpose::Trajectory)
    }

    /// Whether consent to managing the trajectory and to its follow-up by the physician is in force.
    #[must_use]
    pub fn consents_to_concertation(&self) -> bool {
        let granted = |purpose| self.consents.granted(purpose);
        granted(ConsentPurpose::Trajectory) && granted(ConsentPurpose::PhysicianFollowUp)
    }

    /// Whether the text of a message may be read: one that rests on consent only while it is in force.
    #[must_use]
    pub fn shows(&self, message: &Message) -> bool {
        !message.on_consent || self.consents_to_concertation()
    }
}

#[cfg(test)]
mod tests;
