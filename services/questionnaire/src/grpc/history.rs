//! A case's events in one sentence each. No sentence names the person, what they answered, or anything medical.

use trajet_law::deadline::Plan;
use trajet_questionnaire_domain::{Event, FilledBy, HelpContact, Helper, Route, WaiverReason};
use trajet_service::annul;
use trajet_service::explain::Explaining;
use trajet_service::file_access;
use trajet_service::history::{Telling, before_go_live, replanned};

/// How this service tells its events.
pub(crate) const TELLING: Telling<Event> = Telling { summary, plan };

/// How this service explains what its events decided.
pub(crate) const EXPLAINING: Explaining<Event> =
    Explaining { matter: Event::matter, decision: Event::decision, tells: Event::tells };

fn plan(event: &Event) -> Option<&Plan> {
    match event {
        Event::DeadlinePlanned { plan, .. } => Some(plan),
        _ => None,
    }
}

/// What an event is.
pub(crate) fn summary(event: &Event) -> String {
    match event {
        Event::ActAnnulled(annulled) => annul::summary(annulled),
        Event::FileAccessTold(told) => file_access::summary_of_told(&told.access),
        Event::CaseOpened(recognition) => {
            let told = format!("An incapacity that began on {} was recognised.", recognition.incapacity_start);
            before_go_live(told, recognition.taken_over.as_ref())
        }
        Event::SentBeforeGoLive(sent) => match sent.due_back {
            Some(due_back) => format!("Before go-live: The questionnaire was sent, due back on {due_back}."),
            None => "Before go-live: The questionnaire was sent.".to_owned(),
        },
        Event::BackBeforeGoLive { .. } => {
            "Before go-live: The questionnaire came back; its answers are not held.".to_owned()
        }
        Event::PersonRepresented { representation, .. } => match representation.until {
            Some(until) => format!("A legal representative is recorded from {} to {until}.", representation.from),
            None => format!("A legal representative is recorded from {} on.", representation.from),
        },
        Event::TrackStarted { from, .. } => format!("A concurrent track was told from {from} on."),
        Event::TrackEnded { from: Some(from), until, .. } if until < from => {
            "A concurrent track was told never to have been.".to_owned()
        }
        Event::TrackEnded { until, .. } => format!("A concurrent track was told to end on {until}."),
        Event::DeadlinePlanned { plan, .. } => match (plan.due, plan.target) {
            (Some(due), _) => format!("{} was planned: due {due}.", plan.step.code()),
            (None, Some(target)) => format!("{} was planned: aimed at {target}.", plan.step.code()),
            (None, None) => format!("{} was planned.", plan.step.code()),
        },
        Event::DeadlineReplanned { before, after, because, .. } => {
            replanned(after.step.code(), before, after, *because)
        }
        Event::StartCorrected(told) => format!("The first day of incapacity is {}, and not {}.", told.to, told.from),
        Event::DeadlineMet { step, .. } => format!("{} was done.", step.code()),
        Event::DeadlineMissed { step, .. } => format!("{} was not done in time.", step.code()),
        Event::DeadlineWaived { step, because, .. } => format!("{} need not be done ({because}).", step.code()),
        Event::TrajectoryRequested { received_on, send_on, .. } => match send_on {
            Some(_) => format!("The person asked for a trajectory on {received_on}: a questionnaire is to be sent."),
            None => format!("The person asked for a trajectory on {received_on}: no other questionnaire is sent."),
        },
        Event::TrajectoryEnded { ended_on, .. } => {
            format!("The trajectory that the person asked for ended on {ended_on}.")
        }
        Event::IncapacityEnded { died_on: Some(_), .. } => {
            format!("The case was closed for good on {}.", event.effective_on())
        }
        Event::IncapacityEnded { last_day, .. } => format!("The incapacity ended on {last_day}."),
        Event::QuestionnaireSent(sent) => {
            let route = match sent.route {
                Route::A => "",
                Route::B => " for route B",
            };
            let due_back = sent.due_back.map(|due_back| format!(", due back on {due_back}")).unwrap_or_default();
            format!("The questionnaire {} was sent{route}{due_back}.", sent.definition)
        }
        Event::SendingWaived { reason: WaiverReason::Medical { .. }, .. } => {
            "The physician decided that no questionnaire is sent.".to_owned()
        }
        Event::SendingWaived { reason: WaiverReason::Track(_), .. } => {
            "No questionnaire is sent beside a concurrent track.".to_owned()
        }
        Event::NoticeIssued(notice) => {
            format!("The letter on why no questionnaire is sent was issued, in language {}.", notice.language)
        }
        Event::DraftSaved(draft) => format!("A draft was saved by {}.", filled_by(&draft.by)),
        Event::AnswerReturned(answer) => {
            format!("The questionnaire came back duly completed, filled in by {}.", filled_by(&answer.by))
        }
        Event::IncompleteReturned { .. } => "The questionnaire came back incomplete.".to_owned(),
        Event::AnswerCorrected(answer) => {
            format!(
                "Answer {} took the place of the one before, filled in by {}.",
                answer.number,
                filled_by(&answer.by)
            )
        }
        Event::HelpAsked { due_back, .. } => {
            format!("The questionnaire was not back on {due_back}: the coordinators were asked to help.")
        }
        Event::HelpDelegated(_) => "The help was delegated to a staff member.".to_owned(),
        Event::HelpGiven(contact) => {
            let HelpContact { by, channel, .. } = contact;
            format!("The {} contacted the person about the questionnaire ({}).", helper(by), channel.code())
        }
        Event::CompletionImpossible(found) => {
            format!("The {} found that the person cannot complete the questionnaire.", helper(&found.by))
        }
        Event::FactParked { because, .. } => format!("A fact was told that cannot act yet ({}).", because.code()),
        Event::FactReleased { .. } => "A fact that waited can act.".to_owned(),
    }
}

fn filled_by(by: &FilledBy) -> String {
    match by {
        FilledBy::InsuredPerson => "the person".to_owned(),
        FilledBy::Representative(_) => "a legal representative".to_owned(),
        FilledBy::Helped(by) => format!("the person with the help of the {}", helper(by)),
    }
}

fn helper(helper: &Helper) -> &'static str {
    match helper {
        Helper::Coordinator(_) => "coordinator",
        Helper::Delegate(_) => "delegate",
    }
}

#[cfg(test)]
mod tests {
    use trajet_questionnaire_domain::{CscmiReason, ImpossibilityReason};

    use super::*;
    use crate::samples::{more, one_of_each};

    #[test]
    fn every_event_is_one_sentence_without_personal_data() {
        let mut forbidden =
            vec!["Peeters", "Anna", "85073003328", "21004", "Lambert", "@", "more rest", "pace", "staff-2"];
        forbidden.extend(CscmiReason::ALL.iter().map(|reason| reason.code()));
        forbidden.extend(ImpossibilityReason::ALL.iter().map(|reason| reason.code()).filter(|code| *code != "other"));
        forbidden.extend(["declined", "not_reached", "medical", "died", "deceased"]);
        for event in one_of_each().into_iter().chain(more()) {
            let sentence = summary(&event);
            assert!(sentence.ends_with('.') && !sentence.contains(". "), "{sentence}");
            for word in &forbidden {
                assert!(!sentence.contains(word), "{word} in {sentence}");
            }
        }
    }
}
