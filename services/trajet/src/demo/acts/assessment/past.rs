//! A case that was running when the mutuality went live.

use serde::Deserialize;
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::google::r#type::Date;

use crate::demo::acts::Doing;
use crate::demo::when::When;

/// What is told of the past of a case that is taken over, on the day of go-live.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Past {
    recognised_on: When,
    questionnaire_sent_on: Option<When>,
    questionnaire_returned_on: Option<When>,
    first_estimate: Option<Estimated>,
    trajectory_requested_on: Option<When>,
    first_contact_on: Option<When>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Estimated {
    on: When,
    category: u8,
    examined: bool,
}

impl Past {
    /// The row of a case that is declared so.
    pub(super) fn request(
        &self,
        declared: contract::DeclareIncapacityRequest,
        doing: &Doing<'_>,
    ) -> contract::TakeOverCasesRequest {
        let estimated = |estimate: &Estimated| contract::PastEstimate {
            made_on: doing.known(Some(estimate.on)),
            category: estimate.category.into(),
            examined: estimate.examined,
        };
        let day = |when: Option<When>| -> Option<Date> { doing.known(when) };
        let row = contract::CaseToTakeOver {
            request_id: declared.request_id,
            person: declared.person,
            scheme: declared.scheme,
            certificate: declared.certificate,
            employment: declared.employment,
            activity_ceased_on: declared.activity_ceased_on,
            recognised_on: day(Some(self.recognised_on)),
            decided_by: contract::DecidingBody::AdvisingPhysician.into(),
            taken_over_on: Some(doing.day(None)),
            questionnaire_sent_on: day(self.questionnaire_sent_on),
            questionnaire_returned_on: day(self.questionnaire_returned_on),
            first_estimate: self.first_estimate.as_ref().map(estimated),
            trajectory_requested_on: day(self.trajectory_requested_on),
            first_contact_on: day(self.first_contact_on),
            ..contract::CaseToTakeOver::default()
        };
        contract::TakeOverCasesRequest { rows: vec![row], check_only: false }
    }
}
