//! A service small enough to know by heart: accounts that are added to and never fall below nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use trajet_ledger::{Actor, ParkedFact};
use trajet_ledger::{
    Body, Context, Domain, DueTimer, Kind, OnConflict, Request, Row, SchemaStep, Submission, Table, UnknownShape, Value,
};
use uuid::Uuid;

/// The accounts, or (`LISTENER`) the service that listens to them.
#[derive(Debug, Clone)]
pub(crate) struct Toy<const LISTENER: bool> {
    /// Whether this program knows the kind of event that came last.
    pub(crate) modern: bool,
}

pub(crate) type Bank = Toy<false>;
pub(crate) type Listener = Toy<true>;

/// The timer whose command is always refused.
pub(crate) const STUCK: &str = "stuck";
/// More than the table takes, which `decide` does not know.
pub(crate) const TOO_MUCH: i64 = 1_000_001;
/// How many of the last amounts a view shows.
const SHOWN: usize = 3;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) balance: i64,
    pub(crate) amounts: Vec<i64>,
    pub(crate) note: Option<String>,
    pub(crate) timers: BTreeMap<String, NaiveDate>,
    pub(crate) fired: Vec<String>,
    pub(crate) claims: BTreeSet<String>,
    pub(crate) facts: Vec<i64>,
    pub(crate) poisoned: bool,
    pub(crate) erased: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    /// Nothing happens if the amount is nothing; refused if the balance would fall below it.
    Add {
        amount: i64,
        note: String,
    },
    /// Nothing happens where the balance is that already.
    SetTo(i64),
    /// As many events.
    AddEach(Vec<i64>),
    Refuse,
    Panic,
    /// The decision is fine; applying the event panics, or projecting the state.
    PanicLater {
        in_views: bool,
    },
    SetTimer {
        kind: String,
        on: NaiveDate,
    },
    Fire {
        kind: String,
        on: NaiveDate,
    },
    Claim(String),
    /// The claim is free, and then the table refuses the balance.
    ClaimTooMuch(String),
    Release(String),
    /// Two events, of which the second needs writer schema 2.
    Modernise,
    Fact {
        amount: i64,
    },
    Erase,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    Added { amount: i64, note: String },
    TimerSet { kind: String, on: NaiveDate },
    TimerFired { kind: String },
    Claimed(String),
    Released(String),
    Modernised,
    FactTaken { amount: i64 },
    Poisoned { in_views: bool },
    Erased,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the balance would fall below nothing")]
    Overdrawn,
    #[error("refused")]
    Refused,
    #[error("another account holds the claim")]
    Taken { by: Uuid },
}

static ACCOUNT: Table = Table {
    name: "account",
    key: 1,
    columns: &[("stream", Kind::Id), ("balance", Kind::Int), ("note", Kind::Sealed), ("last_timer", Kind::Text)],
    on_conflict: OnConflict::Replace,
};
static RECENT: Table = Table {
    name: "recent",
    key: 2,
    columns: &[("stream", Kind::Id), ("number", Kind::Int), ("amount", Kind::Int)],
    on_conflict: OnConflict::Replace,
};
static TABLES: [&Table; 2] = [&ACCOUNT, &RECENT];
static STEPS: [SchemaStep; 1] = [SchemaStep::same(
    100,
    "toy",
    "CREATE TABLE account (ledger CTEXT NOT NULL, stream UUID NOT NULL, balance BIGINT NOT NULL CHECK (balance <= 1000000), \
        note BYTEA, last_timer CTEXT, PRIMARY KEY (ledger, stream)); \
     CREATE TABLE recent (ledger CTEXT NOT NULL, stream UUID NOT NULL, number BIGINT NOT NULL, amount BIGINT NOT NULL, \
        PRIMARY KEY (ledger, stream, number));",
)];

impl<const LISTENER: bool> Domain for Toy<LISTENER> {
    type State = Account;
    type Command = Command;
    type Event = Event;
    type Rejection = Refusal;

    const SERVICE: &'static str = if LISTENER { "listener" } else { "toy" };
    const WRITER_SCHEMA: i64 = 1;
    const ERASING: &'static [&'static str] = &["erased"];

    fn schema(&self) -> &'static [SchemaStep] {
        &STEPS
    }

    fn tables(&self) -> &'static [&'static Table] {
        &TABLES
    }

    fn decide(&self, account: &Account, command: &Command, context: &Context) -> Result<Vec<Event>, Refusal> {
        Ok(match command.clone() {
            Command::Add { amount, .. } if account.balance + amount < 0 => return Err(Refusal::Overdrawn),
            Command::Add { amount, note } if amount != 0 => vec![Event::Added { amount, note }],
            Command::SetTo(balance) if balance != account.balance => {
                vec![Event::Added { amount: balance - account.balance, note: String::new() }]
            }
            Command::AddEach(amounts) => {
                amounts.into_iter().map(|amount| Event::Added { amount, note: String::new() }).collect()
            }
            Command::Refuse => return Err(Refusal::Refused),
            Command::Panic => panic!("asked to"),
            Command::PanicLater { in_views } => vec![Event::Poisoned { in_views }],
            Command::SetTimer { kind, on } => vec![Event::TimerSet { kind, on }],
            Command::Fire { kind, .. } if kind == STUCK => return Err(Refusal::Refused),
            Command::Fire { kind, on } if account.timers.get(&kind) == Some(&on) => vec![Event::TimerFired { kind }],
            Command::Claim(name) if !account.claims.contains(&name) => match context.claimed_by {
                Some(by) => return Err(Refusal::Taken { by }),
                None => vec![Event::Claimed(name)],
            },
            Command::ClaimTooMuch(name) => {
                vec![Event::Claimed(name), Event::Added { amount: TOO_MUCH, note: String::new() }]
            }
            Command::Release(name) if account.claims.contains(&name) => vec![Event::Released(name)],
            Command::Modernise => vec![Event::Added { amount: 1, note: String::new() }, Event::Modernised],
            Command::Fact { amount } => vec![Event::FactTaken { amount }],
            Command::Erase => vec![Event::Erased],
            Command::SetTo(_)
            | Command::Add { .. }
            | Command::Fire { .. }
            | Command::Claim(_)
            | Command::Release(_) => vec![],
        })
    }

    fn apply(&self, account: &mut Account, event: &Event) {
        match event.clone() {
            Event::Added { amount, note } => {
                account.balance += amount;
                account.amounts.push(amount);
                account.note = (!note.is_empty()).then_some(note);
            }
            Event::TimerSet { kind, on } => {
                account.timers.insert(kind, on);
            }
            Event::TimerFired { kind } => {
                account.timers.remove(&kind);
                account.fired.push(kind);
            }
            Event::Claimed(name) => {
                account.claims.insert(name);
            }
            Event::Released(name) => {
                account.claims.remove(&name);
            }
            Event::Modernised => {}
            Event::FactTaken { amount } => account.facts.push(amount),
            Event::Erased => account.erased = true,
            Event::Poisoned { in_views: true } => account.poisoned = true,
            Event::Poisoned { in_views: false } => panic!("asked to"),
        }
    }

    fn encode(&self, event: &Event) -> Body {
        let (kind, since, text) = match event {
            Event::Added { amount, note } => ("added", 1, format!("{amount} {note}")),
            Event::TimerSet { kind, on } => ("timer_set", 1, format!("{on} {kind}")),
            Event::TimerFired { kind } => ("timer_fired", 1, kind.clone()),
            Event::Claimed(name) => ("claimed", 1, name.clone()),
            Event::Released(name) => ("released", 1, name.clone()),
            Event::Modernised => ("modernised", 2, String::new()),
            Event::FactTaken { amount } => ("fact_taken", 1, amount.to_string()),
            Event::Poisoned { .. } => ("poisoned", 1, String::new()),
            Event::Erased => ("erased", 1, String::new()),
        };
        Body { kind, schema: 1, since, effective_on: first_day(), basis: "T6".to_owned(), bytes: text.into_bytes() }
    }

    fn decode(&self, kind: &str, schema: i64, bytes: &[u8]) -> Result<Event, UnknownShape> {
        let text = std::str::from_utf8(bytes).unwrap();
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        Ok(match kind {
            "added" => Event::Added { amount: first.parse().unwrap(), note: rest.to_owned() },
            "timer_set" => Event::TimerSet { kind: rest.to_owned(), on: first.parse().unwrap() },
            "timer_fired" => Event::TimerFired { kind: text.to_owned() },
            "claimed" => Event::Claimed(text.to_owned()),
            "released" => Event::Released(text.to_owned()),
            "erased" => Event::Erased,
            "modernised" if self.modern => Event::Modernised,
            "fact_taken" => Event::FactTaken { amount: text.parse().unwrap() },
            _ => return Err(UnknownShape { kind: kind.to_owned(), schema }),
        })
    }

    fn project(&self, stream: Uuid, account: &Account) -> Vec<Row> {
        assert!(!account.poisoned, "asked to");
        if account.erased {
            return Vec::new();
        }
        let note = Value::text(account.note.clone());
        let last_timer = Value::text(account.fired.last().cloned());
        let mut rows = vec![Row::new(&ACCOUNT, vec![Value::Id(stream), Value::Int(account.balance), note, last_timer])];
        let hidden = account.amounts.len().saturating_sub(SHOWN);
        rows.extend((1..).zip(&account.amounts).skip(hidden).map(|(number, amount)| {
            Row::new(&RECENT, vec![Value::Id(stream), Value::Int(number), Value::Int(*amount)])
        }));
        rows.extend(account.timers.iter().map(|(kind, on)| Row::timer(stream, kind, *on)));
        rows.extend(account.claims.iter().map(|name| Row::claim(stream, name.clone().into_bytes())));
        rows.extend((1..).zip(&account.facts).map(|(position, _)| {
            let (source, fact, because) = ("toy/300", "added", "NOBODY_ASKED");
            Row::parked_fact(stream, &ParkedFact { source, position, fact, because, parked_on: first_day() })
        }));
        rows
    }

    fn joined(&self, command: Command, following: Vec<Command>) -> Command {
        let amount = |command: &Command| if let Command::Fact { amount } = command { *amount } else { 0 };
        match command {
            Command::Fact { amount: first } => {
                Command::Fact { amount: first + 1000 * following.iter().map(amount).sum::<i64>() }
            }
            command => command,
        }
    }

    fn claim(&self, command: &Command) -> Option<Vec<u8>> {
        match command {
            Command::Claim(name) | Command::ClaimTooMuch(name) => Some(name.clone().into_bytes()),
            _ => None,
        }
    }
}

/// The day on which every test begins.
pub(crate) fn first_day() -> NaiveDate {
    day("2022-09-01")
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(crate) fn add(amount: i64) -> Command {
    Command::Add { amount, note: String::new() }
}

/// The command that a due timer becomes.
pub(crate) fn on_timer(timer: &DueTimer) -> Option<Command> {
    (timer.kind != "unheard of").then(|| Command::Fire { kind: timer.kind.clone(), on: timer.fire_on })
}

/// A command for a stream, as one request of the usual caller.
pub(crate) fn ask<const LISTENER: bool>(stream: Uuid, request: u128, command: Command) -> Submission<Toy<LISTENER>> {
    Submission {
        stream,
        request: Request {
            method: "toy.Act".to_owned(),
            id: id(request),
            content: format!("{stream} {command:?}").into_bytes(),
        },
        command,
        if_version: None,
        actor: Actor::caller("physician", "p-1", "300"),
        trace: String::new(),
        source: None,
    }
}
