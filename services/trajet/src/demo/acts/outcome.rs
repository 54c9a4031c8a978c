//! Acts on what a trajectory led to, and on what is done outside one.

use serde::Deserialize;
use trajet_contracts::dossier::v1::{
    self as contract, Guidance, OtherTrackKind, ResultReached, WorkContract, WorkEndReason,
};

use super::Doing;
use crate::demo::named::Named;
use crate::demo::when::When;

/// What the person does.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outcome {
    /// The first day of the work.
    at_work_since: Option<When>,
    #[serde(default)]
    contract: Option<Named<WorkContract>>,
    #[serde(default)]
    percent_of_full_time: u32,
    #[serde(default)]
    training: bool,
    #[serde(default)]
    volunteering: bool,
}

impl Outcome {
    fn told(&self, doing: &Doing<'_>) -> contract::Outcome {
        let work = self.at_work_since.map(|since| contract::Work {
            since: doing.known(Some(since)),
            contract: self.contract.map(Named::number).unwrap_or_default(),
            as_before: false,
            percent_of_full_time: self.percent_of_full_time,
        });
        contract::Outcome { work, training: self.training, volunteering: self.volunteering }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evaluation {
    on: Option<When>,
    result: Named<ResultReached>,
    outcome: Outcome,
}

impl Evaluation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::EvaluateAmiTrajectoryRequest {
        let evaluation = contract::AmiEvaluation {
            evaluated_on: Some(doing.day(self.on)),
            result: self.result.number(),
            outcome: Some(self.outcome.told(doing)),
            findings: "what was aimed at".to_owned(),
        };
        contract::EvaluateAmiTrajectoryRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            evaluation: Some(evaluation),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GuidanceResult {
    on: Option<When>,
    of: Named<Guidance>,
    result: Named<ResultReached>,
    outcome: Outcome,
}

impl GuidanceResult {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RegisterResultRequest {
        let result = contract::GuidanceResult {
            found_on: Some(doing.day(self.on)),
            of: self.of.number(),
            result: self.result.number(),
            outcome: Some(self.outcome.told(doing)),
            findings: "what was aimed at".to_owned(),
        };
        contract::RegisterResultRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            result: Some(result),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stopped {
    last_day: When,
    reason: Named<WorkEndReason>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Observation {
    on: Option<When>,
    outcome: Outcome,
    stopped: Option<Stopped>,
}

impl Observation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordReturnObservationRequest {
        let stopped = self.stopped.as_ref().map(|stopped| contract::WorkStopped {
            last_day: doing.known(Some(stopped.last_day)),
            reason: stopped.reason.number(),
        });
        let observation = contract::ReturnObservation {
            observed_on: Some(doing.day(self.on)),
            outcome: Some(self.outcome.told(doing)),
            stopped,
        };
        contract::RecordReturnObservationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            observation: Some(observation),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begun {
    kind: Named<OtherTrackKind>,
    since: Option<When>,
}

impl Begun {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordOtherTrackRequest {
        contract::RecordOtherTrackRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            kind: self.kind.number(),
            since: Some(doing.day(self.since)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ended {
    number: u32,
    last_day: Option<When>,
}

impl Ended {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::EndOtherTrackRequest {
        contract::EndOtherTrackRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            number: self.number,
            last_day: Some(doing.day(self.last_day)),
            ..Default::default()
        }
    }
}
