//! The ledgers of a service: one for each insurer that this process serves.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use tonic::Request;
use trajet_access::Caller;
use trajet_ledger::{Db, Domain, Ledger, Location, Setup, StoreError};
use trajet_runtime::{Clock, Failure};

/// A service's ledgers by insurer. Cheap to clone.
pub struct Ledgers<D: Domain> {
    by_insurer: Arc<BTreeMap<String, Ledger<D>>>,
    clock: Clock,
}

impl<D: Domain> Clone for Ledgers<D> {
    fn clone(&self) -> Self {
        Self { by_insurer: Arc::clone(&self.by_insurer), clock: self.clock.clone() }
    }
}

impl<D: Domain> Ledgers<D> {
    /// Opens the service's database and, in it, a ledger for each insurer. `domain` gives the service's part of the ledger
    /// with this name.
    ///
    /// # Errors
    /// If the database cannot be opened, is not durable, or holds a damaged ledger.
    pub async fn open(
        location: &Location,
        insurers: &[String],
        setup: &Setup,
        domain: impl Fn(&str) -> D,
    ) -> Result<Self, StoreError> {
        let db = Db::open(location, domain(D::SERVICE).schema()).await?;
        let mut by_insurer = BTreeMap::new();
        for insurer in insurers {
            let domain = domain(&format!("{}/{insurer}", D::SERVICE));
            let ledger = Ledger::open(db.clone(), insurer, domain, setup.clone()).await?;
            by_insurer.insert(insurer.clone(), ledger);
        }
        Ok(Self { by_insurer: Arc::new(by_insurer), clock: setup.clock.clone() })
    }

    /// Who calls, the ledger of their insurer, and what they ask. What belongs to another insurer answers as if it did not
    /// exist.
    ///
    /// # Errors
    /// If this process does not serve the insurer; or if the service is not behind authentication, which says who calls.
    pub fn receive<T>(&self, request: Request<T>) -> Result<(Caller, &Ledger<D>, T), Failure> {
        let caller = Caller::of(&request)?.clone();
        let insurer = caller.insurer.as_str();
        let ledger = self.by_insurer.get(insurer);
        let ledger = ledger.ok_or_else(|| Failure::InsurerNotServed { insurer: insurer.to_owned() })?;
        Ok((caller, ledger, request.into_inner()))
    }

    /// The calendar day on which they all stand.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// All of them, by insurer.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Ledger<D>)> {
        self.by_insurer.iter().map(|(insurer, ledger)| (insurer.as_str(), ledger))
    }
}
