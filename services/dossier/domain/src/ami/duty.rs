//! The duties to inform somebody of a trajectory: the occupational physician of its start (D14), the treating physician of
//! its results (D19). Here stands that they are due, barred or carried out; who carries them out records it.

use chrono::NaiveDate;
use trajet_law::ami::{results_notice_plan, start_notice_plan};
use trajet_law::deadline::{Plan, Step};
use trajet_law::law::Judged;
use trajet_law::rule::Rule;

use crate::codes::codes;
use crate::consent::ConsentPurpose;

codes! {
    /// Whom to inform, and of what.
    #[derive(Debug)]
    pub enum InformDutyKind {
        /// The occupational physician, of the start in situations B and C (D14).
        Start = "start",
        /// The treating physician, of the results of follow-up interviews and of the plan (D19).
        Results = "results",
    }
}

impl InformDutyKind {
    /// The purposes without any of which it is barred (D31). Of the results the physician may know only with the second one.
    #[must_use]
    pub const fn purposes(self) -> &'static [ConsentPurpose] {
        match self {
            Self::Start => &[ConsentPurpose::OccupationalPhysician],
            Self::Results => &[ConsentPurpose::PhysicianFollowUp, ConsentPurpose::Exchange],
        }
    }

    /// The rule that sets it.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::Start => Rule::D14,
            Self::Results => Rule::D19,
        }
    }

    /// The step by which it is carried out.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Start => Step::AmiStartNotice,
            Self::Results => Step::AmiResultsNotice,
        }
    }

    /// By when it is aimed at, where it arose on a day.
    #[must_use]
    pub fn plan(self, arose_on: Judged) -> Plan {
        match self {
            Self::Start => start_notice_plan(arose_on),
            Self::Results => results_notice_plan(arose_on),
        }
    }
}

/// A duty to inform, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InformDuty {
    /// Its number in the trajectory, from 1.
    pub number: u32,
    /// Whom, and of what.
    pub kind: InformDutyKind,
    /// The day on which it arose.
    pub arose_on: NaiveDate,
    /// The day from which it is barred (D31).
    pub barred_on: Option<NaiveDate>,
    /// The day on which it was carried out, and the reference of what was sent.
    pub informed: Option<(NaiveDate, Option<String>)>,
}

impl InformDuty {
    /// Whether it is still to be carried out.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.barred_on.is_none() && self.informed.is_none()
    }
}
