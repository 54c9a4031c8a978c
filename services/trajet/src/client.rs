//! The services of some servers, as a person calls them.

use clap::Args;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Uri};
use tonic::{Code, Response, Status};
use trajet_access::{Caller, DevelopmentTokens, Insurer, Role, Subject};
use trajet_contracts::access::v1::access_service_client::AccessServiceClient;
use trajet_contracts::assessment::v1::assessment_service_client::AssessmentServiceClient;
use trajet_contracts::dossier::v1::concertation_service_client::ConcertationServiceClient;
use trajet_contracts::dossier::v1::coordinator_service_client::CoordinatorServiceClient;
use trajet_contracts::dossier::v1::dossier_service_client::DossierServiceClient;
use trajet_contracts::exchange::v1::exchange_service_client::ExchangeServiceClient;
use trajet_contracts::questionnaire::v1::questionnaire_service_client::QuestionnaireServiceClient;
use trajet_contracts::report::v1::report_service_client::ReportServiceClient;
use trajet_ledger::feed::Credential;

use crate::data::KeysAt;
use crate::error::Error;
use crate::{cli, peers};

type Called = InterceptedService<Channel, Credential>;

/// Medical assessment.
pub(crate) type Assessment = AssessmentServiceClient<Called>;
/// The questionnaire.
pub(crate) type Questionnaire = QuestionnaireServiceClient<Called>;
/// The Return To Work dossier.
pub(crate) type Dossier = DossierServiceClient<Called>;
/// The concertation between physician and coordinator.
pub(crate) type Concertation = ConcertationServiceClient<Called>;
/// The registry of coordinators.
pub(crate) type Coordinators = CoordinatorServiceClient<Called>;
/// The exchange with partners.
pub(crate) type Exchange = ExchangeServiceClient<Called>;
/// Reports on the services of one server.
pub(crate) type Reports = ReportServiceClient<Called>;

/// What is held on a person, and who looked.
pub(crate) type Access = AccessServiceClient<Called>;

/// Which servers are asked, and on whose behalf.
#[derive(Debug, Args)]
pub(crate) struct Servers {
    /// A server of the platform; several where the services run apart.
    #[arg(long, value_name = "URL", value_parser = cli::server, default_value = "http://127.0.0.1:7300")]
    pub(crate) server: Vec<Uri>,
    /// The insurer whose cases these are.
    #[arg(long, value_name = "CODE", default_value = "300")]
    pub(crate) insurer: Insurer,
    #[command(flatten)]
    pub(crate) keys: KeysAt,
}

impl Servers {
    /// All services of each server, called in a role.
    pub(crate) fn call(&self, role: Role) -> Result<Vec<Clients>, Error> {
        // Who types is known by the role alone: these are development credentials.
        let subject: Subject = role.code().parse().expect("the code of a role is an identifier");
        self.call_as(role, &subject)
    }

    /// The same, as somebody.
    pub(crate) fn call_as(&self, role: Role, subject: &Subject) -> Result<Vec<Clients>, Error> {
        let tokens = self.keys.tokens()?;
        let caller = || peers::caller(role, subject.clone(), self.insurer);
        Ok(self.server.iter().map(|server| Clients::new(server, &tokens, caller())).collect())
    }
}

/// The services of one server, called by one caller.
#[derive(Clone)]
pub(crate) struct Clients {
    pub(crate) assessment: Assessment,
    pub(crate) questionnaire: Questionnaire,
    pub(crate) dossier: Dossier,
    pub(crate) coordinators: Coordinators,
    pub(crate) concertation: Concertation,
    pub(crate) exchange: Exchange,
    pub(crate) reports: Reports,
    pub(crate) access: Access,
}

impl Clients {
    /// The services of a server, called with a development credential.
    pub(crate) fn new(server: &Uri, tokens: &DevelopmentTokens, caller: Caller) -> Self {
        let credential = peers::credential(tokens, caller);
        let channel = Called::new(peers::channel(server), credential);
        Self {
            assessment: Assessment::new(channel.clone()),
            questionnaire: Questionnaire::new(channel.clone()),
            dossier: Dossier::new(channel.clone()),
            coordinators: Coordinators::new(channel.clone()),
            concertation: Concertation::new(channel.clone()),
            exchange: Exchange::new(channel.clone()),
            reports: Reports::new(channel.clone()),
            access: Access::new(channel),
        }
    }
}

/// An answer, unless the server does not run the service or does not know the case: then another one may.
pub(crate) fn known<T>(answer: Result<Response<T>, Status>) -> Result<Option<T>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer.into_inner())),
        Err(status) if matches!(status.code(), Code::Unimplemented | Code::NotFound) => Ok(None),
        Err(status) => Err(status.into()),
    }
}
