//! The first estimate of the remaining capacities (*estimation des capacités restantes*, *inschatting van de
//! restcapaciteiten*) and the referral that it may bring (M3, M6, M10).

use std::fmt;

use chrono::NaiveDate;

use crate::codes::codes;
use crate::fact::Questionnaire;
use crate::people::SubjectId;

codes! {
    /// The category into which an estimate puts the person. Circular 2022/383, part III, 3.1, step 5 (M6). Its `Debug`
    /// does not show which one it is.
    pub enum Category {
        /// The person can reasonably be presumed to return spontaneously, by the end of month 6 at the latest.
        One = "1",
        /// A return does not seem possible, for medical reasons.
        Two = "2",
        /// A return is not the question now: diagnosis or treatment comes first.
        Three = "3",
        /// A return seems possible after one or more actions of rehabilitation or orientation.
        Four = "4",
    }
}

impl fmt::Debug for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Category(..)")
    }
}

/// A first estimate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The day.
    pub on: NaiveDate,
    /// The category.
    pub category: Category,
    /// Whether the person was examined; otherwise it was made on the file.
    pub examined: bool,
    /// The concertation with the coordinator, where the case needed one.
    pub concertation: Option<Concertation>,
    /// What was known of the questionnaire, which is its basis when completed and is not awaited otherwise (M3, M20).
    pub questionnaire: Questionnaire,
}

/// A concertation of physician and coordinator on a case. Circular 2022/383, part III, 3.1, step 4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concertation {
    /// The coordinator.
    pub coordinator: SubjectId,
    /// The day on which it was held.
    pub held_on: NaiveDate,
}

/// The referral of a person in category 4 to the coordinator (*renvoi*, *doorverwijzing*; M10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referral {
    /// The day.
    pub on: NaiveDate,
    /// Whether the person was in category 4 from the first estimate on, which decides when the first contact is due
    /// (D4).
    pub initial: bool,
}
