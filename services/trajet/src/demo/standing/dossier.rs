//! What the dossier service knows.

use trajet_contracts::dossier::v1::{GetDossierResponse, Preparation, Trajectory, TrajectoryRequest};

use super::{Standing, date, until};
use crate::demo::named::name;
use crate::platform::Service;

impl Standing {
    pub(super) fn add_dossier(&mut self, answer: &GetDossierResponse) {
        let Some(dossier) = &answer.dossier else { return };
        self.say(format!("dossier {}", name(dossier.stage().as_str_name(), "DOSSIER_STAGE")));
        self.add_not_known(Service::Dossier, &dossier.not_known_before_go_live);
        for given in &dossier.assignments {
            let how = if given.by_hand { "by hand" } else { "by the first appointment or contact" };
            self.say(format!("given to {} on {}, {how}", given.coordinator, date(given.assigned_on)));
        }
        dossier.preparation.iter().for_each(|preparation| self.add_preparation(preparation));
        dossier.trajectory.iter().for_each(|trajectory| self.add_trajectory(trajectory));
        answer.ami_trajectories.iter().for_each(|trajectory| self.add_ami(trajectory));
        answer.partner_referrals.iter().for_each(|referral| self.add_referral(referral));
        let other_tracks = dossier.trajectory.iter().flat_map(|trajectory| &trajectory.other_tracks);
        other_tracks.for_each(|track| self.add_other_track(track));
        let results = dossier.trajectory.iter().flat_map(|trajectory| &trajectory.results);
        results.for_each(|result| self.add_guidance_result(result));
        for one in &dossier.presumptions {
            let kind = name(one.kind().as_str_name(), "PRESUMPTION_KIND");
            let by = one.ends_by.as_ref().map(|basis| format!(" ({})", basis.rule)).unwrap_or_default();
            self.say(format!(
                "incapacity presumed ({kind}) from {} to {}{by}",
                date(one.first_day),
                date(one.last_day)
            ));
        }
        dossier.notices.iter().for_each(|letter| self.add_letter(letter));
        self.add_correcting(&dossier.correcting_notices);
        self.add_deadlines(Service::Dossier, &dossier.deadlines, &dossier.parked);
    }

    fn add_preparation(&mut self, preparation: &Preparation) {
        preparation.requests.iter().for_each(|request| self.add_request(request));
        for appointment in &preparation.appointments {
            let purpose = name(appointment.purpose().as_str_name(), "CONTACT_PURPOSE");
            let state = name(appointment.state().as_str_name(), "APPOINTMENT_STATE");
            let on = date(appointment.appointment_on);
            self.say(format!("appointment {} on {on} for {purpose}: {state}", appointment.number));
        }
        for attempt in &preparation.attempts {
            self.say(format!(
                "in vain on {}: {}",
                date(attempt.tried_on),
                name(attempt.kind().as_str_name(), "ATTEMPT_KIND")
            ));
        }
        for refusal in &preparation.refusals {
            let purpose = name(refusal.purpose().as_str_name(), "CONTACT_PURPOSE");
            self.say(format!("{purpose} refused on {}", date(refusal.refused_on)));
        }
        for note in &preparation.codex {
            self.say(format!("dossier told {} on {}", note.kind, date(note.on)));
        }
        for note in &preparation.presentations {
            let form = name(note.form().as_str_name(), "REGIONAL_FORM");
            let reception = name(note.reception().as_str_name(), "RECEPTION");
            self.say(format!("presented themselves ({form}) on {}: {reception}", date(note.presented_on)));
        }
    }

    fn add_request(&mut self, request: &TrajectoryRequest) {
        let questionnaire = match (request.questionnaire_needed, request.questionnaire_back_on) {
            (false, _) => ", no questionnaire needed".to_owned(),
            (true, Some(back_on)) => format!(", the questionnaire settled on {}", date(Some(back_on))),
            (true, None) => String::new(),
        };
        let ended = request.ended_on.map(|ended_on| {
            let reason = name(request.end_reason().as_str_name(), "TRAJECTORY_END_REASON");
            format!(", ended on {}: {reason}", date(Some(ended_on)))
        });
        let received = date(request.received_on);
        self.say(format!("trajectory asked for on {received}{questionnaire}{}", ended.unwrap_or_default()));
        for asked in &request.authorisations {
            let answer = match asked.decided_on {
                None => "awaited".to_owned(),
                decided_on if asked.authorised => format!("given{}", until("on", decided_on)),
                decided_on => format!("refused{}", until("on", decided_on)),
            };
            self.say(format!("authorisation asked for on {}: {answer}", date(asked.asked_on)));
        }
    }

    fn add_trajectory(&mut self, trajectory: &Trajectory) {
        for contact in &trajectory.contacts {
            let purpose = name(contact.purpose().as_str_name(), "CONTACT_PURPOSE");
            let channel = name(contact.channel().as_str_name(), "CONTACT_CHANNEL");
            let deputy = if contact.deputy_for.is_empty() { "" } else { ", by a deputy" };
            let way = name(contact.next_way().as_str_name(), "NEXT_WAY");
            let way = if way == "unspecified" { String::new() } else { format!(", next {way}") };
            self.say(format!("{purpose} held on {}, {channel}{deputy}{way}", date(contact.held_on)));
        }
        for consent in &trajectory.consents {
            let purpose = name(consent.purpose().as_str_name(), "CONSENT_PURPOSE");
            let granted = if consent.granted { "granted" } else { "refused" };
            self.say(format!("consent {purpose} {granted} since {}", date(consent.since)));
        }
    }
}
