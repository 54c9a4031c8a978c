//! The formal trajectory of the sickness insurance: the AMI trajectory (*trajet de réintégration "AMI"*,
//! *re-integratietraject gericht op sociaalprofessionele re-integratie*).
//!
//! Circular 2022/383, part IV (D12 to D19, D24, D25, D28). It follows the first contact: coordinator, physician and person
//! sign a commitment, a follow-up interview gives the plan its content, the plan is followed up and adapted until the trajectory ends. An
//! employer's request for a CODEX trajectory suspends it.

mod adaptation;
mod command;
mod commitment;
mod duty;
pub(crate) mod event;
pub(crate) mod follow;
mod outcome;
mod plan;
mod rejection;
pub(crate) mod situation;
pub(crate) mod submission;
mod suspension;
mod text;
mod trajectory;

pub use adaptation::PlanChange;
pub use command::{AmiCommand, NewCommitment};
pub use commitment::{Commitment, CommitmentPart, EmployerLink, Signature, StartSituation};
pub use duty::{InformDuty, InformDutyKind};
pub use event::{AmiEvent, AmiHappened};
pub use outcome::{Evaluation, Observation, Outcome, ResultReached, Work, WorkContract, WorkEndReason};
pub use plan::{
    ActionKind, Concertation, FollowUp, NextFollowUp, Plan, PlanAction, PlanAim, PlanContent, PlanPart, PlanParty,
    PlanVersion, Rhythm,
};
pub use rejection::AmiRejection;
pub use suspension::{CodexOver, EmployerRequest, Suspension};
pub use text::FreeText;
pub use trajectory::{AmiEndReason, AmiTrajectory};
