//! What the service holds on a person, for the person (rule R4).

use prost::Message as _;
use trajet_contracts::dossier::v1::GetDossierResponse;
use trajet_dossier_domain::{BeforeGoLive, Event, Reader, State};
use trajet_law::matter::Matter;
use trajet_law::representation::Representations;
use trajet_service::held::Personal;
use trajet_service::history::Telling;
use trajet_service::past::Seen;
use uuid::Uuid;

use crate::grpc::{TELLING, convert};
use crate::ledger::Dossier;

impl Personal for Dossier {
    const TELLING: Telling<Event> = TELLING;
    const MATTER: fn(&Event) -> Matter = Event::matter;

    /// Facts of other services have one message, and so has what happened before go-live.
    fn stored_as(kind: &str) -> &str {
        match kind {
            "case_opened"
            | "track_started"
            | "track_ended"
            | "person_represented"
            | "person_referred"
            | "authorisation_decided"
            | "incapacity_ended"
            | "questionnaire_noted"
            | "start_corrected"
            | "applied_work_began"
            | "programme_submitted"
            | "programme_closed"
            | "programme_started"
            | "programme_ended"
            | "codex_noted"
            | "person_presented"
            | "referral_progressed" => "fact",
            "first_contact_held" => "contact_held",
            kind if BeforeGoLive::from_code(kind).is_some() => "before_go_live",
            kind => kind,
        }
    }

    fn representations(state: &State) -> Option<&Representations> {
        Some(&state.representations)
    }

    fn standing(&self, case_id: Uuid, seen: &Seen<State>) -> Option<(&'static str, Vec<u8>)> {
        let told = GetDossierResponse {
            dossier: Some(convert::tell_dossier(case_id, seen, Reader::Coordinator)),
            as_of: seen.told_as_of(),
            known_at: seen.told_known_at(),
            ami_trajectories: convert::ami::tell_ami(seen, Reader::Coordinator),
            partner_referrals: convert::tell_referrals(seen, Reader::Coordinator),
        };
        Some(("trajet.dossier.v1.GetDossierResponse", told.encode_to_vec()))
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
            let told = values_of::<Dossier>(kind, &bytes);
            assert!(told.is_ok_and(|told| bytes.is_empty() || !told.fields.is_empty()), "{kind}");
        }
    }
}
