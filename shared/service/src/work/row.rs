//! Rows of the tables, opened.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::deadline::{Counted, Deadline, Plan};
use trajet_ledger::{Domain, Ledger, StoreError};
use uuid::Uuid;

use super::filter::given;
use super::table::PERSON;
use super::{Visible, tell_language};
use crate::sql::Values;

/// Who a person is, and the cases of them that may be seen, oldest first.
pub(crate) struct Known {
    pub(crate) niss: String,
    pub(crate) name: contract::PersonName,
    pub(crate) language: contract::Language,
    pub(crate) cases: Vec<Uuid>,
}

type PersonRow = (Uuid, Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>, String, Vec<u8>);

/// These persons, by the keyed hashes of their numbers, from the cases that may be seen.
pub(crate) async fn people<D: Domain>(
    ledger: &Ledger<D>,
    visible: &Visible,
    persons: &[Vec<u8>],
) -> Result<BTreeMap<Vec<u8>, Known>, StoreError> {
    if persons.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut values = Values::of(ledger.name());
    let given = given(visible, ledger.clock().today(), &mut values, "p");
    let persons = values.list(persons.iter().map(Vec::as_slice));
    let statement = format!(
        "SELECT p.stream, p.niss_index, p.niss, p.surname, p.first_names, p.language, k.wrapped \
         FROM person p JOIN data_key k ON k.ledger = p.ledger AND k.stream = p.stream \
         WHERE p.ledger = $1 AND p.niss_index IN ({persons}){given}",
    );
    let mut rows: Vec<PersonRow> = values.fetch(ledger.db(), statement).await?;
    // Sorted here: a database may follow whatever index sorts, and read the whole table.
    rows.sort_unstable_by_key(|row| row.0);
    let mut known: BTreeMap<Vec<u8>, Vec<PersonRow>> = BTreeMap::new();
    for row in rows {
        known.entry(row.1.clone()).or_default().push(row);
    }
    known
        .into_iter()
        .filter_map(|(index, rows)| open_person(ledger, &rows).transpose().map(|known| Ok((index, known?))))
        .collect()
}

/// Of several cases of a person, the last one says who they are now.
fn open_person<D: Domain>(ledger: &Ledger<D>, rows: &[PersonRow]) -> Result<Option<Known>, StoreError> {
    let Some((stream, _, niss, surname, first_names, language, wrapped)) = rows.last() else { return Ok(None) };
    let open = |column: &str, sealed: &[u8]| {
        let bytes = ledger.open_column(*stream, wrapped, PERSON.name, column, sealed)?;
        String::from_utf8(bytes).map_err(|_| StoreError::Damaged("a sealed text is not text".to_owned()))
    };
    let language: Language = language.parse().map_err(|_| StoreError::Damaged("a language is not known".to_owned()))?;
    Ok(Some(Known {
        niss: open("niss", niss)?,
        name: contract::PersonName {
            surname: open("surname", surname)?,
            first_names: open("first_names", first_names)?,
        },
        language: tell_language(language),
        cases: rows.iter().map(|row| row.0).collect(),
    }))
}

/// The columns of [`DeadlineRow`], of the alias `d`.
pub(super) const DEADLINE_COLUMNS: &str =
    "d.stream, d.niss_index, d.step, d.rule, d.parameter, d.actor, d.opens, d.due, d.warn_on, d.target, d.missed_on";

/// An open deadline as its table shows it.
pub(super) type DeadlineRow = (
    Uuid,
    Vec<u8>,
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

/// The case and the person of an open deadline, and the deadline.
pub(super) fn open_deadline(row: DeadlineRow) -> Result<(Uuid, Vec<u8>, Deadline), StoreError> {
    let (stream, niss_index, step, rule, parameter, actor, opens, due, warn_on, target, missed_on) = row;
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
        // A list tells what is to be done, and not why.
        counted: Counted::not_recorded(),
    };
    Ok((stream, niss_index, Deadline { missed_on: date(missed_on)?, ..plan.into() }))
}
