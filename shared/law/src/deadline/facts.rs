//! The facts on which a decision rests (T6).

use std::ops::Deref;

use super::DatedFact;

/// The facts on which a decision rests, in the order in which the law names them: those that a deadline was counted from, and
/// those that took one away.
///
/// Who decides names one at least: a fact makes them, or an array that is not empty. Only what was stored before facts were
/// recorded names none ([`Facts::stored`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts(Vec<DatedFact>);

impl Facts {
    /// Those that were stored with a decision. None, where it was stored before they were recorded: only who reads stored
    /// bytes says so.
    #[must_use]
    pub const fn stored(facts: Vec<DatedFact>) -> Self {
        Self(facts)
    }

    /// The same, and another fact after them.
    #[must_use]
    pub fn and(mut self, fact: DatedFact) -> Self {
        self.0.push(fact);
        self
    }

    /// Whether they are the ones that were recorded. Where none were, that they are these is not known to be wrong.
    #[must_use]
    pub fn are(&self, recorded: &Self) -> bool {
        recorded.is_empty() || self == recorded
    }

    /// The one fact; `None` for none, or several.
    #[must_use]
    pub fn only(&self) -> Option<DatedFact> {
        match self.0[..] {
            [fact] => Some(fact),
            _ => None,
        }
    }
}

impl Deref for Facts {
    type Target = [DatedFact];

    fn deref(&self) -> &[DatedFact] {
        &self.0
    }
}

impl From<DatedFact> for Facts {
    fn from(fact: DatedFact) -> Self {
        Self(vec![fact])
    }
}

impl<const N: usize> From<[DatedFact; N]> for Facts {
    fn from(facts: [DatedFact; N]) -> Self {
        const { assert!(N > 0, "a decision rests on a fact") };
        Self(facts.into())
    }
}
