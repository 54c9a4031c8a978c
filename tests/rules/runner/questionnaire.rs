//! The office of the questionnaire.

mod form;

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use trajet_belgium::Language;
use trajet_law::annul::{Annul, Cause};
use trajet_law::deadline::Deadlines;
use trajet_law::ending::Ending;
use trajet_law::law::Law;
use trajet_questionnaire_domain::{
    Channel, Command, Contact, Context, CscmiReason, Event, Fact, FilledBy, FilledIn, HelpAct, HelpResult, Helper,
    Impossibility, ImpossibilityReason, Person, Recognition, Rejection, Route, Source, StartCorrection, State,
    SubjectId, TimerKind, TrackKind, apply, decide, notice, timers,
};

use crate::history::{History, annul, correcting};
use crate::office::{Happened, Office, Questions, Refused, Words, because_of, first_due};
use crate::said::{Said, one_of};
use crate::taken_over;

/// The case as the questionnaire's service knows it.
#[derive(Default)]
pub(crate) struct Questionnaire {
    state: State,
    history: History<Event>,
}

impl Office for Questionnaire {
    type Command = Command;

    const WORDS: Words<Command> = &[
        ("incapacity recognised", recognised),
        ("first day corrected", corrected),
        ("track started", track_started),
        ("track ended", track_ended),
        ("incapacity ended", ended),
        ("trajectory asked for", |said| {
            let needed = !said.flag("no questionnaire needed");
            Command::Note(Fact::TrajectoryRequested { received_on: said.on, needed, source: source("dossier/300") })
        }),
        ("trajectory ended", |said| {
            Command::Note(Fact::TrajectoryEnded { ended_on: said.on, source: source("dossier/300") })
        }),
        ("kept back for a medical reason", kept_back),
        ("draft saved", |said| Command::SaveDraft(filled_in(said))),
        ("questionnaire returned", |said| Command::Submit { filled: filled_in(said), returned_on: said.on }),
        ("answer corrected", |said| {
            let corrects = said.value("correcting answer").unwrap_or(1);
            Command::Correct { corrects, filled: filled_in(said), returned_on: said.on }
        }),
        ("help delegated", |said| {
            let to = said.text("to").unwrap_or_else(|| "a member of the staff".to_owned());
            Command::DelegateHelp { to: SubjectId(to), by: SubjectId("coordinator".into()) }
        }),
        ("help given", |said| Command::RecordHelp {
            by: helper(said),
            on: said.on,
            channel: one_of!(said, "by", Channel).unwrap_or(Channel::Telephone),
            result: one_of!(said, "result", HelpResult).unwrap_or(HelpResult::Helped),
            acts: one_of!(said, "namely", HelpAct).into_iter().collect(),
        }),
        ("found impossible to complete", |said| {
            let reason = one_of!(said, "because", ImpossibilityReason).unwrap_or(ImpossibilityReason::StateOfHealth);
            Command::RecordImpossibility(Impossibility { on: said.on, reason, by: helper(said) })
        }),
    ];

    const QUESTIONS: Questions<Self> = &[
        ("the correcting notices", |office, _| correcting(&office.state.correcting_notices)),
        ("the letter", |office, _| letter(&office.state)),
        ("the sendings", |office, _| {
            let one = |round: &trajet_questionnaire_domain::Round| {
                let due = round.sent.due_back.map(|day| format!(", due back {day}")).unwrap_or_default();
                format!("{} {}{due}", round.sent.on, round.sent.route.code().replace('_', " "))
            };
            let told: Vec<_> = office.state.rounds.iter().map(one).collect();
            if told.is_empty() { "none".to_owned() } else { told.join("; ") }
        }),
        ("the answers", |office, _| {
            let answers = office.state.rounds.iter().flat_map(|round| &round.answers);
            let one = |answer: &trajet_questionnaire_domain::CompleteAnswer| {
                let corrects = answer.corrects.map(|number| format!(" corrects {number}")).unwrap_or_default();
                format!(
                    "{} {}{corrects}, to {} {}",
                    answer.number, answer.on, answer.definition.code, answer.definition.version
                )
            };
            let told: Vec<_> = answers.map(one).collect();
            if told.is_empty() { "none".to_owned() } else { told.join("; ") }
        }),
        ("the profile", |office, _| {
            let answer = office.state.rounds.iter().flat_map(|round| &round.answers).last();
            answer.map_or_else(|| "none".to_owned(), |answer| form::profile(&answer.profile))
        }),
        ("the medical reasons", |_, _| {
            CscmiReason::ALL.iter().map(|one| one.code().replace('_', " ")).collect::<Vec<_>>().join("; ")
        }),
        ("what is wrong with the form", |_, said| form::problems_of(said)),
    ];

    const EVENTS: &'static [(&'static str, &'static str, &'static str)] =
        &[(include_str!("../../../services/questionnaire/domain/src/event.rs"), "pub enum Event {", "")];

    fn under(law: &'static Law) -> Self {
        Self { state: State { law, ..State::default() }, ..Self::default() }
    }

    fn act(&mut self, command: &Command, today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        let events = decide(&self.state, command, &context(today)).map_err(|why| refused(&why))?;
        for event in &events {
            apply(&mut self.state, event);
        }
        let cause = match command {
            Command::Note(_) => Cause::Fact,
            Command::FireSend { .. } | Command::FireReturnMissed => Cause::Timer,
            _ => Cause::Act,
        };
        self.history.record(cause, today, &events);
        Ok(events.iter().map(happened).collect())
    }

    fn due(&self, today: NaiveDate) -> Option<(NaiveDate, Command)> {
        let (on, kind) = first_due(timers(&self.state).into_iter().map(|timer| (timer.fire_on, timer.kind)), today)?;
        let definition = form::definition().reference();
        let command = match kind {
            TimerKind::Send => Command::FireSend { route: Route::A, definition },
            TimerKind::SendRouteB => Command::FireSend { route: Route::B, definition },
            TimerKind::ReturnMissed => Command::FireReturnMissed,
        };
        Some((on, command))
    }

    fn deadlines(&self) -> Option<&Deadlines> {
        Some(&self.state.deadlines)
    }

    fn recorded(&self) -> Option<u64> {
        Some(self.history.recorded())
    }

    fn annul(&mut self, act: Annul, today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        annul!(self, trajet_questionnaire_domain, act, &[], context(today), |why| refused(&why), happened)
    }
}

/// How a language is written.
const LANGUAGES: [&str; 4] = ["fr", "nl", "de", "en"];

fn source(ledger: &str) -> Source {
    Source { ledger: ledger.into(), position: 1 }
}

fn person() -> Person {
    Person {
        niss: "85073003328".into(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        language: Language::French,
        municipality: Some("21004".into()),
    }
}

fn contact(said: &mut Said) -> Contact {
    let telephone = if said.flag("without a telephone number") { "" } else { "+32 2 555 01 23" };
    Contact { name: "Marie Lambert".into(), telephone: telephone.into(), email: "marie@post.example".into() }
}

fn recognised(said: &mut Said) -> Command {
    let incapacity_start = said.day("first day");
    let taken_over = taken_over::told(said);
    let recognition = Recognition {
        person: person(),
        incapacity_start,
        recognised_on: said.on,
        taken_over,
        answered_in: taken_over.map(|_| form::definition().reference()),
        source: source("assessment/300"),
    };
    Command::Note(Fact::Recognised(recognition))
}

fn corrected(said: &mut Said) -> Command {
    let (from, to) = (said.day("from"), said.day("to"));
    Command::Note(Fact::Corrected(StartCorrection { from, to, on: said.on, source: source("assessment/300") }))
}

fn kind(said: &mut Said) -> TrackKind {
    one_of!(said, "of", TrackKind).unwrap_or_else(|| {
        said.wrong(format!("\"{}\" needs \"of …\", such as \"of authorised work\"", said.phrase));
        TrackKind::AuthorisedWork
    })
}

fn track_started(said: &mut Said) -> Command {
    let (kind, until) = (kind(said), said.date("until"));
    Command::Note(Fact::TrackStarted { kind, from: said.on, until, source: source("assessment/300") })
}

fn track_ended(said: &mut Said) -> Command {
    let kind = kind(said);
    Command::Note(Fact::TrackEnded { kind, from: None, until: said.on, source: source("assessment/300") })
}

fn ended(said: &mut Said) -> Command {
    let ending = if said.flag("by death") { Ending::Deceased } else { Ending::IncapacityEnded };
    let died_on = said.date("died after it");
    Command::Note(Fact::Ended { last_day: said.on, ending, died_on, source: source("assessment/300") })
}

fn kept_back(said: &mut Said) -> Command {
    let reason = one_of!(said, "namely", CscmiReason).unwrap_or(CscmiReason::Coma);
    Command::Waive { reason, by: SubjectId("physician".into()), contact: contact(said), decided_on: said.on }
}

fn helper(said: &mut Said) -> Helper {
    match said.text("helper") {
        None => Helper::Coordinator(SubjectId("coordinator".into())),
        Some(name) => Helper::Delegate(SubjectId(name)),
    }
}

fn filled_in(said: &mut Said) -> FilledIn {
    let definition = Arc::new(form::definition_of(said));
    let language = said.one_of("in", |code| code.parse().ok(), LANGUAGES.into_iter());
    FilledIn { definition, answers: form::answers(said), by: filled_by(said), language }
}

fn filled_by(said: &mut Said) -> FilledBy {
    match said.text("with the help of") {
        None => FilledBy::InsuredPerson,
        Some(name) if name == "the coordinator" => {
            FilledBy::Helped(Helper::Coordinator(SubjectId("coordinator".into())))
        }
        Some(name) => FilledBy::Helped(Helper::Delegate(SubjectId(name))),
    }
}

/// What the letter says to who gets no questionnaire: the coordinator with all their contact details, and no diagnosis.
fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today }
}

fn refused(why: &Rejection) -> Refused {
    let (ground, parameter) = (Some(why.ground()), why.parameter().cloned());
    Refused { code: why.code(), ground, earliest: None, latest: why.latest(), parameter }
}

fn happened(event: &Event) -> Happened {
    let because_of = because_of(event.decision());
    Happened { because_of, ..Happened::of(event, event.effective_on(), event.ground()) }
}

fn letter(state: &State) -> String {
    let Some(notice) = &state.notice else { return "none".to_owned() };
    let letter = notice::render(notice.text, notice.language, &person(), &notice.contact, None);
    let text = letter.paragraphs.join(" ");
    let details = [&notice.contact.name, &notice.contact.telephone, &notice.contact.email];
    let reached = details.iter().all(|detail| text.contains(detail.as_str()));
    let named = CscmiReason::ALL.iter().any(|reason| text.contains(reason.code()));
    format!(
        "{}, {}, {}",
        notice.on,
        if reached { "with the coordinator's name, telephone and e-mail" } else { "without the coordinator" },
        if named { "with a diagnosis" } else { "without a diagnosis" },
    )
}
