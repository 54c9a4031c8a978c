#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use prost_types::Any;
use trajet_contracts::assessment::v1::assessment_event::Fact as Assessment;
use trajet_contracts::assessment::v1::{
    AppliedWorkBegan, AssessmentEvent, ConcurrentTrackEnded, ConcurrentTrackStarted, EvaluationMade, FirstEstimateMade,
    IncapacityEnded, IncapacityRecognised, PersonReferred, ProgrammeClosed, ProgrammeEnded, ProgrammeStarted,
    ProgrammeSubmitted, RecognitionRefused, TrajectoryAuthorised, TrajectoryNotAuthorised,
};
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact as Exchange;
use trajet_contracts::exchange::v1::{
    CodexEnd, CodexFactTold, CodexPlanSigned, CodexRequest, ExchangeEvent, PreReturnVisit, RehabilitationFactTold,
    WorkResumedUnderPlan,
};
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact as Questionnaire;
use trajet_contracts::questionnaire::v1::{
    AnswersCompleted, AnswersIncomplete, CompletionImpossible, HelpGiven, HelpResult, NotReturned, QuestionnaireEvent,
    QuestionnaireSent, SendingRoute, SendingWaived,
};
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Programme;
use trajet_contracts::r#type::v1::{ConcurrentTrack, RehabilitationFact};
use trajet_dossier_domain::{
    self as domain, CodexKind, CodexNote, IncapacityEnd, QuestionnaireTold, Track, TrackKind, VisitOutcome,
};
use trajet_law::codex::CodexRequester;
use trajet_law::route_c::{Presentation, RegionalForm};
use trajet_service::test_support::{self, on};

use super::*;
use crate::samples::{CASE, day, recognition};
use crate::stored::{tell_person, tell_track};

fn event(message: &impl Name) -> FeedEvent {
    test_support::event(&CASE, 7, message)
}

fn noted(reacted: Reacted) -> Option<Told> {
    let reaction = reacted.unwrap()?;
    assert_eq!(reaction.stream, CASE);
    match reaction.command {
        Command::Note(Fact { told, source }) => {
            assert_eq!(source.position, 7);
            Some(told)
        }
        other => panic!("{other:?}"),
    }
}

fn of_assessment(fact: Assessment) -> Option<Told> {
    noted(assessment::react(&event(&AssessmentEvent { fact: Some(fact) }), "assessment/300"))
}

fn of_questionnaire(fact: Questionnaire) -> Option<Told> {
    noted(questionnaire::react(&event(&QuestionnaireEvent { fact: Some(fact) }), "questionnaire/300"))
}

fn of_exchange(fact: Codex) -> Option<Told> {
    let told = CodexFactTold {
        fact: Some(trajet_contracts::exchange::v1::CodexFact { fact: Some(fact), ..Default::default() }),
        partner_number: "0411724220".into(),
    };
    noted(exchange::react(&event(&ExchangeEvent { fact: Some(Exchange::CodexFactTold(told)) }), "exchange/300"))
}

fn recognised() -> IncapacityRecognised {
    IncapacityRecognised {
        person: Some(tell_person(&recognition().person)),
        incapacity_start: on("2022-09-01"),
        recognised_on: on("2022-09-05"),
        has_contract: true,
        taken_over: None,
    }
}

fn track(until: Option<&str>) -> Option<ConcurrentTrack> {
    let (kind, from) = (TrackKind::AuthorisedWork, day("2023-01-09"));
    Some(Track { kind, from, until: until.map(day), asked_by: None }).as_ref().map(tell_track)
}

#[test]
fn m1_m10_m13_what_assessment_tells_is_noted() {
    assert_eq!(of_assessment(Assessment::IncapacityRecognised(recognised())), Some(Told::Recognised(recognition())));
    let (kind, from, until) = (TrackKind::AuthorisedWork, day("2023-01-09"), day("2023-01-31"));
    let started = Assessment::ConcurrentTrackStarted(ConcurrentTrackStarted { track: track(None) });
    assert_eq!(of_assessment(started), Some(Told::TrackStarted(Track { kind, from, until: None, asked_by: None })));
    let codex = Track { kind: TrackKind::CodexRequested, asked_by: Some(CodexRequester::Employer), from, until: None };
    let asked = Assessment::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(tell_track(&codex)) });
    assert_eq!(of_assessment(asked), Some(Told::TrackStarted(codex)));
    let ended = Assessment::ConcurrentTrackEnded(ConcurrentTrackEnded { track: track(Some("2023-01-31")) });
    assert_eq!(of_assessment(ended), Some(Told::TrackEnded { kind, from: Some(from), until }));
    let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
    let expected = Told::Referred { on: day("2022-12-12"), initial: true };
    assert_eq!(of_assessment(Assessment::PersonReferred(referred)), Some(expected));
    let answer = |authorised| Told::AuthorisationDecided { number: 1, on: day("2023-02-01"), authorised };
    let yes = TrajectoryAuthorised { request: 1, decided_on: on("2023-02-01") };
    assert_eq!(of_assessment(Assessment::TrajectoryAuthorised(yes)), Some(answer(true)));
    let no = TrajectoryNotAuthorised { request: 1, decided_on: on("2023-02-01") };
    assert_eq!(of_assessment(Assessment::TrajectoryNotAuthorised(no)), Some(answer(false)));
    let end = IncapacityEnded { last_day: on("2023-03-31"), deceased: true, ..IncapacityEnded::default() };
    let expected = Told::IncapacityEnded(IncapacityEnd {
        last_day: day("2023-03-31"),
        deceased: true,
        by_decision: false,
        died_on: None,
        relapsed_on: None,
    });
    assert_eq!(of_assessment(Assessment::IncapacityEnded(end)), Some(expected));
}

#[test]
fn m18_what_assessment_tells_of_a_programme_is_noted() {
    let (from, until) = (day("2023-01-09"), day("2023-03-31"));
    let begun = AppliedWorkBegan { application: 2, began_on: on("2023-01-09") };
    let told = Told::WorkBegan { application: 2, on: from };
    assert_eq!(of_assessment(Assessment::AppliedWorkBegan(begun)), Some(told));
    let submitted = ProgrammeSubmitted { number: 2, submitted_on: on("2023-01-09") };
    let told = Told::ProgrammeSubmitted { number: 2, on: from };
    assert_eq!(of_assessment(Assessment::ProgrammeSubmitted(submitted)), Some(told));
    let closed = ProgrammeClosed { number: 2, closed_on: on("2023-01-09") };
    let told = Told::ProgrammeClosed { number: 2, on: from };
    assert_eq!(of_assessment(Assessment::ProgrammeClosed(closed)), Some(told));
    let started = ProgrammeStarted { number: 2, started_on: on("2023-01-09") };
    let told = Told::ProgrammeStarted { number: 2, on: from };
    assert_eq!(of_assessment(Assessment::ProgrammeStarted(started)), Some(told));
    let ended = ProgrammeEnded { number: 2, started_on: on("2023-01-09"), ended_on: on("2023-03-31") };
    assert_eq!(of_assessment(Assessment::ProgrammeEnded(ended)), Some(Told::ProgrammeEnded { number: 2, from, until }));
}

#[test]
fn q5_q6_q7_what_the_questionnaire_service_tells_is_noted() {
    let expected = |told| Some(Told::Questionnaire(told));
    for (route, route_b) in [(SendingRoute::Unspecified, false), (SendingRoute::A, false), (SendingRoute::B, true)] {
        let sent = QuestionnaireSent { sent_on: on("2022-11-10"), route: route.into(), ..Default::default() };
        let told = QuestionnaireTold::Sent { on: day("2022-11-10"), route_b };
        assert_eq!(of_questionnaire(Questionnaire::QuestionnaireSent(sent)), expected(told));
    }
    let not = NotReturned { due_back: on("2022-11-24"), help_asked_on: on("2022-11-25") };
    let told = QuestionnaireTold::NotReturned { due_back: day("2022-11-24"), help_asked_on: day("2022-11-25") };
    assert_eq!(of_questionnaire(Questionnaire::NotReturned(not)), expected(told));
    for (result, reached) in [(HelpResult::Declined, true), (HelpResult::NotReached, false)] {
        let given = HelpGiven { held_on: on("2022-11-28"), result: result.into(), ..Default::default() };
        let told = QuestionnaireTold::HelpGiven { on: day("2022-11-28"), reached };
        assert_eq!(of_questionnaire(Questionnaire::HelpGiven(given)), expected(told));
    }
    let completed = AnswersCompleted { completed_on: on("2022-11-30"), correction: true, ..Default::default() };
    let told = QuestionnaireTold::Completed { on: day("2022-11-30"), correction: true };
    assert_eq!(of_questionnaire(Questionnaire::AnswersCompleted(completed)), expected(told));
    let impossible = CompletionImpossible { found_on: on("2022-12-02") };
    let told = QuestionnaireTold::Impossible { on: day("2022-12-02") };
    assert_eq!(of_questionnaire(Questionnaire::CompletionImpossible(impossible)), expected(told));
}

#[test]
fn x5_what_an_occupational_physician_told_is_noted() {
    let date = on("2023-03-01");
    let note = |kind| {
        let (on, partner) = (day("2023-03-01"), Some("0411724220".to_owned()));
        CodexNote { kind, on, requested_by: None, visit_outcome: None, end: None, partner, employer: None }
    };
    let end = Some(domain::CodexEnd { article: "I.4-76".into(), definitively_unfit: true });
    let facts = [
        (
            Codex::Requested(CodexRequest { requested_on: date, requested_by: 3 }),
            CodexNote { requested_by: Some(CodexRequester::Employer), ..note(CodexKind::Requested) },
        ),
        (
            Codex::PreReturnVisit(PreReturnVisit { held_on: date, outcome: 3 }),
            CodexNote { visit_outcome: Some(VisitOutcome::CodexNotAsked), ..note(CodexKind::PreReturnVisit) },
        ),
        (Codex::PlanSigned(CodexPlanSigned { signed_on: date }), note(CodexKind::PlanSigned)),
        (Codex::WorkResumed(WorkResumedUnderPlan { resumed_on: date }), note(CodexKind::WorkResumed)),
        (
            Codex::Ended(CodexEnd { ended_on: date, article: "I.4-76".into(), definitively_unfit: true }),
            CodexNote { end, ..note(CodexKind::Ended) },
        ),
    ];
    for (fact, told) in facts {
        assert_eq!(of_exchange(fact), Some(Told::Codex(told)));
    }
}

#[test]
fn what_does_not_concern_the_dossier_is_passed_over() {
    for fact in [
        Assessment::RecognitionRefused(RecognitionRefused::default()),
        Assessment::FirstEstimateMade(FirstEstimateMade::default()),
        Assessment::EvaluationMade(EvaluationMade::default()),
    ] {
        assert_eq!(of_assessment(fact), None);
    }
    assert_eq!(of_questionnaire(Questionnaire::SendingWaived(SendingWaived::default())), None);
    assert_eq!(of_questionnaire(Questionnaire::AnswersIncomplete(AnswersIncomplete::default())), None);
    let of_programme =
        ExchangeEvent { fact: Some(Exchange::RehabilitationFactTold(RehabilitationFactTold::default())) };
    assert_eq!(noted(exchange::react(&event(&of_programme), "exchange/300")), None);
    let presented = Presentation { on: "2023-01-09".parse().unwrap(), form: RegionalForm::Fif };
    let fact = Some(Programme::Presented(trajet_service::presentation::tell(presented)));
    let told = RehabilitationFactTold { fact: Some(RehabilitationFact { fact }), ..Default::default() };
    let told = ExchangeEvent { fact: Some(Exchange::RehabilitationFactTold(told)) };
    assert_eq!(noted(exchange::react(&event(&told), "exchange/300")), Some(domain::Told::Presented(presented)));
    let erased = FeedEvent { erased: true, payload: None, ..event(&AssessmentEvent::default()) };
    assert!(assessment::react(&erased, "assessment/300").unwrap().is_none());
}

#[test]
fn a_fact_that_cannot_be_read_stops_the_listener_and_says_where() {
    let told = |message| event(&AssessmentEvent { fact: Some(Assessment::IncapacityRecognised(message)) });
    let without_end = Assessment::ConcurrentTrackEnded(ConcurrentTrackEnded { track: track(None) });
    let broken = Any { value: vec![0xff], ..Any::from_msg(&AssessmentEvent::default()).unwrap() };
    for unreadable in [
        event(&AssessmentEvent::default()),
        event(&QuestionnaireEvent::default()),
        told(IncapacityRecognised { person: None, ..recognised() }),
        event(&AssessmentEvent { fact: Some(without_end) }),
        FeedEvent { payload: None, ..event(&AssessmentEvent::default()) },
        FeedEvent { payload: Some(broken), ..event(&AssessmentEvent::default()) },
        FeedEvent { case_id: "85073003328".into(), ..told(recognised()) },
    ] {
        let error = assessment::react(&unreadable, "assessment/300").err().unwrap();
        assert_eq!(error.position, 7);
        assert!(!error.to_string().contains("85073003328") && !error.to_string().contains("Peeters"));
    }
    let silent = event(&QuestionnaireEvent { fact: Some(Questionnaire::HelpGiven(HelpGiven::default())) });
    assert!(questionnaire::react(&silent, "questionnaire/300").is_err());
    let told = Exchange::CodexFactTold(CodexFactTold::default());
    assert!(exchange::react(&event(&ExchangeEvent { fact: Some(told) }), "exchange/300").is_err());
    assert!(exchange::react(&event(&ExchangeEvent::default()), "exchange/300").is_err());
}
