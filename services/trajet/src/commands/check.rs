//! `trajet check`: whether numbers are what they claim to be. It never repeats one.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use trajet_belgium::{Nihii, Niss, OrganisationNumber};

use crate::error::Error;

/// Check numbers: a line each, `ok` or `invalid` and why.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What the numbers are.
    kind: Kind,
    /// The numbers, with the usual punctuation or without.
    #[arg(required = true, value_name = "VALUE", allow_hyphen_values = true)]
    values: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// The identification number of social security (NISS, INSZ).
    Niss,
    /// The number of an enterprise or of an establishment unit (BCE, KBO).
    Bce,
    /// The number of a health care provider (NIHII: INAMI, RIZIV).
    Nihii,
}

impl Kind {
    /// What is doubtful about a number that is accepted, or why it is not.
    fn check(self, value: &str) -> Result<Option<String>, String> {
        match self {
            Self::Niss => Niss::parse(value).map(|_| None).map_err(|error| error.to_string()),
            Self::Bce => OrganisationNumber::parse(value).map(|_| None).map_err(|error| error.to_string()),
            Self::Nihii => Nihii::parse(value)
                .map(|nihii| nihii.warning().map(|warning| warning.to_string()))
                .map_err(|error| error.to_string()),
        }
    }
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let mut code = ExitCode::SUCCESS;
    for (at, value) in args.values.iter().enumerate() {
        match args.kind.check(value) {
            Ok(doubt) => {
                writeln!(out, "ok")?;
                if let Some(doubt) = doubt {
                    eprintln!("trajet: warning: value {}: {doubt}", at + 1);
                }
            }
            Err(reason) => {
                writeln!(out, "invalid: {reason}")?;
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}
