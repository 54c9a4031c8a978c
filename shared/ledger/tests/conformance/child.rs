//! What runs in a process of its own: this test's executable, started again.

use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use futures_util::future::join_all;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use tokio::process::Command;
use tokio_util::sync::CancellationToken;
use trajet_ledger::feed::own;
use trajet_ledger::pass::{self, Pace, Progress, Target};
use trajet_ledger::{Db, Domain as _, Ledger, Location};
use trajet_runtime::Clock;

use crate::bench::setup;
use crate::feed_own;
use crate::toy::{self, Bank, Toy, add, ask, first_day, id};

const WHERE: &str = "LEDGER_TEST_LOCATION";
const WORK: &str = "LEDGER_TEST_WORK";

/// What a writing process does. Its requests are known beforehand: see [`request`].
#[derive(Clone, Copy)]
pub(crate) struct Work {
    /// Tells apart the processes of one test.
    pub(crate) process: u32,
    /// How many callers write at once, each waiting for its answer.
    pub(crate) callers: u32,
    /// How many commands each gives.
    pub(crate) commands: u32,
    /// Nothing is written beside the commands: no checkpoint is signed.
    pub(crate) alone: bool,
}

/// The request of a caller's command.
pub(crate) fn request(process: u32, caller: u32, command: u32) -> u128 {
    (u128::from(process) << 64) | (u128::from(caller) << 32) | u128::from(command)
}

/// The stream that a caller writes to: some share one.
pub(crate) fn stream(caller: u32) -> uuid::Uuid {
    id(u128::from(caller % 5))
}

/// The program and its arguments that write; `before` runs it, such as strace.
pub(crate) fn start_writer(before: &[&str], location: &Location, work: Work) -> Command {
    let mut command = program(before, "child::writer");
    let location = match location {
        Location::Sqlite(path) => path.to_str().unwrap().to_owned(),
        Location::Postgres { url, .. } => url.clone(),
    };
    command
        .env(WHERE, location)
        .env(WORK, format!("{} {} {} {}", work.process, work.callers, work.commands, u32::from(work.alone)));
    command
}

/// A program that writes to a plain SQLite file that is not durable.
pub(crate) fn start_careless(before: &[&str], file: &std::path::Path) -> Command {
    let mut command = program(before, "child::careless");
    command.env(WHERE, file);
    command
}

fn program(before: &[&str], test: &str) -> Command {
    let this = std::env::current_exe().unwrap();
    let words: Vec<_> = before.iter().map(std::ffi::OsStr::new).chain([this.as_os_str()]).collect();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).args(["--exact", test, "--ignored", "--nocapture"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    command
}

fn told(name: &str) -> String {
    std::env::var(name).expect("only another test starts this one")
}

fn answered(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("answered {line}\n").as_bytes()).unwrap();
}

/// The program that brings all accounts to a balance, one after another.
pub(crate) fn start_pass(location: &Location) -> Command {
    let mut command = program(&[], "child::passer");
    let location = match location {
        Location::Sqlite(path) => path.to_str().unwrap().to_owned(),
        Location::Postgres { url, .. } => url.clone(),
    };
    command.env(WHERE, location);
    command
}

/// The program that has the accounts tell each other.
pub(crate) fn start_teller(location: &Location) -> Command {
    let mut command = program(&[], "child::teller");
    let location = match location {
        Location::Sqlite(path) => path.to_str().unwrap().to_owned(),
        Location::Postgres { url, .. } => url.clone(),
    };
    command.env(WHERE, location);
    command
}

/// Has the accounts tell each other, and tells of each event that it looks at it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs as a child process"]
async fn teller() {
    let toy = Bank { modern: true };
    let db = Db::open(&location(), toy.schema()).await.unwrap();
    let setup = setup(Clock::manual(first_day()), 7, CancellationToken::new());
    let ledger: Ledger<Bank> = Ledger::open(db, "300", Toy { modern: true }, setup).await.unwrap();
    own::run(
        ledger,
        |bank, recorded| {
            answered(&recorded.stored.position.to_string());
            feed_own::tell(bank, recorded)
        },
        CancellationToken::new(),
    )
    .await;
}

/// Goes through the accounts and tells each step.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs as a child process"]
async fn passer() {
    let toy = Bank { modern: true };
    let db = Db::open(&location(), toy.schema()).await.unwrap();
    let setup = setup(Clock::manual(first_day()), 7, CancellationToken::new());
    let ledger: Ledger<Bank> = Ledger::open(db, "300", Toy { modern: true }, setup).await.unwrap();
    // Slow enough to be killed on the way.
    let pace = Pace { streams: 2, pause: Duration::from_millis(25) };
    let told = |progress: Progress| answered(&progress.streams.to_string());
    pass::run(&ledger, Target { name: "seven", release: 1 }, || toy::Command::SetTo(7), pace, told).await.unwrap();
}

fn location() -> Location {
    match told(WHERE) {
        url if url.starts_with("postgres:") => Location::Postgres { url, schema: Bank::SERVICE.to_owned() },
        path => Location::Sqlite(path.into()),
    }
}

/// Writes through a ledger and tells each answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs as a child process"]
async fn writer() {
    let location = location();
    let work: Vec<u32> = told(WORK).split(' ').map(|number| number.parse().unwrap()).collect();
    let (process, callers, commands) = (work[0], work[1], work[2]);
    let stop = CancellationToken::new();
    if work[3] == 1 {
        stop.cancel();
    }
    let toy = Bank { modern: true };
    let db = Db::open(&location, toy.schema()).await.unwrap();
    let setup = setup(Clock::manual(first_day()), u64::from(process), stop);
    let ledger: Ledger<Bank> = Ledger::open(db, "300", Toy { modern: true }, setup).await.unwrap();
    let callers = (0..callers).map(|caller| {
        let ledger = ledger.clone();
        tokio::spawn(async move {
            for command in 0..commands {
                let outcome =
                    ledger.execute(ask(stream(caller), request(process, caller, command), add(1))).await.unwrap();
                answered(&format!("{caller} {command} {}", outcome.cursor.position));
            }
        })
    });
    join_all(callers).await.into_iter().collect::<Result<(), _>>().unwrap();
}

/// The negative control: tells an answer though nothing is durable.
#[tokio::test]
#[ignore = "runs as a child process"]
async fn careless() {
    let options = SqliteConnectOptions::new().filename(told(WHERE)).create_if_missing(true);
    let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Off);
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql("CREATE TABLE event (position BIGINT)").execute(&mut connection).await.unwrap();
    for command in 0..10 {
        sqlx::raw_sql("INSERT INTO event VALUES (1)").execute(&mut connection).await.unwrap();
        answered(&format!("0 {command} 0"));
    }
}
