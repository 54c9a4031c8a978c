//! Acts of a rehabilitation programme, and contacts of the team.

use serde::Deserialize;
use trajet_contracts::assessment::v1::{
    self as contract, CoveredCost, RehabilitationGround, RehabilitationInitiative, RehabilitationMode, TeamContactKind,
};
use trajet_contracts::exchange::v1 as exchange;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Wire;
use trajet_contracts::r#type::v1::{self as common, ContactChannel, CscmiDecision, ProgrammeOutcome, RegionalForm};

use super::Doing;
use crate::demo::named::Named;
use crate::demo::when::When;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proposal {
    on: Option<When>,
    by: Named<RehabilitationInitiative>,
    agreed_on: Option<When>,
    ground: Named<RehabilitationGround>,
    mode: Named<RehabilitationMode>,
    /// The partner of a convention, by its enterprise number.
    partner: Option<String>,
    orientation_on: Option<When>,
    assessed_on: Option<When>,
    costs: Vec<Named<CoveredCost>>,
}

impl Proposal {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::ProposeRehabilitationRequest {
        contract::ProposeRehabilitationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            proposal: Some(contract::RehabilitationProposal {
                proposed_on: Some(doing.day(self.on)),
                initiative: self.by.number(),
                agreed_on: Some(doing.day(self.agreed_on)),
                ground: self.ground.number(),
                mode: self.mode.number(),
                partner_number: self.partner.clone().unwrap_or_default(),
                orientation_assessed_on: doing.known(self.orientation_on),
                assessed_on: doing.known(self.assessed_on),
                costs: self.costs.iter().map(|cost| cost.number()).collect(),
            }),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Submission {
    on: Option<When>,
}

impl Submission {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::SubmitRehabilitationRequest {
        contract::SubmitRehabilitationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            submitted_on: Some(doing.day(self.on)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Withdrawal {
    on: Option<When>,
}

impl Withdrawal {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::WithdrawRehabilitationRequest {
        contract::WithdrawRehabilitationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            withdrawn_on: Some(doing.day(self.on)),
            ..Default::default()
        }
    }
}

/// What is told of a programme.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Fact {
    Answered { decision: Named<CscmiDecision> },
    IntakeHeld,
    Started,
    HoursFollowed { from: When, minutes: u32 },
    Ended { outcome: Named<ProgrammeOutcome> },
    Presented { form: Named<RegionalForm> },
}

impl Fact {
    /// On a day: of hours, the last of their period.
    fn wire(&self, on: Option<When>, doing: &Doing<'_>) -> common::RehabilitationFact {
        let day = Some(doing.day(on));
        let fact = match self {
            Self::Answered { decision } => {
                Wire::Answered(common::CscmiAnswer { answered_on: day, decision: decision.number() })
            }
            Self::IntakeHeld => Wire::IntakeHeld(common::RehabilitationIntake { held_on: day }),
            Self::Started => Wire::Started(common::RehabilitationStart { started_on: day }),
            Self::HoursFollowed { from, minutes } => {
                let first_day = doing.known(Some(*from));
                Wire::HoursFollowed(common::RehabilitationHours { first_day, last_day: day, minutes: *minutes })
            }
            Self::Ended { outcome } => {
                Wire::Ended(common::RehabilitationEnd { ended_on: day, outcome: outcome.number() })
            }
            Self::Presented { form } => {
                Wire::Presented(common::RegionalPresentation { presented_on: day, form: form.number() })
            }
        };
        common::RehabilitationFact { fact: Some(fact) }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    on: Option<When>,
    fact: Fact,
}

impl Record {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordRehabilitationFactRequest {
        contract::RecordRehabilitationFactRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            fact: Some(self.fact.wire(self.on, doing)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RehabilitationReport {
    /// The enterprise number of the organisation that reports.
    pub(super) partner: String,
    on: Option<When>,
    fact: Fact,
}

impl RehabilitationReport {
    pub(super) fn request(&self, doing: &Doing<'_>) -> exchange::ReportRehabilitationFactRequest {
        exchange::ReportRehabilitationFactRequest {
            request_id: doing.request_id.clone(),
            niss: doing.niss.as_str().to_owned(),
            fact: Some(self.fact.wire(self.on, doing)),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReintegrationEvaluation {
    on: Option<When>,
    examined: bool,
    still_unfit: bool,
}

impl ReintegrationEvaluation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordReintegrationEvaluationRequest {
        contract::RecordReintegrationEvaluationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            evaluated_on: Some(doing.day(self.on)),
            examined: self.examined,
            still_unfit: self.still_unfit,
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamContact {
    on: Option<When>,
    kind: Named<TeamContactKind>,
    channel: Named<ContactChannel>,
}

impl TeamContact {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordTeamContactRequest {
        contract::RecordTeamContactRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            held_on: Some(doing.day(self.on)),
            kind: self.kind.number(),
            channel: self.channel.number(),
            ..Default::default()
        }
    }
}
