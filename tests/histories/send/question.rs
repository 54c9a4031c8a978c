//! Acts on the questionnaire.

use super::words::{channel_of, named};
use super::{Callers, Done, Who};
use crate::act::{Act, Helped};
use crate::platform::QUESTIONNAIRE;
use acceptance::answers::{complete, incomplete, of_version};
use acceptance::day::wire;
use tonic::Status;
use trajet_access::Role;
use trajet_contracts::questionnaire::v1::questionnaire_service_client::QuestionnaireServiceClient as Questionnaire;
use trajet_contracts::questionnaire::v1::{
    Answers, CorrectAnswersRequest, DelegateHelpRequest, HelpResult, ImpossibilityReason, MedicalReason,
    RecordHelpRequest, RecordImpossibilityRequest, SaveDraftRequest, SubmitAnswersRequest, WaiveQuestionnaireRequest,
};

impl Callers<'_> {
    pub(super) async fn question(&self, who: &Who, act: &Act, id: &str, etag: &str) -> Result<Done, Status> {
        let (request_id, case_id, etag) = (id.to_owned(), who.case_id.clone(), etag.to_owned());
        let person = self.platform.bearer(Role::InsuredPerson, &who.case_id);
        macro_rules! question {
            ($bearer:expr, $method:ident, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {{
                let request = $request { request_id, case_id, etag, $($field: $value),* };
                call!(self, QUESTIONNAIRE, Questionnaire, $bearer, $method, request)
            }};
        }
        match act {
            Act::Waive { on } => question!(
                self.physician,
                waive_questionnaire,
                WaiveQuestionnaireRequest {
                    reason: MedicalReason::SevereBurns.into(),
                    coordinator: Some(named()),
                    decided_on: on.and_then(wire),
                }
            ),
            Act::Draft { other_version } => question!(
                person,
                save_draft,
                SaveDraftRequest {
                    answers: Some(self.answers(false, *other_version)),
                    helped: false,
                    language: 0,
                    representative: 0,
                }
            ),
            Act::Submit { on, complete, other_version } => question!(
                person,
                submit_answers,
                SubmitAnswersRequest {
                    answers: Some(self.answers(*complete, *other_version)),
                    returned_on: wire(*on),
                    helped: false,
                    language: 0,
                    representative: 0,
                }
            ),
            Act::Correct { corrects, on } => question!(
                person,
                correct_answers,
                CorrectAnswersRequest {
                    corrects: *corrects,
                    answers: Some(self.answers(true, false)),
                    returned_on: wire(*on),
                    helped: false,
                    language: 0,
                    representative: 0,
                }
            ),
            Act::Delegate => {
                question!(self.coordinator, delegate_help, DelegateHelpRequest { delegate: "staff-7".to_owned() })
            }
            Act::Help { on, channel, result } => {
                let result = match result {
                    Helped::WithIt => HelpResult::Helped,
                    Helped::WillReturn => HelpResult::WillReturn,
                    Helped::Declined => HelpResult::Declined,
                    Helped::NotReached => HelpResult::NotReached,
                };
                let channel = channel_of(*channel).into();
                question!(
                    self.coordinator,
                    record_help,
                    RecordHelpRequest { channel: channel, held_on: wire(*on), result: result.into(), acts: Vec::new() }
                )
            }
            Act::Impossible { on } => question!(
                self.coordinator,
                record_impossibility,
                RecordImpossibilityRequest { found_on: wire(*on), reason: ImpossibilityReason::NotUnderstood.into() }
            ),
            other => unreachable!("{other:?} is an act of another service"),
        }
    }

    pub(super) fn answers(&self, all: bool, other_version: bool) -> Answers {
        match (other_version, all) {
            (true, _) => of_version(7),
            (false, true) => complete(&self.definition, "Magazijnier"),
            (false, false) => incomplete(&self.definition, "Magazijnier"),
        }
    }
}
