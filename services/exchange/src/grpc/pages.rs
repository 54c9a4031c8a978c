//! The lists, a page at a time.

use chrono::NaiveDate;
use trajet_access::Caller;
use trajet_belgium::EnterpriseNumber;
use trajet_exchange_domain::PartnerKind;
use trajet_ledger::{Ledger, StoreError};
use trajet_runtime::Failure;
use trajet_service::page::Query;

use crate::ledger::Exchange;
use crate::registry::{self, Registered};
use crate::reports::{self, At, Listed};

/// The entries of a page where the caller leaves them to us, and the most.
pub(crate) const PAGE: (u32, u32) = (50, 200);

/// The reports of an organisation, the newest first, and the token of the next page.
///
/// # Errors
/// If the page token is of another query, or the store fails.
pub(crate) async fn own_reports(
    ledger: &Ledger<Exchange>,
    partner: EnterpriseNumber,
    size: u32,
    page_token: &str,
) -> Result<(Vec<Listed>, String), Failure> {
    let query = Query { place: ["ListReports", ledger.name()], fields: partner.as_str().as_bytes() };
    let before = place_of(ledger, &query, page_token, At::LAST)?;
    let found = reports::of_partner(ledger, partner, before, i64::from(size) + 1).await;
    let (page, next) = cut(ledger, &query, found, size, |last| last.at.to_text())?;
    Ok((page.into_iter().filter_map(|found| found.listed).collect(), next))
}

/// The reports that no case took over, the oldest first, and the token of the next page.
///
/// # Errors
/// As [`own_reports`].
pub(crate) async fn unmatched_reports(
    ledger: &Ledger<Exchange>,
    reader: &Caller,
    size: u32,
    page_token: &str,
) -> Result<(Vec<Listed>, String), Failure> {
    let query = Query { place: ["ListUnmatchedReports", ledger.name()], fields: &[] };
    let after = place_of(ledger, &query, page_token, At::FIRST)?;
    let found = reports::unmatched(ledger, reader, after, i64::from(size) + 1).await;
    let (page, next) = cut(ledger, &query, found, size, |last| last.at.to_text())?;
    Ok((page.into_iter().filter_map(|found| found.listed).collect(), next))
}

/// The partners of a day, and the token of the next page.
///
/// # Errors
/// As [`own_reports`].
pub(crate) async fn partners(
    ledger: &Ledger<Exchange>,
    on: NaiveDate,
    kind: Option<PartnerKind>,
    size: u32,
    page_token: &str,
) -> Result<(Vec<Registered>, String), Failure> {
    let fields = format!("{on} {}", kind.map(PartnerKind::code).unwrap_or_default()).into_bytes();
    let query = Query { place: ["ListPartners", ledger.name()], fields: &fields };
    let after = query.begin(ledger.sealer().keys(), page_token)?.unwrap_or_default();
    let found = registry::on_day(ledger, on, kind, &after, i64::from(size) + 1).await;
    cut(ledger, &query, found, size, |last| last.entry.registered.number.as_str().to_owned())
}

/// The place that a page token tells; `first` without one.
fn place_of(ledger: &Ledger<Exchange>, query: &Query<'_>, page_token: &str, first: At) -> Result<At, Failure> {
    let Some(place) = query.begin(ledger.sealer().keys(), page_token)? else { return Ok(first) };
    At::from_text(&place).ok_or(Failure::PageTokenInvalid)
}

/// Cuts what was found to a page, and makes the token of the next if there is one.
fn cut<T>(
    ledger: &Ledger<Exchange>,
    query: &Query<'_>,
    found: Result<Vec<T>, StoreError>,
    size: u32,
    key: fn(&T) -> String,
) -> Result<(Vec<T>, String), Failure> {
    let mut found = found.map_err(|error| ledger.failure(&error))?;
    let more = found.len() > size as usize;
    found.truncate(size as usize);
    let next = found.last().filter(|_| more).map(|last| query.token(ledger.sealer().keys(), &key(last)));
    Ok((found, next.unwrap_or_default()))
}
