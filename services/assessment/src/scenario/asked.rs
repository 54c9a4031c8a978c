//! Requests with which nothing is wrong.

use super::*;

impl World {
    /// The declaration of an incapacity of the same person from a day on.
    pub(super) fn declaration_from(&self, start: &str) -> DeclareIncapacityRequest {
        let Declaration { person, scheme, certificate, employment, .. } = declaration();
        let start = Some(to_proto(day(start)));
        let certificate = tell_certificate(&certificate);
        DeclareIncapacityRequest {
            request_id: self.id(),
            person: Some(tell_person(&person)),
            scheme: tell_scheme(scheme).into(),
            certificate: Some(trajet_contracts::assessment::v1::Certificate {
                issued_on: start,
                incapacity_start: start,
                ..certificate
            }),
            employment: Some(tell_employment(employment)),
            activity_ceased_on: start,
            relapse_of: String::new(),
        }
    }

    pub(super) fn recognition(&self, case: &str, decided_on: &str) -> RecogniseIncapacityRequest {
        RecogniseIncapacityRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            decided_on: Some(to_proto(day(decided_on))),
            decided_by: DecidingBody::AdvisingPhysician.into(),
            ..RecogniseIncapacityRequest::default()
        }
    }

    pub(super) fn refusal(&self, case: &str, decided_on: &str) -> RefuseRecognitionRequest {
        RefuseRecognitionRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            decided_on: Some(to_proto(day(decided_on))),
            decided_by: DecidingBody::AdvisingPhysician.into(),
            reason: RefusalReason::NotUnfit.into(),
            ..RefuseRecognitionRequest::default()
        }
    }

    pub(super) fn track(&self, case: &str, starts_on: &str) -> StartConcurrentTrackRequest {
        StartConcurrentTrackRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            kind: ConcurrentTrackKind::AuthorisedWork.into(),
            starts_on: Some(to_proto(day(starts_on))),
            ..StartConcurrentTrackRequest::default()
        }
    }

    pub(super) fn end_of_track(&self, case: &str, ends_on: &str) -> EndConcurrentTrackRequest {
        EndConcurrentTrackRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            kind: ConcurrentTrackKind::AuthorisedWork.into(),
            ends_on: Some(to_proto(day(ends_on))),
            ..EndConcurrentTrackRequest::default()
        }
    }

    pub(super) fn estimate(&self, case: &str, category: Category) -> RecordFirstEstimateRequest {
        RecordFirstEstimateRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            category: category.into(),
            ..RecordFirstEstimateRequest::default()
        }
    }

    pub(super) fn examination(&self, case: &str, invited_on: &str, examination_on: &str) -> InviteToExaminationRequest {
        InviteToExaminationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            examination_on: on(examination_on),
            invitation: Some(Invitation {
                invited_on: on(invited_on),
                proof: InvitationProof::RegisteredLetter.into(),
                reference: "RR-2022/7".into(),
            }),
            ..InviteToExaminationRequest::default()
        }
    }

    pub(super) fn dispense(&self, case: &str, decided_on: &str) -> DispenseExaminationRequest {
        DispenseExaminationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            decided_on: on(decided_on),
            completion_impossible: true,
            examination_inappropriate: true,
            ..DispenseExaminationRequest::default()
        }
    }

    pub(super) fn evaluation(&self, case: &str, evaluated_on: &str, category: Category) -> RecordEvaluationRequest {
        RecordEvaluationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            evaluated_on: on(evaluated_on),
            category: category.into(),
            examined: true,
            ..RecordEvaluationRequest::default()
        }
    }

    pub(super) fn trajectory_refusal(&self, case: &str, asked_on: &str) -> RefuseTrajectoryRequest {
        RefuseTrajectoryRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            asked_on: on(asked_on),
            coordinator: Some(tell_contact(&contact())),
            ..RefuseTrajectoryRequest::default()
        }
    }

    pub(super) fn answer(&self, case: &str, decided_on: &str, decision: TrajectoryDecision) -> DecideTrajectoryRequest {
        let negative = decision == TrajectoryDecision::NotCompatible;
        DecideTrajectoryRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            decision: decision.into(),
            decided_on: on(decided_on),
            coordinator: negative.then(|| tell_contact(&contact())),
            ..DecideTrajectoryRequest::default()
        }
    }

    /// A decision is the advising physician's of the last day.
    pub(super) fn end(&self, case: &str, last_day: &str, because: EndCause) -> EndIncapacityRequest {
        let decided = because == EndCause::NoLongerUnfit;
        EndIncapacityRequest {
            decided_on: on(last_day).filter(|_| decided),
            decided_by: if decided { DecidingBody::AdvisingPhysician.into() } else { 0 },
            request_id: self.id(),
            case_id: case.to_owned(),
            last_day: on(last_day),
            cause: because.into(),
            ..EndIncapacityRequest::default()
        }
    }
}
