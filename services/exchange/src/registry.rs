//! The registry of partners, as it is read: who is a partner on a day follows from first and last days (X1).

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::EnterpriseNumber;
use trajet_exchange_domain::{Entry, PartnerKind, Registration};
use trajet_ledger::{Ledger, StoreError, on};
use uuid::Uuid;

use crate::ledger::Exchange;

/// The namespace of the streams of partners.
const NAMESPACE: Uuid = Uuid::from_u128(0x5c1d_0a47_93e2_5f6b_8b0e_7d42_66a9_f318);

/// An entry of the registry, with the version of the partner for its next change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Registered {
    pub(crate) entry: Entry,
    pub(crate) version: i64,
}

/// The stream of the organisation with this number: one in each ledger.
pub(crate) fn stream_of(ledger: &str, number: EnterpriseNumber) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{ledger}\n{}", number.as_str()).as_bytes())
}

type PartnerRow = (String, String, String, String, Option<String>, i64, i64);

// A filter that is empty lets everything through.
const ON: &str = "SELECT p.number, p.kind, p.name, p.valid_from, p.valid_to, p.recorded_at, \
        (SELECT MAX(e.version) FROM event e WHERE e.ledger = p.ledger AND e.stream = p.stream) \
    FROM partner p \
    WHERE p.ledger = $1 AND p.valid_from <= $2 AND (p.valid_to IS NULL OR p.valid_to >= $2) \
        AND ($3 = '' OR p.kind = $3) AND p.number > $4 \
    ORDER BY p.number LIMIT $5";

/// The partners of a day, by their numbers from after one on, at most so many; of all kinds, or of one.
pub(crate) async fn on_day(
    ledger: &Ledger<Exchange>,
    day: NaiveDate,
    kind: Option<PartnerKind>,
    after: &str,
    limit: i64,
) -> Result<Vec<Registered>, StoreError> {
    let rows: Vec<PartnerRow> = on!(ledger.db(), |pool| sqlx::query_as(ON)
        .bind(ledger.name())
        .bind(day.to_string())
        .bind(kind.map(PartnerKind::code).unwrap_or_default())
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await?);
    rows.into_iter().map(|row| registered(row).ok_or_else(damaged)).collect()
}

/// What kind of partner an organisation is on a day, if it is one.
pub(crate) async fn kind_on(
    ledger: &Ledger<Exchange>,
    number: EnterpriseNumber,
    day: NaiveDate,
) -> Result<Option<PartnerKind>, StoreError> {
    const KIND_ON: &str = "SELECT kind FROM partner WHERE ledger = $1 AND number = $2 \
        AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $3)";
    let row: Option<(String,)> = on!(ledger.db(), |pool| sqlx::query_as(KIND_ON)
        .bind(ledger.name())
        .bind(number.as_str())
        .bind(day.to_string())
        .fetch_optional(pool)
        .await?);
    row.map(|(kind,)| PartnerKind::from_code(&kind).ok_or_else(damaged)).transpose()
}

fn registered(row: PartnerRow) -> Option<Registered> {
    let (number, kind, name, valid_from, valid_to, recorded_at, version) = row;
    let registered = Registration {
        number: EnterpriseNumber::parse(&number).ok()?,
        kind: PartnerKind::from_code(&kind)?,
        name,
        valid_from: valid_from.parse().ok()?,
        valid_to: valid_to.map(|day| day.parse()).transpose().ok()?,
    };
    let recorded_at: DateTime<Utc> = DateTime::from_timestamp_micros(recorded_at)?;
    Some(Registered { entry: Entry { registered, recorded_at }, version })
}

fn damaged() -> StoreError {
    StoreError::Damaged("a row of the registry cannot be read".to_owned())
}
