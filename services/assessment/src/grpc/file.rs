//! Accesses to restricted files in an emergency: their list, their review, and how all of it is told.

use chrono::NaiveDate;
use trajet_access::{Caller, Role};
use trajet_assessment_domain::Command;
use trajet_contracts::assessment::v1::{
    EmergencyAccess, EmergencyAccessState, ListEmergencyAccessesRequest, ListEmergencyAccessesResponse,
    ReviewEmergencyAccessRequest, ReviewEmergencyAccessResponse,
};
use trajet_contracts::date::to_proto;
use trajet_law::file_access::{Emergency, FileAct, FileChange, FileChanged, Review};
use trajet_ledger::feed::timestamp;
use trajet_ledger::{Ledger, StoreError, hex};
use trajet_runtime::{Failure, Violation, Violations};
use trajet_service::page::Query;
use trajet_service::{Envelope, Served, read_after, submit};
use uuid::Uuid;

use super::convert::{hear_review_outcome, tell_emergency_reason, tell_review};
use super::refusal::refusal;
use crate::emergencies::{self, Place};
use crate::ledger::Assessment;

/// The accesses of a page where the caller leaves them to us, and the most.
const PAGE: (u32, u32) = (50, 200);

/// A change of who may see a file, in one sentence. It names nobody, and no words.
pub(crate) fn summary(changed: &FileChanged) -> String {
    match &changed.change {
        FileChange::Restricted { admitted, reason } => {
            let reason = reason.code().replace('_', " ");
            format!("The file was restricted to {} of the staff ({reason}).", admitted.len())
        }
        FileChange::ListChanged { admitted, removed } => {
            format!("The list of the restricted file was changed: {} added, {} removed.", admitted.len(), removed.len())
        }
        FileChange::Lifted => "The restriction of the file was lifted.".to_owned(),
        FileChange::Opened(Emergency { number, role, reason, last_day, review_by, .. }) => {
            let reason = reason.code().replace('_', " ");
            format!(
                "The restricted file was opened in an emergency to a {role} until {last_day} ({reason}): \
                 access {number}, to be reviewed by {review_by}."
            )
        }
        FileChange::Reviewed { number, review } => {
            format!("Access {number} in an emergency was reviewed: {}.", review.outcome.code().replace('_', " "))
        }
    }
}

/// Answers a `ReviewEmergencyAccess` request. Who reviews an access need not see the file.
///
/// # Errors
/// If a field is wrong, there is no such access, or the law refuses.
pub(crate) async fn review(
    ledger: &Served<Assessment>,
    caller: &Caller,
    request: ReviewEmergencyAccessRequest,
) -> Result<ReviewEmergencyAccessResponse, Failure> {
    let mut violations = Violations::default();
    let envelope = Envelope::read(&mut violations, &request, &request.request_id, "");
    let is_name = request.access_id.len() == 32 && hex::decode(&request.access_id).is_some();
    violations.require("access_id", is_name, "is not the name of an access");
    let outcome = violations.enumeration("outcome", request.outcome).and_then(hear_review_outcome);
    let (envelope, outcome) = violations.finish_with(envelope.zip(outcome))?;
    let found = emergencies::find(ledger, &request.access_id).await.map_err(|error| ledger.failure(&error))?;
    let (case_id, number) = found.ok_or_else(no_such_access)?;
    let act = FileAct::Review { number, outcome, by: caller.subject.to_string() };
    let done = submit(ledger, caller, envelope, case_id, Command::ChangeFile(act), refusal).await?;
    Ok(ReviewEmergencyAccessResponse {
        access_id: request.access_id,
        etag: done.version.to_string(),
        cursor: done.cursor.to_string(),
    })
}

/// The name leads to no access.
pub(crate) fn no_such_access() -> Failure {
    Failure::Invalid(vec![Violation { field: "access_id".to_owned(), problem: "is no access that was had".to_owned() }])
}

/// Answers a `ListEmergencyAccesses` request; gives the cases that it is about, too.
///
/// # Errors
/// If a field is wrong, the page token is of another query, the cursor cannot be read after, or the store fails.
pub(crate) async fn list(
    ledger: &Ledger<Assessment>,
    caller: &Caller,
    request: ListEmergencyAccessesRequest,
) -> Result<(ListEmergencyAccessesResponse, Vec<Uuid>), Failure> {
    let mut violations = Violations::default();
    let state = EmergencyAccessState::try_from(request.state).map_err(|_| "is not a state");
    let state = violations.check("state", state);
    let size = violations.page_size("page_size", request.page_size, PAGE.0, PAGE.1);
    let (state, size) = violations.finish_with(state.zip(size))?;
    read_after(ledger, &request.min_cursor).await?;
    let fields = format!("{state:?} {} {}", caller.role, caller.subject).into_bytes();
    let query = Query { place: ["ListEmergencyAccesses", ledger.name()], fields: &fields };
    let keys = ledger.sealer().keys();
    let begin = query.begin(keys, &request.page_token)?;
    let begin = begin.and_then(|begin| begin.split_once(' ').map(|(day, name)| (day.to_owned(), name.to_owned())));
    let reviewed = match state {
        EmergencyAccessState::Unspecified => None,
        EmergencyAccessState::Open => Some(false),
        EmergencyAccessState::Reviewed => Some(true),
    };
    let (accesses, cases, more) = page(ledger, caller, &begin.unwrap_or_default(), reviewed, size).await?;
    let next = more.map(|(day, name)| query.token(keys, &format!("{day} {name}")));
    Ok((ListEmergencyAccessesResponse { accesses, next_page_token: next.unwrap_or_default() }, cases))
}

/// The accesses that wait for their review, for the first page of a manager's work list, and their cases; nothing for others.
///
/// # Errors
/// If the store fails.
pub(crate) async fn awaiting_review(
    ledger: &Ledger<Assessment>,
    caller: &Caller,
) -> Result<(Vec<EmergencyAccess>, Vec<Uuid>), Failure> {
    if caller.role != Role::Manager {
        return Ok((Vec::new(), Vec::new()));
    }
    let (accesses, cases, _) = page(ledger, caller, &Place::default(), Some(false), PAGE.0).await?;
    Ok((accesses, cases))
}

/// A page after a place, the cases that it is about, and its last place if there is another one.
async fn page(
    ledger: &Ledger<Assessment>,
    caller: &Caller,
    after: &Place,
    reviewed: Option<bool>,
    size: u32,
) -> Result<(Vec<EmergencyAccess>, Vec<Uuid>, Option<Place>), Failure> {
    let failure = |error: StoreError| ledger.failure(&error);
    let mut found = emergencies::after(ledger, after, reviewed, i64::from(size) + 1).await.map_err(failure)?;
    let more = found.len() > size as usize;
    found.truncate(size as usize);
    let last = found.last().map(|(place, ..)| place.clone()).filter(|_| more);
    let today = ledger.clock().today();
    let (mut accesses, mut cases) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
    for ((_, access_id), case_id, number) in found {
        // What was erased since it was listed has nothing to tell.
        let Some((state, _)) = ledger.state(case_id).await.map_err(failure)? else { continue };
        let known = state.file.emergencies.iter().find(|(known, _)| known.number == number);
        let Some((emergency, review)) = known else { continue };
        let admits = state.file.access.admits(caller.subject.as_str(), today);
        let seen = (admits || !caller.role.can_be_kept_out()).then_some(case_id);
        accesses.push(tell(access_id, seen, emergency, review.as_ref(), today));
        cases.push(case_id);
    }
    Ok((accesses, cases, last))
}

fn tell(
    access_id: String,
    case_id: Option<Uuid>,
    emergency: &Emergency,
    review: Option<&Review>,
    today: NaiveDate,
) -> EmergencyAccess {
    EmergencyAccess {
        access_id,
        case_id: case_id.map(|case_id| case_id.to_string()).unwrap_or_default(),
        subject: emergency.subject.clone(),
        role: emergency.role.clone(),
        reason: tell_emergency_reason(emergency.reason).into(),
        words: emergency.words.clone(),
        opened_at: Some(timestamp(emergency.opened_at.timestamp_micros())),
        last_day: Some(to_proto(emergency.last_day)),
        review_by: Some(to_proto(emergency.review_by)),
        review: review.map(tell_review),
        overdue: review.is_none() && emergency.review_by < today,
    }
}
