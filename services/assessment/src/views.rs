//! What the tables show of a case.

use trajet_assessment_domain::{self as domain, State};
use trajet_ledger::{ParkedFact, Row};
use trajet_service::work::{self, Person};
use uuid::Uuid;

use crate::ledger::Assessment;

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
        };
        rows.extend(work::rows(&service.pseudonyms, stream, &shown, &state.deadlines));
    }
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
