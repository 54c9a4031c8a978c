//! What can be asked of a case.

use chrono::{DateTime, NaiveDate, Utc};

use crate::decision::{DecidedBy, RefusalReason};
use crate::declaration::Declaration;
use crate::estimate::{Category, Concertation};
use crate::fact::Fact;
use crate::track::{Track, TrackKind};

/// A command on one case. Whether the caller's role permits it was asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Declare an incapacity (M1, M22, T7).
    DeclareIncapacity(Box<Declaration>),
    /// Recognise it (M1, M2).
    Recognise {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// Who decided.
        decided_by: DecidedBy,
        /// The day on which all activity had ceased; without one, the day that was declared stands.
        activity_ceased_on: Option<NaiveDate>,
    },
    /// Refuse to recognise it (M1).
    RefuseRecognition {
        /// The day of the decision.
        decided_on: NaiveDate,
        /// Who decided.
        decided_by: DecidedBy,
        /// Why.
        reason: RefusalReason,
    },
    /// Record a concurrent track (M4).
    StartConcurrentTrack(Track),
    /// Record the last day of a concurrent track that has none yet, or a later one (M4).
    EndConcurrentTrack {
        /// Which kind of track.
        kind: TrackKind,
        /// The last day on which it is in force.
        on: NaiveDate,
    },
    /// Record the first estimate, made today (M3, M6, M10, M20).
    RecordFirstEstimate {
        /// The category.
        category: Category,
        /// Whether the person was examined.
        examined: bool,
        /// The concertation with the coordinator, where the case needed one.
        concertation: Option<Concertation>,
    },
    /// Record that the first estimate was not made in time: the timer of the day after (T6).
    FireEstimateMissed,
    /// Note what the questionnaire service told. Never refused.
    Note(Fact),
}

/// When a command is decided. The instant and the date are the same moment: time is an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The date in Brussels.
    pub today: NaiveDate,
    /// The case that holds the command's [`claim`](crate::claimed), if one does.
    pub claimed_by: Option<[u8; 16]>,
}
