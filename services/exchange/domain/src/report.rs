//! What a partner sends, before and after it is known whom it is about (X7).

use chrono::{DateTime, Utc};
use trajet_belgium::{EnterpriseNumber, Niss};

use crate::codex::CodexFact;

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
    pub fact: CodexFact,
    /// The instant.
    pub received_at: DateTime<Utc>,
    /// The case that took it over, once one did.
    pub case: Option<CaseId>,
}

/// What a case holds of a report that it took over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The report.
    pub report: ReportId,
    /// The partner that sent it.
    pub partner: EnterpriseNumber,
    /// What it tells.
    pub fact: CodexFact,
}
