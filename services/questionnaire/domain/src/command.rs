//! What can be asked of a case.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::Language;
use trajet_law::annul::Mistake;
use trajet_law::file_access::FileAccessTold;

use crate::answers::Answers;
use crate::definition::{Definition, DefinitionRef};
use crate::fact::Fact;
use crate::impossibility::Impossibility;
use crate::people::{Channel, Contact, FilledBy, HelpAct, HelpResult, Helper, SubjectId};
use crate::reason::CscmiReason;
use crate::round::Route;

/// A command on one case. Whether the caller's role permits it was asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Note what another service told. Never refused.
    Note(Fact),
    /// Note who may see the file, as medical assessment told it. Never refused, and noted whatever the case is.
    NoteFileAccess(FileAccessTold),
    /// Send the questionnaire: the timer of its day (Q1, Q4), or of the request that it was asked for with (Q8).
    FireSend {
        /// For which route.
        route: Route,
        /// The version in force on the day.
        definition: DefinitionRef,
    },
    /// Plan again what is open, if the law that gave it its days changed (T8).
    FollowLaw,
    /// Record that the questionnaire is not back: the timer of the day after (Q6).
    FireReturnMissed,
    /// Decide not to send the questionnaire for a valid medical reason (Q2, Q3).
    Waive {
        /// The reason.
        reason: CscmiReason,
        /// The physician.
        by: SubjectId,
        /// The coordinator whom the letter names.
        contact: Contact,
        /// The day of the decision, which for paper may lie before today.
        decided_on: NaiveDate,
    },
    /// Save answers under way (Q9).
    SaveDraft(FilledIn),
    /// Return the questionnaire (Q5, Q10).
    Submit {
        /// What came back.
        filled: FilledIn,
        /// The day it came back, which for paper may lie before today.
        returned_on: NaiveDate,
    },
    /// Correct the last answer by a new one (Q9).
    Correct {
        /// The number of the answer that is corrected.
        corrects: u32,
        /// All the answers, not only the changed ones.
        filled: FilledIn,
        /// The day the correction came in.
        returned_on: NaiveDate,
    },
    /// Delegate the help to a staff member of the mutuality (Q6).
    DelegateHelp {
        /// The staff member.
        to: SubjectId,
        /// The coordinator, under whose authority the help stays.
        by: SubjectId,
    },
    /// Record a contact with the person about the questionnaire (Q6, D10).
    RecordHelp {
        /// Who contacted the person.
        by: Helper,
        /// The day.
        on: NaiveDate,
        /// How.
        channel: Channel,
        /// What came of it.
        result: HelpResult,
        /// What was done.
        acts: BTreeSet<HelpAct>,
    },
    /// Record that the person cannot complete the questionnaire, in spite of help (Q7).
    RecordImpossibility(Impossibility),
    /// Annul an act that was recorded wrongly, or what another service took back (GDPR, article 16). It is decided on the
    /// history: see [`annul`](crate::annul()).
    Annul {
        /// What is annulled, and why.
        mistake: Mistake,
        /// What takes its place: of an act one command at most, of what another service took back the facts that it tells instead.
        instead: Vec<Command>,
    },
}

impl Command {
    /// What was filled in, in an act that brings it.
    #[must_use]
    pub fn filled(&self) -> Option<&FilledIn> {
        match self {
            Self::SaveDraft(filled) | Self::Submit { filled, .. } | Self::Correct { filled, .. } => Some(filled),
            _ => None,
        }
    }

    /// The day on which the act took place, as far as it is the act of somebody.
    #[must_use]
    pub fn dated(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Note(_)
            | Self::NoteFileAccess(_)
            | Self::Annul { .. }
            | Self::FireSend { .. }
            | Self::FireReturnMissed
            | Self::FollowLaw => None,
            Self::SaveDraft(_) | Self::DelegateHelp { .. } => Some(today),
            Self::Waive { decided_on, .. } => Some(*decided_on),
            Self::Submit { returned_on, .. } | Self::Correct { returned_on, .. } => Some(*returned_on),
            Self::RecordHelp { on, .. } => Some(*on),
            Self::RecordImpossibility(found) => Some(found.on),
        }
    }
}

/// A questionnaire as somebody filled it in, whole or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledIn {
    /// The version it answers.
    pub definition: Arc<Definition>,
    /// The answers.
    pub answers: Answers,
    /// Who filled it in.
    pub by: FilledBy,
    /// The language of the texts that they read. None: that of the draft so far, or else of the sending.
    pub language: Option<Language>,
}

/// When a command is decided. The instant and the date are the same moment: time is an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The date in Brussels.
    pub today: NaiveDate,
}

#[cfg(test)]
mod tests {
    use crate::samples::{complete, day, recognised, submit};

    #[test]
    fn q9_what_was_filled_in_is_told_of_the_acts_that_bring_it() {
        let answered = submit(complete(), day(2022, 11, 20));
        assert_eq!(answered.filled().map(|filled| &filled.answers), Some(&complete()));
        assert!(recognised().filled().is_none());
    }
}
