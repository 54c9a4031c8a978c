//! `trajet worklist`: what is to be done, soon, now or late.

mod merge;

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use trajet_access::Role;
use trajet_contracts::r#type::v1::{Actor, WorkRow};
use trajet_contracts::{assessment, dossier, questionnaire};
use trajet_law::deadline::Step;

use crate::client::{Clients, Servers, known};
use crate::error::Error;
use crate::table;

/// Print the work list of a role: the open deadlines of all services, person by person, the earliest last day first.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Whose list.
    #[arg(long)]
    role: Whose,
    /// How many days ahead are soon.
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(i32).range(0..=90))]
    soon: i32,
    /// Only what is late, or will be within so many days if nobody acts.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i32).range(0..=90))]
    late_within: Option<i32>,
    /// Only what was escalated to managers. A manager sees no other.
    #[arg(long)]
    escalated: bool,
    /// Only this step, for example `first_estimate`; several may be named.
    #[arg(long, value_name = "CODE", value_parser = step)]
    step: Vec<Step>,
    /// How many there are of each step, how many of them are late or were escalated, and by when, rather than each of them.
    #[arg(long)]
    count: bool,
    /// Only whom one line of standard input tells: an identification number, or words of a name. As an argument, others
    /// could read it in the list of processes.
    #[arg(long)]
    person: bool,
    #[command(flatten)]
    servers: Servers,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Whose {
    /// The advising physician's.
    Physician,
    /// The Return To Work coordinator's.
    Coordinator,
    /// What a member of the multidisciplinary team prepares.
    TeamMember,
    /// What was escalated to a manager.
    Manager,
}

impl Whose {
    fn role(self) -> Role {
        match self {
            Self::Physician => Role::Physician,
            Self::Coordinator => Role::Coordinator,
            Self::TeamMember => Role::TeamMember,
            Self::Manager => Role::Manager,
        }
    }

    /// Who must act: nobody named means all that the role may see.
    fn actors(self) -> Vec<i32> {
        match self {
            Self::Physician => vec![Actor::Physician.into()],
            Self::Coordinator => vec![Actor::Coordinator.into()],
            Self::TeamMember | Self::Manager => Vec::new(),
        }
    }
}

fn step(code: &str) -> Result<Step, String> {
    code.parse().map_err(|_| {
        let codes: Vec<&str> = Step::ALL.iter().map(|step| step.code()).collect();
        format!("a step is one of {}", codes.join(", "))
    })
}

/// All pages of what a service lists.
macro_rules! all {
    ($client:expr, $package:ident, $args:expr, $who:expr) => {{
        let mut rows: Vec<WorkRow> = Vec::new();
        let (niss, name) = $who.clone();
        let mut request = $package::v1::ListWorkRequest {
            actors: $args.role.actors(),
            soon_within_days: Some($args.soon),
            page_size: 200,
            steps: $args.step.iter().map(|step| step.code().to_owned()).collect(),
            late_within_days: $args.late_within,
            escalated_only: $args.escalated,
            niss,
            name,
            ..Default::default()
        };
        while let Some(page) = known($client.list_work(request.clone()).await)? {
            rows.extend(page.rows);
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        rows
    }};
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let who = if args.person { person()? } else { Default::default() };
    let mut rows = Vec::new();
    for Clients { assessment, questionnaire, dossier, .. } in &mut args.servers.call(args.role.role())? {
        if args.role != Whose::Coordinator {
            rows.extend(all!(assessment, assessment, args, who));
        }
        if args.role != Whose::TeamMember {
            rows.extend(all!(questionnaire, questionnaire, args, who));
            rows.extend(all!(dossier, dossier, args, who));
        }
    }
    if args.count {
        table::write(out, &merge::counts(rows))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut lines = merge::lines(rows);
    if lines.is_empty() {
        writeln!(out, "nothing to do within {} days", args.late_within.unwrap_or(args.soon))?;
        return Ok(ExitCode::SUCCESS);
    }
    lines.insert(0, ["by", "standing", "step", "person", "case", "basis"].map(str::to_owned));
    table::write(out, &lines)?;
    Ok(ExitCode::SUCCESS)
}

/// Asks whom the list is about: an identification number, or else a name.
fn person() -> Result<(String, String), Error> {
    let input = io::stdin();
    if input.is_terminal() {
        write!(io::stderr(), "identification number or name: ")?;
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).map_err(|_| Error::PersonNotTold)?;
    let asked = line.trim().to_owned();
    if asked.is_empty() {
        return Err(Error::PersonNotTold);
    }
    let is_number = asked.chars().any(|letter| letter.is_ascii_digit());
    Ok(if is_number { (asked, String::new()) } else { (String::new(), asked) })
}
