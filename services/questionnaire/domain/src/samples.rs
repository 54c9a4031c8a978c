//! What the tests share: a small questionnaire with every kind of answer, a person, a case on its way.

mod form;

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveTime};
use trajet_belgium::Language;
use trajet_law::deadline::{Closure, Step};
use trajet_law::ending::Ending;
pub(crate) use trajet_law::histories::drawn::one_more_from;
use trajet_law::representation::{Representation, RepresentationKind, RepresentationScope};
use trajet_law::taken_over::TakenOver;

use crate::answers::Answers;
use crate::command::{Command, Context, FilledIn};
use crate::decide::decide;
use crate::event::Event;
use crate::fact::{Fact, Recognition, Source, StartCorrection, TrackKind};
use crate::impossibility::{Impossibility, ImpossibilityReason};
use crate::people::{Channel, Contact, FilledBy, HelpResult, Helper, Person, SubjectId};
use crate::reason::CscmiReason;
use crate::rejection::Rejection;
use crate::round::{CompleteAnswer, Draft, Help, Round, Route};
use crate::state::{State, apply};

pub(crate) use form::{complete, definition, incomplete};

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
        taken_over: None,
        answered_in: None,
        source: source(1),
    }))
}

/// A recognition of the incapacity from [`start`] of a case that was taken over.
pub(crate) fn taken_over(known: TakenOver) -> Command {
    taken_over_from(start(), known)
}

/// The same from another day.
pub(crate) fn taken_over_from(incapacity_start: NaiveDate, known: TakenOver) -> Command {
    Command::Note(Fact::Recognised(Recognition {
        person: person(),
        incapacity_start,
        recognised_on: incapacity_start + Days::new(4),
        taken_over: Some(known),
        answered_in: Some(definition().reference()),
        source: source(1),
    }))
}

/// Somebody who represents the person for everything, from a day to a day.
pub(crate) fn representation(from: NaiveDate, until: Option<NaiveDate>) -> Representation {
    Representation {
        number: 1,
        kind: RepresentationKind::AdministratorOfPerson,
        scopes: RepresentationScope::ALL.iter().copied().collect(),
        surname: "Maes".into(),
        first_names: "Jan".into(),
        language: Language::French,
        subject: Some("representative-1".into()),
        from,
        until,
    }
}

/// What assessment tells of it.
pub(crate) fn represented(representation: Representation) -> Command {
    Command::Note(Fact::Represented { representation, source: source(8) })
}

/// A track that began.
pub(crate) fn track(kind: TrackKind, from: NaiveDate, until: Option<NaiveDate>) -> Command {
    Command::Note(Fact::TrackStarted { kind, from, until, source: source(2) })
}

/// A track that ended.
pub(crate) fn track_end(kind: TrackKind, until: NaiveDate) -> Command {
    Command::Note(Fact::TrackEnded { kind, from: None, until, source: source(3) })
}

/// An incapacity that ended.
pub(crate) fn ended(last_day: NaiveDate, ending: Ending) -> Command {
    Command::Note(Fact::Ended { last_day, ending, died_on: None, source: source(4) })
}

/// A request for a trajectory.
pub(crate) fn requested(received_on: NaiveDate, needed: bool) -> Command {
    let source = Source { ledger: "dossier/300".into(), position: 5 };
    Command::Note(Fact::TrajectoryRequested { received_on, needed, source })
}

/// A corrected first day, decided on a day.
pub(crate) fn corrected(from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Command {
    let source = Source { ledger: "assessment/300".into(), position: 7 };
    Command::Note(Fact::Corrected(StartCorrection { from, to, on, source }))
}

/// A trajectory that ended.
pub(crate) fn trajectory_ended(ended_on: NaiveDate) -> Command {
    let source = Source { ledger: "dossier/300".into(), position: 6 };
    Command::Note(Fact::TrajectoryEnded { ended_on, source })
}

/// The timer of sending.
pub(crate) fn fire_send() -> Command {
    Command::FireSend { route: Route::A, definition: definition().reference() }
}

/// The timer of sending for route B.
pub(crate) fn fire_send_route_b() -> Command {
    Command::FireSend { route: Route::B, definition: definition().reference() }
}

/// A contact of a coordinator with the person, by telephone.
pub(crate) fn contacted(on: NaiveDate, result: HelpResult) -> Command {
    let by = Helper::Coordinator(subject("coordinator"));
    Command::RecordHelp { by, on, channel: Channel::Telephone, result, acts: BTreeSet::new() }
}

/// A coordinator's finding that the person cannot complete the questionnaire.
pub(crate) fn found_impossible(on: NaiveDate) -> Command {
    let by = Helper::Coordinator(subject("coordinator"));
    Command::RecordImpossibility(Impossibility { on, reason: ImpossibilityReason::StateOfHealth, by })
}

/// A physician's decision of a day not to send.
pub(crate) fn waive(decided_on: NaiveDate) -> Command {
    Command::Waive { reason: CscmiReason::Coma, by: subject("physician"), contact: contact(), decided_on }
}

/// The return of the questionnaire by the insured person.
pub(crate) fn submit(answers: Answers, returned_on: NaiveDate) -> Command {
    submit_by(answers, returned_on, FilledBy::InsuredPerson)
}

/// The return of the questionnaire.
pub(crate) fn submit_by(answers: Answers, returned_on: NaiveDate, by: FilledBy) -> Command {
    let definition = Arc::new(definition());
    Command::Submit { filled: FilledIn { definition, answers, by, language: None }, returned_on }
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
        *self.deadlines(step).last().expect("the deadline was planned")
    }

    /// The same of every deadline for a step.
    pub(crate) fn deadlines(&self, step: Step) -> Vec<(Option<NaiveDate>, Option<Closure>)> {
        let planned = self.state.deadlines.iter().filter(|deadline| deadline.plan.step == step);
        planned.map(|deadline| (deadline.missed_on, deadline.closed)).collect()
    }

    /// The help that was asked for with the last sending.
    pub(crate) fn help(&self) -> Option<&Help> {
        self.state.round().and_then(|round| round.help.as_ref())
    }

    /// The draft of an answer to the last sending.
    pub(crate) fn draft(&self) -> Option<&Draft> {
        self.state.round().and_then(|round| round.draft.as_ref())
    }

    /// The last complete answer to the last sending.
    pub(crate) fn answer(&self) -> Option<&CompleteAnswer> {
        self.state.round().and_then(Round::answer)
    }
}

/// A day as a context.
pub(crate) fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today }
}
