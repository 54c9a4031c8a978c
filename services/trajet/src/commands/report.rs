//! `trajet report`: the yearly message for INAMI, the indicators of a year, a month along INAMI's barometer.

mod sheet;

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use prost::Message as _;
use tonic::Streaming;
use trajet_access::Role;
use trajet_contracts::report::v1::{
    Action, BarometerReport, Figure, IndicatorReport, LedgerPart, ListActionsRequest, ListBarometerRequest,
    ListBarometerResponse, ListIndicatorsRequest, ListIndicatorsResponse, YearlyReport,
};

use crate::client::{Clients, Servers, known};
use crate::error::Error;
use crate::platform::Service;

use self::sheet::{Head, Sheet};

/// Print a report on the trajectories, computed from the ledgers alone. It ends with the place in each ledger up to which it was
/// computed: with `--up-to` those places, the message and exact figures are told again the same, to the byte.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The yearly message for INAMI: the actions of the trajectories of a calendar year (R1).
    Yearly {
        #[command(flatten)]
        year: Year,
        #[command(flatten)]
        how: How,
    },
    /// The indicators of a calendar year that the law wants studied (R6).
    Indicators {
        #[command(flatten)]
        year: Year,
        /// As an auditor is told them: not rounded.
        #[arg(long)]
        exact: bool,
        #[command(flatten)]
        how: How,
    },
    /// A month along the eight themes of INAMI's barometer (R6).
    Barometer {
        /// The month, for example 2022-12.
        #[arg(long, value_name = "YYYY-MM", value_parser = month)]
        month: (i32, i32),
        /// As an auditor is told it: not rounded.
        #[arg(long)]
        exact: bool,
        #[command(flatten)]
        how: How,
    },
}

#[derive(Debug, clap::Args)]
struct Year {
    /// The calendar year; it must be over.
    #[arg(long, value_parser = clap::value_parser!(i32).range(2022..=2059))]
    year: i32,
}

#[derive(Debug, clap::Args)]
struct How {
    /// The form of the report.
    #[arg(long, default_value = "json")]
    format: Format,
    /// Compute it up to this place in a ledger, as an earlier report names it; once for each ledger. Of figures with `--exact`
    /// alone: rounded ones of several places would tell of single events.
    #[arg(long, value_name = "CURSOR")]
    up_to: Vec<String>,
    #[command(flatten)]
    servers: Servers,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The message of `trajet.report.v1`, in the binary form of protobuf.
    Proto,
    /// JSON, one row a line.
    Json,
    /// Comma-separated values; what is no row is on lines that begin with `#`.
    Csv,
}

fn month(text: &str) -> Result<(i32, i32), String> {
    let parts = text.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2);
    let parsed = parts.and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    parsed.ok_or_else(|| "a month is written YYYY-MM".to_owned())
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    match args.what {
        What::Yearly { year: Year { year }, how } => yearly(year, &how, out).await?,
        What::Indicators { year: Year { year }, exact, how } => {
            let answers = ask_indicators(year, exact, &how).await?;
            let Answers { figures, parts, rounded_to } = answers;
            let insurer = how.servers.insurer.to_string();
            if how.format == Format::Proto {
                let report = IndicatorReport { insurer, year, rounded_to, figures, ledgers: parts };
                out.write_all(&report.encode_to_vec())?;
            } else {
                let head = Head { report: "indicators", insurer, year, month: None, rounded_to: Some(rounded_to) };
                sheet(&how, out, &head, &figures, &parts)?;
            }
        }
        What::Barometer { month: (year, month), exact, how } => {
            let answers = ask_barometer(year, month, exact, &how).await?;
            let Answers { figures, parts, rounded_to } = answers;
            let insurer = how.servers.insurer.to_string();
            if how.format == Format::Proto {
                let report = BarometerReport { insurer, year, month, rounded_to, figures, ledgers: parts };
                out.write_all(&report.encode_to_vec())?;
            } else {
                let (month, rounded_to) = (Some(month), Some(rounded_to));
                let head = Head { report: "barometer", insurer, year, month, rounded_to };
                sheet(&how, out, &head, &figures, &parts)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The actions are written as they come: a year of them is not held in memory. What cannot be asked is said before.
async fn yearly(year: i32, how: &How, out: &mut impl Write) -> Result<(), Error> {
    let mut told = Vec::new();
    for Clients { reports, .. } in &mut how.servers.call(Role::InternalSystem)? {
        let request = ListActionsRequest { year, up_to: how.up_to.clone() };
        told.extend(known(reports.list_actions(request).await)?);
    }
    let insurer = how.servers.insurer.to_string();
    let mut written = if how.format == Format::Proto {
        out.write_all(&YearlyReport { insurer, year, ..Default::default() }.encode_to_vec())?;
        Written::Proto(out)
    } else {
        let head = Head { report: "yearly", insurer, year, month: None, rounded_to: None };
        Written::Sheet(Sheet::begin(out, how.format == Format::Json, &head, &sheet::ACTIONS)?)
    };
    let mut parts = Vec::new();
    for mut answers in told {
        while let Some(answer) = answers.message().await? {
            written.actions(answer.actions)?;
            parts.extend(answer.part);
        }
    }
    whole(&parts)?;
    match written {
        Written::Proto(out) => {
            out.write_all(&YearlyReport { ledgers: parts, ..Default::default() }.encode_to_vec())?;
        }
        Written::Sheet(sheet) => sheet.end(&parts)?,
    }
    Ok(())
}

enum Written<'o, W> {
    Proto(&'o mut W),
    Sheet(Sheet<'o, W>),
}

impl<W: Write> Written<'_, W> {
    fn actions(&mut self, actions: Vec<Action>) -> Result<(), Error> {
        match self {
            Self::Proto(out) => out.write_all(&YearlyReport { actions, ..Default::default() }.encode_to_vec())?,
            Self::Sheet(sheet) => {
                for action in &actions {
                    sheet.row(&sheet::action(action))?;
                }
            }
        }
        Ok(())
    }
}

fn sheet(how: &How, out: &mut impl Write, head: &Head, figures: &[Figure], parts: &[LedgerPart]) -> Result<(), Error> {
    let mut sheet = Sheet::begin(out, how.format == Format::Json, head, &sheet::FIGURES)?;
    for figure in figures {
        sheet.row(&sheet::figure(figure))?;
    }
    sheet.end(parts)
}

/// What the servers told of figures.
struct Answers {
    figures: Vec<Figure>,
    parts: Vec<LedgerPart>,
    rounded_to: u32,
}

/// All that the servers tell, ledger by ledger.
macro_rules! answers {
    ($how:expr, $exact:expr, $method:ident, $request:expr, $response:ty) => {{
        let role = if $exact { Role::Auditor } else { Role::Manager };
        let mut told = Answers { figures: Vec::new(), parts: Vec::new(), rounded_to: 0 };
        for Clients { reports, .. } in &mut $how.servers.call(role)? {
            let Some(answers) = known(reports.$method($request).await)? else { continue };
            let mut answers: Streaming<$response> = answers;
            while let Some(answer) = answers.message().await? {
                told.figures.extend(answer.figures);
                told.parts.extend(answer.part);
                told.rounded_to = answer.rounded_to;
            }
        }
        whole(&told.parts)?;
        Ok(told)
    }};
}

async fn ask_indicators(year: i32, exact: bool, how: &How) -> Result<Answers, Error> {
    let request = || ListIndicatorsRequest { year, up_to: how.up_to.clone() };
    answers!(how, exact, list_indicators, request(), ListIndicatorsResponse)
}

async fn ask_barometer(year: i32, month: i32, exact: bool, how: &How) -> Result<Answers, Error> {
    let request = || ListBarometerRequest { year, month, up_to: how.up_to.clone() };
    answers!(how, exact, list_barometer, request(), ListBarometerResponse)
}

/// A report of which a service tells nothing, or tells twice, is none.
fn whole(parts: &[LedgerPart]) -> Result<(), Error> {
    for service in Service::ALL {
        let told = parts.iter().filter(|part| part.ledger.split('/').next() == Some(service.name())).count();
        if told != 1 {
            return Err(Error::NotWhole { service: service.name(), told });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
