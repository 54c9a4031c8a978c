//! The reports of cases that were annulled as a whole: they wait again for the case that they are about (T9).
//!
//! A case that is annulled knows its reports by its history alone, and a report is found by whom it is about. So a case is looked
//! at as a whole, once in a while as long as reports are kept; what is found is done by the matcher.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use trajet_exchange_domain::{CaseId, Event, KEPT_MONTHS, State, fell_with_the_case};
use trajet_ledger::{Ledger, StoreError, on};
use uuid::Uuid;

use crate::ledger::Exchange;

/// The cases that were annulled on a day of which reports are still kept.
pub(crate) async fn cases(ledger: &Ledger<Exchange>, today: NaiveDate) -> Result<Vec<Uuid>, StoreError> {
    const CASES: &str =
        "SELECT stream FROM annulled_case WHERE ledger = $1 AND annulled_on >= $2 ORDER BY annulled_on, stream";
    let since = today.checked_sub_months(Months::new(KEPT_MONTHS)).unwrap_or(NaiveDate::MIN);
    let rows: Vec<(Uuid,)> = on!(ledger.db(), |pool| sqlx::query_as(CASES)
        .bind(ledger.name())
        .bind(since.to_string())
        .fetch_all(pool)
        .await?);
    Ok(rows.into_iter().map(|(case,)| case).collect())
}

/// The reports that are noted as taken over by an annulled case, and fell with it.
pub(crate) async fn reports_of(ledger: &Ledger<Exchange>, case: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let recorded = ledger.history(case, 0, i64::MAX).await?;
    let place = |position: i64| u64::try_from(position).unwrap_or(0);
    let history: Vec<_> =
        recorded.iter().filter_map(|one| Some((place(one.stored.position), one.event.as_ref()?))).collect();
    let persons = history.iter().filter_map(|(_, event)| match event {
        Event::CaseOpened(recognition) => Some(recognition.person.niss.as_str()),
        _ => None,
    });
    let mut fell = Vec::new();
    for person in persons.collect::<BTreeSet<_>>() {
        for report in matched_of(ledger, person).await? {
            // One that was erased meanwhile has no state.
            let Some((State::Report(known), _)) = ledger.state(report).await? else { continue };
            if known.case == Some(CaseId(case.into_bytes())) && fell_with_the_case(&history, &known) {
                fell.push(report);
            }
        }
    }
    Ok(fell)
}

/// The reports on a person that cases took over.
async fn matched_of(ledger: &Ledger<Exchange>, niss: &str) -> Result<Vec<Uuid>, StoreError> {
    const MATCHED: &str =
        "SELECT stream FROM report WHERE ledger = $1 AND niss_index = $2 AND matched = 1 ORDER BY received_at, stream";
    let person = ledger.domain().pseudonyms.niss(niss);
    let rows: Vec<(Uuid,)> =
        on!(ledger.db(), |pool| sqlx::query_as(MATCHED).bind(ledger.name()).bind(&person[..]).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(report,)| report).collect())
}
