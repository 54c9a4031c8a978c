//! What the tables show of a case.

use trajet_dossier_domain::{self as domain, State};
use trajet_law::primary_incapacity::invalidity_plan;
use trajet_ledger::{ParkedFact, Row};
use trajet_service::work::{self, Person};
use uuid::Uuid;

use crate::ledger::Dossier;
use crate::stored::fact_kind;

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
        };
        rows.extend(work::rows(&service.pseudonyms, stream, &shown, &state.deadlines));
    }
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
