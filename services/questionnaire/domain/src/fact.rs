//! What other services tell about a case.
//!
//! A fact is never refused: it happened. One that cannot act yet is parked, and tried again after every later event.

use std::mem::discriminant;

use chrono::NaiveDate;
use trajet_law::deadline::FactKind;
use trajet_law::ending::Ending;
use trajet_law::representation::Representation;
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::TakenOver;

use crate::codes::codes;
use crate::definition::DefinitionRef;
use crate::people::Person;

/// A fact from the feed of the assessment service or the dossier service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The incapacity was recognised.
    Recognised(Recognition),
    /// A legal representative was recorded, or their last day was (D1). It may be told before the recognition.
    Represented {
        /// The representation as it stands.
        representation: Representation,
        /// Where it was told.
        source: Source,
    },
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
        /// The first day of the track; without one, it is the track of the kind that began last, on its last day or before.
        from: Option<NaiveDate>,
        /// The last day on which it was in force; the day before its first where it turned out never to have been.
        until: NaiveDate,
        /// Where it was told.
        source: Source,
    },
    /// The first day of incapacity was corrected (T9).
    Corrected(StartCorrection),
    /// The incapacity ended, or the person died.
    Ended {
        /// The last day of incapacity.
        last_day: NaiveDate,
        /// How it ended.
        ending: Ending,
        /// The day of the death, where it came after an end that came otherwise.
        died_on: Option<NaiveDate>,
        /// Where it was told.
        source: Source,
    },
    /// The person asked for a trajectory: route B (Q8). The dossier service tells it, be it before the recognition.
    TrajectoryRequested {
        /// The day on which the coordinator received the request.
        received_on: NaiveDate,
        /// Whether the person is invited to fill in a questionnaire.
        needed: bool,
        /// Where it was told.
        source: Source,
    },
    /// A trajectory ended, and with it what the person had asked for by then.
    TrajectoryEnded {
        /// The day.
        ended_on: NaiveDate,
        /// Where it was told.
        source: Source,
    },
}

impl Fact {
    /// Whether both tell of the same thing, so that one which is told anew takes the place of the other.
    pub(crate) fn is_of_what(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Represented { representation: one, .. }, Self::Represented { representation: other, .. }) => {
                one.number == other.number
            }
            (Self::TrackStarted { kind: one, .. }, Self::TrackStarted { kind: other, .. })
            | (Self::TrackEnded { kind: one, .. }, Self::TrackEnded { kind: other, .. }) => one == other,
            _ => discriminant(self) == discriminant(other),
        }
    }
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
    /// That the case was taken over when the mutuality went live, and what was known of it then.
    pub taken_over: Option<TakenOver>,
    /// The version in which a questionnaire is answered that was sent before the case was taken over.
    pub answered_in: Option<DefinitionRef>,
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
        /// No recognition of the incapacity was told.
        NotRecognised = "not_recognised",
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
            Self::Represented { representation, .. } => representation.from,
            Self::TrackStarted { from, .. } => *from,
            Self::TrackEnded { until, .. } => *until,
            Self::Corrected(corrected) => corrected.on,
            Self::Ended { last_day, died_on, .. } => died_on.unwrap_or(*last_day),
            Self::TrajectoryRequested { received_on, .. } => *received_on,
            Self::TrajectoryEnded { ended_on, .. } => *ended_on,
        }
    }

    /// The rule under which the fact matters, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Recognised(_) => Rule::M1.into(),
            Self::Represented { .. } => Rule::D1.into(),
            Self::TrackStarted { kind, .. } | Self::TrackEnded { kind, .. } => kind.ground(),
            Self::Corrected(_) => Rule::T9.into(),
            Self::Ended { died_on: Some(_), .. } => Ending::Deceased.ground(),
            Self::Ended { ending, .. } => ending.ground(),
            Self::TrajectoryRequested { .. } | Self::TrajectoryEnded { .. } => Rule::Q8.into(),
        }
    }

    /// Where it was told.
    #[must_use]
    pub fn source(&self) -> &Source {
        match self {
            Self::Recognised(Recognition { source, .. })
            | Self::Corrected(StartCorrection { source, .. })
            | Self::Represented { source, .. }
            | Self::TrackStarted { source, .. }
            | Self::TrackEnded { source, .. }
            | Self::Ended { source, .. }
            | Self::TrajectoryRequested { source, .. }
            | Self::TrajectoryEnded { source, .. } => source,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::command::Command;
    use crate::samples::{
        corrected, day, ended, recognised, representation, represented, requested, start, track, track_end,
        trajectory_ended,
    };

    use super::*;

    #[test]
    fn t9_what_is_told_anew_takes_the_place_of_the_same_thing_alone() {
        let (from, source) = (day(2022, 10, 3), Source { ledger: "assessment/300".into(), position: 9 });
        let begun = |kind| Fact::TrackStarted { kind, from, until: None, source: source.clone() };
        let over = |kind| Fact::TrackEnded { kind, from: Some(from), until: from, source: source.clone() };
        let by = |number| {
            let representation = Representation { number, ..representation(from, None) };
            Fact::Represented { representation, source: source.clone() }
        };
        let (work, codex) = (TrackKind::AuthorisedWork, TrackKind::CodexRequested);
        for (told, same, another) in [
            (begun(work), begun(work), begun(codex)),
            (over(work), over(work), over(codex)),
            (by(1), by(1), by(2)),
            (by(1), by(1), begun(work)),
        ] {
            assert!(told.is_of_what(&same) && !told.is_of_what(&another), "{told:?}");
        }
    }

    #[test]
    fn t9_each_fact_counts_from_its_own_day() {
        let (on, until) = (day(2022, 10, 3), day(2022, 10, 20));
        let kind = TrackKind::AuthorisedWork;
        for (told, counts_from) in [
            (recognised(), day(2022, 9, 5)),
            (represented(representation(on, Some(until))), on),
            (track(kind, on, Some(until)), on),
            (track_end(kind, until), until),
            (corrected(start(), day(2022, 8, 15), on), on),
            (ended(until, Ending::IncapacityEnded), until),
            (requested(on, true), on),
            (trajectory_ended(until), until),
        ] {
            let Command::Note(fact) = told else { panic!("a fact is noted") };
            assert_eq!(fact.effective_on(), counts_from, "{fact:?}");
        }
    }
}
