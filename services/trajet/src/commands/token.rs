//! `trajet token`: a development token.

use std::io::Write;
use std::process::ExitCode;

use chrono::TimeDelta;
use trajet_access::{Caller, Insurer, Role, Subject};
use trajet_belgium::EnterpriseNumber;
use trajet_runtime::machine_now;

use crate::data::KeysAt;
use crate::error::Error;
use crate::peers::ORGANISATION;

/// Print a development token, to be sent as `authorization: Bearer TOKEN`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// In what role: physician, coordinator, delegate, manager, team-member, insured-person, representative, partner-agent,
    /// internal-system, inami, auditor, operator or service.
    #[arg(long)]
    role: Role,
    /// Who: an opaque identifier that says nothing of a person.
    #[arg(long, value_name = "ID")]
    subject: Subject,
    /// The insurer.
    #[arg(long, value_name = "CODE", default_value = "300")]
    insurer: Insurer,
    /// The enterprise number of the organisation.
    #[arg(long, value_name = "BCE", default_value = ORGANISATION)]
    organisation: EnterpriseNumber,
    /// For how long.
    #[arg(long, value_name = "HOURS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=8_760))]
    valid_for: u32,
    #[command(flatten)]
    keys: KeysAt,
}

pub(crate) fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let Args { role, subject, insurer, organisation, valid_for, keys } = args;
    let expires = machine_now() + TimeDelta::hours(valid_for.into());
    let token = keys.tokens()?.issue(&Caller { subject, role, insurer, organisation }, expires);
    writeln!(out, "{token}")?;
    Ok(ExitCode::SUCCESS)
}
