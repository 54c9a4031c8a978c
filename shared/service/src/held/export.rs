//! Everything that a service holds on a case, a part at a time.

use chrono::NaiveDate;
use prost_types::Struct;
use trajet_contracts::access::v1::{ExportMyDataResponse, HeldEntry, HeldFact};
use trajet_contracts::date::to_proto;
use trajet_ledger::{Ledger, Recorded, StoreError, on};
use trajet_runtime::Failure;
use uuid::Uuid;

use super::accesses::{PLATFORM, Who};
use super::source::{Part, Personal, Source};
use super::values;
use crate::past::{self, Moment};

/// Entries that are held in memory at a time.
const ENTRIES: i64 = 64;

const PARKED: &str = "SELECT source, position, fact, because, parked_on FROM parked_fact WHERE ledger = $1 AND stream = $2 \
                      ORDER BY source, position";

/// The part after a version of the case. The last one also tells what waits, and the case as it stands.
pub(super) async fn part<D: Personal>(source: &Source<D>, case_id: Uuid, after: i64) -> Result<Part, Failure> {
    let ledger = &source.ledger;
    let failure = |error: StoreError| ledger.failure(&error);
    let recorded = ledger.history(case_id, after, ENTRIES).await.map_err(failure)?;
    let next = recorded.last().map(|last| last.stored.version).filter(|_| i64::try_from(recorded.len()) == Ok(ENTRIES));
    let entries = recorded.iter().map(|recorded| entry(ledger, recorded)).collect::<Result<_, _>>().map_err(failure)?;
    let mut told = ExportMyDataResponse { entries, ..ExportMyDataResponse::default() };
    if next.is_none() {
        told.facts = facts(ledger, case_id).await.map_err(failure)?;
        if let Some(seen) = past::read(ledger, case_id, Moment::default(), D::MATTER).await? {
            let standing = ledger.domain().standing(case_id, &seen);
            let standing = standing.map(|(name, bytes)| values::tell(name, &bytes)).transpose();
            told.standing = standing.map_err(failure)?;
        }
    }
    Ok(Part { told, next })
}

/// An entry with all that it says; of one that was erased, that it was.
fn entry<D: Personal>(ledger: &Ledger<D>, recorded: &Recorded<D::Event>) -> Result<HeldEntry, StoreError> {
    let stored = &recorded.stored;
    let values =
        recorded.event.as_ref().map(|event| values_of::<D>(&stored.kind, &ledger.domain().encode(event).bytes));
    let summary = recorded.event.as_ref().map_or_else(|| "Erased.".to_owned(), D::TELLING.summary);
    Ok(HeldEntry {
        position: stored.position.unsigned_abs(),
        kind: stored.kind.clone(),
        effective_on: recorded.effective_on().map(to_proto),
        recorded_at: Some(trajet_ledger::feed::timestamp(stored.recorded_at)),
        role: Who::of(&stored.actor).role.map_or(PLATFORM, trajet_access::Role::code).to_owned(),
        basis: stored.basis.clone(),
        summary,
        values: values.transpose()?,
    })
}

/// The stored message of a kind: the service's own, or one that all services have.
fn full_name<D: Personal>(kind: &str) -> String {
    let shape: String = D::stored_as(kind).split('_').map(capitalised).collect();
    let own = format!("trajet.internal.{}.v1.{shape}", D::SERVICE);
    if values::is_known(&own) { own } else { format!("trajet.internal.ledger.v1.{shape}") }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// What is told of an event: all that is stored of it but what names others.
///
/// # Errors
/// If it cannot be told whole.
pub fn values_of<D: Personal>(kind: &str, bytes: &[u8]) -> Result<Struct, StoreError> {
    values::tell(&full_name::<D>(kind), bytes)
}

/// The facts of other services that wait in the case.
async fn facts<D: Personal>(ledger: &Ledger<D>, case_id: Uuid) -> Result<Vec<HeldFact>, StoreError> {
    let rows: Vec<(String, i64, String, String, String)> =
        on!(ledger.db(), |pool| sqlx::query_as(PARKED).bind(ledger.name()).bind(case_id).fetch_all(pool).await?);
    let fact = |(source, position, fact, because, parked_on): (String, i64, String, String, String)| HeldFact {
        source,
        position: position.unsigned_abs(),
        fact,
        because,
        parked_on: parked_on.parse::<NaiveDate>().ok().map(to_proto),
    };
    Ok(rows.into_iter().map(fact).collect())
}
