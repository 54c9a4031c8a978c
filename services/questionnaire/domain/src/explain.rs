//! What each event decided, and which dated facts it told: a decision is explained by those that it rests on.

use trajet_law::deadline::{DatedFact, FactKind};
use trajet_law::explain::{Decision, Subject};

use crate::event::Event;
use crate::fact::TrackKind;
use crate::waiver::WaiverReason;

impl Event {
    /// What was decided, where that is to be explained.
    #[must_use]
    pub fn decision(&self) -> Option<Decision<'_>> {
        let subject = match self {
            Self::DeadlinePlanned { plan, .. } => Subject::Deadline(plan),
            Self::DeadlineReplanned { before, after, .. } => Subject::Replanned { before, after },
            Self::DeadlineWaived { step, .. } => Subject::Waiver(*step),
            _ => return None,
        };
        Some(Decision { subject, on: self.effective_on(), ground: self.ground() })
    }

    /// The dated facts that it tells.
    #[must_use]
    pub fn tells(&self) -> Vec<DatedFact> {
        match self {
            Self::CaseOpened(recognition) => vec![FactKind::FirstDay.on(recognition.incapacity_start)],
            Self::StartCorrected(corrected) => {
                vec![FactKind::FirstDay.on(corrected.to), FactKind::FirstDayCorrected.on(corrected.on)]
            }
            Self::TrackStarted { kind, from, until, .. } => {
                let end = until.map(|until| FactKind::TrackEnd.on(until));
                [begun(*kind).on(*from)].into_iter().chain(end).collect()
            }
            Self::TrackEnded { until, .. } => vec![FactKind::TrackEnd.on(*until)],
            Self::TrajectoryRequested { received_on, .. } => vec![FactKind::TrajectoryRequested.on(*received_on)],
            Self::TrajectoryEnded { ended_on, .. } => vec![FactKind::TrajectoryEnd.on(*ended_on)],
            Self::IncapacityEnded { last_day, .. } => vec![FactKind::IncapacityEnd.on(*last_day)],
            Self::QuestionnaireSent(sent) => vec![FactKind::QuestionnaireSent.on(sent.on)],
            Self::SendingWaived { reason: WaiverReason::Medical { .. }, on } => {
                vec![FactKind::QuestionnaireWaived.on(*on)]
            }
            Self::HelpAsked { on, .. } => vec![FactKind::HelpAsked.on(*on)],
            Self::AnswerReturned(answer) => vec![FactKind::QuestionnaireBack.on(answer.on)],
            Self::CompletionImpossible(found) => vec![FactKind::CompletionImpossible.on(found.on)],
            // What does not act yet decides nothing, and what is released is told by the event that follows.
            Self::FactParked { .. }
            | Self::FactReleased { .. }
            | Self::DeadlinePlanned { .. }
            | Self::DeadlineReplanned { .. }
            | Self::DeadlineMet { .. }
            | Self::DeadlineMissed { .. }
            | Self::DeadlineWaived { .. }
            | Self::PersonRepresented { .. }
            | Self::SendingWaived { reason: WaiverReason::Track(_), .. }
            | Self::NoticeIssued(_)
            | Self::DraftSaved(_)
            | Self::IncompleteReturned { .. }
            | Self::AnswerCorrected(_)
            | Self::HelpDelegated { .. }
            | Self::HelpGiven { .. } => Vec::new(),
        }
    }
}

const fn begun(kind: TrackKind) -> FactKind {
    match kind {
        TrackKind::AuthorisedWork => FactKind::WorkBegun,
        TrackKind::CodexRequested | TrackKind::RouteBAuthorised => FactKind::TrackBegun,
    }
}
