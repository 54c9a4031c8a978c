//! What the questionnaire service tells about a case.
//!
//! A fact is never refused: it happened. One that cannot act yet is parked until it can.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::rule::{Ground, Rule};

use crate::codes::codes;

/// A fact from the feed of the questionnaire service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it tells.
    pub told: Told,
    /// Where it was told.
    pub source: Source,
}

/// What a fact tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The questionnaire was sent.
    Sent {
        /// The day.
        on: NaiveDate,
        /// The last day for its return.
        due_back: NaiveDate,
    },
    /// No questionnaire is sent.
    Waived {
        /// The day.
        on: NaiveDate,
        /// Why: Q2 for a medical reason, which is not told, or a point of Q4.
        because: Ground,
    },
    /// It was not back in time, and the coordinators were asked to help.
    NotReturned {
        /// The last day for its return.
        due_back: NaiveDate,
        /// The day on which help was asked.
        help_asked_on: NaiveDate,
    },
    /// It came back incomplete.
    Incomplete {
        /// The day.
        on: NaiveDate,
    },
    /// It came back duly completed, or a completed one was corrected.
    Completed {
        /// The day.
        on: NaiveDate,
        /// How many factors help and hinder.
        profile: ProfileSummary,
    },
}

/// The place of a fact in the ledger of the service that told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The ledger, such as `questionnaire/300`.
    pub ledger: String,
    /// The position in it.
    pub position: u64,
}

/// How many factors of a completed questionnaire help and hinder a return (Q9). Its `Debug` does not show them.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct ProfileSummary {
    /// The factors that lie in the person.
    pub personal: FactorCounts,
    /// The factors that lie around them.
    pub environmental: FactorCounts,
}

/// How many factors there are of each effect.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct FactorCounts {
    /// They help.
    pub helping: u32,
    /// They hinder.
    pub hindering: u32,
    /// Neither, or both at once.
    pub neutral: u32,
}

impl fmt::Debug for ProfileSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProfileSummary(..)")
    }
}

impl fmt::Debug for FactorCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorCounts(..)")
    }
}

codes! {
    /// Why a fact cannot act.
    #[derive(Debug)]
    pub enum ParkedBecause {
        /// No declaration of the incapacity is known here.
        NotDeclared = "not_declared",
    }
}

/// What is known of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Questionnaire {
    /// Nothing was told yet.
    #[default]
    NotSent,
    /// It was sent and may still come back in time.
    Sent {
        /// The day.
        on: NaiveDate,
        /// The last day for its return.
        due_back: NaiveDate,
    },
    /// None is sent.
    Waived {
        /// The day.
        on: NaiveDate,
        /// Why: Q2 or a point of Q4.
        because: Ground,
    },
    /// It was not back in time, or came back incomplete (Q6, Q10).
    NotReturned {
        /// The day on which that was told to have happened.
        on: NaiveDate,
    },
    /// It came back duly completed.
    Completed {
        /// The day, of the last correction if there was one.
        on: NaiveDate,
        /// How many factors help and hinder.
        profile: ProfileSummary,
    },
}

impl Questionnaire {
    /// What is known after facts told in this order. A completed questionnaire stays completed.
    pub(crate) fn after<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(Self::NotSent, |known, fact| match (known, &fact.told) {
            (_, Told::Completed { on, profile }) => Self::Completed { on: *on, profile: *profile },
            (known @ Self::Completed { .. }, _) => known,
            (_, Told::Sent { on, due_back }) => Self::Sent { on: *on, due_back: *due_back },
            (_, Told::Waived { on, because }) => Self::Waived { on: *on, because: *because },
            (_, Told::NotReturned { help_asked_on: on, .. } | Told::Incomplete { on }) => Self::NotReturned { on: *on },
        })
    }

    /// The day in law of what is known, unless nothing is.
    #[must_use]
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::NotSent => None,
            Self::Sent { on, .. } | Self::Waived { on, .. } | Self::NotReturned { on } | Self::Completed { on, .. } => {
                Some(*on)
            }
        }
    }

    /// Whether it was kept back for a medical reason (Q2), so that the estimate is made without it (M20).
    #[must_use]
    pub fn kept_back_for_a_medical_reason(&self) -> bool {
        matches!(self, Self::Waived { because, .. } if because.rule == Rule::Q2)
    }
}

impl Fact {
    /// The legal date of the fact.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self.told {
            Told::Sent { on, .. }
            | Told::Waived { on, .. }
            | Told::Incomplete { on }
            | Told::Completed { on, .. }
            | Told::NotReturned { help_asked_on: on, .. } => on,
        }
    }

    /// The rule, or its point, under which the fact matters.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self.told {
            Told::Sent { .. } => Rule::Q1.into(),
            Told::Waived { because, .. } => because,
            Told::NotReturned { .. } => Rule::Q6.into(),
            Told::Incomplete { .. } => Rule::Q10.into(),
            Told::Completed { .. } => Rule::Q5.into(),
        }
    }
}
