//! Certificates that follow the one of the declaration (M22), and what the case has of all of them.

use chrono::NaiveDate;
use trajet_belgium::Nihii;

use crate::declaration::Prognosis;
use crate::state::State;

/// A certificate that prolongs the incapacity (*prolongation*, *verlenging*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prolongation {
    /// The day on which it was issued.
    pub issued_on: NaiveDate,
    /// The first day that it covers.
    pub from: NaiveDate,
    /// The expected last day of incapacity (M22).
    pub until: NaiveDate,
    /// The prognosis of return (M22).
    pub prognosis: Prognosis,
    /// The physician who issued it, if known.
    pub physician: Option<Nihii>,
}

impl State {
    /// The expected last day of incapacity: the latest that a certificate gives (M22).
    #[must_use]
    pub fn expected_end(&self) -> Option<NaiveDate> {
        let declared = self.declaration.as_ref()?.certificate.expected_end;
        Some(self.prolongations.iter().map(|prolongation| prolongation.until).fold(declared, NaiveDate::max))
    }
}
