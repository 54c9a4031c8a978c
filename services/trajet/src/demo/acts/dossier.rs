//! Acts of the dossier service.

use std::collections::BTreeMap;

use serde::Deserialize;
use trajet_contracts::dossier::v1::{
    self as contract, AgreedAction, ConsentPurpose, ContactPurpose, NextWay, RescheduledBy, SignatureKind,
    TrajectoryEndReason,
};
use trajet_contracts::r#type::v1::{ContactChannel, InvitationProof};

use super::Doing;
pub(crate) use super::ami::{AmiEnd, Commitment, PhysicianSignature, Plan, Word};
pub(crate) use super::outcome::{
    Begun as OtherTrackBegun, Ended as OtherTrackEnded, Evaluation, GuidanceResult, Observation,
};
pub(crate) use super::referral::{Referral, TakenBack};
use crate::demo::named::Named;
use crate::demo::when::When;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    on: Option<When>,
    #[serde(default)]
    keep_questionnaire: bool,
}

impl Request {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::OpenRouteBRequest {
        contract::OpenRouteBRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            received_on: Some(doing.day(self.on)),
            keep_questionnaire: self.keep_questionnaire,
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Appointment {
    purpose: Named<ContactPurpose>,
    on: When,
    channel: Named<ContactChannel>,
    proof: Option<Named<InvitationProof>>,
}

impl Appointment {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::MakeAppointmentRequest {
        contract::MakeAppointmentRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            purpose: self.purpose.number(),
            appointment_on: doing.known(Some(self.on)),
            channel: self.channel.number(),
            invitation: Some(doing.invitation(self.proof)),
            contact: Some(super::coordinator()),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherDay {
    appointment: u32,
    on: When,
    channel: Named<ContactChannel>,
    by: Named<RescheduledBy>,
    proof: Option<Named<InvitationProof>>,
}

impl OtherDay {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RescheduleAppointmentRequest {
        contract::RescheduleAppointmentRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            appointment: self.appointment,
            appointment_on: doing.known(Some(self.on)),
            channel: self.channel.number(),
            rescheduled_by: self.by.number(),
            notice: Some(doing.invitation(self.proof)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoShow {
    appointment: u32,
}

impl NoShow {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordNoShowRequest {
        contract::RecordNoShowRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            appointment: self.appointment,
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attempt {
    purpose: Named<ContactPurpose>,
    channel: Named<ContactChannel>,
    on: Option<When>,
}

impl Attempt {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordAttemptRequest {
        contract::RecordAttemptRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            purpose: self.purpose.number(),
            tried_on: Some(doing.day(self.on)),
            channel: self.channel.number(),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactRefusal {
    purpose: Named<ContactPurpose>,
    on: Option<When>,
}

impl ContactRefusal {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordContactRefusalRequest {
        contract::RecordContactRefusalRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            purpose: self.purpose.number(),
            refused_on: Some(doing.day(self.on)),
            ..Default::default()
        }
    }
}

/// What the person decides on each purpose that is asked.
type Decisions = BTreeMap<Named<ConsentPurpose>, bool>;

fn form(decisions: &Decisions, doing: &Doing<'_>) -> contract::ConsentForm {
    let granted = decisions.values().any(|granted| *granted);
    let decision = |(purpose, granted): (&Named<ConsentPurpose>, &bool)| contract::ConsentDecision {
        purpose: purpose.number(),
        granted: *granted,
    };
    contract::ConsentForm {
        decisions: decisions.iter().map(decision).collect(),
        signature: if granted { SignatureKind::Electronic.into() } else { 0 },
        signed_on: Some(doing.day(None)),
        reference: if granted { format!("consent-{}", doing.today) } else { String::new() },
        representative: 0,
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    purpose: Named<ContactPurpose>,
    channel: Named<ContactChannel>,
    on: Option<When>,
    #[serde(default)]
    appointment: u32,
    consent: Option<Decisions>,
    #[serde(default)]
    actions: Vec<Named<AgreedAction>>,
    next_way: Option<Named<NextWay>>,
    /// What came of a follow-up interview.
    #[serde(default)]
    results: String,
}

impl Contact {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordContactRequest {
        let first = self.purpose.0 == ContactPurpose::FirstContact;
        contract::RecordContactRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            purpose: self.purpose.number(),
            held_on: Some(doing.day(self.on)),
            channel: self.channel.number(),
            appointment: self.appointment,
            role_explained: first,
            first_step_checked: first,
            consent: self.consent.as_ref().map(|decisions| form(decisions, doing)),
            actions: self.actions.iter().map(|action| action.number()).collect(),
            next_way: self.next_way.map_or(0, Named::number),
            results: self.results.clone(),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Consents(Decisions);

impl Consents {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordConsentsRequest {
        contract::RecordConsentsRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            consent: Some(form(&self.0, doing)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuthorisationRequest {
    on: Option<When>,
}

impl AuthorisationRequest {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RequestAuthorisationRequest {
        contract::RequestAuthorisationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            asked_on: Some(doing.day(self.on)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct End {
    on: Option<When>,
    reason: Named<TrajectoryEndReason>,
}

impl End {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::EndTrajectoryRequest {
        contract::EndTrajectoryRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            ended_on: Some(doing.day(self.on)),
            reason: self.reason.number(),
            ..Default::default()
        }
    }
}
