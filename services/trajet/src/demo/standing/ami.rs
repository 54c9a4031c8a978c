//! What the dossier service knows of trajectories of the sickness insurance.

use trajet_contracts::dossier::v1::{AmiTrajectory, InformDuty};

use super::{Standing, date, until};
use crate::demo::named::name;

impl Standing {
    pub(super) fn add_ami(&mut self, trajectory: &AmiTrajectory) {
        let number = trajectory.number;
        if let Some(commitment) = &trajectory.commitment {
            let situation = name(commitment.situation().as_str_name(), "START_SITUATION");
            let signed = [("coordinator", &commitment.coordinator), ("person", &commitment.person)]
                .into_iter()
                .chain([("physician", &commitment.physician)])
                .filter_map(|(who, signature)| Some(format!("{who} {}", date(signature.as_ref()?.signed_on))));
            let signed = signed.collect::<Vec<_>>().join(", ");
            let started = until("started on", trajectory.started_on);
            self.say(format!("ami trajectory {number} in situation {situation}, signed: {signed};{started}"));
        }
        for version in &trajectory.plan {
            let aim = version.content.as_ref().map_or_else(String::new, |content| {
                let next = content.next_follow_up.and_then(|next| next.appointment_on);
                format!(" for {}{}", name(content.aim().as_str_name(), "PLAN_AIM"), until("next follow-up on", next))
            });
            self.say(format!("ami trajectory {number} plan {} since {},{aim}", version.version, date(version.since)));
        }
        trajectory.duties.iter().for_each(|duty| self.add_duty(number, duty));
        if let Some(last_day) = trajectory.last_day {
            let reason = name(trajectory.end_reason().as_str_name(), "AMI_END_REASON");
            self.say(format!("ami trajectory {number} until {}: {reason}", date(Some(last_day))));
        }
        trajectory.evaluation.iter().for_each(|evaluation| self.add_evaluation(number, evaluation));
        trajectory.observations.iter().for_each(|observation| self.add_observation(number, observation));
    }

    fn add_duty(&mut self, trajectory: u32, duty: &InformDuty) {
        let kind = name(duty.kind().as_str_name(), "INFORM_DUTY_KIND");
        let became = match (duty.informed_on, duty.barred_on) {
            (Some(on), _) => format!("told on {}", date(Some(on))),
            (None, Some(on)) => format!("barred on {}", date(Some(on))),
            (None, None) => "to be told".to_owned(),
        };
        let arose = date(duty.arose_on);
        self.say(format!("ami trajectory {trajectory} word on the {kind} of {arose}: {became}"));
    }
}
