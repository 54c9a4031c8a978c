//! The domain as the ledger drives it.

use chrono::NaiveDate;
use trajet_exchange_domain::{self as domain, CaseId, Command, Event, Rejection, ReportId, State};
use trajet_law::annul::{Mistake, NotAnnulled};
use trajet_law::file_access::FileAccess;
use trajet_ledger::{Body, Context, Domain, Revision, Row, SchemaStep, Standing, Table, UnknownShape};
use trajet_service::{Guarded, Pseudonyms};
use trajet_service::{annul, file_access};
use uuid::Uuid;

use crate::{stored, views};

/// The exchange service's law, with the keyed hashes that hide whom a row is about.
pub struct Exchange {
    pub(crate) pseudonyms: Pseudonyms,
}

impl Exchange {
    /// By which it is known that one case holds a report that no other may.
    pub(crate) fn claim_key(&self, report: ReportId) -> Vec<u8> {
        self.pseudonyms.claim(&["report", &Uuid::from_bytes(report.0).to_string()])
    }
}

impl Domain for Exchange {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    const SERVICE: &'static str = crate::NAME;
    const WRITER_SCHEMA: i64 = 1;
    const ERASING: &'static [&'static str] = &stored::ERASING;

    fn schema(&self) -> &'static [SchemaStep] {
        &views::SCHEMA
    }

    fn tables(&self) -> &'static [&'static Table] {
        &views::TABLES
    }

    fn decide(&self, state: &State, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
        let context = domain::Context {
            now: context.now,
            today: context.today,
            claimed_by: context.claimed_by.map(|case| CaseId(case.into_bytes())),
        };
        domain::decide(state, command, &context)
    }

    fn decide_in(
        &self,
        history: &[Standing<Event>],
        state: &State,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Event>, Rejection> {
        let Command::Annul { mistake, instead } = command else {
            return self.decide(state, command, context);
        };
        // The streams of partners and of their reports have no act that is annulled: they answer as those that are not there.
        if matches!(mistake, Mistake::Act(_)) && !matches!(state, State::Case(_)) {
            return Err(NotAnnulled::NoSuchAct.into());
        }
        let context = domain::Context { now: context.now, today: context.today, claimed_by: None };
        domain::annul(&annul::acted(history), mistake, instead, &context)
    }

    fn joined(&self, command: Command, following: Vec<Command>) -> Command {
        match command {
            Command::Annul { mistake, instead: _ } => Command::Annul { mistake, instead: following },
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

    fn claim(&self, command: &Command) -> Option<Vec<u8>> {
        domain::claimed(command).map(|report| self.claim_key(report))
    }
}

impl Guarded for Exchange {
    fn file_access(state: &State) -> Option<&FileAccess> {
        if let State::Case(case) = state { Some(&*case.file) } else { None }
    }
}
