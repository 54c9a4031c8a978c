//! The record of reads (rule R3): a ledger beside the ledger of each service and insurer, with an entry for each answer that
//! showed cases. It is chained, signed, committed in groups and verified as every ledger is; an entry is a stream of one event.

mod entry;

use std::sync::Arc;

use trajet_access::{Look, Purpose, RecordReads, Recording};
use trajet_ledger::{Actor, Db, ExecuteError, Ledger, Request, Setup, StoreError, Submission};
use trajet_runtime::{Entropy, Failure, current_traceparent};

use crate::act::actor;

pub use entry::{CasesWereShown, Reads, Show};

/// The record of one service's reads of one insurer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ReadRecord {
    ledger: Ledger<Reads>,
    entropy: Entropy,
}

impl ReadRecord {
    /// Opens it in the service's database, and makes it if it is new.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub(crate) async fn open(db: Db, reads: Reads, insurer: &str, setup: &Setup) -> Result<Self, StoreError> {
        let ledger = Ledger::open(db, insurer, reads, setup.clone()).await?;
        Ok(Self { ledger, entropy: setup.entropy.clone() })
    }

    /// The ledger that it is.
    #[must_use]
    pub fn ledger(&self) -> &Ledger<Reads> {
        &self.ledger
    }

    async fn write(&self, show: Show, actor: Actor) -> Result<(), Failure> {
        let id = self.entropy.time_ordered_id(self.ledger.clock().now());
        let submission = Submission {
            stream: id,
            command: show,
            request: Request { method: "Read".to_owned(), id, content: Vec::new() },
            if_version: None,
            actor,
            trace: current_traceparent(),
            source: None,
        };
        match self.ledger.record(submission).await {
            Ok(_) => Ok(()),
            Err(ExecuteError::Busy) => Err(Failure::Busy { ledger: Some(self.ledger.name().to_owned()) }),
            Err(ExecuteError::Unavailable) => Err(Failure::StoreUnavailable),
            Err(fault) => Err(self.ledger.fault(&fault)),
        }
    }
}

impl RecordReads for ReadRecord {
    fn record<'a>(&'a self, Look { caller, row, cases }: Look<'a>) -> Recording<'a> {
        let purpose = Purpose::of(row, caller.role).code();
        Box::pin(self.write(Show { method: row.method, purpose, cases: cases.to_vec() }, actor(caller)))
    }
}

impl Reads {
    /// The record of a service's reads.
    #[must_use]
    pub fn of(service: &'static str) -> Self {
        Self { service }
    }
}

/// The record as the access layer knows it.
pub(crate) fn shared(record: &ReadRecord) -> Arc<dyn RecordReads> {
    Arc::new(record.clone())
}

#[cfg(test)]
mod tests;
