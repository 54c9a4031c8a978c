//! The exchange service: the registry of partners, and what occupational physicians, the CSCMI and regional services tell.
//!
//! The law is in `trajet-exchange-domain`; here is what carries it: the ledger's bridge, the stored shapes, the views,
//! the matcher that brings reports to their cases, the timers, what other services' facts become, and the gRPC edge.

mod grpc;
mod ledger;
mod matcher;
mod reactions;
mod reconcile;
mod registry;
mod report;
mod reports;
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
use trajet_contracts::exchange::v1::exchange_service_server::ExchangeServiceServer;
use trajet_ledger::feed::FeedSource;
use trajet_ledger::{Location, Setup, StoreError};
use trajet_runtime::Entropy;
use trajet_runtime::server::{MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES};
use trajet_service::listen::{self, Peers};
use trajet_service::{Ledgers, Pseudonyms};

use crate::matcher::Matcher;

pub use grpc::Service;
pub use ledger::Exchange;

/// The service's name: the first part of its ledgers' names.
pub const NAME: &str = "exchange";

/// The service, opened. Cheap to clone.
#[derive(Clone)]
pub struct App {
    ledgers: Ledgers<Exchange>,
    matchers: Vec<Matcher>,
    entropy: Entropy,
}

impl App {
    /// Opens the service's database and ledgers.
    ///
    /// # Errors
    /// If the database cannot be opened, is not durable, or holds a damaged ledger.
    pub async fn open(location: &Location, insurers: &[String], setup: &Setup) -> Result<Self, StoreError> {
        let domain = |ledger: &str| Exchange { pseudonyms: Pseudonyms::new(Arc::clone(&setup.keys), ledger) };
        let ledgers = Ledgers::open(location, insurers, setup, domain).await?;
        let entropy = setup.entropy.clone();
        let matchers = ledgers.all().map(|(_, ledger)| Matcher::new(ledger.clone(), entropy.clone())).collect();
        Ok(Self { ledgers, matchers, entropy })
    }

    /// The gRPC service.
    #[must_use]
    pub fn service(&self) -> ExchangeServiceServer<Service> {
        ExchangeServiceServer::new(Service::new(self.ledgers.clone(), self.entropy.clone()))
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

    /// Starts what the service does by itself: bringing reports to their cases, erasing those that were kept long enough,
    /// and listening to the service that it hears.
    pub fn start(&self, peers: &Peers, stop: &CancellationToken) {
        for matcher in &self.matchers {
            tokio::spawn(matcher.clone().run(stop.clone()));
        }
        for (_, ledger) in self.ledgers.all() {
            tokio::spawn(trajet_ledger::timers::run(ledger.clone(), timers::command, stop.clone()));
        }
        listen::start(&self.ledgers, "assessment", peers, reactions::react, stop);
    }

    /// The ledgers, by insurer.
    #[must_use]
    pub fn ledgers(&self) -> &Ledgers<Exchange> {
        &self.ledgers
    }

    /// How many reports could be taken over into a case now and are not yet: none, once the matcher has done its work.
    /// No more than a few hundred of each ledger are counted; one that fails whenever it is tried does not count.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn pending(&self) -> Result<u64, StoreError> {
        let mut pending = 0;
        for matcher in &self.matchers {
            pending += matcher.pending().await?;
        }
        Ok(pending)
    }
}
