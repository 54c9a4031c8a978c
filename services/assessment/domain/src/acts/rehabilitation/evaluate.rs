//! The evaluation of the incapacity after the phase of reintegration, in which the new skills count (M16).

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, Step};

use crate::acts::{by_the_end, day_after, start_of};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rehabilitation::ReintegrationEvaluation;
use crate::rejection::Rejection;
use crate::state::State;

/// Records the evaluation of today or before, after the phase of the last programme that succeeded.
pub(crate) fn decide(
    state: &State,
    evaluation: ReintegrationEvaluation,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    let on = evaluation.on;
    possible(ImpossibleDate::outside(DateField::EvaluatedOn, on, start, today))?;
    by_the_end(state, on)?;
    let succeeded = state.programmes.iter().rev().find_map(|programme| Some((programme, programme.phase()?)));
    let (programme, phase) = succeeded.ok_or(Rejection::NoReintegrationPhase)?;
    if on <= phase.value.last {
        return Err(Rejection::PhaseNotOver { opens: day_after(phase.value.last), parameter: phase.version.clone() });
    }
    if programme.evaluation.is_some() {
        return Err(Rejection::AlreadyEvaluated);
    }
    let step = Step::ReintegrationEvaluation;
    let opened = |planned: &&Deadline| planned.plan.opens.is_none_or(|opens| opens <= on);
    let met = state.deadline(step).filter(opened).filter(|_| state.deadlines.can_be_met(step, on));
    let met = met.map(|_| Event::DeadlineMet { step, on });
    Ok([Event::ReintegrationEvaluated { number: programme.number, evaluation }].into_iter().chain(met).collect())
}
