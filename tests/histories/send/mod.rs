//! An act as a call of a service.

macro_rules! call {
    ($callers:expr, $service:expr, $client:ident, $bearer:expr, $method:ident, $request:expr) => {{
        let (request, bearer) = ($request, $bearer.clone());
        let call = async |channel| $client::with_interceptor(channel, bearer.clone()).$method(request.clone()).await;
        let answer = $callers.platform.answer($service, call).await?.into_inner();
        Ok(Done { case_id: answer.case_id, etag: answer.etag, cursor: answer.cursor })
    }};
}

mod accompany;
mod assess;
mod question;
mod words;

use crate::act::Act;
use crate::platform::{Bearer, DOSSIER, EXCHANGE, OCCUPATIONAL, Platform, QUESTIONNAIRE};
use acceptance::answers::CODE;
use acceptance::day::wire;
use chrono::NaiveDate;
use tonic::Status;
use tonic_types::StatusExt as _;
use trajet_access::Role;
use trajet_contracts::dossier::v1::coordinator_service_client::CoordinatorServiceClient as Coordinators;
use trajet_contracts::dossier::v1::{CoordinatorRegistration, RegisterCoordinatorRequest};
use trajet_contracts::exchange::v1::exchange_service_client::ExchangeServiceClient as Exchange;
use trajet_contracts::exchange::v1::{Partner, PartnerKind, RegisterPartnerRequest};
use trajet_contracts::questionnaire::v1::Definition;
use trajet_contracts::questionnaire::v1::questionnaire_service_client::QuestionnaireServiceClient as Questionnaire;

/// The subject of the coordinator.
const COORDINATOR: &str = "coordinator";

/// A version that no case is at.
pub(crate) const STALE: &str = "4294967295";

/// What an act answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    /// The case, where the act is about one.
    pub(crate) case_id: String,
    pub(crate) etag: String,
    pub(crate) cursor: String,
}

/// Whom a history is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Who {
    pub(crate) case_id: String,
    pub(crate) niss: String,
    pub(crate) contract: bool,
}

impl Who {
    /// A person who does not exist, with check digits that fit.
    pub(crate) fn number(number: usize, contract: bool) -> Self {
        let number = u64::try_from(number).unwrap();
        let digits = 850_101_000 + number / 498 * 1_000 + number % 498 * 2 + 1;
        Self { case_id: String::new(), niss: format!("{digits}{:02}", 97 - digits % 97), contract }
    }
}

/// Those who act, with their credentials.
pub(crate) struct Callers<'a> {
    platform: &'a Platform,
    physician: Bearer,
    coordinator: Bearer,
    partner: Bearer,
    definition: Definition,
}

impl<'a> Callers<'a> {
    pub(crate) async fn of(platform: &'a Platform, today: NaiveDate) -> Self {
        let physician = platform.bearer(Role::Physician, "physician");
        let ask = async |channel| {
            let request = trajet_contracts::questionnaire::v1::GetDefinitionRequest {
                code: CODE.to_owned(),
                ..Default::default()
            };
            Questionnaire::with_interceptor(channel, physician.clone()).get_definition(request).await
        };
        let definition = platform.answer(QUESTIONNAIRE, ask).await.unwrap().into_inner().definition.unwrap();
        let operator = platform.bearer(Role::Operator, "operator");
        let register = async |channel| {
            let partner = Partner {
                partner_number: OCCUPATIONAL.to_owned(),
                kind: PartnerKind::OccupationalHealthService.into(),
                name: "Prevention".to_owned(),
                valid_from: wire(today),
                valid_to: None,
            };
            let request_id = "00000000-0000-4000-8000-000000000001".to_owned();
            let request = RegisterPartnerRequest { request_id, partner: Some(partner), etag: String::new() };
            Exchange::with_interceptor(channel, operator.clone()).register_partner(request).await
        };
        platform.answer(EXCHANGE, register).await.unwrap();
        register_coordinator(platform, today).await;
        let coordinator = platform.bearer(Role::Coordinator, COORDINATOR);
        let partner = platform.bearer(Role::PartnerAgent, "cpmt");
        Self { platform, physician, coordinator, partner, definition }
    }

    pub(crate) fn platform(&self) -> &Platform {
        self.platform
    }

    pub(crate) fn physician(&self) -> &Bearer {
        &self.physician
    }

    pub(crate) fn coordinator(&self) -> &Bearer {
        &self.coordinator
    }

    /// Acts, by an id of its own and on a version; the same request however often it is made.
    pub(crate) async fn send(&self, who: &Who, act: &Act, id: &str, etag: &str) -> Result<Done, Status> {
        match act {
            Act::Waive { .. }
            | Act::Draft { .. }
            | Act::Submit { .. }
            | Act::Correct { .. }
            | Act::Delegate
            | Act::Help { .. }
            | Act::Impossible { .. } => self.question(who, act, id, etag).await,
            Act::OpenRouteB { .. }
            | Act::Appoint { .. }
            | Act::Reschedule { .. }
            | Act::NoShow { .. }
            | Act::Attempt { .. }
            | Act::RefuseContact { .. }
            | Act::Meet(_)
            | Act::Consents { .. }
            | Act::AskAuthorisation { .. }
            | Act::EndTrajectory { .. } => Box::pin(self.accompany(who, act, id, etag)).await,
            Act::Tell { what, on } => self.tell(who, *what, *on, id).await,
            _ => Box::pin(self.assess(who, act, id, etag)).await,
        }
    }
}

/// Puts the coordinator in the registry, with the degree and newly in function, so that dossiers can be given to them.
async fn register_coordinator(platform: &Platform, today: NaiveDate) {
    let manager = platform.bearer(Role::Manager, "manager");
    let registration = CoordinatorRegistration {
        coordinator: COORDINATOR.to_owned(),
        contact: Some(words::named()),
        level_b_degree: true,
        took_up_on: wire(today),
        certified_on: wire(today),
        ended_on: None,
    };
    let request_id = "00000000-0000-4000-8000-000000000002".to_owned();
    let request = RegisterCoordinatorRequest { request_id, registration: Some(registration), etag: String::new() };
    let register = async |channel| {
        Coordinators::with_interceptor(channel, manager.clone()).register_coordinator(request.clone()).await
    };
    platform.answer(DOSSIER, register).await.unwrap();
}

/// The name by which a refusal is known.
pub(crate) fn refusal(status: &Status) -> String {
    let Some(info) = status.get_details_error_info() else { return format!("{:?}", status.code()) };
    info.metadata.get("refusal").filter(|_| info.reason == "LEGAL_REFUSAL").cloned().unwrap_or(info.reason)
}
