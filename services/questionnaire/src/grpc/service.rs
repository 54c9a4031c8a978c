//! The calls. Each reads from top to bottom: who calls, which ledger, is every field right, the act, the answer.

use std::sync::Arc;

use tonic::{Request, Response, Status};
use trajet_access::Caller;
use trajet_contracts::questionnaire::v1::questionnaire_service_server::QuestionnaireService;
use trajet_contracts::questionnaire::v1::{
    CorrectAnswersRequest, CorrectAnswersResponse, DelegateHelpRequest, DelegateHelpResponse, FindPersonsRequest,
    FindPersonsResponse, GetDefinitionRequest, GetDefinitionResponse, GetQuestionnaireCaseRequest,
    GetQuestionnaireCaseResponse, ListCaseHistoryRequest, ListCaseHistoryResponse, ListWorkRequest, ListWorkResponse,
    RecordHelpRequest, RecordHelpResponse, RecordImpossibilityRequest, RecordImpossibilityResponse, SaveDraftRequest,
    SaveDraftResponse, SubmitAnswersRequest, SubmitAnswersResponse, WaiveQuestionnaireRequest,
    WaiveQuestionnaireResponse,
};
use trajet_ledger::Outcome;
use trajet_questionnaire_domain::{Command, Helper, Impossibility};
use trajet_runtime::{Failure, Violations};
use trajet_service::people::{self, Found};
use trajet_service::work::{self, Page};
use trajet_service::{Envelope, Ledgers, act, caller, history, read_after};

use super::access::{may_touch, visible};
use super::convert::{self, Filled};
use super::history::TELLING;
use super::refusal::refusal;
use crate::definitions::Definitions;
use crate::ledger::Questionnaire;

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

/// The caller as a helper.
fn helping(caller: &Caller, method: &str) -> Result<Helper, Failure> {
    convert::helper(caller).ok_or_else(|| Failure::RoleNotPermitted {
        role: caller.role.code(),
        method: format!("trajet.questionnaire.v1.QuestionnaireService/{method}"),
    })
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

#[tonic::async_trait]
impl QuestionnaireService for Service {
    async fn get_definition(
        &self,
        request: Request<GetDefinitionRequest>,
    ) -> Result<Response<GetDefinitionResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let GetDefinitionRequest { code, version } = request.into_inner();
        let mut violations = Violations::default();
        violations.require("code", convert::is_definition_code(&code), "is not the name of a definition");
        violations.finish()?;
        let in_force = self.definitions.on(ledger.clock().today());
        let definition =
            if version == 0 && code == in_force.code { in_force } else { self.definitions.find(&code, version)? };
        Ok(Response::new(GetDefinitionResponse { definition: Some(convert::tell_definition(definition)) }))
    }

    async fn waive_questionnaire(
        &self,
        request: Request<WaiveQuestionnaireRequest>,
    ) -> Result<Response<WaiveQuestionnaireResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "WaiveQuestionnaire", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let reason = violations.enumeration("reason", request.reason).and_then(convert::hear_reason);
        let contact = convert::check_contact(&mut violations, "coordinator", request.coordinator);
        let command = reason.zip(contact).map(|(reason, contact)| Command::Waive {
            reason,
            by: convert::subject(&caller),
            contact,
        });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        may_touch(ledger, &caller, case_id).await?;
        answer!(WaiveQuestionnaireResponse, act(ledger, &caller, envelope, case_id, command.into(), refusal).await?)
    }

    async fn save_draft(&self, request: Request<SaveDraftRequest>) -> Result<Response<SaveDraftResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, "SaveDraft", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let by = convert::check_filled_by(&mut violations, &caller, request.helped);
        let filled = convert::check_answers(&mut violations, &self.definitions, request.answers);
        let given = violations.finish_with(envelope.zip(case_id).zip(by.zip(filled)))?;
        let ((envelope, case_id), (by, Filled { definition, answers })) = given;
        may_touch(ledger, &caller, case_id).await?;
        let command = Command::SaveDraft { definition: definition?, answers, by };
        answer!(SaveDraftResponse, act(ledger, &caller, envelope, case_id, command.into(), refusal).await?)
    }

    async fn submit_answers(
        &self,
        request: Request<SubmitAnswersRequest>,
    ) -> Result<Response<SubmitAnswersResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, "SubmitAnswers", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let returned_on = violations.optional_date("returned_on", request.returned_on);
        let by = convert::check_filled_by(&mut violations, &caller, request.helped);
        let filled = convert::check_answers(&mut violations, &self.definitions, request.answers);
        let given = violations.finish_with(envelope.zip(case_id).zip(returned_on.zip(by).zip(filled)))?;
        let ((envelope, case_id), ((returned_on, by), Filled { definition, answers })) = given;
        may_touch(ledger, &caller, case_id).await?;
        let returned_on = returned_on.unwrap_or_else(|| ledger.clock().today());
        let command = Command::Submit { definition: definition?, answers, returned_on, by };
        answer!(SubmitAnswersResponse, act(ledger, &caller, envelope, case_id, command.into(), refusal).await?)
    }

    async fn correct_answers(
        &self,
        request: Request<CorrectAnswersRequest>,
    ) -> Result<Response<CorrectAnswersResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, "CorrectAnswers", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let corrects = request.corrects;
        violations.require("corrects", corrects > 0, "is required");
        let returned_on = violations.optional_date("returned_on", request.returned_on);
        let by = convert::check_filled_by(&mut violations, &caller, request.helped);
        let filled = convert::check_complete_answers(&mut violations, &self.definitions, request.answers);
        let given = violations.finish_with(envelope.zip(case_id).zip(returned_on.zip(by).zip(filled)))?;
        let ((envelope, case_id), ((returned_on, by), Filled { definition, answers })) = given;
        may_touch(ledger, &caller, case_id).await?;
        let returned_on = returned_on.unwrap_or_else(|| ledger.clock().today());
        let command = Command::Correct { corrects, definition: definition?, answers, returned_on, by };
        answer!(CorrectAnswersResponse, act(ledger, &caller, envelope, case_id, command.into(), refusal).await?)
    }

    async fn delegate_help(
        &self,
        request: Request<DelegateHelpRequest>,
    ) -> Result<Response<DelegateHelpResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, "DelegateHelp", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let to = convert::check_subject(&mut violations, "delegate", &request.delegate);
        let command = to.map(|to| Command::DelegateHelp { to, by: convert::subject(&caller) });
        let ((envelope, case_id), command) = violations.finish_with(envelope.zip(case_id).zip(command))?;
        may_touch(ledger, &caller, case_id).await?;
        answer!(DelegateHelpResponse, act(ledger, &caller, envelope, case_id, command.into(), refusal).await?)
    }

    async fn record_help(&self, request: Request<RecordHelpRequest>) -> Result<Response<RecordHelpResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, "RecordHelp", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let channel = violations.enumeration("channel", request.channel).and_then(convert::hear_channel);
        let on = violations.date("held_on", request.held_on);
        let result = violations.enumeration("result", request.result).and_then(convert::hear_result);
        let given = violations.finish_with(envelope.zip(case_id).zip(channel.zip(on).zip(result)))?;
        let ((envelope, case_id), ((channel, on), result)) = given;
        may_touch(ledger, &caller, case_id).await?;
        let by = helping(&caller, "RecordHelp")?;
        let command = Command::RecordHelp { by, on, channel, result };
        answer!(RecordHelpResponse, act(ledger, &caller, envelope, case_id, command.into(), refusal).await?)
    }

    async fn record_impossibility(
        &self,
        request: Request<RecordImpossibilityRequest>,
    ) -> Result<Response<RecordImpossibilityResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let envelope =
            Envelope::read(&mut violations, "RecordImpossibility", &request, &request.request_id, &request.etag);
        let case_id = violations.uuid("case_id", &request.case_id);
        let on = violations.date("found_on", request.found_on);
        let reason = violations.enumeration("reason", request.reason).and_then(convert::hear_impossibility_reason);
        let ((envelope, case_id), (on, reason)) = violations.finish_with(envelope.zip(case_id).zip(on.zip(reason)))?;
        may_touch(ledger, &caller, case_id).await?;
        let by = helping(&caller, "RecordImpossibility")?;
        let command = Command::RecordImpossibility(Impossibility { on, reason, by });
        answer!(RecordImpossibilityResponse, act(ledger, &caller, envelope, case_id, command.into(), refusal).await?)
    }

    async fn get_questionnaire_case(
        &self,
        request: Request<GetQuestionnaireCaseRequest>,
    ) -> Result<Response<GetQuestionnaireCaseResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let request = request.into_inner();
        let mut violations = Violations::default();
        let case_id = violations.uuid("case_id", &request.case_id);
        let case_id = violations.finish_with(case_id)?;
        read_after(ledger, &request.min_cursor).await?;
        may_touch(ledger, &caller, case_id).await?;
        let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
        let (state, version) = found.ok_or(Failure::CaseNotFound)?;
        let told = convert::tell_case(case_id, version, &state, caller.role);
        Ok(Response::new(GetQuestionnaireCaseResponse { questionnaire_case: Some(told) }))
    }

    async fn list_work(&self, request: Request<ListWorkRequest>) -> Result<Response<ListWorkResponse>, Status> {
        let caller = caller(&request)?;
        let ledger = self.ledgers.of(&caller)?;
        let pseudonyms = &ledger.domain().pseudonyms;
        let Page { rows, next_page_token, as_of } =
            work::list(ledger, pseudonyms, request.get_ref(), visible(&caller)).await?;
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
            people::find(ledger, pseudonyms, request.get_ref(), visible(&caller)).await?;
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
        may_touch(ledger, &caller, case_id).await?;
        let (entries, next_page_token) =
            history::list(ledger, "ListCaseHistory", case_id, request.page_size, &request.page_token, TELLING).await?;
        Ok(Response::new(ListCaseHistoryResponse { entries, next_page_token }))
    }
}
