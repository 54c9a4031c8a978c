//! The ledgers of a service: one for each insurer that this process serves.

use std::collections::BTreeMap;
use std::sync::Arc;

use trajet_access::Caller;
use trajet_ledger::{Db, Domain, Ledger, Location, Setup, StoreError};
use trajet_runtime::Failure;

/// A service's ledgers by insurer. Cheap to clone.
pub struct Ledgers<D: Domain> {
    by_insurer: Arc<BTreeMap<String, Ledger<D>>>,
}

impl<D: Domain> Clone for Ledgers<D> {
    fn clone(&self) -> Self {
        Self { by_insurer: Arc::clone(&self.by_insurer) }
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
        Ok(Self { by_insurer: Arc::new(by_insurer) })
    }

    /// The ledger of the caller's insurer. What belongs to another insurer answers as if it did not exist.
    ///
    /// # Errors
    /// If this process does not serve the insurer.
    pub fn of(&self, caller: &Caller) -> Result<&Ledger<D>, Failure> {
        let insurer = caller.insurer.as_str();
        self.by_insurer.get(insurer).ok_or_else(|| Failure::InsurerNotServed { insurer: insurer.to_owned() })
    }

    /// All of them, by insurer.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Ledger<D>)> {
        self.by_insurer.iter().map(|(insurer, ledger)| (insurer.as_str(), ledger))
    }
}
