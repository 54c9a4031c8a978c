//! `trajet take-over`: the cases that run when a mutuality goes live.

mod row;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use chrono::NaiveDate;
use prost::Message as _;
use trajet_access::Role;
use trajet_contracts::assessment::v1::{CaseToTakeOver, TakeOverCasesRequest, TakeOverOutcome};
use trajet_contracts::error::v1::ErrorReason;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1::Plan;
use trajet_runtime::KeyRing;

use self::row::Row;
use crate::cli;
use crate::client::{Assessment, Clients, Servers, known};
use crate::error::Error;
use crate::table;

/// Take over the cases of a file, one JSON object a line, when the mutuality goes live. Each row is told with its number and what
/// became of it, and names nobody. It can be stopped and given again: a row that was taken over is not taken over twice.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only say what is wrong with each row, and what would be planned.
    #[arg(long)]
    check: bool,
    /// The day of go-live of the rows that tell none.
    #[arg(long, value_name = "DAY", value_parser = cli::date)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    servers: Servers,
}

/// The most rows of a call, and the most bytes that they take: a request has no more than 256 KiB.
const ROWS: usize = 250;
const BYTES: usize = 192 * 1024;
/// How often a row is sent again that the service could not take just then.
const AGAIN: u32 = 20;

/// What became of the rows so far.
#[derive(Default)]
struct Count {
    taken: u64,
    wrong: u64,
    planned: BTreeMap<String, (u64, Option<NaiveDate>, Option<NaiveDate>)>,
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let failed = |source| Error::File { path: args.file.clone(), source };
    let lines = BufReader::new(File::open(&args.file).map_err(failed)?).lines();
    let keys = args.servers.keys.load()?;
    let clients = args.servers.call(Role::InternalSystem)?;
    let mut batch = Batch::default();
    let mut count = Count::default();
    for (line, number) in lines.zip(1_u64..) {
        let line = line.map_err(failed)?;
        if line.trim().is_empty() {
            continue;
        }
        // What the reader says of it could repeat what stands there.
        match serde_json::from_str::<Row>(&line) {
            Ok(row) => {
                let insurer = args.servers.insurer.to_string();
                batch.push(number, row.told(|| named(&keys, &insurer, &line), args.on));
            }
            Err(error) => {
                count.wrong += 1;
                writeln!(out, "{number}\tnot readable at column {}", error.column())?;
            }
        }
        if batch.is_full() {
            send(&clients, args.check, std::mem::take(&mut batch), &mut count, out).await?;
        }
    }
    send(&clients, args.check, batch, &mut count, out).await?;
    tell(&count, args.check, out)?;
    Ok(if count.wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The identifier of a row that tells none: the same for the same line, and of no use to who has not the keys.
fn named(keys: &KeyRing, insurer: &str, line: &str) -> String {
    let bytes = keys.blind_index("take over", &[insurer.as_bytes(), line.trim().as_bytes()]);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// Rows that are sent together.
#[derive(Default)]
struct Batch {
    numbers: Vec<u64>,
    rows: Vec<CaseToTakeOver>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, number: u64, row: CaseToTakeOver) {
        self.bytes += row.encoded_len() + 8;
        self.numbers.push(number);
        self.rows.push(row);
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= ROWS || self.bytes >= BYTES
    }
}

async fn send(
    clients: &[Clients],
    check_only: bool,
    batch: Batch,
    count: &mut Count,
    out: &mut impl Write,
) -> Result<(), Error> {
    let Batch { mut numbers, mut rows, .. } = batch;
    let mut outcomes: BTreeMap<u64, TakeOverOutcome> = BTreeMap::new();
    for attempt in 0..AGAIN {
        if rows.is_empty() {
            break;
        }
        let request = TakeOverCasesRequest { rows: rows.clone(), check_only };
        let told = take_over(clients, request).await?;
        let last = attempt + 1 == AGAIN;
        let waits = |outcome: &TakeOverOutcome| {
            matches!(outcome.reason(), ErrorReason::LedgerBusy | ErrorReason::StoreUnavailable) && !last
        };
        let (mut again, mut again_numbers) = (Vec::new(), Vec::new());
        for ((row, number), outcome) in rows.into_iter().zip(numbers).zip(told) {
            if waits(&outcome) {
                again.push(row);
                again_numbers.push(number);
            } else {
                outcomes.insert(number, outcome);
            }
        }
        (rows, numbers) = (again, again_numbers);
        if !rows.is_empty() {
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
    for (number, outcome) in outcomes {
        writeln!(out, "{number}\t{}", count.of(&outcome, check_only))?;
    }
    out.flush()?;
    Ok(())
}

/// Asks the server that runs medical assessment.
async fn take_over(clients: &[Clients], request: TakeOverCasesRequest) -> Result<Vec<TakeOverOutcome>, Error> {
    for client in clients {
        let mut assessment: Assessment = client.assessment.clone();
        if let Some(response) = known(assessment.take_over_cases(request.clone()).await)? {
            return Ok(response.outcomes);
        }
    }
    Err(Error::NotServed("assessment"))
}

impl Count {
    /// Takes in what became of a row, and says it.
    fn of(&mut self, outcome: &TakeOverOutcome, check_only: bool) -> String {
        match outcome.reason() {
            ErrorReason::Unspecified => {
                self.taken += 1;
                for plan in &outcome.planned {
                    self.plan(plan);
                }
                if check_only { "right".to_owned() } else { format!("taken over\t{}", outcome.case_id) }
            }
            reason => {
                self.wrong += 1;
                let problems = outcome.problems.iter().map(|problem| {
                    let choice = row::choice(&problem.field).map_or_else(String::new, |words| format!(" ({words})"));
                    format!("{} {}{choice}", problem.field, problem.problem)
                });
                let problems: Vec<_> = problems.collect();
                let why = if problems.is_empty() { outcome.message.clone() } else { problems.join("; ") };
                let open = &outcome.existing_case_id;
                let case = if open.is_empty() { String::new() } else { format!("\t{open}") };
                format!("not taken over\t{}\t{why}{case}", reason.as_str_name())
            }
        }
    }

    fn plan(&mut self, plan: &Plan) {
        let ends = |date: Option<Date>| date.and_then(|date| NaiveDate::try_from(date).ok());
        let end = ends(plan.due).or(ends(plan.target));
        let (count, first, last) = self.planned.entry(plan.step.clone()).or_default();
        *count += 1;
        *first = end.into_iter().chain(*first).min();
        *last = end.into_iter().chain(*last).max();
    }
}

fn tell(count: &Count, check_only: bool, out: &mut impl Write) -> Result<(), Error> {
    let what = if check_only { "right" } else { "taken over" };
    writeln!(out, "{} {what}, {} not", count.taken, count.wrong)?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut lines = vec![["open now", "cases", "first by", "last by"].map(str::to_owned)];
    lines.extend(
        count
            .planned
            .iter()
            .map(|(step, (cases, first, last))| [step.clone(), cases.to_string(), day(*first), day(*last)]),
    );
    if lines.len() > 1 {
        table::write(out, &lines)?;
    }
    Ok(())
}
