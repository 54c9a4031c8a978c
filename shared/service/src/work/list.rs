//! A page of the work list.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::deadline::{Deadline, Standing};
use trajet_law::rule::Rule;
use trajet_ledger::{Domain, Ledger, StoreError, hex};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use super::filter::{found, seen, wanted};
use super::row::{DEADLINE_COLUMNS, DeadlineRow, Known, open_deadline, people};
use super::{Asked, Visible, Who, WorkQuery};
use crate::page::Query;
use crate::sql::Values;
use crate::{Pseudonyms, plan, read_after};

/// A page of the work list: the fields that all services' `ListWork` responses have.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// One row a person, the most urgent first.
    pub rows: Vec<contract::WorkRow>,
    /// The cases that they show.
    pub cases: Vec<Uuid>,
    /// The token of the next page; empty if there is none.
    pub next_page_token: String,
    /// The day on which the standings were judged.
    pub as_of: Option<Date>,
}

/// Answers a `ListWork` request.
///
/// # Errors
/// If a field is wrong, the page token is of another query, the cursor cannot be read after, or the store fails.
pub async fn list<'a, D: Domain>(
    ledger: &Ledger<D>,
    pseudonyms: &Pseudonyms,
    request: impl Into<Asked<'a>>,
    visible: Visible,
) -> Result<Page, Failure> {
    let asked = request.into();
    let mut violations = Violations::default();
    let query = WorkQuery::read(&mut violations, pseudonyms, &asked, visible);
    let query = violations.finish_with(query)?;
    read_after(ledger, asked.min_cursor).await?;
    page(ledger, &query, asked.page_token).await
}

/// A page of the work list for a query that was read.
///
/// # Errors
/// If the page token is of another query, or the store fails.
pub async fn page<D: Domain>(ledger: &Ledger<D>, query: &WorkQuery, page_token: &str) -> Result<Page, Failure> {
    let today = ledger.clock().today();
    let fields = query.fields(today);
    let token = Query { place: ["ListWork", ledger.name()], fields: &fields };
    let keys = ledger.sealer().keys();
    let after = token
        .begin(keys, page_token)?
        .and_then(|after| {
            let (day, person) = after.split_once('.')?;
            Some((day.to_owned(), hex::decode(person)?))
        })
        .unwrap_or_default();
    let failure = |error: StoreError| ledger.failure(&error);
    let mut persons = persons(ledger, query, today, &after).await.map_err(failure)?;
    let more = persons.len() > query.page_size as usize;
    persons.truncate(query.page_size as usize);
    let next = persons
        .last()
        .filter(|_| more)
        .map(|(person, day)| token.token(keys, &format!("{day}.{}", hex::encode(person))));
    let persons: Vec<Vec<u8>> = persons.into_iter().map(|(person, _)| person).collect();
    let (rows, cases) = rows(ledger, query, today, &persons).await.map_err(failure)?;
    Ok(Page { rows, cases, next_page_token: next.unwrap_or_default(), as_of: Some(to_proto(today)) })
}

/// The persons of a page with the day that puts them in order, and one more if there is one.
async fn persons<D: Domain>(
    ledger: &Ledger<D>,
    query: &WorkQuery,
    today: NaiveDate,
    after: &(String, Vec<u8>),
) -> Result<Vec<(Vec<u8>, String)>, StoreError> {
    let mut values = Values::of(ledger.name());
    let is_of_few = query.who != Who::default() || query.visible.given_to.is_some();
    let first =
        if is_of_few { first_of_few(query, today, &mut values) } else { first_of_all(query, today, &mut values) };
    let after = [values.add(after.0.as_str()), values.add(after.1.as_slice())].join(", ");
    let limit = values.add(i64::from(query.page_size) + 1);
    let statement =
        format!("{first} AND (d.sort_on, d.niss_index) > ({after}) ORDER BY d.sort_on, d.niss_index LIMIT {limit}");
    values.fetch(ledger.db(), statement).await
}

/// The first deadline `d` of each person.
///
/// They are read in the order of the list, and each counts that is the first of its person: the cost is that of the page
/// and of what the query passes over, not that of the whole list.
fn first_of_all(query: &WorkQuery, today: NaiveDate, values: &mut Values) -> String {
    let wanted = wanted(query, today, values, "d");
    let first = first("e.sort_on, e.stream, e.step", "d", query, today, values);
    format!(
        "SELECT d.niss_index, d.sort_on FROM deadline d WHERE {wanted} AND (d.sort_on, d.stream, d.step) = ({first})"
    )
}

/// The same of the few persons that are asked for or may be seen: each is looked up.
fn first_of_few(query: &WorkQuery, today: NaiveDate, values: &mut Values) -> String {
    let found = found(&query.who, &query.visible, today, values);
    let first = first("e.sort_on", "f", query, today, values);
    format!(
        "SELECT d.niss_index, d.sort_on FROM (SELECT f.niss_index, ({first}) AS sort_on FROM ({found}) f) d \
         WHERE d.sort_on IS NOT NULL"
    )
}

/// The first of the deadlines that are asked for of the person `p`, by the order of the list.
fn first(columns: &str, p: &str, query: &WorkQuery, today: NaiveDate, values: &mut Values) -> String {
    let wanted = wanted(query, today, values, "e");
    format!(
        "SELECT {columns} FROM deadline e WHERE {wanted} AND e.niss_index = {p}.niss_index \
         ORDER BY e.sort_on, e.stream, e.step LIMIT 1"
    )
}

/// The rows of these persons, in their order, and the cases that they tell of.
async fn rows<D: Domain>(
    ledger: &Ledger<D>,
    query: &WorkQuery,
    today: NaiveDate,
    persons: &[Vec<u8>],
) -> Result<(Vec<contract::WorkRow>, Vec<Uuid>), StoreError> {
    let known = people(ledger, &query.visible, persons).await?;
    let mut by_person: BTreeMap<Vec<u8>, contract::WorkRow> =
        known.into_iter().map(|(person, known)| (person, row(known))).collect();
    let mut cases = Vec::new();
    for (case, person, deadline) in open_deadlines(ledger, query, today, persons).await? {
        cases.push(case);
        if let Some(row) = by_person.get_mut(&person) {
            show(row, case, &deadline, query, today);
        }
    }
    // What is done since the persons were read has left nothing to show.
    let rows = persons.iter().filter_map(|person| by_person.remove(person)).filter(|row| !row.items.is_empty());
    Ok((rows.collect(), cases))
}

fn row(known: Known) -> contract::WorkRow {
    contract::WorkRow {
        niss: known.niss,
        name: Some(known.name),
        language: known.language.into(),
        ..contract::WorkRow::default()
    }
}

/// All that is open of these persons and may be seen, in the order of the list.
async fn open_deadlines<D: Domain>(
    ledger: &Ledger<D>,
    query: &WorkQuery,
    today: NaiveDate,
    persons: &[Vec<u8>],
) -> Result<Vec<(Uuid, Vec<u8>, Deadline)>, StoreError> {
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Values::of(ledger.name());
    let seen = seen(&query.visible, today, &mut values, "d");
    let persons = values.list(persons.iter().map(Vec::as_slice));
    let statement = format!("SELECT {DEADLINE_COLUMNS} FROM deadline d WHERE {seen} AND d.niss_index IN ({persons})");
    let rows: Vec<DeadlineRow> = values.fetch(ledger.db(), statement).await?;
    let mut open = rows.into_iter().map(open_deadline).collect::<Result<Vec<_>, _>>()?;
    // Sorted here: a database may follow the index that sorts, and read the whole list.
    open.sort_unstable_by_key(|(case, _, deadline)| {
        (deadline.plan.end().unwrap_or(NaiveDate::MAX), *case, deadline.plan.step.code())
    });
    Ok(open)
}

/// Adds a deadline to the row of its person. The flags tell of all that is open; the items are what was asked for.
fn show(row: &mut contract::WorkRow, case: Uuid, deadline: &Deadline, query: &WorkQuery, today: NaiveDate) {
    let standing = deadline.standing(today, query.soon_days);
    row.late |= standing == Standing::Late;
    row.due |= standing == Standing::Due;
    row.soon |= standing == Standing::Soon;
    if !query.lets_through(deadline, today) {
        return;
    }
    // They come by last day or target: the first that has one has the earliest.
    row.earliest_due = row.earliest_due.or(deadline.plan.end().map(to_proto));
    row.items.push(contract::WorkItem {
        case_id: case.to_string(),
        deadline: Some(tell(deadline, query)),
        standing: tell_standing(standing).into(),
        escalated_on: deadline.escalated_on().map(to_proto),
        escalated: deadline.is_escalated(today),
    });
}

/// The step that is shown in the place of one whose name says too much, and the rule by which it is shown at all.
const UNNAMED: (&str, Rule) = ("physician_step", Rule::T6);

/// A deadline as the caller may see it: days and who must act in any case.
fn tell(deadline: &Deadline, query: &WorkQuery) -> contract::Deadline {
    let mut told = plan::tell(deadline);
    if let (false, Some(shown)) = (query.visible.names(deadline.plan.step), &mut told.plan) {
        UNNAMED.0.clone_into(&mut shown.step);
        shown.basis = Some(plan::source(UNNAMED.1.into(), None));
    }
    told
}

fn tell_standing(standing: Standing) -> contract::Standing {
    match standing {
        Standing::Late => contract::Standing::Late,
        Standing::Due => contract::Standing::Due,
        Standing::Soon => contract::Standing::Soon,
        Standing::NotYet | Standing::Closed => contract::Standing::Unspecified,
    }
}
