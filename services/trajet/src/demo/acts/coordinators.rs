//! Acts on the registry of coordinators, and on whom a dossier is given to.

use chrono::NaiveDate;
use serde::Deserialize;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_law::parameter::LAW_IN_FORCE_FROM;

use super::Doing;
use crate::demo::when::When;

/// A coordinator with the degree, who took up the function when the law came into force.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registration {
    coordinator: String,
    ended_on: Option<When>,
}

impl Registration {
    /// One who is in function.
    pub(crate) fn of(coordinator: &str) -> Self {
        Self { coordinator: coordinator.to_owned(), ended_on: None }
    }

    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RegisterCoordinatorRequest {
        self.wire(doing.request_id.clone(), self.ended_on.map(|when| when.date(doing.start)))
    }

    /// The request, by an identifier that was never used.
    pub(crate) fn wire(&self, request_id: String, ended_on: Option<NaiveDate>) -> contract::RegisterCoordinatorRequest {
        let registration = contract::CoordinatorRegistration {
            coordinator: self.coordinator.clone(),
            contact: Some(super::coordinator()),
            level_b_degree: true,
            took_up_on: Some(to_proto(LAW_IN_FORCE_FROM)),
            certified_on: None,
            ended_on: ended_on.map(to_proto),
        };
        contract::RegisterCoordinatorRequest { request_id, registration: Some(registration), ..Default::default() }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assignment {
    to: String,
    on: Option<When>,
}

impl Assignment {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::AssignDossierRequest {
        contract::AssignDossierRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            coordinator: self.to.clone(),
            assigned_on: doing.known(self.on),
            ..Default::default()
        }
    }
}
