//! The registry of coordinators, as it is read: who is in it, whether they can be given dossiers on a day, and which
//! dossiers are to be given to others (K1 to K3).

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::AssertSqlSafe;
use trajet_access::Subject;
use trajet_dossier_domain::{Coordinator, IntervisionMoment, Qualification, SubjectId};
use trajet_ledger::{Ledger, StoreError, on};
use trajet_service::file_access::open_to;
use uuid::Uuid;

use crate::ledger::Dossier;

/// The namespace of the streams of the registry.
const NAMESPACE: Uuid = Uuid::from_u128(0x8f4a_2b61_07dc_5e93_a1c6_30e5_7b92_d84f);

/// A coordinator of the registry.
pub(crate) struct Registered {
    pub(crate) coordinator: Coordinator,
    /// The version, for the next change.
    pub(crate) version: i64,
    /// The instant of the last change.
    pub(crate) recorded_at: DateTime<Utc>,
}

/// The stream of a coordinator: one in each ledger.
pub(crate) fn stream_of(ledger: &Ledger<Dossier>, subject: &SubjectId) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{}\ncoordinator\n{}", ledger.name(), subject.0).as_bytes())
}

/// The stream of the calendar of intervision: one in each ledger.
pub(crate) fn calendar_stream(ledger: &Ledger<Dossier>) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{}\nintervision", ledger.name()).as_bytes())
}

/// The calendar of intervision, and its version if anything was recorded.
pub(crate) async fn calendar(ledger: &Ledger<Dossier>) -> Result<(Vec<IntervisionMoment>, Option<i64>), StoreError> {
    let found = ledger.state(calendar_stream(ledger)).await?;
    Ok(found.map_or_else(Default::default, |(state, version)| (state.registry.calendar().to_vec(), Some(version))))
}

/// A coordinator.
pub(crate) async fn find(ledger: &Ledger<Dossier>, subject: &SubjectId) -> Result<Option<Registered>, StoreError> {
    let stream = stream_of(ledger, subject);
    let Some((state, version)) = ledger.state(stream).await? else { return Ok(None) };
    let Some(coordinator) = state.registry.coordinator().cloned() else { return Ok(None) };
    let last = ledger.history(stream, version - 1, 1).await?;
    let recorded_at = last.first().map(trajet_ledger::Recorded::recorded_at).unwrap_or_default();
    Ok(Some(Registered { coordinator, version, recorded_at }))
}

/// Whether somebody can be given dossiers on a day (K3).
pub(crate) async fn qualification(
    ledger: &Ledger<Dossier>,
    subject: &SubjectId,
    day: NaiveDate,
) -> Result<Qualification, StoreError> {
    let Some((state, _)) = ledger.state(stream_of(ledger, subject)).await? else {
        return Ok(Qualification::NotRegistered);
    };
    let Some(coordinator) = state.registry.coordinator() else { return Ok(Qualification::NotRegistered) };
    let (calendar, _) = calendar(ledger).await?;
    Ok(coordinator.standing(&calendar, day).into())
}

/// The subjects of the coordinators, from after one on, at most so many.
pub(crate) async fn subjects(ledger: &Ledger<Dossier>, after: &str, limit: i64) -> Result<Vec<SubjectId>, StoreError> {
    const SUBJECTS: &str =
        "SELECT c.subject FROM coordinator c WHERE c.ledger = $1 AND c.subject > $2 ORDER BY c.subject LIMIT $3";
    let rows: Vec<(String,)> = on!(ledger.db(), |pool| sqlx::query_as(SUBJECTS)
        .bind(ledger.name())
        .bind(after)
        .bind(limit)
        .fetch_all(pool)
        .await?);
    Ok(rows.into_iter().map(|(subject,)| SubjectId(subject)).collect())
}

/// The dossiers that a coordinator has and that go on, or that nobody has where the subject is empty, from after one on, at most so many, each with the day since when: those
/// that are not closed to who asks.
pub(crate) async fn dossiers_of(
    ledger: &Ledger<Dossier>,
    (subject, asked_by): (&SubjectId, &Subject),
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, NaiveDate)>, StoreError> {
    let dossiers = format!(
        "SELECT a.stream, a.assigned_on FROM assignment a \
         WHERE a.ledger = $1 AND a.coordinator = $2 AND a.stream > $3 AND {} ORDER BY a.stream LIMIT $4",
        open_to("a", "$5", "$6")
    );
    let today = ledger.clock().today().to_string();
    let rows: Vec<(Uuid, String)> = on!(ledger.db(), |pool| sqlx::query_as(AssertSqlSafe(dossiers))
        .bind(ledger.name())
        .bind(subject.0.as_str())
        .bind(after)
        .bind(limit)
        .bind(asked_by.as_str())
        .bind(today)
        .fetch_all(pool)
        .await?);
    let damaged = |_| StoreError::Damaged("a row of the assignments cannot be read".to_owned());
    rows.into_iter().map(|(case, on)| Ok((case, on.parse().map_err(damaged)?))).collect()
}
