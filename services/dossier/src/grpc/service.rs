//! The calls. Each reads from top to bottom: who calls, which ledger, is every field right, the act, the answer.

use tonic::{Request, Response, Status};
use trajet_access::Role;
use trajet_contracts::dossier::v1::dossier_service_server::DossierService;
use trajet_contracts::dossier::v1::{
    EndTrajectoryRequest, EndTrajectoryResponse, FindPersonsRequest, FindPersonsResponse, GetDossierRequest,
    GetDossierResponse, ListCaseHistoryRequest, ListCaseHistoryResponse, ListWorkRequest, ListWorkResponse,
    MakeAppointmentRequest, MakeAppointmentResponse, OpenRouteBRequest, OpenRouteBResponse, RecordAttemptRequest,
    RecordAttemptResponse, RecordConsentsRequest, RecordConsentsResponse, RecordContactRefusalRequest,
    RecordContactRefusalResponse, RecordContactRequest, RecordContactResponse, RecordNoShowRequest,
    RecordNoShowResponse, RequestAuthorisationRequest, RequestAuthorisationResponse, RescheduleAppointmentRequest,
    RescheduleAppointmentResponse,
};
use trajet_dossier_domain::{Command, Reader};
use trajet_ledger::Outcome;
use trajet_runtime::{Failure, Violations};
use trajet_service::people::{self, Found};
use trajet_service::work::{self, Page, Visible};
use trajet_service::{Envelope, Ledgers, act, caller, history, read_after};

use super::convert;
use super::history::TELLING;
use super::refusal::refusal;
use crate::ledger::Dossier;

/// The gRPC service over the ledgers of all insurers that this process serves.
#[derive(Clone)]
pub struct Service {
    ledgers: Ledgers<Dossier>,
}

impl Service {
    pub(crate) const fn new(ledgers: Ledgers<Dossier>) -> Self {
        Self { ledgers }
    }
}

/// An act: its request is read by `$check`, which knows the fields that only this act has.
macro_rules! act {
    ($self:ident, $request:ident, $method:literal, $check:expr, $response:ident) => {{
        let caller = caller(&$request)?;
        let ledger = $self.ledgers.of(&caller)?;
        let request = $request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, $method, &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let command: Option<Command> = $check(&mut violations, &caller, &request);
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        let Outcome { stream, version, cursor, .. } = act(ledger, &caller, envelope, case_id, command, refusal).await?;
        Ok(Response::new($response {
            case_id: stream.to_string(),
            etag: version.to_string(),
            cursor: cursor.to_string(),
        }))
    }};
}

#[tonic::async_trait]
impl DossierService for Service {
    async fn open_route_b(&self, request: Request<OpenRouteBRequest>) -> Result<Response<OpenRouteBResponse>, Status> {
        act!(self, request, "OpenRouteB", convert::check_route_b, OpenRouteBResponse)
    }

    async fn make_appointment(
        &self,
        request: Request<MakeAppointmentRequest>,
    ) -> Result<Response<MakeAppointmentResponse>, Status> {
        act!(self, request, "MakeAppointment", convert::check_appointment, MakeAppointmentResponse)
    }

    async fn reschedule_appointment(
        &self,
        request: Request<RescheduleAppointmentRequest>,
    ) -> Result<Response<RescheduleAppointmentResponse>, Status> {
        act!(self, request, "RescheduleAppointment", convert::check_rescheduling, RescheduleAppointmentResponse)
    }

    async fn record_no_show(
        &self,
        request: Request<RecordNoShowRequest>,
    ) -> Result<Response<RecordNoShowResponse>, Status> {
        act!(self, request, "RecordNoShow", convert::check_no_show, RecordNoShowResponse)
    }

    async fn record_attempt(
        &self,
        request: Request<RecordAttemptRequest>,
    ) -> Result<Response<RecordAttemptResponse>, Status> {
        act!(self, request, "RecordAttempt", convert::check_attempt, RecordAttemptResponse)
    }

    async fn record_contact_refusal(
        &self,
        request: Request<RecordContactRefusalRequest>,
    ) -> Result<Response<RecordContactRefusalResponse>, Status> {
        act!(self, request, "RecordContactRefusal", convert::check_contact_refusal, RecordContactRefusalResponse)
    }

    async fn record_contact(
        &self,
        request: Request<RecordContactRequest>,
    ) -> Result<Response<RecordContactResponse>, Status> {
        act!(self, request, "RecordContact", convert::check_contact, RecordContactResponse)
    }

    async fn record_consents(
        &self,
        request: Request<RecordConsentsRequest>,
    ) -> Result<Response<RecordConsentsResponse>, Status> {
        act!(self, request, "RecordConsents", convert::check_consents, RecordConsentsResponse)
    }

    async fn request_authorisation(
        &self,
        request: Request<RequestAuthorisationRequest>,
    ) -> Result<Response<RequestAuthorisationResponse>, Status> {
        let check = |_: &mut Violations, _: &_, _: &_| Some(Command::RequestAuthorisation);
        act!(self, request, "RequestAuthorisation", check, RequestAuthorisationResponse)
    }

    async fn end_trajectory(
        &self,
        request: Request<EndTrajectoryRequest>,
    ) -> Result<Response<EndTrajectoryResponse>, Status> {
        act!(self, request, "EndTrajectory", convert::check_end, EndTrajectoryResponse)
    }

    async fn get_dossier(&self, request: Request<GetDossierRequest>) -> Result<Response<GetDossierResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let case_id = violations.uuid("case_id", &request.case_id);
        let case_id = violations.finish_with(case_id)?;
        read_after(ledger, &request.min_cursor).await?;
        let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
        let (state, version) = found.ok_or(Failure::CaseNotFound)?;
        // The physician sees what the person consented to; of two readers the other is the coordinator (D2).
        let reader = if caller.role == Role::Coordinator { Reader::Coordinator } else { Reader::Physician };
        let dossier = convert::tell_dossier(case_id, version, &state, reader);
        Ok(Response::new(GetDossierResponse { dossier: Some(dossier) }))
    }

    async fn find_persons(
        &self,
        request: Request<FindPersonsRequest>,
    ) -> Result<Response<FindPersonsResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Found { persons, next_page_token } =
            people::find(ledger, pseudonyms, request.get_ref(), Visible::to(&caller)).await?;
        Ok(Response::new(FindPersonsResponse { persons, next_page_token }))
    }

    async fn list_work(&self, request: Request<ListWorkRequest>) -> Result<Response<ListWorkResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Page { rows, next_page_token, as_of } =
            work::list(ledger, pseudonyms, request.get_ref(), Visible::to(&caller)).await?;
        Ok(Response::new(ListWorkResponse { rows, next_page_token, as_of }))
    }

    async fn list_case_history(
        &self,
        request: Request<ListCaseHistoryRequest>,
    ) -> Result<Response<ListCaseHistoryResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let case_id = violations.uuid("case_id", &request.case_id);
        let case_id = violations.finish_with(case_id)?;
        read_after(ledger, &request.min_cursor).await?;
        let (entries, next_page_token) =
            history::list(ledger, "ListCaseHistory", case_id, request.page_size, &request.page_token, TELLING).await?;
        Ok(Response::new(ListCaseHistoryResponse { entries, next_page_token }))
    }
}
