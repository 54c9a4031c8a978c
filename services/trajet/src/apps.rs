//! The services that run in this process, each with its own law.

use std::convert::Infallible;
use std::sync::Arc;

use chrono::NaiveDate;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;
use trajet_access::{AccessTable, Authorise, DevelopmentTokens};
use trajet_contracts::access::v1::access_service_server as access_server;
use trajet_contracts::assessment::v1::assessment_service_server as assessment_server;
use trajet_contracts::dossier::v1::concertation_service_server as concertation_server;
use trajet_contracts::dossier::v1::coordinator_service_server as coordinator_server;
use trajet_contracts::dossier::v1::dossier_service_server as dossier_server;
use trajet_contracts::exchange::v1::exchange_service_server as exchange_server;
use trajet_contracts::feed::v1::feed_service_server as feed_server;
use trajet_contracts::questionnaire::v1::questionnaire_service_server as questionnaire_server;
use trajet_contracts::report::v1::report_service_server as report_server;
use trajet_contracts::simulation::v1::clock_service_server as clock_server;
use trajet_law::brussels;
use trajet_ledger::feed::{FeedServer, FeedSource};
use trajet_ledger::{Domain, Setup};
use trajet_runtime::server::{MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES};
use trajet_runtime::{Clock, Failure};
use trajet_service::Ledgers;
use trajet_service::held::{self, HeldServer, HeldSource};
use trajet_service::listen::{self, Peers};
use trajet_service::reconcile::Reconciled;
use trajet_service::report::{self, ReportServer, ReportSource};

use crate::error::Error;
use crate::platform::{Hearing, Service, Store};
use crate::simulation::SimulatedClock;

/// A service, opened.
#[derive(Clone)]
enum App {
    Assessment(trajet_assessment::App),
    Questionnaire(trajet_questionnaire::App),
    Dossier(trajet_dossier::App),
    Exchange(trajet_exchange::App),
}

/// Does the same with an app of any law: they are built alike, of types of their own.
macro_rules! whichever {
    ($app:expr, $inner:ident => $does:expr) => {
        match $app {
            App::Assessment($inner) => $does,
            App::Questionnaire($inner) => $does,
            App::Dossier($inner) => $does,
            App::Exchange($inner) => $does,
        }
    };
}

impl App {
    fn service(&self) -> Service {
        match self {
            Self::Assessment(_) => Service::Assessment,
            Self::Questionnaire(_) => Service::Questionnaire,
            Self::Dossier(_) => Service::Dossier,
            Self::Exchange(_) => Service::Exchange,
        }
    }

    /// The name of its gRPC service.
    fn full_name(&self) -> &'static str {
        match self {
            Self::Assessment(_) => assessment_server::SERVICE_NAME,
            Self::Questionnaire(_) => questionnaire_server::SERVICE_NAME,
            Self::Dossier(_) => dossier_server::SERVICE_NAME,
            Self::Exchange(_) => exchange_server::SERVICE_NAME,
        }
    }
}

/// The services that run in this process.
#[derive(Clone)]
pub(crate) struct Apps(Vec<App>);

impl Apps {
    /// Opens the databases and ledgers of these services.
    pub(crate) async fn open(
        services: &[Service],
        store: &Store,
        insurers: &[String],
        setup: &Setup,
    ) -> Result<Self, Error> {
        let mut apps = Vec::with_capacity(services.len());
        for service in services {
            let location = store.location(*service);
            let opened = match service {
                Service::Assessment => {
                    trajet_assessment::App::open(&location, insurers, setup).await.map(App::Assessment)
                }
                Service::Questionnaire => {
                    trajet_questionnaire::App::open(&location, insurers, setup).await.map(App::Questionnaire)
                }
                Service::Dossier => trajet_dossier::App::open(&location, insurers, setup).await.map(App::Dossier),
                Service::Exchange => trajet_exchange::App::open(&location, insurers, setup).await.map(App::Exchange),
            };
            apps.push(opened.map_err(|source| Error::Store { service: service.name(), source: Box::new(source) })?);
        }
        Ok(Self(apps))
    }

    /// Looks at the ledgers of each service that runs.
    pub(crate) async fn visit<V: Visit>(&self, visitor: &mut V) -> Result<(), V::Error> {
        for app in &self.0 {
            whichever!(app, inner => visitor.service(app.service(), inner.ledgers()).await?);
        }
        Ok(())
    }

    /// Closes the databases.
    pub(crate) async fn close(&self) {
        let Ok(()) = self.visit(&mut Close).await;
    }

    /// Starts what a service does by itself: its timers, and listening to the others that it can reach.
    pub(crate) fn start(&self, service: Service, peers: &Peers, stop: &CancellationToken) {
        for app in self.0.iter().filter(|app| app.service() == service) {
            whichever!(app, inner => inner.start(peers, stop));
        }
    }

    /// How many partners' reports have a case to which they are still to be carried.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub(crate) async fn pending_reports(&self) -> Result<u64, Failure> {
        let mut pending = 0;
        for app in &self.0 {
            if let App::Exchange(exchange) = app {
                pending += exchange.pending().await.map_err(|error| {
                    let ledger = exchange.ledgers().all().next();
                    ledger.map_or(Failure::StoreUnavailable, |(_, ledger)| ledger.failure(&error))
                })?;
            }
        }
        Ok(pending)
    }

    fn feed_sources(&self) -> Vec<Arc<dyn FeedSource>> {
        self.0.iter().flat_map(|app| whichever!(app, inner => inner.feed_sources())).collect()
    }

    fn report_sources(&self) -> Vec<Arc<dyn ReportSource>> {
        self.0.iter().flat_map(|app| whichever!(app, inner => report::sources(inner.ledgers()))).collect()
    }

    fn held_sources(&self) -> Vec<Arc<dyn HeldSource>> {
        self.0.iter().flat_map(|app| whichever!(app, inner => held::sources(inner.ledgers()))).collect()
    }

    /// The services behind the access layer, and their full names.
    pub(crate) fn routes(
        &self,
        tokens: DevelopmentTokens,
        clock: &Clock,
        stop: &CancellationToken,
        hearing: &Hearing,
    ) -> (Routes, Vec<&'static str>) {
        let mut names = vec![feed_server::SERVICE_NAME, report_server::SERVICE_NAME, access_server::SERVICE_NAME];
        let feed = FeedServer::new(self.feed_sources(), listen::permit, stop.clone());
        let feed = feed_server::FeedServiceServer::new(feed)
            .max_decoding_message_size(MAX_REQUEST_BYTES)
            .max_encoding_message_size(MAX_RESPONSE_BYTES);
        let report = ReportServer::new(self.report_sources(), stop.clone());
        let report = report_server::ReportServiceServer::new(report)
            .max_decoding_message_size(MAX_REQUEST_BYTES)
            .max_encoding_message_size(MAX_RESPONSE_BYTES);
        let held = HeldServer::new(self.held_sources(), stop.clone());
        let held = access_server::AccessServiceServer::new(held)
            .max_decoding_message_size(MAX_REQUEST_BYTES)
            .max_encoding_message_size(MAX_RESPONSE_BYTES);
        let mut routes = Routes::new(feed).add_service(report).add_service(held);
        for app in &self.0 {
            routes = whichever!(app, inner => routes.add_service(inner.service()));
            names.push(app.full_name());
            if let App::Dossier(dossier) = app {
                routes = routes.add_service(dossier.coordinators()).add_service(dossier.concertation());
                names.extend([coordinator_server::SERVICE_NAME, concertation_server::SERVICE_NAME]);
            }
        }
        if clock.is_manual() {
            let clock = SimulatedClock::new(clock.clone(), self.clone(), hearing.clone());
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
    async fn service<D: Reconciled>(&mut self, service: Service, ledgers: &Ledgers<D>) -> Result<(), Self::Error>;
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
        for (_, reads) in ledgers.reads() {
            reads.ledger().sign().await;
        }
        for (_, ledger) in ledgers.all() {
            ledger.db().close().await;
        }
        Ok(())
    }
}
