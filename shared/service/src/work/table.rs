//! The tables of the work list, and the rows that show a case in them.

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::deadline::{Closure, Deadline, Deadlines};
use trajet_law::file_access::FileAccess;
use trajet_ledger::{Domain, Kind, Ledger, OnConflict, Row, SchemaStep, StoreError, Table, Value};
use uuid::Uuid;

use super::Visible;
use super::filter::given;
use crate::file_access::{ADMITTED, restricted};
use crate::pseudonyms::Pseudonyms;
use crate::sql::Values;
use crate::words::words;

/// The step that makes the tables of this module; [`crate::file_access::SCHEMA`] adds to them.
pub const SCHEMA: SchemaStep = SchemaStep::same(100, "work list", include_str!("../../migrations/work.sql"));

/// The tables of this module, and that of who sees a restricted file.
pub static TABLES: [&Table; 4] = [&PERSON, &PERSON_WORD, &DEADLINE, &ADMITTED];

pub(super) static PERSON: Table = Table {
    name: "person",
    key: 1,
    columns: &[
        ("stream", Kind::Id),
        ("niss_index", Kind::Bytes),
        ("niss", Kind::Sealed),
        ("surname", Kind::Sealed),
        ("first_names", Kind::Sealed),
        ("language", Kind::Text),
        ("invalid_from", Kind::Text),
        ("restricted", Kind::Int),
    ],
    on_conflict: OnConflict::Replace,
};

static PERSON_WORD: Table = Table {
    name: "person_word",
    key: 2,
    columns: &[("stream", Kind::Id), ("word", Kind::Bytes)],
    // A row is its key: it is there or not, and never changes.
    on_conflict: OnConflict::Fail,
};

/// The deadline of each step of a case that counts.
pub static DEADLINE: Table = Table {
    name: "deadline",
    key: 2,
    columns: &[
        ("stream", Kind::Id),
        ("step", Kind::Text),
        ("niss_index", Kind::Bytes),
        ("sort_on", Kind::Text),
        ("rule", Kind::Text),
        ("parameter", Kind::Text),
        ("actor", Kind::Text),
        ("begins_on", Kind::Text),
        ("opens", Kind::Text),
        ("due", Kind::Text),
        ("warn_on", Kind::Text),
        ("target", Kind::Text),
        ("escalated_on", Kind::Text),
        ("missed_on", Kind::Text),
        ("outcome", Kind::Text),
        ("closed_on", Kind::Text),
        ("waived_because", Kind::Text),
        ("restricted", Kind::Int),
    ],
    on_conflict: OnConflict::Replace,
};

/// Where a deadline without last day and target stands in the list.
const LAST_OF_ALL: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date of the calendar");

/// Whom a case is about. No `Debug`: it names a person.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    /// The identification number, 11 digits.
    pub niss: &'a str,
    /// The surname.
    pub surname: &'a str,
    /// The first names.
    pub first_names: &'a str,
    /// The language in which to address them.
    pub language: Language,
    /// The first day of invalidity (T4), where the service knows it: from then on the team prepares nothing (M17).
    pub invalid_from: Option<NaiveDate>,
    /// Who may see the file.
    pub file: &'a FileAccess,
}

/// The rows that show a case: its person, and of each step the deadline that counts.
#[must_use]
pub fn rows(pseudonyms: &Pseudonyms, stream: Uuid, person: &Person<'_>, deadlines: &Deadlines) -> Vec<Row> {
    let niss_index = pseudonyms.niss(person.niss);
    let shown = Row::new(
        &PERSON,
        vec![
            Value::Id(stream),
            Value::Bytes(niss_index.to_vec()),
            Value::Text(person.niss.to_owned()),
            Value::Text(person.surname.to_owned()),
            Value::Text(person.first_names.to_owned()),
            Value::Text(person.language.code().to_owned()),
            Value::date(person.invalid_from),
            restricted(person.file),
        ],
    );
    let name = format!("{} {}", person.surname, person.first_names);
    let words = words(&name).into_iter().map(|word| {
        let word = Value::Bytes(pseudonyms.word(&word).to_vec());
        Row::new(&PERSON_WORD, vec![Value::Id(stream), word])
    });
    let deadlines = deadlines.latest_of_each().map(|deadline| deadline_row(stream, niss_index, deadline, person.file));
    std::iter::once(shown).chain(words).chain(deadlines).collect()
}

fn deadline_row(stream: Uuid, niss_index: [u8; 16], deadline: &Deadline, file: &FileAccess) -> Row {
    let plan = &deadline.plan;
    let (outcome, closed_on, because) = match deadline.closed {
        None => ("open", None, None),
        Some(Closure::Met { on }) => ("met", Some(on), None),
        Some(Closure::Waived { on, because }) => ("waived", Some(on), Some(because.to_string())),
    };
    // What `Deadline::standing` counts from; a deadline without any date is always there to be done.
    let begins_on = plan.begins_on().unwrap_or(NaiveDate::MIN);
    let begins_on = begins_on.max(trajet_law::months::EARLIEST);
    Row::new(
        &DEADLINE,
        vec![
            Value::Id(stream),
            Value::Text(plan.step.code().to_owned()),
            Value::Bytes(niss_index.to_vec()),
            Value::Text(plan.end().unwrap_or(LAST_OF_ALL).to_string()),
            Value::Text(plan.rule.id().to_owned()),
            Value::Text(plan.parameter.to_string()),
            Value::Text(plan.actor.code().to_owned()),
            Value::Text(begins_on.to_string()),
            Value::date(plan.opens),
            Value::date(plan.due),
            Value::date(plan.warn_on),
            Value::date(plan.target),
            Value::date(deadline.escalated_on()),
            Value::date(deadline.missed_on),
            Value::Text(outcome.to_owned()),
            Value::date(closed_on),
            Value::text(because),
            restricted(file),
        ],
    )
}

/// The cases of a person that may be seen, the oldest first.
///
/// # Errors
/// If the store fails.
pub async fn cases_of<D: Domain>(
    ledger: &Ledger<D>,
    niss_index: [u8; 16],
    visible: &Visible,
) -> Result<Vec<Uuid>, StoreError> {
    let mut values = Values::of(ledger.name());
    let person = values.add(niss_index.as_slice());
    let given = given(visible, ledger.clock().today(), &mut values, "p");
    let statement = format!(
        "SELECT p.stream FROM person p WHERE p.ledger = $1 AND p.niss_index = {person}{given} ORDER BY p.stream LIMIT 100"
    );
    let rows: Vec<(Uuid,)> = values.fetch(ledger.db(), statement).await?;
    Ok(rows.into_iter().map(|(stream,)| stream).collect())
}
