//! What the tables show of a case.

use trajet_assessment_domain::{self as domain, State};
use trajet_ledger::{ParkedFact, Row, SchemaStep, Table};
use trajet_service::file_access;
use trajet_service::work::{self, Person};
use uuid::Uuid;

use crate::emergencies;
use crate::ledger::Assessment;

/// The steps that make the tables.
pub(crate) static SCHEMA: [SchemaStep; 3] = [work::SCHEMA, file_access::SCHEMA, emergencies::SCHEMA];

/// The tables.
pub(crate) static TABLES: [&Table; 5] =
    [work::TABLES[0], work::TABLES[1], work::TABLES[2], work::TABLES[3], &emergencies::EMERGENCY];

/// Every row that the tables hold for a case in this state.
pub(crate) fn rows(service: &Assessment, stream: Uuid, state: &State) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(declaration) = &state.declaration {
        let person = &declaration.person;
        let shown = Person {
            niss: person.niss.as_str(),
            surname: &person.surname,
            first_names: &person.first_names,
            language: person.language,
            invalid_from: state.recognition().map(|recognition| recognition.invalid_from),
            file: &state.file.access,
        };
        rows.extend(work::rows(&service.pseudonyms, stream, &shown, &state.deadlines));
    }
    rows.extend(file_access::rows(stream, &state.file.access));
    rows.extend(emergencies::rows(&service.pseudonyms, stream, &state.file));
    rows.extend(domain::timers(state).iter().map(|timer| Row::timer(stream, &timer.kind.code(), timer.fire_on)));
    rows.extend(domain::claim(state).map(|claim| Row::claim(stream, service.claim_key(&claim))));
    rows.extend(state.parked.iter().map(|(fact, because)| {
        let parked = ParkedFact {
            source: &fact.source.ledger,
            position: i64::try_from(fact.source.position).unwrap_or(i64::MAX),
            fact: fact.told.code(),
            because: because.code(),
            parked_on: fact.effective_on(),
        };
        Row::parked_fact(stream, &parked)
    }));
    rows
}
