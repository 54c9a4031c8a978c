//! What happened to a case: the only things that are stored.

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::deadline::{Plan, Step};
use trajet_law::rule::{Ground, Rule};

use crate::answers::Answers;
use crate::definition::DefinitionRef;
use crate::fact::{Fact, ParkedBecause, Recognition, Source, TrackKind};
use crate::notice::NoticeText;
use crate::people::{Channel, Contact, FilledBy, HelpResult, Helper, SubjectId};
use crate::profile::Profile;
use crate::reason::CscmiReason;

/// An event of a case. It carries the dates and rules it was decided under, so that applying it needs no law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The incapacity was recognised, so that there is a case.
    CaseOpened(Recognition),
    /// A concurrent track began.
    TrackStarted {
        /// Which kind of track.
        kind: TrackKind,
        /// The first day on which it was in force.
        from: NaiveDate,
        /// The last day, if it was known from the start.
        until: Option<NaiveDate>,
        /// Where it was told.
        source: Source,
    },
    /// The track of this kind that began last, on that day or before, ended.
    TrackEnded {
        /// Which kind of track.
        kind: TrackKind,
        /// The last day on which it was in force.
        until: NaiveDate,
        /// Where it was told.
        source: Source,
    },
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
    /// The questionnaire was sent.
    QuestionnaireSent(Sent),
    /// It was decided, or the law says, that no questionnaire is sent.
    SendingWaived {
        /// Why.
        reason: WaiverReason,
        /// The day.
        on: NaiveDate,
    },
    /// The letter that says why no questionnaire is sent went out.
    NoticeIssued(Notice),
    /// A draft was saved; it replaces the one before.
    DraftSaved(Draft),
    /// The questionnaire came back duly completed.
    AnswerReturned(CompleteAnswer),
    /// The questionnaire came back with items missing, which counts as not returned.
    IncompleteReturned {
        /// The required items without an answer.
        missing: Vec<String>,
        /// The day it came back.
        on: NaiveDate,
    },
    /// A new complete answer took the place of the former one, which stays.
    AnswerCorrected(CompleteAnswer),
    /// The coordinators were asked to contact the person and to help.
    HelpAsked {
        /// The day.
        on: NaiveDate,
        /// The last day for the return, which passed.
        due_back: NaiveDate,
    },
    /// A coordinator delegated the help to a staff member.
    HelpDelegated {
        /// The staff member.
        to: SubjectId,
        /// The coordinator.
        by: SubjectId,
        /// The day.
        on: NaiveDate,
    },
    /// The person was contacted, or tried to be, about the questionnaire.
    HelpGiven {
        /// Who did.
        by: Helper,
        /// The day.
        on: NaiveDate,
        /// How.
        channel: Channel,
        /// What came of it.
        result: HelpResult,
    },
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

/// The sending of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The day.
    pub on: NaiveDate,
    /// The version that was sent, which an answer must answer.
    pub definition: DefinitionRef,
    /// The language it was sent in.
    pub language: Language,
    /// The last day for its return.
    pub due_back: Option<NaiveDate>,
}

/// Why no questionnaire is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaiverReason {
    /// The physician decided so for a valid medical reason (Q2).
    Medical {
        /// The reason.
        reason: CscmiReason,
        /// The physician.
        by: SubjectId,
    },
    /// A concurrent track was in force on the day of sending (Q4).
    Track(TrackKind),
}

impl WaiverReason {
    /// The legal ground, which never tells the medical reason.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::Medical { .. } => Rule::Q2.into(),
            Self::Track(kind) => kind.ground(),
        }
    }
}

/// The letter of Q3 as it was issued; [`crate::notice::render`] writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The text.
    pub text: NoticeText,
    /// The language.
    pub language: Language,
    /// The coordinator whom the person may contact.
    pub contact: Contact,
    /// The day.
    pub on: NaiveDate,
}

/// Answers under way, which may be incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The version they answer.
    pub definition: DefinitionRef,
    /// The answers.
    pub answers: Answers,
    /// Who filled them in.
    pub by: FilledBy,
    /// The day.
    pub on: NaiveDate,
}

/// A completed questionnaire. It never changes; a correction is a new one (Q9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompleteAnswer {
    /// Its number in the case, counted from 1.
    pub number: u32,
    /// The answer that it corrects.
    pub corrects: Option<u32>,
    /// The version it answers.
    pub definition: DefinitionRef,
    /// The answers.
    pub answers: Answers,
    /// The factors read from them.
    pub profile: Profile,
    /// The day it came back.
    pub on: NaiveDate,
    /// Who filled it in.
    pub by: FilledBy,
}

impl Event {
    /// The legal date of the event.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::CaseOpened(recognition) => recognition.recognised_on,
            Self::TrackStarted { from, .. } => *from,
            Self::TrackEnded { until, .. } => *until,
            Self::DeadlinePlanned { on, .. }
            | Self::DeadlineMet { on, .. }
            | Self::DeadlineMissed { on, .. }
            | Self::DeadlineWaived { on, .. }
            | Self::SendingWaived { on, .. }
            | Self::IncompleteReturned { on, .. }
            | Self::HelpAsked { on, .. }
            | Self::HelpDelegated { on, .. }
            | Self::HelpGiven { on, .. } => *on,
            Self::QuestionnaireSent(sent) => sent.on,
            Self::NoticeIssued(notice) => notice.on,
            Self::DraftSaved(draft) => draft.on,
            Self::AnswerReturned(answer) | Self::AnswerCorrected(answer) => answer.on,
            Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.effective_on(),
        }
    }

    /// The rule on which the event rests, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::CaseOpened(_) => Rule::M1.into(),
            Self::TrackStarted { kind, .. } | Self::TrackEnded { kind, .. } => kind.ground(),
            Self::DeadlinePlanned { plan, .. } => plan.rule.into(),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } => match step {
                Step::QuestionnaireSend => Rule::Q1,
                Step::QuestionnaireReturn => Rule::Q5,
                Step::QuestionnaireHelp => Rule::Q6,
                _ => Rule::T6,
            }
            .into(),
            Self::DeadlineWaived { because, .. } => *because,
            Self::QuestionnaireSent(_) => Rule::Q1.into(),
            Self::SendingWaived { reason, .. } => reason.ground(),
            Self::NoticeIssued(_) => Rule::Q3.into(),
            Self::DraftSaved(_) | Self::AnswerCorrected(_) => Rule::Q9.into(),
            Self::AnswerReturned(_) => Rule::Q5.into(),
            Self::IncompleteReturned { .. } => Rule::Q10.into(),
            Self::HelpAsked { .. } | Self::HelpDelegated { .. } | Self::HelpGiven { .. } => Rule::Q6.into(),
            Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.ground(),
        }
    }
}
