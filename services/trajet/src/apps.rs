//! The services that run in this process, each with its own law.

use chrono::NaiveDate;
use std::convert::Infallible;
use std::sync::Arc;
use trajet_law::brussels;

use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use trajet_access::{AccessTable, Authorise, DevelopmentTokens};
use trajet_contracts::assessment::v1::assessment_service_server as assessment_server;
use trajet_contracts::feed::v1::feed_service_server as feed_server;
use trajet_contracts::questionnaire::v1::questionnaire_service_server as questionnaire_server;
use trajet_contracts::simulation::v1::clock_service_server as clock_server;
use trajet_ledger::feed::{FeedServer, FeedSource};
use trajet_ledger::{Domain, Setup};
use trajet_runtime::Clock;
use trajet_runtime::server::{MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES};
use trajet_service::Ledgers;
use trajet_service::listen::{self, ConnectFor};

use crate::error::Error;
use crate::platform::{Service, Store};
use crate::simulation::SimulatedClock;

/// The services that run in this process.
#[derive(Clone)]
pub(crate) struct Apps {
    assessment: Option<trajet_assessment::App>,
    questionnaire: Option<trajet_questionnaire::App>,
}

impl Apps {
    /// Opens the databases and ledgers of these services.
    pub(crate) async fn open(
        services: &[Service],
        store: &Store,
        insurers: &[String],
        setup: &Setup,
    ) -> Result<Self, Error> {
        let mut apps = Self { assessment: None, questionnaire: None };
        for service in services {
            let location = store.location(*service);
            let failed = |source| Error::Store { service: service.name(), source: Box::new(source) };
            match service {
                Service::Assessment => {
                    let app = trajet_assessment::App::open(&location, insurers, setup).await;
                    apps.assessment = Some(app.map_err(failed)?);
                }
                Service::Questionnaire => {
                    let app = trajet_questionnaire::App::open(&location, insurers, setup).await;
                    apps.questionnaire = Some(app.map_err(failed)?);
                }
            }
        }
        Ok(apps)
    }

    /// Looks at the ledgers of each service that runs.
    pub(crate) async fn visit<V: Visit>(&self, visitor: &mut V) -> Result<(), V::Error> {
        if let Some(app) = &self.assessment {
            visitor.service(Service::Assessment, app.ledgers()).await?;
        }
        if let Some(app) = &self.questionnaire {
            visitor.service(Service::Questionnaire, app.ledgers()).await?;
        }
        Ok(())
    }

    /// Closes the databases.
    pub(crate) async fn close(&self) {
        let Ok(()) = self.visit(&mut Close).await;
    }

    /// Starts what a service does by itself: its timers, and listening to another one.
    pub(crate) fn start(&self, service: Service, connect: Option<&ConnectFor>, stop: &CancellationToken) {
        match service {
            Service::Assessment => self.assessment.iter().for_each(|app| app.start(connect, stop)),
            Service::Questionnaire => self.questionnaire.iter().for_each(|app| app.start(connect, stop)),
        }
    }

    fn feed_sources(&self) -> Vec<Arc<dyn FeedSource>> {
        let assessment = self.assessment.iter().flat_map(trajet_assessment::App::feed_sources);
        let questionnaire = self.questionnaire.iter().flat_map(trajet_questionnaire::App::feed_sources);
        assessment.chain(questionnaire).collect()
    }

    /// The services behind the access layer, and their full names.
    pub(crate) fn routes(
        &self,
        tokens: DevelopmentTokens,
        clock: &Clock,
        stop: &CancellationToken,
        listening: &[Service],
    ) -> (Routes, Vec<&'static str>) {
        let mut names = vec![feed_server::SERVICE_NAME];
        let feed = FeedServer::new(self.feed_sources(), listen::permit, stop.clone());
        let feed = feed_server::FeedServiceServer::new(feed)
            .max_decoding_message_size(MAX_REQUEST_BYTES)
            .max_encoding_message_size(MAX_RESPONSE_BYTES);
        let mut routes = Routes::new(feed);
        if let Some(app) = &self.assessment {
            routes = routes.add_service(app.service());
            names.push(assessment_server::SERVICE_NAME);
        }
        if let Some(app) = &self.questionnaire {
            routes = routes.add_service(app.service());
            names.push(questionnaire_server::SERVICE_NAME);
        }
        if clock.is_manual() {
            let clock = SimulatedClock::new(clock.clone(), self.clone(), listening.to_vec());
            routes = routes.add_service(clock_server::ClockServiceServer::new(clock));
            names.push(clock_server::SERVICE_NAME);
        }
        (Authorise::new(tokens, AccessTable::platform()).protect(routes), names)
    }
}

/// Something to be done with the ledgers of each service, whatever its law.
pub(crate) trait Visit {
    /// Why it ends early.
    type Error;

    /// Looks at one service.
    async fn service<D: Domain>(&mut self, service: Service, ledgers: &Ledgers<D>) -> Result<(), Self::Error>;
}

/// The last civil day on which something was recorded.
#[derive(Default)]
pub(crate) struct LastDay(pub(crate) Option<NaiveDate>);

impl Visit for LastDay {
    type Error = Infallible;

    async fn service<D: Domain>(&mut self, _: Service, ledgers: &Ledgers<D>) -> Result<(), Self::Error> {
        let days = ledgers.all().filter_map(|(_, ledger)| ledger.last_recorded_at()).map(brussels::date_of);
        self.0 = self.0.into_iter().chain(days).max();
        Ok(())
    }
}

struct Close;

impl Visit for Close {
    type Error = Infallible;

    async fn service<D: Domain>(&mut self, _: Service, ledgers: &Ledgers<D>) -> Result<(), Self::Error> {
        // The ledgers of a service share its database: all have their last word before it closes.
        for (_, ledger) in ledgers.all() {
            ledger.sign().await;
        }
        for (_, ledger) in ledgers.all() {
            ledger.db().close().await;
        }
        Ok(())
    }
}
