//! What the tests share: a person, a certificate, a case on its way.

use chrono::{NaiveDate, NaiveTime};
use trajet_belgium::{Language, Sex};
use trajet_law::deadline::{Closure, Step};
use trajet_law::scheme::Scheme;

use crate::command::{Command, Context};
use crate::decide::decide;
use crate::decision::{DecidedBy, RefusalReason};
use crate::declaration::{Certificate, Declaration, Employment, Prognosis};
use crate::estimate::Category;
use crate::event::Event;
use crate::fact::{Fact, ProfileSummary, Source, Told};
use crate::people::{Person, SubjectId};
use crate::rejection::Rejection;
use crate::state::{State, apply};
use crate::track::{Track, TrackKind};

/// A date.
pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a test uses dates that exist")
}

/// The first day of the incapacity of [`Case`]; month 4 is December 2022.
pub(crate) fn start() -> NaiveDate {
    day(2022, 9, 1)
}

/// An insured person.
pub(crate) fn person() -> Person {
    Person {
        niss: "85073003328".parse().expect("the number is right"),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: Some(day(1985, 7, 30)),
        sex: Some(Sex::Female),
        language: Language::Dutch,
        municipality: "21004".parse().expect("the code is right"),
        phone: Some("+3225550199".into()),
        email: None,
    }
}

/// A certificate from [`start`] to the end of the year, issued on the second day.
pub(crate) fn certificate() -> Certificate {
    Certificate {
        issued_on: day(2022, 9, 2),
        incapacity_start: start(),
        expected_end: day(2022, 12, 31),
        prognosis: Prognosis::Uncertain,
        physician: None,
    }
}

/// A declaration with which nothing is wrong.
pub(crate) fn declaration() -> Declaration {
    Declaration {
        person: person(),
        scheme: Scheme::Employees,
        certificate: certificate(),
        employment: Employment::Contract { employer: None },
        activity_ceased_on: Some(start()),
    }
}

/// The declaration of an incapacity from [`start`].
pub(crate) fn declare() -> Command {
    Command::DeclareIncapacity(Box::new(declaration()))
}

/// The declaration of an incapacity from another day.
pub(crate) fn declare_from(start: NaiveDate) -> Command {
    let certificate = Certificate { issued_on: start, incapacity_start: start, ..certificate() };
    let declaration = Declaration { certificate, activity_ceased_on: Some(start), ..declaration() };
    Command::DeclareIncapacity(Box::new(declaration))
}

/// A recognition by the advising physician.
pub(crate) fn recognise(decided_on: NaiveDate) -> Command {
    recognise_by(decided_on, DecidedBy::AdvisingPhysician)
}

/// A recognition.
pub(crate) fn recognise_by(decided_on: NaiveDate, decided_by: DecidedBy) -> Command {
    Command::Recognise { decided_on, decided_by, activity_ceased_on: None }
}

/// A body that decides after the first twelve months.
pub(crate) fn other_body() -> DecidedBy {
    DecidedBy::OtherBody { name: "a body with a name".into() }
}

/// A refusal by the advising physician.
pub(crate) fn refuse(decided_on: NaiveDate) -> Command {
    Command::RefuseRecognition { decided_on, decided_by: DecidedBy::AdvisingPhysician, reason: RefusalReason::NotUnfit }
}

/// A track that began.
pub(crate) fn track(kind: TrackKind, from: NaiveDate, until: Option<NaiveDate>) -> Command {
    Command::StartConcurrentTrack(Track { kind, from, until })
}

/// A track that ended.
pub(crate) fn end_track(kind: TrackKind, on: NaiveDate) -> Command {
    Command::EndConcurrentTrack { kind, on }
}

/// An estimate on the file.
pub(crate) fn estimate(category: Category) -> Command {
    Command::RecordFirstEstimate { category, examined: false, concertation: None }
}

/// A fact of the questionnaire service.
pub(crate) fn told(position: u64, told: Told) -> Command {
    Command::Note(Fact { told, source: Source { ledger: "questionnaire/300".into(), position } })
}

/// The questionnaire came back duly completed.
pub(crate) fn told_completed(on: NaiveDate) -> Command {
    told(9, Told::Completed { on, profile: ProfileSummary::default() })
}

/// Someone who acts in the mutuality.
pub(crate) fn subject(name: &str) -> SubjectId {
    SubjectId(name.into())
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
    /// A case declared on 3 September 2022.
    pub(crate) fn declared() -> Self {
        let mut case = Self::default();
        case.on(day(2022, 9, 3), &declare());
        case
    }

    /// A case recognised on 5 September 2022.
    pub(crate) fn recognised() -> Self {
        let mut case = Self::declared();
        case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
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
    pub(crate) fn refused(&mut self, today: NaiveDate, command: &Command) -> Rejection {
        self.attempt(today, command).expect_err("the command is refused")
    }

    /// The day on which the first estimate was missed, and how its deadline was closed.
    pub(crate) fn first_estimate(&self) -> (Option<NaiveDate>, Option<Closure>) {
        let deadline = self.state.deadline(Step::FirstEstimate).expect("the deadline was planned");
        (deadline.missed_on, deadline.closed)
    }
}

/// A day as a context.
pub(crate) fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today, claimed_by: None }
}
