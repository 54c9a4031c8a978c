//! The acts of a case and the questions about it, each in one line. They must succeed: to see a failure, call the
//! services themselves.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tonic::{Code, Response, Status};
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::dossier::v1 as dossier;
use trajet_contracts::questionnaire::v1 as questionnaire;
use trajet_contracts::r#type::v1::{
    ConcurrentTrackKind, CoordinatorContact, Deadline, DeadlineOutcome, HistoryEntry, Standing, WorkRow,
};

use crate::client::Client;
use crate::day::{read, wire};
use crate::people::{declaration, person, request_id};

/// What every act answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The case.
    pub case_id: String,
    /// Its version after the act.
    pub etag: String,
    /// The place of the act.
    pub cursor: String,
}

macro_rules! done {
    ($($response:path),+ $(,)?) => {
        $(impl From<$response> for Done {
            fn from(response: $response) -> Self {
                Self { case_id: response.case_id, etag: response.etag, cursor: response.cursor }
            }
        })+
    };
}

done!(
    assessment::DeclareIncapacityResponse,
    assessment::RecogniseIncapacityResponse,
    assessment::StartConcurrentTrackResponse,
    assessment::EndConcurrentTrackResponse,
    assessment::RecordFirstEstimateResponse,
    assessment::InviteToExaminationResponse,
    assessment::DispenseExaminationResponse,
    assessment::RecordEvaluationResponse,
    assessment::RefuseTrajectoryResponse,
    assessment::DecideTrajectoryResponse,
    assessment::ApplyForWorkResponse,
    assessment::RecordWorkResumptionResponse,
    assessment::DecideWorkResponse,
    assessment::AmendWorkResponse,
    assessment::WithdrawWorkApplicationResponse,
    assessment::EndIncapacityResponse,
    assessment::AddCertificateResponse,
    assessment::CorrectStartResponse,
    assessment::RecordRepresentationResponse,
    assessment::EndRepresentationResponse,
    questionnaire::WaiveQuestionnaireResponse,
    questionnaire::SaveDraftResponse,
    questionnaire::SubmitAnswersResponse,
    questionnaire::CorrectAnswersResponse,
    questionnaire::DelegateHelpResponse,
    questionnaire::RecordHelpResponse,
    questionnaire::RecordImpossibilityResponse,
    dossier::OpenRouteBResponse,
    dossier::MakeAppointmentResponse,
    dossier::RescheduleAppointmentResponse,
    dossier::RecordNoShowResponse,
    dossier::RecordAttemptResponse,
    dossier::RecordContactRefusalResponse,
    dossier::RecordContactResponse,
    dossier::RecordConsentsResponse,
    dossier::RequestAuthorisationResponse,
    dossier::EndTrajectoryResponse,
);

/// What an act answered, however it was asked.
#[track_caller]
pub fn done<R: Into<Done>>(answer: Result<Response<R>, Status>) -> Done {
    match answer {
        Ok(answer) => answer.into_inner().into(),
        Err(status) => panic!("the act failed: {status:?}"),
    }
}

/// A request to recognise an incapacity, by the advising physician.
#[must_use]
pub fn recognition(case_id: &str, on: NaiveDate) -> assessment::RecogniseIncapacityRequest {
    assessment::RecogniseIncapacityRequest {
        request_id: request_id(),
        case_id: case_id.to_owned(),
        decided_on: wire(on),
        decided_by: assessment::DecidingBody::AdvisingPhysician.into(),
        ..Default::default()
    }
}

/// A request to record the first estimate, made on the file.
#[must_use]
pub fn estimate(case_id: &str, category: assessment::Category) -> assessment::RecordFirstEstimateRequest {
    assessment::RecordFirstEstimateRequest {
        request_id: request_id(),
        case_id: case_id.to_owned(),
        category: category.into(),
        ..Default::default()
    }
}

/// A request to waive the questionnaire on a medical ground.
#[must_use]
pub fn waiver(case_id: &str, reason: questionnaire::MedicalReason) -> questionnaire::WaiveQuestionnaireRequest {
    questionnaire::WaiveQuestionnaireRequest {
        request_id: request_id(),
        case_id: case_id.to_owned(),
        reason: reason.into(),
        coordinator: Some(CoordinatorContact {
            name: "Kim Coordinator".to_owned(),
            phone: "+3225550100".to_owned(),
            email: "coordinator@example.be".to_owned(),
        }),
        ..Default::default()
    }
}

/// A request to return the questionnaire today.
#[must_use]
pub fn submission(case_id: &str, answers: questionnaire::Answers) -> questionnaire::SubmitAnswersRequest {
    questionnaire::SubmitAnswersRequest {
        request_id: request_id(),
        case_id: case_id.to_owned(),
        answers: Some(answers),
        ..Default::default()
    }
}

impl Client {
    /// Declares the incapacity of the person of a number, on its first day.
    pub async fn declare(&self, number: u32, start: NaiveDate) -> Done {
        done(self.assessment().declare_incapacity(declaration(person(number), start)).await)
    }

    /// Declares an incapacity and recognises it on its first day.
    pub async fn declare_and_recognise(&self, number: u32, start: NaiveDate) -> Done {
        let case_id = self.declare(number, start).await.case_id;
        self.recognise(&case_id, start).await
    }

    /// Recognises an incapacity.
    pub async fn recognise(&self, case_id: &str, on: NaiveDate) -> Done {
        done(self.assessment().recognise_incapacity(recognition(case_id, on)).await)
    }

    /// Records the first estimate, made on the file.
    pub async fn estimate(&self, case_id: &str, category: assessment::Category) -> Done {
        done(self.assessment().record_first_estimate(estimate(case_id, category)).await)
    }

    /// Records that a concurrent track is in force from a day on.
    pub async fn start_track(&self, case_id: &str, kind: ConcurrentTrackKind, from: NaiveDate) -> Done {
        let request = assessment::StartConcurrentTrackRequest {
            request_id: request_id(),
            case_id: case_id.to_owned(),
            kind: kind.into(),
            starts_on: wire(from),
            codex_asked_by: codex_asked_by(kind).into(),
            ..Default::default()
        };
        done(self.assessment().start_concurrent_track(request).await)
    }

    /// Records the last day of a concurrent track.
    pub async fn end_track(&self, case_id: &str, kind: ConcurrentTrackKind, on: NaiveDate) -> Done {
        let request = assessment::EndConcurrentTrackRequest {
            request_id: request_id(),
            case_id: case_id.to_owned(),
            kind: kind.into(),
            ends_on: wire(on),
            ..Default::default()
        };
        done(self.assessment().end_concurrent_track(request).await)
    }

    /// Waives the questionnaire on a medical ground.
    pub async fn waive(&self, case_id: &str, reason: questionnaire::MedicalReason) -> Done {
        done(self.questionnaire().waive_questionnaire(waiver(case_id, reason)).await)
    }

    /// Returns the questionnaire today.
    pub async fn submit(&self, case_id: &str, answers: questionnaire::Answers) -> Done {
        done(self.questionnaire().submit_answers(submission(case_id, answers)).await)
    }

    /// The case in medical assessment.
    pub async fn case(&self, case_id: &str) -> assessment::Case {
        let request = assessment::GetCaseRequest { case_id: case_id.to_owned(), ..Default::default() };
        self.assessment().get_case(request).await.unwrap().into_inner().incapacity_case.unwrap()
    }

    /// The case in the questionnaire service.
    pub async fn questionnaire_case(&self, case_id: &str) -> questionnaire::QuestionnaireCase {
        let request = questionnaire::GetQuestionnaireCaseRequest { case_id: case_id.to_owned(), ..Default::default() };
        self.questionnaire().get_questionnaire_case(request).await.unwrap().into_inner().questionnaire_case.unwrap()
    }

    /// The dossier of a case.
    pub async fn dossier_of(&self, case_id: &str) -> dossier::Dossier {
        let request = dossier::GetDossierRequest { case_id: case_id.to_owned(), ..Default::default() };
        self.dossier().get_dossier(request).await.unwrap().into_inner().dossier.unwrap()
    }

    /// All that medical assessment recorded of a case.
    pub async fn assessment_history(&self, case_id: &str) -> Vec<HistoryEntry> {
        let request =
            assessment::ListCaseHistoryRequest { case_id: case_id.to_owned(), page_size: 200, ..Default::default() };
        self.assessment().list_case_history(request).await.unwrap().into_inner().entries
    }

    /// All that the questionnaire service recorded of a case.
    pub async fn questionnaire_history(&self, case_id: &str) -> Vec<HistoryEntry> {
        let request =
            questionnaire::ListCaseHistoryRequest { case_id: case_id.to_owned(), page_size: 200, ..Default::default() };
        self.questionnaire().list_case_history(request).await.unwrap().into_inner().entries
    }

    /// The work lists of both services, one after the other, as far as the role may see them.
    pub async fn work(&self) -> Vec<WorkRow> {
        let first = self.assessment().list_work(assessment::ListWorkRequest::default()).await;
        let second = self.questionnaire().list_work(questionnaire::ListWorkRequest::default()).await;
        let seen = |answer: Result<Vec<WorkRow>, Status>| match answer {
            Err(status) if status.code() == Code::PermissionDenied => Vec::new(),
            answer => answer.unwrap(),
        };
        let mut rows = seen(first.map(|answer| answer.into_inner().rows));
        rows.extend(seen(second.map(|answer| answer.into_inner().rows)));
        rows
    }
}

/// A case in assessment, questionnaire and dossier: as it is, or as it was on a day. Without its versions, which are those of
/// all that is known.
pub async fn on_this_day(
    client: &Client,
    case_id: &str,
    as_of: Option<NaiveDate>,
) -> (assessment::Case, questionnaire::QuestionnaireCase, dossier::Dossier) {
    let (case_id, as_of) = (case_id.to_owned(), as_of.and_then(wire));
    let request = assessment::GetCaseRequest { case_id: case_id.clone(), as_of, ..Default::default() };
    let case = client.assessment().get_case(request).await.unwrap().into_inner().incapacity_case.unwrap();
    let request = questionnaire::GetQuestionnaireCaseRequest { case_id: case_id.clone(), as_of, ..Default::default() };
    let form = client.questionnaire().get_questionnaire_case(request).await.unwrap().into_inner();
    let request = dossier::GetDossierRequest { case_id, as_of, ..Default::default() };
    let dossier = client.dossier().get_dossier(request).await.unwrap().into_inner().dossier.unwrap();
    let etag = String::new;
    (
        assessment::Case { etag: etag(), ..case },
        questionnaire::QuestionnaireCase { etag: etag(), ..form.questionnaire_case.unwrap() },
        dossier::Dossier { etag: etag(), ..dossier },
    )
}

/// The steps that stand on work lists, and how.
#[must_use]
pub fn standings(rows: &[WorkRow]) -> BTreeMap<String, Standing> {
    let items = rows.iter().flat_map(|row| &row.items);
    items.map(|item| (step(item.deadline.as_ref().unwrap()), item.standing())).collect()
}

/// The name of a deadline's step.
#[must_use]
pub fn step(deadline: &Deadline) -> String {
    deadline.plan.as_ref().unwrap().step.clone()
}

/// What became of a deadline: the last day, the day of the record of a miss, the outcome and its day.
pub type Fate = (Option<NaiveDate>, Option<NaiveDate>, DeadlineOutcome, Option<NaiveDate>);

/// What became of each step.
#[must_use]
pub fn fates(deadlines: &[Deadline]) -> BTreeMap<String, Fate> {
    let fate = |deadline: &Deadline| {
        let due = read(deadline.plan.as_ref().unwrap().due);
        (due, read(deadline.missed_on), deadline.outcome(), read(deadline.closed_on))
    };
    deadlines.iter().map(|deadline| (step(deadline), fate(deadline))).collect()
}

/// The worker, of a CODEX trajectory; of no other track it is asked.
#[must_use]
pub fn codex_asked_by(kind: ConcurrentTrackKind) -> assessment::CodexAskedBy {
    match kind {
        ConcurrentTrackKind::CodexRequested => assessment::CodexAskedBy::Worker,
        _ => assessment::CodexAskedBy::Unspecified,
    }
}
