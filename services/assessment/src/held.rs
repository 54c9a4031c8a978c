//! What the service holds on a person, for the person (rule R4).

use prost::Message as _;
use trajet_assessment_domain::{Event, State};
use trajet_law::matter::Matter;
use trajet_law::representation::Representations;
use trajet_service::held::Personal;
use trajet_service::history::Telling;
use trajet_service::past::Seen;
use uuid::Uuid;

use crate::grpc::{TELLING, convert};
use crate::ledger::Assessment;
use crate::stored;

impl Personal for Assessment {
    const TELLING: Telling<Event> = TELLING;
    const MATTER: fn(&Event) -> Matter = Event::matter;

    /// What happened before go-live is stored as the event that it would be; who may see the file has one message.
    fn stored_as(kind: &str) -> &str {
        if stored::file::KINDS.contains(&kind) {
            return "file_changed";
        }
        stored::before_go_live::of(kind).unwrap_or(kind)
    }

    fn representations(state: &State) -> Option<&Representations> {
        Some(&state.representations)
    }

    fn standing(&self, case_id: Uuid, seen: &Seen<State>) -> Option<(&'static str, Vec<u8>)> {
        let told = convert::tell_case(case_id, seen)?;
        Some(("trajet.assessment.v1.Case", told.encode_to_vec()))
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
            let told = values_of::<Assessment>(kind, &bytes);
            assert!(told.is_ok_and(|told| bytes.is_empty() || !told.fields.is_empty()), "{kind}");
        }
    }
}
