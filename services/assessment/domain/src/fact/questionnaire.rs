//! What is known of the questionnaire (M3, M20).

use std::fmt;

use chrono::NaiveDate;
use trajet_law::rule::{Ground, Rule};

use super::{Fact, Told};

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
    /// It came back before the case was taken over. Its answers are not held here.
    BackBeforeGoLive {
        /// The day.
        on: NaiveDate,
    },
    /// It cannot be completed, in spite of help (Q7).
    Impossible {
        /// The day on which that was found.
        on: NaiveDate,
    },
}

impl Questionnaire {
    /// What is known after what was known before, and then facts told in this order, which makes a difference only while none is completed or found
    /// impossible to complete.
    ///
    /// Own reading: a completed questionnaire outweighs all but a finding of a later day that one cannot be completed,
    /// which is of another sending; and such a finding stands until a questionnaire of that day or later is completed.
    pub(crate) fn after<'a>(before: Self, facts: impl IntoIterator<Item = &'a Fact>) -> Self {
        facts.into_iter().fold(before, |known, fact| match (&known, &fact.told) {
            (Self::Completed { on: known_on, .. }, Told::Completed { on, .. }) if on < known_on => known,
            (Self::Impossible { on: known_on }, Told::Completed { on, .. }) if on < known_on => known,
            (Self::Completed { on: known_on, .. } | Self::Impossible { on: known_on }, Told::Impossible { on })
                if on <= known_on =>
            {
                known
            }
            (_, Told::Completed { on, profile }) => Self::Completed { on: *on, profile: *profile },
            (_, Told::Impossible { on }) => Self::Impossible { on: *on },
            (Self::Completed { .. } | Self::BackBeforeGoLive { .. } | Self::Impossible { .. }, _) => known,
            (_, Told::Sent { on, due_back, .. }) => Self::Sent { on: *on, due_back: *due_back },
            (_, Told::Waived { on, because }) => Self::Waived { on: *on, because: *because },
            (_, Told::NotReturned { help_asked_on: on, .. } | Told::Incomplete { on }) => Self::NotReturned { on: *on },
            _ => known,
        })
    }

    /// The day in law of what is known, unless nothing is.
    #[must_use]
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::NotSent => None,
            Self::Sent { on, .. }
            | Self::Waived { on, .. }
            | Self::NotReturned { on }
            | Self::Completed { on, .. }
            | Self::BackBeforeGoLive { on }
            | Self::Impossible { on } => Some(*on),
        }
    }

    /// Whether it was kept back for a medical reason (Q2), so that the estimate is made without it (M20).
    #[must_use]
    pub fn kept_back_for_a_medical_reason(&self) -> bool {
        matches!(self, Self::Waived { because, .. } if because.rule == Rule::Q2)
    }
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
