//! The decision on a declared incapacity (M1, M2).

use std::fmt;

use chrono::NaiveDate;
use trajet_law::taken_over::TakenOver;

use crate::codes::codes;
use crate::people::Person;

/// The decision that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The incapacity is recognised.
    Recognised(Recognition),
    /// The recognition is refused.
    Refused(Refusal),
}

/// The recognition of an incapacity (*reconnaissance*, *erkenning*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognition {
    /// Who is recognised: other services are told, and the event says all.
    pub person: Person,
    /// The first day of incapacity (D).
    pub incapacity_start: NaiveDate,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// The day on which all activity had ceased.
    pub activity_ceased_on: NaiveDate,
    /// The first day of invalidity, if the incapacity lasts (T4).
    pub invalid_from: NaiveDate,
    /// Whether there was an employment contract on the first day of incapacity (D11).
    pub has_contract: bool,
    /// That the case was taken over when the mutuality went live, and what was known of it then.
    pub taken_over: Option<TakenOver>,
}

/// The refusal of a recognition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who decided.
    pub decided_by: DecidedBy,
    /// Why.
    pub reason: RefusalReason,
}

/// Who decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecidedBy {
    /// The advising physician (*médecin-conseil*, *adviserend arts*), alone during the first twelve months.
    AdvisingPhysician,
    /// The body that decides after them. The sources do not name it, so the decision does.
    OtherBody {
        /// Its name.
        name: String,
    },
}

codes! {
    /// Why a recognition was refused. The sources list no reasons: the list is our own, after the conditions of the
    /// coordinated law of 14 July 1994, art. 100, § 1. Its `Debug` does not show which one it is.
    pub enum RefusalReason {
        /// The person was not found unfit for work.
        NotUnfit = "not_unfit",
        /// Not all activity had ceased (M2).
        ActivityNotCeased = "activity_not_ceased",
        /// Activity did not cease in consequence of the onset or worsening of a health condition.
        NotCausedByHealth = "not_caused_by_health",
        /// The certificate, or another piece that the decision needs, was not provided.
        FileIncomplete = "file_incomplete",
    }
}

impl fmt::Debug for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefusalReason(..)")
    }
}
