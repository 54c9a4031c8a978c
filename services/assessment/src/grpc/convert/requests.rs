//! Requests as commands: every field that is wrong is told at once.

use trajet_access::{Caller, Role};
use trajet_assessment_domain::{
    Command, Concertation, DecidedBy, DispensationFindings, EndCause, EndDecision, Evaluation, SubjectId, Track,
    TrackKind, TrajectoryDecision,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_law::codex::CodexRequester;
use trajet_runtime::Violations;
use trajet_service::contact::{read_coordinator_contact, read_invitation};

use super::{
    hear_category, hear_contact, hear_decided_by, hear_end_cause, hear_invitation, hear_refusal_reason, hear_track_kind,
};

const LONGEST_BODY: usize = 200;

pub(crate) fn check_recognition(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecogniseIncapacityRequest,
) -> Option<Command> {
    let decided_on = violations.date("decided_on", request.decided_on);
    let decided_by = check_decided_by(violations, request.decided_by, &request.other_body_name);
    let ceased = violations.optional_date("activity_ceased_on", request.activity_ceased_on);
    Some(Command::Recognise { decided_on: decided_on?, decided_by: decided_by?, activity_ceased_on: ceased? })
}

pub(crate) fn check_recognition_refusal(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RefuseRecognitionRequest,
) -> Option<Command> {
    let decided_on = violations.date("decided_on", request.decided_on);
    let decided_by = check_decided_by(violations, request.decided_by, &request.other_body_name);
    let reason = violations.enumeration("reason", request.reason).and_then(hear_refusal_reason);
    Some(Command::RefuseRecognition { decided_on: decided_on?, decided_by: decided_by?, reason: reason? })
}

pub(crate) fn check_track_start(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::StartConcurrentTrackRequest,
) -> Option<Command> {
    let kind = check_recorded_kind(violations, request.kind);
    let from = violations.date("starts_on", request.starts_on);
    let until = violations.optional_date("ends_on", request.ends_on);
    let asked_by = contract::CodexAskedBy::try_from(request.codex_asked_by);
    violations.require("codex_asked_by", asked_by.is_ok(), "is not one of the values");
    let of_codex = asked_by == Ok(contract::CodexAskedBy::Unspecified) || kind == Some(TrackKind::CodexRequested);
    violations.require("codex_asked_by", of_codex || asked_by.is_err(), "is for a CODEX trajectory");
    // Who does not say it could be the physician who refers, which the law does not permit (M11).
    let unsaid = kind == Some(TrackKind::CodexRequested) && asked_by == Ok(contract::CodexAskedBy::Unspecified);
    violations.require("codex_asked_by", !unsaid, "is required of a CODEX trajectory: who asked for it");
    let asked_by = match asked_by.ok()? {
        contract::CodexAskedBy::AdvisingPhysician => return Some(Command::AskForCodex),
        contract::CodexAskedBy::Unspecified => None,
        contract::CodexAskedBy::Worker => Some(CodexRequester::Worker),
        contract::CodexAskedBy::TreatingPhysician => Some(CodexRequester::TreatingPhysician),
        contract::CodexAskedBy::Employer => Some(CodexRequester::Employer),
    };
    Some(Command::StartConcurrentTrack(Track { kind: kind?, from: from?, until: until?, told: false, asked_by }))
}

pub(crate) fn check_track_end(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::EndConcurrentTrackRequest,
) -> Option<Command> {
    let kind = violations.enumeration("kind", request.kind).and_then(hear_track_kind);
    let on = violations.date("ends_on", request.ends_on);
    Some(Command::EndConcurrentTrack { kind: kind?, on: on? })
}

pub(crate) fn check_first_estimate(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordFirstEstimateRequest,
) -> Option<Command> {
    let category = violations.enumeration("category", request.category).and_then(hear_category);
    let concertation = check_concertation(violations, request.concertation.clone());
    let on = violations.optional_date("estimated_on", request.estimated_on);
    Some(Command::RecordFirstEstimate {
        on: on?,
        category: category?,
        examined: request.examined,
        concertation: concertation?,
    })
}

pub(crate) fn check_examination_invitation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::InviteToExaminationRequest,
) -> Option<Command> {
    let examination_on = violations.date("examination_on", request.examination_on);
    let invitation = read_invitation(violations, "invitation", request.invitation.clone());
    hear_invitation(invitation?, examination_on?).ok().map(Command::InviteToExamination)
}

pub(crate) fn check_dispensation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::DispenseExaminationRequest,
) -> Option<Command> {
    let decided_on = violations.date("decided_on", request.decided_on)?;
    let findings = DispensationFindings {
        completion_impossible: request.completion_impossible,
        examination_inappropriate: request.examination_inappropriate,
    };
    Some(Command::DispenseExamination { decided_on, findings })
}

pub(crate) fn check_evaluation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordEvaluationRequest,
) -> Option<Command> {
    let on = violations.date("evaluated_on", request.evaluated_on);
    let category = violations.enumeration("category", request.category).and_then(hear_category);
    let concertation = check_concertation(violations, request.concertation.clone());
    Some(Command::RecordEvaluation(Evaluation {
        on: on?,
        category: category?,
        examined: request.examined,
        concertation: concertation?,
    }))
}

pub(crate) fn check_trajectory_refusal(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RefuseTrajectoryRequest,
) -> Option<Command> {
    let asked_on = violations.date("asked_on", request.asked_on);
    let coordinator = read_coordinator_contact(violations, "coordinator", request.coordinator.clone());
    Some(Command::RefuseTrajectory { asked_on: asked_on?, coordinator: hear_contact(coordinator?) })
}

/// With the coordinator whom the letter of a negative decision names.
pub(crate) fn check_trajectory_decision(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::DecideTrajectoryRequest,
) -> Option<Command> {
    let coordinator = request.coordinator.clone();
    let decision = violations.enumeration("decision", request.decision).and_then(|decision| match decision {
        contract::TrajectoryDecision::Unspecified => None,
        contract::TrajectoryDecision::NotCompatible => {
            let coordinator = read_coordinator_contact(violations, "coordinator", coordinator)?;
            Some(TrajectoryDecision::NotCompatible { coordinator: hear_contact(coordinator) })
        }
        contract::TrajectoryDecision::Authorised => {
            violations.require("coordinator", coordinator.is_none(), "is given without a negative decision");
            Some(TrajectoryDecision::Authorised)
        }
    });
    let decided_on = violations.date("decided_on", request.decided_on);
    Some(Command::DecideTrajectory { decided_on: decided_on?, decision: decision? })
}

/// A cause that is a decision says who took it; the mutuality's systems take none (M1).
pub(crate) fn check_end(
    violations: &mut Violations,
    caller: &Caller,
    request: &contract::EndIncapacityRequest,
) -> Option<Command> {
    let last_day = violations.date("last_day", request.last_day);
    let cause = violations.enumeration("cause", request.cause).and_then(hear_end_cause);
    let decision = if cause.is_some_and(EndCause::by_decision) {
        let by_a_system = caller.role == Role::InternalSystem;
        violations.require("cause", !by_a_system, "is a decision, and the mutuality's systems take none");
        let decided_on = violations.date("decided_on", request.decided_on);
        let decided_by = check_decided_by(violations, request.decided_by, &request.other_body_name);
        Some(EndDecision { decided_on: decided_on?, decided_by: decided_by? })
    } else {
        let no_body = request.decided_by == contract::DecidingBody::Unspecified as i32;
        let said = [
            ("decided_on", request.decided_on.is_none()),
            ("decided_by", no_body),
            ("other_body_name", request.other_body_name.is_empty()),
        ];
        for (field, unsaid) in said {
            violations.require(field, unsaid || cause.is_none(), "is given of what nobody decides");
        }
        None
    };
    Some(Command::EndIncapacity { last_day: last_day?, cause: cause?, decision })
}

/// Who decided, as a request says it.
pub(super) fn check_decided_by(violations: &mut Violations, body: i32, name: &str) -> Option<DecidedBy> {
    let body = violations.enumeration("decided_by", body);
    let name = match body {
        Some(contract::DecidingBody::OtherBody) => violations.text("other_body_name", name, LONGEST_BODY),
        Some(_) if !name.is_empty() => {
            violations.add("other_body_name", "is given without another body");
            None
        }
        _ => violations.optional_text("other_body_name", name, LONGEST_BODY),
    };
    hear_decided_by(body?, name?)
}

/// The concertation of a request; `Some(None)` where there was none.
#[expect(clippy::option_option, reason = "absent and wrong are different answers")]
fn check_concertation(
    violations: &mut Violations,
    concertation: Option<contract::Concertation>,
) -> Option<Option<Concertation>> {
    let Some(concertation) = concertation else { return Some(None) };
    violations.within("concertation", |inner| {
        let coordinator = inner.check("coordinator", concertation.coordinator.parse::<trajet_access::Subject>());
        let held_on = inner.date("held_on", concertation.held_on);
        Some(Some(Concertation { coordinator: SubjectId(coordinator?.as_str().to_owned()), held_on: held_on? }))
    })
}

/// The kind of a track that a request records: route B is decided and not recorded (M13).
fn check_recorded_kind(violations: &mut Violations, kind: i32) -> Option<TrackKind> {
    let kind = violations.enumeration("kind", kind).and_then(hear_track_kind)?;
    let recorded = if kind == TrackKind::RouteBAuthorised { Err("is decided, not recorded") } else { Ok(kind) };
    violations.check("kind", recorded)
}

#[cfg(test)]
mod tests {
    use trajet_runtime::Failure;

    use super::*;

    /// Who is heard to have decided; or else the fields that are wrong.
    fn decided_by(body: i32, name: &str) -> Result<DecidedBy, Vec<String>> {
        let mut violations = Violations::default();
        let heard = check_decided_by(&mut violations, body, name);
        violations.finish_with(heard).map_err(|failure| match failure {
            Failure::Invalid(found) => found.into_iter().map(|violation| violation.field).collect(),
            other => panic!("{other}"),
        })
    }

    #[test]
    fn m1_another_body_is_named_and_the_physician_is_not() {
        let [physician, other] = [contract::DecidingBody::AdvisingPhysician, contract::DecidingBody::OtherBody];
        let named = DecidedBy::OtherBody { name: "a body with a name".into() };
        assert_eq!(decided_by(physician.into(), ""), Ok(DecidedBy::AdvisingPhysician));
        assert_eq!(decided_by(other.into(), "a body with a name"), Ok(named));
        for (body, name) in [(physician, "a body with a name"), (other, ""), (other, " "), (other, "a\u{7}body")] {
            assert_eq!(decided_by(body.into(), name), Err(vec!["other_body_name".to_owned()]));
        }
        assert_eq!(decided_by(other.into(), &"b".repeat(201)), Err(vec!["other_body_name".to_owned()]));
        assert_eq!(decided_by(0, "a\u{7}body"), Err(vec!["decided_by".to_owned(), "other_body_name".to_owned()]));
    }

    #[test]
    fn m3_a_concertation_names_the_coordinator_and_the_day() {
        let mut violations = Violations::default();
        assert_eq!(check_concertation(&mut violations, None), Some(None));
        let concertation = contract::Concertation { coordinator: "Marie Lambert".into(), held_on: None };
        assert_eq!(check_concertation(&mut violations, Some(concertation)), None);
        let Err(Failure::Invalid(found)) = violations.finish() else { panic!("two fields are wrong") };
        let fields: Vec<_> = found.iter().map(|violation| violation.field.as_str()).collect();
        assert_eq!(fields, ["concertation.coordinator", "concertation.held_on"]);
        assert!(!found.iter().any(|violation| violation.problem.contains("Lambert")));
    }
}
