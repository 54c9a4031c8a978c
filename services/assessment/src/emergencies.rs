//! The accesses in an emergency, and the list of those that wait for their review.

use trajet_law::file_access::File;
use trajet_ledger::{Kind, Ledger, OnConflict, Row, SchemaStep, StoreError, Table, Value, hex, on};
use trajet_service::Pseudonyms;
use uuid::Uuid;

use crate::ledger::Assessment;

/// The step that makes the table.
pub(crate) const SCHEMA: SchemaStep =
    SchemaStep::same(111, "emergency accesses", include_str!("../migrations/emergency.sql"));

/// The accesses in an emergency, in the order of the days by which they should be reviewed.
pub(crate) static EMERGENCY: Table = Table {
    name: "emergency_access",
    key: 2,
    columns: &[
        ("stream", Kind::Id),
        ("number", Kind::Int),
        ("access_id", Kind::Text),
        ("review_by", Kind::Text),
        ("reviewed", Kind::Int),
    ],
    on_conflict: OnConflict::Replace,
};

/// The rows of a case.
pub(crate) fn rows(pseudonyms: &Pseudonyms, stream: Uuid, file: &File) -> impl Iterator<Item = Row> {
    file.emergencies.iter().map(move |(emergency, review)| {
        Row::new(
            &EMERGENCY,
            vec![
                Value::Id(stream),
                Value::Int(emergency.number.into()),
                Value::Text(access_id(pseudonyms, stream, emergency.number)),
                Value::Text(emergency.review_by.to_string()),
                Value::Int(review.is_some().into()),
            ],
        )
    })
}

/// The name of an access, which leads to its case only here.
pub(crate) fn access_id(pseudonyms: &Pseudonyms, stream: Uuid, number: u32) -> String {
    let mac = pseudonyms.claim(&["emergency access", &stream.to_string(), &number.to_string()]);
    hex::encode(&mac[..16])
}

/// Where an access is listed: the day by which it should be reviewed, and its name.
pub(crate) type Place = (String, String);

/// The accesses after a place, at most so many: each with its case and its number. `reviewed` leaves out the others.
///
/// # Errors
/// If the store fails.
pub(crate) async fn after(
    ledger: &Ledger<Assessment>,
    (review_by, access_id): &Place,
    reviewed: Option<bool>,
    limit: i64,
) -> Result<Vec<(Place, Uuid, u32)>, StoreError> {
    const LISTED: &str = "SELECT e.review_by, e.access_id, e.stream, e.number FROM emergency_access e \
        WHERE e.ledger = $1 AND (e.review_by, e.access_id) > ($2, $3) AND e.reviewed BETWEEN $4 AND $5 \
        ORDER BY e.review_by, e.access_id LIMIT $6";
    let (least, most) = reviewed.map_or((0_i64, 1_i64), |reviewed| (reviewed.into(), reviewed.into()));
    let rows: Vec<(String, String, Uuid, i64)> = on!(ledger.db(), |pool| sqlx::query_as(LISTED)
        .bind(ledger.name())
        .bind(review_by)
        .bind(access_id)
        .bind(least)
        .bind(most)
        .bind(limit)
        .fetch_all(pool)
        .await?);
    let listed = |(review_by, access_id, stream, number)| ((review_by, access_id), stream, read(number));
    Ok(rows.into_iter().map(listed).collect())
}

/// The case and the number of an access.
///
/// # Errors
/// If the store fails.
pub(crate) async fn find(ledger: &Ledger<Assessment>, access_id: &str) -> Result<Option<(Uuid, u32)>, StoreError> {
    const FOUND: &str = "SELECT e.stream, e.number FROM emergency_access e WHERE e.ledger = $1 AND e.access_id = $2";
    let row: Option<(Uuid, i64)> =
        on!(ledger.db(), |pool| sqlx::query_as(FOUND).bind(ledger.name()).bind(access_id).fetch_optional(pool).await?);
    Ok(row.map(|(stream, number)| (stream, read(number))))
}

fn read(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}
