//! Who looked at a case, from the record of reads, and who acted on it, from the ledger: one list, the newest first.

use trajet_access::{Caller, Purpose, Role};
use trajet_contracts::access::v1::{Access, AccessKind, ListAccessesResponse};
use trajet_ledger::{Ledger, Recorded, StoreError, on};
use trajet_runtime::Failure;
use uuid::Uuid;

use super::source::{Page, Personal, Source};
use crate::page::Query;
use crate::reads::{CasesWereShown, Reads};

const SHOWN: &str = "SELECT shown_at, stream FROM shown_case WHERE ledger = $1 AND case_id = $2 \
                     AND (shown_at, stream) < ($3, $4) ORDER BY shown_at DESC, stream DESC LIMIT $5";

/// The role that is told where no person acted.
pub(super) const PLATFORM: &str = "platform";

/// A place in the list: the instant in microseconds since 1970, and the entry or the act.
type At = (i64, Uuid);

/// A page of the list, and the token of the next.
pub(super) async fn list<D: Personal>(
    source: &Source<D>,
    caller: &Caller,
    case_id: Uuid,
    Page { size, token }: Page<'_>,
) -> Result<ListAccessesResponse, Failure> {
    let (ledger, reads) = (&source.ledger, source.reads.ledger());
    let fields = format!("{case_id} {}", caller.role);
    let query = Query { place: ["ListAccesses", ledger.name()], fields: fields.as_bytes() };
    let keys = ledger.sealer().keys();
    let before = match query.begin(keys, token)? {
        None => (i64::MAX, Uuid::max()),
        Some(text) => read_place(&text).ok_or(Failure::PageTokenInvalid)?,
    };
    let failure = |error: StoreError| ledger.failure(&error);
    let exact = caller.role == Role::Auditor;
    let mut found: Vec<(At, Access)> = acts(ledger, case_id, exact).await.map_err(failure)?;
    found.retain(|(at, _)| *at < before);
    let state = ledger.state(case_id).await.map_err(failure)?;
    let also = state.map_or_else(Vec::new, |(state, _)| D::also_about(&state));
    for shown in std::iter::once(case_id).chain(also) {
        found.extend(looks(reads, shown, before, i64::from(size) + 1, exact).await.map_err(failure)?);
    }
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    // An answer that showed the case and what it took over, or several of those, is one access.
    found.dedup_by_key(|(at, _)| *at);
    let more = found.len() > size as usize;
    found.truncate(size as usize);
    let next = found.last().filter(|_| more).map(|((at, id), _)| query.token(keys, &format!("{at}.{id}")));
    let accesses = found.into_iter().map(|(_, access)| access).collect();
    Ok(ListAccessesResponse { accesses, next_page_token: next.unwrap_or_default() })
}

fn read_place(text: &str) -> Option<At> {
    let (at, id) = text.split_once('.')?;
    Some((at.parse().ok()?, Uuid::try_parse(id).ok()?))
}

/// The acts on a case. What one act recorded is one entry.
async fn acts<D: Personal>(ledger: &Ledger<D>, case_id: Uuid, exact: bool) -> Result<Vec<(At, Access)>, StoreError> {
    let mut acts: Vec<(At, Access)> = Vec::new();
    for recorded in ledger.history(case_id, 0, i64::MAX).await? {
        let at = (recorded.stored.recorded_at, recorded.stored.request_id);
        if acts.last().is_some_and(|(last, _)| *last == at) {
            continue;
        }
        let what = recorded.stored.kind.clone();
        let purpose = |role| Purpose::of_act(D::SERVICE, role).map(Purpose::code).unwrap_or_default().to_owned();
        acts.push((at, access(AccessKind::Act, &recorded, exact, what, purpose)));
    }
    Ok(acts)
}

/// The entries of the record of reads that show a case, before a place.
async fn looks(
    reads: &Ledger<Reads>,
    case_id: Uuid,
    before: At,
    limit: i64,
    exact: bool,
) -> Result<Vec<(At, Access)>, StoreError> {
    let rows: Vec<At> = on!(reads.db(), |pool| sqlx::query_as(SHOWN)
        .bind(reads.name())
        .bind(case_id)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .fetch_all(pool)
        .await?);
    let mut looks = Vec::with_capacity(rows.len());
    for at in rows {
        for recorded in reads.history(at.1, 0, 1).await? {
            let Some(CasesWereShown { method, purpose, .. }) = recorded.event.clone() else { continue };
            looks.push((at, access(AccessKind::Read, &recorded, exact, method, |_| purpose)));
        }
    }
    Ok(looks)
}

fn access<E>(
    kind: AccessKind,
    recorded: &Recorded<E>,
    exact: bool,
    what: String,
    purpose: impl FnOnce(Option<Role>) -> String,
) -> Access {
    let who = Who::of(&recorded.stored.actor);
    Access {
        at: Some(trajet_ledger::feed::timestamp(recorded.stored.recorded_at)),
        kind: kind.into(),
        role: who.role.map_or(PLATFORM, Role::code).to_owned(),
        organisation: who.organisation.to_owned(),
        purpose: purpose(who.role),
        what,
        subject: if exact { who.subject.to_owned() } else { String::new() },
    }
}

/// Who acted, as it is recorded: a caller, or a part of the platform.
pub(super) struct Who<'a> {
    pub(super) role: Option<Role>,
    subject: &'a str,
    organisation: &'a str,
}

impl<'a> Who<'a> {
    pub(super) fn of(actor: &'a str) -> Self {
        let caller = || {
            let (role, rest) = actor.split_once(':')?;
            let (subject, organisation) = rest.rsplit_once('@')?;
            Some(Self { role: Some(role.parse().ok()?), subject, organisation })
        };
        caller().unwrap_or(Self { role: None, subject: "", organisation: "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_is_told_from_a_part_of_the_platform() {
        let told = |actor| {
            let who = Who::of(actor);
            (who.role.map(Role::code), who.subject.to_owned(), who.organisation.to_owned())
        };
        let caller = (Some("physician"), "dr-4711".to_owned(), "0411724220".to_owned());
        assert_eq!(told("physician:dr-4711@0411724220"), caller);
        for platform in ["system:timer", "system:assessment/300", "system:law", ""] {
            assert_eq!(told(platform), (None, String::new(), String::new()), "{platform}");
        }
    }

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let id = Uuid::from_u128(7);
        assert_eq!(read_place(&format!("-5.{id}")), Some((-5, id)));
        assert!(read_place("5").is_none() && read_place("x.y").is_none());
    }
}
