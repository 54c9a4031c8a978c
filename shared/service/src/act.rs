//! A legal act on its way from the wire to the ledger.

use prost::Name;
use trajet_access::Caller;
use trajet_ledger::{Actor, Domain, ExecuteError, Ledger, Outcome, Request, Submission};
use trajet_runtime::{Failure, Violations, current_traceparent};
use uuid::Uuid;

/// Answers an act on an existing case: who calls, on which ledger, is every field right, the act, the answer.
///
/// `$check` reads the fields that only this act has, into the command; `$refusal` words what the law refuses. A service that
/// asks for more than a right request names the function that asks, `$settle`: it is given the ledger, the caller, the
/// envelope, the case and what `$check` read, and gives the command. `$received` is what was received in another way.
#[macro_export]
macro_rules! act {
    ($self:ident, $request:ident, $check:expr $(=> $settle:path)?, $refusal:path => $response:ident) => {{
        let received = $self.ledgers.receive($request).await?;
        $crate::act!(received, $check $(=> $settle)?, $refusal => $response)
    }};
    ($received:ident, $check:expr $(=> $settle:path)?, $refusal:path => $response:ident) => {{
        let (caller, ledger, request) = $received;
        let mut violations = ::trajet_runtime::Violations::default();
        let envelope = $crate::Envelope::read(&mut violations, &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let command = $check(&mut violations, &caller, &request);
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        $(let command = $settle(ledger, &caller, &envelope, case_id, command).await?;)?
        let done = $crate::submit(ledger, &caller, envelope, case_id, command, $refusal).await?;
        Ok(::tonic::Response::new($response {
            case_id: done.stream.to_string(),
            etag: done.version.to_string(),
            cursor: done.cursor.to_string(),
        }))
    }};
}

/// What every request of an act carries beside the act itself.
#[derive(Debug, Clone)]
pub struct Envelope {
    method: &'static str,
    /// The identifier that the caller gave the request.
    pub request_id: Uuid,
    if_version: Option<i64>,
    content: Vec<u8>,
}

impl Envelope {
    /// Reads the envelope of a request. The contracts name it by its method.
    pub fn read<R: Name>(violations: &mut Violations, request: &R, request_id: &str, etag: &str) -> Option<Self> {
        let method = R::NAME.strip_suffix("Request").unwrap_or(R::NAME);
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

/// The caller as the ledger names who acts.
#[must_use]
pub fn actor(caller: &Caller) -> Actor {
    Actor::caller(caller.role.code(), caller.subject.as_str(), caller.organisation.as_str())
}

/// Submits an act and turns whatever goes wrong into what the caller is told.
///
/// # Errors
/// A refusal of the law as `refusal` words it; all else as the platform words it everywhere.
pub async fn submit<D: Domain>(
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
        request: Request { method: envelope.method.to_owned(), id: request_id, content: envelope.content },
        if_version: envelope.if_version,
        actor: actor(caller),
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

#[cfg(test)]
mod tests {
    use trajet_contracts::dossier::v1::RecordNoShowRequest;

    use super::*;

    #[test]
    fn an_act_is_submitted_under_the_name_of_its_method() {
        let request = RecordNoShowRequest::default();
        let id = "0198c7a1-7d4c-7cc1-9d53-0a1b2c3d4e5f";
        let envelope = Envelope::read(&mut Violations::default(), &request, id, "").expect("it is right");
        assert_eq!(envelope.method, "RecordNoShow");
    }
}
