//! The ledgers of a service: one for each insurer that this process serves.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use chrono::NaiveDate;
use tonic::{Request, Response};
use trajet_access::{Caller, Look, RecordReads as _, Row, Shown};
use trajet_contracts::NamesCases;
use trajet_ledger::{Db, Domain, Ledger, Location, Setup, StoreError};
use trajet_runtime::{Clock, Failure};
use uuid::Uuid;

use crate::file_access::{self, Guarded};
use crate::reads::{self, ReadRecord, Reads};

/// A service's ledgers by insurer, each with the record of its reads. Cheap to clone.
pub struct Ledgers<D: Domain> {
    by_insurer: Arc<BTreeMap<String, Served<D>>>,
    clock: Clock,
}

/// The ledger of an insurer as calls are served from it, with the record of who looked at what.
pub struct Served<D: Domain> {
    ledger: Ledger<D>,
    reads: ReadRecord,
}

impl<D: Domain> Deref for Served<D> {
    type Target = Ledger<D>;

    fn deref(&self) -> &Ledger<D> {
        &self.ledger
    }
}

impl<D: Domain> Served<D> {
    /// Records that a caller is told something of a case by the answer of a method that does not show cases, before that
    /// answer leaves (rule R3).
    ///
    /// # Errors
    /// If it cannot be recorded: there must then be no such answer.
    pub async fn looked(&self, caller: &Caller, row: &'static Row, case_id: Uuid) -> Result<(), Failure> {
        self.reads.record(Look { caller, row, cases: &[case_id] }).await
    }
}

impl<D: Domain> Clone for Ledgers<D> {
    fn clone(&self) -> Self {
        Self { by_insurer: Arc::clone(&self.by_insurer), clock: self.clock.clone() }
    }
}

impl<D: Domain> Ledgers<D> {
    /// Opens the service's database and, in it, a ledger for each insurer and the record of its reads. `domain` gives the service's part of the ledger
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
        let reads = Reads::of(D::SERVICE);
        let steps = [reads.schema(), domain(D::SERVICE).schema()].concat();
        let db = Db::open(location, &steps).await?;
        let mut by_insurer = BTreeMap::new();
        for insurer in insurers {
            let domain = domain(&format!("{}/{insurer}", D::SERVICE));
            let ledger = Ledger::open(db.clone(), insurer, domain, setup.clone()).await?;
            let reads = ReadRecord::open(db.clone(), reads, insurer, setup).await?;
            by_insurer.insert(insurer.clone(), Served { ledger, reads });
        }
        Ok(Self { by_insurer: Arc::new(by_insurer), clock: setup.clock.clone() })
    }

    fn receive_as_sent<T>(&self, request: Request<T>) -> Result<(Caller, &Served<D>, T), Failure> {
        let caller = Caller::of(&request)?.clone();
        let opened = self.of(&caller)?;
        Ok((caller, opened, request.into_inner()))
    }

    /// An answer that shows these cases: the access layer records that before the answer leaves (rule R3).
    ///
    /// # Errors
    /// If this process does not serve the insurer.
    pub fn shown<T>(
        &self,
        caller: &Caller,
        cases: impl IntoIterator<Item = Uuid>,
        message: T,
    ) -> Result<Response<T>, Failure> {
        let record = reads::shared(&self.of(caller)?.reads);
        Ok(Shown::new(cases.into_iter().collect(), record).with(message))
    }

    fn of(&self, caller: &Caller) -> Result<&Served<D>, Failure> {
        let insurer = caller.insurer.as_str();
        self.by_insurer.get(insurer).ok_or_else(|| Failure::InsurerNotServed { insurer: insurer.to_owned() })
    }

    /// The calendar day on which they all stand.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.clock.today()
    }

    /// All of them, by insurer.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Ledger<D>)> {
        self.by_insurer.iter().map(|(insurer, opened)| (insurer.as_str(), &opened.ledger))
    }

    /// The records of their reads, by insurer.
    pub fn reads(&self) -> impl Iterator<Item = (&str, &ReadRecord)> {
        self.by_insurer.iter().map(|(insurer, opened)| (insurer.as_str(), &opened.reads))
    }
}

impl<D: Guarded> Ledgers<D> {
    /// Who calls, the ledger of their insurer, and what they ask. What belongs to another insurer answers as if it did not
    /// exist; so does a restricted file that is closed to the caller, for the request names another case in its place, one that
    /// does not exist ([`file_access`]).
    ///
    /// # Errors
    /// If this process does not serve the insurer; if the service is not behind authentication, which says who calls; or if the
    /// store fails.
    pub async fn receive<T: NamesCases + Send>(&self, request: Request<T>) -> Result<(Caller, &Served<D>, T), Failure> {
        let (caller, ledger, mut request) = self.receive_as_sent(request)?;
        file_access::hide(ledger, &caller, &mut request).await?;
        Ok((caller, ledger, request))
    }

    /// The same for the one act by which who is kept out of a file opens it: every case but such a file answers as if it did
    /// not exist.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub async fn receive_to_open<T: NamesCases + Send>(
        &self,
        request: Request<T>,
    ) -> Result<(Caller, &Served<D>, T), Failure> {
        let (caller, ledger, mut request) = self.receive_as_sent(request)?;
        file_access::hide_all_but_closed(ledger, &caller, &mut request).await?;
        Ok((caller, ledger, request))
    }
}
