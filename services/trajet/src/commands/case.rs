//! `trajet case`: one case, over the services.

use std::io::Write;
use std::process::ExitCode;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Subcommand;
use serde::Serialize;
use trajet_access::Role;
use trajet_law::deadline::Step;
use uuid::Uuid;

use crate::case_at::{CaseAt, KnownAt};
use crate::cli::date;
use crate::client::Servers;
use crate::demo::standing::{Line, Standing};
use crate::demo::timeline;
use crate::error::Error;
use crate::explanation;
use crate::history;
use crate::presumption;

/// Show one case, as the advising physician sees it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Print where a case stands, or stood, in all services: categories, questionnaire, dossier, letters and every deadline.
    Show {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        at: CaseAt,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print what was recorded of a case in all services: when, who, what, and on which basis.
    History(Which),
    /// Print whether the person is presumed unfit for work on a day, by what is or was known, and every presumption of the
    /// case: its days, by what it began and by what it ends.
    Presumption(OnDay),
    Explain(Explain),
}

/// Print why a case is as it is, in all services: each deadline, waiver, referral, refusal and presumption with its rule, the figures
/// with their validity, and the facts with the event that recorded each.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    which: Which,
    /// Only this step, as the work list names it.
    #[arg(long, value_name = "STEP")]
    step: Option<Step>,
    #[command(flatten)]
    at: CaseAt,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The case.
    #[arg(value_name = "ID")]
    case: Uuid,
    #[command(flatten)]
    servers: Servers,
}

/// Where a case stands, or stood, for machines.
#[derive(Debug, Serialize)]
struct Page<'a> {
    case: Uuid,
    as_of: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
    lines: &'a [String],
    deadlines: &'a [Line],
    letters: &'a [String],
}

#[derive(Debug, clap::Args)]
struct OnDay {
    /// The day that is asked about.
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: NaiveDate,
    #[command(flatten)]
    known: KnownAt,
    #[command(flatten)]
    which: Which,
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    match args.act {
        Act::Show { which, at, json } => {
            let mut servers = which.servers.call(Role::Physician)?;
            let standing = Standing::of(&mut servers, &which.case.to_string(), at).await?;
            if json {
                let Standing { lines, letters, deadlines } = &standing;
                let CaseAt { as_of, known: KnownAt { known_at } } = at;
                let page = Page { case: which.case, as_of, known_at, lines, deadlines, letters };
                let page = serde_json::to_string_pretty(&page).map_err(std::io::Error::from)?;
                writeln!(out, "{page}")?;
            } else {
                writeln!(out, "case {}: {at}", which.case)?;
                write!(out, "{standing}")?;
            }
        }
        Act::History(which) => {
            let mut servers = which.servers.call(Role::Physician)?;
            timeline::write(out, &history::of(&mut servers, &which.case.to_string()).await?)?;
        }
        Act::Presumption(OnDay { on, known, which }) => {
            let mut servers = which.servers.call(Role::Physician)?;
            presumption::write(out, &mut servers, &which.case.to_string(), on, known).await?;
        }
        Act::Explain(asked) => return explain(asked, out).await,
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn explain(
    Explain { which, step, at, json }: Explain,
    out: &mut impl Write,
) -> Result<ExitCode, Error> {
    let mut servers = which.servers.call(Role::Physician)?;
    let step = step.map_or("", Step::code);
    let explained = explanation::of(&mut servers, &which.case.to_string(), step, at).await?;
    if json {
        let page = serde_json::to_string_pretty(&explained).map_err(std::io::Error::from)?;
        writeln!(out, "{page}")?;
    } else {
        writeln!(out, "case {}: {at}", which.case)?;
        explanation::write(out, &explained)?;
    }
    Ok(ExitCode::SUCCESS)
}
