//! What medical assessment knows of rehabilitation programmes.

use trajet_contracts::assessment::v1::RehabilitationProgramme;

use super::{Standing, date, until};
use crate::demo::named::name;

impl Standing {
    pub(super) fn add_programme(&mut self, programme: &RehabilitationProgramme) {
        let number = programme.number;
        let proposed_on = programme.proposal.as_ref().and_then(|proposal| proposal.proposed_on);
        let submitted = until("submitted on", programme.submitted_on);
        let answer = programme.answer.as_ref().map(|answer| {
            let decision = name(answer.decision().as_str_name(), "CSCMI_DECISION");
            format!(" {decision} on {}", date(answer.answered_on))
        });
        let closed = until("closed on", programme.closed_on);
        self.say(format!(
            "programme {number} proposed on {}{submitted}{}{closed}",
            date(proposed_on),
            answer.unwrap_or_default()
        ));
        if let Some(started_on) = programme.started_on {
            let end = programme.end.as_ref().map(|end| {
                let outcome = name(end.outcome().as_str_name(), "PROGRAMME_OUTCOME");
                format!(" until {}: {outcome}", date(end.ended_on))
            });
            self.say(format!("programme {number} followed from {}{}", date(Some(started_on)), end.unwrap_or_default()));
        }
        if let Some(first_day) = programme.phase_first_day {
            let last_day = until("until", programme.phase_last_day);
            self.say(format!("programme {number} phase of reintegration from {}{last_day}", date(Some(first_day))));
        }
        for amount in &programme.amounts {
            let kind = name(amount.kind().as_str_name(), "REHABILITATION_AMOUNT_KIND");
            let euros = format!("{}.{:02} EUR", amount.cents / 100, amount.cents % 100);
            self.say(format!("programme {number} {kind} {euros}"));
        }
        if let Some(evaluation) = &programme.evaluation {
            let found = if evaluation.still_unfit { "still unfit" } else { "fit" };
            self.say(format!("programme {number} evaluated on {}: {found}", date(evaluation.evaluated_on)));
        }
    }
}
