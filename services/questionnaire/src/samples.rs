//! What the tests share: one event of every kind, a case, answers to the questionnaire that is shipped.

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::deadline::Step;
use trajet_law::ending::Ending;
use trajet_law::questionnaire::{help_plan, return_plan, send_plan};
use trajet_law::rule::Rule;
use trajet_questionnaire_domain::answers::missing;
use trajet_questionnaire_domain::definition::{AnswerKind, FactorGroup};
use trajet_questionnaire_domain::notice::NoticeText;
use trajet_questionnaire_domain::profile::{Effect, Factor};
use trajet_questionnaire_domain::{
    Answer, Answers, Channel, CompleteAnswer, Contact, CscmiReason, Definition, DefinitionRef, Draft, Event, Fact,
    FilledBy, HelpResult, Helper, Impossibility, ImpossibilityReason, Notice, ParkedBecause, Person, Profile,
    Recognition, Route, Sent, Source, SubjectId, TrackKind, WaiverReason,
};
use uuid::Uuid;

/// A case.
pub(crate) const CASE: Uuid = Uuid::from_u128(0x0183_0a5f_4c00_7cc1_9d53_0a1b_2c3d_4e5f);

/// A day, in ISO 8601.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test uses dates that exist")
}

pub(crate) fn person() -> Person {
    Person {
        niss: "85073003328".into(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        language: Language::Dutch,
        municipality: Some("21004".into()),
    }
}

pub(crate) fn contact() -> Contact {
    Contact {
        name: "Marie Lambert".into(),
        telephone: "+3225550123".into(),
        email: "marie.lambert@mutuality.example".into(),
    }
}

pub(crate) fn source(position: u64) -> Source {
    Source { ledger: "assessment/300".into(), position }
}

fn of_dossier() -> Source {
    Source { ledger: "dossier/300".into(), position: 11 }
}

pub(crate) fn recognition() -> Recognition {
    Recognition {
        person: person(),
        incapacity_start: day("2022-09-01"),
        recognised_on: day("2022-09-05"),
        source: source(7),
    }
}

fn reference() -> DefinitionRef {
    DefinitionRef { code: "work-and-health".into(), version: 1 }
}

/// Answers of every kind.
pub(crate) fn answers() -> Answers {
    Answers::from([
        ("energy", Answer::Scale(3)),
        ("plan", Answer::Choice("soon".into())),
        ("changes", Answer::Choices(["pace", "tasks"].map(String::from).into())),
        ("remarks", Answer::Text("more rest\nthan before".into())),
        ("last_day", Answer::Date(day("2022-08-31"))),
        ("contract", Answer::YesNo(false)),
        ("hours", Answer::Number(-38)),
    ])
}

/// Valid answers to every item that needs one.
pub(crate) fn complete(definition: &Definition) -> Answers {
    let mut answers = Answers::default();
    while let Some(code) = missing(definition, &answers).first() {
        let item = definition.item(code).expect("what is missing is an item");
        let answer = match &item.kind {
            AnswerKind::Scale { min, .. } => Answer::Scale(*min),
            AnswerKind::SingleChoice { options } => Answer::Choice(options[0].code.clone()),
            AnswerKind::MultiChoice { options, .. } => Answer::Choices([options[0].code.clone()].into()),
            AnswerKind::Text { .. } => Answer::Text("words".into()),
            AnswerKind::Date => Answer::Date(day("2022-09-01")),
            AnswerKind::YesNo => Answer::YesNo(true),
            AnswerKind::Number { min, .. } => Answer::Number(*min),
        };
        answers.0.insert(code.clone(), answer);
    }
    answers
}

fn profile() -> Profile {
    let factor = |item: &str, group, effect| Factor { item: item.into(), icf: "b130".into(), group, effect };
    Profile(vec![
        factor("energy", FactorGroup::Personal, Effect::Hindering),
        factor("changes", FactorGroup::Environmental, Effect::Helping),
        factor("contract", FactorGroup::Environmental, Effect::Neutral),
    ])
}

fn answer(number: u32, corrects: Option<u32>, by: FilledBy) -> CompleteAnswer {
    CompleteAnswer {
        number,
        sending: 1,
        corrects,
        definition: reference(),
        answers: answers(),
        profile: profile(),
        on: day("2022-11-20"),
        by,
    }
}

/// One event of every kind. The golden files hold the same: what is written here does not change.
pub(crate) fn one_of_each() -> Vec<Event> {
    let coordinator = SubjectId("coordinator-1".into());
    let delegate = SubjectId("staff-2".into());
    let track_ended =
        Fact::TrackEnded { kind: TrackKind::RouteBAuthorised, until: day("2022-10-31"), source: source(9) };
    let medical = WaiverReason::Medical { reason: CscmiReason::Coma, by: SubjectId("physician-3".into()) };
    vec![
        Event::CaseOpened(recognition()),
        Event::TrackStarted {
            kind: TrackKind::AuthorisedWork,
            from: day("2022-10-01"),
            until: Some(day("2022-12-31")),
            source: source(8),
        },
        Event::TrackEnded { kind: TrackKind::AuthorisedWork, until: day("2022-10-31"), source: source(9) },
        Event::DeadlinePlanned { plan: send_plan(day("2022-09-01"), day("2022-09-05")), on: day("2022-09-05") },
        Event::DeadlineMet { step: Step::QuestionnaireSend, on: day("2022-11-10") },
        Event::DeadlineMissed { step: Step::QuestionnaireReturn, on: day("2022-11-25") },
        Event::DeadlineWaived {
            step: Step::QuestionnaireSend,
            on: day("2022-11-10"),
            because: TrackKind::AuthorisedWork.ground(),
        },
        Event::QuestionnaireSent(Sent {
            number: 1,
            route: Route::A,
            on: day("2022-11-10"),
            definition: reference(),
            language: Language::Dutch,
            due_back: Some(day("2022-11-24")),
        }),
        Event::SendingWaived { reason: medical, on: day("2022-10-03") },
        Event::NoticeIssued(Notice {
            text: NoticeText::NotSent1,
            language: Language::German,
            contact: contact(),
            on: day("2022-10-03"),
        }),
        Event::DraftSaved(Draft {
            definition: reference(),
            answers: answers(),
            by: FilledBy::Helped(Helper::Delegate(delegate.clone())),
            on: day("2022-11-18"),
        }),
        Event::AnswerReturned(answer(1, None, FilledBy::InsuredPerson)),
        Event::IncompleteReturned { missing: vec!["plan".into(), "energy".into()], on: day("2022-11-19") },
        Event::AnswerCorrected(answer(2, Some(1), FilledBy::Helped(Helper::Coordinator(coordinator.clone())))),
        Event::HelpAsked { on: day("2022-11-26"), due_back: day("2022-11-24") },
        Event::HelpDelegated { to: delegate.clone(), by: coordinator, on: day("2022-11-28") },
        Event::HelpGiven {
            by: Helper::Delegate(delegate),
            on: day("2022-11-29"),
            channel: Channel::Video,
            result: HelpResult::WillReturn,
        },
        Event::TrajectoryRequested {
            received_on: day("2022-10-02"),
            needed: true,
            send_on: Some(day("2022-10-03")),
            source: of_dossier(),
        },
        Event::TrajectoryEnded { ended_on: day("2022-10-04"), send_on: Some(day("2022-10-05")), source: of_dossier() },
        Event::CompletionImpossible(impossibility(ImpossibilityReason::NotUnderstood)),
        Event::IncapacityEnded { last_day: day("2022-12-31"), ending: Ending::Deceased, source: source(10) },
        Event::FactParked { fact: track_ended.clone(), because: ParkedBecause::NotStarted },
        Event::FactReleased { fact: track_ended },
    ]
}

fn impossibility(reason: ImpossibilityReason) -> Impossibility {
    Impossibility { on: day("2022-12-01"), reason, by: Helper::Delegate(SubjectId("staff-2".into())) }
}

/// What kinds that were stored before hold since there are several sendings, and who else tells facts. Golden files of
/// their own hold the same.
pub(crate) fn of_a_second_sending() -> Vec<(&'static str, Event)> {
    let sent = Sent {
        number: 2,
        route: Route::B,
        on: day("2023-01-09"),
        definition: reference(),
        language: Language::French,
        due_back: Some(day("2023-01-23")),
    };
    let answer = |number, corrects| CompleteAnswer { sending: 2, ..answer(number, corrects, FilledBy::InsuredPerson) };
    let requested = Fact::TrajectoryRequested { received_on: day("2022-10-02"), needed: true, source: of_dossier() };
    let trajectory_ended = Fact::TrajectoryEnded { ended_on: day("2022-10-04"), source: of_dossier() };
    let ended = Fact::Ended { last_day: day("2022-12-31"), ending: Ending::IncapacityEnded, source: source(10) };
    vec![
        ("route_b", Event::QuestionnaireSent(sent)),
        ("second", Event::AnswerReturned(answer(3, None))),
        ("second", Event::AnswerCorrected(answer(4, Some(3)))),
        ("request", Event::FactParked { fact: requested, because: ParkedBecause::NotRecognised }),
        ("end", Event::FactReleased { fact: ended }),
        ("trajectory_end", Event::FactReleased { fact: trajectory_ended }),
    ]
}

/// The variants that the golden files of the kinds do not show.
pub(crate) fn more() -> Vec<Event> {
    let mut events: Vec<_> = of_a_second_sending().into_iter().map(|(_, event)| event).collect();
    for reason in ImpossibilityReason::ALL {
        events.push(Event::CompletionImpossible(impossibility(*reason)));
    }
    for needed in [true, false] {
        let received_on = day("2022-10-02");
        events.push(Event::TrajectoryRequested { received_on, needed, send_on: None, source: of_dossier() });
    }
    events.push(Event::TrajectoryEnded { ended_on: day("2022-10-04"), send_on: None, source: of_dossier() });
    let (last_day, ending) = (day("2022-12-31"), Ending::IncapacityEnded);
    events.push(Event::IncapacityEnded { last_day, ending, source: source(10) });
    for kind in TrackKind::ALL {
        let started = Fact::TrackStarted { kind: *kind, from: day("2022-10-01"), until: None, source: source(1) };
        events.push(Event::FactReleased { fact: started });
        events.push(Event::SendingWaived { reason: WaiverReason::Track(*kind), on: day("2022-11-10") });
    }
    for reason in CscmiReason::ALL {
        let reason = WaiverReason::Medical { reason: *reason, by: SubjectId("physician-3".into()) };
        events.push(Event::SendingWaived { reason, on: day("2022-10-03") });
    }
    for channel in Channel::ALL {
        for result in HelpResult::ALL {
            let by = Helper::Coordinator(SubjectId("coordinator-1".into()));
            events.push(Event::HelpGiven { by, on: day("2022-11-29"), channel: *channel, result: *result });
        }
    }
    for language in Language::ALL {
        let person = Person { language, municipality: None, first_names: String::new(), ..person() };
        let fact = Fact::Recognised(Recognition { person, ..recognition() });
        events.push(Event::FactParked { fact, because: ParkedBecause::Contradicts });
    }
    let plans = [return_plan(day("2022-11-10")), help_plan(day("2022-11-25"))];
    events.extend(plans.map(|plan| Event::DeadlinePlanned { plan, on: day("2022-11-10") }));
    events.push(Event::DeadlineWaived {
        step: Step::QuestionnaireSend,
        on: day("2022-10-03"),
        because: Rule::Q2.into(),
    });
    events
}
