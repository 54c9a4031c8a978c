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
    /// A concurrent track began. It may be told before the recognition.
    TrackStarted {
        /// Which kind of track.
        kind: TrackKind,
        /// The first day on which it was in force.
        from: NaiveDate,
        /// The last day, if it was known from the start.
        until: Option<NaiveDate>,
        /// Where it was told.
        source: Source,
    },
    /// A concurrent track ended.
    TrackEnded {
        /// Which kind of track.
        kind: TrackKind,
        /// The last day on which it was in force.
        until: NaiveDate,
        /// Where it was told.
        source: Source,
    },
}

/// The recognition of an incapacity (*reconnaissance*, *erkenning*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// Who is incapacitated.
    pub person: Person,
    /// The first day of incapacity (D).
    pub incapacity_start: NaiveDate,
    /// The day of the physician's decision.
    pub recognised_on: NaiveDate,
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
    /// A track beside which no questionnaire is sent (Q4).
    #[derive(Debug)]
    pub enum TrackKind {
        /// The occupational physician was asked to start a CODEX trajectory (Q4 a).
        CodexRequested = "codex_requested",
        /// Authorised work under art. 100, § 2, of the coordinated law is performed (Q4 b).
        AuthorisedWork = "authorised_work",
        /// A trajectory began on the person's own request, with the physician's authorisation (Q4 c).
        RouteBAuthorised = "route_b_authorised",
    }
}

codes! {
    /// Why a fact cannot act.
    #[derive(Debug)]
    pub enum ParkedBecause {
        /// It contradicts what was told earlier.
        Contradicts = "contradicts",
        /// It ends a track of which no start was told.
        NotStarted = "not_started",
    }
}

impl TrackKind {
    /// The point of Q4 under which no questionnaire is sent.
    #[must_use]
    pub fn ground(self) -> Ground {
        Ground::point(
            Rule::Q4,
            match self {
                Self::CodexRequested => 'a',
                Self::AuthorisedWork => 'b',
                Self::RouteBAuthorised => 'c',
            },
        )
    }
}

impl Fact {
    /// The legal date of the fact.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::Recognised(recognition) => recognition.recognised_on,
            Self::TrackStarted { from, .. } => *from,
            Self::TrackEnded { until, .. } => *until,
        }
    }

    /// The rule under which the fact matters, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Recognised(_) => Rule::M1.into(),
            Self::TrackStarted { kind, .. } | Self::TrackEnded { kind, .. } => kind.ground(),
        }
    }

    /// Where it was told.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Recognised(Recognition { source, .. })
            | Self::TrackStarted { source, .. }
            | Self::TrackEnded { source, .. } => source,
        }
    }
}
