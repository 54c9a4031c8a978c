//! The events of a trajectory of the sickness insurance, as they are written and read back.

use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_dossier_domain::ami::{AmiEvent, AmiHappened, FreeText, InformDutyKind, PlanVersion, Suspension};
use trajet_service::plan::{Unreadable, day};

use super::ReadError;
use crate::grpc::convert::{ami as convert, outcome};

/// The kind and the bytes of an event.
pub(super) fn write(event: &AmiEvent) -> (&'static str, Vec<u8>) {
    let trajectory = event.trajectory;
    match &event.happened {
        AmiHappened::Committed(commitment) => {
            let commitment = Some(convert::tell_commitment(commitment));
            ("ami_committed", stored::AmiCommitted { trajectory, commitment }.encode_to_vec())
        }
        AmiHappened::Signed(signature) => {
            let physician = Some(convert::tell_signed(signature));
            ("ami_signed", stored::AmiSigned { trajectory, physician }.encode_to_vec())
        }
        AmiHappened::Started { on, situation } => {
            let situation = convert::tell_situation(*situation).into();
            let message = stored::AmiStarted { trajectory, started_on: Some(to_proto(*on)), situation };
            ("ami_started", message.encode_to_vec())
        }
        AmiHappened::DutyArose { number, kind, on } => {
            let kind = convert::tell_inform_duty(*kind).into();
            let message = stored::AmiDutyArose { trajectory, number: *number, kind, arose_on: Some(to_proto(*on)) };
            ("ami_duty_arose", message.encode_to_vec())
        }
        AmiHappened::DutyBarred { number, kind, on } => {
            let kind = convert::tell_inform_duty(*kind).into();
            let message = stored::AmiDutyBarred { trajectory, number: *number, kind, barred_on: Some(to_proto(*on)) };
            ("ami_duty_barred", message.encode_to_vec())
        }
        AmiHappened::Informed { kind, on, reference } => {
            let kind = convert::tell_inform_duty(*kind).into();
            let reference = reference.clone().unwrap_or_default();
            let message = stored::AmiInformed { trajectory, kind, informed_on: Some(to_proto(*on)), reference };
            ("ami_informed", message.encode_to_vec())
        }
        AmiHappened::PlanEstablished { content, coordinator, person, aim_told } => {
            let since = coordinator.on.max(person.on);
            let version = PlanVersion { since, content: content.clone(), reason: None };
            let plan = Some(convert::tell_version_alone(1, &version, Some((coordinator, person)), true));
            let message = stored::AmiPlanEstablished { trajectory, plan, aim_told: *aim_told };
            ("ami_plan_established", message.encode_to_vec())
        }
        AmiHappened::PlanAdapted { version, content, on, reason, aim_told } => {
            let adapted = PlanVersion { since: *on, content: content.clone(), reason: Some(reason.clone()) };
            let plan = Some(convert::tell_version_alone(*version, &adapted, None, true));
            let message = stored::AmiPlanAdapted { trajectory, plan, aim_told: *aim_told };
            ("ami_plan_adapted", message.encode_to_vec())
        }
        AmiHappened::FollowedUp(follow_up) => {
            let follow_up = Some(convert::tell_follow_up(follow_up, true));
            ("ami_followed_up", stored::AmiFollowedUp { trajectory, follow_up }.encode_to_vec())
        }
        AmiHappened::Suspended { on, request } => {
            let suspension = Suspension { since: *on, request: request.clone(), resumed_on: None };
            let suspension = Some(convert::tell_suspension(&suspension));
            ("ami_suspended", stored::AmiSuspended { trajectory, suspension }.encode_to_vec())
        }
        AmiHappened::Resumed { on, unfit } => {
            let resumed_on = Some(to_proto(*on));
            let message = stored::AmiResumed { trajectory, resumed_on, definitively_unfit: *unfit };
            ("ami_resumed", message.encode_to_vec())
        }
        AmiHappened::Ended { last_day, reason } => {
            let reason = convert::tell_ami_end_reason(*reason).into();
            let message = stored::AmiEnded { trajectory, last_day: Some(to_proto(*last_day)), reason };
            ("ami_ended", message.encode_to_vec())
        }
        AmiHappened::Evaluated(evaluation) => {
            let evaluation = Some(outcome::tell_evaluation(evaluation, true));
            ("ami_evaluated", stored::AmiEvaluated { trajectory, evaluation }.encode_to_vec())
        }
        AmiHappened::Observed(observation) => {
            let observation = Some(outcome::tell_observation(observation, true));
            ("ami_observed", stored::AmiObserved { trajectory, observation }.encode_to_vec())
        }
    }
}

/// Reads an event of a kind.
pub(super) fn read(kind: &str, bytes: &[u8]) -> Result<AmiEvent, ReadError> {
    let (trajectory, happened) = match kind {
        "ami_committed" => {
            let message = stored::AmiCommitted::decode(bytes)?;
            (message.trajectory, AmiHappened::Committed(convert::hear_commitment(message.commitment)?))
        }
        "ami_signed" => {
            let message = stored::AmiSigned::decode(bytes)?;
            (message.trajectory, AmiHappened::Signed(convert::hear_signed(message.physician)?))
        }
        "ami_started" => {
            let message = stored::AmiStarted::decode(bytes)?;
            let on = day(message.started_on, "day of the start")?;
            let situation = convert::hear_situation(message.situation()).ok_or(Unreadable("start situation"))?;
            (message.trajectory, AmiHappened::Started { on, situation })
        }
        "ami_duty_arose" => {
            let message = stored::AmiDutyArose::decode(bytes)?;
            let (kind, on) = (duty(message.kind())?, day(message.arose_on, "day of the duty")?);
            (message.trajectory, AmiHappened::DutyArose { number: message.number, kind, on })
        }
        "ami_duty_barred" => {
            let message = stored::AmiDutyBarred::decode(bytes)?;
            let (kind, on) = (duty(message.kind())?, day(message.barred_on, "day of the bar")?);
            (message.trajectory, AmiHappened::DutyBarred { number: message.number, kind, on })
        }
        "ami_informed" => {
            let message = stored::AmiInformed::decode(bytes)?;
            let (kind, on) = (duty(message.kind())?, day(message.informed_on, "day of the information")?);
            let reference = Some(message.reference).filter(|reference| !reference.is_empty());
            (message.trajectory, AmiHappened::Informed { kind, on, reference })
        }
        "ami_plan_established" => {
            let message = stored::AmiPlanEstablished::decode(bytes)?;
            let plan = message.plan.ok_or(Unreadable("plan"))?;
            let happened = AmiHappened::PlanEstablished {
                content: convert::hear_content(plan.content)?,
                coordinator: convert::hear_signed(plan.coordinator)?,
                person: convert::hear_signed(plan.person)?,
                aim_told: message.aim_told,
            };
            (message.trajectory, happened)
        }
        "ami_plan_adapted" => {
            let message = stored::AmiPlanAdapted::decode(bytes)?;
            let plan = message.plan.ok_or(Unreadable("plan"))?;
            let happened = AmiHappened::PlanAdapted {
                version: plan.version,
                content: convert::hear_content(plan.content)?,
                on: day(plan.since, "day of the adaptation")?,
                reason: FreeText(plan.reason),
                aim_told: message.aim_told,
            };
            (message.trajectory, happened)
        }
        "ami_followed_up" => {
            let message = stored::AmiFollowedUp::decode(bytes)?;
            (message.trajectory, AmiHappened::FollowedUp(convert::hear_follow_up(message.follow_up)?))
        }
        "ami_suspended" => {
            let message = stored::AmiSuspended::decode(bytes)?;
            let (on, request) = convert::hear_suspension(message.suspension)?;
            (message.trajectory, AmiHappened::Suspended { on, request })
        }
        "ami_resumed" => {
            let message = stored::AmiResumed::decode(bytes)?;
            let on = day(message.resumed_on, "day of the resumption")?;
            (message.trajectory, AmiHappened::Resumed { on, unfit: message.definitively_unfit })
        }
        "ami_ended" => {
            let message = stored::AmiEnded::decode(bytes)?;
            let last_day = day(message.last_day, "last day")?;
            let reason = convert::hear_ami_end_reason(message.reason()).ok_or(Unreadable("reason of the end"))?;
            (message.trajectory, AmiHappened::Ended { last_day, reason })
        }
        "ami_evaluated" => {
            let message = stored::AmiEvaluated::decode(bytes)?;
            (message.trajectory, AmiHappened::Evaluated(outcome::hear_evaluation(message.evaluation)?))
        }
        "ami_observed" => {
            let message = stored::AmiObserved::decode(bytes)?;
            (message.trajectory, AmiHappened::Observed(outcome::hear_observation(message.observation)?))
        }
        _ => return Err(ReadError::Kind),
    };
    Ok(AmiEvent { trajectory, happened })
}

fn duty(kind: contract::InformDutyKind) -> Result<InformDutyKind, Unreadable> {
    convert::hear_inform_duty(kind).ok_or(Unreadable("duty to inform"))
}
