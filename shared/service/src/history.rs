//! A case's history as its ledger tells it: who did what, when, on which basis.

use std::collections::BTreeMap;

use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1::{HistoryEntry, LegalSource};
use trajet_law::deadline::Plan;
use trajet_law::rule::Ground;
use trajet_law::taken_over::TakenOver;
use trajet_ledger::{Domain, Ledger, Recorded};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use crate::page::Query;
use crate::plan;

/// The entries of a page where the caller leaves them to us, and the most.
const PAGE: (u32, u32) = (50, 200);

/// How a service tells its events.
#[derive(Debug, Clone, Copy)]
pub struct Telling<E> {
    /// What an event is, in one sentence that names neither the person nor what they said.
    pub summary: fn(&E) -> String,
    /// The plan that an event made, whose parameter it was decided under.
    pub plan: fn(&E) -> Option<&Plan>,
}

/// The sentence of a recognition, as one of before go-live where the case was taken over.
#[must_use]
pub fn before_go_live(told: String, taken_over: Option<&TakenOver>) -> String {
    match taken_over {
        Some(known) => format!("Before go-live on {}: {told}", known.on),
        None => told,
    }
}

/// When a step opens, and when it is due or aimed at.
#[must_use]
pub fn days(plan: &Plan) -> String {
    let end = match (plan.due, plan.target) {
        (Some(due), _) => Some(format!("due {due}")),
        (None, Some(target)) => Some(format!("aimed at {target}")),
        (None, None) => None,
    };
    plan.opens.map(|opens| format!("opens {opens}")).into_iter().chain(end).collect::<Vec<_>>().join(", ")
}

/// That the deadline of what is named was planned again, with its days before and after, and why (T8, T9).
#[must_use]
pub fn replanned(named: &str, before: &Plan, after: &Plan, because: Ground) -> String {
    format!("{named} was planned again: {}; before it was {} ({because}).", days(after), days(before))
}

/// Answers a `ListCaseHistory` request: a page of a case's history, the oldest first, and the token of the next page.
///
/// # Errors
/// If there is no such case, the page is wrong, or the store fails.
pub async fn list<D: Domain>(
    ledger: &Ledger<D>,
    stream: Uuid,
    page_size: i32,
    page_token: &str,
    telling: Telling<D::Event>,
) -> Result<(Vec<HistoryEntry>, String), Failure> {
    let mut violations = Violations::default();
    let size = violations.page_size("page_size", page_size, PAGE.0, PAGE.1);
    let size = violations.finish_with(size)?;
    let token = Query { place: ["ListCaseHistory", ledger.name()], fields: stream.as_bytes() };
    let keys = ledger.sealer().keys();
    let after = match token.begin(keys, page_token)? {
        Some(version) => version.parse().map_err(|_| Failure::PageTokenInvalid)?,
        None => 0,
    };
    // All of it: a later entry may have annulled one of this page.
    let history = ledger.history(stream, 0, i64::MAX).await.map_err(|error| ledger.failure(&error))?;
    if history.is_empty() {
        return Err(Failure::CaseNotFound);
    }
    let annulled = annulled(ledger.domain(), &history);
    let mut events: Vec<_> = history.iter().filter(|recorded| recorded.stored.version > after).collect();
    let more = events.len() > size as usize;
    events.truncate(size as usize);
    let next = events.last().filter(|_| more).map(|last| token.token(keys, &last.stored.version.to_string()));
    let entries = events.iter().map(|recorded| HistoryEntry {
        annulled_by: annulled.get(&recorded.stored.position.unsigned_abs()).copied().unwrap_or_default(),
        ..entry(recorded, &telling)
    });
    Ok((entries.collect(), next.unwrap_or_default()))
}

/// The positions of the entries that were annulled, each with that of the annulment.
fn annulled<D: Domain>(domain: &D, history: &[Recorded<D::Event>]) -> BTreeMap<u64, u64> {
    let mut annulled = BTreeMap::new();
    for recorded in history {
        let revision = recorded.event.as_ref().and_then(|event| domain.revises(event));
        for struck in revision.map_or(&[][..], |revision| revision.struck) {
            annulled.entry(*struck).or_insert(recorded.stored.position.unsigned_abs());
        }
    }
    annulled
}

fn entry<E>(recorded: &Recorded<E>, telling: &Telling<E>) -> HistoryEntry {
    let stored = &recorded.stored;
    let parameter = recorded.event.as_ref().and_then(telling.plan).map(|plan| plan.parameter.to_string());
    let basis = match stored.basis.parse::<Ground>() {
        Ok(ground) => plan::source(ground, parameter),
        Err(_) => LegalSource { rule: stored.basis.clone(), ..LegalSource::default() },
    };
    HistoryEntry {
        position: stored.position.unsigned_abs(),
        version: stored.version.unsigned_abs(),
        case_id: stored.stream.to_string(),
        kind: stored.kind.clone(),
        effective_on: recorded.effective_on().map(to_proto),
        recorded_at: Some(trajet_ledger::feed::timestamp(stored.recorded_at)),
        actor: stored.actor.clone(),
        basis: Some(basis),
        summary: recorded.event.as_ref().map_or_else(|| "Erased.".to_owned(), telling.summary),
        trace_id: stored.trace.split('-').nth(1).unwrap_or_default().to_owned(),
        annulled_by: 0,
    }
}
