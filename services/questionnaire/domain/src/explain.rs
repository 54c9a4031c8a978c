//! What each event decided, and which dated facts it told: a decision is explained by those that it rests on.

use trajet_law::deadline::{DatedFact, FactKind};
use trajet_law::explain::{Decision, Subject};

use crate::event::Event;
use crate::waiver::WaiverReason;

impl Event {
    /// What was decided, where that is to be explained.
    #[must_use]
    pub fn decision(&self) -> Option<Decision<'_>> {
        let subject = match self {
            Self::DeadlinePlanned { plan, .. } => Subject::Deadline(plan),
            Self::DeadlineReplanned { before, after, rests_on, .. } => Subject::Replanned { before, after, rests_on },
            Self::DeadlineWaived { step, rests_on, .. } => Subject::Waiver { step: *step, rests_on },
            Self::ActAnnulled(annulled) => Subject::Annulment(annulled),
            _ => return None,
        };
        Some(Decision { subject, on: self.effective_on(), ground: self.ground() })
    }

    /// The dated facts that it tells.
    #[must_use]
    pub fn tells(&self) -> Vec<DatedFact> {
        match self {
            Self::CaseOpened(recognition) => {
                let live = recognition.taken_over.map(|known| FactKind::GoLive.on(known.on));
                [FactKind::FirstDay.on(recognition.incapacity_start)].into_iter().chain(live).collect()
            }
            Self::StartCorrected(corrected) => {
                vec![FactKind::FirstDay.on(corrected.to), FactKind::FirstDayCorrected.on(corrected.on)]
            }
            Self::TrackStarted { kind, from, until, .. } => {
                let end = until.map(|until| FactKind::TrackEnd.on(until));
                [kind.begun().on(*from)].into_iter().chain(end).collect()
            }
            Self::TrackEnded { until, .. } => vec![FactKind::TrackEnd.on(*until)],
            Self::TrajectoryRequested { received_on, .. } => vec![FactKind::TrajectoryRequested.on(*received_on)],
            Self::TrajectoryEnded { ended_on, .. } => vec![FactKind::TrajectoryEnd.on(*ended_on)],
            Self::IncapacityEnded { last_day, died_on, .. } => {
                [Some(*last_day), *died_on].into_iter().flatten().map(|on| FactKind::IncapacityEnd.on(on)).collect()
            }
            Self::QuestionnaireSent(sent) | Self::SentBeforeGoLive(sent) => {
                vec![FactKind::QuestionnaireSent.on(sent.on)]
            }
            Self::BackBeforeGoLive { on } => vec![FactKind::QuestionnaireBack.on(*on)],
            Self::SendingWaived { reason: WaiverReason::Medical { .. }, on } => {
                vec![FactKind::QuestionnaireWaived.on(*on)]
            }
            Self::HelpAsked { on, .. } => vec![FactKind::HelpAsked.on(*on)],
            Self::AnswerReturned(answer) => vec![FactKind::QuestionnaireBack.on(answer.on)],
            Self::CompletionImpossible(found) => vec![FactKind::CompletionImpossible.on(found.on)],
            Self::ActAnnulled(annulled) => vec![FactKind::ActAnnulled.on(annulled.on)],
            // What does not act yet decides nothing, and what is released is told by the event that follows.
            Self::FileAccessTold(_)
            | Self::FactParked { .. }
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

#[cfg(test)]
mod tests {
    use trajet_law::annul::{AnnulReason, Annulled, AskedBy};
    use trajet_law::explain::found;

    use super::*;
    use crate::fact::TrackKind;
    use crate::samples::{Case, day, fire_send, track};

    #[test]
    fn t9_an_annulment_is_a_decision_that_is_explained() {
        let annulled = Annulled {
            act: 3,
            others: Vec::new(),
            struck: vec![3],
            places: Vec::new(),
            unsupported: Vec::new(),
            sent: Vec::new(),
            notices: Vec::new(),
            whole_case: false,
            reason: AnnulReason::WrongDate,
            asked_by: AskedBy::Keeper,
            on: day(2022, 11, 10),
            source: None,
        };
        let event = Event::ActAnnulled(annulled.clone());
        let decision = event.decision().expect("it is one");
        assert_eq!((decision.subject, decision.on), (Subject::Annulment(&annulled), day(2022, 11, 10)));
        assert_eq!(decision.ground, trajet_law::rule::Rule::T9.into());
    }

    #[test]
    fn q4_a_sending_that_is_waived_rests_on_the_track_of_the_kind_that_its_ground_names() {
        let on = day(2022, 11, 10);
        for (first, second) in [
            (TrackKind::CodexRequested, TrackKind::RouteBAuthorised),
            (TrackKind::RouteBAuthorised, TrackKind::CodexRequested),
        ] {
            let mut case = Case::opened();
            case.on(day(2022, 10, 3), &track(first, day(2022, 10, 3), None));
            case.on(day(2022, 10, 20), &track(second, day(2022, 10, 20), None));
            case.on(on, &fire_send());
            let waived = case
                .events
                .iter()
                .filter_map(Event::decision)
                .find(|one| matches!(one.subject, Subject::Waiver { .. }));
            let waived = waived.expect("the sending is waived");
            let told: Vec<_> = case.events.iter().map(Event::tells).collect();
            let facts: Vec<_> = waived.rests_on().into_iter().filter_map(|one| found(&told, one)).collect();
            let [(_, fact)] = facts[..] else { panic!("{facts:?}") };
            assert_eq!((waived.ground, fact.on), (first.ground(), day(2022, 10, 3)));
        }
    }
}
