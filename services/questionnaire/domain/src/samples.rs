//! What the tests share: a small questionnaire with every kind of answer, a person, a case on its way.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};
use trajet_belgium::Language;
use trajet_law::deadline::{Closure, Step};

use crate::answers::{Answer, Answers};
use crate::command::{Command, Context};
use crate::decide::decide;
use crate::definition::{
    AnswerKind, AnswerOption, Condition, Definition, FactorGroup, FactorReading, FactorRule, Item, Range, ScaleLabel,
    Section, Texts,
};
use crate::event::Event;
use crate::fact::{Fact, Recognition, Source, TrackKind};
use crate::people::{Contact, FilledBy, Person, SubjectId};
use crate::reason::CscmiReason;
use crate::rejection::Rejection;
use crate::state::{State, apply};

fn texts(text: &str) -> Texts {
    let [fr, nl, de, en] = ["fr", "nl", "de", "en"].map(|language| format!("{text} ({language})"));
    Texts { fr, nl, de, en }
}

fn item(code: &str, icf: &str, kind: AnswerKind) -> Item {
    Item {
        code: code.into(),
        text: texts(code),
        icf: Some(icf.into()),
        kind,
        required: true,
        shown_when: None,
        factor: None,
    }
}

fn options(codes: &[&str]) -> Vec<AnswerOption> {
    let option = |code: &&str| AnswerOption { code: (*code).into(), text: texts(code), exclusive: *code == "nothing" };
    codes.iter().map(option).collect()
}

fn by_options(helping: &[&str], hindering: &[&str]) -> FactorRule {
    let codes = |codes: &[&str]| codes.iter().map(ToString::to_string).collect();
    FactorRule {
        group: FactorGroup::Environmental,
        reading: FactorReading::Options { helping: codes(helping), hindering: codes(hindering) },
    }
}

/// A questionnaire with every kind of answer.
pub(crate) fn definition() -> Definition {
    let label = |value| ScaleLabel { value, text: texts("label") };
    let scale = AnswerKind::Scale { min: 1, max: 5, labels: vec![label(1), label(5)] };
    let energy = FactorReading::Ranges { helping: Range { from: 4, to: 5 }, hindering: Range { from: 1, to: 2 } };
    let number = AnswerKind::Number { min: 1, max: 60, unit: texts("hours") };
    let changes = AnswerKind::MultiChoice { options: options(&["pace", "tasks", "place", "nothing"]), max: 2 };
    let with_contract = Condition { item: "contract".into(), any_of: vec!["yes".into()] };
    let first = vec![
        Item { factor: Some(by_options(&["yes"], &[])), ..item("contract", "e590", AnswerKind::YesNo) },
        Item { shown_when: Some(with_contract), ..item("hours", "d850", number) },
        Item {
            factor: Some(FactorRule { group: FactorGroup::Personal, reading: energy }),
            ..item("energy", "b130", scale)
        },
    ];
    let second = vec![
        item("plan", "d845", AnswerKind::SingleChoice { options: options(&["soon", "later"]) }),
        Item {
            factor: Some(by_options(&["pace", "tasks"], &["place", "nothing"])),
            ..item("changes", "e330", changes)
        },
        Item { required: false, ..item("since", "d850", AnswerKind::Date) },
        Item { required: false, ..item("remarks", "d845", AnswerKind::Text { max_length: 20 }) },
    ];
    let section = |code: &str, items| Section { code: code.into(), title: texts(code), intro: texts(code), items };
    Definition {
        code: "sample".into(),
        version: 1,
        valid_from: day(2022, 1, 1),
        valid_to: None,
        sections: vec![section("first", first), section("second", second)],
    }
}

/// Answers with which nothing is wrong.
pub(crate) fn complete() -> Answers {
    Answers::from([
        ("contract", Answer::YesNo(true)),
        ("hours", Answer::Number(38)),
        ("energy", Answer::Scale(3)),
        ("plan", Answer::Choice("soon".into())),
        ("changes", Answer::Choices(BTreeSet::from(["pace".to_owned()]))),
        ("since", Answer::Date(day(2021, 5, 1))),
        ("remarks", Answer::Text("thank you".into())),
    ])
}

/// A date.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a test uses dates that exist")
}

/// An insured person.
pub(crate) fn person() -> Person {
    Person {
        niss: "85073003328".into(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        language: Language::Dutch,
        municipality: Some("21004".into()),
    }
}

/// How to reach a coordinator.
pub(crate) fn contact() -> Contact {
    Contact {
        name: "Marie Lambert".into(),
        telephone: "+32 2 555 01 23".into(),
        email: "marie.lambert@mutuality.example".into(),
    }
}

/// Someone who acts in the mutuality.
pub(crate) fn subject(name: &str) -> SubjectId {
    SubjectId(name.into())
}

/// The place of a fact in the assessment service's ledger.
pub(crate) fn source(position: u64) -> Source {
    Source { ledger: "assessment/300".into(), position }
}

/// The first day of the incapacity of [`Case`]; 10 November 2022 is the day of sending.
pub(crate) fn start() -> NaiveDate {
    day(2022, 9, 1)
}

/// A recognition of the incapacity from [`start`].
pub(crate) fn recognised() -> Command {
    recognised_from(start())
}

/// A recognition of an incapacity, four days after it began.
pub(crate) fn recognised_from(incapacity_start: NaiveDate) -> Command {
    Command::Note(Fact::Recognised(Recognition {
        person: person(),
        incapacity_start,
        recognised_on: incapacity_start + Days::new(4),
        source: source(1),
    }))
}

/// A track that began.
pub(crate) fn track(kind: TrackKind, from: NaiveDate, until: Option<NaiveDate>) -> Command {
    Command::Note(Fact::TrackStarted { kind, from, until, source: source(2) })
}

/// A track that ended.
pub(crate) fn track_end(kind: TrackKind, until: NaiveDate) -> Command {
    Command::Note(Fact::TrackEnded { kind, until, source: source(3) })
}

/// The timer of sending.
pub(crate) fn fire_send() -> Command {
    Command::FireSend { definition: definition().reference() }
}

/// A physician's decision not to send.
pub(crate) fn waive() -> Command {
    Command::Waive { reason: CscmiReason::Coma, by: subject("physician"), contact: contact() }
}

/// The return of the questionnaire by the insured person.
pub(crate) fn submit(answers: Answers, returned_on: NaiveDate) -> Command {
    submit_by(answers, returned_on, FilledBy::InsuredPerson)
}

/// The return of the questionnaire.
pub(crate) fn submit_by(answers: Answers, returned_on: NaiveDate, by: FilledBy) -> Command {
    Command::Submit { definition: Arc::new(definition()), answers, returned_on, by }
}

/// Answers of which a required one is missing.
pub(crate) fn incomplete() -> Answers {
    let mut answers = complete();
    answers.0.remove("plan");
    answers
}

/// A case that commands are given to, one day after the other.
#[derive(Default)]
pub(crate) struct Case {
    /// The state.
    pub(crate) state: State,
    /// Every event so far.
    pub(crate) events: Vec<Event>,
}

impl Case {
    /// A case recognised in good time.
    pub(crate) fn opened() -> Self {
        let mut case = Self::default();
        case.on(start() + Days::new(4), &recognised());
        case
    }

    /// A case with the questionnaire sent on its day, 10 November 2022; due back on 24 November.
    pub(crate) fn sent() -> Self {
        let mut case = Self::opened();
        case.on(day(2022, 11, 10), &fire_send());
        case
    }

    /// A case of which the questionnaire is not back: help asked on 25 November 2022.
    pub(crate) fn overdue() -> Self {
        let mut case = Self::sent();
        case.on(day(2022, 11, 25), &Command::FireReturnMissed);
        case
    }

    /// Gives a command on a day and keeps what it did.
    pub(crate) fn attempt(&mut self, today: NaiveDate, command: &Command) -> Result<Vec<Event>, Rejection> {
        let events = decide(&self.state, command, &context(today))?;
        for event in &events {
            apply(&mut self.state, event);
        }
        self.events.extend_from_slice(&events);
        Ok(events)
    }

    /// Gives a command that is permitted.
    pub(crate) fn on(&mut self, today: NaiveDate, command: &Command) -> Vec<Event> {
        self.attempt(today, command).expect("the command is permitted")
    }

    /// The refusal of a command.
    pub(crate) fn refusal(&mut self, today: NaiveDate, command: &Command) -> &'static str {
        self.attempt(today, command).expect_err("the command is refused").code()
    }

    /// The day on which the deadline for a step was missed, and how it was closed.
    pub(crate) fn deadline(&self, step: Step) -> (Option<NaiveDate>, Option<Closure>) {
        let deadline = self.state.deadline(step).expect("the deadline was planned");
        (deadline.missed_on, deadline.closed)
    }
}

/// A day as a context.
pub(crate) fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today }
}
