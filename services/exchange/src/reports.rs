//! What partners sent, as it is read. Rows of one organisation are found by that organisation alone (X7).

use trajet_access::Caller;
use trajet_belgium::{EnterpriseNumber, Niss};
use trajet_exchange_domain::MOST_REPORTS;
use trajet_ledger::{Ledger, StoreError, on};
use uuid::Uuid;

use crate::grpc::convert;
use crate::ledger::Exchange;
use crate::views::REPORT;

/// A row of a list. One that cannot be read holds its place, so that the pages go on behind it, and is not shown.
pub(crate) struct Found {
    pub(crate) at: At,
    pub(crate) listed: Option<Listed>,
}

/// A report as the lists show it.
#[derive(Clone, PartialEq)]
pub(crate) struct Listed {
    pub(crate) stream: Uuid,
    pub(crate) partner: String,
    pub(crate) niss: String,
    pub(crate) fact: convert::Fields,
    /// Microseconds since 1970.
    pub(crate) received_at: i64,
}

/// The order of reports: by the instant at which they came, and at one instant by their places in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    received_at: i64,
    position: i64,
}

impl At {
    /// Before all reports.
    pub(crate) const FIRST: Self = Self { received_at: i64::MIN, position: i64::MIN };
    /// After all reports.
    pub(crate) const LAST: Self = Self { received_at: i64::MAX, position: i64::MAX };

    /// As text of always the same length, from which nobody can guess how long the ledger is.
    pub(crate) fn to_text(self) -> String {
        format!("{:016x}{:016x}", self.received_at, self.position)
    }

    /// Reads what [`to_text`](Self::to_text) gave. The report may be erased meanwhile: its place stays.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let number = |digits: &str| u64::from_str_radix(digits, 16).ok().map(u64::cast_signed);
        let (received_at, position) = text.split_at_checked(16).filter(|(_, position)| position.len() == 16)?;
        Some(Self { received_at: number(received_at)?, position: number(position)? })
    }
}

/// A report that can be taken over, and the case that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Matchable {
    pub(crate) report: Uuid,
    pub(crate) case: Uuid,
    /// Its number among those of the same person, the oldest first.
    pub(crate) turn: i64,
}

type ListedRow = (Uuid, String, i64, i64, Vec<u8>, Vec<u8>, Vec<u8>);

// A report with its place in the ledger, and the key that opens it.
macro_rules! reports {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM report r JOIN event e ON e.ledger = r.ledger AND e.stream = r.stream AND e.version = 1 ",
            "JOIN data_key k ON k.ledger = r.ledger AND k.stream = r.stream WHERE r.ledger = $1 ",
            $rest
        )
    };
}

const OF_PARTNER: &str = reports!(
    "r.stream, r.partner, r.received_at, e.position, r.niss, r.told, k.wrapped",
    "AND r.partner = $2 AND r.received_at <= $3 AND (r.received_at < $3 OR e.position < $4) \
     ORDER BY r.received_at DESC, e.position DESC LIMIT $5"
);
const UNMATCHED: &str = reports!(
    "r.stream, r.partner, r.received_at, e.position, r.niss, r.told, k.wrapped",
    "AND r.matched = 0 AND r.received_at >= $2 AND (r.received_at > $2 OR e.position > $3) \
     AND ($5 = '' OR NOT EXISTS (SELECT 1 FROM incapacity c WHERE c.ledger = r.ledger AND c.niss_index = r.niss_index \
         AND c.restricted = 1 AND NOT EXISTS (SELECT 1 FROM admitted f WHERE f.ledger = c.ledger \
             AND f.stream = c.stream AND f.subject = $5 AND f.last_day >= $6))) \
     ORDER BY r.received_at, e.position LIMIT $4"
);
// The reports that a case took over, or can take over, and that are not noted so. The case is the one that took it over,
// or else the one during whose incapacity it happened: of several, the one that began last. MATERIALIZED, because SQLite
// would otherwise read all reports that are kept, in the order in which they are numbered.
const MATCHABLE: &str = "WITH found AS MATERIALIZED (\
        SELECT r.ledger, r.stream, r.niss_index, r.received_at, COALESCE(\
            (SELECT t.stream FROM taken_report t WHERE t.ledger = r.ledger AND t.report = r.stream), \
            (SELECT i.stream FROM incapacity i WHERE i.ledger = r.ledger AND i.niss_index = r.niss_index \
             AND i.starts_on <= r.fact_on AND (i.last_day IS NULL OR r.fact_on <= i.last_day) \
             ORDER BY i.starts_on DESC, i.stream DESC LIMIT 1)) AS holder \
        FROM report r WHERE r.ledger = $1 AND r.matched = 0) \
    SELECT f.stream, f.holder, ROW_NUMBER() OVER (PARTITION BY f.niss_index ORDER BY f.received_at, e.position) AS turn \
    FROM found f JOIN event e ON e.ledger = f.ledger AND e.stream = f.stream AND e.version = 1 \
    WHERE f.holder IS NOT NULL ORDER BY turn, f.received_at, e.position LIMIT $2";

const LIKE_IT: &str =
    "SELECT stream FROM report WHERE ledger = $1 AND niss_index = $2 AND partner = $3 ORDER BY stream LIMIT $4";

/// Whether an organisation may send one more report on a person. Calls at the same moment may each be the last.
pub(crate) async fn within_limit(
    ledger: &Ledger<Exchange>,
    partner: EnterpriseNumber,
    niss: Niss,
) -> Result<bool, StoreError> {
    let person = ledger.domain().pseudonyms.niss(niss.as_str());
    let rows: Vec<(Uuid,)> = on!(ledger.db(), |pool| sqlx::query_as(LIKE_IT)
        .bind(ledger.name())
        .bind(&person[..])
        .bind(partner.as_str())
        .bind(i64::try_from(MOST_REPORTS).unwrap_or(i64::MAX))
        .fetch_all(pool)
        .await?);
    Ok(rows.len() < MOST_REPORTS)
}

/// The reports of an organisation before a place, the newest first, at most so many.
pub(crate) async fn of_partner(
    ledger: &Ledger<Exchange>,
    partner: EnterpriseNumber,
    before: At,
    limit: i64,
) -> Result<Vec<Found>, StoreError> {
    let rows: Vec<ListedRow> = on!(ledger.db(), |pool| sqlx::query_as(OF_PARTNER)
        .bind(ledger.name())
        .bind(partner.as_str())
        .bind(before.received_at)
        .bind(before.position)
        .bind(limit)
        .fetch_all(pool)
        .await?);
    Ok(rows.into_iter().map(|row| found(ledger, row)).collect())
}

/// The reports that no case took over after a place, the oldest first, at most so many; none on a person of whom a case is
/// closed to the reader.
pub(crate) async fn unmatched(
    ledger: &Ledger<Exchange>,
    reader: &Caller,
    after: At,
    limit: i64,
) -> Result<Vec<Found>, StoreError> {
    let kept_out_as = if reader.role.can_be_kept_out() { reader.subject.as_str() } else { "" };
    let rows: Vec<ListedRow> = on!(ledger.db(), |pool| sqlx::query_as(UNMATCHED)
        .bind(ledger.name())
        .bind(after.received_at)
        .bind(after.position)
        .bind(limit)
        .bind(kept_out_as)
        .bind(ledger.clock().today().to_string())
        .fetch_all(pool)
        .await?);
    Ok(rows.into_iter().map(|row| found(ledger, row)).collect())
}

/// The reports that a case can take over, at most so many: first the oldest of each person, then the second of each, so
/// that nobody's reports wait behind the many of somebody else.
pub(crate) async fn matchable(ledger: &Ledger<Exchange>, limit: i64) -> Result<Vec<Matchable>, StoreError> {
    let rows: Vec<(Uuid, Uuid, i64)> =
        on!(ledger.db(), |pool| sqlx::query_as(MATCHABLE).bind(ledger.name()).bind(limit).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(report, case, turn)| Matchable { report, case, turn }).collect())
}

/// Whether there is such a report, which was not erased.
pub(crate) async fn is_kept(ledger: &Ledger<Exchange>, report: Uuid) -> Result<bool, StoreError> {
    const IS_KEPT: &str = "SELECT stream FROM report WHERE ledger = $1 AND stream = $2";
    let row: Option<(Uuid,)> =
        on!(ledger.db(), |pool| sqlx::query_as(IS_KEPT).bind(ledger.name()).bind(report).fetch_optional(pool).await?);
    Ok(row.is_some())
}

fn found(ledger: &Ledger<Exchange>, row: ListedRow) -> Found {
    let (stream, at) = (row.0, At { received_at: row.2, position: row.3 });
    let listed = open(ledger, row).inspect_err(|why| {
        tracing::error!(ledger = ledger.name(), report = %stream, "a report cannot be read and is left out of a list: {why}");
    });
    Found { at, listed: listed.ok() }
}

fn open(ledger: &Ledger<Exchange>, row: ListedRow) -> Result<Listed, StoreError> {
    let (stream, partner, received_at, _, niss, told, wrapped) = row;
    let opened = |column: &str, sealed: &[u8]| ledger.open_column(stream, &wrapped, REPORT.name, column, sealed);
    let damaged = || StoreError::Damaged("a sealed report cannot be read".to_owned());
    Ok(Listed {
        niss: String::from_utf8(opened("niss", &niss)?).map_err(|_| damaged())?,
        fact: convert::read_row(&opened("told", &told)?).map_err(|_| damaged())?,
        stream,
        partner,
        received_at,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_ledger::Db;
    use trajet_runtime::Clock;
    use trajet_service::test_support::Bench;

    use super::*;
    use crate::samples::day;
    use crate::views::SCHEMA;

    #[test]
    fn a_place_is_read_as_it_was_written_and_its_length_tells_nothing() {
        let at = |received_at, position| At { received_at, position };
        for place in [At::FIRST, At::LAST, at(0, 0), at(-1, 1), at(1_671_058_800_000_000, 400_000)] {
            let text = place.to_text();
            assert_eq!((text.len(), At::from_text(&text)), (32, Some(place)));
            assert_eq!((At::from_text(&text[1..]), At::from_text(&text[..16])), (None, None));
        }
    }

    #[tokio::test]
    async fn a_look_of_the_matcher_reads_the_unmatched_reports_alone() {
        let bench = Bench::sqlite("exchange", Clock::manual(day("2022-12-15")));
        let db = Db::open(&bench.location, &SCHEMA).await.unwrap();
        let Db::Sqlite(sqlite) = &db else { panic!("it is on SQLite") };
        for looked in [MATCHABLE, UNMATCHED] {
            let plan = format!("EXPLAIN QUERY PLAN {looked}");
            let plan: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(sqlx::AssertSqlSafe(plan)).fetch_all(sqlite.reader()).await.unwrap();
            let of_reports: Vec<&str> =
                plan.iter().map(|step| &*step.3).filter(|step| step.split(' ').nth(1) == Some("r")).collect();
            assert!(
                matches!(of_reports[..], [only] if only.contains("USING INDEX report_unmatched ")),
                "{of_reports:?}"
            );
        }
    }
}
