//! The cursor that a partner gets for a report (X7).
//!
//! A cursor of the ledger grows with it, and the ledger grows when a report finds its case: two such cursors would tell a
//! partner whether the insurer knows the person. So a partner gets one that stands for its report alone, and gives no
//! other.

use chrono::{DateTime, NaiveDate};
use trajet_exchange_domain::erase_on;
use trajet_law::brussels::date_of;
use trajet_ledger::Ledger;
use trajet_runtime::{Failure, Violations};
use trajet_service::page::Query;
use uuid::Uuid;

use crate::ledger::Exchange;
use crate::reports;

fn query(ledger: &Ledger<Exchange>) -> Query<'_> {
    Query { place: ["ReportCodexFact", ledger.name()], fields: b"cursor" }
}

/// The cursor of a report.
pub(crate) fn cursor(ledger: &Ledger<Exchange>, report: Uuid) -> String {
    query(ledger).token(ledger.sealer().keys(), &report.to_string())
}

/// Makes sure that a partner's read sees the report whose cursor it gives.
///
/// # Errors
/// If it is no cursor of a report of this ledger, or the store fails.
pub(crate) async fn read_after_report(ledger: &Ledger<Exchange>, min_cursor: &str) -> Result<(), Failure> {
    let mut violations = Violations::default();
    let begun = query(ledger).begin(ledger.sealer().keys(), min_cursor);
    let begun = violations.check("min_cursor", begun.map_err(|_| "is not the cursor of a report"));
    let Some(report) = violations.finish_with(begun)? else { return Ok(()) };
    let report = Uuid::try_parse(&report).unwrap_or_default();
    if was_erased(report, ledger.clock().today()) {
        return Ok(());
    }
    let is_kept = reports::is_kept(ledger, report).await.map_err(|error| ledger.failure(&error))?;
    // One that was given is there, unless the ledger was restored from before.
    if is_kept { Ok(()) } else { Err(Failure::CursorForeign { ledger: ledger.name().to_owned() }) }
}

/// Whether a report was kept long enough by a day, so that there is nothing to wait for. Its identifier has the time of its
/// receipt, so that the answer is the same whether it found a case or not, and whether it is gone already or not.
fn was_erased(report: Uuid, today: NaiveDate) -> bool {
    let seconds = report.get_timestamp().and_then(|at| i64::try_from(at.to_unix().0).ok());
    let received_on = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).map(date_of);
    received_on.is_some_and(|received_on| erase_on(received_on) <= today)
}

/// Makes sure that a read sees what an earlier answer's cursor stands for: a place in the ledger, or a report.
///
/// # Errors
/// If the cursor is neither, or lies ahead of what this replica sees.
pub(crate) async fn read_after(ledger: &Ledger<Exchange>, min_cursor: &str) -> Result<(), Failure> {
    match query(ledger).begin(ledger.sealer().keys(), min_cursor) {
        Ok(_) => read_after_report(ledger, min_cursor).await,
        Err(_) => trajet_service::read_after(ledger, min_cursor).await,
    }
}

fn referral_query(ledger: &Ledger<Exchange>) -> Query<'_> {
    Query { place: ["ListReferrals", ledger.name()], fields: b"cursor" }
}

/// The cursor of an act on a referral: it stands for the referral alone, as that of a report does.
pub(crate) fn referral_cursor(ledger: &Ledger<Exchange>, referral: Uuid) -> String {
    referral_query(ledger).token(ledger.sealer().keys(), &referral.to_string())
}

/// Makes sure that a partner's read sees the act whose cursor it gives: an act that was answered is there.
///
/// # Errors
/// If it is no cursor of an act on a referral.
pub(crate) fn read_after_referral(ledger: &Ledger<Exchange>, min_cursor: &str) -> Result<(), Failure> {
    let mut violations = Violations::default();
    let begun = referral_query(ledger).begin(ledger.sealer().keys(), min_cursor);
    let begun = violations.check("min_cursor", begun.map_err(|_| "is not the cursor of an act on a referral"));
    violations.finish_with(begun).map(drop)
}
