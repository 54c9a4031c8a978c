//! Acts of authorised work (M14, M21).

use serde::Deserialize;
use trajet_contracts::assessment::v1::{self as contract, WorkRefusalReason, Workplace};

use crate::demo::acts::{Doing, coordinator};
use crate::demo::named::Named;
use crate::demo::when::When;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Work {
    nature: String,
    minutes_per_week: u32,
    place: Named<Workplace>,
}

impl Work {
    fn wire(&self) -> contract::Work {
        let Self { nature, minutes_per_week, place } = self.clone();
        contract::Work { nature, minutes_per_week, place: place.number() }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkApplication {
    on: Option<When>,
    work: Work,
    planned_from: When,
}

impl WorkApplication {
    pub(in crate::demo::acts) fn request(&self, doing: &Doing<'_>) -> contract::ApplyForWorkRequest {
        contract::ApplyForWorkRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            applied_on: Some(doing.day(self.on)),
            work: Some(self.work.wire()),
            planned_from: doing.known(Some(self.planned_from)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkResumption {
    on: Option<When>,
}

impl WorkResumption {
    pub(in crate::demo::acts) fn request(&self, doing: &Doing<'_>) -> contract::RecordWorkResumptionRequest {
        contract::RecordWorkResumptionRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            resumed_on: Some(doing.day(self.on)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Authorisation {
    work: Work,
    conditions: String,
    from: When,
    until: Option<When>,
    /// What the physician found; nothing where the case tells nothing.
    activity_ceased: Option<bool>,
    reduction_percent: Option<u32>,
    compatible: Option<bool>,
}

impl Authorisation {
    fn wire(&self, doing: &Doing<'_>) -> contract::WorkAuthorisation {
        let Self { activity_ceased, reduction_percent, compatible, .. } = *self;
        contract::WorkAuthorisation {
            findings: Some(contract::WorkFindings { activity_ceased, reduction_percent, compatible }),
            work: Some(self.work.wire()),
            conditions: self.conditions.clone(),
            starts_on: doing.known(Some(self.from)),
            ends_on: doing.known(self.until),
        }
    }
}

/// The work is authorised, or refused for a reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkDecision {
    on: Option<When>,
    authorised: Option<Authorisation>,
    refused: Option<Named<WorkRefusalReason>>,
}

impl WorkDecision {
    pub(in crate::demo::acts) fn request(&self, doing: &Doing<'_>) -> contract::DecideWorkRequest {
        let decision = match self.refused {
            Some(_) => contract::WorkDecision::NotAuthorised,
            None => contract::WorkDecision::Authorised,
        };
        contract::DecideWorkRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            decision: decision.into(),
            decided_on: Some(doing.day(self.on)),
            authorisation: self.authorised.as_ref().map(|authorised| authorised.wire(doing)),
            reason: self.refused.map_or(0, Named::number),
            coordinator: self.refused.map(|_| coordinator()),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkAmendment {
    on: Option<When>,
    authorised: Authorisation,
}

impl WorkAmendment {
    pub(in crate::demo::acts) fn request(&self, doing: &Doing<'_>) -> contract::AmendWorkRequest {
        contract::AmendWorkRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            decided_on: Some(doing.day(self.on)),
            authorisation: Some(self.authorised.wire(doing)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WorkWithdrawal {
    on: Option<When>,
}

impl WorkWithdrawal {
    pub(in crate::demo::acts) fn request(&self, doing: &Doing<'_>) -> contract::WithdrawWorkApplicationRequest {
        contract::WithdrawWorkApplicationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            withdrawn_on: Some(doing.day(self.on)),
            ..Default::default()
        }
    }
}
