//! What the service holds on a person, for the person (rule R4).

use prost::Message as _;
use trajet_access::Role;
use trajet_exchange_domain::{Event, State};
use trajet_law::matter::Matter;
use trajet_law::representation::Representations;
use trajet_service::held::Personal;
use trajet_service::history::Telling;
use trajet_service::past::Seen;
use uuid::Uuid;

use crate::grpc::{TELLING, convert};
use crate::ledger::Exchange;

impl Personal for Exchange {
    const TELLING: Telling<Event> = TELLING;
    const MATTER: fn(&Event) -> Matter = Event::matter;

    /// The exchange is not told who represents a person: it answers the person alone.
    fn also_about(state: &State) -> Vec<Uuid> {
        let State::Case(case) = state else { return Vec::new() };
        case.told.iter().map(|told| Uuid::from_bytes(told.report.0)).collect()
    }

    fn representations(_: &State) -> Option<&Representations> {
        None
    }

    fn standing(&self, case_id: Uuid, seen: &Seen<State>) -> Option<(&'static str, Vec<u8>)> {
        let State::Case(case) = &seen.then else { return None };
        let told = convert::tell_case(case_id, seen.version, case, Role::Physician);
        Some(("trajet.exchange.v1.ExchangeCase", told.encode_to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use trajet_service::held::values_of;

    use super::*;
    use crate::samples::{more, one_of_each};
    use crate::stored::write;

    #[test]
    fn r4_every_kind_of_event_can_be_told_whole() {
        for event in [one_of_each(), more()].concat() {
            let (kind, bytes) = write(&event);
            let told = values_of::<Exchange>(kind, &bytes);
            assert!(told.is_ok_and(|told| bytes.is_empty() || !told.fields.is_empty()), "{kind}");
        }
    }
}
