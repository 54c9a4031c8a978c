//! Acts of medical assessment.

mod past;
mod work;

use serde::Deserialize;
use trajet_access::Role;
use trajet_contracts::assessment::v1::{
    self as contract, CodexAskedBy, DecidingBody, EndCause, Prognosis, StartReason, TrajectoryDecision,
};
use trajet_contracts::r#type::v1::{ConcurrentTrackKind, InsuredPerson, InvitationProof};

pub(crate) use super::rehabilitation::{
    Proposal, Record, ReintegrationEvaluation, Submission, TeamContact, Withdrawal,
};
use super::{Contact, Doing};
use crate::demo::named::{Named, text};
use crate::demo::when::When;

use past::Past;
pub(super) use work::{WorkAmendment, WorkApplication, WorkDecision, WorkResumption, WorkWithdrawal};

/// The incapacity is declared with a certificate (M1, M22).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Declaration {
    /// The day of the declaration.
    pub(crate) on: When,
    /// By whom.
    #[serde(deserialize_with = "text", default = "internal_system")]
    pub(crate) by: Role,
    /// The day of the certificate; the first of incapacity if none is told.
    #[serde(default = "start")]
    issued_on: When,
    expected_end: When,
    prognosis: Named<Prognosis>,
    has_contract: bool,
    /// The day on which all activity ceased; the first of incapacity if none is told.
    #[serde(default = "start")]
    activity_ceased_on: When,
    /// What is told of its past, if it was running when the mutuality went live: it is taken over then, and not declared.
    taken_over: Option<Past>,
}

fn internal_system() -> Role {
    Role::InternalSystem
}

fn start() -> When {
    When::START
}

impl Declaration {
    pub(crate) fn request(&self, person: InsuredPerson, doing: &Doing<'_>) -> contract::DeclareIncapacityRequest {
        contract::DeclareIncapacityRequest {
            request_id: doing.request_id.clone(),
            person: Some(person),
            scheme: contract::Scheme::Employees.into(),
            certificate: Some(contract::Certificate {
                issued_on: doing.known(Some(self.issued_on)),
                incapacity_start: doing.known(Some(When::START)),
                expected_end: doing.known(Some(self.expected_end)),
                prognosis: self.prognosis.number(),
                physician_nihii: String::new(),
            }),
            employment: Some(contract::Employment { has_contract: self.has_contract, employer_number: String::new() }),
            activity_ceased_on: doing.known(Some(self.activity_ceased_on)),
            relapse_of: String::new(),
        }
    }

    /// The taking over, of a case that was running.
    pub(crate) fn taking_over(
        &self,
        person: InsuredPerson,
        doing: &Doing<'_>,
    ) -> Option<contract::TakeOverCasesRequest> {
        self.taken_over.as_ref().map(|past| past.request(self.request(person, doing), doing))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recognition {
    on: Option<When>,
}

impl Recognition {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecogniseIncapacityRequest {
        contract::RecogniseIncapacityRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            decided_on: Some(doing.day(self.on)),
            decided_by: DecidingBody::AdvisingPhysician.into(),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrackStart {
    kind: Named<ConcurrentTrackKind>,
    from: Option<When>,
    until: Option<When>,
    /// Who asked for it: of a CODEX trajectory.
    asked_by: Option<Named<CodexAskedBy>>,
}

impl TrackStart {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::StartConcurrentTrackRequest {
        contract::StartConcurrentTrackRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            kind: self.kind.number(),
            starts_on: Some(doing.day(self.from)),
            ends_on: doing.known(self.until),
            codex_asked_by: self.asked_by.map_or(0, Named::number),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrackEnd {
    kind: Named<ConcurrentTrackKind>,
    on: Option<When>,
}

impl TrackEnd {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::EndConcurrentTrackRequest {
        contract::EndConcurrentTrackRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            kind: self.kind.number(),
            ends_on: Some(doing.day(self.on)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Estimate {
    category: u8,
    examined: bool,
}

impl Estimate {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordFirstEstimateRequest {
        contract::RecordFirstEstimateRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            category: self.category.into(),
            examined: self.examined,
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExaminationInvitation {
    on: When,
    proof: Option<Named<InvitationProof>>,
}

impl ExaminationInvitation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::InviteToExaminationRequest {
        contract::InviteToExaminationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            examination_on: doing.known(Some(self.on)),
            invitation: Some(doing.invitation(self.proof)),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dispensation {
    on: Option<When>,
    completion_impossible: bool,
    examination_inappropriate: bool,
}

impl Dispensation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::DispenseExaminationRequest {
        contract::DispenseExaminationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            decided_on: Some(doing.day(self.on)),
            completion_impossible: self.completion_impossible,
            examination_inappropriate: self.examination_inappropriate,
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evaluation {
    category: u8,
    examined: bool,
    on: Option<When>,
}

impl Evaluation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordEvaluationRequest {
        contract::RecordEvaluationRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            evaluated_on: Some(doing.day(self.on)),
            category: self.category.into(),
            examined: self.examined,
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrajectoryRefusal {
    on: Option<When>,
    coordinator: Contact,
}

impl TrajectoryRefusal {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RefuseTrajectoryRequest {
        contract::RefuseTrajectoryRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            asked_on: Some(doing.day(self.on)),
            coordinator: Some(self.coordinator.wire()),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    decision: Named<TrajectoryDecision>,
    on: Option<When>,
    coordinator: Option<Contact>,
}

impl Answer {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::DecideTrajectoryRequest {
        contract::DecideTrajectoryRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            decision: self.decision.number(),
            decided_on: Some(doing.day(self.on)),
            coordinator: self.coordinator.as_ref().map(Contact::wire),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prolongation {
    /// The day of the certificate; that of the act if none is told.
    issued_on: Option<When>,
    from: When,
    expected_end: When,
    prognosis: Named<Prognosis>,
}

impl Prolongation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::AddCertificateRequest {
        contract::AddCertificateRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            certificate: Some(contract::Prolongation {
                issued_on: Some(doing.day(self.issued_on)),
                covers_from: doing.known(Some(self.from)),
                expected_end: doing.known(Some(self.expected_end)),
                prognosis: self.prognosis.number(),
                physician_nihii: String::new(),
            }),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatedStart {
    /// The day of the decision; that of the act if none is told.
    on: Option<When>,
    /// The first day of incapacity. The days of the case are told by the one that was declared.
    start: When,
    reason: Named<StartReason>,
    /// The day on which all activity had ceased, where the one that is recorded was wrong.
    activity_ceased_on: Option<When>,
}

impl StatedStart {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::CorrectStartRequest {
        contract::CorrectStartRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            incapacity_start: doing.known(Some(self.start)),
            decided_on: Some(doing.day(self.on)),
            reason: self.reason.number(),
            activity_ceased_on: doing.known(self.activity_ceased_on),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct End {
    last_day: When,
    cause: Named<EndCause>,
    /// The name of the body that decided on the day of the act; without one, the advising physician did.
    other_body: Option<String>,
}

impl End {
    /// The end that an ending of the table stands for.
    pub(crate) fn new(last_day: When, cause: EndCause) -> Self {
        Self { last_day, cause: Named(cause), other_body: None }
    }

    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::EndIncapacityRequest {
        let decided = self.cause.0 == EndCause::NoLongerUnfit;
        let decided_by = self.other_body.as_ref().map_or(DecidingBody::AdvisingPhysician, |_| DecidingBody::OtherBody);
        contract::EndIncapacityRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            last_day: doing.known(Some(self.last_day)),
            cause: self.cause.number(),
            decided_on: decided.then(|| doing.day(None)),
            decided_by: if decided { decided_by.into() } else { 0 },
            other_body_name: self.other_body.clone().unwrap_or_default(),
            ..Default::default()
        }
    }
}
