//! The exchange service: the registry of partners, what occupational physicians, the CSCMI and regional services tell, and the
//! referrals to them.
//!
//! The law is in `trajet-exchange-domain`; here is what carries it: the ledger's bridge, the stored shapes, the views,
//! the matcher that brings reports to their cases, the courier that brings referrals to inboxes, the timers, what other services' facts become, and the gRPC edge.

mod courier;
mod fallen;
mod grpc;
mod heard;
mod held;
mod inbox;
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

use crate::courier::Courier;
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
    couriers: Vec<Courier>,
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
        let couriers = ledgers.all().map(|(_, ledger)| Courier::new(ledger.clone())).collect();
        Ok(Self { ledgers, matchers, couriers, entropy })
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

    /// Starts what the service does by itself: bringing reports to their cases and referrals to inboxes, erasing reports that were
    /// kept long enough, and listening to the services that it hears.
    pub fn start(&self, peers: &Peers, stop: &CancellationToken) {
        for matcher in &self.matchers {
            tokio::spawn(matcher.clone().run(stop.clone()));
        }
        for ((insurer, _), courier) in self.ledgers.all().zip(&self.couriers) {
            let dossier =
                peers.get("dossier").map(|connect| heard::head_of(connect(insurer), format!("dossier/{insurer}")));
            tokio::spawn(courier.clone().run(dossier, stop.clone()));
        }
        for (_, ledger) in self.ledgers.all() {
            tokio::spawn(trajet_ledger::timers::run(ledger.clone(), timers::command, stop.clone()));
        }
        listen::start(&self.ledgers, "assessment", peers, reactions::assessment::react, stop);
        listen::start(&self.ledgers, "dossier", peers, reactions::dossier::react, stop);
    }

    /// The ledgers, by insurer.
    #[must_use]
    pub fn ledgers(&self) -> &Ledgers<Exchange> {
        &self.ledgers
    }

    /// How many reports could be taken over into a case now and are not yet, and how many referrals and entries wait to be sent:
    /// none, once the matcher and the courier have done their work.
    /// No more than a few hundred of each ledger are counted; one that fails whenever it is tried does not count.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn pending(&self) -> Result<u64, StoreError> {
        let mut pending = 0;
        for matcher in &self.matchers {
            pending += matcher.pending().await?;
        }
        for courier in &self.couriers {
            pending += courier.pending().await?;
        }
        Ok(pending)
    }
}
