//! The program under load.

use std::fs::File;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use acceptance::client::caller;
use acceptance::database::{Database, address};
use acceptance::installation::program;
use acceptance::{Client, Engine, Installation, Role, days, within};
use chrono::NaiveDate;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tonic::transport::{Channel, Endpoint};
use trajet_runtime::{Clock, machine_now};

use crate::cost::{self, Cpu};
use crate::load::{Load, Persons, percentile};
use crate::options::Options;

const CHANNELS: usize = 4;

/// `trajet serve`, as people run it, on one engine.
pub(crate) struct Served {
    installation: Installation,
    process: Child,
    clients: Vec<Client>,
    persons: Arc<Persons>,
    /// The first day of every incapacity: so near that no timer fires.
    start: NaiveDate,
    pub(crate) assessment: Database,
    /// Absent where assessment is alone.
    questionnaire: Option<Database>,
    /// The first process of the cluster.
    pub(crate) postmaster: Option<u32>,
}

/// What one measure of the service gave.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    pub(crate) callers: usize,
    pub(crate) seconds: Duration,
    pub(crate) acts: usize,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    pub(crate) cpu: Cpu,
    pub(crate) commits: usize,
    /// How many events the questionnaire service had not heard when the callers stopped, and how long it took to.
    pub(crate) behind: i64,
    pub(crate) caught_up: Duration,
    pub(crate) fdatasync: Duration,
    pub(crate) load: f64,
}

impl Served {
    pub(crate) async fn start(engine: Engine, options: &Options) -> Self {
        let installation = Installation::new(engine).await;
        let mut command = command();
        command.arg("serve").arg("--data").arg(installation.data()).args(["--listen", "127.0.0.1:0"]);
        if let Some(address) = address(&installation) {
            command.args(["--database-url", &address]);
        }
        if options.alone {
            // Nobody listens on the port of discard.
            command.args(["--only", "assessment", "--peer", "questionnaire=http://127.0.0.1:9"]);
        }
        // The log goes where a log goes, not through a pipe that the callers' process would have to empty.
        let log = File::create(installation.data().with_file_name("log")).unwrap();
        let mut process = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = within("the ready line", lines.next_line()).await.unwrap().unwrap();
        let server = ready.split(' ').nth(1).unwrap();
        let server = if server.starts_with("http") { server.to_owned() } else { format!("http://{server}") };

        let tokens = installation.tokens();
        let token = tokens.issue(&caller(Role::Physician, "physician", "300"), machine_now() + days(1));
        let client = |channel: Channel| Client::anonymous(channel).with("authorization", &format!("Bearer {token}"));
        let channel = || Endpoint::from_shared(server.clone()).unwrap().tcp_nodelay(true).connect_lazy();
        let clients = (0..CHANNELS).map(|_| client(channel())).collect();
        let assessment = Database::of(&installation, "data", "assessment").await;
        let mut questionnaire = None;
        if !options.alone {
            questionnaire = Some(Database::of(&installation, "data", "questionnaire").await);
        }
        Self {
            process,
            clients,
            persons: Arc::default(),
            start: Clock::system().today() - days(5),
            postmaster: cost::postmaster(&assessment).await,
            assessment,
            questionnaire,
            installation,
        }
    }

    /// Measures so many callers at once.
    pub(crate) async fn acts(&self, callers: usize, options: &Options) -> Measure {
        let fdatasync = cost::fdatasync(&self.installation.data());
        let load = Load::start(callers, &self.clients, &self.persons, self.start);
        tokio::time::sleep(options.warm_up).await;
        self.checkpoint().await;
        let (from, began, before) = (self.head().await, Instant::now(), self.cpu());
        tokio::time::sleep(options.seconds).await;
        let (to, seconds, after) = (self.head().await, began.elapsed(), self.cpu());
        let load_average = cost::load_average();
        let done = load.stop().await;
        let stopped = Instant::now();
        let behind = self.behind().await;
        within("the facts to be heard", async { while self.behind().await > 0 {} }).await;
        let caught_up = stopped.elapsed();

        let in_time = |ended: Instant| (began..began + seconds).contains(&ended);
        let mut times: Vec<_> = done.into_iter().filter(|(ended, _)| in_time(*ended)).map(|(_, took)| took).collect();
        let commits = format!(
            "SELECT COUNT(DISTINCT recorded_at) FROM event WHERE ledger = 'assessment/300' AND position > {from} AND position <= {to}"
        );
        Measure {
            callers,
            seconds,
            acts: times.len(),
            p50: percentile(&mut times, 0.50),
            p99: percentile(&mut times, 0.99),
            cpu: after.since(before),
            commits: usize::try_from(self.assessment.count(&commits).await).unwrap(),
            behind,
            caught_up,
            fdatasync,
            load: load_average,
        }
    }

    /// PostgreSQL writes whole pages after a checkpoint: each measure begins with one. SQLite makes its own.
    async fn checkpoint(&self) {
        if let Database::Postgres(pool) = &self.assessment {
            sqlx::query("CHECKPOINT").execute(pool).await.unwrap();
        }
    }

    fn cpu(&self) -> Cpu {
        Cpu::taken(self.process.id(), self.postmaster)
    }

    async fn head(&self) -> i64 {
        self.assessment.count("SELECT position FROM ledger_head WHERE ledger = 'assessment/300'").await
    }

    /// How many events of assessment the questionnaire service has not heard.
    async fn behind(&self) -> i64 {
        let Some(questionnaire) = &self.questionnaire else { return 0 };
        let heard = questionnaire.count("SELECT COALESCE(MAX(position), 0) FROM feed_cursor").await;
        self.head().await - heard
    }

    /// Where its data are on a server.
    pub(crate) fn address(&self) -> Option<String> {
        address(&self.installation)
    }

    pub(crate) fn is_alone(&self) -> bool {
        self.questionnaire.is_none()
    }

    pub(crate) fn directory(&self) -> PathBuf {
        self.installation.data()
    }

    pub(crate) async fn stop(mut self) {
        self.process.kill().await.unwrap();
    }
}

/// The program, of `TRAJET_BIN` or of the same profile as this benchmark.
fn command() -> Command {
    match std::env::var_os("TRAJET_BIN") {
        None => program(),
        Some(file) => {
            let mut command = Command::new(file);
            command.stdin(Stdio::null()).kill_on_drop(true).env_remove("RUST_LOG").env_remove("TRAJET_DATABASE_URL");
            command
        }
    }
}
