//! What a trajectory led to, and what is done outside one, between the wire and the domain.

use trajet_access::Caller;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_dossier_domain::ami::{
    AmiCommand, Evaluation, FreeText, Observation, Outcome, ResultReached, Work, WorkContract, WorkEndReason,
};
use trajet_dossier_domain::{Command, Guidance, GuidanceResult, OtherTrack, OtherTrackCommand, OtherTrackKind, State};
use trajet_runtime::Violations;
use trajet_service::plan::{Unreadable, day};

use super::ami_requests::{LONGEST_TEXT, check_text};

same!(hear_result, tell_result, contract::ResultReached, ResultReached, { Wholly, Partly, NotReached });
same!(hear_work_contract, tell_work_contract, contract::WorkContract, WorkContract, {
    Permanent,
    FixedTerm,
    Agency,
    Statutory,
    SelfEmployed,
});
same!(hear_work_end, tell_work_end, contract::WorkEndReason, WorkEndReason, {
    Relapse,
    ContractEnded,
    Dismissed,
    Resigned,
    Other,
});
same!(hear_guidance, tell_guidance, contract::Guidance, Guidance, {
    Coordinator,
    OccupationalPhysician,
    Partner,
    OtherTrack,
});
same!(hear_other_track_kind, tell_other_track_kind, contract::OtherTrackKind, OtherTrackKind, {
    Accompaniment,
    Training,
    Volunteering,
});

pub(crate) fn check_evaluation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::EvaluateAmiTrajectoryRequest,
) -> Option<Command> {
    let evaluation = violations.message("evaluation", request.evaluation.clone())?;
    violations.within("evaluation", |inner| {
        let on = inner.date("evaluated_on", evaluation.evaluated_on);
        let result = inner.enumeration("result", evaluation.result).and_then(hear_result);
        let outcome = check_outcome(inner, evaluation.outcome);
        let findings = check_text(inner, "findings", &evaluation.findings, LONGEST_TEXT);
        let evaluation = Evaluation { on: on?, result: result?, outcome: outcome?, findings: findings? };
        Some(Command::Ami(AmiCommand::Evaluate(evaluation)))
    })
}

pub(crate) fn check_observation(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordReturnObservationRequest,
) -> Option<Command> {
    let observation = violations.message("observation", request.observation)?;
    violations.within("observation", |inner| {
        let on = inner.date("observed_on", observation.observed_on);
        let outcome = check_outcome(inner, observation.outcome);
        let stopped = match observation.stopped {
            None => Some(None),
            Some(stopped) => inner.within("stopped", |inner| {
                let last_day = inner.date("last_day", stopped.last_day);
                let reason = inner.enumeration("reason", stopped.reason).and_then(hear_work_end);
                Some(Some((last_day?, reason?)))
            }),
        };
        let observation = Observation { on: on?, outcome: outcome?, stopped: stopped? };
        Some(Command::Ami(AmiCommand::Observe(observation)))
    })
}

pub(crate) fn check_guidance_result(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RegisterResultRequest,
) -> Option<Command> {
    let result = violations.message("result", request.result.clone())?;
    violations.within("result", |inner| {
        let on = inner.date("found_on", result.found_on);
        let of = inner.enumeration("of", result.of).and_then(hear_guidance);
        let reached = inner.enumeration("result", result.result).and_then(hear_result);
        let outcome = check_outcome(inner, result.outcome);
        let findings = check_text(inner, "findings", &result.findings, LONGEST_TEXT);
        let (on, of, result) = (on?, of?, reached?);
        Some(Command::RegisterResult(GuidanceResult { on, of, result, outcome: outcome?, findings: findings? }))
    })
}

pub(crate) fn check_other_track(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::RecordOtherTrackRequest,
) -> Option<Command> {
    let kind = violations.enumeration("kind", request.kind).and_then(hear_other_track_kind);
    let since = violations.date("since", request.since);
    let last_day = violations.optional_date("last_day", request.last_day);
    Some(Command::OtherTrack(OtherTrackCommand::Record { kind: kind?, since: since?, last_day: last_day? }))
}

pub(crate) fn check_other_track_end(
    violations: &mut Violations,
    _caller: &Caller,
    request: &contract::EndOtherTrackRequest,
) -> Option<Command> {
    violations.require("number", request.number > 0, "is required");
    let last_day = violations.date("last_day", request.last_day)?;
    Some(Command::OtherTrack(OtherTrackCommand::End { number: request.number, last_day }))
}

fn check_outcome(violations: &mut Violations, outcome: Option<contract::Outcome>) -> Option<Outcome> {
    let outcome = violations.message("outcome", outcome)?;
    let work = match outcome.work {
        None => Some(None),
        Some(work) => {
            violations.within("outcome", |inner| inner.within("work", |inner| check_work(inner, &work).map(Some)))
        }
    };
    Some(Outcome { work: work?, training: outcome.training, volunteering: outcome.volunteering })
}

fn check_work(violations: &mut Violations, work: &contract::Work) -> Option<Work> {
    let since = violations.date("since", work.since);
    let contract = violations.enumeration("contract", work.contract).and_then(hear_work_contract);
    let share = (1..=100).contains(&work.percent_of_full_time);
    violations.require("percent_of_full_time", share, "is not from 1 to 100");
    let percent_of_full_time = Some(work.percent_of_full_time).filter(|_| share)?;
    Some(Work { since: since?, contract: contract?, as_before: work.as_before, percent_of_full_time })
}

pub(crate) fn tell_evaluation(evaluation: &Evaluation, shown: bool) -> contract::AmiEvaluation {
    let result = if shown { tell_result(evaluation.result) } else { contract::ResultReached::Unspecified };
    contract::AmiEvaluation {
        evaluated_on: Some(to_proto(evaluation.on)),
        result: result.into(),
        outcome: shown.then(|| tell_outcome(&evaluation.outcome)),
        findings: if shown { evaluation.findings.0.clone() } else { String::new() },
    }
}

pub(crate) fn tell_observation(observation: &Observation, shown: bool) -> contract::ReturnObservation {
    let stopped = observation.stopped.filter(|_| shown).map(|(last_day, reason)| contract::WorkStopped {
        last_day: Some(to_proto(last_day)),
        reason: tell_work_end(reason).into(),
    });
    contract::ReturnObservation {
        observed_on: Some(to_proto(observation.on)),
        outcome: shown.then(|| tell_outcome(&observation.outcome)),
        stopped,
    }
}

fn tell_outcome(outcome: &Outcome) -> contract::Outcome {
    contract::Outcome {
        work: outcome.work.map(|work| contract::Work {
            since: Some(to_proto(work.since)),
            contract: tell_work_contract(work.contract).into(),
            as_before: work.as_before,
            percent_of_full_time: work.percent_of_full_time,
        }),
        training: outcome.training,
        volunteering: outcome.volunteering,
    }
}

pub(crate) fn tell_guidance_result(result: &GuidanceResult) -> contract::GuidanceResult {
    contract::GuidanceResult {
        found_on: Some(to_proto(result.on)),
        of: tell_guidance(result.of).into(),
        result: tell_result(result.result).into(),
        outcome: Some(tell_outcome(&result.outcome)),
        findings: result.findings.0.clone(),
    }
}

/// The tracks outside a formal trajectory, as they stand in a case.
pub(crate) fn tell_other_tracks(state: &State) -> Vec<contract::OtherTrack> {
    let tell = |track: &OtherTrack| contract::OtherTrack {
        last_day: state.last_day_of(track).map(to_proto),
        ..tell_other_track(track.number, track.kind, track.since)
    };
    state.other_tracks.iter().map(tell).collect()
}

/// A track that goes on.
pub(crate) fn tell_other_track(number: u32, kind: OtherTrackKind, since: chrono::NaiveDate) -> contract::OtherTrack {
    let kind = tell_other_track_kind(kind).into();
    contract::OtherTrack { number, kind, since: Some(to_proto(since)), last_day: None }
}

/// An evaluation that was checked when it came.
pub(crate) fn hear_evaluation(evaluation: Option<contract::AmiEvaluation>) -> Result<Evaluation, Unreadable> {
    let evaluation = evaluation.ok_or(Unreadable("evaluation"))?;
    Ok(Evaluation {
        on: day(evaluation.evaluated_on, "day of the evaluation")?,
        result: hear_result(evaluation.result()).ok_or(Unreadable("result"))?,
        outcome: hear_outcome(evaluation.outcome)?,
        findings: FreeText(evaluation.findings),
    })
}

/// A result that was checked when it came.
pub(crate) fn hear_guidance_result(result: Option<contract::GuidanceResult>) -> Result<GuidanceResult, Unreadable> {
    let result = result.ok_or(Unreadable("result"))?;
    Ok(GuidanceResult {
        on: day(result.found_on, "day of the result")?,
        of: hear_guidance(result.of()).ok_or(Unreadable("form of guidance"))?,
        result: hear_result(result.result()).ok_or(Unreadable("result"))?,
        outcome: hear_outcome(result.outcome)?,
        findings: FreeText(result.findings),
    })
}

/// An observation that was checked when it came.
pub(crate) fn hear_observation(observation: Option<contract::ReturnObservation>) -> Result<Observation, Unreadable> {
    let observation = observation.ok_or(Unreadable("observation"))?;
    let stopped = observation.stopped.map(|stopped| {
        let reason = hear_work_end(stopped.reason()).ok_or(Unreadable("reason why work stopped"))?;
        Ok((day(stopped.last_day, "last day of work")?, reason))
    });
    Ok(Observation {
        on: day(observation.observed_on, "day of the observation")?,
        outcome: hear_outcome(observation.outcome)?,
        stopped: stopped.transpose()?,
    })
}

fn hear_outcome(outcome: Option<contract::Outcome>) -> Result<Outcome, Unreadable> {
    let outcome = outcome.ok_or(Unreadable("outcome"))?;
    let work = outcome.work.map(|work| {
        Ok(Work {
            since: day(work.since, "first day of work")?,
            contract: hear_work_contract(work.contract()).ok_or(Unreadable("contract"))?,
            as_before: work.as_before,
            percent_of_full_time: work.percent_of_full_time,
        })
    });
    Ok(Outcome { work: work.transpose()?, training: outcome.training, volunteering: outcome.volunteering })
}
