//! The calls on the registry of coordinators, and on whom a dossier is given to.

use chrono::Datelike;
use tonic::{Request, Response, Status};
use trajet_access::Role;
use trajet_contracts::dossier::v1::coordinator_service_server::CoordinatorService;
use trajet_contracts::dossier::v1::{
    AssignDossierRequest, AssignDossierResponse, GetCoordinatorRequest, GetCoordinatorResponse,
    ListCoordinatorsRequest, ListCoordinatorsResponse, ListDossiersToReassignRequest, ListDossiersToReassignResponse,
    ListIntervisionMomentsRequest, ListIntervisionMomentsResponse, RecordAttendanceRequest, RecordAttendanceResponse,
    RecordIntervisionMomentRequest, RecordIntervisionMomentResponse, RegisterCoordinatorRequest,
    RegisterCoordinatorResponse,
};
use trajet_dossier_domain::{Command, RegistryCommand};
use trajet_law::months::{EARLIEST, LATEST};
use trajet_runtime::{Failure, Violations};
use trajet_service::{Envelope, act, read_after, submit};

use super::refusal::refusal;
use super::service::Service;
use super::settle::settle;
use super::{convert, registry_pages as pages};
use crate::registry::{self, calendar_stream, stream_of};

#[tonic::async_trait]
impl CoordinatorService for Service {
    async fn register_coordinator(
        &self,
        request: Request<RegisterCoordinatorRequest>,
    ) -> Result<Response<RegisterCoordinatorResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, &request, &request.request_id, &request.etag);
        let registration = convert::check_registration(&mut violations, request.registration);
        let (envelope, registration) = violations.finish_with(envelope.zip(registration))?;
        let (stream, coordinator) = (stream_of(ledger, &registration.subject), registration.subject.0.clone());
        let command = Command::Registry(RegistryCommand::Register(registration));
        let done = submit(ledger, &caller, envelope, stream, command, refusal).await?;
        let (etag, cursor) = (done.version.to_string(), done.cursor.to_string());
        Ok(Response::new(RegisterCoordinatorResponse { coordinator, etag, cursor }))
    }

    async fn record_intervision_moment(
        &self,
        request: Request<RecordIntervisionMomentRequest>,
    ) -> Result<Response<RecordIntervisionMomentResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, &request, &request.request_id, &request.etag);
        let recorded = convert::check_moment(&mut violations, request.moment);
        let (envelope, recorded) = violations.finish_with(envelope.zip(recorded))?;
        let moment = recorded.id.0.clone();
        let command = Command::Registry(RegistryCommand::RecordMoment(recorded));
        let done = submit(ledger, &caller, envelope, calendar_stream(ledger), command, refusal).await?;
        let (etag, cursor) = (done.version.to_string(), done.cursor.to_string());
        Ok(Response::new(RecordIntervisionMomentResponse { moment, etag, cursor }))
    }

    async fn record_attendance(
        &self,
        request: Request<RecordAttendanceRequest>,
    ) -> Result<Response<RecordAttendanceResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, &request, &request.request_id, &request.etag);
        let subject = convert::check_subject(&mut violations, "coordinator", &request.coordinator);
        let moment = convert::check_moment_id(&mut violations, "moment", &request.moment);
        let (envelope, (subject, moment)) = violations.finish_with(envelope.zip(subject.zip(moment)))?;
        let (calendar, _) = registry::calendar(ledger).await.map_err(|error| ledger.failure(&error))?;
        let known = calendar.iter().find(|known| known.id == moment && !known.cancelled);
        let (held_on, attended) = (known.map(|known| known.held_on), request.attended);
        let command = Command::Registry(RegistryCommand::RecordAttendance { moment, attended, held_on });
        let done = submit(ledger, &caller, envelope, stream_of(ledger, &subject), command, refusal).await?;
        let (etag, cursor) = (done.version.to_string(), done.cursor.to_string());
        Ok(Response::new(RecordAttendanceResponse { coordinator: subject.0, etag, cursor }))
    }

    async fn assign_dossier(
        &self,
        request: Request<AssignDossierRequest>,
    ) -> Result<Response<AssignDossierResponse>, Status> {
        act!(self, request, convert::check_assignment => settle, refusal => AssignDossierResponse)
    }

    async fn get_coordinator(
        &self,
        request: Request<GetCoordinatorRequest>,
    ) -> Result<Response<GetCoordinatorResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let subject = convert::check_subject(&mut violations, "coordinator", &request.coordinator);
        let on = violations.optional_date("on", request.on);
        let (subject, on) = violations.finish_with(subject.zip(on))?;
        read_after(ledger, &request.min_cursor).await?;
        if caller.role == Role::Coordinator && caller.subject.as_str() != subject.0 {
            return Err(Failure::CoordinatorNotFound.into());
        }
        let failure = |error| ledger.failure(&error);
        let found = registry::find(ledger, &subject).await.map_err(failure)?.ok_or(Failure::CoordinatorNotFound)?;
        let (calendar, _) = registry::calendar(ledger).await.map_err(failure)?;
        let on = on.unwrap_or_else(|| ledger.clock().today());
        let coordinator = Some(pages::tell_registered(&found, &calendar, on));
        Ok(Response::new(GetCoordinatorResponse { coordinator }))
    }

    async fn list_coordinators(
        &self,
        request: Request<ListCoordinatorsRequest>,
    ) -> Result<Response<ListCoordinatorsResponse>, Status> {
        let (_, ledger, request) = self.ledgers.receive(request).await?;
        let ListCoordinatorsRequest { on, page_size, page_token, min_cursor } = request;
        let (on, size) = pages::asked(ledger, on, page_size)?;
        read_after(ledger, &min_cursor).await?;
        let (coordinators, next_page_token) = pages::coordinators(ledger, on, size, &page_token).await?;
        Ok(Response::new(ListCoordinatorsResponse { coordinators, next_page_token }))
    }

    async fn list_intervision_moments(
        &self,
        request: Request<ListIntervisionMomentsRequest>,
    ) -> Result<Response<ListIntervisionMomentsResponse>, Status> {
        let (_, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let year = if request.year == 0 { ledger.clock().today().year() } else { request.year };
        violations.require("year", (EARLIEST.year()..=LATEST.year()).contains(&year), "is not from 1990 to 2060");
        violations.finish()?;
        read_after(ledger, &request.min_cursor).await?;
        let (calendar, version) = registry::calendar(ledger).await.map_err(|error| ledger.failure(&error))?;
        let of_the_year = calendar.iter().filter(|moment| moment.held_on.year() == year);
        Ok(Response::new(ListIntervisionMomentsResponse {
            moments: of_the_year.map(convert::tell_moment).collect(),
            etag: version.map(|version| version.to_string()).unwrap_or_default(),
        }))
    }

    async fn list_dossiers_to_reassign(
        &self,
        request: Request<ListDossiersToReassignRequest>,
    ) -> Result<Response<ListDossiersToReassignResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let ListDossiersToReassignRequest { on, page_size, page_token, min_cursor } = request;
        let (on, size) = pages::asked(ledger, on, page_size)?;
        read_after(ledger, &min_cursor).await?;
        let (dossiers, cases, next_page_token) =
            pages::to_reassign(ledger, &caller.subject, on, size, &page_token).await?;
        let told = ListDossiersToReassignResponse { dossiers, next_page_token };
        Ok(self.ledgers.shown(&caller, cases, told)?)
    }
}
