//! The acts of a trajectory of the sickness insurance, one file each.

pub(crate) mod adapt_plan;
pub(crate) mod commit;
pub(crate) mod end;
pub(crate) mod establish_plan;
pub(crate) mod evaluate;
pub(crate) mod follow_up;
pub(crate) mod inform;
pub(crate) mod interview;
pub(crate) mod sign;
pub(crate) mod suspend;

use chrono::NaiveDate;

use crate::ami::AmiCommand;
use crate::course::Course;
use crate::rejection::Rejection;

/// Decides a command on the trajectory of a case.
pub(crate) fn decide(course: &mut Course, command: &AmiCommand, today: NaiveDate) -> Result<(), Rejection> {
    match command {
        AmiCommand::Commit(commitment) => commit::decide(course, commitment, today),
        AmiCommand::Sign(signature) => sign::decide(course, signature, today),
        AmiCommand::EstablishPlan { content, coordinator, person } => {
            establish_plan::decide(course, content, (coordinator, person), today)
        }
        AmiCommand::AdaptPlan { content, on, reason } => adapt_plan::decide(course, content, *on, reason, today),
        AmiCommand::FollowUp(performed) => follow_up::decide(course, performed, today),
        AmiCommand::Suspend { on } => suspend::suspend(course, *on, today),
        AmiCommand::Resume { on, agreed } => suspend::resume(course, *on, *agreed, today),
        AmiCommand::RecordInformed { kind, on, reference } => {
            inform::decide(course, *kind, *on, reference.as_deref(), today)
        }
        AmiCommand::Evaluate(evaluation) => evaluate::evaluate(course, evaluation, today),
        AmiCommand::Observe(observation) => evaluate::observe(course, observation, today),
        AmiCommand::End { last_day, reason } => end::decide(course, *last_day, *reason, today),
    }
}
