//! `trajet case`: one case, over the services.

use std::io::Write;
use std::process::ExitCode;

use clap::Subcommand;
use trajet_access::Role;
use uuid::Uuid;

use crate::client::Servers;
use crate::demo::standing::Standing;
use crate::demo::timeline;
use crate::error::Error;
use crate::history;

/// Show one case, as the advising physician sees it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Print where a case stands in all services: categories, questionnaire, dossier, letters and every deadline.
    Show(Which),
    /// Print what was recorded of a case in all services: when, who, what, and on which basis.
    History(Which),
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The case.
    #[arg(value_name = "ID")]
    case: Uuid,
    #[command(flatten)]
    servers: Servers,
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let (Act::Show(which) | Act::History(which)) = &args.act;
    let case_id = which.case.to_string();
    let mut servers = which.servers.call(Role::Physician)?;
    match &args.act {
        Act::Show(_) => write!(out, "{}", Standing::of(&mut servers, &case_id).await?)?,
        Act::History(_) => timeline::write(out, &history::of(&mut servers, &case_id).await?)?,
    }
    Ok(ExitCode::SUCCESS)
}
