//! The work list: one row a person, from the deadlines of all their cases that are open and near, now or past.
//!
//! Each deadline stands by itself; nothing is kept that says a person "is late". What is shown follows from the dates
//! and from today, so that a late row stays until what it asks for is done.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use sqlx::AssertSqlSafe;
use trajet_access::Subject;
use trajet_belgium::Language;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::deadline::{Actor, Closure, Deadline, Plan, Standing};
use trajet_ledger::{Domain, Kind, Ledger, OnConflict, Row, SchemaStep, StoreError, Table, Value, hex, on};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use crate::page::Query;
use crate::plan;

/// The step that makes the tables of this module.
pub const SCHEMA: SchemaStep = SchemaStep::same(100, "work list", include_str!("../migrations/work.sql"));

/// The tables of this module.
pub static TABLES: [&Table; 2] = [&PERSON, &DEADLINE];

static PERSON: Table = Table {
    name: "person",
    key: 1,
    columns: &[
        ("stream", Kind::Id),
        ("niss_index", Kind::Bytes),
        ("niss", Kind::Sealed),
        ("surname", Kind::Sealed),
        ("first_names", Kind::Sealed),
        ("language", Kind::Text),
    ],
    on_conflict: OnConflict::Replace,
};

static DEADLINE: Table = Table {
    name: "deadline",
    key: 2,
    columns: &[
        ("stream", Kind::Id),
        ("step", Kind::Text),
        ("rule", Kind::Text),
        ("parameter", Kind::Text),
        ("actor", Kind::Text),
        ("begins_on", Kind::Text),
        ("opens", Kind::Text),
        ("due", Kind::Text),
        ("warn_on", Kind::Text),
        ("target", Kind::Text),
        ("missed_on", Kind::Text),
        ("outcome", Kind::Text),
        ("closed_on", Kind::Text),
        ("waived_because", Kind::Text),
    ],
    on_conflict: OnConflict::Replace,
};

/// Who a row is about.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// The keyed hash of the identification number.
    pub niss_index: [u8; 16],
    /// The identification number, 11 digits.
    pub niss: &'a str,
    /// The surname.
    pub surname: &'a str,
    /// The first names.
    pub first_names: &'a str,
    /// The language in which to address them.
    pub language: Language,
}

impl Person<'_> {
    /// The row that shows the person of a case.
    #[must_use]
    pub fn row(&self, stream: Uuid) -> Row {
        Row::new(
            &PERSON,
            vec![
                Value::Id(stream),
                Value::Bytes(self.niss_index.to_vec()),
                Value::Text(self.niss.to_owned()),
                Value::Text(self.surname.to_owned()),
                Value::Text(self.first_names.to_owned()),
                Value::Text(self.language.code().to_owned()),
            ],
        )
    }
}

/// The row that shows a deadline of a case.
#[must_use]
pub fn deadline_row(stream: Uuid, deadline: &Deadline) -> Row {
    let plan = &deadline.plan;
    let (outcome, closed_on, because) = match deadline.closed {
        None => ("open", None, None),
        Some(Closure::Met { on }) => ("met", Some(on), None),
        Some(Closure::Waived { on, because }) => ("waived", Some(on), Some(because.to_string())),
    };
    // What `Deadline::standing` counts from; a deadline without any date is always there to be done.
    let begins_on = plan.opens.or(plan.warn_on).or(plan.end()).unwrap_or(NaiveDate::MIN);
    Row::new(
        &DEADLINE,
        vec![
            Value::Id(stream),
            Value::Text(plan.step.code().to_owned()),
            Value::Text(plan.rule.id().to_owned()),
            Value::Text(plan.parameter.to_string()),
            Value::Text(plan.actor.code().to_owned()),
            Value::Text(begins_on.max(trajet_law::months::EARLIEST).to_string()),
            Value::date(plan.opens),
            Value::date(plan.due),
            Value::date(plan.warn_on),
            Value::date(plan.target),
            Value::date(deadline.missed_on),
            Value::Text(outcome.to_owned()),
            Value::date(closed_on),
            Value::text(because),
        ],
    )
}

/// What is asked of the work list.
#[derive(Debug, Clone)]
pub struct WorkQuery {
    /// Only what these must do; nobody named means everybody.
    pub actors: Vec<Actor>,
    /// Only persons with something that stands so; nothing named means anything.
    pub standings: Vec<Standing>,
    /// How many days of notice.
    pub soon_days: u32,
    /// How many persons at most.
    pub page_size: u32,
    /// What the caller may see at all.
    pub visible: Visible,
}

/// What a caller may see of a ledger's deadlines. What lies beyond does not show in any flag of a row either.
#[derive(Debug, Clone, Default)]
pub struct Visible {
    /// Only what these must do; nobody named means everybody.
    pub actors: &'static [Actor],
    /// Only the cases that are given to someone; `None` means all of the ledger.
    pub given_to: Option<GivenTo>,
}

/// The cases that a view of the service gives to someone: those with a row in it that names them.
#[derive(Debug, Clone)]
pub struct GivenTo {
    /// The view; its rows have the columns `ledger` and `stream`.
    pub view: &'static str,
    /// Its column that says to whom a case is given.
    pub column: &'static str,
    /// Who.
    pub subject: Subject,
}

/// The days of notice where the caller leaves them to us, and the most.
const SOON_DAYS: (u32, u32) = (7, 90);
/// The persons of a page where the caller leaves them to us, and the most.
const PAGE: (u32, u32) = (50, 200);

impl WorkQuery {
    /// Reads the fields that all services' `ListWork` requests have.
    pub fn read(
        violations: &mut Violations,
        actors: &[i32],
        standings: &[i32],
        soon_within_days: Option<i32>,
        page_size: i32,
    ) -> Option<Self> {
        let actors = each(violations, "actors", actors, plan::hear_actor);
        let standings = each(violations, "standings", standings, hear_standing);
        let soon_days = match soon_within_days.map(u32::try_from) {
            None => Some(SOON_DAYS.0),
            Some(Ok(days)) if days <= SOON_DAYS.1 => Some(days),
            Some(_) => {
                violations.add("soon_within_days", format_args!("is not from 0 to {}", SOON_DAYS.1));
                None
            }
        };
        let page_size = violations.page_size("page_size", page_size, PAGE.0, PAGE.1);
        Some(Self {
            actors: actors?,
            standings: standings?,
            soon_days: soon_days?,
            page_size: page_size?,
            visible: Visible::default(),
        })
    }

    /// The query without its page, as canonical bytes.
    fn fields(&self, today: NaiveDate) -> Vec<u8> {
        format!("{:?} {:?} {} {:?} {today}", self.actors, self.standings, self.soon_days, self.visible).into_bytes()
    }

    fn lets_through(&self, plan: &Plan, standing: Standing) -> bool {
        (self.actors.is_empty() || self.actors.contains(&plan.actor))
            && (self.standings.is_empty() || self.standings.contains(&standing))
    }

    /// The texts of the lists are fixed codes, so that they can stand in the statement itself.
    fn actor_filter(&self) -> String {
        among(&self.actors)
    }

    /// A subject's characters are letters, digits, dot, hyphen and underscore, so that it can stand there too.
    fn visible_filter(&self) -> String {
        let Visible { actors, given_to } = &self.visible;
        let given = given_to.as_ref().map_or_else(String::new, |GivenTo { view, column, subject }| {
            format!("AND EXISTS (SELECT 1 FROM {view} g WHERE g.ledger = d.ledger AND g.stream = d.stream AND g.{column} = '{subject}')")
        });
        format!("{} {given}", among(actors))
    }

    fn standing_filter(&self) -> String {
        let wanted: Vec<&str> = self
            .standings
            .iter()
            .filter_map(|standing| match standing {
                Standing::Late => Some(IS_LATE),
                Standing::Due => Some(IS_DUE),
                Standing::Soon => Some(IS_SOON),
                Standing::NotYet | Standing::Closed => None,
            })
            .collect();
        if wanted.is_empty() { String::new() } else { format!("AND ({})", wanted.join(" OR ")) }
    }
}

/// The values of a repeated enumeration, each wrong one told by its index.
fn each<W: TryFrom<i32>, T>(
    violations: &mut Violations,
    field: &str,
    numbers: &[i32],
    hear: fn(W) -> Option<T>,
) -> Option<Vec<T>> {
    let each = numbers.iter().enumerate();
    let heard: Vec<Option<T>> = each
        .map(|(index, number)| violations.enumeration(&format!("{field}[{index}]"), *number).and_then(hear))
        .collect();
    heard.into_iter().collect()
}

fn among(actors: &[Actor]) -> String {
    if actors.is_empty() {
        return String::new();
    }
    let actors: Vec<String> = actors.iter().map(|actor| format!("'{}'", actor.code())).collect();
    format!("AND d.actor IN ({})", actors.join(","))
}

// `Deadline::standing` in SQL; $2 is today and $3 the last day of notice. A test compares the two.
const IS_LATE: &str = "(d.missed_on IS NOT NULL OR d.due < $2)";
const IS_DUE: &str = "(d.missed_on IS NULL AND (d.due IS NULL OR d.due >= $2) AND d.begins_on <= $2)";
const IS_SOON: &str =
    "(d.missed_on IS NULL AND (d.due IS NULL OR d.due >= $2) AND d.begins_on > $2 AND d.begins_on <= $3)";
const IS_SHOWN: &str = "(d.begins_on <= $3 OR d.missed_on IS NOT NULL OR d.due < $2)";

type DeadlineRow = (
    Uuid,
    String,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);
type PersonRow = (Uuid, Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>, String, Vec<u8>);

/// A page of the work list, the most urgent person first, and the token of the next page.
///
/// # Errors
/// If the page token is of another query, or the store fails.
pub async fn list<D: Domain>(
    ledger: &Ledger<D>,
    method: &str,
    query: &WorkQuery,
    page_token: &str,
) -> Result<(Vec<contract::WorkRow>, String), Failure> {
    let today = ledger.clock().today();
    let fields = query.fields(today);
    let token = Query { place: [method, ledger.name()], fields: &fields };
    let keys = ledger.sealer().keys();
    let after = token
        .begin(keys, page_token)?
        .and_then(|after| after.split_once('.'))
        .map_or_else(Default::default, |(day, person)| (day.to_owned(), hex::decode(person).unwrap_or_default()));
    let failure = |error: StoreError| ledger.failure(&error);
    let mut persons = persons(ledger, query, today, &after).await.map_err(failure)?;
    let more = persons.len() > query.page_size as usize;
    persons.truncate(query.page_size as usize);
    let next = persons
        .last()
        .filter(|_| more)
        .map(|(person, day)| token.token(keys, &format!("{day}.{}", hex::encode(person))));
    let rows = rows(ledger, query, today, &persons).await.map_err(failure)?;
    Ok((rows, next.unwrap_or_default()))
}

/// The persons of a page with the day that puts them in order, and one more if there is one.
async fn persons<D: Domain>(
    ledger: &Ledger<D>,
    query: &WorkQuery,
    today: NaiveDate,
    after: &(String, Vec<u8>),
) -> Result<Vec<(Vec<u8>, String)>, StoreError> {
    let soon = today + TimeDelta::days(query.soon_days.into());
    let sql = format!(
        "SELECT p.niss_index, MIN(COALESCE(d.due, d.target, d.begins_on)) AS first \
         FROM deadline d JOIN person p ON p.ledger = d.ledger AND p.stream = d.stream \
         WHERE d.ledger = $1 AND d.outcome = 'open' AND {IS_SHOWN} {} {} {} \
         GROUP BY p.niss_index \
         HAVING MIN(COALESCE(d.due, d.target, d.begins_on)) > $4 \
             OR (MIN(COALESCE(d.due, d.target, d.begins_on)) = $4 AND p.niss_index > $5) \
         ORDER BY first, p.niss_index LIMIT $6",
        query.actor_filter(),
        query.standing_filter(),
        query.visible_filter(),
    );
    Ok(on!(ledger.db(), |pool| sqlx::query_as(AssertSqlSafe(sql))
        .bind(ledger.name())
        .bind(today.to_string())
        .bind(soon.to_string())
        .bind(&after.0)
        .bind(&after.1)
        .bind(i64::from(query.page_size) + 1)
        .fetch_all(pool)
        .await?))
}

/// The rows of these persons, in their order.
async fn rows<D: Domain>(
    ledger: &Ledger<D>,
    query: &WorkQuery,
    today: NaiveDate,
    persons: &[(Vec<u8>, String)],
) -> Result<Vec<contract::WorkRow>, StoreError> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let soon = today + TimeDelta::days(query.soon_days.into());
    // A list in one parameter: as JSON, which both engines take apart.
    let hashes: Vec<String> = persons.iter().map(|(person, _)| format!("\"{}\"", hex::encode(person))).collect();
    let hashes = format!("[{}]", hashes.join(","));
    let listed = match ledger.db() {
        trajet_ledger::Db::Sqlite(_) => "SELECT unhex(value) FROM json_each($2)",
        trajet_ledger::Db::Postgres(_) => "SELECT decode(value, 'hex') FROM json_array_elements_text($2::json)",
    };
    let sql = format!(
        "SELECT p.stream, p.niss_index, p.niss, p.surname, p.first_names, p.language, k.wrapped \
         FROM person p JOIN data_key k ON k.ledger = p.ledger AND k.stream = p.stream \
         WHERE p.ledger = $1 AND p.niss_index IN ({listed}) ORDER BY p.stream",
    );
    let people: Vec<PersonRow> = on!(ledger.db(), |pool| sqlx::query_as(AssertSqlSafe(sql))
        .bind(ledger.name())
        .bind(&hashes)
        .fetch_all(pool)
        .await?);
    let listed = listed.replace("$2", "$4");
    let sql = format!(
        "SELECT d.stream, d.step, d.rule, d.parameter, d.actor, d.opens, d.due, d.warn_on, d.target, d.missed_on \
         FROM deadline d JOIN person p ON p.ledger = d.ledger AND p.stream = d.stream \
         WHERE d.ledger = $1 AND d.outcome = 'open' AND {IS_SHOWN} {} AND p.niss_index IN ({listed}) \
         ORDER BY COALESCE(d.due, d.target, d.begins_on), d.stream, d.step",
        query.visible_filter(),
    );
    let deadlines: Vec<DeadlineRow> = on!(ledger.db(), |pool| sqlx::query_as(AssertSqlSafe(sql))
        .bind(ledger.name())
        .bind(today.to_string())
        .bind(soon.to_string())
        .bind(&hashes)
        .fetch_all(pool)
        .await?);
    let index_of: BTreeMap<Uuid, Vec<u8>> = people.iter().map(|person| (person.0, person.1.clone())).collect();
    let mut by_person: BTreeMap<Vec<u8>, contract::WorkRow> = BTreeMap::new();
    for person in people {
        let index = person.1.clone();
        // Of several cases of a person, the last one says who they are now.
        by_person.insert(index, open_person(ledger, person)?);
    }
    for row in deadlines {
        let stream = row.0;
        let deadline = open_deadline(row)?;
        let standing = deadline.standing(today, query.soon_days);
        let Some(shown) = index_of.get(&stream).and_then(|index| by_person.get_mut(index)) else { continue };
        shown.late |= standing == Standing::Late;
        shown.due |= standing == Standing::Due;
        shown.soon |= standing == Standing::Soon;
        // The flags tell of all that is open; the items are what was asked for.
        if !query.lets_through(&deadline.plan, standing) {
            continue;
        }
        let end = deadline.plan.end();
        let earliest = shown.earliest_due.and_then(|day| NaiveDate::try_from(day).ok());
        shown.earliest_due = [earliest, end].into_iter().flatten().min().map(to_proto);
        shown.items.push(contract::WorkItem {
            case_id: stream.to_string(),
            deadline: Some(plan::tell(&deadline)),
            standing: tell_standing(standing).into(),
        });
    }
    Ok(persons.iter().filter_map(|(person, _)| by_person.remove(person)).collect())
}

fn open_person<D: Domain>(ledger: &Ledger<D>, row: PersonRow) -> Result<contract::WorkRow, StoreError> {
    let (stream, _, niss, surname, first_names, language, wrapped) = row;
    let open = |column: &str, sealed: &[u8]| {
        let bytes = ledger.open_column(stream, &wrapped, PERSON.name, column, sealed)?;
        String::from_utf8(bytes).map_err(|_| StoreError::Damaged("a sealed text is not text".to_owned()))
    };
    let language: Language = language.parse().map_err(|_| StoreError::Damaged("a language is not known".to_owned()))?;
    Ok(contract::WorkRow {
        niss: open("niss", &niss)?,
        name: Some(contract::PersonName {
            surname: open("surname", &surname)?,
            first_names: open("first_names", &first_names)?,
        }),
        language: tell_language(language).into(),
        ..contract::WorkRow::default()
    })
}

fn open_deadline(row: DeadlineRow) -> Result<Deadline, StoreError> {
    let (_, step, rule, parameter, actor, opens, due, warn_on, target, missed_on) = row;
    let damaged = |_| StoreError::Damaged("a row of the work list names something unknown".to_owned());
    let date = |text: Option<String>| {
        text.map(|text| text.parse::<NaiveDate>().map_err(|_| StoreError::Damaged("a date cannot be read".to_owned())))
            .transpose()
    };
    let plan = Plan {
        step: step.parse().map_err(damaged)?,
        rule: rule.parse().map_err(damaged)?,
        parameter: parameter.parse().map_err(damaged)?,
        opens: date(opens)?,
        due: date(due)?,
        warn_on: date(warn_on)?,
        target: date(target)?,
        actor: actor.parse().map_err(damaged)?,
    };
    Ok(Deadline { missed_on: date(missed_on)?, ..plan.into() })
}

/// The cases of a person, the oldest first.
///
/// # Errors
/// If the store fails.
pub async fn cases_of<D: Domain>(ledger: &Ledger<D>, niss_index: [u8; 16]) -> Result<Vec<Uuid>, StoreError> {
    const CASES: &str = "SELECT stream FROM person WHERE ledger = $1 AND niss_index = $2 ORDER BY stream LIMIT 100";
    let rows: Vec<(Uuid,)> = on!(ledger.db(), |pool| sqlx::query_as(CASES)
        .bind(ledger.name())
        .bind(niss_index.to_vec())
        .fetch_all(pool)
        .await?);
    Ok(rows.into_iter().map(|(stream,)| stream).collect())
}

/// A language as the contracts tell it.
#[must_use]
pub fn tell_language(language: Language) -> contract::Language {
    match language {
        Language::French => contract::Language::French,
        Language::Dutch => contract::Language::Dutch,
        Language::German => contract::Language::German,
        Language::English => contract::Language::English,
    }
}

/// The language that a contract names.
#[must_use]
pub fn hear_language(language: contract::Language) -> Option<Language> {
    match language {
        contract::Language::Unspecified => None,
        contract::Language::French => Some(Language::French),
        contract::Language::Dutch => Some(Language::Dutch),
        contract::Language::German => Some(Language::German),
        contract::Language::English => Some(Language::English),
    }
}

fn tell_standing(standing: Standing) -> contract::Standing {
    match standing {
        Standing::Late => contract::Standing::Late,
        Standing::Due => contract::Standing::Due,
        Standing::Soon => contract::Standing::Soon,
        Standing::NotYet | Standing::Closed => contract::Standing::Unspecified,
    }
}

fn hear_standing(standing: contract::Standing) -> Option<Standing> {
    match standing {
        contract::Standing::Unspecified => None,
        contract::Standing::Late => Some(Standing::Late),
        contract::Standing::Due => Some(Standing::Due),
        contract::Standing::Soon => Some(Standing::Soon),
    }
}
