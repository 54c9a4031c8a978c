//! What the tables show of a case.

use trajet_dossier_domain::{self as domain, Registry, State};
use trajet_law::primary_incapacity::invalidity_plan;
use trajet_ledger::{Kind, OnConflict, ParkedFact, Row, SchemaStep, Table, Value};
use trajet_service::file_access;
use trajet_service::work::{self, Person};
use uuid::Uuid;

use crate::ledger::Dossier;
use crate::stored::fact_kind;

/// The steps that make the tables.
pub(crate) static SCHEMA: [SchemaStep; 4] = [
    work::SCHEMA,
    SchemaStep::same(101, "coordinators", include_str!("../migrations/coordinators.sql")),
    file_access::SCHEMA,
    SchemaStep::same(111, "restricted assignments", include_str!("../migrations/restricted.sql")),
];

/// The tables.
pub(crate) static TABLES: [&Table; 6] =
    [work::TABLES[0], work::TABLES[1], work::TABLES[2], work::TABLES[3], &COORDINATOR, &ASSIGNMENT];

static COORDINATOR: Table = Table {
    name: "coordinator",
    key: 1,
    columns: &[("stream", Kind::Id), ("subject", Kind::Text)],
    on_conflict: OnConflict::Replace,
};

static ASSIGNMENT: Table = Table {
    name: "assignment",
    key: 1,
    columns: &[
        ("stream", Kind::Id),
        ("coordinator", Kind::Text),
        ("assigned_on", Kind::Text),
        ("restricted", Kind::Int),
    ],
    on_conflict: OnConflict::Replace,
};

/// Every row that the tables hold for a case in this state.
pub(crate) fn rows(service: &Dossier, stream: Uuid, state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(recognition) = &state.recognition {
        let person = &recognition.person;
        let shown = Person {
            niss: &person.niss,
            surname: &person.surname,
            first_names: &person.first_names,
            language: person.language,
            invalid_from: invalidity_plan(recognition.incapacity_start, state.judged(recognition.recognised_on)).opens,
            file: &state.file,
        };
        rows.extend(work::rows(&service.pseudonyms, stream, &shown, &state.deadlines));
    }
    if let Registry::Coordinator(coordinator) = &state.registry {
        let subject = coordinator.registration.subject.0.clone();
        rows.push(Row::new(&COORDINATOR, vec![Value::Id(stream), Value::Text(subject)]));
    }
    if let Some(since) = state.to_be_held_since() {
        let (coordinator, on) =
            (state.assigned().map(|given| given.coordinator.0.clone()).unwrap_or_default(), since.to_string());
        let restricted = file_access::restricted(&state.file);
        rows.push(Row::new(
            &ASSIGNMENT,
            vec![Value::Id(stream), Value::Text(coordinator), Value::Text(on), restricted],
        ));
    }
    rows.extend(file_access::rows(stream, &state.file));
    let timers = domain::timers(state);
    rows.extend(timers.iter().map(|timer| Row::timer(stream, &timer.kind.to_string(), timer.fire_on)));
    rows.extend(state.parked.iter().map(|(fact, because)| {
        let parked = ParkedFact {
            source: &fact.source.ledger,
            position: i64::try_from(fact.source.position).unwrap_or(i64::MAX),
            fact: fact_kind(&fact.told),
            because: because.code(),
            parked_on: fact.told.effective_on(),
        };
        Row::parked_fact(stream, &parked)
    }));
    rows
}
