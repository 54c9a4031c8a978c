//! What each event tells the reports: questionnaires and their deadlines. They come before a trajectory, and are no action of one.

use trajet_law::taken_over::TakenOver;
use trajet_questionnaire_domain::Event;
use trajet_report::{Due, Fact, What};
use trajet_service::report::Reported;

use crate::ledger::Questionnaire;

impl Reported for Questionnaire {
    fn fact(event: &Event) -> Option<Fact> {
        let on = event.effective_on();
        let due = |due| Some(Fact::due(on, due));
        match event {
            Event::QuestionnaireSent(_) | Event::SentBeforeGoLive(_) => Some(Fact::on(on, What::QuestionnaireSent)),
            Event::AnswerReturned(_) | Event::BackBeforeGoLive { .. } => Some(Fact::on(on, What::QuestionnaireBack)),
            Event::CompletionImpossible(_) => Some(Fact::on(on, What::QuestionnaireImpossible)),
            Event::DeadlinePlanned { plan, .. } => due(Due::Planned(plan.clone())),
            Event::DeadlineReplanned { after, .. } => due(Due::Replanned(after.clone())),
            Event::DeadlineMet { step, .. } => due(Due::Met(*step)),
            Event::DeadlineMissed { step, .. } => due(Due::Missed(*step)),
            Event::DeadlineWaived { step, .. } => due(Due::Waived(*step)),
            // What other services tell is theirs to report.
            Event::CaseOpened(_)
            | Event::ActAnnulled(_)
            | Event::FileAccessTold(_)
            | Event::StartCorrected(_)
            | Event::TrackStarted { .. }
            | Event::TrackEnded { .. }
            | Event::TrajectoryRequested { .. }
            | Event::TrajectoryEnded { .. }
            | Event::IncapacityEnded { .. }
            | Event::SendingWaived { .. }
            | Event::NoticeIssued(_)
            | Event::PersonRepresented { .. }
            | Event::DraftSaved(_)
            | Event::IncompleteReturned { .. }
            | Event::AnswerCorrected(_)
            | Event::HelpAsked { .. }
            | Event::HelpDelegated { .. }
            | Event::HelpGiven { .. }
            | Event::FactParked { .. }
            | Event::FactReleased { .. } => None,
        }
    }

    fn taken_over(event: &Event) -> Option<TakenOver> {
        match event {
            Event::CaseOpened(recognition) => recognition.taken_over,
            _ => None,
        }
    }

    fn begins_a_case(_: &str) -> bool {
        true
    }
}
