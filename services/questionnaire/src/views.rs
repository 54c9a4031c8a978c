//! What the tables show of a case.

use trajet_ledger::{Kind, Ledger, OnConflict, ParkedFact, Row, SchemaStep, StoreError, Table, Value, on};
use trajet_questionnaire_domain::{self as domain, Fact, State};
use trajet_service::file_access;
use trajet_service::work::{self, Person};
use uuid::Uuid;

use crate::ledger::Questionnaire;

/// The steps that make the tables.
pub(crate) static SCHEMA: [SchemaStep; 3] =
    [work::SCHEMA, SchemaStep::same(101, "help", include_str!("../migrations/help.sql")), file_access::SCHEMA];

/// The tables.
pub(crate) static TABLES: [&Table; 5] = [work::TABLES[0], work::TABLES[1], work::TABLES[2], work::TABLES[3], &HELP];

/// The staff member to whom the help with the last sending of a case is delegated, while there is something to help with.
pub(crate) static HELP: Table = Table {
    name: "help",
    key: 1,
    columns: &[("stream", Kind::Id), ("delegate", Kind::Text)],
    on_conflict: OnConflict::Replace,
};

/// Every row that the tables hold for a case in this state.
pub(crate) fn rows(service: &Questionnaire, stream: Uuid, state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(recognition) = &state.recognition {
        let person = &recognition.person;
        let shown = Person {
            niss: &person.niss,
            surname: &person.surname,
            first_names: &person.first_names,
            language: person.language,
            invalid_from: None,
            file: &state.file,
        };
        rows.extend(work::rows(&service.pseudonyms, stream, &shown, &state.deadlines));
    }
    rows.extend(file_access::rows(stream, &state.file));
    rows.extend(domain::timers(state).iter().map(|timer| Row::timer(stream, timer.kind.code(), timer.fire_on)));
    if let Some(delegate) = state.delegate() {
        rows.push(Row::new(&HELP, vec![Value::Id(stream), Value::Text(delegate.0.clone())]));
    }
    rows.extend(state.parked.iter().map(|(fact, because)| {
        let kind = match fact {
            Fact::Recognised(_) => "recognised",
            Fact::Represented { .. } => "represented",
            Fact::TrackStarted { .. } => "track_started",
            Fact::TrackEnded { .. } => "track_ended",
            Fact::Corrected(_) => "start_corrected",
            Fact::Ended { .. } => "ended",
            Fact::TrajectoryRequested { .. } => "trajectory_requested",
            Fact::TrajectoryEnded { .. } => "trajectory_ended",
        };
        let source = fact.source();
        let parked = ParkedFact {
            source: &source.ledger,
            position: i64::try_from(source.position).unwrap_or(i64::MAX),
            fact: kind,
            because: because.code(),
            parked_on: fact.effective_on(),
        };
        Row::parked_fact(stream, &parked)
    }));
    rows
}

/// Whether the help in a case is delegated to this staff member.
pub(crate) async fn is_delegated(ledger: &Ledger<Questionnaire>, stream: Uuid, to: &str) -> Result<bool, StoreError> {
    const DELEGATED: &str = "SELECT delegate FROM help WHERE ledger = $1 AND stream = $2 AND delegate = $3";
    let row: Option<(String,)> = on!(ledger.db(), |pool| sqlx::query_as(DELEGATED)
        .bind(ledger.name())
        .bind(stream)
        .bind(to)
        .fetch_optional(pool)
        .await?);
    Ok(row.is_some())
}
