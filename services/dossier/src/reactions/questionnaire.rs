//! What the questionnaire service tells.

use trajet_contracts::feed::v1::FeedEvent;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact;
use trajet_contracts::questionnaire::v1::{HelpResult, QuestionnaireEvent, SendingRoute};
use trajet_dossier_domain::{QuestionnaireTold, Told};
use trajet_service::plan::{Unreadable, day};

use super::{NOT_KNOWN, Reacted};

/// Turns a fact into the command that takes note of it.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Reacted {
    super::react(event, source, told)
}

fn told(event: QuestionnaireEvent) -> Result<Option<Told>, Unreadable> {
    let told = match event.fact.ok_or(NOT_KNOWN)? {
        // Before there were two routes there was one, and no word on it.
        Fact::QuestionnaireSent(sent) => QuestionnaireTold::Sent {
            on: day(sent.sent_on, "day of sending")?,
            route_b: sent.route() == SendingRoute::B,
        },
        Fact::NotReturned(not) => QuestionnaireTold::NotReturned {
            due_back: day(not.due_back, "last day for the return")?,
            help_asked_on: day(not.help_asked_on, "day on which help was asked")?,
        },
        Fact::HelpGiven(given) => QuestionnaireTold::HelpGiven {
            on: day(given.held_on, "day of the help")?,
            reached: match given.result() {
                HelpResult::Unspecified => return Err(Unreadable("result of the help")),
                result => result != HelpResult::NotReached,
            },
        },
        Fact::AnswersCompleted(completed) => QuestionnaireTold::Completed {
            on: day(completed.completed_on, "day of the return")?,
            correction: completed.correction,
        },
        Fact::CompletionImpossible(impossible) => {
            QuestionnaireTold::Impossible { on: day(impossible.found_on, "day on which it was found")? }
        }
        // What is not sent is not awaited, and what came back incomplete is still out.
        Fact::SendingWaived(_) | Fact::AnswersIncomplete(_) | Fact::FactsAnnulled(_) => return Ok(None),
    };
    Ok(Some(Told::Questionnaire(told)))
}
