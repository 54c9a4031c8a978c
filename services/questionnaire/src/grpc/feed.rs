//! What other services are told of a case: no answer, and no medical reason.

use prost::{Message as _, Name as _};
use prost_types::Any;
use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact;
use trajet_contracts::questionnaire::v1::{
    AnswersCompleted, AnswersIncomplete, CompletionImpossible, HelpGiven, NotReturned, QuestionnaireEvent,
    QuestionnaireSent, SendingWaived,
};
use trajet_ledger::Recorded;
use trajet_ledger::feed::Translated;
use trajet_questionnaire_domain::{CompleteAnswer, Event, HelpContact};
use trajet_service::annul;

use super::convert;

/// The contract event of a recorded one; `None` for what is nobody else's business. An erased event keeps its kind.
pub(crate) fn translate(recorded: &Recorded<Event>) -> Option<Translated> {
    let kind = kind(&recorded.stored.kind)?;
    let payload = match &recorded.event {
        None => None,
        Some(event) => {
            let message = QuestionnaireEvent { fact: Some(fact(event)?) };
            Some(Any { type_url: QuestionnaireEvent::type_url(), value: message.encode_to_vec() })
        }
    };
    Some(Translated { kind, payload })
}

/// The contract message by which a stored kind is told.
fn kind(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "act_annulled" => "trajet.type.v1.FactsAnnulled",
        "questionnaire_sent" => "trajet.questionnaire.v1.QuestionnaireSent",
        "sending_waived" => "trajet.questionnaire.v1.SendingWaived",
        "help_asked" => "trajet.questionnaire.v1.NotReturned",
        "help_given" => "trajet.questionnaire.v1.HelpGiven",
        "answer_returned" | "answer_corrected" => "trajet.questionnaire.v1.AnswersCompleted",
        "incomplete_returned" => "trajet.questionnaire.v1.AnswersIncomplete",
        "completion_impossible" => "trajet.questionnaire.v1.CompletionImpossible",
        _ => return None,
    })
}

fn fact(event: &Event) -> Option<Fact> {
    Some(match event {
        Event::ActAnnulled(annulled) => Fact::FactsAnnulled(annul::tell(annulled)),
        Event::QuestionnaireSent(sent) => Fact::QuestionnaireSent(QuestionnaireSent {
            sent_on: Some(to_proto(sent.on)),
            due_back: sent.due_back.map(to_proto),
            definition: Some(convert::tell_reference(&sent.definition)),
            route: convert::tell_route(sent.route).into(),
        }),
        Event::SendingWaived { reason, on } => Fact::SendingWaived(SendingWaived {
            waived_on: Some(to_proto(*on)),
            ground: convert::tell_waiver_ground(reason).into(),
        }),
        Event::HelpAsked { on, due_back } => {
            Fact::NotReturned(NotReturned { due_back: Some(to_proto(*due_back)), help_asked_on: Some(to_proto(*on)) })
        }
        Event::HelpGiven(HelpContact { on, channel, result, .. }) => Fact::HelpGiven(HelpGiven {
            held_on: Some(to_proto(*on)),
            channel: convert::tell_channel(*channel).into(),
            result: convert::tell_result(*result).into(),
        }),
        Event::AnswerReturned(answer) | Event::AnswerCorrected(answer) => Fact::AnswersCompleted(completed(answer)),
        Event::IncompleteReturned { on, .. } => {
            Fact::AnswersIncomplete(AnswersIncomplete { returned_on: Some(to_proto(*on)) })
        }
        Event::CompletionImpossible(found) => {
            Fact::CompletionImpossible(CompletionImpossible { found_on: Some(to_proto(found.on)) })
        }
        _ => return None,
    })
}

fn completed(answer: &CompleteAnswer) -> AnswersCompleted {
    AnswersCompleted {
        completed_on: Some(to_proto(answer.on)),
        definition: Some(convert::tell_reference(&answer.definition)),
        profile: Some(convert::tell_profile(&answer.profile)),
        correction: answer.corrects.is_some(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_contracts::questionnaire::v1::{SendingRoute, WaiverGround};
    use trajet_questionnaire_domain::{ImpossibilityReason, TrackKind};
    use trajet_service::test_support::{self, assert_erased_keep_their_kinds};

    use super::*;
    use crate::samples::{day, more, one_of_each};
    use crate::stored;

    fn recorded(event: &Event) -> Recorded<Event> {
        test_support::recorded(stored::write(event).0, event.clone())
    }

    fn told(event: &Event) -> Option<(&'static str, Fact)> {
        let translated = translate(&recorded(event))?;
        let message: QuestionnaireEvent = translated.payload.unwrap().to_msg().unwrap();
        Some((translated.kind, message.fact.unwrap()))
    }

    fn full_name(fact: &Fact) -> String {
        match fact {
            Fact::FactsAnnulled(_) => trajet_contracts::r#type::v1::FactsAnnulled::full_name(),
            Fact::QuestionnaireSent(_) => QuestionnaireSent::full_name(),
            Fact::SendingWaived(_) => SendingWaived::full_name(),
            Fact::NotReturned(_) => NotReturned::full_name(),
            Fact::HelpGiven(_) => HelpGiven::full_name(),
            Fact::AnswersCompleted(_) => AnswersCompleted::full_name(),
            Fact::AnswersIncomplete(_) => AnswersIncomplete::full_name(),
            Fact::CompletionImpossible(_) => CompletionImpossible::full_name(),
        }
    }

    #[test]
    fn each_event_that_concerns_others_is_told_under_the_name_of_its_message() {
        let kinds: Vec<_> = one_of_each()
            .iter()
            .filter_map(told)
            .map(|(kind, fact)| {
                assert_eq!(kind, full_name(&fact));
                kind.rsplit('.').next().unwrap()
            })
            .collect();
        let expected = [
            "QuestionnaireSent",
            "SendingWaived",
            "AnswersCompleted",
            "AnswersIncomplete",
            "AnswersCompleted",
            "NotReturned",
            "HelpGiven",
            "CompletionImpossible",
            "FactsAnnulled",
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn q6_help_that_was_asked_tells_the_last_day_that_passed() {
        let asked = Event::HelpAsked { on: day("2022-11-26"), due_back: day("2022-11-24") };
        let expected = NotReturned {
            due_back: Some(to_proto(day("2022-11-24"))),
            help_asked_on: Some(to_proto(day("2022-11-26"))),
        };
        assert_eq!(told(&asked).unwrap().1, Fact::NotReturned(expected));
    }

    #[test]
    fn q2_all_medical_reasons_are_told_alike_and_each_track_by_itself() {
        let mut grounds = Vec::new();
        for event in more() {
            if let Some((_, Fact::SendingWaived(waived))) = told(&event) {
                grounds.push(waived.ground());
            }
        }
        let medical = grounds.iter().filter(|ground| **ground == WaiverGround::Medical).count();
        assert_eq!((medical, grounds.len()), (13, 13 + TrackKind::ALL.len()));
    }

    #[test]
    fn q7_that_it_cannot_be_completed_is_told_without_the_reason() {
        let events: Vec<_> = one_of_each().into_iter().chain(more()).collect();
        let told: Vec<_> = events
            .iter()
            .filter_map(|event| match told(event)?.1 {
                Fact::CompletionImpossible(impossible) => Some(impossible.encode_to_vec().len()),
                _ => None,
            })
            .collect();
        // By either helper.
        assert_eq!(told, [9; 1 + 2 * ImpossibilityReason::ALL.len()], "a day and no more");
    }

    #[test]
    fn q8_a_sending_is_told_with_its_route() {
        let events: Vec<_> = one_of_each().into_iter().chain(more()).collect();
        let mut routes = Vec::new();
        for event in &events {
            let Event::QuestionnaireSent(sent) = event else { continue };
            let Some((_, Fact::QuestionnaireSent(of_feed))) = told(event) else { panic!("a sending is told") };
            assert_eq!(convert::hear_route(of_feed.route()), Some(sent.route));
            routes.push(of_feed.route());
        }
        assert!(routes.contains(&SendingRoute::A) && routes.contains(&SendingRoute::B));
    }

    #[test]
    fn q9_a_completed_questionnaire_is_told_by_its_profile_without_an_answer() {
        let completed: Vec<_> = one_of_each()
            .iter()
            .filter_map(|event| match told(event)?.1 {
                Fact::AnswersCompleted(completed) => Some(completed),
                _ => None,
            })
            .collect();
        assert_eq!(completed.iter().map(|it| it.correction).collect::<Vec<_>>(), [false, true]);
        for completed in completed {
            let profile = completed.profile.clone().unwrap();
            assert_eq!((profile.factors.len(), profile.personal.unwrap().hindering), (3, 1));
            let bytes = completed.encode_to_vec();
            assert!(!bytes.windows(9).any(|window| window == b"more rest"));
        }
    }

    #[test]
    fn an_erased_event_keeps_its_kind_and_tells_no_more() {
        assert_erased_keep_their_kinds(one_of_each().iter().map(recorded), translate);
    }
}
