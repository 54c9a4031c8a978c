//! Why no questionnaire is sent, and the letter that says so.

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::representation::Representation;
use trajet_law::rule::{Ground, Rule};

use crate::fact::TrackKind;
use crate::notice::NoticeText;
use crate::people::{Contact, SubjectId};
use crate::reason::CscmiReason;

/// Why no questionnaire is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaiverReason {
    /// The physician decided so for a valid medical reason (Q2).
    Medical {
        /// The reason.
        reason: CscmiReason,
        /// The physician.
        by: SubjectId,
    },
    /// A concurrent track was in force on the day of sending (Q4).
    Track(TrackKind),
}

impl WaiverReason {
    /// The legal ground, which never tells the medical reason.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Medical { .. } => Rule::Q2.into(),
            Self::Track(kind) => kind.ground(),
        }
    }
}

/// The letter of Q3 as it was issued; [`crate::notice::render`] writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The text.
    pub text: NoticeText,
    /// The language.
    pub language: Language,
    /// The coordinator whom the person may contact.
    pub contact: Contact,
    /// The day.
    pub on: NaiveDate,
    /// The legal representative to whom it went, as they were then; none: it went to the person.
    pub addressee: Option<Representation>,
}
