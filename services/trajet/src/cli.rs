//! What can be typed.

use std::io::Write;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Parser, Subcommand};
use tonic::transport::Uri;
use trajet_law::months;

use crate::commands::{
    benefit, calendar, case, check, clock, coordinators, demo, keys, person, report, rules, serve, take_over, token,
    verify, worklist,
};
use crate::error::Error;
use crate::platform::Service;
use crate::reconciler::Schedule;

/// Trajet carries the Return To Work trajectory (Trajet Retour Au Travail, Terug Naar Werk-traject) inside a mutuality.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 120)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Calendar(calendar::Args),
    Benefit(benefit::Args),
    Check(check::Args),
    Rules(rules::Args),
    Keys(keys::Args),
    Serve(serve::Args),
    Token(token::Args),
    Clock(clock::Args),
    TakeOver(take_over::Args),
    Worklist(worklist::Args),
    Coordinators(coordinators::Args),
    Case(case::Args),
    Explain(case::Explain),
    Person(person::Args),
    Report(report::Args),
    Verify(verify::Args),
    Demo(demo::Args),
}

impl Cli {
    /// Does what was asked and says how the process ends.
    ///
    /// # Errors
    /// If it could not be done.
    pub(crate) async fn run(self, out: &mut impl Write) -> Result<ExitCode, Error> {
        match self.command {
            Command::Calendar(args) => calendar::run(&args, out),
            Command::Benefit(args) => benefit::run(&args, out),
            Command::Check(args) => check::run(&args, out),
            Command::Rules(args) => rules::run(&args, out),
            Command::Keys(args) => keys::run(&args, out),
            Command::Serve(args) => serve::run(args, out).await,
            Command::Token(args) => token::run(args, out),
            Command::Clock(args) => clock::run(args, out).await,
            Command::TakeOver(args) => take_over::run(args, out).await,
            Command::Worklist(args) => worklist::run(args, out).await,
            Command::Coordinators(args) => coordinators::run(args, out).await,
            Command::Case(args) => case::run(args, out).await,
            Command::Explain(args) => case::explain(args, out).await,
            Command::Person(args) => person::run(args, out).await,
            Command::Report(args) => report::run(args, out).await,
            Command::Verify(args) => verify::run(args, out).await,
            Command::Demo(args) => demo::run(args, out).await,
        }
    }
}

/// When deadlines are reconciled: a number of hours, or `daily`.
pub(crate) fn schedule(text: &str) -> Result<Schedule, String> {
    match (text, text.parse()) {
        ("daily", _) => Ok(Schedule::Daily),
        (_, Ok(0)) => Ok(Schedule::Never),
        (_, Ok(hours)) if hours <= 24 * 366 => Ok(Schedule::Hours(hours)),
        _ => Err("a schedule is a number of hours, or `daily`".to_owned()),
    }
}

/// A date that the platform accepts.
pub(crate) fn date(text: &str) -> Result<NaiveDate, String> {
    let date = text.parse().map_err(|_| "a date is written YYYY-MM-DD".to_owned())?;
    months::accepted(date).map_err(|error| error.to_string())
}

/// The address of a server. There is no TLS yet, so that only `http` is right.
pub(crate) fn server(text: &str) -> Result<Uri, String> {
    let uri = text.parse::<Uri>().ok();
    let usable = |uri: &Uri| uri.scheme_str() == Some("http") && uri.authority().is_some();
    uri.filter(usable).ok_or_else(|| "an address is written http://host:port".to_owned())
}

/// A service and where it is served, as `NAME=http://host:port`.
pub(crate) fn peer(text: &str) -> Result<(Service, Uri), String> {
    let (name, address) = text.split_once('=').ok_or("a peer is written NAME=http://host:port")?;
    Ok((name.parse()?, server(address)?))
}
