//! The service as a whole, on a clock set by hand and without a network: facts come in through the ledger, timers are
//! fired one after another, calls go through the trait of the gRPC service.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod access;
mod ami;
mod ami_goes_on;
mod annul;
mod concertation;
mod coordinators;
mod correcting;
mod course;
mod explained;
mod go_live;
mod outcome;
mod past;
mod presumption;
mod referral;
mod report;
mod represented;
mod requests;
mod restricted;
mod route_c;

use prost_types::Timestamp;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;
use trajet_access::Role;
use trajet_contracts::assessment::v1::assessment_event::Fact as Assessed;
use trajet_contracts::assessment::v1::{
    AssessmentEvent, ConcurrentTrackEnded, ConcurrentTrackStarted, IncapacityEnded, IncapacityRecognised,
    PersonReferred, TrajectoryNotAuthorised,
};
use trajet_contracts::dossier::v1::concertation_service_server::ConcertationService as _;
use trajet_contracts::dossier::v1::coordinator_service_server::CoordinatorService as _;
use trajet_contracts::dossier::v1::dossier_service_server::DossierService as _;
use trajet_contracts::dossier::v1::{
    AgreedAction, Appointment, AppointmentState, AssignDossierRequest, CloseThreadRequest, ConcertationParty,
    ConsentDecision, ConsentForm, ConsentPurpose, ContactPurpose, CoordinatorLack, CoordinatorRegistration,
    CoordinatorWarning, Dossier, DossierStage, DossierToReassign, EndTrajectoryRequest, FindPersonsRequest,
    GetCoordinatorRequest, GetDossierRequest, GetThreadRequest, GetThreadResponse, IntervisionMoment,
    InviteToThreadRequest, ListCaseHistoryRequest, ListCoordinatorsRequest, ListDossiersToReassignRequest,
    ListIntervisionMomentsRequest, ListThreadsRequest, ListThreadsResponse, ListWorkRequest, ListWorkResponse,
    MakeAppointmentRequest, MarkReadRequest, NextWay, OpenRouteBRequest, OpenThreadRequest, OutsiderKind,
    PostMessageRequest, QualificationState, RecordAttemptRequest, RecordAttendanceRequest, RecordConsentsRequest,
    RecordContactRefusalRequest, RecordContactRequest, RecordIntervisionMomentRequest, RecordNoShowRequest,
    RegisterCoordinatorRequest, RegisterCoordinatorResponse, RequestAuthorisationRequest, RescheduleAppointmentRequest,
    RescheduledBy, SignatureKind, TrajectoryEndReason,
};
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact as Asked;
use trajet_contracts::questionnaire::v1::{AnswersCompleted, NotReturned, QuestionnaireEvent};
use trajet_contracts::r#type::v1::{
    ConcurrentTrack, ConcurrentTrackKind, ContactChannel, CoordinatorContact, Deadline, DeadlineOutcome, Invitation,
    InvitationProof, Standing, WorkItem,
};
use trajet_ledger::Ledger;
use trajet_runtime::Clock;
use trajet_service::test_support::{self, Bench, by, event, fields, on, reason};
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
    bench: Bench,
}

impl World {
    async fn on(today: &str) -> Self {
        Self::with(Bench::sqlite("dossier", Clock::manual(day(today)))).await
    }

    async fn with(bench: Bench) -> Self {
        let app = App::open(&bench.location, &["300".to_owned()], &bench.setup()).await.unwrap();
        let service = Service::new(app.ledgers.clone());
        let world = Self { app, service, bench };
        for subject in ["coordinator-1", "coordinator-2"] {
            world.register(registration(subject)).await.unwrap();
        }
        world
    }

    /// The same on PostgreSQL.
    async fn on_postgres(today: &str) -> Self {
        Self::with(Bench::postgres("dossier", Clock::manual(day(today)))).await
    }

    /// Puts a coordinator in the registry.
    async fn register(&self, registration: CoordinatorRegistration) -> Result<RegisterCoordinatorResponse, Status> {
        let registration = Some(registration);
        let request = RegisterCoordinatorRequest { request_id: self.id(), registration, etag: String::new() };
        Ok(self.service.register_coordinator(manager(request)).await?.into_inner())
    }

    fn ledger(&self) -> &Ledger<Law> {
        self.app.ledgers().all().next().unwrap().1
    }

    async fn assessed(&self, case: Uuid, fact: Assessed) {
        let event = event(&case, 1, &AssessmentEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
    }

    async fn asked(&self, case: Uuid, fact: Asked) {
        let event = event(&case, 1, &QuestionnaireEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::questionnaire::react(&event, "questionnaire/300")).await;
    }

    async fn recognised(&self, case: Uuid) {
        let recognised = IncapacityRecognised {
            person: Some(tell_person(&person())),
            incapacity_start: on("2022-09-01"),
            recognised_on: on("2022-09-05"),
            has_contract: true,
            taken_over: None,
        };
        self.assessed(case, Assessed::IncapacityRecognised(recognised)).await;
    }

    async fn works(&self, from: &str, until: Option<&str>) {
        let track = ConcurrentTrack {
            kind: ConcurrentTrackKind::AuthorisedWork.into(),
            starts_on: on(from),
            ends_on: until.and_then(on),
            ..ConcurrentTrack::default()
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
        self.assessed(
            CASE,
            Assessed::IncapacityEnded(IncapacityEnded {
                last_day: on(last_day),
                deceased,
                by_decision: false,
                ..IncapacityEnded::default()
            }),
        )
        .await;
    }

    /// A case of who was referred at the first estimate on 12 December 2022: a first contact by 28 February 2023.
    async fn referred() -> Self {
        Self::on("2022-12-12").await.then_referred().await
    }

    async fn then_referred(self) -> Self {
        self.recognised(CASE).await;
        let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
        self.assessed(CASE, Assessed::PersonReferred(referred)).await;
        self
    }

    /// Moves to a day and fires whatever is due; says how many timers fired.
    async fn until(&self, today: &str) -> usize {
        self.bench.until(self.ledger(), today, timers::command).await
    }

    fn id(&self) -> String {
        self.bench.id()
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
            contact: Some(reached()),
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
        RequestAuthorisationRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            asked_on: None,
        }
    }

    async fn dossier<R>(&self, case: Uuid, by: fn(GetDossierRequest) -> R) -> Result<Dossier, Status>
    where
        R: Into<Request<GetDossierRequest>>,
    {
        let request = GetDossierRequest { case_id: case.to_string(), min_cursor: String::new(), ..Default::default() };
        let answer = self.service.get_dossier(by(request).into()).await?;
        Ok(answer.into_inner().dossier.unwrap())
    }

    async fn read(&self) -> Dossier {
        self.dossier(CASE, coordinator).await.unwrap()
    }

    async fn work(&self, request: Request<ListWorkRequest>) -> ListWorkResponse {
        self.service.list_work(request).await.unwrap().into_inner()
    }

    /// And so do the deadlines, by the second opinion on them.
    async fn views_follow_from_the_events(&self) {
        test_support::views_follow_from_the_events(self.ledger()).await;
        let mut found = Vec::new();
        let today = self.bench.clock.today();
        let told =
            trajet_service::reconcile::ledger(self.ledger(), today, |_, finding| found.push(finding.to_string()));
        told.await.unwrap();
        assert_eq!(found, Vec::<String>::new());
    }

    async fn fed(&self) -> Vec<String> {
        test_support::fed(self.app.feed_sources()[0].as_ref()).await
    }
}

/// A coordinator who took up the function when the law came into force.
fn registration(subject: &str) -> CoordinatorRegistration {
    CoordinatorRegistration {
        coordinator: subject.into(),
        contact: Some(reached()),
        level_b_degree: true,
        took_up_on: on("2022-01-01"),
        ..CoordinatorRegistration::default()
    }
}

fn reached() -> CoordinatorContact {
    CoordinatorContact {
        name: "Marie Lambert".into(),
        phone: "+3225550142".into(),
        email: "marie.lambert@mutuality.example".into(),
    }
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
        representative: 0,
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

/// An instant as it is written.
fn instant(text: &str) -> Option<Timestamp> {
    text.parse().map(Some).unwrap()
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

/// The stable name of a legal refusal, and the rule it rests on.
fn refused(status: &Status) -> (String, String) {
    assert_eq!(reason(status), "LEGAL_REFUSAL");
    let mut found = status.get_details_precondition_failure().unwrap().violations;
    let violation = found.remove(0);
    (violation.subject, violation.r#type)
}
