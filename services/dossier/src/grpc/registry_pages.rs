//! The lists of the registry, a page at a time.

use chrono::NaiveDate;
use trajet_access::Subject;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::google::r#type::Date;
use trajet_dossier_domain::{IntervisionMoment, SubjectId};
use trajet_law::coordinator::{Lack, Standing};
use trajet_ledger::Ledger;
use trajet_ledger::feed::timestamp;
use trajet_runtime::{Failure, Violations};
use trajet_service::page::Query;
use uuid::Uuid;

use super::convert;
use crate::ledger::Dossier;
use crate::registry::{self, Registered};

/// The entries of a page where the caller leaves them to us, and the most.
const PAGE: (u32, u32) = (50, 200);
/// How many coordinators are looked at together.
const TOGETHER: i64 = 200;

/// The day and the size of a page that were asked for.
///
/// # Errors
/// If one of them is wrong.
pub(super) fn asked(ledger: &Ledger<Dossier>, on: Option<Date>, size: i32) -> Result<(NaiveDate, u32), Failure> {
    let mut violations = Violations::default();
    let on = violations.optional_date("on", on);
    let size = violations.page_size("page_size", size, PAGE.0, PAGE.1);
    let (on, size) = violations.finish_with(on.zip(size))?;
    Ok((on.unwrap_or_else(|| ledger.clock().today()), size))
}

pub(super) fn tell_registered(
    found: &Registered,
    calendar: &[IntervisionMoment],
    on: NaiveDate,
) -> contract::RegisteredCoordinator {
    let Registered { coordinator, version, recorded_at } = found;
    contract::RegisteredCoordinator {
        registration: Some(convert::tell_registration(&coordinator.registration)),
        etag: version.to_string(),
        recorded_at: Some(timestamp(recorded_at.timestamp_micros())),
        standing: Some(convert::tell_standing(coordinator, calendar, on)),
        attendance: coordinator.attendance.iter().map(convert::tell_attendance).collect(),
    }
}

/// The coordinators by their subjects, and the token of the next page.
///
/// # Errors
/// If the page token is of another query, or the store fails.
pub(super) async fn coordinators(
    ledger: &Ledger<Dossier>,
    on: NaiveDate,
    size: u32,
    page_token: &str,
) -> Result<(Vec<contract::RegisteredCoordinator>, String), Failure> {
    let fields = on.to_string().into_bytes();
    let query = Query { place: ["ListCoordinators", ledger.name()], fields: &fields };
    let keys = ledger.sealer().keys();
    let after = query.begin(keys, page_token)?.unwrap_or_default();
    let failure = |error| ledger.failure(&error);
    let mut subjects = registry::subjects(ledger, &after, i64::from(size) + 1).await.map_err(failure)?;
    let more = subjects.len() > size as usize;
    subjects.truncate(size as usize);
    let next = subjects.last().filter(|_| more).map(|last| query.token(keys, &last.0)).unwrap_or_default();
    let (calendar, _) = registry::calendar(ledger).await.map_err(failure)?;
    let mut told = Vec::new();
    for subject in &subjects {
        let found = registry::find(ledger, subject).await.map_err(failure)?;
        told.extend(found.map(|found| tell_registered(&found, &calendar, on)));
    }
    Ok((told, next))
}

/// The dossiers that nobody has, and those whose coordinators cannot be given any on a day, their cases, and the token of the next page.
///
/// # Errors
/// As [`coordinators`].
pub(super) async fn to_reassign(
    ledger: &Ledger<Dossier>,
    asked_by: &Subject,
    on: NaiveDate,
    size: u32,
    page_token: &str,
) -> Result<(Vec<contract::DossierToReassign>, Vec<Uuid>, String), Failure> {
    let fields = format!("{on} {asked_by}").into_bytes();
    let query = Query { place: ["ListDossiersToReassign", ledger.name()], fields: &fields };
    let keys = ledger.sealer().keys();
    let begin = query.begin(keys, page_token)?;
    let begin = begin.as_deref().map(|begin| {
        let (subject, case) = begin.split_once('\n').ok_or(Failure::PageTokenInvalid)?;
        let case = Uuid::try_parse(case).map_err(|_| Failure::PageTokenInvalid)?;
        Ok::<_, Failure>((SubjectId(subject.to_owned()), case))
    });
    let begin = begin.transpose()?;
    let failure = |error| ledger.failure(&error);
    let (calendar, _) = registry::calendar(ledger).await.map_err(failure)?;
    let wanted = size as usize + 1;
    let mut found: Vec<(SubjectId, Uuid, NaiveDate, Option<Lack>)> = Vec::new();
    // The coordinator in whose dossiers the page begins is looked at first. Before all of them comes nobody, whose subject is empty.
    let mut last = begin.as_ref().map(|(subject, _)| subject.0.clone()).unwrap_or_default();
    let mut coordinators = vec![SubjectId(last.clone())];
    while found.len() < wanted {
        if coordinators.is_empty() {
            coordinators = registry::subjects(ledger, &last, TOGETHER).await.map_err(failure)?;
            let Some(furthest) = coordinators.last() else { break };
            last.clone_from(&furthest.0);
        }
        for subject in std::mem::take(&mut coordinators) {
            let lack = if subject.0.is_empty() {
                None
            } else {
                let registered = registry::find(ledger, &subject).await.map_err(failure)?;
                let standing = registered.map(|registered| registered.coordinator.standing(&calendar, on));
                let Some(Standing::NotQualified(lack)) = standing else { continue };
                Some(lack)
            };
            let after = begin.as_ref().filter(|(first, _)| *first == subject).map_or(Uuid::nil(), |(_, case)| *case);
            let limit = i64::try_from(wanted - found.len()).unwrap_or(i64::MAX);
            let theirs = registry::dossiers_of(ledger, (&subject, asked_by), after, limit).await.map_err(failure)?;
            found.extend(theirs.into_iter().map(|(case, since)| (subject.clone(), case, since, lack)));
            if found.len() == wanted {
                break;
            }
        }
    }
    let more = found.len() == wanted;
    found.truncate(size as usize);
    let key = |(subject, case, ..): &(SubjectId, Uuid, NaiveDate, Option<Lack>)| format!("{}\n{case}", subject.0);
    let next = found.last().filter(|_| more).map(|last| query.token(keys, &key(last))).unwrap_or_default();
    let tell = |(subject, case, since, lack): (SubjectId, Uuid, NaiveDate, Option<Lack>)| contract::DossierToReassign {
        case_id: case.to_string(),
        coordinator: subject.0,
        assigned_on: Some(to_proto(since)),
        lack: lack.map(convert::tell_lack).unwrap_or_default().into(),
    };
    let cases = found.iter().map(|(_, case, ..)| *case).collect();
    Ok((found.into_iter().map(tell).collect(), cases, next))
}
