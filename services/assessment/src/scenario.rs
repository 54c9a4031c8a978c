//! The service as a whole, on SQLite and a clock set by hand, without a network: facts come in through the ledger,
//! timers are fired one after another, calls go through the trait of the gRPC service.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod access;
mod after_the_end;
mod annul;
mod asked;
mod authorised_work;
mod correcting;
mod course;
mod examinations;
mod explained;
mod go_live;
mod past;
mod rehabilitation;
mod represented;
mod requests;
mod restricted;
mod trajectories;

use tonic::{Code, Request, Status};
use tonic_types::StatusExt as _;
use trajet_access::{Caller, Role};
use trajet_assessment_domain::Declaration;
use trajet_contracts::assessment::v1::assessment_event::Fact as Fed;
use trajet_contracts::assessment::v1::assessment_service_server::AssessmentService as _;
use trajet_contracts::assessment::v1::{
    AssessmentEvent, Case, CaseStatus, Category, Concertation, DecideTrajectoryRequest, DecidingBody,
    DeclareIncapacityRequest, DeclareIncapacityResponse, DispenseExaminationRequest, EndCause,
    EndConcurrentTrackRequest, EndIncapacityRequest, FindCasesRequest, GetCaseRequest, GetLegalCalendarRequest,
    InviteToExaminationRequest, ListCaseHistoryRequest, ListCaseHistoryResponse, ListWorkRequest, ListWorkResponse,
    QuestionnaireStatus, RecogniseIncapacityRequest, RecordEvaluationRequest, RecordFirstEstimateRequest,
    RefusalReason, RefuseRecognitionRequest, RefuseTrajectoryRequest, StartConcurrentTrackRequest, TrajectoryDecision,
};
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1::dossier_event::Fact as FromDossier;
use trajet_contracts::dossier::v1::{DossierEvent, Presumption, PresumptionBegan, PresumptionEnded, PresumptionKind};
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact as FromExchange;
use trajet_contracts::exchange::v1::{CodexFact, CodexFactTold, ExchangeEvent};
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact as Told;
use trajet_contracts::questionnaire::v1::{AnswersCompleted, Profile, QuestionnaireEvent, QuestionnaireSent};
use trajet_contracts::r#type::v1::{
    ConcurrentTrackKind, Deadline, DeadlineOutcome, Invitation, InvitationProof, Standing,
};
use trajet_ledger::Ledger;
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_runtime::Clock;
use trajet_service::test_support::{self, Bench, called_by, event, fields, on, reason, staff};
use uuid::Uuid;

use crate::grpc::convert::{tell_certificate, tell_contact, tell_employment, tell_person, tell_scheme};
use crate::ledger::Assessment;
use crate::samples::{NISS, PERSONAL, contact, day, declaration};
use crate::{App, Service, reactions, timers};

/// A case that nobody declared.
const UNKNOWN: Uuid = Uuid::from_u128(0x0183_0a5f_4c00_7cc1_9d53_0000_0000_0001);

/// A running service, with two insurers.
struct World {
    app: App,
    service: Service,
    bench: Bench,
}

impl World {
    async fn on(today: &str) -> Self {
        let bench = Bench::sqlite("assessment", Clock::manual(day(today)));
        let setup = bench.setup();
        let app = App::open(&bench.location, &["300".to_owned(), "500".to_owned()], &setup).await.unwrap();
        let service = Service::new(app.ledgers.clone(), setup);
        Self { app, service, bench }
    }

    fn ledger(&self) -> &Ledger<Assessment> {
        self.app.ledgers().all().next().unwrap().1
    }

    /// The questionnaire service tells a fact.
    async fn told(&self, case: &str, position: u64, fact: Told) {
        let event = event(&case, position, &QuestionnaireEvent { fact: Some(fact) });
        self.take(reactions::questionnaire::react(&event, "questionnaire/300")).await;
    }

    /// The dossier service tells a fact.
    async fn told_by_dossier(&self, case: &str, position: u64, fact: FromDossier) {
        let event = event(&case, position, &DossierEvent { fact: Some(fact) });
        self.take(reactions::dossier::react(&event, "dossier/300")).await;
    }

    /// An occupational physician tells a fact.
    async fn told_of_codex(&self, case: &str, position: u64, fact: Codex) {
        let told = CodexFactTold {
            fact: Some(CodexFact { fact: Some(fact), ..CodexFact::default() }),
            partner_number: "0403019261".into(),
        };
        let event = event(&case, position, &ExchangeEvent { fact: Some(FromExchange::CodexFactTold(told)) });
        self.take(reactions::exchange::react(&event, "exchange/300")).await;
    }

    async fn take(&self, reacted: Result<Option<FactCommand<Assessment>>, UnreadableFact>) {
        self.bench.take(self.ledger(), reacted).await;
    }

    /// Moves to a day and fires whatever is due; says how many timers fired.
    async fn until(&self, today: &str) -> usize {
        self.bench.until(self.ledger(), today, timers::command).await
    }

    fn id(&self) -> String {
        self.bench.id()
    }

    async fn declare(&self, request: DeclareIncapacityRequest) -> Result<DeclareIncapacityResponse, Status> {
        Ok(self.service.declare_incapacity(physician(request)).await?.into_inner())
    }

    /// A case from 1 September 2022, recognised on 5 September.
    async fn recognised() -> (Self, String) {
        let world = Self::on("2022-09-05").await;
        let case = world.declare(world.declaration_from("2022-09-01")).await.unwrap().case_id;
        world.service.recognise_incapacity(physician(world.recognition(&case, "2022-09-05"))).await.unwrap();
        (world, case)
    }

    async fn case(&self, case: &str) -> Case {
        let request = GetCaseRequest { case_id: case.to_owned(), min_cursor: String::new(), ..Default::default() };
        self.service.get_case(physician(request)).await.unwrap().into_inner().incapacity_case.unwrap()
    }

    async fn found(&self, niss: &str) -> Vec<Case> {
        let request = FindCasesRequest { niss: niss.to_owned(), min_cursor: String::new() };
        self.service.find_cases(physician(request)).await.unwrap().into_inner().cases
    }

    async fn work(&self) -> ListWorkResponse {
        self.service.list_work(physician(ListWorkRequest::default())).await.unwrap().into_inner()
    }

    /// The steps on the work list.
    async fn steps(&self) -> Vec<String> {
        let items = self.work().await.rows.into_iter().flat_map(|row| row.items);
        items.map(|item| item.deadline.unwrap().plan.unwrap().step).collect()
    }

    async fn history(&self, case: &str, page_size: i32, page_token: &str) -> Result<ListCaseHistoryResponse, Status> {
        let request = ListCaseHistoryRequest {
            case_id: case.to_owned(),
            page_size,
            page_token: page_token.to_owned(),
            ..ListCaseHistoryRequest::default()
        };
        Ok(self.service.list_case_history(physician(request)).await?.into_inner())
    }

    /// What the feed tells, in its order.
    async fn facts_told(&self) -> Vec<Fed> {
        let recorded = self.ledger().events_after(0, 1000).await.unwrap();
        let told = recorded.iter().filter_map(crate::grpc::translate);
        told.filter_map(|told| told.payload?.to_msg::<AssessmentEvent>().unwrap().fact).collect()
    }

    async fn fed(&self) -> Vec<String> {
        test_support::fed(self.app.feed_sources()[0].as_ref()).await
    }
}

fn by<T>(role: Role, insurer: &str, message: T) -> Request<T> {
    called_by(Caller { insurer: insurer.parse().unwrap(), ..staff(role, "physician-3") }, message)
}

fn physician<T>(message: T) -> Request<T> {
    by(Role::Physician, "300", message)
}

/// A physician of another insurer.
fn elsewhere<T>(message: T) -> Request<T> {
    by(Role::Physician, "500", message)
}

/// What the reason comes with.
fn told(status: &Status, key: &str) -> String {
    status.get_details_error_info().unwrap().metadata.remove(key).unwrap_or_default()
}

fn assert_names_nobody(status: &Status) {
    let text = format!("{status:?} {}", String::from_utf8_lossy(status.details()));
    for word in PERSONAL {
        assert!(!text.contains(word), "{word} in {text}");
    }
}
