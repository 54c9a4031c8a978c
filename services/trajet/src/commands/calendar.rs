//! `trajet calendar`: the legal calendar of an incapacity, without a case.

use std::io::Write;
use std::process::ExitCode;

use chrono::NaiveDate;
use serde::Serialize;
use trajet_law::calendar::legal_calendar;
use trajet_law::deadline::Plan;

use crate::error::Error;
use crate::{cli, table};

/// Print the legal calendar of an incapacity: every step with its days, who acts, and the text that sets it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The first day of incapacity, YYYY-MM-DD.
    #[arg(long, value_name = "DATE", value_parser = cli::date)]
    incapacity_start: NaiveDate,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A step as it is printed. The days are ISO dates, or null where the rule gives none.
#[derive(Debug, Serialize)]
struct Row {
    step: &'static str,
    opens: Option<NaiveDate>,
    due: Option<NaiveDate>,
    target: Option<NaiveDate>,
    actor: &'static str,
    basis: String,
}

impl Row {
    fn of(plan: &Plan) -> Self {
        Self {
            step: plan.step.code(),
            opens: plan.opens,
            due: plan.due,
            target: plan.target,
            actor: plan.actor.code(),
            basis: format!("{} ({})", plan.rule.id(), plan.rule.source()),
        }
    }
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let rows: Vec<Row> = legal_calendar(args.incapacity_start).iter().map(Row::of).collect();
    if args.json {
        let json = serde_json::to_string_pretty(&rows).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    } else {
        let date = |date: Option<NaiveDate>| date.map_or_else(|| "-".to_owned(), |date| date.to_string());
        let head = ["step", "opens", "due", "target", "actor", "basis"].map(str::to_owned);
        let lines = rows.into_iter().map(|Row { step, opens, due, target, actor, basis }| {
            [step.to_owned(), date(opens), date(due), date(target), actor.to_owned(), basis]
        });
        table::write(out, &std::iter::once(head).chain(lines).collect::<Vec<_>>())?;
    }
    Ok(ExitCode::SUCCESS)
}
