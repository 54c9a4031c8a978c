//! What the tests share: one event of every kind, a case, answers to the questionnaire that is shipped.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::deadline::{FactKind, Facts, Step};
use trajet_law::ending::Ending;
use trajet_law::questionnaire::{help_plan, return_plan, send_plan};
use trajet_law::representation::{Representation, RepresentationKind, RepresentationScope};
use trajet_law::rule::Rule;
use trajet_law::taken_over::TakenOver;
use trajet_questionnaire_domain::answers::missing;
use trajet_questionnaire_domain::definition::{AnswerKind, FactorGroup};
use trajet_questionnaire_domain::notice::NoticeText;
use trajet_questionnaire_domain::profile::{Effect, Factor};
use trajet_questionnaire_domain::{
    Answer, Answers, Channel, CompleteAnswer, Contact, CscmiReason, Definition, DefinitionRef, Delegation, Draft,
    Event, Fact, FilledBy, HelpAct, HelpContact, HelpResult, Helper, Impossibility, ImpossibilityReason, Notice,
    ParkedBecause, Person, Profile, Recognition, Route, Sent, Source, StartCorrection, SubjectId, TrackKind,
    WaiverReason,
};
use trajet_service::{arms, test_support};
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

pub(crate) fn representation() -> Representation {
    Representation {
        number: 1,
        kind: RepresentationKind::Parent,
        scopes: RepresentationScope::ALL.iter().copied().collect(),
        surname: "Maes".into(),
        first_names: "Jan".into(),
        language: Language::French,
        subject: Some("representative-1".into()),
        from: day("2022-10-01"),
        until: Some(day("2022-11-20")),
    }
}

fn of_dossier() -> Source {
    Source { ledger: "dossier/300".into(), position: 11 }
}

pub(crate) fn recognition() -> Recognition {
    Recognition {
        person: person(),
        incapacity_start: day("2022-09-01"),
        recognised_on: day("2022-09-05"),
        taken_over: None,
        answered_in: None,
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
        language: None,
    }
}

/// One event of every kind. The golden files hold the same: what is written here does not change.
pub(crate) fn one_of_each() -> Vec<Event> {
    let coordinator = SubjectId("coordinator-1".into());
    let delegate = SubjectId("staff-2".into());
    let track_ended =
        Fact::TrackEnded { kind: TrackKind::RouteBAuthorised, from: None, until: day("2022-10-31"), source: source(9) };
    let medical = WaiverReason::Medical { reason: CscmiReason::Coma, by: SubjectId("physician-3".into()) };
    arms!(Event {
        Event::CaseOpened(_) => Event::CaseOpened(recognition()),
        Event::PersonRepresented { .. } => Event::PersonRepresented { representation: representation(), source: source(12) },
        Event::TrackStarted { .. } => Event::TrackStarted {
            kind: TrackKind::AuthorisedWork,
            from: day("2022-10-01"),
            until: Some(day("2022-12-31")),
            source: source(8),
        },
        Event::TrackEnded { .. } => Event::TrackEnded { kind: TrackKind::AuthorisedWork, from: None, until: day("2022-10-31"), source: source(9) },
        Event::DeadlinePlanned { .. } => Event::DeadlinePlanned { plan: send_plan(day("2022-09-01"), day("2022-09-05")), on: day("2022-09-05") },
        Event::DeadlineMet { .. } => Event::DeadlineMet { step: Step::QuestionnaireSend, on: day("2022-11-10") },
        Event::DeadlineMissed { .. } => Event::DeadlineMissed { step: Step::QuestionnaireReturn, on: day("2022-11-25") },
        Event::DeadlineWaived { .. } => Event::DeadlineWaived {
            step: Step::QuestionnaireSend,
            on: day("2022-11-10"),
            because: TrackKind::AuthorisedWork.ground(),
            // As it was stored before it named its facts.
            rests_on: Facts::stored(Vec::new()),
        },
        Event::SentBeforeGoLive(_) => Event::SentBeforeGoLive(Sent {
            number: 1,
            route: Route::A,
            on: day("2022-11-10"),
            definition: reference(),
            language: Language::Dutch,
            due_back: Some(day("2022-11-24")),
        }),
        Event::BackBeforeGoLive { .. } => Event::BackBeforeGoLive { on: day("2022-11-20") },
        Event::QuestionnaireSent(_) => Event::QuestionnaireSent(Sent {
            number: 1,
            route: Route::A,
            on: day("2022-11-10"),
            definition: reference(),
            language: Language::Dutch,
            due_back: Some(day("2022-11-24")),
        }),
        Event::SendingWaived { .. } => Event::SendingWaived { reason: medical, on: day("2022-10-03") },
        Event::NoticeIssued(_) => Event::NoticeIssued(Notice {
            text: NoticeText::NotSent1,
            language: Language::German,
            contact: contact(),
            on: day("2022-10-03"),
            addressee: None,
        }),
        Event::DraftSaved(_) => Event::DraftSaved(Draft {
            definition: reference(),
            answers: answers(),
            by: FilledBy::Helped(Helper::Delegate(delegate.clone())),
            on: day("2022-11-18"),
            language: None,
        }),
        Event::AnswerReturned(_) => Event::AnswerReturned(answer(1, None, FilledBy::InsuredPerson)),
        Event::IncompleteReturned { .. } => Event::IncompleteReturned { missing: vec!["plan".into(), "energy".into()], on: day("2022-11-19") },
        Event::AnswerCorrected(_) => Event::AnswerCorrected(answer(2, Some(1), FilledBy::Helped(Helper::Coordinator(coordinator.clone())))),
        Event::HelpAsked { .. } => Event::HelpAsked { on: day("2022-11-26"), due_back: day("2022-11-24") },
        Event::HelpDelegated(_) => Event::HelpDelegated(Delegation { to: delegate.clone(), by: coordinator, on: day("2022-11-28") }),
        Event::HelpGiven(_) => Event::HelpGiven(HelpContact {
            by: Helper::Delegate(delegate),
            on: day("2022-11-29"),
            channel: Channel::Video,
            result: HelpResult::WillReturn,
            acts: BTreeSet::new(),
            under: None,
        }),
        Event::TrajectoryRequested { .. } => Event::TrajectoryRequested {
            received_on: day("2022-10-02"),
            needed: true,
            send_on: Some(day("2022-10-03")),
            source: of_dossier(),
        },
        Event::TrajectoryEnded { .. } => Event::TrajectoryEnded { ended_on: day("2022-10-04"), send_on: Some(day("2022-10-05")), source: of_dossier() },
        Event::CompletionImpossible(_) => Event::CompletionImpossible(impossibility(ImpossibilityReason::NotUnderstood)),
        Event::StartCorrected(_) => Event::StartCorrected(start_corrected()),
        Event::DeadlineReplanned { .. } => Event::DeadlineReplanned {
            before: send_plan(day("2022-09-01"), day("2022-09-05")),
            after: send_plan(day("2022-08-15"), day("2022-09-05")),
            on: day("2022-10-07"),
            because: Rule::T9.into(),
            // As it was stored before it named its facts.
            rests_on: Facts::stored(Vec::new()),
        },
        Event::IncapacityEnded { .. } => Event::IncapacityEnded { last_day: day("2022-12-31"), ending: Ending::Deceased, died_on: None, source: source(10) },
        Event::FactParked { .. } => Event::FactParked { fact: track_ended.clone(), because: ParkedBecause::NotStarted },
        Event::FactReleased { .. } => Event::FactReleased { fact: track_ended },
        Event::ActAnnulled(_) => Event::ActAnnulled(trajet_service::test_support::annulled()),
        Event::FileAccessTold(_) => Event::FileAccessTold(trajet_service::test_support::file_access_told()),
    })
}

fn start_corrected() -> StartCorrection {
    StartCorrection { from: day("2022-09-01"), to: day("2022-08-15"), on: day("2022-10-07"), source: source(11) }
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
    let ended =
        Fact::Ended { last_day: day("2022-12-31"), ending: Ending::IncapacityEnded, died_on: None, source: source(10) };
    vec![
        ("route_b", Event::QuestionnaireSent(sent)),
        ("second", Event::AnswerReturned(answer(3, None))),
        ("second", Event::AnswerCorrected(answer(4, Some(3)))),
        ("request", Event::FactParked { fact: requested, because: ParkedBecause::NotRecognised }),
        ("end", Event::FactReleased { fact: ended }),
        ("trajectory_end", Event::FactReleased { fact: trajectory_ended }),
    ]
}

/// What the golden files of the kinds do not show: every arm and value of what is in the events. The golden lines hold the
/// same.
pub(crate) fn more() -> Vec<Event> {
    let second = of_a_second_sending().into_iter().map(|(_, event)| event);
    let parts = [of_facts(), of_waivers(), of_answers(), of_help(), of_deadlines(), of_sendings()];
    let annulments = test_support::annulled_with_notices(&representation()).into_iter().map(Event::ActAnnulled);
    second.chain(parts.into_iter().flatten()).chain(annulments).collect()
}

fn of_facts() -> Vec<Event> {
    let from = day("2022-10-01");
    let mut facts = arms!(Fact {
        Fact::Recognised(_) => Fact::Recognised(recognition()),
        Fact::Represented { .. } => Fact::Represented { representation: representation(), source: source(12) },
        Fact::TrackStarted { .. } => {
            Fact::TrackStarted { kind: TrackKind::CodexRequested, from, until: Some(from), source: source(1) }
        },
        Fact::TrackEnded { .. } => Fact::TrackEnded { kind: TrackKind::CodexRequested, from: None, until: from, source: source(1) },
        Fact::Corrected(_) => Fact::Corrected(start_corrected()),
        Fact::Ended { .. } => Fact::Ended { last_day: from, ending: Ending::Deceased, died_on: None, source: source(10) },
        Fact::TrajectoryRequested { .. } => {
            Fact::TrajectoryRequested { received_on: from, needed: false, source: of_dossier() }
        },
        Fact::TrajectoryEnded { .. } => Fact::TrajectoryEnded { ended_on: from, source: of_dossier() },
    });
    let kind = TrackKind::CodexRequested;
    facts.push(Fact::TrackEnded { kind, from: Some(from), until: from, source: source(1) });
    for kind in &TrackKind::ALL[1..] {
        facts.push(Fact::TrackStarted { kind: *kind, from, until: None, source: source(1) });
    }
    for language in Language::ALL {
        let person = Person { language, municipality: None, first_names: String::new(), ..person() };
        facts.push(Fact::Recognised(Recognition { person, ..recognition() }));
    }
    let known = TakenOver {
        questionnaire_sent_on: Some(from),
        questionnaire_returned_on: Some(from),
        trajectory_requested_on: Some(from),
        first_contact_on: Some(from),
        ..TakenOver::on(from)
    };
    for (known, answered_in) in [(known, Some(reference())), (TakenOver::on(from), None)] {
        facts.push(Fact::Recognised(Recognition { taken_over: Some(known), answered_in, ..recognition() }));
    }
    let parked = |because: &ParkedBecause| Event::FactParked { fact: facts[0].clone(), because: *because };
    let parked: Vec<_> = ParkedBecause::ALL.iter().map(parked).collect();
    let ended =
        |ending: &Ending| Event::IncapacityEnded { last_day: from, ending: *ending, died_on: None, source: source(10) };
    let (last_day, died_on) = (from, Some(from));
    let died = Event::IncapacityEnded { last_day, ending: Ending::IncapacityEnded, died_on, source: source(10) };
    let requested =
        |needed| Event::TrajectoryRequested { received_on: from, needed, send_on: None, source: of_dossier() };
    let trajectory_ended = Event::TrajectoryEnded { ended_on: from, send_on: None, source: of_dossier() };
    let track = |kind: &TrackKind| Event::TrackStarted { kind: *kind, from, until: None, source: source(8) };
    let track_ended = |kind: &TrackKind| {
        [None, Some(from)].map(|begun| Event::TrackEnded { kind: *kind, from: begun, until: from, source: source(8) })
    };
    let released = facts.iter().map(|fact| Event::FactReleased { fact: fact.clone() });
    released
        .chain(parked)
        .chain(Ending::ALL.iter().map(ended))
        .chain([died, requested(true), requested(false), trajectory_ended])
        .chain(TrackKind::ALL.iter().map(track))
        .chain(TrackKind::ALL.iter().flat_map(track_ended))
        .collect()
}

fn of_waivers() -> Vec<Event> {
    let medical = |reason| WaiverReason::Medical { reason, by: SubjectId("physician-3".into()) };
    let mut reasons = arms!(WaiverReason {
        WaiverReason::Medical { .. } => medical(CscmiReason::SevereOncologicalDisease),
        WaiverReason::Track(_) => WaiverReason::Track(TrackKind::CodexRequested),
    });
    reasons.extend(CscmiReason::ALL[1..].iter().map(|reason| medical(*reason)));
    reasons.extend(TrackKind::ALL[1..].iter().map(|kind| WaiverReason::Track(*kind)));
    let waived = |reason| Event::SendingWaived { reason, on: day("2022-10-03") };
    let letters = NoticeText::ALL.iter().flat_map(|text| {
        Language::ALL.map(|language| Notice {
            text: *text,
            language,
            contact: contact(),
            on: day("2022-10-03"),
            addressee: None,
        })
    });
    let (language, on) = (Language::French, day("2022-10-03"));
    let to =
        |text: &NoticeText| Notice { text: *text, language, contact: contact(), on, addressee: Some(representation()) };
    let letters = letters.chain(NoticeText::ALL.iter().map(to));
    reasons.into_iter().map(waived).chain(letters.map(Event::NoticeIssued)).collect()
}

fn of_answers() -> Vec<Event> {
    let given = arms!(Answer {
        Answer::Scale(_) => Answer::Scale(-1),
        Answer::Choice(_) => Answer::Choice("soon".into()),
        Answer::Choices(_) => Answer::Choices(["pace".into()].into()),
        Answer::Text(_) => Answer::Text("more rest".into()),
        Answer::Date(_) => Answer::Date(day("2022-08-31")),
        Answer::YesNo(_) => Answer::YesNo(true),
        Answer::Number(_) => Answer::Number(38),
    });
    let fillers = arms!(FilledBy {
        FilledBy::InsuredPerson => FilledBy::InsuredPerson,
        FilledBy::Representative(_) => FilledBy::Representative(1),
        FilledBy::Helped(_) => FilledBy::Helped(Helper::Coordinator(SubjectId("coordinator-1".into()))),
    });
    let on = day("2022-11-18");
    let draft = |answers, by| Event::DraftSaved(Draft { definition: reference(), answers, by, on, language: None });
    let told = |language: Language| {
        let (language, by) = (Some(language), FilledBy::InsuredPerson);
        let draft = Draft { definition: reference(), answers: answers(), by: by.clone(), on, language };
        [Event::DraftSaved(draft), Event::AnswerReturned(CompleteAnswer { language, ..answer(1, None, by) })]
    };
    let groups = arms!(FactorGroup {
        FactorGroup::Personal => FactorGroup::Personal,
        FactorGroup::Environmental => FactorGroup::Environmental,
    });
    let effects = arms!(Effect {
        Effect::Helping => Effect::Helping,
        Effect::Hindering => Effect::Hindering,
        Effect::Neutral => Effect::Neutral,
    });
    let factor = |group, effect| Factor { item: "energy".into(), icf: "b130".into(), group, effect };
    let factors = groups.iter().flat_map(|group| effects.iter().map(move |effect| factor(*group, *effect)));
    let profiled = CompleteAnswer { profile: Profile(factors.collect()), ..answer(1, None, FilledBy::InsuredPerson) };
    let each = given.into_iter().map(|answer| draft(Answers::from([("item", answer)]), FilledBy::InsuredPerson));
    let filled = fillers.into_iter().map(|by| draft(answers(), by));
    let told = Language::ALL.into_iter().flat_map(told);
    each.chain(filled).chain([Event::AnswerReturned(profiled)]).chain(told).collect()
}

fn of_help() -> Vec<Event> {
    let helpers = arms!(Helper {
        Helper::Coordinator(_) => Helper::Coordinator(SubjectId("coordinator-1".into())),
        Helper::Delegate(_) => Helper::Delegate(SubjectId("staff-2".into())),
    });
    let contact = |by: &Helper, channel, result| HelpContact {
        by: by.clone(),
        on: day("2022-11-29"),
        channel,
        result,
        acts: BTreeSet::new(),
        under: None,
    };
    let mut events = Vec::new();
    for by in &helpers {
        for channel in Channel::ALL {
            let given = |result: &HelpResult| contact(by, *channel, *result);
            events.extend(HelpResult::ALL.iter().map(given).map(Event::HelpGiven));
        }
        let under = Some(SubjectId("coordinator-1".into()));
        let done = |act: &HelpAct| HelpContact {
            acts: [*act].into(),
            under: under.clone(),
            ..contact(by, Channel::Physical, HelpResult::Helped)
        };
        events.extend(HelpAct::ALL.iter().map(done).map(Event::HelpGiven));
        let found = |reason: &ImpossibilityReason| {
            Event::CompletionImpossible(Impossibility { by: by.clone(), ..impossibility(*reason) })
        };
        events.extend(ImpossibilityReason::ALL.iter().map(found));
    }
    events
}

fn of_deadlines() -> Vec<Event> {
    let on = day("2022-11-10");
    let plans = [return_plan(day("2022-11-10")), help_plan(day("2022-11-25"))];
    let planned = plans.map(|plan| Event::DeadlinePlanned { plan, on });
    let steps = [Step::QuestionnaireSend, Step::QuestionnaireReturn, Step::QuestionnaireHelp];
    let closed = steps.into_iter().flat_map(|step| {
        let because = [Rule::Q2.into(), Rule::Q7.into(), Rule::Q8.into(), Ending::IncapacityEnded.ground()];
        let rests_on = || Facts::stored(Vec::new());
        let waived = because.map(|because| Event::DeadlineWaived { step, on, because, rests_on: rests_on() });
        [Event::DeadlineMet { step, on }, Event::DeadlineMissed { step, on }].into_iter().chain(waived)
    });
    let rests_on = Facts::from([FactKind::WorkBegun.on(on), FactKind::GoLive.on(on)]);
    let because = TrackKind::AuthorisedWork.ground();
    let named = Event::DeadlineWaived { step: Step::QuestionnaireSend, on, because, rests_on };
    let moved = Event::DeadlineReplanned {
        before: return_plan(day("2022-11-10")),
        after: return_plan(day("2022-11-11")),
        on,
        because: Rule::T9.into(),
        rests_on: FactKind::FirstDayCorrected.on(on).into(),
    };
    planned.into_iter().chain(closed).chain([named, moved]).collect()
}

fn of_sendings() -> Vec<Event> {
    let sent = |route: &Route, language| {
        let (on, definition, due_back) = (day("2022-11-10"), reference(), None);
        Event::QuestionnaireSent(Sent { number: 1, route: *route, on, definition, language, due_back })
    };
    Route::ALL.iter().flat_map(|route| Language::ALL.map(|language| sent(route, language))).collect()
}
