//! The results of a trajectory are evaluated and registered, and whether a return lasted is looked at later. Circular 2022/383, part
//! IV, 4.4 (D24).
//!
//! Own readings. A return to work commonly ends the incapacity, so that both can be recorded after its last day. What was found later
//! comes in the order of the days, each once. After a death nothing is evaluated.

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use crate::ami::{AmiHappened, AmiRejection, AmiTrajectory, Evaluation, Observation};
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{begun, consented, lives};
use crate::rejection::Rejection;

/// Records the evaluation of the last trajectory that ended and was not evaluated.
pub(crate) fn evaluate(course: &mut Course, evaluation: &Evaluation, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    lives(state, evaluation.on)?;
    let trajectory = state.ami.iter().rfind(|one| one.ended.is_some() && one.evaluation.is_none());
    let ended = trajectory.and_then(|trajectory| Some((trajectory.number, trajectory.last_day()?)));
    let (number, last_day) = ended.ok_or(AmiRejection::NothingToEvaluate)?;
    let on = evaluation.on;
    let evaluated_on = ImpossibleDate::outside(DateField::EvaluatedOn, on, last_day, today);
    let begun = begun(state, &evaluation.outcome, DateField::EvaluatedWorkSince, on)?;
    possible(evaluated_on.into_iter().chain(begun))?;
    consented(state)?;
    course.push(Event::ami(number, AmiHappened::Evaluated(evaluation.clone())));
    if course.state.is_last_ami(number) {
        course.meet(Step::AmiEvaluation, on);
    }
    Ok(())
}

/// Records what was found after the evaluation of the last trajectory that has one.
pub(crate) fn observe(course: &mut Course, observation: &Observation, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    lives(state, observation.on)?;
    let trajectory = state.ami.iter().rfind(|one| one.evaluation.is_some());
    let found = trajectory.and_then(|trajectory| Some((trajectory, *trajectory.found().last()?)));
    let (trajectory, (found_on, found)) = found.ok_or(AmiRejection::NothingToObserve)?;
    let (number, on) = (trajectory.number, observation.on);
    let day_after = found_on.succ_opt().unwrap_or(found_on);
    let observed_on = ImpossibleDate::outside(DateField::ObservedOn, on, day_after, today);
    let stopped = observation
        .stopped
        .zip(found.work)
        .and_then(|((last_day, _), work)| ImpossibleDate::outside(DateField::WorkStoppedOn, last_day, work.since, on));
    let begun = begun(state, &observation.outcome, DateField::ObservedWorkSince, on)?;
    possible(observed_on.into_iter().chain(begun).chain(stopped))?;
    match (found.work, observation.stopped, observation.outcome.work) {
        (None, Some(_), _) => return Err(AmiRejection::NoWorkToStop.into()),
        (Some(_), None, None) => return Err(AmiRejection::WorkEndUnknown.into()),
        _ => {}
    }
    consented(state)?;
    let asked = is_asked(course, trajectory, on);
    course.push(Event::ami(number, AmiHappened::Observed(*observation)));
    if asked && course.state.is_last_ami(number) {
        course.meet(Step::ReturnObservation, on);
    }
    Ok(())
}

/// Whether the look that is open had come by a day: one before it does not take its place.
fn is_asked(course: &Course, trajectory: &AmiTrajectory, on: NaiveDate) -> bool {
    let open = course.state.deadlines.open(Step::ReturnObservation);
    let had_come = open.is_some_and(|open| open.plan.opens.is_none_or(|opens| opens <= on));
    had_come && trajectory.returned().is_some()
}

#[cfg(test)]
mod tests;
