//! The search for persons, by identification number or by name.

use trajet_contracts::r#type::v1 as contract;
use trajet_contracts::{assessment, dossier, questionnaire};
use trajet_ledger::{Domain, Ledger, StoreError, hex};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use crate::page::Query;
use crate::sql::Values;
use crate::work::{PAGE, Visible, Who, found, people};
use crate::{Pseudonyms, read_after};

/// The fields that all services' `FindPersons` requests have. No `Debug`: it names a person.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    niss: &'a str,
    name: &'a str,
    page_size: i32,
    page_token: &'a str,
    min_cursor: &'a str,
}

macro_rules! asked {
    ($($package:ident),+) => {$(
        impl<'a> From<&'a $package::v1::FindPersonsRequest> for Asked<'a> {
            fn from(request: &'a $package::v1::FindPersonsRequest) -> Self {
                Self {
                    niss: &request.niss,
                    name: &request.name,
                    page_size: request.page_size,
                    page_token: &request.page_token,
                    min_cursor: &request.min_cursor,
                }
            }
        }
    )+};
}
asked!(assessment, questionnaire, dossier);

/// A page of what was found: the fields that all services' `FindPersons` responses have.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The persons.
    pub persons: Vec<contract::FoundPerson>,
    /// Their cases that may be seen.
    pub cases: Vec<Uuid>,
    /// The token of the next page; empty if there is none.
    pub next_page_token: String,
}

/// Answers a `FindPersons` request. Whom the caller may not see is not found, like whoever is not there.
///
/// # Errors
/// If a field is wrong, the page token is of another query, the cursor cannot be read after, or the store fails.
pub async fn find<'a, D: Domain>(
    ledger: &Ledger<D>,
    pseudonyms: &Pseudonyms,
    request: impl Into<Asked<'a>>,
    visible: Visible,
) -> Result<Found, Failure> {
    let asked = request.into();
    let mut violations = Violations::default();
    if asked.niss.is_empty() == asked.name.is_empty() {
        violations.add("niss", "is required if name is empty, and must be empty if it is not");
        violations.add("name", "is required if niss is empty, and must be empty if it is not");
    }
    let who = Who::read(&mut violations, pseudonyms, asked.niss, asked.name);
    let page_size = violations.page_size("page_size", asked.page_size, PAGE.0, PAGE.1);
    let (who, page_size) = violations.finish_with(who.zip(page_size))?;
    read_after(ledger, asked.min_cursor).await?;

    let fields = format!("{who:?} {visible:?}").into_bytes();
    let token = Query { place: ["FindPersons", ledger.name()], fields: &fields };
    let keys = ledger.sealer().keys();
    let after = token.begin(keys, asked.page_token)?.and_then(|after| hex::decode(&after)).unwrap_or_default();
    let failure = |error: StoreError| ledger.failure(&error);
    let mut persons = persons(ledger, &who, &visible, &after, page_size).await.map_err(failure)?;
    let more = persons.len() > page_size as usize;
    persons.truncate(page_size as usize);
    let next = persons.last().filter(|_| more).map(|person| token.token(keys, &hex::encode(person)));
    let known = people(ledger, &visible, &persons).await.map_err(failure)?;
    let cases = known.values().flat_map(|known| known.cases.iter().copied()).collect();
    let persons = known.into_values().map(|known| contract::FoundPerson {
        niss: known.niss,
        name: Some(known.name),
        language: known.language.into(),
        case_ids: known.cases.iter().map(ToString::to_string).collect(),
    });
    Ok(Found { persons: persons.collect(), cases, next_page_token: next.unwrap_or_default() })
}

/// The persons of a page by the keyed hashes of their numbers, which also order them, and one more if there is one.
async fn persons<D: Domain>(
    ledger: &Ledger<D>,
    who: &Who,
    visible: &Visible,
    after: &[u8],
    page_size: u32,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut values = Values::of(ledger.name());
    let found = found(who, visible, ledger.clock().today(), &mut values);
    let (after, limit) = (values.add(after), values.add(i64::from(page_size) + 1));
    let statement = format!(
        "SELECT f.niss_index FROM ({found}) f WHERE f.niss_index > {after} ORDER BY f.niss_index LIMIT {limit}"
    );
    let rows: Vec<(Vec<u8>,)> = values.fetch(ledger.db(), statement).await?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}
