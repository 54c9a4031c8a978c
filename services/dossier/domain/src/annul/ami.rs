//! Which act of a trajectory of the sickness insurance recorded an event.

use chrono::NaiveDate;

use crate::ami::{AmiCommand, AmiEndReason, AmiHappened, NewCommitment};

/// The act; what follows from one, and an end, which other acts bring too, tell none.
pub(super) fn act(happened: &AmiHappened) -> Option<AmiCommand> {
    Some(match happened {
        // Without both commitments there is no statement.
        AmiHappened::Committed(signed) => AmiCommand::Commit(NewCommitment {
            situation: signed.situation,
            employer_link: signed.employer_link,
            employer: signed.employer,
            support: true,
            cooperation: true,
            by: signed.coordinator_subject.clone(),
            coordinator: signed.coordinator.clone(),
            person: signed.person.clone(),
            physician: signed.physician.clone(),
        }),
        AmiHappened::Signed(signature) => AmiCommand::Sign(signature.clone()),
        AmiHappened::PlanEstablished { content, coordinator, person, .. } => AmiCommand::EstablishPlan {
            content: content.clone(),
            coordinator: coordinator.clone(),
            person: person.clone(),
        },
        AmiHappened::PlanAdapted { content, on, reason, .. } => {
            AmiCommand::AdaptPlan { content: content.clone(), on: *on, reason: reason.clone() }
        }
        AmiHappened::FollowedUp(follow_up) => AmiCommand::FollowUp(follow_up.clone()),
        AmiHappened::Suspended { on, .. } => AmiCommand::Suspend { on: *on },
        // Whether they agreed to it is known where it needed that.
        AmiHappened::Resumed { on, unfit } => AmiCommand::Resume { on: *on, agreed: !unfit },
        AmiHappened::Informed { kind, on, reference } => {
            AmiCommand::RecordInformed { kind: *kind, on: *on, reference: reference.clone() }
        }
        AmiHappened::Evaluated(evaluation) => AmiCommand::Evaluate(evaluation.clone()),
        AmiHappened::Observed(observation) => AmiCommand::Observe(*observation),
        AmiHappened::Started { .. }
        | AmiHappened::DutyArose { .. }
        | AmiHappened::DutyBarred { .. }
        | AmiHappened::Ended { .. } => return None,
    })
}

/// The last day that a coordinator set.
pub(super) fn end(last_day: NaiveDate, reason: AmiEndReason) -> Option<AmiCommand> {
    (reason != AmiEndReason::IncapacityEnded).then_some(AmiCommand::End { last_day, reason })
}
