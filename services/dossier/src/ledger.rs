//! The domain as the ledger drives it.

use chrono::NaiveDate;
use trajet_dossier_domain::{self as domain, Command, Event, Registry, Rejection, State};
use trajet_law::annul::Mistake;
use trajet_law::file_access::FileAccess;
use trajet_law::law::Law;
use trajet_ledger::{Body, Context, Domain, Revision, Row, SchemaStep, Standing, Table, UnknownShape};
use trajet_service::{Guarded, Pseudonyms};
use trajet_service::{annul, file_access};
use uuid::Uuid;

use crate::{stored, views};

/// The dossier service's law, with the keyed hashes that hide whom a row is about.
pub struct Dossier {
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) law: &'static Law,
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

impl Domain for Dossier {
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
        // Only a fact makes a case known: no other command is meant for one that is not. What the registry holds is no case.
        let about_a_case = !matches!(command, Command::Note(_) | Command::NoteFileAccess(_) | Command::Registry(_));
        if about_a_case && (*state == self.nothing_yet() || state.registry != Registry::Empty) {
            return Err(Refusal::NoCase);
        }
        let context = domain::Context { now: context.now, today: context.today };
        Ok(domain::decide(state, command, &context)?)
    }

    fn decide_in(
        &self,
        history: &[Standing<Event>],
        state: &State,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let Command::Annul { mistake, instead, by } = command else {
            return self.decide(state, command, context);
        };
        // What was told comes before its case, and never to what the registry holds.
        let asked = matches!(mistake, Mistake::Act(_));
        if asked && (*state == self.nothing_yet() || state.registry != Registry::Empty) {
            return Err(Refusal::NoCase);
        }
        let context = domain::Context { now: context.now, today: context.today };
        Ok(domain::annul(self.law, &annul::acted(history), mistake, (instead, *by), &context)?)
    }

    fn joined(&self, command: Command, following: Vec<Command>) -> Command {
        match command {
            Command::Annul { mistake, instead: _, by } => Command::Annul { mistake, instead: following, by },
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

impl Guarded for Dossier {
    fn file_access(state: &State) -> Option<&FileAccess> {
        (state.registry == Registry::Empty).then_some(&state.file)
    }
}
