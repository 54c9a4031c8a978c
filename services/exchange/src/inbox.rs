//! The inboxes of partners, as they are read and as they are to be filled (X6, X7). Rows of one organisation are found by that
//! organisation alone.

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_exchange_domain::{CaseReferral, Source};
use trajet_ledger::{Ledger, StoreError, on};
use uuid::Uuid;

use crate::ledger::Exchange;

/// The namespace of the streams of inboxes.
const INBOXES: Uuid = Uuid::from_u128(0x9e0b_53c7_41d8_5b92_8a6f_27c1_0d94_e3b5);
/// The namespace of the identifiers of referrals.
const REFERRALS: Uuid = Uuid::from_u128(0x2f61_d8a4_7c3e_5d10_b5e9_64f0_918a_c27d);

/// The stream of an organisation's inbox: one in each ledger.
pub(crate) fn stream_of(ledger: &str, partner: EnterpriseNumber) -> Uuid {
    Uuid::new_v5(&INBOXES, format!("{ledger}\n{}", partner.as_str()).as_bytes())
}

/// What names a referral to its partner. Whoever knows it learns nothing of the case from it.
pub(crate) fn referral_id(case: Uuid, source: &Source) -> Uuid {
    Uuid::new_v5(&REFERRALS, format!("{case}\n{}\n{}", source.ledger, source.position).as_bytes())
}

/// The referral of a case that has an identifier.
pub(crate) fn find_in(case_id: Uuid, referrals: &[CaseReferral], referral: Uuid) -> Option<&CaseReferral> {
    referrals.iter().find(|one| referral_id(case_id, &one.asked.source) == referral)
}

/// An entry of an inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) number: u64,
    pub(crate) case: Uuid,
    pub(crate) referral: Uuid,
    pub(crate) over: bool,
    pub(crate) entered_on: NaiveDate,
}

/// The entries of an organisation's inbox after one, the oldest first.
pub(crate) async fn entries(
    ledger: &Ledger<Exchange>,
    partner: EnterpriseNumber,
    after: u64,
    limit: u32,
) -> Result<Vec<Entry>, StoreError> {
    const ENTRIES: &str = "SELECT number, case_id, referral, is_over, entered_on FROM inbox \
        WHERE ledger = $1 AND partner = $2 AND number > $3 ORDER BY number LIMIT $4";
    let rows: Vec<(i64, Uuid, Uuid, i64, String)> = on!(ledger.db(), |pool| sqlx::query_as(ENTRIES)
        .bind(ledger.name())
        .bind(partner.as_str())
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(pool)
        .await?);
    rows.into_iter().map(|row| entry(row).ok_or_else(damaged)).collect()
}

fn entry((number, case, referral, over, entered_on): (i64, Uuid, Uuid, i64, String)) -> Option<Entry> {
    let (number, entered_on) = (u64::try_from(number).ok()?, entered_on.parse().ok()?);
    Some(Entry { number, case, referral, over: over != 0, entered_on })
}

fn damaged() -> StoreError {
    StoreError::Damaged("a row of an inbox cannot be read".to_owned())
}

/// The case of a referral that the inbox of an organisation has.
pub(crate) async fn case_of(
    ledger: &Ledger<Exchange>,
    partner: EnterpriseNumber,
    referral: Uuid,
) -> Result<Option<Uuid>, StoreError> {
    const CASE_OF: &str = "SELECT case_id FROM inbox \
        WHERE ledger = $1 AND referral = $2 AND is_over = 0 AND partner = $3 LIMIT 1";
    let row: Option<(Uuid,)> = on!(ledger.db(), |pool| sqlx::query_as(CASE_OF)
        .bind(ledger.name())
        .bind(referral)
        .bind(partner.as_str())
        .fetch_optional(pool)
        .await?);
    Ok(row.map(|(case,)| case))
}

/// A referral that waits to be sent.
pub(crate) struct Queued {
    pub(crate) case: Uuid,
    pub(crate) referral: Uuid,
    pub(crate) told_at: u64,
    pub(crate) partner: EnterpriseNumber,
}

// Of a case for which a fact is stuck, not all is known that was told: that a referral ended may wait behind it.
const QUEUED: &str = "SELECT r.stream, r.referral, r.told_at, r.partner FROM referral r WHERE r.ledger = $1 AND r.queued = 1 \
    AND NOT EXISTS (SELECT 1 FROM stuck_fact s WHERE s.ledger = r.ledger AND s.stream = r.stream) \
    ORDER BY r.stream, r.told_at LIMIT $2";

/// The referrals that wait to be sent, and of whose case all is known that was told, at most so many.
pub(crate) async fn queued(ledger: &Ledger<Exchange>, limit: i64) -> Result<Vec<Queued>, StoreError> {
    let rows: Vec<(Uuid, Uuid, i64, String)> =
        on!(ledger.db(), |pool| sqlx::query_as(QUEUED).bind(ledger.name()).bind(limit).fetch_all(pool).await?);
    let read = |(case, referral, told_at, partner): (Uuid, Uuid, i64, String)| {
        let partner = EnterpriseNumber::parse(&partner).ok()?;
        Some(Queued { case, referral, told_at: u64::try_from(told_at).ok()?, partner })
    };
    rows.into_iter().map(|row| read(row).ok_or_else(damaged)).collect()
}

/// Whether a fact of a case is stuck, so that not all is known of it that was told.
pub(crate) async fn is_stuck(ledger: &Ledger<Exchange>, case: Uuid) -> Result<bool, StoreError> {
    const STUCK: &str = "SELECT stream FROM stuck_fact WHERE ledger = $1 AND stream = $2 LIMIT 1";
    let row: Option<(Uuid,)> =
        on!(ledger.db(), |pool| sqlx::query_as(STUCK).bind(ledger.name()).bind(case).fetch_optional(pool).await?);
    Ok(row.is_some())
}

/// An entry that an inbox is to have.
pub(crate) struct Missing {
    pub(crate) case: Uuid,
    pub(crate) referral: Uuid,
    pub(crate) partner: EnterpriseNumber,
    /// How many entries of the referral it has.
    pub(crate) had: u64,
}

impl Missing {
    /// Whether the entry says that the referral is over: they say in turn that it stands and that it is over.
    pub(crate) const fn over(&self) -> bool {
        self.had % 2 == 1
    }
}

// What was sent and has no entry, and what its last entry does not say as it is now; so too what was taken back as a mistake
// after an entry. Of a case for which a fact is stuck none says that a referral stands.
const MISSING: &str = "WITH known AS (\
        SELECT r.ledger, r.stream, r.referral, r.partner, r.told_at AS place, r.entries AS wanted, \
            (SELECT COUNT(*) FROM inbox i WHERE i.ledger = r.ledger AND i.referral = r.referral) AS had \
        FROM referral r WHERE r.ledger = $1 AND r.entries > 0 \
        UNION ALL SELECT i.ledger, i.case_id, i.referral, i.partner, i.number, CAST(2 AS BIGINT), \
            (SELECT COUNT(*) FROM inbox j WHERE j.ledger = i.ledger AND j.referral = i.referral) \
        FROM inbox i WHERE i.ledger = $1 AND i.is_over = 0 \
            AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.ledger = i.ledger AND r.referral = i.referral) \
            AND NOT EXISTS (SELECT 1 FROM inbox j WHERE j.ledger = i.ledger AND j.referral = i.referral \
                AND j.number > i.number)) \
    SELECT k.stream, k.referral, k.partner, k.had FROM known k \
    WHERE (k.wanted = 2 AND k.had % 2 = 1) OR ((k.had = 0 OR (k.wanted = 1 AND k.had % 2 = 0)) \
        AND NOT EXISTS (SELECT 1 FROM stuck_fact s WHERE s.ledger = k.ledger AND s.stream = k.stream)) \
    ORDER BY k.stream, k.place LIMIT $2";

/// The entries that inboxes are to have and do not have yet, at most so many: of a case in the order in which they were told.
pub(crate) async fn missing(ledger: &Ledger<Exchange>, limit: i64) -> Result<Vec<Missing>, StoreError> {
    let rows: Vec<(Uuid, Uuid, String, i64)> =
        on!(ledger.db(), |pool| sqlx::query_as(MISSING).bind(ledger.name()).bind(limit).fetch_all(pool).await?);
    let read = |(case, referral, partner, had): (Uuid, Uuid, String, i64)| {
        let partner = EnterpriseNumber::parse(&partner).ok()?;
        Some(Missing { case, referral, partner, had: u64::try_from(had).ok()? })
    };
    rows.into_iter().map(|row| read(row).ok_or_else(damaged)).collect()
}
