//! `trajet person`: what is held on an insured person, and who looked at it.

use std::io::Write;
use std::process::ExitCode;

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Subcommand;
use prost_types::value::Kind;
use prost_types::{Struct, Timestamp};
use serde_json::{Value, json};
use trajet_access::{Role, Subject};
use trajet_contracts::access::v1::{AccessKind, ExportMyDataRequest, HeldEntry, HeldFact, ListAccessesRequest};
use trajet_contracts::google::r#type::Date;
use uuid::Uuid;

use crate::client::{Clients, Servers, known};
use crate::error::Error;
use crate::platform::Service;

/// Tell an insured person what is held on them, and who looked at it (GDPR, article 15), from all services. It asks with the
/// person's own credential, and is recorded like every read.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Print everything that is held on a case: a JSON object a line, each with its service.
    Export(Which),
    /// Print who looked at a case and who acted on it, by service, the newest first: when, in what role, for which purpose.
    Accesses(Which),
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
    let (Act::Export(which) | Act::Accesses(which)) = &args.act;
    let case_id = which.case.to_string();
    let subject: Subject = case_id.parse().expect("an identifier of a case is one of a caller");
    let mut servers = which.servers.call_as(Role::InsuredPerson, &subject)?;
    let mut found = false;
    for service in Service::ALL {
        for server in &mut servers {
            let told = match args.act {
                Act::Export(_) => export(server, service, &case_id, out).await?,
                Act::Accesses(_) => accesses(server, service, &case_id, out).await?,
            };
            found |= told;
            if told {
                break;
            }
        }
    }
    if found { Ok(ExitCode::SUCCESS) } else { Err(tonic::Status::not_found("there is no such case").into()) }
}

/// Whether the server told what the service holds.
async fn export(server: &mut Clients, service: Service, case_id: &str, out: &mut impl Write) -> Result<bool, Error> {
    let request = ExportMyDataRequest { service: service.name().to_owned(), case_id: case_id.to_owned() };
    let Some(mut parts) = known(server.access.export_my_data(request).await)? else { return Ok(false) };
    let service = service.name();
    while let Some(part) = parts.message().await? {
        for entry in part.entries {
            writeln!(out, "{}", json!({ "service": service, "entry": told_entry(entry) }))?;
        }
        for fact in part.facts {
            writeln!(out, "{}", json!({ "service": service, "waits": told_fact(&fact) }))?;
        }
        if let Some(standing) = part.standing {
            writeln!(out, "{}", json!({ "service": service, "standing": told(standing) }))?;
        }
    }
    Ok(true)
}

/// Whether the server told who looked.
async fn accesses(server: &mut Clients, service: Service, case_id: &str, out: &mut impl Write) -> Result<bool, Error> {
    let mut page_token = String::new();
    loop {
        let (service, case_id) = (service.name().to_owned(), case_id.to_owned());
        let request = ListAccessesRequest { service: service.clone(), case_id, page_size: 0, page_token };
        let Some(page) = known(server.access.list_accesses(request).await)? else { return Ok(false) };
        for access in page.accesses {
            let kind = if access.kind() == AccessKind::Read { "read" } else { "act" };
            let (at, role, purpose) = (instant(access.at), access.role, access.purpose);
            writeln!(out, "{at}  {service:13}  {kind:4}  {role:15}  {purpose:13}  {}", access.what)?;
        }
        if page.next_page_token.is_empty() {
            return Ok(true);
        }
        page_token = page.next_page_token;
    }
}

fn told_entry(entry: HeldEntry) -> Value {
    json!({
        "position": entry.position,
        "kind": entry.kind,
        "effective_on": day(entry.effective_on),
        "recorded_at": instant(entry.recorded_at),
        "role": entry.role,
        "basis": entry.basis,
        "summary": entry.summary,
        "values": entry.values.map(told),
    })
}

fn told_fact(fact: &HeldFact) -> Value {
    json!({
        "source": fact.source,
        "position": fact.position,
        "fact": fact.fact,
        "because": fact.because,
        "parked_on": day(fact.parked_on),
    })
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|Date { year, month, day }| format!("{year:04}-{month:02}-{day:02}"))
}

fn instant(at: Option<Timestamp>) -> String {
    let at = at.and_then(|at| DateTime::<Utc>::from_timestamp(at.seconds, at.nanos.unsigned_abs()));
    at.unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn told(values: Struct) -> Value {
    values
        .fields
        .into_iter()
        .map(|(name, value)| (name, told_value(value.kind)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// A number without a fraction, as it was recorded.
fn whole(number: f64) -> Option<i64> {
    format!("{number}").parse().ok()
}

fn told_value(kind: Option<Kind>) -> Value {
    match kind {
        None | Some(Kind::NullValue(_)) => Value::Null,
        Some(Kind::BoolValue(is)) => is.into(),
        Some(Kind::NumberValue(number)) => whole(number).map_or_else(|| number.into(), Value::from),
        Some(Kind::StringValue(text)) => text.into(),
        Some(Kind::ListValue(list)) => list.values.into_iter().map(|value| told_value(value.kind)).collect(),
        Some(Kind::StructValue(values)) => told(values),
    }
}
