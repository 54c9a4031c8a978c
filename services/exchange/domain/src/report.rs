//! What a partner sends, before and after it is known whom it is about (X7).

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::{EnterpriseNumber, Niss};
use trajet_law::brussels::date_of;
use trajet_law::months::months_after;

use crate::told::PartnerFact;

/// The identifier of a report: the 16 bytes of a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(pub [u8; 16]);

/// The identifier of a case: the 16 bytes of a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub [u8; 16]);

/// A report as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The person it is about, known here or not.
    pub niss: Niss,
    /// The partner that sent it, by its enterprise number.
    pub partner: EnterpriseNumber,
    /// What it tells.
    pub fact: PartnerFact,
    /// The instant.
    pub received_at: DateTime<Utc>,
    /// The case that took it over, once one did.
    pub case: Option<CaseId>,
}

/// How many months a report is kept from its receipt, whether a case took it over or not (own reading).
///
/// The law counts how long personal data are kept from the closure of the person's file, and who is not known has none.
/// Within as many months as primary incapacity lasts, an incapacity during which a report happened is recognised, if it ever
/// is. A report that a case took over goes on the same day, because the case holds what it tells: were it kept, the partner
/// would learn which of its reports found a case (X7).
pub const KEPT_MONTHS: u32 = 12;

/// The most reports of one partner on one person that are kept at a time (own limit): many times what a trajectory needs.
pub const MOST_REPORTS: usize = 200;

/// The day on which a report that was received on a day is erased.
#[must_use]
pub fn erase_on(received_on: NaiveDate) -> NaiveDate {
    months_after(received_on, KEPT_MONTHS)
}

impl Report {
    /// The day on which it is erased.
    #[must_use]
    pub fn erase_on(&self) -> NaiveDate {
        erase_on(date_of(self.received_at))
    }
}

/// What a case holds of a report that it took over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The report.
    pub report: ReportId,
    /// The partner that sent it.
    pub partner: EnterpriseNumber,
    /// What it tells.
    pub fact: PartnerFact,
}

impl Told {
    /// Whether it is the same as a partner tells: by another report, it is told twice.
    #[must_use]
    pub fn tells_as(&self, partner: EnterpriseNumber, fact: &PartnerFact) -> bool {
        self.partner == partner && self.fact == *fact
    }
}
