//! A legal act on its way from the wire to the ledger.

use prost::Message;
use tonic::Request;
use trajet_access::Caller;
use trajet_ledger::{Actor, Cursor, Domain, ExecuteError, Ledger, Outcome, Place, Submission};
use trajet_runtime::{Failure, Violations, current_traceparent};
use uuid::Uuid;

/// Who calls. Authentication has put it there.
///
/// # Errors
/// If it did not: the service is not behind it.
pub fn caller<T>(request: &Request<T>) -> Result<Caller, Failure> {
    Caller::of(request).cloned()
}

/// What every request of an act carries beside the act itself.
#[derive(Debug, Clone)]
pub struct Envelope {
    method: &'static str,
    request_id: Uuid,
    if_version: Option<i64>,
    content: Vec<u8>,
}

impl Envelope {
    /// Reads the envelope of a request about an existing case.
    pub fn read(
        violations: &mut Violations,
        method: &'static str,
        request: &impl Message,
        request_id: &str,
        etag: &str,
    ) -> Option<Self> {
        let if_version = if etag.is_empty() {
            Some(None)
        } else {
            let version = etag.parse::<i64>().ok().filter(|version| *version > 0 && version.to_string() == etag);
            violations.check("etag", version.ok_or("is not an etag that this service gave")).map(Some)
        };
        let request_id = violations.uuid("request_id", request_id);
        Some(Self { method, request_id: request_id?, if_version: if_version?, content: request.encode_to_vec() })
    }
}

/// Submits an act and turns whatever goes wrong into what the caller is told.
///
/// # Errors
/// A refusal of the law as `refusal` words it; all else as the platform words it everywhere.
pub async fn act<D: Domain>(
    ledger: &Ledger<D>,
    caller: &Caller,
    envelope: Envelope,
    stream: Uuid,
    command: D::Command,
    refusal: fn(&D::Rejection) -> Failure,
) -> Result<Outcome, Failure> {
    let request_id = envelope.request_id;
    let submission = Submission {
        stream,
        command,
        request: trajet_ledger::Request {
            method: envelope.method.to_owned(),
            id: request_id,
            content: envelope.content,
        },
        if_version: envelope.if_version,
        actor: Actor::caller(caller.role.code(), caller.subject.as_str(), caller.organisation.as_str()),
        trace: current_traceparent(),
        source: None,
    };
    ledger.execute(submission).await.map_err(|error| match error {
        ExecuteError::Rejected(rejection) => refusal(&rejection),
        ExecuteError::RequestIdReused => Failure::RequestIdReused { request_id },
        ExecuteError::VersionMismatch { current } => Failure::EtagMismatch { current: current.to_string() },
        ExecuteError::Busy => Failure::Busy { ledger: Some(ledger.name().to_owned()) },
        ExecuteError::Unavailable => Failure::StoreUnavailable,
        fault @ (ExecuteError::NotEnabled | ExecuteError::CursorMoved | ExecuteError::Internal) => ledger.fault(&fault),
    })
}

/// Makes sure that a read sees what an earlier answer's cursor stands for.
///
/// # Errors
/// If the cursor is another ledger's, or lies ahead of what this replica sees.
pub async fn read_after<D: Domain>(ledger: &Ledger<D>, min_cursor: &str) -> Result<(), Failure> {
    if min_cursor.is_empty() {
        return Ok(());
    }
    let mut violations = Violations::default();
    let wanted = violations.check("min_cursor", min_cursor.parse::<Cursor>());
    let wanted = violations.finish_with(wanted)?;
    let name = ledger.name().to_owned();
    let Cursor { epoch, position, .. } = ledger.head_cursor();
    match ledger.place(&wanted).await.map_err(|error| ledger.failure(&error))? {
        Place::Reached => Ok(()),
        Place::Foreign => Err(Failure::CursorForeign { ledger: name }),
        Place::Diverged => Err(Failure::CursorDiverged { ledger: name, epoch, position }),
        Place::Ahead => Err(Failure::CursorAhead { ledger: name, position }),
    }
}
