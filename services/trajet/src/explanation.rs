//! Why a case is as it is, over the services: as text and for machines.

use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::dossier::v1 as dossier;
use trajet_contracts::explain::v1::{Days, Explanation, Fact, Figure, Recorded};
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1 as questionnaire;

use crate::case_at::CaseAt;
use crate::client::{Clients, known};
use crate::demo::named::name;
use crate::error::Error;
use crate::platform::Service;

/// What one service decided, and why.
#[derive(Debug, Serialize)]
pub(crate) struct Why {
    service: &'static str,
    subject: String,
    step: Option<String>,
    number: u32,
    rule: String,
    citation: String,
    figures: Vec<Used>,
    facts: Vec<RestsOn>,
    on: Option<NaiveDate>,
    days: Dates,
    /// The days in whose place these stand.
    before: Option<Dates>,
    /// Whether the law, asked again, gives the same days of the same facts.
    counted_again: Option<bool>,
    law_of: Option<NaiveDate>,
    recorded: Event,
    /// What was refused, where something was.
    refused: Option<String>,
    sentence: String,
}

/// A figure with its validity.
#[derive(Debug, Serialize)]
struct Used {
    parameter: String,
    value: u32,
    version: String,
    valid_from: Option<NaiveDate>,
    valid_until: Option<NaiveDate>,
    source: String,
}

/// A fact with the event that recorded it.
#[derive(Debug, Serialize)]
struct RestsOn {
    kind: String,
    on: Option<NaiveDate>,
    recorded: Option<Event>,
}

/// An event of a service's history.
#[derive(Debug, Serialize)]
struct Event {
    position: u64,
    version: u64,
    kind: String,
    recorded_at: DateTime<Utc>,
    role: String,
}

/// Days that were decided on.
#[derive(Debug, Serialize)]
struct Dates {
    opens: Option<NaiveDate>,
    due: Option<NaiveDate>,
    warn_on: Option<NaiveDate>,
    target: Option<NaiveDate>,
    first_day: Option<NaiveDate>,
    last_day: Option<NaiveDate>,
}

/// The explanations of one service of one server; nothing if the server does not run it or does not know the case.
macro_rules! asked {
    ($client:expr, $contract:ident, $service:expr, $which:expr) => {{
        let (case_id, step, (as_of, known_at)) = $which;
        let request = $contract::ExplainCaseRequest { case_id, step, as_of, known_at, ..Default::default() };
        let answer = known($client.explain_case(request).await)?;
        answer.map(|it| it.explanations.into_iter().map(|one| Why::of($service, one)).collect::<Vec<_>>())
    }};
}

/// What each service explains of a case, the earliest recorded first.
///
/// # Errors
/// If a server fails, or none knows the case.
pub(crate) async fn of(servers: &mut [Clients], case_id: &str, step: &str, at: CaseAt) -> Result<Vec<Why>, Error> {
    let mut answers: Vec<Option<Vec<Why>>> = Vec::new();
    for clients in servers {
        let which = || (case_id.to_owned(), step.to_owned(), at.told());
        answers.push(asked!(clients.assessment, assessment, Service::Assessment, which()));
        answers.push(asked!(clients.questionnaire, questionnaire, Service::Questionnaire, which()));
        answers.push(asked!(clients.dossier, dossier, Service::Dossier, which()));
    }
    if answers.iter().all(Option::is_none) {
        return Err(tonic::Status::not_found("there is no such case").into());
    }
    let mut explained: Vec<Why> = answers.into_iter().flatten().flatten().collect();
    explained.sort_by_key(|why| why.recorded.recorded_at);
    Ok(explained)
}

/// Writes each as its sentence, with the text of the law, the figures and the facts below.
pub(crate) fn write(out: &mut impl Write, explained: &[Why]) -> Result<(), Error> {
    for why in explained {
        let Why { service, sentence, rule, citation, figures, facts, recorded, .. } = why;
        writeln!(out, "{service}: {sentence}")?;
        writeln!(out, "  rule {rule}: {citation}")?;
        for Used { version, value, valid_from, valid_until, source, .. } in figures {
            writeln!(
                out,
                "  figure {version} is {value}, valid{}{}: {source}",
                day(" from ", *valid_from),
                day(" to ", *valid_until)
            )?;
        }
        for RestsOn { kind, on, recorded } in facts {
            let told =
                recorded.as_ref().map_or_else(|| ", not recorded here".to_owned(), |it| format!(", {}", it.line()));
            writeln!(out, "  fact {kind}{}{told}", day(" ", *on))?;
        }
        if why.counted_again == Some(false) {
            writeln!(out, "  counted again, the law gives other days")?;
        }
        writeln!(out, "  {}", recorded.line())?;
    }
    Ok(())
}

fn day(word: &str, day: Option<NaiveDate>) -> String {
    day.map(|day| format!("{word}{day}")).unwrap_or_default()
}

impl Event {
    fn line(&self) -> String {
        let Self { position, kind, recorded_at, role, .. } = self;
        let on = trajet_law::brussels::date_of(*recorded_at);
        format!("recorded on {on} by {role} as {kind}, event {position}")
    }
}

impl Why {
    fn of(service: Service, one: Explanation) -> Self {
        let subject = name(one.subject().as_str_name(), "SUBJECT");
        let basis = one.basis.unwrap_or_default();
        Self {
            service: service.name(),
            subject,
            step: Some(one.step).filter(|step| !step.is_empty()),
            number: one.number,
            rule: basis.rule,
            citation: basis.citation,
            figures: one.figures.into_iter().map(Used::from).collect(),
            facts: one.facts.into_iter().map(RestsOn::from).collect(),
            on: date(one.on),
            days: one.days.unwrap_or_default().into(),
            before: one.before.map(Dates::from),
            counted_again: one.counted_again,
            law_of: date(one.law_of),
            recorded: one.recorded.unwrap_or_default().into(),
            refused: Some(one.refused).filter(|refused| !refused.is_empty()),
            sentence: one.sentence,
        }
    }
}

impl From<Figure> for Used {
    fn from(figure: Figure) -> Self {
        let Figure { parameter, value, version, valid_from, valid_until, source } = figure;
        Self { parameter, value, version, valid_from: date(valid_from), valid_until: date(valid_until), source }
    }
}

impl From<Fact> for RestsOn {
    fn from(fact: Fact) -> Self {
        Self { kind: fact.kind, on: date(fact.happened_on), recorded: fact.recorded.map(Event::from) }
    }
}

impl From<Recorded> for Event {
    fn from(recorded: Recorded) -> Self {
        let Recorded { position, version, kind, recorded_at, role } = recorded;
        let at = recorded_at.unwrap_or_default();
        let nanos = at.nanos.try_into().unwrap_or_default();
        let recorded_at = DateTime::from_timestamp(at.seconds, nanos).unwrap_or_default();
        Self { position, version, kind, recorded_at, role }
    }
}

impl From<Days> for Dates {
    fn from(days: Days) -> Self {
        Self {
            opens: date(days.opens),
            due: date(days.due),
            warn_on: date(days.warn_on),
            target: date(days.target),
            first_day: date(days.first_day),
            last_day: date(days.last_day),
        }
    }
}

fn date(day: Option<Date>) -> Option<NaiveDate> {
    day.and_then(|day| day.try_into().ok())
}
