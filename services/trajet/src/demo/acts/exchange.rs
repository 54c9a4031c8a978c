//! Acts of the exchange with partners.

use serde::Deserialize;
use trajet_contracts::exchange::v1::codex_fact::Fact as Wire;
use trajet_contracts::exchange::v1::{self as contract, CodexRequester, PartnerKind, PreReturnVisitOutcome};

use super::Doing;
pub(crate) use super::rehabilitation::RehabilitationReport;
use crate::demo::named::Named;
use crate::demo::when::When;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Partner {
    number: String,
    kind: Named<PartnerKind>,
    name: String,
    from: Option<When>,
}

impl Partner {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RegisterPartnerRequest {
        contract::RegisterPartnerRequest {
            request_id: doing.request_id.clone(),
            partner: Some(contract::Partner {
                partner_number: self.number.clone(),
                kind: self.kind.number(),
                name: self.name.clone(),
                valid_from: Some(doing.day(self.from)),
                valid_to: None,
            }),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodexReport {
    /// The enterprise number of the organisation that reports.
    pub(super) partner: String,
    on: Option<When>,
    /// The enterprise number of the employer whom it is of.
    #[serde(default)]
    employer: String,
    fact: Fact,
}

/// What an occupational physician tells.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Fact {
    Requested { by: Named<CodexRequester> },
    PreReturnVisit { outcome: Option<Named<PreReturnVisitOutcome>> },
    PlanSigned,
    WorkResumed,
    Ended { article: String, definitively_unfit: bool },
}

impl CodexReport {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::ReportCodexFactRequest {
        let on = Some(doing.day(self.on));
        let fact = match &self.fact {
            Fact::Requested { by } => {
                Wire::Requested(contract::CodexRequest { requested_on: on, requested_by: by.number() })
            }
            Fact::PreReturnVisit { outcome } => Wire::PreReturnVisit(contract::PreReturnVisit {
                held_on: on,
                outcome: outcome.map(Named::number).unwrap_or_default(),
            }),
            Fact::PlanSigned => Wire::PlanSigned(contract::CodexPlanSigned { signed_on: on }),
            Fact::WorkResumed => Wire::WorkResumed(contract::WorkResumedUnderPlan { resumed_on: on }),
            Fact::Ended { article, definitively_unfit } => Wire::Ended(contract::CodexEnd {
                ended_on: on,
                article: article.clone(),
                definitively_unfit: *definitively_unfit,
            }),
        };
        contract::ReportCodexFactRequest {
            request_id: doing.request_id.clone(),
            niss: doing.niss.as_str().to_owned(),
            fact: Some(contract::CodexFact { fact: Some(fact), employer_number: self.employer.clone() }),
        }
    }
}
