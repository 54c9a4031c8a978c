//! Later evaluations (*évaluations*, *evaluaties*; M9) and the invitations to examinations (M5, M7, M8).

use std::fmt;

use chrono::NaiveDate;

use crate::codes::codes;
use crate::estimate::{Category, Concertation};

/// An evaluation after the first estimate. Each one is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The day.
    pub on: NaiveDate,
    /// The category.
    pub category: Category,
    /// Whether the person was examined; otherwise it was made on the file.
    pub examined: bool,
    /// The concertation with the coordinator, where the case needed one.
    pub concertation: Option<Concertation>,
}

codes! {
    /// How a person was invited, so that it can be proven. The list is our own.
    #[derive(Debug)]
    pub enum InvitationProof {
        /// A letter by ordinary post.
        Letter = "letter",
        /// A registered letter.
        RegisteredLetter = "registered_letter",
        /// An electronic letter in the person's eBox.
        Ebox = "ebox",
        /// An e-mail.
        Email = "email",
        /// A telephone call, noted by who made it.
        Telephone = "telephone",
        /// In person, noted by who did it.
        InPerson = "in_person",
    }
}

/// What the medical information must show for an examination to be dispensed with (M5). Its `Debug` shows nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct DispensationFindings {
    /// That the questionnaire could not be completed.
    pub completion_impossible: bool,
    /// That an examination is not appropriate now.
    pub examination_inappropriate: bool,
}

impl DispensationFindings {
    /// Both, without which nothing is dispensed with.
    pub const BOTH: Self = Self { completion_impossible: true, examination_inappropriate: true };
}

impl fmt::Debug for DispensationFindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DispensationFindings(..)")
    }
}

/// An invitation to an examination, with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The day on which the person was invited.
    pub invited_on: NaiveDate,
    /// How.
    pub proof: InvitationProof,
    /// The reference of the proof; empty where there is none.
    pub reference: String,
    /// The day of the examination.
    pub examination_on: NaiveDate,
}
