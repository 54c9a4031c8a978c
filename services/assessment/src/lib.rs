//! The medical assessment service: an incapacity from its declaration to its end, with its estimates, examinations and
//! the physician's answers to who asks for a trajectory.
//!
//! The law is in `trajet-assessment-domain`; here is what carries it: the ledger's bridge, the stored shapes, the views, the
//! timers, what other services' facts become, and the gRPC edge.

mod emergencies;
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
use trajet_contracts::assessment::v1::assessment_service_server::AssessmentServiceServer;
use trajet_law::law::{LAW, Law};
use trajet_ledger::feed::{FeedSource, own};
use trajet_ledger::{Location, Setup, StoreError};
use trajet_runtime::server::{MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES};
use trajet_service::follow_law;
use trajet_service::listen::{self, Peers};
use trajet_service::{Ledgers, Pseudonyms};

pub use grpc::Service;
pub use ledger::Assessment;

/// The service's name: the first part of its ledgers' names.
pub const NAME: &str = "assessment";

/// The service, opened. Cheap to clone.
#[derive(Clone)]
pub struct App {
    ledgers: Ledgers<Assessment>,
    setup: Setup,
}

impl App {
    /// Opens the service's database and ledgers.
    ///
    /// # Errors
    /// If the database cannot be opened, is not durable, or holds a damaged ledger.
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
        let domain = |ledger: &str| Assessment { pseudonyms: Pseudonyms::new(Arc::clone(&setup.keys), ledger), law };
        let ledgers = Ledgers::open(location, insurers, setup, domain).await?;
        Ok(Self { ledgers, setup: setup.clone() })
    }

    /// The gRPC service.
    #[must_use]
    pub fn service(&self) -> AssessmentServiceServer<Service> {
        AssessmentServiceServer::new(Service::new(self.ledgers.clone(), self.setup.clone()))
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

    /// Starts what the service does by itself: its timers, following the law (T8), telling former cases what became of a relapse
    /// (T9), and listening to the services that it hears.
    pub fn start(&self, peers: &Peers, stop: &CancellationToken) {
        for (_, ledger) in self.ledgers.all() {
            tokio::spawn(trajet_ledger::timers::run(ledger.clone(), timers::command, stop.clone()));
            let (law, command) = (ledger.domain().law, || trajet_assessment_domain::Command::FollowLaw);
            tokio::spawn(follow_law::run(ledger.clone(), law, command, stop.clone()));
            tokio::spawn(own::run(ledger.clone(), reactions::former::tell, stop.clone()));
        }
        listen::start(&self.ledgers, "questionnaire", peers, reactions::questionnaire::react, stop);
        listen::start(&self.ledgers, "dossier", peers, reactions::dossier::react, stop);
        listen::start(&self.ledgers, "exchange", peers, reactions::exchange::react, stop);
    }

    /// The ledgers, by insurer.
    #[must_use]
    pub fn ledgers(&self) -> &Ledgers<Assessment> {
        &self.ledgers
    }
}
