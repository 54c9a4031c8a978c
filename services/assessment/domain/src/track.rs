//! The tracks beside which no first estimate is made (M4).

use chrono::NaiveDate;
use trajet_law::codex::CodexRequester;
use trajet_law::deadline::FactKind;
use trajet_law::rule::{Ground, Rule};

use crate::codes::codes;

codes! {
    /// A track beside which no first estimate is made. Circular 2022/383, part III, 3.1, step 4.
    #[derive(Debug)]
    pub enum TrackKind {
        /// The occupational physician was asked to start a CODEX trajectory (M4 a).
        CodexRequested = "codex_requested",
        /// Authorised work under art. 100, § 2, of the coordinated law is performed (M4 b).
        AuthorisedWork = "authorised_work",
        /// A trajectory began on the person's own request, with the physician's authorisation (M4 c).
        RouteBAuthorised = "route_b_authorised",
    }
}

impl TrackKind {
    /// Its beginning, as a fact on which a decision rests.
    #[must_use]
    pub const fn begun(self) -> FactKind {
        match self {
            Self::AuthorisedWork => FactKind::WorkBegun,
            Self::CodexRequested => FactKind::CodexBegun,
            Self::RouteBAuthorised => FactKind::RouteBBegun,
        }
    }

    /// The point of M4 under which no estimate is made.
    #[must_use]
    pub fn ground(self) -> Ground {
        Ground::point(
            Rule::M4,
            match self {
                Self::CodexRequested => 'a',
                Self::AuthorisedWork => 'b',
                Self::RouteBAuthorised => 'c',
            },
        )
    }
}

/// A period during which a concurrent track is in force. Two of one kind never share a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// Which kind.
    pub kind: TrackKind,
    /// The first day on which it is in force.
    pub from: NaiveDate,
    /// The last day, if one is known. In [`crate::Event::TrackEnded`] it is the day before the first where the track turned out
    /// never to have been.
    pub until: Option<NaiveDate>,
    /// Whether it follows from what occupational physicians told, and was not recorded by hand.
    pub told: bool,
    /// Who asked for it, of a CODEX trajectory that was recorded by hand: a request of the employer suspends a trajectory of the
    /// insurance (D14).
    pub asked_by: Option<CodexRequester>,
}

impl Track {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.from <= day && !self.over_before(day)
    }

    /// Whether its last day is known and lies before a day.
    #[must_use]
    pub fn over_before(&self, day: NaiveDate) -> bool {
        self.until.is_some_and(|last| last < day)
    }

    /// Whether it turned out never to have been: it has no day at all.
    #[must_use]
    pub fn never_was(&self) -> bool {
        self.over_before(self.from)
    }

    /// Whether another one has a day in common with it.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        !self.over_before(other.from) && !other.over_before(self.from)
    }
}
