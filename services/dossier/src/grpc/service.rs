//! The calls. Each reads from top to bottom: who calls, which ledger, is every field right, the act, the answer.

use tonic::{Request, Response, Status};
use trajet_access::Role;
use trajet_contracts::dossier::v1::dossier_service_server::DossierService;
use trajet_contracts::dossier::v1::{
    AdaptPlanRequest, AdaptPlanResponse, AnnulActRequest, AnnulActResponse, EndAmiTrajectoryRequest,
    EndAmiTrajectoryResponse, EndOtherTrackRequest, EndOtherTrackResponse, EndTrajectoryRequest, EndTrajectoryResponse,
    EstablishPlanRequest, EstablishPlanResponse, EvaluateAmiTrajectoryRequest, EvaluateAmiTrajectoryResponse,
    ExplainCaseRequest, ExplainCaseResponse, FindPersonsRequest, FindPersonsResponse, GetDossierRequest,
    GetDossierResponse, GetPlanRequest, GetPlanResponse, GetPresumptionRequest, GetPresumptionResponse,
    ListCaseHistoryRequest, ListCaseHistoryResponse, ListWorkRequest, ListWorkResponse, MakeAppointmentRequest,
    MakeAppointmentResponse, OpenRouteBRequest, OpenRouteBResponse, RecordAttemptRequest, RecordAttemptResponse,
    RecordCommitmentRequest, RecordCommitmentResponse, RecordConsentsRequest, RecordConsentsResponse,
    RecordContactRefusalRequest, RecordContactRefusalResponse, RecordContactRequest, RecordContactResponse,
    RecordInformedRequest, RecordInformedResponse, RecordLookRequest, RecordLookResponse, RecordNoShowRequest,
    RecordNoShowResponse, RecordOtherTrackRequest, RecordOtherTrackResponse, RecordPlanFollowUpRequest,
    RecordPlanFollowUpResponse, RecordReturnObservationRequest, RecordReturnObservationResponse, ReferToPartnerRequest,
    ReferToPartnerResponse, RegisterResultRequest, RegisterResultResponse, RequestAuthorisationRequest,
    RequestAuthorisationResponse, RescheduleAppointmentRequest, RescheduleAppointmentResponse,
    ResumeAmiTrajectoryRequest, ResumeAmiTrajectoryResponse, SignCommitmentRequest, SignCommitmentResponse,
    SuspendAmiTrajectoryRequest, SuspendAmiTrajectoryResponse, WithdrawReferralRequest, WithdrawReferralResponse,
};
use trajet_dossier_domain::{Command, Event, Reader, Registry, State};
use trajet_ledger::Ledger;
use trajet_runtime::{Failure, Violations};
use trajet_service::past::{self, Moment, Seen};
use trajet_service::people::{self, Found};
use trajet_service::work::{self, Page, Visible};
use trajet_service::{Ledgers, act, annul_act, case_after, explain, history, read_after};
use uuid::Uuid;

use super::convert;
use super::history::{EXPLAINING, TELLING};
use super::refusal::refusal;
use super::settle::settle;
use crate::ledger::Dossier;

/// The gRPC service over the ledgers of all insurers that this process serves.
#[derive(Clone)]
pub struct Service {
    pub(super) ledgers: Ledgers<Dossier>,
}

impl Service {
    pub(crate) const fn new(ledgers: Ledgers<Dossier>) -> Self {
        Self { ledgers }
    }
}

/// The physician sees what the person consented to; of two readers the other is the coordinator (D2).
fn reader(role: Role) -> Reader {
    if role == Role::Coordinator { Reader::Coordinator } else { Reader::Physician }
}

/// A case, and its version. What the registry of coordinators holds is none.
async fn case(ledger: &Ledger<Dossier>, case_id: Uuid) -> Result<(State, i64), Failure> {
    let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
    found.filter(|(state, _)| state.registry == Registry::Empty).ok_or(Failure::CaseNotFound)
}

/// A case as it was, with what it is.
pub(super) async fn case_at(ledger: &Ledger<Dossier>, case_id: Uuid, moment: Moment) -> Result<Seen<State>, Failure> {
    let seen = past::read(ledger, case_id, moment, Event::matter).await?;
    seen.filter(|seen| seen.now.registry == Registry::Empty).ok_or(Failure::CaseNotFound)
}

#[tonic::async_trait]
impl DossierService for Service {
    async fn annul_act(&self, request: Request<AnnulActRequest>) -> Result<Response<AnnulActResponse>, Status> {
        annul_act!(
            self,
            request,
            convert::check_instead,
            |caller: &trajet_access::Caller, mistake, instead: Vec<Command>| {
                Command::Annul { mistake, instead, by: Some(convert::party_of(caller)) }
            } => settle,
            Event::annulled,
            refusal => AnnulActResponse
        )
    }

    async fn open_route_b(&self, request: Request<OpenRouteBRequest>) -> Result<Response<OpenRouteBResponse>, Status> {
        act!(self, request, convert::check_route_b, refusal => OpenRouteBResponse)
    }

    async fn make_appointment(
        &self,
        request: Request<MakeAppointmentRequest>,
    ) -> Result<Response<MakeAppointmentResponse>, Status> {
        act!(self, request, convert::check_appointment => settle, refusal => MakeAppointmentResponse)
    }

    async fn reschedule_appointment(
        &self,
        request: Request<RescheduleAppointmentRequest>,
    ) -> Result<Response<RescheduleAppointmentResponse>, Status> {
        act!(self, request, convert::check_rescheduling => settle, refusal => RescheduleAppointmentResponse)
    }

    async fn record_no_show(
        &self,
        request: Request<RecordNoShowRequest>,
    ) -> Result<Response<RecordNoShowResponse>, Status> {
        act!(self, request, convert::check_no_show, refusal => RecordNoShowResponse)
    }

    async fn record_attempt(
        &self,
        request: Request<RecordAttemptRequest>,
    ) -> Result<Response<RecordAttemptResponse>, Status> {
        act!(self, request, convert::check_attempt, refusal => RecordAttemptResponse)
    }

    async fn record_contact_refusal(
        &self,
        request: Request<RecordContactRefusalRequest>,
    ) -> Result<Response<RecordContactRefusalResponse>, Status> {
        act!(self, request, convert::check_contact_refusal, refusal => RecordContactRefusalResponse)
    }

    async fn record_contact(
        &self,
        request: Request<RecordContactRequest>,
    ) -> Result<Response<RecordContactResponse>, Status> {
        act!(self, request, convert::check_contact => settle, refusal => RecordContactResponse)
    }

    async fn record_consents(
        &self,
        request: Request<RecordConsentsRequest>,
    ) -> Result<Response<RecordConsentsResponse>, Status> {
        act!(self, request, convert::check_consents, refusal => RecordConsentsResponse)
    }

    async fn request_authorisation(
        &self,
        request: Request<RequestAuthorisationRequest>,
    ) -> Result<Response<RequestAuthorisationResponse>, Status> {
        act!(self, request, convert::check_authorisation, refusal => RequestAuthorisationResponse)
    }

    async fn end_trajectory(
        &self,
        request: Request<EndTrajectoryRequest>,
    ) -> Result<Response<EndTrajectoryResponse>, Status> {
        act!(self, request, convert::check_end, refusal => EndTrajectoryResponse)
    }

    async fn record_commitment(
        &self,
        request: Request<RecordCommitmentRequest>,
    ) -> Result<Response<RecordCommitmentResponse>, Status> {
        act!(self, request, convert::check_commitment, refusal => RecordCommitmentResponse)
    }

    async fn sign_commitment(
        &self,
        request: Request<SignCommitmentRequest>,
    ) -> Result<Response<SignCommitmentResponse>, Status> {
        act!(self, request, convert::check_signing, refusal => SignCommitmentResponse)
    }

    async fn establish_plan(
        &self,
        request: Request<EstablishPlanRequest>,
    ) -> Result<Response<EstablishPlanResponse>, Status> {
        act!(self, request, convert::check_plan, refusal => EstablishPlanResponse)
    }

    async fn adapt_plan(&self, request: Request<AdaptPlanRequest>) -> Result<Response<AdaptPlanResponse>, Status> {
        act!(self, request, convert::check_adaptation, refusal => AdaptPlanResponse)
    }

    async fn record_plan_follow_up(
        &self,
        request: Request<RecordPlanFollowUpRequest>,
    ) -> Result<Response<RecordPlanFollowUpResponse>, Status> {
        act!(self, request, convert::check_follow_up, refusal => RecordPlanFollowUpResponse)
    }

    async fn suspend_ami_trajectory(
        &self,
        request: Request<SuspendAmiTrajectoryRequest>,
    ) -> Result<Response<SuspendAmiTrajectoryResponse>, Status> {
        act!(self, request, convert::check_suspension, refusal => SuspendAmiTrajectoryResponse)
    }

    async fn resume_ami_trajectory(
        &self,
        request: Request<ResumeAmiTrajectoryRequest>,
    ) -> Result<Response<ResumeAmiTrajectoryResponse>, Status> {
        act!(self, request, convert::check_resumption, refusal => ResumeAmiTrajectoryResponse)
    }

    async fn evaluate_ami_trajectory(
        &self,
        request: Request<EvaluateAmiTrajectoryRequest>,
    ) -> Result<Response<EvaluateAmiTrajectoryResponse>, Status> {
        act!(self, request, convert::check_evaluation, refusal => EvaluateAmiTrajectoryResponse)
    }

    async fn record_return_observation(
        &self,
        request: Request<RecordReturnObservationRequest>,
    ) -> Result<Response<RecordReturnObservationResponse>, Status> {
        act!(self, request, convert::check_observation, refusal => RecordReturnObservationResponse)
    }

    async fn register_result(
        &self,
        request: Request<RegisterResultRequest>,
    ) -> Result<Response<RegisterResultResponse>, Status> {
        act!(self, request, convert::check_guidance_result, refusal => RegisterResultResponse)
    }

    async fn record_other_track(
        &self,
        request: Request<RecordOtherTrackRequest>,
    ) -> Result<Response<RecordOtherTrackResponse>, Status> {
        act!(self, request, convert::check_other_track, refusal => RecordOtherTrackResponse)
    }

    async fn end_other_track(
        &self,
        request: Request<EndOtherTrackRequest>,
    ) -> Result<Response<EndOtherTrackResponse>, Status> {
        act!(self, request, convert::check_other_track_end, refusal => EndOtherTrackResponse)
    }

    async fn record_look(&self, request: Request<RecordLookRequest>) -> Result<Response<RecordLookResponse>, Status> {
        act!(self, request, convert::check_look, refusal => RecordLookResponse)
    }

    async fn record_informed(
        &self,
        request: Request<RecordInformedRequest>,
    ) -> Result<Response<RecordInformedResponse>, Status> {
        act!(self, request, convert::check_informed, refusal => RecordInformedResponse)
    }

    async fn refer_to_partner(
        &self,
        request: Request<ReferToPartnerRequest>,
    ) -> Result<Response<ReferToPartnerResponse>, Status> {
        act!(self, request, convert::check_referral, refusal => ReferToPartnerResponse)
    }

    async fn withdraw_referral(
        &self,
        request: Request<WithdrawReferralRequest>,
    ) -> Result<Response<WithdrawReferralResponse>, Status> {
        act!(self, request, convert::check_referral_withdrawal, refusal => WithdrawReferralResponse)
    }

    async fn end_ami_trajectory(
        &self,
        request: Request<EndAmiTrajectoryRequest>,
    ) -> Result<Response<EndAmiTrajectoryResponse>, Status> {
        act!(self, request, convert::check_ami_end, refusal => EndAmiTrajectoryResponse)
    }

    async fn get_plan(&self, request: Request<GetPlanRequest>) -> Result<Response<GetPlanResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let asked = past::check(&mut violations, ledger, &request.case_id, None, request.known_at);
        let on = violations.date("on", request.on);
        let baseline_on = violations.optional_date("baseline_on", request.baseline_on);
        let ((case_id, moment), (on, baseline_on)) = violations.finish_with(asked.zip(on.zip(baseline_on)))?;
        read_after(ledger, &request.min_cursor).await?;
        let seen = case_at(ledger, case_id, moment).await?;
        let told = convert::ami::tell_plan_on(&seen, on, baseline_on, reader(caller.role));
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn get_dossier(&self, request: Request<GetDossierRequest>) -> Result<Response<GetDossierResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let (case_id, moment) = past::asked(ledger, &request.case_id, request.as_of, request.known_at)?;
        read_after(ledger, &request.min_cursor).await?;
        let seen = case_at(ledger, case_id, moment).await?;
        let reader = reader(caller.role);
        let told = GetDossierResponse {
            dossier: Some(convert::tell_dossier(case_id, &seen, reader)),
            as_of: seen.told_as_of(),
            known_at: seen.told_known_at(),
            ami_trajectories: convert::ami::tell_ami(&seen, reader),
            partner_referrals: convert::tell_referrals(&seen, reader),
        };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn get_presumption(
        &self,
        request: Request<GetPresumptionRequest>,
    ) -> Result<Response<GetPresumptionResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let asked = past::check(&mut violations, ledger, &request.case_id, None, request.known_at);
        let on = violations.date("on", request.on);
        let ((case_id, moment), on) = violations.finish_with(asked.zip(on))?;
        read_after(ledger, &request.min_cursor).await?;
        let seen = case_at(ledger, case_id, moment).await?;
        Ok(self.ledgers.shown(&caller, [case_id], convert::tell_presumptions(&seen, on))?)
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

    async fn list_work(&self, request: Request<ListWorkRequest>) -> Result<Response<ListWorkResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Page { rows, cases, next_page_token, as_of } =
            work::list(ledger, pseudonyms, &request, Visible::to(&caller)).await?;
        Ok(self.ledgers.shown(&caller, cases, ListWorkResponse { rows, next_page_token, as_of })?)
    }

    async fn list_case_history(
        &self,
        request: Request<ListCaseHistoryRequest>,
    ) -> Result<Response<ListCaseHistoryResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let case_id = case_after(ledger, &request.case_id, &request.min_cursor).await?;
        case(ledger, case_id).await?;
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
        let seen = case_at(ledger, case_id, moment).await?;
        let withheld = convert::withheld(&seen, reader(caller.role));
        let law = ledger.domain().law;
        let explained = explain::explain(ledger, (case_id, moment), &EXPLAINING, law, step, withheld).await?;
        let explained = explained.ok_or(Failure::CaseNotFound)?;
        let (as_of, known_at) = (explained.told_as_of(), explained.told_known_at());
        let told = ExplainCaseResponse { explanations: explained.explanations, as_of, known_at };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }
}
