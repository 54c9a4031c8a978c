//! The service as a whole, on a clock set by hand and without a network: facts come in through the ledger, timers are
//! fired one after another, calls go through the trait of the gRPC service. What has SQL of its own runs on both engines.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod access;
mod correcting;
mod course;
mod ending;
mod explained;
mod law;
mod past;
mod reading;
mod represented;
mod requests;
mod restricted;
mod route_b;
mod told;
mod versions;

use std::sync::Arc;

use tonic::{Request, Status};
use tonic_types::StatusExt as _;
use trajet_access::Role;
use trajet_contracts::assessment::v1::assessment_event::Fact as Told;
use trajet_contracts::assessment::v1::{
    AssessmentEvent, ConcurrentTrackEnded, ConcurrentTrackStarted, IncapacityEnded, IncapacityRecognised,
};
use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1::questionnaire_service_server::QuestionnaireService as _;
use trajet_contracts::questionnaire::v1::{
    Answer, Answers, CorrectAnswersRequest, DefinitionRef, DelegateHelpRequest, GetDefinitionRequest,
    GetQuestionnaireCaseRequest, HelpResult, HelperRole, ImpossibilityReason, ListCaseHistoryRequest, ListWorkRequest,
    ListWorkResponse, MedicalReason, OptionCodes, QuestionnaireCase, RecordHelpRequest, RecordImpossibilityRequest,
    SaveDraftRequest, SendingRoute, Stage, SubmitAnswersRequest, WaiveQuestionnaireRequest, WaiverGround, answer,
};
use trajet_contracts::r#type::v1::{
    Actor as WireActor, ConcurrentTrack, ConcurrentTrackKind, ContactChannel, CoordinatorContact, Standing, WorkItem,
};
use trajet_ledger::Ledger;
use trajet_runtime::Clock;
use trajet_service::test_support::{self, Bench, by, event, fields, reason};
use uuid::Uuid;

use crate::grpc::convert::{tell_answers, tell_person};
use crate::ledger::Questionnaire;
use crate::samples::{CASE, complete, day, person};
use crate::{App, Service, reactions, timers};

const OTHER_CASE: Uuid = Uuid::from_u128(CASE.as_u128() + 1);

/// A running service, with one insurer.
struct World {
    app: App,
    service: Service,
    bench: Bench,
}

impl World {
    async fn on(today: &str) -> Self {
        Self::at(Bench::sqlite("questionnaire", Clock::manual(day(today)))).await
    }

    async fn on_postgres(today: &str) -> Self {
        Self::at(Bench::postgres("questionnaire", Clock::manual(day(today)))).await
    }

    async fn at(bench: Bench) -> Self {
        let app = App::open(&bench.location, &["300".to_owned()], &bench.setup()).await.unwrap();
        let service = Service::new(app.ledgers.clone(), Arc::clone(&app.definitions));
        Self { app, service, bench }
    }

    fn ledger(&self) -> &Ledger<Questionnaire> {
        self.app.ledgers().all().next().unwrap().1
    }

    /// Moves to a day and fires whatever is due; says how many timers fired.
    async fn until(&self, today: &str) -> usize {
        self.bench.until(self.ledger(), today, timers::command).await
    }

    /// A case of which the questionnaire was sent on 10 November 2022.
    async fn sent() -> Self {
        let world = Self::on("2022-09-05").await;
        world.recognised(CASE).await;
        world.until("2022-11-10").await;
        world
    }

    fn id(&self) -> String {
        self.bench.id()
    }

    /// Complete answers to what is shipped.
    fn complete(&self) -> Answers {
        let definition = self.app.definitions.on(day("2022-11-10"));
        tell_answers(&definition.reference(), &complete(definition))
    }

    fn submission(&self, case: Uuid) -> SubmitAnswersRequest {
        SubmitAnswersRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            answers: Some(self.complete()),
            ..SubmitAnswersRequest::default()
        }
    }

    fn waiver(&self, case: Uuid) -> WaiveQuestionnaireRequest {
        WaiveQuestionnaireRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            etag: String::new(),
            reason: MedicalReason::KorsakoffSyndrome.into(),
            coordinator: Some(CoordinatorContact {
                name: "Marie Lambert".into(),
                phone: "+3225550123".into(),
                email: "marie.lambert@mutuality.example".into(),
            }),
            decided_on: None,
        }
    }

    fn help(&self, case: Uuid, held_on: &str) -> RecordHelpRequest {
        RecordHelpRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            etag: String::new(),
            channel: ContactChannel::Telephone.into(),
            held_on: Some(to_proto(day(held_on))),
            result: HelpResult::Helped.into(),
            acts: Vec::new(),
        }
    }

    fn impossibility(&self, case: Uuid, found_on: &str) -> RecordImpossibilityRequest {
        RecordImpossibilityRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            etag: String::new(),
            found_on: Some(to_proto(day(found_on))),
            reason: ImpossibilityReason::StateOfHealth.into(),
        }
    }

    async fn delegate(&self, case: Uuid, to: &str) {
        let request = DelegateHelpRequest {
            request_id: self.id(),
            case_id: case.to_string(),
            etag: String::new(),
            delegate: to.into(),
        };
        self.service.delegate_help(coordinator(request)).await.unwrap();
    }

    async fn case<R>(&self, case: Uuid, by: fn(GetQuestionnaireCaseRequest) -> R) -> Result<QuestionnaireCase, Status>
    where
        R: Into<Request<GetQuestionnaireCaseRequest>>,
    {
        let request =
            GetQuestionnaireCaseRequest { case_id: case.to_string(), min_cursor: String::new(), ..Default::default() };
        let answer = self.service.get_questionnaire_case(by(request).into()).await?;
        Ok(answer.into_inner().questionnaire_case.unwrap())
    }

    async fn work(&self, request: Request<ListWorkRequest>) -> ListWorkResponse {
        self.service.list_work(request).await.unwrap().into_inner()
    }

    async fn views_follow_from_the_events(&self) {
        test_support::views_follow_from_the_events(self.ledger()).await;
    }

    async fn fed(&self) -> Vec<String> {
        test_support::fed(self.app.feed_sources()[0].as_ref()).await
    }
}

fn physician<T>(message: T) -> Request<T> {
    by(Role::Physician, "physician-3", message)
}

fn coordinator<T>(message: T) -> Request<T> {
    by(Role::Coordinator, "coordinator-1", message)
}

fn delegate<T>(message: T) -> Request<T> {
    by(Role::Delegate, "staff-2", message)
}

/// The insured person of [`CASE`].
fn insured<T>(message: T) -> Request<T> {
    by(Role::InsuredPerson, &CASE.to_string(), message)
}
