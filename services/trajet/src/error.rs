//! Why a command could not be done: one clear line.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use chrono::NaiveDate;
use tonic::Status;
use tonic_types::StatusExt as _;
use trajet_ledger::StoreError;
use trajet_runtime::keys::KeyFileError;
use trajet_runtime::server::HostError;
use trajet_runtime::telemetry::TelemetryError;

/// Why a command could not be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Nobody takes the output.
    #[error("the output cannot be written: {0}")]
    Output(#[from] io::Error),
    /// A file or directory.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// Another process has the data.
    #[error("the data in {} is used by another process", .0.display())]
    DataInUse(PathBuf),
    /// There is nothing to look at.
    #[error("{} does not exist: no service has run there", .0.display())]
    NoData(PathBuf),
    /// Time does not go back.
    #[error("the simulated clock cannot start on {start}: the data reach {last}")]
    ClockBehind { start: NaiveDate, last: NaiveDate },
    /// The simulated clock.
    #[error(transparent)]
    Clock(#[from] trajet_runtime::ClockError),
    /// The keys. `trajet keys` makes them, and so does `trajet serve` when it first runs.
    #[error("the keys cannot be used: {0}")]
    Keys(#[from] KeyFileError),
    /// There are data, and none of the keys that they were sealed with.
    #[error("no keys are in {} although there is {}: restore them from a copy, because new ones would not open it", keys.display(), database.display())]
    KeysLost { keys: PathBuf, database: PathBuf },
    /// The database of a service.
    #[error("the database of {service} cannot be used: {}", causes(source))]
    Store { service: &'static str, source: Box<StoreError> },
    /// A database that is looked at from outside.
    #[error("the database cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// The server.
    #[error(transparent)]
    Host(#[from] HostError),
    /// Logs and traces.
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// A server answered no, or not at all.
    #[error("{}", told(.0))]
    Call(Box<Status>),
    /// None of the servers runs the service.
    #[error("no server that was named serves {0}")]
    NotServed(&'static str),
    /// A simulated day does not end.
    #[error("{day} does not end: {why}")]
    DayWithoutEnd { day: NaiveDate, why: String },
    /// The list of one person was asked for, of nobody.
    #[error("one line of standard input must tell an identification number or a name")]
    PersonNotTold,
    /// Brackets of income that are none.
    #[error("{}: {why}", path.display())]
    Brackets { path: PathBuf, why: String },
    /// By how much a benefit is reduced cannot be said.
    #[error(transparent)]
    NoReduction(#[from] trajet_law::benefit::NoReduction),
    /// A report that is not one of all services.
    #[error(
        "the report is not whole: {told} ledgers of {service} were told, and not one: name a server of each service once"
    )]
    NotWhole { service: &'static str, told: usize },
    /// A worked case that cannot be read or played.
    #[error("case {name}: {why}")]
    Case { name: String, why: String },
}

impl From<Status> for Error {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// An error and what caused it: the store keeps the driver's own words to itself, and who starts it needs them.
fn causes(error: &StoreError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// What a server said, with the fields or the grounds that it named.
fn told(status: &Status) -> String {
    let details = status.get_error_details();
    let fields = details.bad_request().into_iter().flat_map(|bad| &bad.field_violations);
    let fields = fields.map(|field| format!("{} {}", field.field, field.description));
    let grounds = details.precondition_failure().into_iter().flat_map(|failure| &failure.violations);
    let grounds = grounds.map(|ground| format!("{}: {}", ground.r#type, ground.description));
    let reasons: Vec<_> = fields.chain(grounds).collect();
    // Only what the transport says has a cause: a server's answer comes without.
    let what = match status.source() {
        Some(_) => format!("a server cannot be reached: {}", status.message()),
        None => format!("the server answered {:?}: {}", status.code(), status.message()),
    };
    if reasons.is_empty() { what } else { format!("{what} ({})", reasons.join("; ")) }
}
