//! What the dossier service knows of what trajectories led to, and of what was done outside them.

use trajet_contracts::dossier::v1::{AmiEvaluation, GuidanceResult, OtherTrack, Outcome, ReturnObservation};

use super::{Standing, date, until};
use crate::demo::named::name;

impl Standing {
    pub(super) fn add_evaluation(&mut self, trajectory: u32, evaluation: &AmiEvaluation) {
        let result = name(evaluation.result().as_str_name(), "RESULT_REACHED");
        let on = date(evaluation.evaluated_on);
        let outcome = evaluation.outcome.as_ref().map_or_else(|| "not shown".to_owned(), told);
        self.say(format!("ami trajectory {trajectory} evaluated on {on}: reached {result}, {outcome}"));
    }

    pub(super) fn add_observation(&mut self, trajectory: u32, observation: &ReturnObservation) {
        let outcome = observation.outcome.as_ref().map_or_else(|| "not shown".to_owned(), told);
        let stopped = observation.stopped.as_ref().map_or_else(String::new, |stopped| {
            let reason = name(stopped.reason().as_str_name(), "WORK_END_REASON");
            format!(", the former work until {} ({reason})", date(stopped.last_day))
        });
        let on = date(observation.observed_on);
        self.say(format!("ami trajectory {trajectory} seen on {on}: {outcome}{stopped}"));
    }

    pub(super) fn add_guidance_result(&mut self, result: &GuidanceResult) {
        let of = name(result.of().as_str_name(), "GUIDANCE");
        let reached = name(result.result().as_str_name(), "RESULT_REACHED");
        let outcome = result.outcome.as_ref().map_or_else(|| "not shown".to_owned(), told);
        self.say(format!("result of the guidance by {of} on {}: reached {reached}, {outcome}", date(result.found_on)));
    }

    pub(super) fn add_other_track(&mut self, track: &OtherTrack) {
        let kind = name(track.kind().as_str_name(), "OTHER_TRACK_KIND");
        let until = until("until", track.last_day);
        self.say(format!("other track {} {kind} since {}{until}", track.number, date(track.since)));
    }
}

/// What the person does.
fn told(outcome: &Outcome) -> String {
    let work = outcome.work.as_ref().map(|work| {
        let contract = name(work.contract().as_str_name(), "WORK_CONTRACT");
        format!("at work since {} ({contract}, {} %)", date(work.since), work.percent_of_full_time)
    });
    let others = [(outcome.training, "training"), (outcome.volunteering, "volunteering")];
    let others = others.into_iter().filter(|(does, _)| *does).map(|(_, what)| what.to_owned());
    let all: Vec<_> = work.into_iter().chain(others).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
}
