//! A legal act on its way from the wire to the ledger.

use prost::Name;
use trajet_access::{AccessTable, Caller, Row};
use trajet_ledger::{Actor, ExecuteError, Outcome, Request, Submission};
use trajet_runtime::{Failure, Violations, current_traceparent};
use uuid::Uuid;

use crate::file_access::Guarded;
use crate::ledgers::Served;

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
    row: Option<&'static Row>,
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
        let row = AccessTable::row(R::PACKAGE, method);
        Some(Self { method, row, request_id: request_id?, if_version: if_version?, content: request.encode_to_vec() })
    }

    /// The same as a part of a call of a method that makes many acts.
    #[must_use]
    pub fn within(self, package: &str, method: &str) -> Self {
        Self { row: AccessTable::row(package, method), ..self }
    }

    /// The row of the method in the access table.
    ///
    /// # Errors
    /// [`Failure::StoreUnavailable`] if it has none: what cannot be recorded is not told.
    pub fn row(&self) -> Result<&'static Row, Failure> {
        self.row.ok_or_else(|| {
            tracing::error!(method = self.method, "an act has no row in the access table");
            Failure::StoreUnavailable
        })
    }
}

/// The caller as the ledger names who acts.
#[must_use]
pub fn actor(caller: &Caller) -> Actor {
    let subject = caller.subject.as_str();
    let actor = Actor::caller(caller.role.code(), subject, caller.organisation.as_str());
    if caller.role.can_be_kept_out() { actor.who_can_be_kept_out(subject) } else { actor }
}

/// Submits an act and turns whatever goes wrong into what the caller is told. What a refusal tells of a case is recorded as a
/// look at that case before it leaves.
///
/// # Errors
/// A refusal of the law as `refusal` words it; all else as the platform words it everywhere.
pub async fn submit<D: Guarded>(
    ledger: &Served<D>,
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
        request: Request { method: envelope.method.to_owned(), id: request_id, content: envelope.content.clone() },
        if_version: envelope.if_version,
        actor: actor(caller),
        trace: current_traceparent(),
        source: None,
    };
    let failure = match ledger.execute(submission).await {
        Ok(outcome) => return Ok(outcome),
        Err(ExecuteError::Rejected(rejection)) => refusal(&rejection),
        Err(ExecuteError::RequestIdReused) => Failure::RequestIdReused { request_id },
        Err(ExecuteError::VersionMismatch { current }) => Failure::EtagMismatch { current: current.to_string() },
        Err(ExecuteError::Closed) => Failure::CaseNotFound,
        Err(ExecuteError::Busy) => Failure::Busy { ledger: Some(ledger.name().to_owned()) },
        Err(ExecuteError::Unavailable) => Failure::StoreUnavailable,
        Err(fault @ (ExecuteError::NotEnabled | ExecuteError::CursorMoved | ExecuteError::Internal)) => {
            ledger.fault(&fault)
        }
    };
    if let Some(case_id) = tells_of(&failure, stream)
        && is_case(ledger, case_id).await?
    {
        ledger.looked(caller, envelope.row()?, case_id).await?;
    }
    Err(failure)
}

/// The stream of which a refusal tells something; none where it follows from nothing that is stored of a person.
const fn tells_of(failure: &Failure, stream: Uuid) -> Option<Uuid> {
    match failure {
        Failure::CaseAlreadyOpen { case_id } => Some(*case_id),
        Failure::CaseNotFound
        | Failure::ReferralNotFound
        | Failure::RequestIdReused { .. }
        | Failure::Busy { .. }
        | Failure::StoreUnavailable
        | Failure::Internal { .. } => None,
        _ => Some(stream),
    }
}

async fn is_case<D: Guarded>(ledger: &Served<D>, stream: Uuid) -> Result<bool, Failure> {
    let found = ledger.state(stream).await.map_err(|error| ledger.failure(&error))?;
    Ok(found.is_some_and(|(state, _)| D::file_access(&state).is_some()))
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
        assert!(envelope.row().is_ok_and(|row| row.method == "trajet.dossier.v1.DossierService/RecordNoShow"));
    }

    #[test]
    fn r3_every_act_is_found_in_the_access_table_by_its_package_and_its_name() {
        for row in AccessTable::rows() {
            let (service, method) = row.method.split_once('/').expect("a method of a service");
            let (package, _) = service.rsplit_once('.').expect("a service of a package");
            assert_eq!(AccessTable::row(package, method).map(|found| found.method), Some(row.method));
        }
        assert!(AccessTable::row("trajet.dossier.v1", "DeclareIncapacity").is_none());
    }

    #[test]
    fn r3_a_refusal_tells_of_the_case_from_which_it_follows() {
        let (case, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(tells_of(&Failure::CaseAlreadyOpen { case_id: other }, case), Some(other));
        assert_eq!(tells_of(&Failure::EtagMismatch { current: "3".to_owned() }, case), Some(case));
        assert_eq!(tells_of(&Failure::Invalid(Vec::new()), case), Some(case));
        assert_eq!(tells_of(&Failure::CaseNotFound, case), None);
        assert_eq!(tells_of(&Failure::StoreUnavailable, case), None);
    }
}
