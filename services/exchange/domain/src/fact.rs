//! What the assessment service tells about a case.
//!
//! A fact is never refused: it happened. One that cannot act yet is parked, and tried again after every later event.

use chrono::NaiveDate;
use trajet_law::rule::{Ground, Rule};

use crate::codes::codes;
use crate::people::Person;

/// A fact from the feed of the assessment service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The incapacity was recognised.
    Recognised(Recognition),
    /// The first day of incapacity was corrected (T9).
    Corrected(StartCorrection),
    /// The incapacity ended, or the person died.
    Ended(Ending),
}

/// The recognition of an incapacity (*reconnaissance*, *erkenning*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// Who is incapacitated.
    pub person: Person,
    /// The first day of incapacity (D).
    pub incapacity_start: NaiveDate,
    /// The day of the decision.
    pub recognised_on: NaiveDate,
    /// Where it was told.
    pub source: Source,
}

/// A first day of incapacity that took the place of another (T9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartCorrection {
    /// The first day as it stood.
    pub from: NaiveDate,
    /// The first day as it stands now.
    pub to: NaiveDate,
    /// The day of the physician's decision, from which it counts.
    pub on: NaiveDate,
    /// Where it was told.
    pub source: Source,
}

/// The end of an incapacity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The last day of incapacity.
    pub last_day: NaiveDate,
    /// Whether the person died.
    pub deceased: bool,
    /// Where it was told.
    pub source: Source,
}

/// The place of a fact in the ledger of the service that told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The ledger, such as `assessment/300`.
    pub ledger: String,
    /// The position in it.
    pub position: u64,
}

codes! {
    /// Why a fact cannot act.
    #[derive(Debug)]
    pub enum ParkedBecause {
        /// It contradicts what was told earlier.
        Contradicts = "contradicts",
        /// It ends an incapacity of which no recognition was told.
        NotRecognised = "not_recognised",
    }
}

impl Fact {
    /// The legal date of the fact.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::Recognised(recognition) => recognition.recognised_on,
            Self::Corrected(corrected) => corrected.on,
            Self::Ended(ending) => ending.last_day,
        }
    }

    /// The rule under which the fact matters.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Recognised(_) => Rule::M1.into(),
            Self::Corrected(_) => Rule::T9.into(),
            Self::Ended(_) => Rule::T6.into(),
        }
    }

    /// Where it was told.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Recognised(Recognition { source, .. })
            | Self::Corrected(StartCorrection { source, .. })
            | Self::Ended(Ending { source, .. }) => source,
        }
    }
}
