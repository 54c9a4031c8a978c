//! The first day of incapacity, as the physician states it (T9).

use std::fmt;

use chrono::NaiveDate;

use crate::codes::codes;

/// A first day that took the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartCorrection {
    /// The first day (D) as it stood.
    pub from: NaiveDate,
    /// The first day (D) as it stands now.
    pub to: NaiveDate,
    /// The day of the physician's decision, from which it counts.
    pub on: NaiveDate,
    /// Why.
    pub reason: StartReason,
    /// The first day of invalidity that follows, if the incapacity is recognised (T4).
    pub invalid_from: Option<NaiveDate>,
    /// The day on which all activity had ceased, as it was stated with it (M2). None: the one that was recorded stands.
    pub activity_ceased_on: Option<NaiveDate>,
}

codes! {
    /// Why the physician states another first day. The sources list no reasons: the list is our own. Its `Debug` does not show
    /// which one it is.
    pub enum StartReason {
        /// The certificate named another day, or was replaced.
        CertificateCorrected = "certificate_corrected",
        /// The day was declared or entered wrongly.
        EnteredWrongly = "entered_wrongly",
        /// It is a relapse (*rechute*, *herval*), and the physician states what its first day is.
        Relapse = "relapse",
    }
}

impl fmt::Debug for StartReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StartReason(..)")
    }
}
