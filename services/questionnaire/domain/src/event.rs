//! What happened to a case: the only things that are stored.

use chrono::NaiveDate;
use trajet_law::annul::Annulled;
use trajet_law::deadline::{DatedFact, Facts, Plan, Step};
use trajet_law::ending::Ending;
use trajet_law::file_access::FileAccessTold;
use trajet_law::replan::Replanned;
use trajet_law::representation::Representation;
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::{TakenOver, not_judged_by};

use crate::fact::{Fact, ParkedBecause, Recognition, Source, StartCorrection, TrackKind};
use crate::impossibility::Impossibility;
use crate::round::{CompleteAnswer, Delegation, Draft, HelpContact, Route, Sent};
use crate::waiver::{Notice, WaiverReason};

/// An event of a case. It carries the dates and rules it was decided under, so that applying it needs no law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The incapacity was recognised, so that there is a case.
    CaseOpened(Recognition),
    /// A legal representative was recorded, or their last day was.
    PersonRepresented {
        /// The representation as it stands.
        representation: Representation,
        /// Where it was told.
        source: Source,
    },
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
    /// A concurrent track ended.
    TrackEnded {
        /// Which kind of track.
        kind: TrackKind,
        /// The first day of the track; without one, it is the track of the kind that began last, on its last day or before.
        from: Option<NaiveDate>,
        /// The last day on which it was in force; the day before its first where it turned out never to have been.
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
        /// The facts that took it away.
        rests_on: Facts,
    },
    /// The person asked for a trajectory: route B.
    TrajectoryRequested {
        /// The day on which the coordinator received the request.
        received_on: NaiveDate,
        /// Whether the person is invited to fill in a questionnaire.
        needed: bool,
        /// The day from which one is to be sent. None when none is needed, when one that is out or to be sent serves,
        /// or after the incapacity.
        send_on: Option<NaiveDate>,
        /// Where it was told.
        source: Source,
    },
    /// What the person had asked for by that day ended.
    TrajectoryEnded {
        /// The day.
        ended_on: NaiveDate,
        /// The day from which a questionnaire is still to be sent, because a later request needs it. None when nothing was
        /// to be sent, or only for what ended.
        send_on: Option<NaiveDate>,
        /// Where it was told.
        source: Source,
    },
    /// The first day of incapacity was corrected; what that does to the deadlines follows.
    StartCorrected(StartCorrection),
    /// An open deadline was planned again, with other days.
    DeadlineReplanned {
        /// The deadline as it was planned.
        before: Plan,
        /// The deadline as it is planned now.
        after: Plan,
        /// The day from which it counts.
        on: NaiveDate,
        /// Why: T9, or T8 where the law changed.
        because: Ground,
        /// The facts by which it moved.
        rests_on: Facts,
    },
    /// The incapacity ended; what follows from it for the deadlines comes after.
    IncapacityEnded {
        /// Its last day.
        last_day: NaiveDate,
        /// How it ended.
        ending: Ending,
        /// The day of the death, where it came after an end that came otherwise: then it is recorded with that end again.
        died_on: Option<NaiveDate>,
        /// Where it was told.
        source: Source,
    },
    /// The questionnaire was sent.
    QuestionnaireSent(Sent),
    /// It was sent before the case was taken over, as that act tells: not by this platform.
    SentBeforeGoLive(Sent),
    /// It came back before the case was taken over, as that act tells.
    BackBeforeGoLive {
        /// The day.
        on: NaiveDate,
    },
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
    HelpDelegated(Delegation),
    /// The person was contacted, or tried to be, about the questionnaire.
    HelpGiven(HelpContact),
    /// It was found that the person cannot complete the questionnaire, in spite of help.
    CompletionImpossible(Impossibility),
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
    /// An act was annulled, or what another service told was taken back. What it strikes does not stand any more.
    ActAnnulled(Annulled),
    /// Who may see the file changed, as medical assessment told it.
    FileAccessTold(FileAccessTold),
}

impl Event {
    /// A deadline that moves, why, and by which fact if not by the law alone. One whose time is over before the law, or before go-live, is waived: it is not judged (T8).
    pub(crate) fn replanned(
        moved: Replanned,
        on: NaiveDate,
        (because, by): (Ground, Option<DatedFact>),
        taken_over: Option<&TakenOver>,
    ) -> Self {
        let rests_on = moved.rests_on(by);
        let Replanned { before, after } = moved;
        if let Some((because, rests_on)) = not_judged_by(&after, taken_over) {
            return Self::DeadlineWaived { step: after.step, on, because, rests_on };
        }
        Self::DeadlineReplanned { before, after, on, because, rests_on }
    }

    /// The annulment, if it is one.
    #[must_use]
    pub const fn annulled(&self) -> Option<&Annulled> {
        if let Self::ActAnnulled(annulled) = self { Some(annulled) } else { None }
    }

    /// Whether it is about who may see the file, and not about the case.
    #[must_use]
    pub const fn about_the_file(&self) -> bool {
        matches!(self, Self::FileAccessTold(_))
    }

    /// The legal date of the event.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::ActAnnulled(annulled) => annulled.on,
            Self::FileAccessTold(told) => told.on,
            Self::CaseOpened(recognition) => recognition.recognised_on,
            Self::PersonRepresented { representation, .. } => representation.from,
            Self::TrackStarted { from, .. } => *from,
            Self::TrackEnded { until, .. } => *until,
            Self::DeadlinePlanned { on, .. }
            | Self::DeadlineMet { on, .. }
            | Self::DeadlineMissed { on, .. }
            | Self::DeadlineWaived { on, .. }
            | Self::DeadlineReplanned { on, .. }
            | Self::SendingWaived { on, .. }
            | Self::IncompleteReturned { on, .. }
            | Self::BackBeforeGoLive { on }
            | Self::HelpAsked { on, .. } => *on,
            Self::HelpDelegated(delegation) => delegation.on,
            Self::HelpGiven(contact) => contact.on,
            Self::TrajectoryRequested { received_on, .. } => *received_on,
            Self::TrajectoryEnded { ended_on, .. } => *ended_on,
            Self::StartCorrected(corrected) => corrected.on,
            Self::IncapacityEnded { last_day, died_on, .. } => died_on.unwrap_or(*last_day),
            Self::QuestionnaireSent(sent) | Self::SentBeforeGoLive(sent) => sent.on,
            Self::NoticeIssued(notice) => notice.on,
            Self::DraftSaved(draft) => draft.on,
            Self::AnswerReturned(answer) | Self::AnswerCorrected(answer) => answer.on,
            Self::CompletionImpossible(found) => found.on,
            Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.effective_on(),
        }
    }

    /// The rule on which the event rests, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::FileAccessTold(_) => Rule::D2.into(),
            Self::CaseOpened(_) => Rule::M1.into(),
            Self::PersonRepresented { .. } => Rule::D1.into(),
            Self::TrackStarted { kind, .. } | Self::TrackEnded { kind, .. } => kind.ground(),
            Self::DeadlinePlanned { plan, .. } => plan.rule.into(),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } => match step {
                Step::QuestionnaireSend => Rule::Q1,
                Step::QuestionnaireReturn => Rule::Q5,
                Step::QuestionnaireHelp => Rule::Q6,
                _ => Rule::T6,
            }
            .into(),
            Self::DeadlineWaived { because, .. } | Self::DeadlineReplanned { because, .. } => *because,
            Self::ActAnnulled(_) | Self::StartCorrected(_) => Rule::T9.into(),
            Self::TrajectoryRequested { .. } | Self::TrajectoryEnded { .. } => Rule::Q8.into(),
            Self::IncapacityEnded { died_on: Some(_), .. } => Ending::Deceased.ground(),
            Self::IncapacityEnded { ending, .. } => ending.ground(),
            Self::QuestionnaireSent(sent) | Self::SentBeforeGoLive(sent) => match sent.route {
                Route::A => Rule::Q1,
                Route::B => Rule::Q8,
            }
            .into(),
            Self::SendingWaived { reason, .. } => reason.ground(),
            Self::NoticeIssued(_) => Rule::Q3.into(),
            Self::DraftSaved(_) | Self::AnswerCorrected(_) => Rule::Q9.into(),
            Self::AnswerReturned(_) | Self::BackBeforeGoLive { .. } => Rule::Q5.into(),
            Self::IncompleteReturned { .. } => Rule::Q10.into(),
            Self::HelpAsked { .. } | Self::HelpDelegated(_) | Self::HelpGiven(_) => Rule::Q6.into(),
            Self::CompletionImpossible(_) => Rule::Q7.into(),
            Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.ground(),
        }
    }
}
