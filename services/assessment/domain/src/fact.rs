//! What is told about a case: by other services, and by this one of another case of the person.
//!
//! A fact is never refused: it happened. One that cannot act yet is parked until it can.

mod questionnaire;
mod told;

use chrono::NaiveDate;
use trajet_law::ending::Ending;
use trajet_law::rule::{Ground, Rule};

pub use self::questionnaire::{FactorCounts, ProfileSummary, Questionnaire};
pub use self::told::{Producer, Told};
use crate::codes::codes;
use crate::presumed::Presumed;
use crate::track::TrackKind;

/// A fact from the feed of another service, or from the ledger of this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it tells.
    pub told: Told,
    /// Where it was told.
    pub source: Source,
}

/// The place of a fact in the ledger of the service that told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The ledger, such as `questionnaire/300`.
    pub ledger: String,
    /// The position in it.
    pub position: u64,
}

codes! {
    /// Why a fact cannot act.
    #[derive(Debug)]
    pub enum ParkedBecause {
        /// No declaration of the incapacity is known here.
        NotDeclared = "not_declared",
        /// A CODEX trajectory ended of which its service told no beginning by that day.
        NotStarted = "not_started",
        /// What must come first in a rehabilitation programme is not known.
        OutOfOrder = "out_of_order",
        /// It contradicts what is known of a rehabilitation programme.
        Contradicts = "contradicts",
        /// It is dated after the last day of incapacity.
        AfterTheEnd = "after_the_end",
    }
}

impl Fact {
    /// The legal date of the fact.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self.told {
            Told::Rehabilitation { ref fact, .. } => fact.on(),
            Told::Sent { on, .. }
            | Told::Waived { on, .. }
            | Told::Incomplete { on }
            | Told::Completed { on, .. }
            | Told::Impossible { on }
            | Told::TrajectoryRequested { on }
            | Told::AuthorisationAsked { on, .. }
            | Told::TrajectoryEnded { on, .. }
            | Told::CodexRequested { on, .. }
            | Told::CodexEnded { on, .. }
            | Told::Relapsed { on }
            | Told::Died { on }
            | Told::NotReturned { help_asked_on: on, .. }
            | Told::ConsentsDecided { since: on, .. }
            | Told::Presumed(Presumed { first: on, .. }) => on,
        }
    }

    /// The rule, or its point, under which the fact matters.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self.told {
            Told::Sent { because, .. } | Told::Waived { because, .. } | Told::TrajectoryEnded { because, .. } => {
                because
            }
            Told::NotReturned { .. } => Rule::Q6.into(),
            Told::Incomplete { .. } => Rule::Q10.into(),
            Told::Completed { .. } => Rule::Q5.into(),
            Told::Impossible { .. } => Rule::Q7.into(),
            Told::TrajectoryRequested { .. } => Rule::D6.into(),
            Told::AuthorisationAsked { .. } => Rule::D7.into(),
            Told::ConsentsDecided { .. } => Rule::D3.into(),
            Told::Presumed(Presumed { kind, .. }) => kind.rule().into(),
            Told::CodexRequested { .. } | Told::CodexEnded { .. } => TrackKind::CodexRequested.ground(),
            Told::Rehabilitation { ref fact, .. } => fact.rule().into(),
            Told::Relapsed { .. } => Rule::D24.into(),
            Told::Died { .. } => Ending::Deceased.ground(),
        }
    }
}
