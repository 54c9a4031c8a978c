//! What the service holds on a person, for the person (rule R4).

use prost::Message as _;
use trajet_access::Role;
use trajet_law::matter::Matter;
use trajet_law::representation::Representations;
use trajet_questionnaire_domain::{Event, State};
use trajet_service::held::Personal;
use trajet_service::history::Telling;
use trajet_service::past::Seen;
use uuid::Uuid;

use crate::grpc::{TELLING, convert};
use crate::ledger::Questionnaire;

impl Personal for Questionnaire {
    const TELLING: Telling<Event> = TELLING;
    const MATTER: fn(&Event) -> Matter = Event::matter;

    fn stored_as(kind: &str) -> &str {
        match kind {
            "questionnaire_sent_before_go_live" => "questionnaire_sent",
            "questionnaire_back_before_go_live" => "back_before_go_live",
            kind => kind,
        }
    }

    fn representations(state: &State) -> Option<&Representations> {
        Some(&state.representations)
    }

    fn standing(&self, case_id: Uuid, seen: &Seen<State>) -> Option<(&'static str, Vec<u8>)> {
        let told = convert::tell_whole(case_id, seen, Role::Physician, &self.definitions);
        Some(("trajet.questionnaire.v1.QuestionnaireCase", told.encode_to_vec()))
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
            let told = values_of::<Questionnaire>(kind, &bytes);
            assert!(told.is_ok_and(|told| bytes.is_empty() || !told.fields.is_empty()), "{kind}");
        }
    }
}
