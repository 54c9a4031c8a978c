//! Clients of the services, in one role.

use chrono::TimeDelta;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::{Request, Status};
use trajet_access::{Caller, DevelopmentTokens, Role};
use trajet_contracts::access::v1::access_service_client::AccessServiceClient;
use trajet_contracts::assessment::v1::assessment_service_client::AssessmentServiceClient;
use trajet_contracts::dossier::v1::dossier_service_client::DossierServiceClient;
use trajet_contracts::exchange::v1::exchange_service_client::ExchangeServiceClient;
use trajet_contracts::feed::v1::feed_service_client::FeedServiceClient;
use trajet_contracts::questionnaire::v1::questionnaire_service_client::QuestionnaireServiceClient;
use trajet_contracts::report::v1::report_service_client::ReportServiceClient;
use trajet_contracts::simulation::v1::clock_service_client::ClockServiceClient;
use trajet_runtime::machine_now;

/// A channel that puts the headers of the caller on each call.
pub type Called = InterceptedService<Channel, Headers>;

/// The headers of a caller.
#[derive(Debug, Clone, Default)]
pub struct Headers(Vec<(&'static str, MetadataValue<Ascii>)>);

impl Interceptor for Headers {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        for (name, value) in &self.0 {
            request.metadata_mut().insert(*name, value.clone());
        }
        Ok(request)
    }
}

/// Someone who calls a server.
#[derive(Debug, Clone)]
pub struct Client {
    channel: Channel,
    headers: Headers,
}

/// A caller of insurer 300's national union.
#[must_use]
pub fn caller(role: Role, subject: &str, insurer: &str) -> Caller {
    Caller {
        subject: subject.parse().unwrap(),
        role,
        insurer: insurer.parse().unwrap(),
        organisation: "0411724220".parse().unwrap(),
    }
}

impl Client {
    pub(crate) fn new(channel: Channel, tokens: &DevelopmentTokens, role: Role, subject: &str, insurer: &str) -> Self {
        let token = tokens.issue(&caller(role, subject, insurer), machine_now() + TimeDelta::hours(1));
        Self::anonymous(channel).with("authorization", &format!("Bearer {token}"))
    }

    /// Someone without credentials.
    #[must_use]
    pub fn anonymous(channel: Channel) -> Self {
        Self { channel, headers: Headers::default() }
    }

    /// The same caller with one more header, or another value of it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.0.retain(|(other, _)| *other != name);
        self.headers.0.push((name, value.parse().unwrap()));
        self
    }

    /// Medical assessment.
    #[must_use]
    pub fn assessment(&self) -> AssessmentServiceClient<Called> {
        AssessmentServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }

    /// The questionnaire.
    #[must_use]
    pub fn questionnaire(&self) -> QuestionnaireServiceClient<Called> {
        QuestionnaireServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }

    /// The Return To Work dossier.
    #[must_use]
    pub fn dossier(&self) -> DossierServiceClient<Called> {
        DossierServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }

    /// The exchange with partners.
    #[must_use]
    pub fn exchange(&self) -> ExchangeServiceClient<Called> {
        ExchangeServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }

    /// The feeds.
    #[must_use]
    pub fn feed(&self) -> FeedServiceClient<Called> {
        FeedServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }

    /// What is held, and who looked.
    #[must_use]
    pub fn access(&self) -> AccessServiceClient<Called> {
        AccessServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }

    /// Reports.
    #[must_use]
    pub fn report(&self) -> ReportServiceClient<Called> {
        ReportServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }

    /// The simulated clock.
    #[must_use]
    pub fn clock(&self) -> ClockServiceClient<Called> {
        ClockServiceClient::with_interceptor(self.channel.clone(), self.headers.clone())
    }
}
