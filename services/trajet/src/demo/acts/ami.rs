//! Acts of a formal trajectory of the sickness insurance.

use serde::Deserialize;
use trajet_contracts::dossier::v1::{
    self as contract, AmiEndReason, EmployerLink, InformDutyKind, PlanActionKind, PlanAim, PlanParty, SignatureKind,
    StartSituation,
};
use trajet_contracts::r#type::v1::ContactChannel;

use super::Doing;
use crate::demo::named::Named;
use crate::demo::when::When;

/// A signature on a day; on that of the act if none is told.
fn signature(doing: &Doing<'_>, on: Option<When>) -> contract::Signature {
    let kind = SignatureKind::Electronic.into();
    contract::Signature {
        signed_on: Some(doing.day(on)),
        kind,
        reference: format!("signed-{}", doing.today),
        representative: 0,
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Commitment {
    situation: Named<StartSituation>,
    employer_link: Named<EmployerLink>,
    /// The enterprise number of the employer whom the situation is about.
    #[serde(default)]
    employer: String,
    /// The day of the coordinator's signature.
    coordinator: Option<When>,
    /// The day of the person's signature.
    person: Option<When>,
    /// The day of the physician's signature, if it is there.
    physician: Option<When>,
}

impl Commitment {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordCommitmentRequest {
        contract::RecordCommitmentRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            situation: self.situation.number(),
            employer_link: self.employer_link.number(),
            employer_number: self.employer.clone(),
            support_committed: true,
            cooperation_committed: true,
            coordinator: Some(signature(doing, self.coordinator)),
            person: Some(signature(doing, self.person)),
            physician: self.physician.map(|on| signature(doing, Some(on))),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhysicianSignature {
    on: Option<When>,
}

impl PhysicianSignature {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::SignCommitmentRequest {
        contract::SignCommitmentRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            physician: Some(signature(doing, self.on)),
            ..Default::default()
        }
    }
}

/// A plan, with one action.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    objectives: Vec<String>,
    #[serde(default)]
    final_result: String,
    action: Named<PlanActionKind>,
    carried_out_by: Named<PlanParty>,
    aim: Named<PlanAim>,
    /// The day of the next follow-up.
    next: When,
    channel: Named<ContactChannel>,
    /// Those of the concertation, beside person, coordinator and physician.
    #[serde(default)]
    with: Vec<Named<PlanParty>>,
}

impl Plan {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::EstablishPlanRequest {
        let core = [PlanParty::InsuredPerson, PlanParty::Coordinator, PlanParty::Physician].map(Into::into);
        let action = contract::PlanAction {
            kind: self.action.number(),
            carried_out_by: self.carried_out_by.number(),
            what: "what was agreed".to_owned(),
        };
        let next =
            contract::NextFollowUp { appointment_on: doing.known(Some(self.next)), channel: self.channel.number() };
        let concertation = contract::Concertation {
            held_on: Some(doing.day(None)),
            participants: core.into_iter().chain(self.with.iter().map(|party| party.number())).collect(),
            person_agreed: !self.with.is_empty(),
        };
        let content = contract::PlanContent {
            objectives: self.objectives.clone(),
            final_result: self.final_result.clone(),
            actions: vec![action],
            next_follow_up: Some(next),
            aim: self.aim.number(),
            rhythm: None,
            concertation: Some(concertation),
        };
        contract::EstablishPlanRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            plan: Some(content),
            coordinator: Some(signature(doing, None)),
            person: Some(signature(doing, None)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Word {
    of: Named<InformDutyKind>,
    on: Option<When>,
}

impl Word {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordInformedRequest {
        contract::RecordInformedRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            kind: self.of.number(),
            informed_on: Some(doing.day(self.on)),
            reference: format!("word-{}", doing.today),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AmiEnd {
    last_day: Option<When>,
    reason: Named<AmiEndReason>,
}

impl AmiEnd {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::EndAmiTrajectoryRequest {
        contract::EndAmiTrajectoryRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            last_day: Some(doing.day(self.last_day)),
            reason: self.reason.number(),
            ..Default::default()
        }
    }
}
