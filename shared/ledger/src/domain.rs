//! What a service brings to the ledger: its pure decisions, the stored shape of its events, and its views.

use std::error::Error;
use std::fmt;
use std::num::NonZeroUsize;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::SchemaStep;
use crate::story::{Revision, Standing};
use crate::table::{Kind, OnConflict, Row, Table, Value};

/// A service's law and shapes. Everything here is a function of its arguments: no clock, no randomness, no I/O.
pub trait Domain: Send + Sync + 'static {
    /// What is known of one case.
    type State: Default + Clone + Send + Sync + 'static;
    /// A legal act, a fact of another service, or a timer that fired.
    type Command: Send + Sync + 'static;
    /// What happened.
    type Event: Clone + Send + Sync + 'static;
    /// Why the law refuses.
    type Rejection: Error + Clone + Send + Sync + 'static;

    /// The service's name, the first part of its ledgers' names.
    const SERVICE: &'static str;

    /// The version of the stored shapes this program writes. A ledger may be held at an earlier one while replicas
    /// of an earlier program still read it.
    const WRITER_SCHEMA: i64;

    /// The kinds of events that end their stream for good: in the transaction that records one the stream's key is destroyed,
    /// and with it all that its events say of a person, and the answers to the requests that wrote them are forgotten. Nothing
    /// can be written to the stream any more, and after it the stream must hold no row. Kinds are in clear, so that an erasure
    /// can be told from a loss for ever: one that was once written stays in this list.
    const ERASING: &'static [&'static str] = &[];

    /// The most streams that the writer keeps in memory, some kilobytes each.
    const CACHED: NonZeroUsize = NonZeroUsize::new(10_000).expect("not zero");

    /// The name of an insurer's ledger.
    fn ledger(&self, insurer: &str) -> String {
        format!("{}/{insurer}", Self::SERVICE)
    }

    /// What is known of a case of which nothing happened yet.
    fn nothing_yet(&self) -> Self::State {
        Self::State::default()
    }

    /// The steps that make the service's own tables; numbered from 100.
    fn schema(&self) -> &'static [SchemaStep];

    /// The tables that [`Self::project`] fills.
    fn tables(&self) -> &'static [&'static Table];

    /// Decides a command on a state: events, or the reason why not. No event at all is an accepted no-op.
    ///
    /// # Errors
    /// The rejection.
    fn decide(
        &self,
        state: &Self::State,
        command: &Self::Command,
        context: &Context,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;

    /// Decides a command that needs more than the state: the history of the case, in the order in which its events stand.
    ///
    /// # Errors
    /// The rejection.
    fn decide_in(
        &self,
        _history: &[Standing<Self::Event>],
        state: &Self::State,
        command: &Self::Command,
        context: &Context,
    ) -> Result<Vec<Self::Event>, Self::Rejection> {
        self.decide(state, command, context)
    }

    /// Whether a case is closed on a day to who gives a command, so that it answers as one that is not there. It is asked of
    /// the state on which the command is decided, whatever was so when it was sent.
    fn is_closed(&self, _state: &Self::State, _command: &Self::Command, _subject: &str, _today: NaiveDate) -> bool {
        false
    }

    /// What an event changes of the history before it; `None` for one that only adds to it.
    fn revises<'e>(&self, _event: &'e Self::Event) -> Option<Revision<'e>> {
        None
    }

    /// Applies an event. Never fails, never consults the law: the event says all.
    fn apply(&self, state: &mut Self::State, event: &Self::Event);

    /// The stored shape of an event.
    fn encode(&self, event: &Self::Event) -> Body;

    /// Reads a stored shape, of this or any earlier version.
    ///
    /// # Errors
    /// If the kind is not known or its bytes cannot be read: the reader stops, it does not skip.
    fn decode(&self, kind: &str, schema: i64, bytes: &[u8]) -> Result<Self::Event, UnknownShape>;

    /// The command of a fact, with those of the facts that were recorded with it and are to be known when it is decided
    /// ([`FactCommand::followed_by`](crate::feed::FactCommand::followed_by)).
    fn joined(&self, command: Self::Command, _following: Vec<Self::Command>) -> Self::Command {
        command
    }

    /// The rows that the views, the timers and the claims hold for a stream in this state.
    fn project(&self, stream: Uuid, state: &Self::State) -> Vec<Row>;

    /// The claim that a command is about to take, if any: its holder is looked up under the head's lock.
    fn claim(&self, command: &Self::Command) -> Option<Vec<u8>>;

    /// The claims that a command may take again which the stream held before, looked up likewise: what another stream holds of
    /// them is [`Context::claimed_by`].
    fn claims_again(&self, _history: &[Standing<Self::Event>], _command: &Self::Command) -> Vec<Vec<u8>> {
        Vec::new()
    }
}

/// What a decision may know besides state and command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The civil date in Brussels.
    pub today: NaiveDate,
    /// The stream that holds the command's claim.
    pub claimed_by: Option<Uuid>,
}

/// The stored shape of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// What kind of event, such as `incapacity_declared`.
    pub kind: &'static str,
    /// The version of the kind's shape.
    pub schema: i64,
    /// The writer schema from which this kind may be written.
    pub since: i64,
    /// The civil date from which it counts.
    pub effective_on: NaiveDate,
    /// The rule it rests on, or a point of it.
    pub basis: String,
    /// What is said of the person, to be sealed.
    pub bytes: Vec<u8>,
}

/// An event that this program cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the event kind {kind} with schema {schema} cannot be read by this program")]
pub struct UnknownShape {
    /// The kind as stored.
    pub kind: String,
    /// Its schema as stored.
    pub schema: i64,
}

/// Who caused an event, as it is stored: role, subject and organisation, or the part of the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    stored: String,
    kept_out_as: Option<String>,
}

impl Actor {
    /// A caller with a role.
    #[must_use]
    pub fn caller(role: &str, subject: &str, organisation: &str) -> Self {
        Self { stored: format!("{role}:{subject}@{organisation}"), kept_out_as: None }
    }

    /// A timer of this service.
    #[must_use]
    pub fn timer() -> Self {
        Self::part("system:timer".to_owned())
    }

    /// A fact of another ledger.
    #[must_use]
    pub fn fact(source: &str) -> Self {
        Self::part(format!("system:{source}"))
    }

    /// The law of this platform, which changed (T8).
    #[must_use]
    pub fn law() -> Self {
        Self::part("system:law".to_owned())
    }

    const fn part(stored: String) -> Self {
        Self { stored, kept_out_as: None }
    }

    /// Somebody to whom a case can be closed, by their subject: [`Domain::is_closed`] is asked where the act is decided.
    #[must_use]
    pub fn who_can_be_kept_out(self, subject: &str) -> Self {
        Self { kept_out_as: Some(subject.to_owned()), ..self }
    }

    /// As whom they can be kept out of a case.
    pub(crate) fn kept_out_as(&self) -> Option<&str> {
        self.kept_out_as.as_deref()
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.stored
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stored)
    }
}

pub(crate) static TIMER: Table = Table {
    name: "timer",
    key: 2,
    columns: &[("stream", Kind::Id), ("kind", Kind::Text), ("fire_on", Kind::Text)],
    on_conflict: OnConflict::Replace,
};

pub(crate) static CLAIM: Table = Table {
    name: "claim",
    key: 1,
    columns: &[("claim", Kind::Bytes), ("stream", Kind::Id)],
    on_conflict: OnConflict::Fail,
};

/// The tables of the ledger itself that are functions of the streams' states.
pub(crate) static OWN_TABLES: [&Table; 3] = [&TIMER, &CLAIM, &PARKED_FACT];

static PARKED_FACT: Table = Table {
    name: "parked_fact",
    key: 3,
    columns: &[
        ("stream", Kind::Id),
        ("source", Kind::Text),
        ("position", Kind::Int),
        ("fact", Kind::Text),
        ("because", Kind::Text),
        ("parked_on", Kind::Text),
    ],
    on_conflict: OnConflict::Replace,
};

/// A fact of another service that cannot act yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedFact<'a> {
    /// The ledger it came from.
    pub source: &'a str,
    /// Its place there.
    pub position: i64,
    /// What kind of fact.
    pub fact: &'a str,
    /// Why it cannot act, as a code.
    pub because: &'a str,
    /// Since when.
    pub parked_on: NaiveDate,
}

impl Row {
    /// A timer: the stream is looked at again on that day. At most one of a kind a stream.
    #[must_use]
    pub fn timer(stream: Uuid, kind: &str, fire_on: NaiveDate) -> Self {
        Self::new(&TIMER, vec![Value::Id(stream), Value::Text(kind.to_owned()), Value::Text(fire_on.to_string())])
    }

    /// A claim that the stream holds.
    #[must_use]
    pub fn claim(stream: Uuid, claim: Vec<u8>) -> Self {
        Self::new(&CLAIM, vec![Value::Bytes(claim), Value::Id(stream)])
    }

    /// What the row claims, if it is a claim.
    pub(crate) fn claimed(&self) -> Option<Vec<u8>> {
        match (self.table == &CLAIM, self.values.first()) {
            (true, Some(Value::Bytes(claim))) => Some(claim.clone()),
            _ => None,
        }
    }

    /// A fact that waits.
    #[must_use]
    pub fn parked_fact(stream: Uuid, parked: &ParkedFact<'_>) -> Self {
        Self::new(
            &PARKED_FACT,
            vec![
                Value::Id(stream),
                Value::Text(parked.source.to_owned()),
                Value::Int(parked.position),
                Value::Text(parked.fact.to_owned()),
                Value::Text(parked.because.to_owned()),
                Value::Text(parked.parked_on.to_string()),
            ],
        )
    }
}
