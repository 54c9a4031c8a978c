//! `trajet worklist`: what is to be done, soon, now or late.

use std::io::Write;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::ValueEnum;
use trajet_access::Role;
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1 as questionnaire;
use trajet_contracts::r#type::v1::{Actor, Standing, WorkRow};

use crate::client::{Clients, Servers, known};
use crate::error::Error;
use crate::table;

/// Print the work list of a role: its open deadlines, the earliest last day first.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Whose list.
    #[arg(long)]
    role: Whose,
    /// How many days ahead are soon.
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = clap::value_parser!(i32).range(0..=90))]
    soon: i32,
    #[command(flatten)]
    servers: Servers,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Whose {
    /// The advising physician's.
    Physician,
    /// The Return To Work coordinator's.
    Coordinator,
}

impl Whose {
    fn role(self) -> Role {
        match self {
            Self::Physician => Role::Physician,
            Self::Coordinator => Role::Coordinator,
        }
    }

    fn actor(self) -> i32 {
        match self {
            Self::Physician => Actor::Physician.into(),
            Self::Coordinator => Actor::Coordinator.into(),
        }
    }
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let mut rows = Vec::new();
    for clients in &mut args.servers.call(args.role.role())? {
        if matches!(args.role, Whose::Physician) {
            rows.append(&mut of_assessment(clients, args.role.actor(), args.soon).await?);
        }
        rows.append(&mut of_questionnaire(clients, args.role.actor(), args.soon).await?);
    }
    let mut lines: Vec<_> = rows.iter().flat_map(lines).collect();
    if lines.is_empty() {
        writeln!(out, "nothing to do within {} days", args.soon)?;
        return Ok(ExitCode::SUCCESS);
    }
    // The day is written so that its text sorts; what has none comes last.
    lines.sort();
    lines.insert(0, ["by", "standing", "step", "person", "case", "basis"].map(str::to_owned));
    table::write(out, &lines)?;
    Ok(ExitCode::SUCCESS)
}

async fn of_assessment(clients: &mut Clients, actor: i32, soon: i32) -> Result<Vec<WorkRow>, Error> {
    let mut rows = Vec::new();
    let mut request = assessment::ListWorkRequest {
        actors: vec![actor],
        soon_within_days: Some(soon),
        page_size: 200,
        ..Default::default()
    };
    while let Some(page) = known(clients.assessment.list_work(request.clone()).await)? {
        rows.extend(page.rows);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    Ok(rows)
}

async fn of_questionnaire(clients: &mut Clients, actor: i32, soon: i32) -> Result<Vec<WorkRow>, Error> {
    let mut rows = Vec::new();
    let mut request = questionnaire::ListWorkRequest {
        actors: vec![actor],
        soon_within_days: Some(soon),
        page_size: 200,
        ..Default::default()
    };
    while let Some(page) = known(clients.questionnaire.list_work(request.clone()).await)? {
        rows.extend(page.rows);
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
    }
    Ok(rows)
}

fn lines(row: &WorkRow) -> Vec<[String; 6]> {
    let name = row.name.clone().unwrap_or_default();
    let person = format!("{} {}", name.surname, name.first_names).trim_end().to_owned();
    let line = |item: &trajet_contracts::r#type::v1::WorkItem| {
        let plan = item.deadline.clone().and_then(|deadline| deadline.plan).unwrap_or_default();
        let standing = match item.standing() {
            Standing::Late => "late",
            Standing::Due => "due",
            Standing::Soon => "soon",
            Standing::Unspecified => "-",
        };
        let by = match (day(plan.due), day(plan.target)) {
            (Some(due), _) => due.to_string(),
            (None, Some(target)) => format!("{target} (target)"),
            (None, None) => "-".to_owned(),
        };
        let basis = plan.basis.unwrap_or_default().rule;
        [by, standing.to_owned(), plan.step, person.clone(), item.case_id.clone(), basis]
    };
    row.items.iter().map(line).collect()
}

fn day(date: Option<Date>) -> Option<NaiveDate> {
    date.and_then(|date| date.try_into().ok())
}
