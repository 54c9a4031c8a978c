//! Acts of medical assessment.

use super::words::{body, body_name, category_of, decision, declared, invitation, named, track};
use super::{Callers, Done, Who};
use crate::act::{Act, Cause};
use crate::platform::ASSESSMENT;
use acceptance::day::wire;
use chrono::NaiveDate;
use tonic::Status;
use trajet_contracts::assessment::v1::assessment_service_client::AssessmentServiceClient as Assessment;
use trajet_contracts::assessment::v1::{
    Concertation, DecideTrajectoryRequest, DeclareIncapacityRequest, DispenseExaminationRequest, EndCause,
    EndConcurrentTrackRequest, EndIncapacityRequest, InviteToExaminationRequest, RecogniseIncapacityRequest,
    RecordEvaluationRequest, RecordFirstEstimateRequest, RefusalReason, RefuseRecognitionRequest,
    RefuseTrajectoryRequest, StartConcurrentTrackRequest,
};

impl Callers<'_> {
    pub(super) async fn assess(&self, who: &Who, act: &Act, id: &str, etag: &str) -> Result<Done, Status> {
        let (request_id, case_id, etag) = (id.to_owned(), who.case_id.clone(), etag.to_owned());
        macro_rules! assess {
            ($method:ident, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {{
                let request = $request { request_id, case_id, etag, $($field: $value),* };
                call!(self, ASSESSMENT, Assessment, self.physician, $method, request)
            }};
        }
        match act {
            Act::Declare { ceased, start, employee } => {
                let request = DeclareIncapacityRequest { request_id, ..declared(who, *ceased, *start, *employee) };
                call!(self, ASSESSMENT, Assessment, self.physician, declare_incapacity, request)
            }
            Act::Recognise { on, other_body, ceased } => assess!(
                recognise_incapacity,
                RecogniseIncapacityRequest {
                    decided_on: wire(*on),
                    decided_by: body(*other_body).into(),
                    other_body_name: body_name(*other_body),
                    activity_ceased_on: ceased.and_then(wire),
                }
            ),
            Act::RefuseRecognition { on, other_body } => assess!(
                refuse_recognition,
                RefuseRecognitionRequest {
                    decided_on: wire(*on),
                    decided_by: body(*other_body).into(),
                    other_body_name: body_name(*other_body),
                    reason: RefusalReason::NotUnfit.into(),
                }
            ),
            Act::StartTrack { kind, from, to } => assess!(
                start_concurrent_track,
                StartConcurrentTrackRequest {
                    kind: track(*kind).into(),
                    starts_on: wire(*from),
                    ends_on: to.and_then(wire),
                    codex_asked_by: acceptance::acts::codex_asked_by(track(*kind)).into(),
                }
            ),
            Act::EndTrack { kind, on } => assess!(
                end_concurrent_track,
                EndConcurrentTrackRequest { kind: track(*kind).into(), ends_on: wire(*on) }
            ),
            Act::Estimate { category, examined, concertation, on } => assess!(
                record_first_estimate,
                RecordFirstEstimateRequest {
                    category: category_of(*category).into(),
                    examined: *examined,
                    concertation: concertation.map(held),
                    estimated_on: on.and_then(wire),
                }
            ),
            Act::Invite { invited, examination } => assess!(
                invite_to_examination,
                InviteToExaminationRequest {
                    examination_on: wire(*examination),
                    invitation: Some(invitation(*invited))
                }
            ),
            Act::Dispense { on, found: [completion_impossible, examination_inappropriate] } => {
                assess!(
                    dispense_examination,
                    DispenseExaminationRequest {
                        decided_on: wire(*on),
                        completion_impossible: *completion_impossible,
                        examination_inappropriate: *examination_inappropriate,
                    }
                )
            }
            Act::Evaluate { on, category, examined, concertation } => assess!(
                record_evaluation,
                RecordEvaluationRequest {
                    evaluated_on: wire(*on),
                    category: category_of(*category).into(),
                    examined: *examined,
                    concertation: concertation.map(held),
                }
            ),
            Act::RefuseTrajectory { asked } => assess!(
                refuse_trajectory,
                RefuseTrajectoryRequest { asked_on: wire(*asked), coordinator: Some(named()) }
            ),
            Act::Decide { on, authorised } => assess!(
                decide_trajectory,
                DecideTrajectoryRequest {
                    decision: decision(*authorised).into(),
                    decided_on: wire(*on),
                    coordinator: (!authorised).then(named),
                }
            ),
            Act::End { last, cause, other_body } => {
                let request = EndIncapacityRequest { request_id, case_id, etag, ..end(*last, *cause, *other_body) };
                call!(self, ASSESSMENT, Assessment, self.physician, end_incapacity, request)
            }
            other => unreachable!("{other:?} is an act of another service"),
        }
    }
}

/// The end, and who decided it where it is a decision.
fn end(last: NaiveDate, cause: Cause, other_body: bool) -> EndIncapacityRequest {
    let decided = cause == Cause::NotUnfit;
    let cause = match cause {
        Cause::Resumed => EndCause::WorkResumed,
        Cause::NotUnfit => EndCause::NoLongerUnfit,
        Cause::Deceased => EndCause::Deceased,
        Cause::Other => EndCause::Other,
    };
    EndIncapacityRequest {
        last_day: wire(last),
        cause: cause.into(),
        decided_on: wire(last).filter(|_| decided),
        decided_by: if decided { body(other_body).into() } else { 0 },
        other_body_name: body_name(decided && other_body),
        ..EndIncapacityRequest::default()
    }
}

fn held(on: NaiveDate) -> Concertation {
    Concertation { coordinator: "coordinator".to_owned(), held_on: wire(on) }
}
