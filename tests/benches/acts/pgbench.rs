//! pgbench on the same cluster: transactions that insert the rows which an act leads to, byte for byte but for the keys.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use acceptance::database::Database;
use sqlx::{AssertSqlSafe, PgPool};
use tokio::process::Command;

use crate::cost::{self, Cpu};
use crate::load::percentile;
use crate::options::Options;
use crate::served::Served;

/// What the tables of a service keep of an act. The head is left out, and so is the work of chaining.
const TABLES: [&str; 7] = ["data_key", "event", "request", "person", "claim", "deadline", "timer"];

/// Identifiers of cases grow, as those of the service do.
const NEXT_CASE: &str = "lpad(to_hex(nextval('bench.stream')),32,'0')::uuid";
const THIS_CASE: &str = "lpad(to_hex(currval('bench.stream')),32,'0')::uuid";

/// Scripts that do what the service did.
pub(crate) struct Pgbench {
    address: String,
    directory: PathBuf,
    pool: PgPool,
    postmaster: u32,
    rows: String,
}

/// What pgbench gave.
#[derive(Debug, Clone)]
pub(crate) struct Measure {
    pub(crate) callers: usize,
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    pub(crate) postgres_per_transaction: Duration,
    pub(crate) fdatasync: Duration,
    pub(crate) load: f64,
}

impl Pgbench {
    /// Reads what the service has written of an average case, and makes tables like the service's.
    pub(crate) async fn prepare(served: &Served) -> Self {
        let Database::Postgres(pool) = &served.assessment else { panic!("pgbench needs PostgreSQL") };
        let mut pgbench = Self {
            address: served.address().unwrap(),
            directory: served.directory(),
            pool: pool.clone(),
            postmaster: served.postmaster.unwrap(),
            rows: String::new(),
        };
        pgbench.run_sql("DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench").await;
        pgbench.run_sql("CREATE SEQUENCE bench.stream; CREATE SEQUENCE bench.position").await;
        let services: &[&str] = if served.is_alone() { &["assessment"] } else { &["assessment", "questionnaire"] };
        for service in services {
            for table in TABLES {
                let copy = format!("CREATE TABLE bench.{service}_{table} (LIKE {service}.{table} INCLUDING ALL)");
                pgbench.run_sql(&copy).await;
            }
        }
        // The case whose events are nearest to the average in size.
        let case = "SELECT stream::text FROM (SELECT stream, SUM(length(sealed)) AS size, COUNT(*) AS events \
                    FROM assessment.event GROUP BY stream) AS c WHERE events = 3 \
                    ORDER BY abs(size - (SELECT 3 * AVG(length(sealed)) FROM assessment.event)) LIMIT 1";
        let case = pgbench.text(case).await;
        let declare = pgbench.script("assessment", &case, "'DeclareIncapacity'", true).await;
        let mut recognise = pgbench.script("assessment", &case, "'RecogniseIncapacity'", false).await;
        if !served.is_alone() {
            recognise += &pgbench.script("questionnaire", &case, "", false).await;
        }
        for (name, inserts) in [("declare", declare), ("recognise", recognise)] {
            // The first insert takes a case, the others go with it.
            let inserts = inserts.replacen(THIS_CASE, NEXT_CASE, 1);
            fs::write(pgbench.file(name), format!("BEGIN;\n{inserts}END;\n")).unwrap();
        }
        pgbench
    }

    fn file(&self, name: &str) -> PathBuf {
        self.directory.join(format!("{name}.sql"))
    }

    /// Inserts of the rows that one act on a case left in a service's tables: of a method of assessment, or all that the
    /// questionnaire service has of the case.
    async fn script(&mut self, service: &str, case: &str, method: &str, first: bool) -> String {
        let mut script = String::new();
        for table in TABLES {
            let by_act = format!(
                "request_id IN (SELECT r.request_id FROM {service}.request r JOIN {service}.event e \
                 USING (ledger, request_id) WHERE e.stream = '{case}' {})",
                if method.is_empty() { String::new() } else { format!("AND r.method = {method}") },
            );
            let rows = match table {
                "event" | "request" => by_act,
                // What the first act writes of a case, and what the second does.
                "data_key" | "person" | "claim" if first || method.is_empty() => format!("stream = '{case}'"),
                "deadline" | "timer" if !first => format!("stream = '{case}'"),
                _ => continue,
            };
            let columns = self.columns(service, table).await;
            let values = columns.iter().map(|column| value(table, column)).collect::<Vec<_>>().join(" || ',' || ");
            let rows = self.texts(&format!("SELECT {values} FROM {service}.{table} WHERE {rows} ORDER BY 1")).await;
            if rows.is_empty() {
                continue;
            }
            let size = format!("SELECT round(AVG(pg_column_size(t.*)))::text FROM {service}.{table} t");
            let size = self.text(&size).await;
            let act = if method.is_empty() { "what follows" } else { method.trim_matches('\'') };
            writeln!(self.rows, "  {act:<22}{:<26}{:>3} of {size} bytes", format!("{service}.{table}"), rows.len())
                .unwrap();
            let rows: Vec<_> = rows.iter().map(|row| format!("({})", without_colons(row))).collect();
            let columns = columns.join(",");
            writeln!(script, "INSERT INTO bench.{service}_{table} ({columns}) VALUES {};", rows.join(",")).unwrap();
        }
        script
    }

    async fn columns(&self, service: &str, table: &str) -> Vec<String> {
        self.texts(&format!(
            "SELECT column_name::text FROM information_schema.columns \
             WHERE table_schema = '{service}' AND table_name = '{table}' ORDER BY ordinal_position"
        ))
        .await
    }

    async fn run_sql(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&self.pool).await.unwrap();
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_all(&self.pool).await.unwrap()
    }

    async fn text(&self, sql: &str) -> String {
        self.texts(sql).await.remove(0)
    }

    /// The rows of each act.
    pub(crate) fn rows(&self) -> &str {
        &self.rows
    }

    /// Measures so many clients at once.
    pub(crate) async fn run(&self, callers: usize, options: &Options) -> Measure {
        let fdatasync = cost::fdatasync(&self.directory);
        self.pgbench(callers, options.warm_up, None).await;
        self.run_sql("CHECKPOINT").await;
        let log = self.directory.join("pgbench_log");
        let before = Cpu::taken(None, Some(self.postmaster));
        let per_second = self.pgbench(callers, options.seconds, Some(&log)).await;
        let postgres = Cpu::taken(None, Some(self.postmaster)).since(before).postgres;
        let load = cost::load_average();
        let mut times = logged(&self.directory);
        let transactions = u32::try_from(times.len().max(1)).unwrap();
        Measure {
            callers,
            per_second,
            p50: percentile(&mut times, 0.50),
            p99: percentile(&mut times, 0.99),
            postgres_per_transaction: postgres / transactions,
            fdatasync,
            load,
        }
    }

    /// Runs pgbench for a time and says how many transactions it made a second.
    async fn pgbench(&self, callers: usize, time: Duration, log: Option<&Path>) -> f64 {
        let mut command = Command::new(programs().await.join("pgbench"));
        command.args(["--no-vacuum", "--protocol=prepared", "--time", &time.as_secs().max(1).to_string()]);
        command.args(["--client", &callers.to_string(), "--jobs", &callers.min(2).to_string()]);
        for name in ["declare", "recognise"] {
            command.arg("--file").arg(format!("{}@1", self.file(name).display()));
        }
        if let Some(log) = log {
            command.arg("--log").arg("--log-prefix").arg(log);
        }
        let output = command.arg(&self.address).stdin(Stdio::null()).output().await.unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        let line = told.lines().find_map(|line| line.strip_prefix("tps = "));
        line.and_then(|line| line.split(' ').next()).unwrap().parse().unwrap()
    }
}

/// The SQL that tells a column of a row as a literal; keys are made anew for each row.
fn value(table: &str, column: &str) -> String {
    match column {
        "stream" => format!("$sql${THIS_CASE}$sql$"),
        "position" => "$sql$nextval('bench.position')$sql$".to_owned(),
        "request_id" => "$sql$gen_random_uuid()$sql$".to_owned(),
        "claim" => "$sql$sha256(uuid_send(gen_random_uuid()))$sql$".to_owned(),
        "niss_index" => "$sql$uuid_send(gen_random_uuid())$sql$".to_owned(),
        // Two events of one act are told apart by their versions, whatever the case.
        _ if table == "event" && column == "version" => "version::text".to_owned(),
        _ => format!("quote_nullable({column}::text)"),
    }
}

/// pgbench takes a colon before a word for one of its variables, also within a text.
fn without_colons(row: &str) -> String {
    let mut told = String::new();
    let mut rest = row;
    while let Some(at) = rest.find('\'') {
        // An E stands there already if the text holds a backslash.
        let (before, from) = rest.split_at(at);
        let length = from[1..].find('\'').unwrap() + 2;
        let (text, after) = from.split_at(length);
        told += before;
        if text.contains(':') && !before.ends_with('E') {
            told.push('E');
        }
        told += &text.replace(':', "\\x3A");
        rest = after;
    }
    told + rest
}

/// The folder of PostgreSQL's programs.
async fn programs() -> PathBuf {
    let output = Command::new("pg_config").arg("--bindir").output().await.unwrap();
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}

/// The times of pgbench's log files, which are removed.
fn logged(directory: &Path) -> Vec<Duration> {
    let mut times = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("pgbench_log")) {
            let text = fs::read_to_string(&path).unwrap();
            let took = |line: &str| Some(Duration::from_micros(line.split(' ').nth(2)?.parse().ok()?));
            times.extend(text.lines().filter_map(took));
            fs::remove_file(path).unwrap();
        }
    }
    times
}
