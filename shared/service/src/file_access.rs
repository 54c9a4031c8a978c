//! Restricted files: to whom a case is as if it were not there, in every service (D2, ADR 23).
//!
//! A call by somebody to whom a file is closed is answered as for a case that does not exist because it *is* a call for a case
//! that does not exist: what names the case is changed before anything else looks at it. So no method can forget it, and no
//! answer can differ. Lists ask the same of their tables, in their own query.

use chrono::NaiveDate;
use prost::Message as _;
use trajet_access::Caller;
use trajet_contracts::NamesCases;
use trajet_contracts::assessment::v1::FileAccessChanged;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::ledger::v1 as stored;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::file_access::{FileAccess, FileAccessTold};
use trajet_ledger::{Domain, Kind, Ledger, OnConflict, Row, SchemaStep, Table, Value};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use crate::act::actor;
use crate::plan::{Unreadable, day};

/// A service that holds who may see each of its cases.
pub trait Guarded: Domain {
    /// Who may see the case; `None` for a stream that is no case.
    fn file_access(state: &Self::State) -> Option<&FileAccess>;
}

/// Whether the file of a case is closed to a subject on a day: for [`Domain::is_closed`].
#[must_use]
pub fn is_closed<D: Guarded>(state: &D::State, subject: &str, today: NaiveDate) -> bool {
    D::file_access(state).is_some_and(|access| !access.admits(subject, today))
}

/// Whether the file of a case is closed to a caller today.
///
/// # Errors
/// If the store fails.
pub async fn is_closed_to<D: Guarded>(ledger: &Ledger<D>, caller: &Caller, case_id: Uuid) -> Result<bool, Failure> {
    if !caller.role.can_be_kept_out() {
        return Ok(false);
    }
    let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
    let today = ledger.clock().today();
    Ok(found.is_some_and(|(state, _)| is_closed::<D>(&state, caller.subject.as_str(), today)))
}

/// The step that makes what lists ask of it.
pub const SCHEMA: SchemaStep = SchemaStep::same(110, "file access", include_str!("../migrations/file_access.sql"));

/// Who sees a restricted file, up to which day.
pub static ADMITTED: Table = Table {
    name: "admitted",
    key: 2,
    columns: &[("stream", Kind::Id), ("subject", Kind::Text), ("last_day", Kind::Text)],
    on_conflict: OnConflict::Replace,
};

/// The last day of who is on the list.
const NO_LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a date of the calendar");

/// The rows that say who sees the file of a case; none while it is not restricted.
pub fn rows(stream: Uuid, access: &FileAccess) -> impl Iterator<Item = Row> {
    let restricted = access.admitted.is_some();
    access.keys().filter(move |_| restricted).map(move |(subject, last_day)| {
        let last_day = last_day.unwrap_or(NO_LAST_DAY).to_string();
        Row::new(&ADMITTED, vec![Value::Id(stream), Value::Text(subject.to_owned()), Value::Text(last_day)])
    })
}

/// The column `restricted` of a row of the case.
#[must_use]
pub fn restricted(access: &FileAccess) -> Value {
    Value::Int(access.admitted.is_some().into())
}

/// The condition that the row of a table is not of a file that is closed to a subject on a day: `row` is its alias, which has
/// the columns `stream` and `restricted`; `subject` and `today` are places of values, and the ledger's name is `$1`.
#[must_use]
pub fn open_to(row: &str, subject: &str, today: &str) -> String {
    format!(
        "({row}.restricted = 0 OR EXISTS (SELECT 1 FROM admitted f WHERE f.ledger = $1 AND f.stream = {row}.stream \
         AND f.subject = {subject} AND f.last_day >= {today}))"
    )
}

/// Puts the name of no case in the place of every case that a request names and whose file is closed to the caller.
pub(crate) async fn hide<D: Guarded>(
    ledger: &Ledger<D>,
    caller: &Caller,
    request: &mut (impl NamesCases + Send),
) -> Result<(), Failure> {
    let today = ledger.clock().today();
    let closed = |access: &FileAccess| !access.admits(caller.subject.as_str(), today);
    if !caller.role.can_be_kept_out() {
        return Ok(());
    }
    replace(ledger, caller, request, |access| access.is_some_and(closed)).await
}

/// Puts the name of no case in the place of every case that a request names and whose list does not leave the caller out: the
/// act by which a file is opened in an emergency answers alike wherever there is nothing to open.
pub(crate) async fn hide_all_but_closed<D: Guarded>(
    ledger: &Ledger<D>,
    caller: &Caller,
    request: &mut (impl NamesCases + Send),
) -> Result<(), Failure> {
    let open = |access: &FileAccess| !access.leaves_out(caller.subject.as_str());
    replace(ledger, caller, request, |access| access.is_none_or(open)).await
}

/// Who asks again what they were answered on that very case is answered again, whatever is closed to them since: it tells them
/// nothing that they were not told.
async fn replace<D: Guarded>(
    ledger: &Ledger<D>,
    caller: &Caller,
    request: &mut (impl NamesCases + Send),
    hidden: impl Fn(Option<&FileAccess>) -> bool + Send,
) -> Result<(), Failure> {
    let read = |text: &str| Violations::default().uuid("", text);
    let request_id = read(request.request_id());
    for named in request.case_ids() {
        // What is no identifier is refused as that, for whatever case it was meant.
        let Some(case_id) = read(named) else { continue };
        let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
        if !hidden(found.as_ref().and_then(|(state, _)| D::file_access(state))) {
            continue;
        }
        let answered = match request_id {
            Some(request_id) => ledger.answered(&actor(caller), request_id).await,
            None => Ok(None),
        };
        let answered = answered.map_err(|error| ledger.failure(&error))?;
        if answered != Some(case_id) {
            *named = of_no_case(case_id).to_string();
        }
    }
    Ok(())
}

/// An identifier that no case has: every bit is another one than in that of a case, so that its version is one that the
/// platform gives to nothing.
fn of_no_case(case_id: Uuid) -> Uuid {
    Uuid::from_u128(!case_id.as_u128())
}

/// Who may see a file, as the contracts and the stored events tell it.
#[must_use]
pub fn tell(access: &FileAccess) -> contract::FileAccess {
    let opened = access.opened.iter();
    contract::FileAccess {
        restricted: access.admitted.is_some(),
        admitted: access.admitted.iter().flatten().cloned().collect(),
        opened: opened
            .map(|(subject, last_day)| contract::FileOpening {
                subject: subject.clone(),
                last_day: Some(to_proto(*last_day)),
            })
            .collect(),
    }
}

/// The same, read.
///
/// # Errors
/// If a part is absent.
pub fn hear(told: Option<contract::FileAccess>) -> Result<FileAccess, Unreadable> {
    let contract::FileAccess { restricted, admitted, opened } = told.ok_or(Unreadable("who may see the file"))?;
    let last_day = |opening: contract::FileOpening| {
        Ok::<_, Unreadable>((opening.subject, day(opening.last_day, "last day of an access")?))
    };
    Ok(FileAccess {
        admitted: restricted.then(|| admitted.into_iter().collect()),
        opened: opened.into_iter().map(last_day).collect::<Result<_, _>>()?,
    })
}

/// Reads what medical assessment told at a place of its ledger.
///
/// # Errors
/// If a part is absent.
pub fn hear_changed(told: FileAccessChanged, ledger: &str, position: u64) -> Result<FileAccessTold, Unreadable> {
    let (access, on) = (hear(told.access)?, day(told.changed_on, "day of the change")?);
    Ok(FileAccessTold { access, on, ledger: ledger.to_owned(), position })
}

/// The stored bytes of what was told.
#[must_use]
pub fn store_told(told: &FileAccessTold) -> Vec<u8> {
    let FileAccessTold { access, on, ledger, position } = told;
    let message = stored::FileAccessTold {
        access: Some(tell(access)),
        changed_on: Some(to_proto(*on)),
        source: Some(stored::FactSource { ledger: ledger.clone(), position: *position }),
    };
    message.encode_to_vec()
}

/// Reads them.
///
/// # Errors
/// If the message lacks a part.
pub fn read_told(message: stored::FileAccessTold) -> Result<FileAccessTold, Unreadable> {
    let stored::FactSource { ledger, position } = message.source.ok_or(Unreadable("source"))?;
    let (access, on) = (hear(message.access)?, day(message.changed_on, "day of the change")?);
    Ok(FileAccessTold { access, on, ledger, position })
}

/// What was told of it, in one sentence.
#[must_use]
pub fn summary_of_told(access: &FileAccess) -> String {
    let opened = if access.opened.is_empty() { "" } else { "; it is open in an emergency" };
    match &access.admitted {
        Some(admitted) => format!("The file is restricted to {} of the staff{opened}.", admitted.len()),
        None => "The file is not restricted any more.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::file_access::FileAccess;

    use super::*;

    fn access() -> FileAccess {
        let day = |text: &str| text.parse().expect("a day");
        FileAccess {
            admitted: Some(["dr-1".to_owned(), "co-1".to_owned()].into()),
            opened: [("co-1".to_owned(), day("2022-09-10")), ("co-2".to_owned(), day("2022-09-11"))].into(),
        }
    }

    #[test]
    fn d2_who_may_see_a_file_is_read_as_it_was_told() {
        for access in [access(), FileAccess { admitted: None, ..access() }, FileAccess::default()] {
            assert_eq!(hear(Some(tell(&access))), Ok(access));
        }
        assert!(hear(None).is_err());
    }

    #[test]
    fn d2_who_is_on_the_list_has_no_last_day_and_a_file_that_is_not_restricted_no_rows() {
        let stream = Uuid::from_u128(1);
        let told = |access: &FileAccess| rows(stream, access).map(|row| row.values[1..].to_vec()).collect::<Vec<_>>();
        let row = |subject: &str, last: &str| vec![Value::Text(subject.to_owned()), Value::Text(last.to_owned())];
        let expected = [row("co-1", "9999-12-31"), row("dr-1", "9999-12-31"), row("co-2", "2022-09-11")];
        assert_eq!(told(&access()), expected);
        assert_eq!(told(&FileAccess { admitted: None, ..access() }), [[]; 0]);
    }

    #[test]
    fn d2_no_case_has_the_identifier_that_stands_in_its_place() {
        // The platform gives versions 5 and 7.
        for case in ["0183045f-4c00-7cc1-9d53-000000000001", "a6edc906-2f9f-5fb2-a373-efac406f0ef2"] {
            let case = Uuid::try_parse(case).expect("an identifier");
            let other = of_no_case(case);
            assert!(other != case && ![5, 7].contains(&other.get_version_num()) && !other.is_nil());
        }
    }
}
