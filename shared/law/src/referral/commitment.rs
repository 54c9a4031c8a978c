//! What a partner undertakes, and where that stands (X4).

use chrono::NaiveDate;

use super::said::CommitmentKind;
use crate::code::coded_enum;

/// Something that a partner undertook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Its number in the referral, from 1.
    pub number: u32,
    /// What.
    pub kind: CommitmentKind,
    /// The day on which it was undertaken.
    pub made_on: NaiveDate,
    /// By when it was to be done at first.
    pub first_by: NaiveDate,
    /// By when it is to be done.
    pub by: NaiveDate,
    /// The day on which it was kept.
    pub kept_on: Option<NaiveDate>,
    /// The day on which the partner said that it will not be.
    pub broken_on: Option<NaiveDate>,
}

coded_enum! {
    /// Where a commitment stands on a day.
    pub enum CommitmentStanding: "standing of a commitment" {
        /// Its day has not passed.
        Due = "due",
        /// Its day has passed.
        Late = "late",
        /// It was kept by its day.
        Kept = "kept",
        /// It was kept after its day.
        KeptLate = "kept_late",
        /// It will not be kept.
        NotKept = "not_kept",
    }
}

impl Commitment {
    /// Whether it is still to be kept.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.kept_on.is_none() && self.broken_on.is_none()
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn standing(&self, on: NaiveDate) -> CommitmentStanding {
        match (self.kept_on, self.broken_on) {
            (Some(kept_on), _) if kept_on <= self.by => CommitmentStanding::Kept,
            (Some(_), _) => CommitmentStanding::KeptLate,
            (None, Some(_)) => CommitmentStanding::NotKept,
            (None, None) if self.by < on => CommitmentStanding::Late,
            (None, None) => CommitmentStanding::Due,
        }
    }
}
