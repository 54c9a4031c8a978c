//! Whether a person is presumed unfit for work on a day, as text.

use std::io::Write;

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1::{GetPresumptionRequest, Presumption};
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1::LegalSource;

use crate::case_at::KnownAt;
use crate::client::{Clients, known};
use crate::demo::named::name;
use crate::error::Error;

/// Writes the answer for a day, by what was known, with every presumption of the case.
///
/// # Errors
/// If a server fails, or none knows the case.
pub(crate) async fn write(
    out: &mut impl Write,
    servers: &mut [Clients],
    case_id: &str,
    on: NaiveDate,
    at: KnownAt,
) -> Result<(), Error> {
    for clients in servers {
        let request = GetPresumptionRequest {
            case_id: case_id.to_owned(),
            on: Some(to_proto(on)),
            known_at: at.told(),
            ..Default::default()
        };
        let Some(answer) = known(clients.dossier.get_presumption(request).await)? else { continue };
        let presumed = if answer.presumed { "presumed" } else { "not presumed" };
        write!(out, "{on}: incapacity is {presumed}")?;
        if at.known_at.is_some() {
            write!(out, ", by what was {at}")?;
        }
        writeln!(out)?;
        for one in &answer.covering {
            writeln!(out, "{}", line(one))?;
        }
        for one in &answer.others {
            writeln!(out, "another day: {}", line(one))?;
        }
        return Ok(());
    }
    Err(tonic::Status::not_found("there is no such case").into())
}

/// A presumption in one line: by what it began, its days, and by what it ends.
pub(crate) fn line(one: &Presumption) -> String {
    let kind = name(one.kind().as_str_name(), "PRESUMPTION_KIND");
    let day = |date: Option<Date>| {
        let date = date.and_then(|date| NaiveDate::try_from(date).ok());
        date.map_or_else(|| "no day that is known".to_owned(), |date| date.to_string())
    };
    let source = |source: &Option<LegalSource>| match source {
        Some(LegalSource { rule, citation, .. }) if !citation.is_empty() => format!(" ({rule}: {citation})"),
        Some(LegalSource { rule, .. }) => format!(" ({rule})"),
        None => String::new(),
    };
    let (first, last) = (day(one.first_day), day(one.last_day));
    format!(
        "presumption {} ({kind}) from {first}{} to {last}{}",
        one.number,
        source(&one.begun_by),
        source(&one.ends_by)
    )
}
