//! The RPCs. Each reads from top to bottom: who calls, which ledger, is every field right, the act, the answer.

use std::cmp::Reverse;

use tonic::{Request, Response, Status};
use trajet_assessment_domain::{Command, Evaluation, Track};
use trajet_contracts::assessment::v1::assessment_service_server::AssessmentService;
use trajet_contracts::assessment::v1::{
    Case, DecideTrajectoryRequest, DecideTrajectoryResponse, DeclareIncapacityRequest, DeclareIncapacityResponse,
    DispenseExaminationRequest, DispenseExaminationResponse, EndConcurrentTrackRequest, EndConcurrentTrackResponse,
    EndIncapacityRequest, EndIncapacityResponse, FindCasesRequest, FindCasesResponse, FindPersonsRequest,
    FindPersonsResponse, GetCaseRequest, GetCaseResponse, GetLegalCalendarRequest, GetLegalCalendarResponse,
    InviteToExaminationRequest, InviteToExaminationResponse, ListCaseHistoryRequest, ListCaseHistoryResponse,
    ListWorkRequest, ListWorkResponse, RecogniseIncapacityRequest, RecogniseIncapacityResponse,
    RecordEvaluationRequest, RecordEvaluationResponse, RecordFirstEstimateRequest, RecordFirstEstimateResponse,
    RefuseRecognitionRequest, RefuseRecognitionResponse, RefuseTrajectoryRequest, RefuseTrajectoryResponse,
    StartConcurrentTrackRequest, StartConcurrentTrackResponse,
};
use trajet_ledger::{Ledger, Outcome, Setup};
use trajet_runtime::{Failure, Violations};
use trajet_service::people::{self, Found};
use trajet_service::work::{self, Page, Visible};
use trajet_service::{Envelope, Ledgers, act, caller, contact, history, plan, read_after};
use uuid::Uuid;

use super::convert;
use super::history::TELLING;
use super::refusal::refusal;
use crate::ledger::Assessment;

/// The gRPC service over the ledgers of all insurers that this process serves.
#[derive(Clone)]
pub struct Service {
    ledgers: Ledgers<Assessment>,
    setup: Setup,
}

/// The answer of every act.
macro_rules! answer {
    ($response:ident, $outcome:expr) => {{
        let Outcome { stream, version, cursor, .. } = $outcome;
        Ok(Response::new($response {
            case_id: stream.to_string(),
            etag: version.to_string(),
            cursor: cursor.to_string(),
        }))
    }};
}

impl Service {
    pub(crate) fn new(ledgers: Ledgers<Assessment>, setup: Setup) -> Self {
        Self { ledgers, setup }
    }

    /// A case; `None` if there is none, or it was erased.
    async fn case(&self, ledger: &Ledger<Assessment>, case_id: Uuid) -> Result<Option<Case>, Failure> {
        let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
        Ok(found.and_then(|(state, version)| convert::tell_case(case_id, version, &state)))
    }
}

#[tonic::async_trait]
impl AssessmentService for Service {
    async fn declare_incapacity(
        &self,
        request: Request<DeclareIncapacityRequest>,
    ) -> Result<Response<DeclareIncapacityResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, "DeclareIncapacity", &request, &request.request_id, "");
        let declaration = convert::check_declaration(&mut violations, request, ledger.clock().today());
        let (envelope, declaration) = violations.finish_with(envelope.zip(declaration))?;
        let case_id = self.setup.entropy.time_ordered_id(self.setup.clock.now());
        let command = Command::DeclareIncapacity(Box::new(declaration));
        let outcome = act(ledger, &caller, envelope, case_id, command, refusal).await?;
        answer!(DeclareIncapacityResponse, outcome)
    }

    async fn recognise_incapacity(
        &self,
        request: Request<RecogniseIncapacityRequest>,
    ) -> Result<Response<RecogniseIncapacityResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "RecogniseIncapacity", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let decided_on = violations.date("decided_on", request.decided_on);
        let decided_by = convert::check_decided_by(&mut violations, request.decided_by, &request.other_body_name);
        let ceased = violations.optional_date("activity_ceased_on", request.activity_ceased_on);
        let command = decided_on.zip(decided_by).zip(ceased).map(|((decided_on, decided_by), activity_ceased_on)| {
            Command::Recognise { decided_on, decided_by, activity_ceased_on }
        });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(RecogniseIncapacityResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn refuse_recognition(
        &self,
        request: Request<RefuseRecognitionRequest>,
    ) -> Result<Response<RefuseRecognitionResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "RefuseRecognition", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let decided_on = violations.date("decided_on", request.decided_on);
        let decided_by = convert::check_decided_by(&mut violations, request.decided_by, &request.other_body_name);
        let reason = violations.enumeration("reason", request.reason).and_then(convert::hear_refusal_reason);
        let command = decided_on
            .zip(decided_by)
            .zip(reason)
            .map(|((decided_on, decided_by), reason)| Command::RefuseRecognition { decided_on, decided_by, reason });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(RefuseRecognitionResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn start_concurrent_track(
        &self,
        request: Request<StartConcurrentTrackRequest>,
    ) -> Result<Response<StartConcurrentTrackResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "StartConcurrentTrack", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let kind = convert::check_recorded_kind(&mut violations, request.kind);
        let from = violations.date("starts_on", request.starts_on);
        let until = violations.optional_date("ends_on", request.ends_on);
        let command = kind
            .zip(from)
            .zip(until)
            .map(|((kind, from), until)| Command::StartConcurrentTrack(Track { kind, from, until, told: false }));
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(StartConcurrentTrackResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn end_concurrent_track(
        &self,
        request: Request<EndConcurrentTrackRequest>,
    ) -> Result<Response<EndConcurrentTrackResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "EndConcurrentTrack", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let kind = violations.enumeration("kind", request.kind).and_then(convert::hear_track_kind);
        let on = violations.date("ends_on", request.ends_on);
        let command = kind.zip(on).map(|(kind, on)| Command::EndConcurrentTrack { kind, on });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(EndConcurrentTrackResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn record_first_estimate(
        &self,
        request: Request<RecordFirstEstimateRequest>,
    ) -> Result<Response<RecordFirstEstimateResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "RecordFirstEstimate", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let category = violations.enumeration("category", request.category).and_then(convert::hear_category);
        let concertation = convert::check_concertation(&mut violations, request.concertation);
        let command = category.zip(concertation).map(|(category, concertation)| Command::RecordFirstEstimate {
            category,
            examined: request.examined,
            concertation,
        });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(RecordFirstEstimateResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn invite_to_examination(
        &self,
        request: Request<InviteToExaminationRequest>,
    ) -> Result<Response<InviteToExaminationResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "InviteToExamination", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let examination_on = violations.date("examination_on", request.examination_on);
        let invitation = contact::read_invitation(&mut violations, "invitation", request.invitation);
        let command = invitation
            .zip(examination_on)
            .and_then(|(invitation, on)| convert::hear_invitation(invitation, on).ok())
            .map(Command::InviteToExamination);
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(InviteToExaminationResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn dispense_examination(
        &self,
        request: Request<DispenseExaminationRequest>,
    ) -> Result<Response<DispenseExaminationResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "DispenseExamination", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let decided_on = violations.date("decided_on", request.decided_on);
        let command = decided_on.map(|decided_on| Command::DispenseExamination { decided_on });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(DispenseExaminationResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn record_evaluation(
        &self,
        request: Request<RecordEvaluationRequest>,
    ) -> Result<Response<RecordEvaluationResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "RecordEvaluation", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let on = violations.date("evaluated_on", request.evaluated_on);
        let category = violations.enumeration("category", request.category).and_then(convert::hear_category);
        let concertation = convert::check_concertation(&mut violations, request.concertation);
        let examined = request.examined;
        let command = on
            .zip(category)
            .zip(concertation)
            .map(|((on, category), concertation)| Evaluation { on, category, examined, concertation })
            .map(Command::RecordEvaluation);
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(RecordEvaluationResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn refuse_trajectory(
        &self,
        request: Request<RefuseTrajectoryRequest>,
    ) -> Result<Response<RefuseTrajectoryResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "RefuseTrajectory", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let asked_on = violations.date("asked_on", request.asked_on);
        let coordinator = contact::read_coordinator_contact(&mut violations, "coordinator", request.coordinator);
        let command = asked_on.zip(coordinator).map(|(asked_on, coordinator)| {
            let coordinator = convert::hear_contact(coordinator);
            Command::RefuseTrajectory { asked_on, coordinator }
        });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(RefuseTrajectoryResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn decide_trajectory(
        &self,
        request: Request<DecideTrajectoryRequest>,
    ) -> Result<Response<DecideTrajectoryResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "DecideTrajectory", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let decision = convert::check_trajectory_decision(&mut violations, request.decision, request.coordinator);
        let decided_on = violations.date("decided_on", request.decided_on);
        let command =
            decided_on.zip(decision).map(|(decided_on, decision)| Command::DecideTrajectory { decided_on, decision });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(DecideTrajectoryResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn end_incapacity(
        &self,
        request: Request<EndIncapacityRequest>,
    ) -> Result<Response<EndIncapacityResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, "EndIncapacity", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let last_day = violations.date("last_day", request.last_day);
        let cause = violations.enumeration("cause", request.cause).and_then(convert::hear_end_cause);
        let command = last_day.zip(cause).map(|(last_day, cause)| Command::EndIncapacity { last_day, cause });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        answer!(EndIncapacityResponse, act(ledger, &caller, envelope, case_id, command, refusal).await?)
    }

    async fn get_case(&self, request: Request<GetCaseRequest>) -> Result<Response<GetCaseResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let case_id = violations.uuid("case_id", &request.case_id);
        let case_id = violations.finish_with(case_id)?;
        read_after(ledger, &request.min_cursor).await?;
        let found = self.case(ledger, case_id).await?.ok_or(Failure::CaseNotFound)?;
        Ok(Response::new(GetCaseResponse { incapacity_case: Some(found) }))
    }

    async fn find_cases(&self, request: Request<FindCasesRequest>) -> Result<Response<FindCasesResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let niss = violations.check("niss", trajet_belgium::Niss::parse(&request.niss));
        let niss = violations.finish_with(niss)?;
        read_after(ledger, &request.min_cursor).await?;
        let index = ledger.domain().pseudonyms.niss(niss.as_str());
        let mut cases = Vec::new();
        for case_id in work::cases_of(ledger, index).await.map_err(|error| ledger.failure(&error))? {
            cases.extend(self.case(ledger, case_id).await?);
        }
        cases.sort_by_key(|case| Reverse(case.incapacity_start.map(|date| (date.year, date.month, date.day))));
        Ok(Response::new(FindCasesResponse { cases }))
    }

    async fn list_work(&self, request: Request<ListWorkRequest>) -> Result<Response<ListWorkResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Page { rows, next_page_token, as_of } =
            work::list(ledger, pseudonyms, request.get_ref(), Visible::to(&caller)).await?;
        Ok(Response::new(ListWorkResponse { rows, next_page_token, as_of }))
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

    async fn get_legal_calendar(
        &self,
        request: Request<GetLegalCalendarRequest>,
    ) -> Result<Response<GetLegalCalendarResponse>, Status> {
        self.ledgers.of(&caller(&request)?)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let start = violations.date("incapacity_start", request.incapacity_start);
        let start = start.and_then(|start| violations.check("incapacity_start", trajet_law::months::accepted(start)));
        let start = violations.finish_with(start)?;
        let steps = trajet_law::calendar::legal_calendar(start).iter().map(plan::tell_plan).collect();
        Ok(Response::new(GetLegalCalendarResponse { steps }))
    }
}
