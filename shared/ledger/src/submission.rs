//! What is asked of the ledger, and what it answers.

use uuid::Uuid;

use crate::cursor::Cursor;
use crate::domain::{Actor, Domain};
use crate::feed::StuckFact;
use crate::table::Row;

/// A command for one stream, with all that is recorded beside what it causes.
#[derive(Debug, Clone)]
pub struct Submission<D: Domain> {
    /// The stream (case).
    pub stream: Uuid,
    /// What to decide.
    pub command: D::Command,
    /// Which request this is.
    pub request: Request,
    /// Decide only if the stream stands at this version.
    pub if_version: Option<i64>,
    /// Who asks.
    pub actor: Actor,
    /// The W3C trace context, empty if none.
    pub trace: String,
    /// The fact of another ledger that this command takes over.
    pub source: Option<Source>,
}

/// A request's identity: repeated, it is answered again and not done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, or the kind of timer or fact.
    pub method: String,
    /// The caller's identifier for the request. Identifiers of different callers do not meet.
    pub id: Uuid,
    /// What was asked, as canonical bytes: the same identifier with other bytes is refused. Only a keyed code of
    /// them is stored.
    pub content: Vec<u8>,
}

/// A place in another ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The ledger.
    pub ledger: String,
    /// The position there.
    pub position: i64,
}

/// What an accepted command led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The stream.
    pub stream: Uuid,
    /// The stream's version after it.
    pub version: i64,
    /// The ledger's position after it: a read that waits for this cursor sees its effects.
    pub cursor: Cursor,
    /// Whether the answer is that of an earlier, equal request.
    pub repeated: bool,
}

/// What commands are given for, and what is committed with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Occasion {
    /// Somebody asks. The answer is kept, so that a repeated request is answered again and not done again.
    Request,
    /// The day of this timer has come. The row, looked for under the head's lock, is what makes it happen once: a timer
    /// that fired is gone, and the same one set again is another.
    Timer(Row),
    /// Nobody asks a second time, or a second time does nothing more: no answer is kept.
    Unkept,
    /// A pass over all streams has come so far.
    Pass(Row),
    /// A feed's consumer goes from one cursor to the next, or not at all.
    Advance(Advance),
    /// A fact that was stuck is taken after all.
    Unstick {
        /// The ledger it comes from.
        source: String,
        /// Its position there.
        position: i64,
    },
}

/// A step of a feed's consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Advance {
    pub(crate) source: String,
    pub(crate) from: i64,
    pub(crate) to: Cursor,
    /// The facts in between that could not be taken.
    pub(crate) stuck: Vec<StuckFact>,
}

/// A command was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExecuteError<R> {
    /// The law refuses.
    #[error(transparent)]
    Rejected(R),
    /// The request's identifier was used before for something else.
    #[error("the request identifier was used before for another request")]
    RequestIdReused,
    /// The stream has moved on.
    #[error("the stream stands at version {current}")]
    VersionMismatch {
        /// Where it stands.
        current: i64,
    },
    /// The case is closed to who gave the command: it answers as one that is not there.
    #[error("the case is closed to the caller")]
    Closed,
    /// Too many commands wait already.
    #[error("too many commands wait")]
    Busy,
    /// The database did not answer, or the service is stopping: whether the command was done is not known. Repeat
    /// it with the same request identifier.
    #[error("the store is not available")]
    Unavailable,
    /// The ledger is held at an earlier shape while older programs still read it.
    #[error("this kind of event is not enabled yet")]
    NotEnabled,
    /// Another consumer has already taken these facts over.
    #[error("the feed's cursor has moved")]
    CursorMoved,
    /// A fault in this program.
    #[error("an internal fault")]
    Internal,
}
