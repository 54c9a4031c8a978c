//! What medical assessment knows.

use trajet_contracts::assessment::v1::Case;

use super::{Standing, date, until};
use crate::demo::named::name;
use crate::platform::Service;

impl Standing {
    pub(super) fn add_assessment(&mut self, case: &Case) {
        let status = name(case.status().as_str_name(), "CASE_STATUS");
        let end = case.end.as_ref().map(|end| {
            let why = name(end.cause().as_str_name(), "END_CAUSE");
            format!(", the last day {}: {why}", date(end.last_day))
        });
        self.say(format!("incapacity {status}{}", end.unwrap_or_default()));
        if let Some(known) = &case.taken_over {
            self.say(format!("taken over on {}", date(known.taken_over_on)));
        }
        self.add_not_known(Service::Assessment, &case.not_known_before_go_live);
        self.add_tracks(Service::Assessment, &case.tracks);
        if let Some(estimate) = &case.first_estimate {
            let with = name(estimate.questionnaire().as_str_name(), "QUESTIONNAIRE_STATUS");
            self.say(format!(
                "category {} on {}, {}, the questionnaire {with}",
                estimate.category,
                date(estimate.estimated_on),
                how(estimate.examined)
            ));
        }
        for evaluation in &case.evaluations {
            self.say(format!(
                "category {} on {}, {}",
                evaluation.category,
                date(evaluation.evaluated_on),
                how(evaluation.examined)
            ));
        }
        for invited in &case.examination_invitations {
            let invited_on = invited.invitation.as_ref().and_then(|invitation| invitation.invited_on);
            self.say(format!("examination on {}, invited on {}", date(invited.examination_on), date(invited_on)));
        }
        if let Some(referral) = &case.referral {
            let how = if referral.initial { "at the first estimate" } else { "later" };
            self.say(format!("referred to the coordinator on {}, {how}", date(referral.referred_on)));
        }
        for refusal in &case.trajectory_refusals {
            self.say(format!("trajectory refused, asked for on {}", date(refusal.asked_on)));
            refusal.notice.iter().for_each(|letter| self.add_letter(letter));
        }
        for request in &case.authorisation_requests {
            let answer = match request.decided_on {
                Some(_) => name(request.decision().as_str_name(), "TRAJECTORY_DECISION"),
                None => "awaited".to_owned(),
            };
            let on = until("on", request.decided_on);
            self.say(format!("authorisation {} asked on {}: {answer}{on}", request.number, date(request.asked_on)));
            request.notice.iter().for_each(|letter| self.add_letter(letter));
        }
        for application in &case.work_applications {
            let on = until("on", application.decided_on);
            let answer = match (application.decided_on, application.withdrawn_on) {
                (_, Some(_)) => format!("withdrawn{}", until("on", application.withdrawn_on)),
                (None, None) => "awaited".to_owned(),
                (Some(_), None) => format!("{}{on}", name(application.decision().as_str_name(), "WORK_DECISION")),
            };
            let resumed =
                application.resumed_on.map_or_else(String::new, |on| format!(", begun on {}", date(Some(on))));
            let (number, applied_on) = (application.number, date(application.applied_on));
            self.say(format!("work {number} applied for on {applied_on}{resumed}: {answer}"));
            application.notice.iter().for_each(|letter| self.add_letter(letter));
        }
        case.rehabilitation.iter().for_each(|programme| self.add_programme(programme));
        for contact in &case.team_contacts {
            let kind = name(contact.kind().as_str_name(), "TEAM_CONTACT_KIND");
            let maker = name(contact.maker().as_str_name(), "TEAM_CONTACT_MAKER");
            self.say(format!("contact of the team on {}, {kind}, by the {maker}", date(contact.held_on)));
        }
        self.add_correcting(&case.correcting_notices);
        self.add_deadlines(Service::Assessment, &case.deadlines, &case.parked);
    }
}

fn how(examined: bool) -> &'static str {
    if examined { "examined" } else { "on the file" }
}
