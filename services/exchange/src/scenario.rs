//! The service as a whole, on a clock set by hand and without a network: facts come in through the ledger, the matcher is
//! run by hand, calls go through the trait of the gRPC service. What has SQL of its own runs on both engines.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod access;
mod annul;
mod crowd;
mod erasing;
mod matching;
mod past;
mod referral;
mod registry;
mod rehabilitation;
mod requests;
mod restricted;

use tokio_util::sync::CancellationToken;
use tonic::{Request, Status};
use tonic_types::StatusExt as _;
use trajet_access::{Caller, Role};
use trajet_contracts::assessment::v1::assessment_event::Fact as Told;
use trajet_contracts::assessment::v1::{AssessmentEvent, IncapacityEnded, IncapacityRecognised};
use trajet_contracts::date::to_proto;
use trajet_contracts::exchange::v1::exchange_service_server::ExchangeService as _;
use trajet_contracts::exchange::v1::{
    CodexEnd, CodexFact, CodexRequest, CodexRequester, ExchangeCase, FindCompetentPartnersRequest,
    GetExchangeCaseRequest, ListCaseHistoryRequest, ListPartnersRequest, ListPartnersResponse, ListReportsRequest,
    ListReportsResponse, ListUnmatchedReportsRequest, ListUnmatchedReportsResponse, Partner, PartnerKind,
    PreReturnVisit, PreReturnVisitOutcome, RegisterPartnerRequest, RegisterPartnerResponse, ReportCodexFactRequest,
    ReportCodexFactResponse, codex_fact,
};
use trajet_contracts::r#type::v1::InsuredPerson;
use trajet_ledger::{Ledger, Location};
use trajet_runtime::Clock;
use trajet_service::test_support::{self, Bench, called_by, event, fields, reason, staff};
use uuid::Uuid;

use crate::grpc::convert::tell_person;
use crate::ledger::Exchange;
use crate::samples::{CASE, day, person};
use crate::{App, Service, matcher, reactions, reports};

const OTHER_CASE: Uuid = Uuid::from_u128(CASE.as_u128() + 1);
/// An insured person, and somebody of whom the insurer knows nothing.
const KNOWN: &str = "85073003328";
const UNKNOWN: &str = "90010100123";
/// Two occupational health services and an employment service.
const SERVICE: &str = "0206653946";
const OTHER_SERVICE: &str = "0403019261";
const EMPLOYMENT: &str = "0887010362";

/// A running service, with one insurer.
struct World {
    app: App,
    service: Service,
    bench: Bench,
}

impl World {
    async fn on(today: &str) -> Self {
        Self::by(Clock::manual(day(today))).await
    }

    async fn by(clock: Clock) -> Self {
        Self::at(Bench::sqlite("exchange", clock)).await
    }

    async fn on_postgres(today: &str) -> Self {
        Self::at(Bench::postgres("exchange", Clock::manual(day(today)))).await
    }

    async fn at(bench: Bench) -> Self {
        let setup = bench.setup();
        let app = App::open(&bench.location, &["300".to_owned()], &setup).await.unwrap();
        let service = Service::new(app.ledgers.clone(), setup.entropy);
        Self { app, service, bench }
    }

    /// With the two occupational health services among the partners.
    async fn with_partners(self) -> Self {
        for number in [SERVICE, OTHER_SERVICE] {
            self.register(partner(number, PartnerKind::OccupationalHealthService)).await.unwrap();
        }
        self
    }

    fn ledger(&self) -> &Ledger<Exchange> {
        self.app.ledgers().all().next().unwrap().1
    }

    fn id(&self) -> String {
        self.bench.id()
    }

    /// Medical assessment tells a fact.
    async fn told(&self, case: Uuid, fact: Told) {
        let event = event(&case, 1, &AssessmentEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
    }

    async fn recognised(&self, case: Uuid, niss: &str, incapacity_start: &str) {
        let recognised = IncapacityRecognised {
            person: Some(InsuredPerson { niss: niss.into(), ..tell_person(&person()) }),
            incapacity_start: Some(to_proto(day(incapacity_start))),
            recognised_on: Some(to_proto(day(incapacity_start))),
            has_contract: true,
            taken_over: None,
        };
        self.told(case, Told::IncapacityRecognised(recognised)).await;
    }

    async fn register(&self, partner: Partner) -> Result<RegisterPartnerResponse, Status> {
        let request = RegisterPartnerRequest { request_id: self.id(), partner: Some(partner), etag: String::new() };
        Ok(self.service.register_partner(by(Role::Operator, "0411724220", request)).await?.into_inner())
    }

    fn report(&self, niss: &str, requested_on: &str) -> ReportCodexFactRequest {
        ReportCodexFactRequest { request_id: self.id(), niss: niss.into(), fact: Some(requested(requested_on)) }
    }

    async fn reported(&self, niss: &str, requested_on: &str) -> ReportCodexFactResponse {
        let request = from(SERVICE, self.report(niss, requested_on));
        self.service.report_codex_fact(request).await.unwrap().into_inner()
    }

    async fn matched(&self) {
        self.app.matchers[0].match_all().await.unwrap();
        assert_eq!(self.app.pending().await.unwrap(), 0);
    }

    async fn case(&self, case: Uuid) -> Result<ExchangeCase, Status> {
        self.case_as(Role::Physician, case).await
    }

    async fn case_as(&self, role: Role, case: Uuid) -> Result<ExchangeCase, Status> {
        let request =
            GetExchangeCaseRequest { case_id: case.to_string(), min_cursor: String::new(), ..Default::default() };
        let answer = self.service.get_exchange_case(by(role, "0411724220", request)).await?;
        Ok(answer.into_inner().exchange_case.unwrap())
    }

    /// The reports that a case took over.
    async fn codex(&self, case: Uuid) -> Vec<String> {
        let case = self.case(case).await.unwrap();
        case.codex.into_iter().map(|told| told.report_id).collect()
    }

    async fn own_reports(&self, organisation: &str) -> Result<ListReportsResponse, Status> {
        let request = from(organisation, ListReportsRequest::default());
        Ok(self.service.list_reports(request).await?.into_inner())
    }

    async fn unmatched(&self, request: ListUnmatchedReportsRequest) -> ListUnmatchedReportsResponse {
        let request = by(Role::Physician, "0411724220", request);
        self.service.list_unmatched_reports(request).await.unwrap().into_inner()
    }

    async fn partners(&self, request: ListPartnersRequest) -> ListPartnersResponse {
        self.service.list_partners(coordinator(request)).await.unwrap().into_inner()
    }

    async fn views_follow_from_the_events(&self) {
        test_support::views_follow_from_the_events(self.ledger()).await;
    }

    /// The cases that the feed tells of, one for each thing told.
    async fn fed(&self) -> Vec<String> {
        let page = self.app.feed_sources()[0].page(None, 100).await.unwrap();
        assert!(page.events.iter().all(|event| event.kind == "trajet.exchange.v1.CodexFactTold"));
        page.events.into_iter().map(|event| event.case_id).collect()
    }
}

fn partner(number: &str, kind: PartnerKind) -> Partner {
    Partner {
        partner_number: number.into(),
        kind: kind.into(),
        name: format!("Partner {number}"),
        valid_from: Some(to_proto(day("2022-01-01"))),
        valid_to: None,
    }
}

fn requested(on: &str) -> CodexFact {
    CodexFact {
        fact: Some(codex_fact::Fact::Requested(CodexRequest {
            requested_on: Some(to_proto(day(on))),
            requested_by: CodexRequester::Worker.into(),
        })),
        ..CodexFact::default()
    }
}

fn by<T>(role: Role, organisation: &str, message: T) -> Request<T> {
    called_by(Caller { organisation: organisation.parse().unwrap(), ..staff(role, "somebody-1") }, message)
}

/// Somebody of a partner.
fn from<T>(organisation: &str, message: T) -> Request<T> {
    by(Role::PartnerAgent, organisation, message)
}

fn coordinator<T>(message: T) -> Request<T> {
    by(Role::Coordinator, "0411724220", message)
}

/// What a status tells, to be compared.
fn all_of(status: &Status) -> (tonic::Code, String, Vec<u8>) {
    (status.code(), status.message().to_owned(), status.details().to_vec())
}
