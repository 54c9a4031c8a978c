//! `trajet verify deadlines`: a second opinion on every deadline, from the facts alone.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use chrono::NaiveDate;
use serde_json::json;
use trajet_ledger::StoreError;
use trajet_runtime::Clock;
use trajet_service::Ledgers;
use trajet_service::reconcile::{self, Reconciled, Reconciliation};

use super::{Examine, Stored};
use crate::apps::Visit;
use crate::cli;
use crate::error::Error;
use crate::platform::Service;

/// Work out again, from the facts in the ledgers, what should have been planned and fired by now, and compare it with what the
/// services hold. A deadline that is lost, double, early, wrongly dated or late is a finding, and so is a step that this
/// program cannot judge.
///
/// Stop the services first; a service that runs does the same by itself (see `trajet serve --reconcile-every`).
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Judge as of the evening of this day rather than today: for data of a simulated clock.
    #[arg(long, value_name = "DATE", value_parser = cli::date)]
    on: Option<NaiveDate>,
    /// Print one JSON object a line: each finding, then each ledger.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    stored: Stored,
}

pub(super) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let today = args.on.unwrap_or_else(|| Clock::system().today());
    let keys = args.stored.keys.load()?;
    let mut judge = Judge { out, today, json: args.json, findings: 0 };
    args.stored.examine(keys, &mut judge).await?;
    Ok(if judge.findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Judges each ledger and tells what it finds.
pub(crate) struct Judge<'o, W> {
    pub(crate) out: &'o mut W,
    pub(crate) today: NaiveDate,
    pub(crate) json: bool,
    pub(crate) findings: u64,
}

impl<W: Write> Examine for Judge<'_, W> {
    fn unopened(&mut self, service: Service, damage: &StoreError) -> Result<(), Error> {
        self.findings += 1;
        if self.json {
            writeln!(self.out, "{}", json!({"service": service.name(), "error": damage.to_string()}))?;
        } else {
            writeln!(self.out, "{service}: cannot be opened, 1 finding\n  {damage}")?;
        }
        Ok(())
    }
}

impl<W: Write> Visit for Judge<'_, W> {
    type Error = Error;

    async fn service<D: Reconciled>(&mut self, service: Service, ledgers: &Ledgers<D>) -> Result<(), Error> {
        for (_, ledger) in ledgers.all() {
            let began = Instant::now();
            let name = ledger.name();
            let mut written = Ok(());
            let judged = reconcile::ledger(ledger, self.today, |case, finding| {
                if written.is_ok() {
                    written = if self.json {
                        writeln!(
                            self.out,
                            "{}",
                            json!({
                                "service": service.name(), "ledger": name, "case": case, "step": finding.step,
                                "kind": finding.kind.code(), "expected": finding.expected, "found": finding.found,
                                "rule": finding.rule, "why": finding.why,
                            })
                        )
                    } else {
                        writeln!(self.out, "{name}: {case} {finding}")
                    };
                }
            });
            let Reconciliation { cases, erased, found } = match judged.await {
                Ok(judged) => judged,
                // What cannot be read cannot be judged: that is what was found.
                Err(damage @ StoreError::Damaged(_)) => {
                    self.unopened(service, &damage)?;
                    continue;
                }
                Err(source) => return Err(Error::Store { service: service.name(), source: Box::new(source) }),
            };
            written?;
            let findings: u64 = found.values().sum();
            self.findings += findings;
            let seconds = began.elapsed().as_secs_f64();
            if self.json {
                let found: serde_json::Map<_, _> =
                    found.iter().map(|(kind, count)| (kind.code().to_owned(), json!(count))).collect();
                writeln!(
                    self.out,
                    "{}",
                    json!({
                        "service": service.name(), "ledger": name, "on": self.today.to_string(), "cases": cases,
                        "erased": erased, "findings": findings, "found": found, "seconds": seconds,
                    })
                )?;
            } else {
                writeln!(self.out, "{name}: {cases} cases, {erased} erased, {findings} findings on {}", self.today)?;
            }
        }
        Ok(())
    }
}
