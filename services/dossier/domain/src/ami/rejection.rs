//! Why an act of a trajectory of the sickness insurance is refused.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::parameter::ParameterVersion;
use trajet_law::rule::{Ground, Rule};

use super::commitment::CommitmentPart;
use super::duty::InformDutyKind;
use super::plan::PlanPart;

/// A refusal. Its text names neither the person nor what was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmiRejection {
    /// The statement lacks a commitment.
    CommitmentIncomplete(Vec<CommitmentPart>),
    /// What is known contradicts the start situation.
    SituationNotMet,
    /// A CODEX trajectory is in force.
    CodexGoesOn,
    /// Another trajectory goes on.
    CommitmentStands,
    /// The physician did not authorise the trajectory that the person asked for.
    NotAuthorised,
    /// No trajectory goes on, on that day.
    NoAmiTrajectory,
    /// The physician signed before.
    AlreadySigned,
    /// The statement of commitment is not complete by that day.
    NotStarted,
    /// No follow-up interview took place by that day.
    NotInterviewed,
    /// There is a plan.
    PlanStands,
    /// No plan is established by that day.
    NoPlan,
    /// An adapted plan says what the one before it says.
    NothingAdapted,
    /// What is aimed at or done changes without a concertation of its own.
    AdaptationNotConcerted,
    /// A follow-up without the person.
    FollowUpWithoutPerson,
    /// The trajectory is suspended on that day.
    Suspended,
    /// It is not suspended.
    NotSuspended,
    /// No request of the employer suspends it on that day.
    NoEmployerRequest,
    /// The CODEX trajectory goes on.
    CodexNotEnded,
    /// Coordinator and person did not agree to resume it.
    ResumptionNotAgreed,
    /// It is not suspended by a CODEX trajectory that ended otherwise than definitively unfit.
    NotAfterCodex,
    /// No trajectory ended that was not evaluated.
    NothingToEvaluate,
    /// No trajectory was evaluated.
    NothingToObserve,
    /// No work is known of that could have stopped.
    NoWorkToStop,
    /// The person does not work any more, and it is not said since when.
    WorkEndUnknown,
    /// The plan lacks what it must hold.
    PlanIncomplete(Vec<PlanPart>),
    /// Person, coordinator and physician did not all take part.
    ConcertationIncomplete,
    /// Others were consulted without the person's agreement.
    NotAgreed,
    /// Others were consulted without consent to the third purpose.
    ExchangeRefused,
    /// What is a job coach's is given to who is none.
    JobCoachAction,
    /// The next follow-up is later than the rhythm of the plan.
    RhythmUnjustified {
        /// The last day for it.
        latest: NaiveDate,
        /// The figure that gave the day; none where the dossier justifies a rhythm in its place.
        parameter: Option<ParameterVersion>,
    },
    /// No such duty to inform had arisen by that day.
    DutyNotOpen(InformDutyKind),
    /// The duty to inform is barred.
    DutyBarred,
}

impl AmiRejection {
    /// The rule on which the refusal rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::SituationNotMet | Self::CodexGoesOn => Rule::D12,
            Self::CommitmentIncomplete(_)
            | Self::CommitmentStands
            | Self::NoAmiTrajectory
            | Self::AlreadySigned
            | Self::NotStarted => Rule::D13,
            Self::NotAuthorised => Rule::M13,
            Self::NotInterviewed => Rule::D15,
            Self::PlanStands | Self::PlanIncomplete(_) | Self::NoPlan | Self::NothingAdapted => Rule::D16,
            Self::ConcertationIncomplete | Self::AdaptationNotConcerted => Rule::D28,
            Self::Suspended
            | Self::NotSuspended
            | Self::NoEmployerRequest
            | Self::CodexNotEnded
            | Self::ResumptionNotAgreed
            | Self::NotAfterCodex => Rule::D14,
            Self::NothingToEvaluate | Self::NothingToObserve | Self::NoWorkToStop | Self::WorkEndUnknown => Rule::D24,
            Self::NotAgreed => Rule::D17,
            Self::ExchangeRefused => Rule::D3,
            Self::JobCoachAction => Rule::D29,
            Self::RhythmUnjustified { .. } | Self::FollowUpWithoutPerson => Rule::D19,
            Self::DutyNotOpen(kind) => kind.rule(),
            Self::DutyBarred => Rule::D31,
        }
        .into()
    }

    /// The stable name of the refusal.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CommitmentIncomplete(_) => "COMMITMENT_INCOMPLETE",
            Self::SituationNotMet => "SITUATION_NOT_MET",
            Self::CodexGoesOn => "CODEX_GOES_ON",
            Self::CommitmentStands => "COMMITMENT_STANDS",
            Self::NotAuthorised => "NOT_AUTHORISED",
            Self::NoAmiTrajectory => "NO_AMI_TRAJECTORY",
            Self::AlreadySigned => "ALREADY_SIGNED",
            Self::NotStarted => "NOT_STARTED",
            Self::NotInterviewed => "NOT_INTERVIEWED",
            Self::PlanStands => "PLAN_STANDS",
            Self::NoPlan => "NO_PLAN",
            Self::NothingAdapted => "NOTHING_ADAPTED",
            Self::AdaptationNotConcerted => "ADAPTATION_NOT_CONCERTED",
            Self::FollowUpWithoutPerson => "FOLLOW_UP_WITHOUT_PERSON",
            Self::Suspended => "AMI_SUSPENDED",
            Self::NotSuspended => "AMI_NOT_SUSPENDED",
            Self::NoEmployerRequest => "NO_EMPLOYER_REQUEST",
            Self::CodexNotEnded => "CODEX_NOT_ENDED",
            Self::ResumptionNotAgreed => "RESUMPTION_NOT_AGREED",
            Self::NotAfterCodex => "NOT_AFTER_CODEX",
            Self::NothingToEvaluate => "NOTHING_TO_EVALUATE",
            Self::NothingToObserve => "NOTHING_TO_OBSERVE",
            Self::NoWorkToStop => "NO_WORK_TO_STOP",
            Self::WorkEndUnknown => "WORK_END_UNKNOWN",
            Self::PlanIncomplete(_) => "PLAN_INCOMPLETE",
            Self::ConcertationIncomplete => "CONCERTATION_INCOMPLETE",
            Self::NotAgreed => "NOT_AGREED",
            Self::ExchangeRefused => "EXCHANGE_REFUSED",
            Self::JobCoachAction => "JOB_COACH_ACTION",
            Self::RhythmUnjustified { .. } => "RHYTHM_UNJUSTIFIED",
            Self::DutyNotOpen(_) => "DUTY_NOT_OPEN",
            Self::DutyBarred => "DUTY_BARRED",
        }
    }
}

impl fmt::Display for AmiRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CommitmentIncomplete(parts) => {
                let parts = parts.iter().map(|part| part.code());
                return write!(f, "the statement lacks the commitment to {}", list(parts));
            }
            Self::SituationNotMet => "what is known of contract and CODEX trajectory contradicts the start situation",
            Self::CodexGoesOn => "a CODEX trajectory is in force on that day",
            Self::CommitmentStands => "another trajectory of the sickness insurance goes on",
            Self::NotAuthorised => {
                "the physician did not authorise the trajectory that the person asked for by that day"
            }
            Self::NoAmiTrajectory => "no trajectory of the sickness insurance goes on, on that day",
            Self::AlreadySigned => "the physician signed the commitment before",
            Self::NotStarted => "the statement of commitment is not complete by that day",
            Self::NotInterviewed => "no follow-up interview took place by that day",
            Self::PlanStands => "the plan is established, and can be adapted",
            Self::NoPlan => "no plan is established by that day",
            Self::NothingAdapted => "the plan says what it said before",
            Self::AdaptationNotConcerted => "what a plan aims at or asks for changes by a concertation of its own",
            Self::FollowUpWithoutPerson => "a plan is followed up with the person",
            Self::Suspended => "the trajectory is suspended on that day",
            Self::NotSuspended => "the trajectory is not suspended",
            Self::NoEmployerRequest => "no request of the employer that suspends the trajectory is known on that day",
            Self::CodexNotEnded => "the CODEX trajectory has not ended",
            Self::ResumptionNotAgreed => "coordinator and person agree to resume the trajectory",
            Self::NotAfterCodex => "no CODEX trajectory ended by which the trajectory was suspended and can be closed",
            Self::NothingToEvaluate => "no trajectory of the sickness insurance ended whose results are not evaluated",
            Self::NothingToObserve => "the results of no trajectory of the sickness insurance are evaluated",
            Self::NoWorkToStop => "no work is known of that could have stopped",
            Self::WorkEndUnknown => "of work that was known of and is not done any more the last day is said",
            Self::PlanIncomplete(parts) => {
                let parts = parts.iter().map(|part| part.code());
                return write!(f, "the plan lacks {}", list(parts));
            }
            Self::ConcertationIncomplete => "person, coordinator and physician concert on a plan",
            Self::NotAgreed => "others are consulted on a plan only with the person's agreement",
            Self::ExchangeRefused => "consent to the third purpose is not in force",
            Self::JobCoachAction => "what a job coach does is a partner's",
            Self::RhythmUnjustified { .. } => "the next follow-up is later than the rhythm of the plan permits",
            Self::DutyNotOpen(_) => "no such duty to inform had arisen by that day",
            Self::DutyBarred => "the person did not consent to the purpose of this duty to inform",
        })
    }
}

/// Words with commas.
fn list(words: impl Iterator<Item = &'static str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
