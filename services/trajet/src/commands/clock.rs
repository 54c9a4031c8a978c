//! `trajet clock`: the simulated clock of a platform, over all its processes.

use std::io::Write;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Subcommand;

use crate::cli;
use crate::client::Servers;
use crate::days::Days;
use crate::error::Error;

/// Show or advance the simulated clock of all servers of a platform.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Print the day of each server.
    Show {
        #[command(flatten)]
        servers: Servers,
    },
    /// Go on day by day: a day begins when the one before has ended on every server.
    Advance {
        /// The day to go to.
        #[arg(long, value_name = "DATE", value_parser = cli::date)]
        to: NaiveDate,
        #[command(flatten)]
        servers: Servers,
    },
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let (Act::Show { servers } | Act::Advance { servers, .. }) = &args.act;
    let mut days = Days::of(&servers.server, &servers.keys.tokens()?, servers.insurer);
    if let Act::Advance { to, .. } = args.act {
        days.advance(to).await?;
    }
    for (server, shown) in servers.server.iter().zip(days.shown().await?) {
        writeln!(out, "{shown} {}", server.authority().map_or("", |authority| authority.as_str()))?;
    }
    Ok(ExitCode::SUCCESS)
}
