//! What each event is about, so that a case can be read as it was on a day.

use chrono::NaiveDate;
use trajet_law::matter::{Matter, Subject};

use crate::event::Event;
use crate::fact::TrackKind;

impl Event {
    /// What the event is about.
    #[must_use]
    pub fn matter(&self) -> Matter {
        match self {
            Self::DeadlinePlanned { plan, .. } => Matter::plans(plan.step),
            // It takes the place of the deadline of before, which it closes.
            Self::DeadlineReplanned { after, .. } => Matter::plans(after.step),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } | Self::DeadlineWaived { step, .. } => {
                Matter::of_deadline(*step)
            }
            Self::TrackStarted { kind, from, .. } => Matter::Begins(track(*kind, *from)),
            Self::TrackEnded { kind, from: Some(from), .. } => Matter::Replaces(track(*kind, *from)),
            Self::QuestionnaireSent(_) | Self::SentBeforeGoLive(_) => Matter::Begins(sending()),
            Self::DraftSaved(_)
            | Self::AnswerReturned(_)
            | Self::IncompleteReturned { .. }
            | Self::AnswerCorrected(_)
            | Self::HelpAsked { .. }
            | Self::HelpDelegated(_)
            | Self::HelpGiven(_)
            | Self::BackBeforeGoLive { .. }
            | Self::CompletionImpossible(_) => Matter::Of(sending()),
            Self::ActAnnulled(_)
            | Self::FileAccessTold(_)
            | Self::CaseOpened(_)
            | Self::PersonRepresented { .. }
            | Self::StartCorrected(_)
            // One that does not say which track it ends, ends the one that began last by then.
            | Self::TrackEnded { from: None, .. }
            | Self::TrajectoryRequested { .. }
            | Self::TrajectoryEnded { .. }
            | Self::IncapacityEnded { .. }
            | Self::SendingWaived { .. }
            | Self::NoticeIssued(_)
            | Self::FactParked { .. }
            | Self::FactReleased { .. } => Matter::Itself,
        }
    }
}

fn track(kind: TrackKind, from: NaiveDate) -> Subject {
    Subject::new("track", &format_args!("{} {from}", kind.code()))
}

/// The last sending.
fn sending() -> Subject {
    Subject::new("sending", &"")
}
