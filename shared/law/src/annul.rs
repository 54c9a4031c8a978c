//! Taking an act back: what of a history still stands without it.
//!
//! An act was recorded wrongly: of another person, on another day, with another content. It is annulled by an act that names
//! it. Nothing is removed: the annulment says which events are struck, and the case is the fold of those that stand. What
//! came after the act is decided again, one act after the other, on the case as it is without it: where that gives other
//! events, the former ones are struck and the new ones take their place in the history. An act of somebody that would not
//! be permitted without the annulled one rests on it: it must be annulled first. A fact of another service is never refused
//! and is noted anew.
//!
//! So no table says what depends on what: the law itself says it, by being asked again.

mod again;
mod correcting;
mod revision;
#[cfg(test)]
mod tests;
mod void;

use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

pub use again::Again;
pub use correcting::{
    Addressee, AskAt, CorrectingNotice, CorrectingText, Letter, Recipient, SentKind, Stands, WentOut,
};
#[cfg(any(test, feature = "test-support"))]
pub(crate) use revision::stands;
pub use revision::{after, annul};

use crate::code::coded_enum;

coded_enum! {
    /// Why an act is annulled.
    pub enum AnnulReason: "reason of an annulment" {
        /// It was recorded on the case of another person.
        WrongPerson = "wrong_person",
        /// What it says is not what was decided, granted or told.
        WrongContent = "wrong_content",
        /// It did not take place on the day recorded.
        WrongDate = "wrong_date",
        /// It never took place.
        NeverTookPlace = "never_took_place",
        /// It was recorded twice.
        RecordedTwice = "recorded_twice",
    }
}

coded_enum! {
    /// Who wants an act annulled.
    pub enum AskedBy: "who asks for an annulment" {
        /// The person, who has the right to have what is inaccurate rectified (GDPR, article 16).
        Person = "person",
        /// Who keeps the record, who found the mistake (GDPR, article 5(1)(d)).
        Keeper = "keeper",
    }
}

/// That an act is to be annulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Annul {
    /// The place in the ledger of any event that the act recorded.
    pub act: u64,
    /// Why.
    pub reason: AnnulReason,
    /// Who wants it.
    pub asked_by: AskedBy,
}

/// That another service took back facts which it told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// The ledger that told them.
    pub ledger: String,
    /// The place there of the annulment.
    pub position: u64,
    /// The places there of what was taken back.
    pub facts: BTreeSet<u64>,
    /// Whether the whole case is annulled.
    pub whole_case: bool,
    /// Why.
    pub reason: AnnulReason,
    /// Who wanted it.
    pub asked_by: AskedBy,
    /// The day of the annulment.
    pub on: NaiveDate,
}

/// What is to be taken back, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// An act of this service.
    Act(Annul),
    /// What another service told.
    Told(TakenBack),
}

impl Mistake {
    /// Why, and who wants it.
    #[must_use]
    pub const fn reason(&self) -> (AnnulReason, AskedBy) {
        match self {
            Self::Act(annul) => (annul.reason, annul.asked_by),
            Self::Told(told) => (told.reason, told.asked_by),
        }
    }
}

/// An annulment, as it is recorded. Places are those of the ledger of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annulled {
    /// The place of the first event of the act that is annulled; of the first such act, where a fact is taken back.
    pub act: u64,
    /// The same of each other act that is taken back with it, where facts are.
    pub others: Vec<u64>,
    /// The events that do not stand any more.
    pub struck: Vec<u64>,
    /// For each event that is recorded right after the annulment and with it, the place of the former event after which it
    /// stands. What is recorded with it after those stands where it is: what is open again follows the law of today.
    pub places: Vec<u64>,
    /// The first events of later acts that stand although they rested on what is taken back: they happened, and it is for who
    /// did them to say whether they were mistaken too. Only where a fact is taken back.
    pub unsupported: Vec<u64>,
    /// The struck events by which something went out to the person that does not hold any more: that cannot be undone, a
    /// correcting notice is due. Those of earlier annulments too that are told by this one.
    pub sent: Vec<u64>,
    /// The correcting notices, one for each of those. None to who died, nor in an annulment of before there were any.
    pub notices: Vec<CorrectingNotice>,
    /// Whether nothing of the case stands any more.
    pub whole_case: bool,
    /// Why.
    pub reason: AnnulReason,
    /// Who wanted it.
    pub asked_by: AskedBy,
    /// The day.
    pub on: NaiveDate,
    /// The ledger and the place there of the annulment that this one follows.
    pub source: Option<(String, u64)>,
}

/// An event of a history, with what deciding it again needs.
#[derive(Debug)]
pub struct Acted<'a, E> {
    /// Its place in the ledger.
    pub position: u64,
    /// The act that recorded it, or the one it was decided for again.
    pub act: u128,
    /// When the act was decided.
    pub at: DateTime<Utc>,
    /// The same in Brussels.
    pub today: NaiveDate,
    /// By what it came about.
    pub cause: Cause,
    /// The ledger and the place there of the fact that caused it.
    pub source: Option<(&'a str, u64)>,
    /// Whether it was struck.
    pub struck: bool,
    /// The event.
    pub event: &'a E,
}

impl<E> Clone for Acted<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Acted<'_, E> {}

/// Why an act is not annulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAnnulled {
    /// The case has no such event.
    NoSuchAct,
    /// It was annulled before.
    AlreadyAnnulled,
    /// It is an annulment: the act that it took back is recorded again instead.
    IsAnAnnulment,
    /// It is nobody's act: a timer's, which follows what it followed, or what another service told, which is annulled there.
    NotAnAct,
    /// Later acts rest on it: the places of their first events.
    LaterActsDepend(Vec<u64>),
    /// It declared the case: with it all is annulled, and nothing takes its place on this case.
    NothingInsteadOfACase,
    /// The whole case was annulled: nothing more is recorded on it.
    CaseAnnulled,
    /// Another office recorded it, and annuls it.
    OfAnotherOffice,
    /// It is about who may see the file, and is part of the account of that: it is changed by another act.
    AboutTheFile,
}

impl NotAnnulled {
    /// A stable text.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchAct => "NO_SUCH_ACT",
            Self::AlreadyAnnulled => "ALREADY_ANNULLED",
            Self::IsAnAnnulment => "IS_AN_ANNULMENT",
            Self::NotAnAct => "NOT_AN_ACT",
            Self::LaterActsDepend(_) => "LATER_ACTS_DEPEND",
            Self::NothingInsteadOfACase => "NOTHING_INSTEAD_OF_A_CASE",
            Self::CaseAnnulled => "CASE_ANNULLED",
            Self::OfAnotherOffice => "OF_ANOTHER_OFFICE",
            Self::AboutTheFile => "ABOUT_THE_FILE",
        }
    }
}

impl fmt::Display for NotAnnulled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchAct => f.write_str("the history of the case has no such entry"),
            Self::AlreadyAnnulled => f.write_str("the act is annulled already"),
            Self::IsAnAnnulment => f.write_str("an annulment is not annulled: the act is recorded again"),
            Self::NotAnAct => {
                f.write_str("nobody's act here: what another service told is annulled there, what a timer did follows")
            }
            Self::LaterActsDepend(first) => {
                let places: Vec<String> = first.iter().map(ToString::to_string).collect();
                write!(f, "later acts rest on it and are annulled first: entries {}", places.join(", "))
            }
            Self::NothingInsteadOfACase => f.write_str("with its declaration the whole case is annulled"),
            Self::CaseAnnulled => f.write_str("the case was annulled"),
            Self::OfAnotherOffice => {
                f.write_str("another office recorded it: what somebody wrote they annul, and all else the coordinator")
            }
            Self::AboutTheFile => f.write_str("who may see the file is changed by an act of its own, and not annulled"),
        }
    }
}

/// By what events came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Somebody's act.
    Act,
    /// A fact that another service told.
    Fact,
    /// A timer that fired.
    Timer,
    /// The law, which changed (T8).
    Law,
}
