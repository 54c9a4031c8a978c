//! What an answer shows, on its way to the record of reads (rule R3).

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use tonic::Response;
use trajet_runtime::Failure;
use uuid::Uuid;

use crate::caller::Caller;
use crate::table::Row;

/// A read as it is recorded: who looked, by which method, at which cases.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Who.
    pub caller: &'a Caller,
    /// The method, with its purpose.
    pub row: &'static Row,
    /// The cases that the answer shows.
    pub cases: &'a [Uuid],
}

/// A read on its way into the record.
pub type Recording<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// A record of reads.
pub trait RecordReads: Send + Sync {
    /// Returns once the read is recorded for good.
    fn record<'a>(&'a self, look: Look<'a>) -> Recording<'a>;
}

/// What an answer shows, and where that is recorded. It goes along with the answer up to
/// [`Authorise`](crate::Authorise), which records it before the answer leaves.
#[derive(Clone)]
pub struct Shown {
    cases: Vec<Uuid>,
    record: Arc<dyn RecordReads>,
}

impl Shown {
    /// These cases, each once, to be recorded there.
    pub fn new(mut cases: Vec<Uuid>, record: Arc<dyn RecordReads>) -> Self {
        cases.sort_unstable();
        cases.dedup();
        Self { cases, record }
    }

    /// An answer that shows this.
    pub fn with<T>(self, message: T) -> Response<T> {
        let mut response = Response::new(message);
        response.extensions_mut().insert(self);
        response
    }

    /// The cases.
    #[must_use]
    pub fn cases(&self) -> &[Uuid] {
        &self.cases
    }

    /// Records it; an answer that shows no case shows nobody, and is not recorded.
    ///
    /// # Errors
    /// If it cannot be recorded: there must then be no answer.
    pub async fn record(&self, caller: &Caller, row: &'static Row) -> Result<(), Failure> {
        if self.cases.is_empty() {
            return Ok(());
        }
        self.record.record(Look { caller, row, cases: &self.cases }).await
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({:?})", self.cases)
    }
}
