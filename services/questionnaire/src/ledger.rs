//! The domain as the ledger drives it.

use std::sync::Arc;

use chrono::NaiveDate;
use trajet_law::file_access::FileAccess;
use trajet_law::law::Law;
use trajet_ledger::{Body, Context, Domain, Revision, Row, SchemaStep, Standing, Table, UnknownShape};
use trajet_questionnaire_domain::{self as domain, Event, Fact, Recognition, Rejection, Route, State};
use trajet_service::{Guarded, Pseudonyms};
use trajet_service::{annul, file_access};
use uuid::Uuid;

use crate::definitions::Definitions;
use crate::{stored, views};

/// The questionnaire service's law, with the definitions it sends and the keyed hashes that hide whom a row is about.
pub struct Questionnaire {
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) law: &'static Law,
    pub(crate) definitions: Arc<Definitions>,
}

/// What the ledger is asked to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A command of the domain: a legal act, a fact, or a timer that needs to know no more.
    Given(domain::Command),
    /// The timer of sending for a route. Which version is sent is settled within the decision, by the day on which it is
    /// made.
    Send(Route),
}

impl From<domain::Command> for Command {
    fn from(command: domain::Command) -> Self {
        Self::Given(command)
    }
}

/// Why a command is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing was ever told of the case.
    #[error("there is no such case")]
    NoCase,
    /// The law refuses.
    #[error(transparent)]
    Law(#[from] Rejection),
}

impl Domain for Questionnaire {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Refusal;

    const SERVICE: &'static str = crate::NAME;
    const WRITER_SCHEMA: i64 = 1;

    fn nothing_yet(&self) -> State {
        State { law: self.law, ..State::default() }
    }

    fn schema(&self) -> &'static [SchemaStep] {
        &views::SCHEMA
    }

    fn tables(&self) -> &'static [&'static Table] {
        &views::TABLES
    }

    fn decide(&self, state: &State, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
        let context = domain::Context { now: context.now, today: context.today };
        let send;
        let command = match command {
            // Which version answers one that was sent before go-live is settled as that of a sending is.
            Command::Given(domain::Command::Note(Fact::Recognised(told)))
                if told.taken_over.is_some_and(|known| known.questionnaire_sent_on.is_some()) =>
            {
                let answered_in = Some(self.definitions.on(context.today).reference());
                send = domain::Command::Note(Fact::Recognised(Recognition { answered_in, ..told.clone() }));
                &send
            }
            Command::Given(command) => command,
            Command::Send(route) => {
                let definition = self.definitions.on(context.today).reference();
                send = domain::Command::FireSend { route: *route, definition };
                &send
            }
        };
        // Only a fact makes a case known: no other command is meant for one that is not.
        if !matches!(command, domain::Command::Note(_) | domain::Command::NoteFileAccess(_))
            && *state == self.nothing_yet()
        {
            return Err(Refusal::NoCase);
        }
        Ok(domain::decide(state, command, &context)?)
    }

    fn decide_in(
        &self,
        history: &[Standing<Event>],
        state: &State,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let Command::Given(domain::Command::Annul { mistake, instead }) = command else {
            return self.decide(state, command, context);
        };
        let context = domain::Context { now: context.now, today: context.today };
        Ok(domain::annul(self.law, &annul::acted(history), mistake, instead, &context)?)
    }

    fn joined(&self, command: Command, following: Vec<Command>) -> Command {
        let given = |command| if let Command::Given(command) = command { Some(command) } else { None };
        match command {
            Command::Given(domain::Command::Annul { mistake, instead: _ }) => {
                domain::Command::Annul { mistake, instead: following.into_iter().filter_map(given).collect() }.into()
            }
            command => command,
        }
    }

    fn is_closed(&self, state: &State, _: &Command, subject: &str, today: NaiveDate) -> bool {
        file_access::is_closed::<Self>(state, subject, today)
    }

    fn revises<'e>(&self, event: &'e Event) -> Option<Revision<'e>> {
        event.annulled().map(annul::revision)
    }

    fn apply(&self, state: &mut State, event: &Event) {
        domain::apply(state, event);
    }

    fn encode(&self, event: &Event) -> Body {
        let (kind, bytes) = stored::write(event);
        Body { kind, schema: 1, since: 1, effective_on: event.effective_on(), basis: event.ground().to_string(), bytes }
    }

    fn decode(&self, kind: &str, schema: i64, bytes: &[u8]) -> Result<Event, UnknownShape> {
        let unknown = || UnknownShape { kind: kind.to_owned(), schema };
        if schema == 1 { stored::read(kind, bytes).map_err(|_| unknown()) } else { Err(unknown()) }
    }

    fn project(&self, stream: Uuid, state: &State) -> Vec<Row> {
        views::rows(self, stream, state)
    }

    fn claim(&self, _command: &Command) -> Option<Vec<u8>> {
        // Cases come from medical assessment, which sees to it that a person has each of them once.
        None
    }
}

impl Guarded for Questionnaire {
    fn file_access(state: &State) -> Option<&FileAccess> {
        Some(&state.file)
    }
}
