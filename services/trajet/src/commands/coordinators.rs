//! `trajet coordinators`: who can be given dossiers, and which dossiers are to be given to others.

use std::io::Write;
use std::process::ExitCode;

use chrono::NaiveDate;
use trajet_access::Role;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1::{
    CoordinatorLack, CoordinatorWarning, DossierToReassign, ListCoordinatorsRequest, ListDossiersToReassignRequest,
    QualificationState, RegisteredCoordinator,
};
use trajet_contracts::google::r#type::Date;

use crate::cli;
use crate::client::{Clients, Servers, known};
use crate::error::Error;
use crate::table;

/// Print the coordinators and where each stands, or the dossiers whose coordinator cannot be given dossiers any more.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The dossiers that are to be given to others, rather than the coordinators.
    #[arg(long)]
    reassign: bool,
    /// On this day; today if it is not given.
    #[arg(long, value_name = "DAY", value_parser = cli::date)]
    on: Option<NaiveDate>,
    #[command(flatten)]
    servers: Servers,
}

/// All pages of a list.
macro_rules! all {
    ($client:expr, $method:ident, $request:ident, $args:expr, $field:ident) => {{
        let mut rows = Vec::new();
        let mut request = $request { on: $args.on.map(to_proto), page_size: 200, ..Default::default() };
        while let Some(page) = known($client.$method(request.clone()).await)? {
            rows.extend(page.$field);
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        rows
    }};
}

pub(crate) async fn run(args: Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let (mut coordinators, mut dossiers) = (Vec::new(), Vec::new());
    for Clients { coordinators: client, .. } in &mut args.servers.call(Role::Manager)? {
        if args.reassign {
            dossiers.extend(all!(client, list_dossiers_to_reassign, ListDossiersToReassignRequest, args, dossiers));
        } else {
            coordinators.extend(all!(client, list_coordinators, ListCoordinatorsRequest, args, coordinators));
        }
    }
    if args.reassign && dossiers.is_empty() {
        writeln!(out, "no dossier is to be given to another coordinator")?;
    } else if args.reassign {
        let heading = ["coordinator", "since", "case", "lacks"].map(str::to_owned);
        let rows: Vec<_> = std::iter::once(heading).chain(dossiers.iter().map(dossier)).collect();
        table::write(out, &rows)?;
    } else if coordinators.is_empty() {
        writeln!(out, "no coordinator is registered")?;
    } else {
        let heading = ["coordinator", "standing", "intervision", "warning"].map(str::to_owned);
        let rows: Vec<_> = std::iter::once(heading).chain(coordinators.iter().map(coordinator)).collect();
        table::write(out, &rows)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn coordinator(found: &RegisteredCoordinator) -> [String; 4] {
    let registration = found.registration.clone().unwrap_or_default();
    let standing = found.standing.clone().unwrap_or_default();
    let stands = match standing.state() {
        QualificationState::Certified => format!("certified since {}", day(registration.certified_on)),
        QualificationState::Provisional => format!("provisional until {}", day(standing.certify_by)),
        QualificationState::NotQualified | QualificationState::Unspecified => {
            let rule = standing.basis.clone().unwrap_or_default().rule;
            format!("not qualified: {} ({rule})", lacks(standing.lack()))
        }
    };
    let year = standing.intervision.unwrap_or_default();
    let intervision = format!("{}: {} of {}, {} left", year.year, year.attended, year.required, year.left);
    let warning = match standing.warning() {
        CoordinatorWarning::Unspecified => "",
        CoordinatorWarning::Certification => "the certificate is due soon",
        CoordinatorWarning::Intervision => "every moment left is needed",
    };
    [registration.coordinator, stands, intervision, warning.to_owned()]
}

fn dossier(found: &DossierToReassign) -> [String; 4] {
    [found.coordinator.clone(), day(found.assigned_on), found.case_id.clone(), lacks(found.lack()).to_owned()]
}

const fn lacks(lack: CoordinatorLack) -> &'static str {
    match lack {
        CoordinatorLack::Unspecified => "-",
        CoordinatorLack::NotInFunction => "not in function yet",
        CoordinatorLack::FunctionEnded => "function ended",
        CoordinatorLack::Degree => "no degree of level B",
        CoordinatorLack::Certificate => "no certificate in time",
        CoordinatorLack::Intervision => "not enough intervision",
    }
}

fn day(date: Option<Date>) -> String {
    let day = date.and_then(|date| NaiveDate::try_from(date).ok());
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}
