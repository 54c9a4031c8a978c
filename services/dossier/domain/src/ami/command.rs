//! What can be asked of a trajectory of the sickness insurance.

use chrono::NaiveDate;
use trajet_law::codex::Employer;

use super::commitment::{EmployerLink, Signature, StartSituation};
use super::duty::InformDutyKind;
use super::outcome::{Evaluation, Observation};
use super::plan::{FollowUp, PlanContent};
use super::text::FreeText;
use super::trajectory::AmiEndReason;
use crate::people::SubjectId;

/// A command on the trajectory of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmiCommand {
    /// Record the statement of commitment (D13).
    Commit(NewCommitment),
    /// Record the physician's signature under it (D13).
    Sign(Signature),
    /// Record the plan (D16).
    EstablishPlan {
        /// What it says.
        content: PlanContent,
        /// The coordinator's signature.
        coordinator: Signature,
        /// The insured person's signature.
        person: Signature,
    },
    /// Record that the plan was adapted (D16, D19).
    AdaptPlan {
        /// What it says now.
        content: PlanContent,
        /// The day from which that holds.
        on: NaiveDate,
        /// Why.
        reason: FreeText,
    },
    /// Record a follow-up of the plan that is no interview (D19).
    FollowUp(FollowUp),
    /// Suspend the trajectory after an employer's request (D14).
    Suspend {
        /// The day.
        on: NaiveDate,
    },
    /// Resume it after the CODEX trajectory that suspended it (D14).
    Resume {
        /// The day.
        on: NaiveDate,
        /// Whether coordinator and person agreed to resume it.
        agreed: bool,
    },
    /// Record that a duty to inform was carried out (D14, D19).
    RecordInformed {
        /// Which.
        kind: InformDutyKind,
        /// The day.
        on: NaiveDate,
        /// The reference of what was sent.
        reference: Option<String>,
    },
    /// Set the last day (D24).
    End {
        /// The last day.
        last_day: NaiveDate,
        /// Why; the end of the incapacity is not chosen.
        reason: AmiEndReason,
    },
    /// Record the evaluation of the last trajectory that ended (D24).
    Evaluate(Evaluation),
    /// Record what was found of it later (D24).
    Observe(Observation),
}

/// A statement of commitment to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommitment {
    /// The start situation.
    pub situation: StartSituation,
    /// Whether the employer can still employ the person.
    pub employer_link: EmployerLink,
    /// The employer whom the situation is about, where one was named (own reading).
    pub employer: Option<Employer>,
    /// Whether coordinator and physician commit to support the person.
    pub support: bool,
    /// Whether the person commits to cooperate.
    pub cooperation: bool,
    /// Who signs as the coordinator.
    pub by: SubjectId,
    /// The coordinator's signature.
    pub coordinator: Signature,
    /// The insured person's signature.
    pub person: Signature,
    /// The physician's signature, if it is there.
    pub physician: Option<Signature>,
}
