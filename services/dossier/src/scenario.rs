//! The service as a whole, on a clock set by hand and without a network: facts come in through the ledger, timers are
//! fired one after another, calls go through the trait of the gRPC service.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod access;
mod course;
mod requests;

use std::sync::Arc;

use prost_types::Any;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;
use trajet_access::{Caller, Role};
use trajet_contracts::assessment::v1::assessment_event::Fact as Assessed;
use trajet_contracts::assessment::v1::{
    AssessmentEvent, ConcurrentTrackEnded, ConcurrentTrackStarted, IncapacityEnded, IncapacityRecognised,
    PersonReferred, TrajectoryNotAuthorised,
};
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1::dossier_service_server::DossierService as _;
use trajet_contracts::dossier::v1::{
    AgreedAction, Appointment, AppointmentState, ConsentDecision, ConsentForm, ConsentPurpose, ContactPurpose, Dossier,
    DossierStage, EndTrajectoryRequest, FindPersonsRequest, GetDossierRequest, ListCaseHistoryRequest, ListWorkRequest,
    ListWorkResponse, MakeAppointmentRequest, NextWay, OpenRouteBRequest, RecordAttemptRequest, RecordConsentsRequest,
    RecordContactRefusalRequest, RecordContactRequest, RecordNoShowRequest, RequestAuthorisationRequest,
    RescheduleAppointmentRequest, RescheduledBy, SignatureKind, TrajectoryEndReason,
};
use trajet_contracts::feed::v1::FeedEvent;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact as Asked;
use trajet_contracts::questionnaire::v1::{AnswersCompleted, NotReturned, QuestionnaireEvent};
use trajet_contracts::r#type::v1::{
    ConcurrentTrack, ConcurrentTrackKind, ContactChannel, CoordinatorContact, Deadline, DeadlineOutcome, Invitation,
    InvitationProof, Standing, WorkItem,
};
use trajet_dossier_domain::Command;
use trajet_ledger::feed::FactCommand;
use trajet_ledger::{Actor, Ledger, Location, Request as LedgerRequest, Setup, Submission};
use trajet_runtime::{Clock, Entropy, KeyRing};
use uuid::Uuid;

use crate::ledger::Dossier as Law;
use crate::samples::{CASE, day, person};
use crate::stored::tell_person;
use crate::{App, Service, reactions, timers};

const OTHER_CASE: Uuid = Uuid::from_u128(CASE.as_u128() + 1);

/// A running service, with one insurer.
struct World {
    app: App,
    service: Service,
    clock: Clock,
    entropy: Entropy,
    _files: TempDir,
}

impl World {
    async fn on(today: &str) -> Self {
        let files = tempfile::tempdir().unwrap();
        let entropy = Entropy::seeded(1);
        let clock = Clock::manual(day(today));
        let setup = Setup {
            keys: Arc::new(KeyRing::seeded(&entropy)),
            clock: clock.clone(),
            entropy: entropy.clone(),
            stop: CancellationToken::new(),
        };
        let location = Location::Sqlite(files.path().join("dossier.db"));
        let app = App::open(&location, &["300".to_owned()], &setup).await.unwrap();
        let service = Service::new(app.ledgers.clone());
        Self { app, service, clock, entropy, _files: files }
    }

    fn ledger(&self) -> &Ledger<Law> {
        self.app.ledgers().all().next().unwrap().1
    }

    async fn execute(&self, stream: Uuid, command: Command) {
        let id = self.entropy.random_id();
        let submission = Submission {
            stream,
            command,
            request: LedgerRequest { method: "test".into(), id, content: Vec::new() },
            if_version: None,
            actor: Actor::timer(),
            trace: String::new(),
            source: None,
        };
        self.ledger().execute(submission).await.unwrap();
    }

    /// Another service tells a fact.
    async fn react(&self, reacted: Option<FactCommand<Law>>) {
        let reaction = reacted.unwrap();
        self.execute(reaction.stream, reaction.command).await;
    }

    async fn assessed(&self, case: Uuid, fact: Assessed) {
        let payload = Any::from_msg(&AssessmentEvent { fact: Some(fact) }).unwrap();
        self.react(reactions::assessment::react(&event(case, payload), "assessment/300").unwrap()).await;
    }

    async fn asked(&self, case: Uuid, fact: Asked) {
        let payload = Any::from_msg(&QuestionnaireEvent { fact: Some(fact) }).unwrap();
        self.react(reactions::questionnaire::react(&event(case, payload), "questionnaire/300").unwrap()).await;
    }

    async fn recognised(&self, case: Uuid) {
        let recognised = IncapacityRecognised {
            person: Some(tell_person(&person())),
            incapacity_start: on("2022-09-01"),
            recognised_on: on("2022-09-05"),
            has_contract: true,
        };
        self.assessed(case, Assessed::IncapacityRecognised(recognised)).await;
    }

    async fn works(&self, from: &str, until: Option<&str>) {
        let track = ConcurrentTrack {
            kind: ConcurrentTrackKind::AuthorisedWork.into(),
            starts_on: on(from),
            ends_on: until.and_then(on),
        };
        let fact = match until {
            None => Assessed::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(track) }),
            Some(_) => Assessed::ConcurrentTrackEnded(ConcurrentTrackEnded { track: Some(track) }),
        };
        self.assessed(CASE, fact).await;
    }

    async fn completed(&self, completed_on: &str) {
        let completed = AnswersCompleted { completed_on: on(completed_on), ..AnswersCompleted::default() };
        self.asked(CASE, Asked::AnswersCompleted(completed)).await;
    }

    async fn ended(&self, last_day: &str, deceased: bool) {
        self.assessed(CASE, Assessed::IncapacityEnded(IncapacityEnded { last_day: on(last_day), deceased })).await;
    }

    /// A case of who was referred at the first estimate on 12 December 2022: a first contact by 28 February 2023.
    async fn referred() -> Self {
        let world = Self::on("2022-12-12").await;
        world.recognised(CASE).await;
        let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
        world.assessed(CASE, Assessed::PersonReferred(referred)).await;
        world
    }

    /// Moves to a day and fires whatever is due; says how many timers fired.
    async fn until(&self, today: &str) -> usize {
        self.clock.set(day(today)).unwrap();
        let mut fired = 0;
        loop {
            let due = self.ledger().due_timers(day(today), 10).await.unwrap();
            if due.is_empty() {
                return fired;
            }
            for timer in due {
                self.execute(timer.stream, timers::command(&timer).unwrap()).await;
                fired += 1;
            }
        }
    }

    fn id(&self) -> String {
        self.entropy.random_id().to_string()
    }

    fn route_b(&self, received_on: &str) -> OpenRouteBRequest {
        OpenRouteBRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            received_on: on(received_on),
            ..OpenRouteBRequest::default()
        }
    }

    fn appointment(&self, appointment_on: &str, invited_on: &str) -> MakeAppointmentRequest {
        MakeAppointmentRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            purpose: ContactPurpose::FirstContact.into(),
            appointment_on: on(appointment_on),
            channel: ContactChannel::Physical.into(),
            invitation: invitation(invited_on),
            contact: Some(CoordinatorContact {
                name: "Marie Lambert".into(),
                phone: "+3225550142".into(),
                email: "marie.lambert@mutuality.example".into(),
            }),
            ..MakeAppointmentRequest::default()
        }
    }

    /// A first contact at which all went well.
    fn contact(&self, held_on: &str) -> RecordContactRequest {
        RecordContactRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            purpose: ContactPurpose::FirstContact.into(),
            held_on: on(held_on),
            channel: ContactChannel::Video.into(),
            role_explained: true,
            first_step_checked: true,
            consent: Some(consent(held_on)),
            actions: vec![AgreedAction::ExploreOrientation.into()],
            next_way: NextWay::AmiTrajectory.into(),
            ..RecordContactRequest::default()
        }
    }

    fn authorisation(&self) -> RequestAuthorisationRequest {
        RequestAuthorisationRequest { request_id: self.id(), case_id: CASE.to_string(), etag: String::new() }
    }

    async fn dossier<R>(&self, case: Uuid, by: fn(GetDossierRequest) -> R) -> Result<Dossier, Status>
    where
        R: Into<Request<GetDossierRequest>>,
    {
        let request = GetDossierRequest { case_id: case.to_string(), min_cursor: String::new() };
        let answer = self.service.get_dossier(by(request).into()).await?;
        Ok(answer.into_inner().dossier.unwrap())
    }

    async fn read(&self) -> Dossier {
        self.dossier(CASE, coordinator).await.unwrap()
    }

    async fn work(&self, request: Request<ListWorkRequest>) -> ListWorkResponse {
        self.service.list_work(request).await.unwrap().into_inner()
    }

    async fn views_follow_from_the_events(&self) {
        let report = trajet_ledger::verify::views(self.ledger()).await.unwrap();
        assert_eq!(report.findings, []);
    }

    async fn fed(&self) -> Vec<String> {
        let page = self.app.feed_sources()[0].page(None, 100).await.unwrap();
        page.events.into_iter().map(|event| event.kind.rsplit('.').next().unwrap().to_owned()).collect()
    }
}

fn event(case: Uuid, payload: Any) -> FeedEvent {
    FeedEvent { position: 1, case_id: case.to_string(), payload: Some(payload), ..FeedEvent::default() }
}

fn on(text: &str) -> Option<Date> {
    text.parse().ok().map(to_proto)
}

fn invitation(invited_on: &str) -> Option<Invitation> {
    let proof = InvitationProof::Letter.into();
    on(invited_on).map(|day| Invitation { invited_on: Some(day), proof, reference: String::new() })
}

/// Every purpose granted.
fn consent(signed_on: &str) -> ConsentForm {
    let decision = |purpose| ConsentDecision { purpose, granted: true };
    ConsentForm {
        decisions: (1..=4).map(decision).collect(),
        signature: SignatureKind::Paper.into(),
        signed_on: on(signed_on),
        reference: "C-2023/1".into(),
    }
}

/// The last deadline of a step.
fn deadline<'a>(dossier: &'a Dossier, step: &str) -> &'a Deadline {
    dossier.deadlines.iter().rfind(|deadline| deadline.plan.as_ref().unwrap().step == step).unwrap()
}

fn due(dossier: &Dossier, step: &str) -> Option<Date> {
    deadline(dossier, step).plan.as_ref().unwrap().due
}

fn step(item: &WorkItem) -> &str {
    &item.deadline.as_ref().unwrap().plan.as_ref().unwrap().step
}

fn by<T>(role: Role, subject: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.extensions_mut().insert(Caller {
        subject: subject.parse().unwrap(),
        role,
        insurer: "300".parse().unwrap(),
        organisation: "0206653946".parse().unwrap(),
    });
    request
}

fn physician<T>(message: T) -> Request<T> {
    by(Role::Physician, "physician-3", message)
}

fn coordinator<T>(message: T) -> Request<T> {
    by(Role::Coordinator, "coordinator-1", message)
}

fn manager<T>(message: T) -> Request<T> {
    by(Role::Manager, "manager-5", message)
}

fn reason(status: &Status) -> String {
    status.get_details_error_info().unwrap().reason
}

/// The stable name of a legal refusal, and the rule it rests on.
fn refused(status: &Status) -> (String, String) {
    assert_eq!(reason(status), "LEGAL_REFUSAL");
    let mut found = status.get_details_precondition_failure().unwrap().violations;
    let violation = found.remove(0);
    (violation.subject, violation.r#type)
}

fn fields(status: &Status) -> Vec<String> {
    assert_eq!(reason(status), "VALIDATION_FAILED");
    let found = status.get_details_bad_request().unwrap().field_violations;
    found.into_iter().map(|violation| violation.field).collect()
}
