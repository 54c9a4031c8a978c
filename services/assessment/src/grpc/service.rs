//! The RPCs. Each reads from top to bottom: who calls, which ledger, is every field right, the act, the answer.

use std::cmp::Reverse;

use tonic::{Request, Response, Status};
use trajet_access::Caller;
use trajet_assessment_domain::{Command, Declaration, Event};
use trajet_contracts::assessment::v1::assessment_service_server::AssessmentService;
use trajet_contracts::assessment::v1::{
    AddCertificateRequest, AddCertificateResponse, AmendWorkRequest, AmendWorkResponse, AnnulActRequest,
    AnnulActResponse, ApplyForWorkRequest, ApplyForWorkResponse, Case, ChangeFileAccessRequest,
    ChangeFileAccessResponse, CorrectStartRequest, CorrectStartResponse, DecideTrajectoryRequest,
    DecideTrajectoryResponse, DecideWorkRequest, DecideWorkResponse, DeclareIncapacityRequest,
    DeclareIncapacityResponse, DispenseExaminationRequest, DispenseExaminationResponse, EndConcurrentTrackRequest,
    EndConcurrentTrackResponse, EndIncapacityRequest, EndIncapacityResponse, EndRepresentationRequest,
    EndRepresentationResponse, ExplainCaseRequest, ExplainCaseResponse, FindCasesRequest, FindCasesResponse,
    FindPersonsRequest, FindPersonsResponse, GetCaseRequest, GetCaseResponse, GetLegalCalendarRequest,
    GetLegalCalendarResponse, InviteToExaminationRequest, InviteToExaminationResponse, LiftRestrictionRequest,
    LiftRestrictionResponse, ListCaseHistoryRequest, ListCaseHistoryResponse, ListEmergencyAccessesRequest,
    ListEmergencyAccessesResponse, ListWorkRequest, ListWorkResponse, OpenInEmergencyRequest, OpenInEmergencyResponse,
    ProposeRehabilitationRequest, ProposeRehabilitationResponse, RecogniseIncapacityRequest,
    RecogniseIncapacityResponse, RecordEvaluationRequest, RecordEvaluationResponse, RecordFirstEstimateRequest,
    RecordFirstEstimateResponse, RecordRehabilitationFactRequest, RecordRehabilitationFactResponse,
    RecordReintegrationEvaluationRequest, RecordReintegrationEvaluationResponse, RecordRepresentationRequest,
    RecordRepresentationResponse, RecordTeamContactRequest, RecordTeamContactResponse, RecordWorkResumptionRequest,
    RecordWorkResumptionResponse, RefuseRecognitionRequest, RefuseRecognitionResponse, RefuseTrajectoryRequest,
    RefuseTrajectoryResponse, RestrictFileRequest, RestrictFileResponse, ReviewEmergencyAccessRequest,
    ReviewEmergencyAccessResponse, StartConcurrentTrackRequest, StartConcurrentTrackResponse,
    SubmitRehabilitationRequest, SubmitRehabilitationResponse, TakeOverCasesRequest, TakeOverCasesResponse,
    WithdrawRehabilitationRequest, WithdrawRehabilitationResponse, WithdrawWorkApplicationRequest,
    WithdrawWorkApplicationResponse,
};
use trajet_ledger::{Ledger, Setup};
use trajet_runtime::{Failure, Violations};
use trajet_service::explain::Withheld;
use trajet_service::past::{self, Moment};
use trajet_service::people::{self, Found};
use trajet_service::work::{self, Page, Visible};
use trajet_service::{
    Envelope, Ledgers, act, annul_act, case_after, explain, file_access, history, plan, read_after, submit,
};
use uuid::Uuid;

use super::access::prepared;
use super::convert;
use super::history::{EXPLAINING, TELLING};
use super::person::{claimed, relapsed};
use super::refusal::refusal;
use super::{file, take_over};
use crate::ledger::Assessment;

/// The gRPC service over the ledgers of all insurers that this process serves.
#[derive(Clone)]
pub struct Service {
    ledgers: Ledgers<Assessment>,
    setup: Setup,
}

impl Service {
    pub(crate) fn new(ledgers: Ledgers<Assessment>, setup: Setup) -> Self {
        Self { ledgers, setup }
    }

    /// A case as it is; `None` if there is none, or it was erased.
    async fn case(&self, ledger: &Ledger<Assessment>, case_id: Uuid) -> Result<Option<Case>, Failure> {
        let found = past::read(ledger, case_id, Moment::default(), Event::matter).await?;
        Ok(found.and_then(|seen| convert::tell_case(case_id, &seen)))
    }
}

/// A case as a caller is told it: of which case it is a relapse, to whom that one is open (D2).
async fn told_to(ledger: &Ledger<Assessment>, caller: &Caller, told: Case) -> Result<Case, Failure> {
    let closed = match Uuid::try_parse(&told.relapse_of) {
        Ok(former) => file_access::is_closed_to(ledger, caller, former).await?,
        Err(_) => false,
    };
    Ok(if closed { Case { relapse_of: String::new(), ..told } } else { told })
}

#[tonic::async_trait]
impl AssessmentService for Service {
    async fn annul_act(&self, request: Request<AnnulActRequest>) -> Result<Response<AnnulActResponse>, Status> {
        annul_act!(
            self,
            request,
            convert::check_instead,
            |_: &_, mistake, instead: Vec<Command>| Command::Annul { mistake, instead },
            Event::annulled,
            refusal => AnnulActResponse
        )
    }

    async fn declare_incapacity(
        &self,
        request: Request<DeclareIncapacityRequest>,
    ) -> Result<Response<DeclareIncapacityResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, &request, &request.request_id, "");
        let former = match request.relapse_of.as_str() {
            "" => Some(None),
            former => violations.uuid("relapse_of", former).map(Some),
        };
        let declaration = convert::check_declaration(&mut violations, request, ledger.clock().today());
        let ((envelope, declaration), former) = violations.finish_with(envelope.zip(declaration).zip(former))?;
        let case_id = self.setup.entropy.time_ordered_id(self.setup.clock.now());
        let declaration = match former {
            Some(former) => {
                Declaration { relapse_of: Some(relapsed(ledger, &declaration, former).await?), ..declaration }
            }
            None => declaration,
        };
        let command = Command::DeclareIncapacity(Box::new(declaration));
        let done = submit(ledger, &caller, envelope, case_id, command, refusal).await?;
        Ok(Response::new(DeclareIncapacityResponse {
            case_id: done.stream.to_string(),
            etag: done.version.to_string(),
            cursor: done.cursor.to_string(),
        }))
    }

    async fn take_over_cases(
        &self,
        request: Request<TakeOverCasesRequest>,
    ) -> Result<Response<TakeOverCasesResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        Ok(Response::new(take_over::batch(ledger, &self.setup, &caller, request).await?))
    }

    async fn recognise_incapacity(
        &self,
        request: Request<RecogniseIncapacityRequest>,
    ) -> Result<Response<RecogniseIncapacityResponse>, Status> {
        act!(self, request, convert::check_recognition, refusal => RecogniseIncapacityResponse)
    }

    async fn refuse_recognition(
        &self,
        request: Request<RefuseRecognitionRequest>,
    ) -> Result<Response<RefuseRecognitionResponse>, Status> {
        act!(self, request, convert::check_recognition_refusal, refusal => RefuseRecognitionResponse)
    }

    async fn start_concurrent_track(
        &self,
        request: Request<StartConcurrentTrackRequest>,
    ) -> Result<Response<StartConcurrentTrackResponse>, Status> {
        act!(self, request, convert::check_track_start, refusal => StartConcurrentTrackResponse)
    }

    async fn end_concurrent_track(
        &self,
        request: Request<EndConcurrentTrackRequest>,
    ) -> Result<Response<EndConcurrentTrackResponse>, Status> {
        act!(self, request, convert::check_track_end, refusal => EndConcurrentTrackResponse)
    }

    async fn record_first_estimate(
        &self,
        request: Request<RecordFirstEstimateRequest>,
    ) -> Result<Response<RecordFirstEstimateResponse>, Status> {
        act!(self, request, convert::check_first_estimate, refusal => RecordFirstEstimateResponse)
    }

    async fn invite_to_examination(
        &self,
        request: Request<InviteToExaminationRequest>,
    ) -> Result<Response<InviteToExaminationResponse>, Status> {
        act!(self, request, convert::check_examination_invitation => prepared, refusal => InviteToExaminationResponse)
    }

    async fn dispense_examination(
        &self,
        request: Request<DispenseExaminationRequest>,
    ) -> Result<Response<DispenseExaminationResponse>, Status> {
        act!(self, request, convert::check_dispensation, refusal => DispenseExaminationResponse)
    }

    async fn record_evaluation(
        &self,
        request: Request<RecordEvaluationRequest>,
    ) -> Result<Response<RecordEvaluationResponse>, Status> {
        act!(self, request, convert::check_evaluation, refusal => RecordEvaluationResponse)
    }

    async fn refuse_trajectory(
        &self,
        request: Request<RefuseTrajectoryRequest>,
    ) -> Result<Response<RefuseTrajectoryResponse>, Status> {
        act!(self, request, convert::check_trajectory_refusal, refusal => RefuseTrajectoryResponse)
    }

    async fn decide_trajectory(
        &self,
        request: Request<DecideTrajectoryRequest>,
    ) -> Result<Response<DecideTrajectoryResponse>, Status> {
        act!(self, request, convert::check_trajectory_decision, refusal => DecideTrajectoryResponse)
    }

    async fn apply_for_work(
        &self,
        request: Request<ApplyForWorkRequest>,
    ) -> Result<Response<ApplyForWorkResponse>, Status> {
        act!(self, request, convert::check_work_application, refusal => ApplyForWorkResponse)
    }

    async fn record_work_resumption(
        &self,
        request: Request<RecordWorkResumptionRequest>,
    ) -> Result<Response<RecordWorkResumptionResponse>, Status> {
        act!(self, request, convert::check_work_resumption, refusal => RecordWorkResumptionResponse)
    }

    async fn decide_work(&self, request: Request<DecideWorkRequest>) -> Result<Response<DecideWorkResponse>, Status> {
        act!(self, request, convert::check_work_decision, refusal => DecideWorkResponse)
    }

    async fn amend_work(&self, request: Request<AmendWorkRequest>) -> Result<Response<AmendWorkResponse>, Status> {
        act!(self, request, convert::check_work_amendment, refusal => AmendWorkResponse)
    }

    async fn withdraw_work_application(
        &self,
        request: Request<WithdrawWorkApplicationRequest>,
    ) -> Result<Response<WithdrawWorkApplicationResponse>, Status> {
        act!(self, request, convert::check_work_withdrawal, refusal => WithdrawWorkApplicationResponse)
    }

    async fn end_incapacity(
        &self,
        request: Request<EndIncapacityRequest>,
    ) -> Result<Response<EndIncapacityResponse>, Status> {
        act!(self, request, convert::check_end, refusal => EndIncapacityResponse)
    }

    async fn record_representation(
        &self,
        request: Request<RecordRepresentationRequest>,
    ) -> Result<Response<RecordRepresentationResponse>, Status> {
        act!(self, request, convert::check_representation, refusal => RecordRepresentationResponse)
    }

    async fn end_representation(
        &self,
        request: Request<EndRepresentationRequest>,
    ) -> Result<Response<EndRepresentationResponse>, Status> {
        act!(self, request, convert::check_representation_end, refusal => EndRepresentationResponse)
    }

    async fn add_certificate(
        &self,
        request: Request<AddCertificateRequest>,
    ) -> Result<Response<AddCertificateResponse>, Status> {
        act!(self, request, convert::check_certificate, refusal => AddCertificateResponse)
    }

    async fn correct_start(
        &self,
        request: Request<CorrectStartRequest>,
    ) -> Result<Response<CorrectStartResponse>, Status> {
        act!(self, request, convert::check_start => claimed, refusal => CorrectStartResponse)
    }

    async fn propose_rehabilitation(
        &self,
        request: Request<ProposeRehabilitationRequest>,
    ) -> Result<Response<ProposeRehabilitationResponse>, Status> {
        act!(self, request, convert::check_proposal, refusal => ProposeRehabilitationResponse)
    }

    async fn submit_rehabilitation(
        &self,
        request: Request<SubmitRehabilitationRequest>,
    ) -> Result<Response<SubmitRehabilitationResponse>, Status> {
        act!(self, request, convert::check_submission, refusal => SubmitRehabilitationResponse)
    }

    async fn withdraw_rehabilitation(
        &self,
        request: Request<WithdrawRehabilitationRequest>,
    ) -> Result<Response<WithdrawRehabilitationResponse>, Status> {
        act!(self, request, convert::check_withdrawal, refusal => WithdrawRehabilitationResponse)
    }

    async fn record_rehabilitation_fact(
        &self,
        request: Request<RecordRehabilitationFactRequest>,
    ) -> Result<Response<RecordRehabilitationFactResponse>, Status> {
        act!(self, request, convert::check_rehabilitation_fact, refusal => RecordRehabilitationFactResponse)
    }

    async fn record_reintegration_evaluation(
        &self,
        request: Request<RecordReintegrationEvaluationRequest>,
    ) -> Result<Response<RecordReintegrationEvaluationResponse>, Status> {
        act!(self, request, convert::check_reintegration_evaluation, refusal => RecordReintegrationEvaluationResponse)
    }

    async fn record_team_contact(
        &self,
        request: Request<RecordTeamContactRequest>,
    ) -> Result<Response<RecordTeamContactResponse>, Status> {
        act!(self, request, convert::check_team_contact, refusal => RecordTeamContactResponse)
    }

    async fn restrict_file(
        &self,
        request: Request<RestrictFileRequest>,
    ) -> Result<Response<RestrictFileResponse>, Status> {
        act!(self, request, convert::check_restriction, refusal => RestrictFileResponse)
    }

    async fn change_file_access(
        &self,
        request: Request<ChangeFileAccessRequest>,
    ) -> Result<Response<ChangeFileAccessResponse>, Status> {
        act!(self, request, convert::check_list_change, refusal => ChangeFileAccessResponse)
    }

    async fn lift_restriction(
        &self,
        request: Request<LiftRestrictionRequest>,
    ) -> Result<Response<LiftRestrictionResponse>, Status> {
        act!(self, request, convert::check_lift, refusal => LiftRestrictionResponse)
    }

    async fn open_in_emergency(
        &self,
        request: Request<OpenInEmergencyRequest>,
    ) -> Result<Response<OpenInEmergencyResponse>, Status> {
        let received = self.ledgers.receive_to_open(request).await?;
        act!(received, convert::check_opening, refusal => OpenInEmergencyResponse)
    }

    async fn review_emergency_access(
        &self,
        request: Request<ReviewEmergencyAccessRequest>,
    ) -> Result<Response<ReviewEmergencyAccessResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        Ok(Response::new(file::review(ledger, &caller, request).await?))
    }

    async fn list_emergency_accesses(
        &self,
        request: Request<ListEmergencyAccessesRequest>,
    ) -> Result<Response<ListEmergencyAccessesResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let (told, cases) = file::list(ledger, &caller, request).await?;
        Ok(self.ledgers.shown(&caller, cases, told)?)
    }

    async fn get_case(&self, request: Request<GetCaseRequest>) -> Result<Response<GetCaseResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let (case_id, moment) = past::asked(ledger, &request.case_id, request.as_of, request.known_at)?;
        read_after(ledger, &request.min_cursor).await?;
        let seen = past::read(ledger, case_id, moment, Event::matter).await?.ok_or(Failure::CaseNotFound)?;
        let told = convert::tell_case(case_id, &seen).ok_or(Failure::CaseNotFound)?;
        let told = GetCaseResponse {
            incapacity_case: Some(told_to(ledger, &caller, told).await?),
            as_of: seen.told_as_of(),
            known_at: seen.told_known_at(),
        };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn find_cases(&self, request: Request<FindCasesRequest>) -> Result<Response<FindCasesResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let niss = violations.check("niss", trajet_belgium::Niss::parse(&request.niss));
        let niss = violations.finish_with(niss)?;
        read_after(ledger, &request.min_cursor).await?;
        let index = ledger.domain().pseudonyms.niss(niss.as_str());
        let mut cases = Vec::new();
        let case_ids =
            work::cases_of(ledger, index, &Visible::to(&caller)).await.map_err(|error| ledger.failure(&error))?;
        for case_id in &case_ids {
            if let Some(told) = self.case(ledger, *case_id).await? {
                cases.push(told_to(ledger, &caller, told).await?);
            }
        }
        cases.sort_by_key(|case| Reverse(case.incapacity_start.map(|date| (date.year, date.month, date.day))));
        Ok(self.ledgers.shown(&caller, case_ids, FindCasesResponse { cases })?)
    }

    async fn list_work(&self, request: Request<ListWorkRequest>) -> Result<Response<ListWorkResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Page { rows, mut cases, next_page_token, as_of } =
            work::list(ledger, pseudonyms, &request, Visible::to(&caller)).await?;
        let is_first = request.page_token.is_empty();
        let (emergency_accesses, opened) =
            if is_first { file::awaiting_review(ledger, &caller).await? } else { Default::default() };
        cases.extend(opened);
        let told = ListWorkResponse { rows, next_page_token, as_of, emergency_accesses };
        Ok(self.ledgers.shown(&caller, cases, told)?)
    }

    async fn find_persons(
        &self,
        request: Request<FindPersonsRequest>,
    ) -> Result<Response<FindPersonsResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Found { persons, cases, next_page_token } =
            people::find(ledger, pseudonyms, &request, Visible::to(&caller)).await?;
        Ok(self.ledgers.shown(&caller, cases, FindPersonsResponse { persons, next_page_token })?)
    }

    async fn list_case_history(
        &self,
        request: Request<ListCaseHistoryRequest>,
    ) -> Result<Response<ListCaseHistoryResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let case_id = case_after(ledger, &request.case_id, &request.min_cursor).await?;
        let (entries, next_page_token) =
            history::list(ledger, case_id, request.page_size, &request.page_token, TELLING).await?;
        Ok(self.ledgers.shown(&caller, [case_id], ListCaseHistoryResponse { entries, next_page_token })?)
    }

    async fn explain_case(
        &self,
        request: Request<ExplainCaseRequest>,
    ) -> Result<Response<ExplainCaseResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let at = (request.as_of, request.known_at);
        let (case_id, moment, step) = explain::asked(ledger, &request.case_id, at, &request.step)?;
        read_after(ledger, &request.min_cursor).await?;
        let law = ledger.domain().law;
        let explained = explain::explain(ledger, (case_id, moment), &EXPLAINING, law, step, Withheld::NOTHING).await?;
        let explained = explained.ok_or(Failure::CaseNotFound)?;
        let (as_of, known_at) = (explained.told_as_of(), explained.told_known_at());
        let told = ExplainCaseResponse { explanations: explained.explanations, as_of, known_at };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn get_legal_calendar(
        &self,
        request: Request<GetLegalCalendarRequest>,
    ) -> Result<Response<GetLegalCalendarResponse>, Status> {
        let (_, _, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let start = violations.date("incapacity_start", request.incapacity_start);
        let start = start.and_then(|start| violations.check("incapacity_start", trajet_law::months::accepted(start)));
        let start = violations.finish_with(start)?;
        let steps = trajet_law::calendar::legal_calendar(start).iter().map(plan::tell_plan).collect();
        Ok(Response::new(GetLegalCalendarResponse { steps }))
    }
}
