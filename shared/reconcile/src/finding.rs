//! What is found.

use std::fmt;

/// What is wrong with a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// The law asks for it, and it is not there, or not open.
    Lost,
    /// It is there, and nothing asks for it; or it is there twice.
    Double,
    /// Something happened before its day.
    Early,
    /// Its dates are not the law's.
    WronglyDated,
    /// Its day has come and nothing happened.
    Late,
    /// This program does not know how to judge it.
    NotCovered,
}

impl FindingKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Lost, Self::Double, Self::Early, Self::WronglyDated, Self::Late, Self::NotCovered];

    /// The stable text.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Double => "double",
            Self::Early => "early",
            Self::WronglyDated => "wrongly_dated",
            Self::Late => "late",
            Self::NotCovered => "not_covered",
        }
    }
}

/// Writes the stable text.
impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A deadline that is not as the law asks. It holds days and codes, and nothing of a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The step, or the kind of a timer.
    pub step: String,
    /// What is wrong.
    pub kind: FindingKind,
    /// What the law asks.
    pub expected: String,
    /// What is there.
    pub found: String,
    /// The rule.
    pub rule: String,
    /// Why.
    pub why: &'static str,
}

/// Writes one line: what, where, and why.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, kind, expected, found, rule, why } = self;
        write!(f, "{step} {kind}: expected {expected}, found {found}; {why} (rule {rule})")
    }
}

/// Findings, each of them once.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn add(
        &mut self,
        (step, rule): (impl fmt::Display, &str),
        kind: FindingKind,
        expected: impl fmt::Display,
        found: impl fmt::Display,
        why: &'static str,
    ) {
        let (step, expected, found) = (step.to_string(), expected.to_string(), found.to_string());
        // A state that lasts is told of once, by the act that brought it about.
        if !self.0.iter().any(|known| (&known.step, known.kind, known.why) == (&step, kind, why)) {
            self.0.push(Finding { step, kind, expected, found, rule: rule.to_owned(), why });
        }
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
