//! The questionnaire service: what helps and what hinders a return to work, asked ten weeks after an incapacity began.
//!
//! The law is in `trajet-questionnaire-domain`; here is what carries it: the ledger's bridge, the stored shapes, the
//! views, the timers, what other services' facts become, the definitions, and the gRPC edge.

mod definitions;
mod grpc;
mod held;
mod ledger;
mod reactions;
mod reconcile;
mod report;
mod stored;
mod timers;
mod views;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod scenario;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tonic::codec::CompressionEncoding;
use trajet_contracts::questionnaire::v1::questionnaire_service_server::QuestionnaireServiceServer;
use trajet_law::law::{LAW, Law};
use trajet_ledger::feed::FeedSource;
use trajet_ledger::{Location, Setup, StoreError};
use trajet_runtime::server::{MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES};
use trajet_service::follow_law;
use trajet_service::listen::{self, Peers};
use trajet_service::{Ledgers, Pseudonyms};

use definitions::Definitions;

pub use grpc::Service;
pub use ledger::{Command, Questionnaire, Refusal};

/// The service's name: the first part of its ledgers' names.
pub const NAME: &str = "questionnaire";

/// The service, opened. Cheap to clone.
#[derive(Clone)]
pub struct App {
    ledgers: Ledgers<Questionnaire>,
    definitions: Arc<Definitions>,
}

impl App {
    /// Opens the service's database and ledgers.
    ///
    /// # Errors
    /// If the database cannot be opened, is not durable, or holds a damaged ledger.
    ///
    /// # Panics
    /// If the definitions that this program ships are unsound: it must not start.
    pub async fn open(location: &Location, insurers: &[String], setup: &Setup) -> Result<Self, StoreError> {
        Self::open_under(&LAW, location, insurers, setup).await
    }

    /// Opens the service with another law than the one the platform holds: to try a change of it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_under(
        law: &'static Law,
        location: &Location,
        insurers: &[String],
        setup: &Setup,
    ) -> Result<Self, StoreError> {
        let definitions = Arc::new(Definitions::shipped());
        let domain = |ledger: &str| Questionnaire {
            pseudonyms: Pseudonyms::new(Arc::clone(&setup.keys), ledger),
            law,
            definitions: Arc::clone(&definitions),
        };
        let ledgers = Ledgers::open(location, insurers, setup, domain).await?;
        Ok(Self { ledgers, definitions })
    }

    /// The gRPC service.
    #[must_use]
    pub fn service(&self) -> QuestionnaireServiceServer<Service> {
        QuestionnaireServiceServer::new(Service::new(self.ledgers.clone(), Arc::clone(&self.definitions)))
            .max_decoding_message_size(MAX_REQUEST_BYTES)
            .max_encoding_message_size(MAX_RESPONSE_BYTES)
            .accept_compressed(CompressionEncoding::Gzip)
            .send_compressed(CompressionEncoding::Gzip)
    }

    /// What others can listen to.
    #[must_use]
    pub fn feed_sources(&self) -> Vec<Arc<dyn FeedSource>> {
        listen::sources(&self.ledgers, grpc::translate)
    }

    /// Starts what the service does by itself: its timers, following the law (T8), and listening to the services that it hears.
    pub fn start(&self, peers: &Peers, stop: &CancellationToken) {
        for (_, ledger) in self.ledgers.all() {
            tokio::spawn(trajet_ledger::timers::run(ledger.clone(), timers::command, stop.clone()));
            let (law, command) = (ledger.domain().law, || trajet_questionnaire_domain::Command::FollowLaw.into());
            tokio::spawn(follow_law::run(ledger.clone(), law, command, stop.clone()));
        }
        listen::start(&self.ledgers, "assessment", peers, reactions::assessment::react, stop);
        listen::start(&self.ledgers, "dossier", peers, reactions::dossier::react, stop);
    }

    /// The ledgers, by insurer.
    #[must_use]
    pub fn ledgers(&self) -> &Ledgers<Questionnaire> {
        &self.ledgers
    }
}
