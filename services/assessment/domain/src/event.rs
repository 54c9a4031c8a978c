//! What happened to a case: the only things that are stored.

use chrono::NaiveDate;
use trajet_law::deadline::{Plan, Step};
use trajet_law::rule::{Ground, Rule};

use crate::decision::{Recognition, Refusal};
use crate::declaration::Declaration;
use crate::estimate::{Estimate, Referral};
use crate::fact::{Fact, ParkedBecause};
use crate::track::Track;

/// An event of a case. It carries the dates and rules it was decided under, so that applying it needs no law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An incapacity was declared, so that there is a case.
    IncapacityDeclared {
        /// What was declared.
        declaration: Box<Declaration>,
        /// The day of the declaration.
        on: NaiveDate,
    },
    /// The incapacity was recognised.
    IncapacityRecognised(Recognition),
    /// The recognition was refused.
    RecognitionRefused(Refusal),
    /// A concurrent track was recorded.
    TrackStarted(Track),
    /// The track of this kind and first day was given its last day.
    TrackEnded(Track),
    /// A deadline was planned.
    DeadlinePlanned {
        /// The deadline.
        plan: Plan,
        /// The day of the act that planned it.
        on: NaiveDate,
    },
    /// What a deadline asks for was done, in time or late.
    DeadlineMet {
        /// What was to be done.
        step: Step,
        /// The day of the act.
        on: NaiveDate,
    },
    /// The last day passed without the act.
    DeadlineMissed {
        /// What was to be done.
        step: Step,
        /// The day after the last.
        on: NaiveDate,
    },
    /// What a deadline asks for need not be done any more.
    DeadlineWaived {
        /// What was to be done.
        step: Step,
        /// The day from which it need not.
        on: NaiveDate,
        /// Why.
        because: Ground,
    },
    /// A waived deadline is open again, with the same dates.
    DeadlineReopened {
        /// The deadline.
        plan: Plan,
        /// The day from which it is open again.
        on: NaiveDate,
    },
    /// A fact of the questionnaire service was taken note of.
    QuestionnaireNoted(Fact),
    /// The first estimate was made.
    FirstEstimateMade(Estimate),
    /// The person was referred to the coordinator.
    PersonReferred(Referral),
    /// A fact was told that cannot act yet.
    FactParked {
        /// The fact.
        fact: Fact,
        /// Why it cannot.
        because: ParkedBecause,
    },
    /// A parked fact can act now; what it does follows.
    FactReleased {
        /// The fact.
        fact: Fact,
    },
}

impl Event {
    /// The legal date of the event.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::IncapacityDeclared { on, .. }
            | Self::DeadlinePlanned { on, .. }
            | Self::DeadlineMet { on, .. }
            | Self::DeadlineMissed { on, .. }
            | Self::DeadlineWaived { on, .. }
            | Self::DeadlineReopened { on, .. } => *on,
            Self::IncapacityRecognised(recognition) => recognition.decided_on,
            Self::RecognitionRefused(refusal) => refusal.decided_on,
            Self::TrackStarted(track) => track.from,
            Self::TrackEnded(track) => track.until.unwrap_or(track.from),
            Self::FirstEstimateMade(estimate) => estimate.on,
            Self::PersonReferred(referral) => referral.on,
            Self::QuestionnaireNoted(fact) | Self::FactParked { fact, .. } | Self::FactReleased { fact } => {
                fact.effective_on()
            }
        }
    }

    /// The rule, or its point, on which the event rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::IncapacityDeclared { .. } | Self::IncapacityRecognised(_) | Self::RecognitionRefused(_) => {
                Rule::M1.into()
            }
            Self::TrackStarted(track) | Self::TrackEnded(track) => track.kind.ground(),
            Self::DeadlinePlanned { plan, .. } | Self::DeadlineReopened { plan, .. } => plan.rule.into(),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } => match step {
                Step::FirstEstimate => Rule::M3.into(),
                _ => Rule::T6.into(),
            },
            Self::DeadlineWaived { because, .. } => *because,
            Self::FirstEstimateMade(estimate) if estimate.questionnaire.kept_back_for_a_medical_reason() => {
                Rule::M20.into()
            }
            Self::FirstEstimateMade(_) => Rule::M3.into(),
            Self::PersonReferred(_) => Rule::M10.into(),
            Self::QuestionnaireNoted(fact) | Self::FactParked { fact, .. } | Self::FactReleased { fact } => {
                fact.ground()
            }
        }
    }

    /// The rule on which the event rests.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.ground().rule
    }
}
