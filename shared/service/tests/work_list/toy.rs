//! A service whose cases are whatever a test says.

use std::sync::Arc;

use chrono::NaiveDate;
use tokio_util::sync::CancellationToken;
use trajet_belgium::Language;
use trajet_contracts::r#type::v1::{FoundPerson, WorkRow};
use trajet_law::deadline::{Actor, Closure, Counted, Deadline, Deadlines, Plan, Step};
use trajet_law::file_access::FileAccess;
use trajet_law::rule::Rule;
use trajet_ledger as ledger;
use trajet_ledger::{
    Body, Context, Db, Domain, Kind, Ledger, Location, OnConflict, Row, SchemaStep, Setup, Submission, Table,
    UnknownShape, Value,
};
use trajet_runtime::{Clock, Entropy, KeyRing};
use trajet_service::work::{self, GivenTo, Person, Visible};
use trajet_service::{Pseudonyms, file_access};
use uuid::Uuid;

pub(crate) const TODAY: &str = "2022-12-15";

pub(crate) struct Toy {
    pub(crate) pseudonyms: Pseudonyms,
}

/// A case.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) person: u64,
    pub(crate) surname: String,
    pub(crate) first_names: String,
    pub(crate) invalid_from: Option<NaiveDate>,
    pub(crate) given_to: Option<&'static str>,
    pub(crate) file: FileAccess,
    pub(crate) deadlines: Vec<Deadline>,
}

impl Shown {
    pub(crate) fn of(person: u64, deadlines: &[Deadline]) -> Self {
        Self {
            person,
            surname: format!("Peeters {person}"),
            first_names: "Anna".into(),
            invalid_from: None,
            given_to: None,
            file: FileAccess::default(),
            deadlines: deadlines.to_vec(),
        }
    }

    pub(crate) fn named(person: u64, surname: &str, first_names: &str) -> Self {
        Self { surname: surname.into(), first_names: first_names.into(), ..Self::of(person, &[]) }
    }
}

static GIVEN: Table = Table {
    name: "given",
    key: 1,
    columns: &[("stream", Kind::Id), ("subject", Kind::Text)],
    on_conflict: OnConflict::Replace,
};

static TABLES: [&Table; 5] = [work::TABLES[0], work::TABLES[1], work::TABLES[2], work::TABLES[3], &GIVEN];

static SCHEMA: [SchemaStep; 3] = [
    work::SCHEMA,
    SchemaStep::same(
        101,
        "given",
        "CREATE TABLE given (ledger CTEXT NOT NULL, stream UUID NOT NULL, subject CTEXT NOT NULL, PRIMARY KEY (ledger, stream))",
    ),
    file_access::SCHEMA,
];

impl Domain for Toy {
    type State = Option<Shown>;
    type Command = Shown;
    type Event = Shown;
    type Rejection = std::fmt::Error;

    const SERVICE: &'static str = "toy";
    const WRITER_SCHEMA: i64 = 1;

    fn schema(&self) -> &'static [SchemaStep] {
        &SCHEMA
    }

    fn tables(&self) -> &'static [&'static Table] {
        &TABLES
    }

    fn decide(&self, _: &Option<Shown>, command: &Shown, _: &Context) -> Result<Vec<Shown>, std::fmt::Error> {
        Ok(vec![command.clone()])
    }

    fn apply(&self, state: &mut Option<Shown>, event: &Shown) {
        *state = Some(event.clone());
    }

    fn encode(&self, _: &Shown) -> Body {
        Body { kind: "shown", schema: 1, since: 1, effective_on: day(0), basis: "T6".into(), bytes: Vec::new() }
    }

    fn decode(&self, kind: &str, schema: i64, _: &[u8]) -> Result<Shown, UnknownShape> {
        Err(UnknownShape { kind: kind.into(), schema })
    }

    fn project(&self, stream: Uuid, state: &Option<Shown>) -> Vec<Row> {
        let Some(shown) = state else { return Vec::new() };
        let person = Person {
            niss: &niss(shown.person),
            surname: &shown.surname,
            first_names: &shown.first_names,
            language: Language::Dutch,
            invalid_from: shown.invalid_from,
            file: &shown.file,
        };
        let mut rows = work::rows(&self.pseudonyms, stream, &person, &deadlines(&shown.deadlines));
        let given = |to: &str| Row::new(&GIVEN, vec![Value::Id(stream), Value::Text(to.to_owned())]);
        rows.extend(shown.given_to.map(given));
        rows.extend(file_access::rows(stream, &shown.file));
        rows
    }

    fn claim(&self, _: &Shown) -> Option<Vec<u8>> {
        None
    }
}

fn deadlines(each: &[Deadline]) -> Deadlines {
    let mut deadlines = Deadlines::default();
    for Deadline { plan, missed_on, closed } in each {
        let step = plan.step;
        deadlines.plan(plan.clone());
        if let Some(on) = missed_on {
            deadlines.miss(step, *on);
        }
        match closed {
            Some(Closure::Met { on }) => deadlines.meet(step, *on),
            Some(Closure::Waived { on, because }) => deadlines.waive(step, *on, *because),
            None => {}
        }
    }
    deadlines
}

/// What a delegate may see here.
pub(crate) fn given_to(subject: &str) -> Visible {
    let given = GivenTo { view: GIVEN.name, column: "subject", subject: subject.parse().unwrap() };
    Visible { given_to: Some(given), ..Visible::default() }
}

/// The identification number of a test's person.
pub(crate) fn niss(person: u64) -> String {
    let digits = 850_730_000 + person + 1;
    format!("{digits}{:02}", 97 - digits % 97)
}

pub(crate) fn day(after_today: i64) -> NaiveDate {
    let today: NaiveDate = TODAY.parse().unwrap();
    today + chrono::TimeDelta::days(after_today)
}

pub(crate) fn deadline(
    step: Step,
    actor: Actor,
    [opens, due, warn_on, target, missed_on]: [Option<i64>; 5],
) -> Deadline {
    let plan = Plan {
        step,
        rule: Rule::T6,
        parameter: "estimate.month@2022-01-01".parse().unwrap(),
        opens: opens.map(day),
        due: due.map(day),
        warn_on: warn_on.map(day),
        target: target.map(day),
        actor,
        counted: Counted::not_recorded(),
    };
    Deadline { missed_on: missed_on.map(day), ..plan.into() }
}

pub(crate) async fn open(location: &Location) -> Ledger<Toy> {
    let entropy = Entropy::seeded(1);
    let keys = Arc::new(KeyRing::seeded(&entropy));
    let toy = Toy { pseudonyms: Pseudonyms::new(Arc::clone(&keys), "toy/300") };
    let setup = Setup { keys, clock: Clock::manual(day(0)), entropy, stop: CancellationToken::new() };
    let db = Db::open(location, toy.schema()).await.unwrap();
    Ledger::open(db, "300", toy, setup).await.unwrap()
}

/// Records a case, or changes it.
pub(crate) async fn show(ledger: &Ledger<Toy>, case: u128, version: Option<i64>, shown: Shown) {
    let stream = Uuid::from_u128(case + 1);
    let submission = Submission {
        stream,
        command: shown,
        request: ledger::Request {
            method: "Show".into(),
            id: Uuid::from_u128((case + 1) * 100 + u128::from(version.unwrap_or(0).unsigned_abs())),
            content: Vec::new(),
        },
        if_version: version,
        actor: ledger::Actor::timer(),
        trace: String::new(),
        source: None,
    };
    ledger.execute(submission).await.unwrap();
}

/// A case as answers name it.
pub(crate) fn case_id(case: u128) -> String {
    Uuid::from_u128(case + 1).to_string()
}

/// The persons of a list, in its order.
pub(crate) fn listed(rows: &[WorkRow]) -> Vec<&str> {
    rows.iter().map(|row| row.niss.as_str()).collect()
}

/// The surnames that were found, sorted: the order of the answer tells nothing.
pub(crate) fn surnames(persons: &[FoundPerson]) -> Vec<&str> {
    let mut names: Vec<_> = persons.iter().map(|person| person.name.as_ref().unwrap().surname.as_str()).collect();
    names.sort_unstable();
    names
}
