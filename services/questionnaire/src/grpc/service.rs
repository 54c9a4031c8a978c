//! The calls. Each reads from top to bottom: who calls, which ledger, is every field right, the act, the answer.

use std::sync::Arc;

use tonic::{Request, Response, Status};
use trajet_access::{Caller, Role};
use trajet_contracts::questionnaire::v1::questionnaire_service_server::QuestionnaireService;
use trajet_contracts::questionnaire::v1::{
    AnnulActRequest, AnnulActResponse, CorrectAnswersRequest, CorrectAnswersResponse, DelegateHelpRequest,
    DelegateHelpResponse, ExplainCaseRequest, ExplainCaseResponse, FindPersonsRequest, FindPersonsResponse,
    GetDefinitionRequest, GetDefinitionResponse, GetQuestionnaireCaseRequest, GetQuestionnaireCaseResponse,
    ListCaseHistoryRequest, ListCaseHistoryResponse, ListWorkRequest, ListWorkResponse, RecordHelpRequest,
    RecordHelpResponse, RecordImpossibilityRequest, RecordImpossibilityResponse, SaveDraftRequest, SaveDraftResponse,
    SubmitAnswersRequest, SubmitAnswersResponse, WaiveQuestionnaireRequest, WaiveQuestionnaireResponse,
};
use trajet_ledger::Ledger;
use trajet_questionnaire_domain::{Command, Event};
use trajet_runtime::{Failure, Violations};
use trajet_service::explain::Withheld;
use trajet_service::past;
use trajet_service::people::{self, Found};
use trajet_service::work::{self, Page};
use trajet_service::{Envelope, Ledgers, act, annul_act, case_after, explain, history, read_after};
use uuid::Uuid;

use super::access::{may_act, may_touch, represents, visible};
use super::convert;
use super::history::{EXPLAINING, TELLING};
use super::refusal::refusal;
use crate::definitions::Definitions;
use crate::ledger::{self, Questionnaire};

/// The gRPC service over the ledgers of all insurers that this process serves.
#[derive(Clone)]
pub struct Service {
    ledgers: Ledgers<Questionnaire>,
    definitions: Arc<Definitions>,
}

impl Service {
    pub(crate) fn new(ledgers: Ledgers<Questionnaire>, definitions: Arc<Definitions>) -> Self {
        Self { ledgers, definitions }
    }
}

/// The command of a right request, once its caller may act on the case. What the definitions or the caller's role say
/// against it is told to nobody else.
async fn permitted(
    ledger: &Ledger<Questionnaire>,
    caller: &Caller,
    envelope: &Envelope,
    case_id: Uuid,
    command: Result<Command, Failure>,
) -> Result<ledger::Command, Failure> {
    may_act(ledger, caller, case_id, envelope.request_id).await?;
    let command = command?;
    // Nobody acts under the number of another representative.
    if caller.role == Role::Representative {
        let number = command.filled().and_then(|filled| filled.by.representative());
        if number.is_some() && !represents(ledger, caller, case_id, number).await? {
            return Err(Failure::CaseNotFound);
        }
    }
    Ok(ledger::Command::Given(command))
}

#[tonic::async_trait]
impl QuestionnaireService for Service {
    async fn annul_act(&self, request: Request<AnnulActRequest>) -> Result<Response<AnnulActResponse>, Status> {
        annul_act!(
            self,
            request,
            |_: &mut _, _: &_, _: &_| Some(Vec::new()),
            |_: &_, mistake, instead: Vec<Command>| Command::Annul { mistake, instead }.into(),
            Event::annulled,
            refusal => AnnulActResponse
        )
    }

    async fn get_definition(
        &self,
        request: Request<GetDefinitionRequest>,
    ) -> Result<Response<GetDefinitionResponse>, Status> {
        let (_, ledger, request) = self.ledgers.receive(request).await?;
        let GetDefinitionRequest { code, version, in_force_on } = request;
        let mut violations = Violations::default();
        let on = violations.optional_date("in_force_on", in_force_on);
        violations.require("in_force_on", version == 0 || in_force_on.is_none(), "is for no version");
        violations.require("code", convert::is_definition_code(&code), "is not the name of a definition");
        violations.finish()?;
        let in_force = self.definitions.on(on.flatten().unwrap_or_else(|| ledger.clock().today()));
        let definition =
            if version == 0 && code == in_force.code { in_force } else { self.definitions.find(&code, version)? };
        Ok(Response::new(GetDefinitionResponse { definition: Some(convert::tell_definition(definition)) }))
    }

    async fn waive_questionnaire(
        &self,
        request: Request<WaiveQuestionnaireRequest>,
    ) -> Result<Response<WaiveQuestionnaireResponse>, Status> {
        let today = self.ledgers.today();
        let check =
            |violations: &mut _, caller: &_, request: &_| convert::check_waiver(violations, caller, request, today);
        act!(self, request, check => permitted, refusal => WaiveQuestionnaireResponse)
    }

    async fn save_draft(&self, request: Request<SaveDraftRequest>) -> Result<Response<SaveDraftResponse>, Status> {
        let against = &self.definitions;
        let check =
            |violations: &mut _, caller: &_, request: &_| convert::check_draft(violations, caller, request, against);
        act!(self, request, check => permitted, refusal => SaveDraftResponse)
    }

    async fn submit_answers(
        &self,
        request: Request<SubmitAnswersRequest>,
    ) -> Result<Response<SubmitAnswersResponse>, Status> {
        let against = (self.definitions.as_ref(), self.ledgers.today());
        let check = |violations: &mut _, caller: &_, request: &_| {
            convert::check_submission(violations, caller, request, against)
        };
        act!(self, request, check => permitted, refusal => SubmitAnswersResponse)
    }

    async fn correct_answers(
        &self,
        request: Request<CorrectAnswersRequest>,
    ) -> Result<Response<CorrectAnswersResponse>, Status> {
        let against = (self.definitions.as_ref(), self.ledgers.today());
        let check = |violations: &mut _, caller: &_, request: &_| {
            convert::check_correction(violations, caller, request, against)
        };
        act!(self, request, check => permitted, refusal => CorrectAnswersResponse)
    }

    async fn delegate_help(
        &self,
        request: Request<DelegateHelpRequest>,
    ) -> Result<Response<DelegateHelpResponse>, Status> {
        act!(self, request, convert::check_delegation => permitted, refusal => DelegateHelpResponse)
    }

    async fn record_help(&self, request: Request<RecordHelpRequest>) -> Result<Response<RecordHelpResponse>, Status> {
        act!(self, request, convert::check_help => permitted, refusal => RecordHelpResponse)
    }

    async fn record_impossibility(
        &self,
        request: Request<RecordImpossibilityRequest>,
    ) -> Result<Response<RecordImpossibilityResponse>, Status> {
        act!(self, request, convert::check_impossibility => permitted, refusal => RecordImpossibilityResponse)
    }

    async fn get_questionnaire_case(
        &self,
        request: Request<GetQuestionnaireCaseRequest>,
    ) -> Result<Response<GetQuestionnaireCaseResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let (case_id, moment) = past::asked(ledger, &request.case_id, request.as_of, request.known_at)?;
        read_after(ledger, &request.min_cursor).await?;
        may_touch(ledger, &caller, case_id).await?;
        let seen = past::read(ledger, case_id, moment, Event::matter).await?.ok_or(Failure::CaseNotFound)?;
        let today = ledger.clock().today();
        let told = GetQuestionnaireCaseResponse {
            questionnaire_case: Some(convert::tell_case(case_id, &seen, &caller, (&self.definitions, today))),
            as_of: seen.told_as_of(),
            known_at: seen.told_known_at(),
        };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn list_work(&self, request: Request<ListWorkRequest>) -> Result<Response<ListWorkResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Page { rows, cases, next_page_token, as_of } =
            work::list(ledger, pseudonyms, &request, visible(&caller)).await?;
        Ok(self.ledgers.shown(&caller, cases, ListWorkResponse { rows, next_page_token, as_of })?)
    }

    async fn find_persons(
        &self,
        request: Request<FindPersonsRequest>,
    ) -> Result<Response<FindPersonsResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Found { persons, cases, next_page_token } =
            people::find(ledger, pseudonyms, &request, visible(&caller)).await?;
        Ok(self.ledgers.shown(&caller, cases, FindPersonsResponse { persons, next_page_token })?)
    }

    async fn list_case_history(
        &self,
        request: Request<ListCaseHistoryRequest>,
    ) -> Result<Response<ListCaseHistoryResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let case_id = case_after(ledger, &request.case_id, &request.min_cursor).await?;
        may_touch(ledger, &caller, case_id).await?;
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
        may_touch(ledger, &caller, case_id).await?;
        let law = ledger.domain().law;
        let explained = explain::explain(ledger, (case_id, moment), &EXPLAINING, law, step, Withheld::NOTHING).await?;
        let explained = explained.ok_or(Failure::CaseNotFound)?;
        let (as_of, known_at) = (explained.told_as_of(), explained.told_known_at());
        let told = ExplainCaseResponse { explanations: explained.explanations, as_of, known_at };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }
}
