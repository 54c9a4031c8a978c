#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use prost_types::Any;
use trajet_assessment_domain::{Command, Event, Fact, State, apply, decide};
use trajet_contracts::assessment::v1::AssessmentEvent;
use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1::{
    AnswersCompleted, AnswersIncomplete, CompletionImpossible, Factor, HelpGiven, NotReturned, QuestionnaireSent,
    SendingWaived,
};
use trajet_service::test_support;

use super::*;
use crate::samples::{CASE, NISS, day, fact, sample_each};

fn event(fact: Option<Sent>) -> FeedEvent {
    test_support::event(&CASE, 7, &QuestionnaireEvent { fact })
}

fn waived(ground: WaiverGround) -> Sent {
    let waived_on = Some(to_proto(day("2022-10-03")));
    Sent::SendingWaived(SendingWaived { waived_on, ground: ground.into() })
}

fn profile() -> Profile {
    let factor = |group: FactorGroup, effect: FactorEffect| Factor {
        group: group.into(),
        effect: effect.into(),
        ..Factor::default()
    };
    let factors = vec![
        factor(FactorGroup::Personal, FactorEffect::Helping),
        factor(FactorGroup::Personal, FactorEffect::Helping),
        factor(FactorGroup::Personal, FactorEffect::Hindering),
        factor(FactorGroup::Environmental, FactorEffect::Hindering),
        factor(FactorGroup::Environmental, FactorEffect::Neutral),
    ];
    Profile { factors, ..Profile::default() }
}

sample_each! {
    every_fact: Sent {
        Sent::QuestionnaireSent(_) => Sent::QuestionnaireSent(QuestionnaireSent {
            sent_on: Some(to_proto(day("2022-11-10"))),
            due_back: Some(to_proto(day("2022-11-24"))),
            ..QuestionnaireSent::default()
        }),
        Sent::SendingWaived(_) => waived(WaiverGround::Medical),
        Sent::NotReturned(_) => Sent::NotReturned(NotReturned {
            due_back: Some(to_proto(day("2022-11-24"))),
            help_asked_on: Some(to_proto(day("2022-11-25"))),
        }),
        Sent::HelpGiven(_) => Sent::HelpGiven(HelpGiven::default()),
        Sent::AnswersIncomplete(_) => Sent::AnswersIncomplete(AnswersIncomplete {
            returned_on: Some(to_proto(day("2022-11-20"))),
        }),
        Sent::AnswersCompleted(_) => Sent::AnswersCompleted(AnswersCompleted {
            completed_on: Some(to_proto(day("2022-11-20"))),
            definition: None,
            profile: Some(profile()),
            correction: false,
        }),
        Sent::FactsAnnulled(_) => Sent::FactsAnnulled(trajet_service::annul::tell(&test_support::annulled())),
        Sent::CompletionImpossible(_) => Sent::CompletionImpossible(CompletionImpossible {
            found_on: Some(to_proto(day("2022-12-02"))),
        }),
    }
}

fn noted(told: Sent) -> Option<Fact> {
    let reaction = react(&event(Some(told)), "questionnaire/300").unwrap()?;
    assert_eq!(reaction.stream, CASE);
    match reaction.command {
        Command::Note(fact) => Some(fact),
        Command::Annul { .. } => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn m3_every_fact_of_the_questionnaire_is_noted_but_the_help() {
    let counts = |helping, hindering, neutral| FactorCounts { helping, hindering, neutral };
    let profile = ProfileSummary { personal: counts(2, 1, 0), environmental: counts(0, 1, 1) };
    let expected = [
        Some(Told::Sent { on: day("2022-11-10"), due_back: day("2022-11-24"), because: Rule::Q1.into() }),
        Some(Told::Waived { on: day("2022-10-03"), because: Rule::Q2.into() }),
        Some(Told::NotReturned { due_back: day("2022-11-24"), help_asked_on: day("2022-11-25") }),
        None,
        Some(Told::Incomplete { on: day("2022-11-20") }),
        Some(Told::Completed { on: day("2022-11-20"), profile }),
        // No fact, but facts that are taken back.
        None,
        Some(Told::Impossible { on: day("2022-12-02") }),
    ];
    let told: Vec<_> = every_fact().into_iter().map(noted).collect();
    assert_eq!(told, expected.map(|told| told.map(fact)));
}

#[test]
fn q4_a_track_that_kept_the_questionnaire_back_is_noted_by_its_letter() {
    let because = |ground| noted(waived(ground)).unwrap().ground().to_string();
    assert_eq!(because(WaiverGround::CodexRequested), "Q4.a");
    assert_eq!(because(WaiverGround::AuthorisedWork), "Q4.b");
    assert_eq!(because(WaiverGround::RouteBAuthorised), "Q4.c");
}

#[test]
fn a_ground_or_route_that_only_a_later_version_knows_does_not_stop_the_listener() {
    let waived = SendingWaived { waived_on: Some(to_proto(day("2022-10-03"))), ground: 99 };
    let told = noted(Sent::SendingWaived(waived)).map(|fact| fact.told);
    assert_eq!(told, Some(Told::Waived { on: day("2022-10-03"), because: Rule::Q1.into() }));
    let sent = QuestionnaireSent {
        sent_on: Some(to_proto(day("2022-11-10"))),
        due_back: Some(to_proto(day("2022-11-24"))),
        route: 99,
        ..QuestionnaireSent::default()
    };
    assert!(noted(Sent::QuestionnaireSent(sent)).is_some());
}

#[test]
fn what_was_erased_is_passed_over() {
    let erased = FeedEvent { erased: true, payload: None, ..event(None) };
    assert!(react(&erased, "questionnaire/300").unwrap().is_none());
}

#[test]
fn what_is_not_known_yet_stops_the_listener() {
    assert!(react(&event(None), "questionnaire/300").is_err());
    let later = Any { value: vec![0x9a, 0x06, 0x02, 0x08, 0x01], ..event(None).payload.unwrap() };
    let later = FeedEvent { payload: Some(later), ..event(None) };
    assert!(react(&later, "questionnaire/300").is_err());
}

#[test]
fn a_fact_that_cannot_be_read_stops_the_listener_and_says_where() {
    let other = Any::from_msg(&AssessmentEvent::default()).unwrap();
    let broken = Any { value: vec![0xff], ..event(None).payload.unwrap() };
    let mut unreadable = vec![
        FeedEvent { payload: None, ..event(None) },
        FeedEvent { payload: Some(other), ..event(None) },
        FeedEvent { payload: Some(broken), ..event(None) },
        FeedEvent { case_id: NISS.into(), ..event(Some(waived(WaiverGround::Medical))) },
        event(Some(waived(WaiverGround::Unspecified))),
    ];
    let empty = [
        Sent::QuestionnaireSent(QuestionnaireSent::default()),
        Sent::NotReturned(NotReturned::default()),
        Sent::AnswersIncomplete(AnswersIncomplete::default()),
        Sent::CompletionImpossible(CompletionImpossible::default()),
        Sent::AnswersCompleted(AnswersCompleted { profile: Some(profile()), ..AnswersCompleted::default() }),
        Sent::AnswersCompleted(AnswersCompleted {
            completed_on: Some(to_proto(day("2022-11-20"))),
            ..AnswersCompleted::default()
        }),
    ];
    unreadable.extend(empty.map(|fact| event(Some(fact))));
    for unreadable in unreadable {
        let error = react(&unreadable, "questionnaire/300").err().unwrap();
        assert_eq!(error.position, 7);
        assert!(!error.to_string().contains(NISS));
    }
}

#[test]
fn t6_every_fact_is_accepted_whatever_the_case_knows() {
    let context = trajet_assessment_domain::Context {
        now: day("2022-12-01").and_time(chrono::NaiveTime::MIN).and_utc(),
        today: day("2022-12-01"),
        claimed_by: None,
    };
    let mut state = State::default();
    for fact in every_fact().into_iter().filter_map(noted) {
        let [event] = decide(&state, &Command::Note(fact), &context).unwrap().try_into().unwrap();
        assert!(matches!(event, Event::FactParked { .. }));
        apply(&mut state, &event);
    }
    assert_eq!(state.parked.len(), every_fact().len() - 2, "all but the help, and what is taken back");
}
