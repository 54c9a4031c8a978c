//! The examination that an open first estimate needs after a questionnaire that could not be completed (Q7, M5).
//!
//! Circular 2022/383, part III, 3.1, step 4.

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, FactKind, Plan, Step};
use trajet_law::estimate::examination_plan;
use trajet_law::rule::Rule;

use super::on_a_day::to_make_on;
use super::{applied, by_track};
use crate::acts::correct_start::not_judged;
use crate::event::Event;
use crate::fact::Questionnaire;
use crate::state::State;

/// Adds the examination, unless it is asked for, or was dispensed with since that was found.
///
/// For an estimate of month 4 it opens on the day of the finding; for one that tracks kept back, not before that estimate.
pub(in crate::acts) fn with_examination(state: &State, events: Vec<Event>) -> Vec<Event> {
    with_examination_from(state, events, NaiveDate::MIN)
}

/// The same, where an estimate of month 4 may be open again from a day on.
pub(super) fn with_examination_from(state: &State, mut events: Vec<Event>, from: NaiveDate) -> Vec<Event> {
    let after = applied(state, &events);
    let estimate = after.open(Step::FirstEstimate).map(|deadline| &deadline.plan);
    let Some((found_on, estimate)) = impossible(&after.questionnaire()).zip(estimate) else { return events };
    let Some((plan, on)) = planned(&after, found_on, estimate) else { return events };
    match after.deadline(Step::EstimateExamination) {
        Some(asked) if asked.is_open() || dispensed(&after, found_on).next().is_some() => {}
        Some(asked) if asked.plan == plan => {
            let on = if estimate.due.is_some() { on.max(from) } else { on };
            let waived_with_it = by_track(asked) || not_judged(asked);
            events.extend(waived_with_it.then_some(Event::DeadlineReopened { plan, on }));
        }
        _ => events.push(Event::DeadlinePlanned { plan, on }),
    }
    events
}

/// The examination for the open estimate, as it is planned now.
pub(in crate::acts) fn examination_of_open_estimate(state: &State) -> Option<Plan> {
    let estimate = &state.open(Step::FirstEstimate)?.plan;
    let asked = &state.open(Step::EstimateExamination)?.plan;
    let found = asked.counted.from.iter().find(|fact| fact.kind == FactKind::CompletionImpossible);
    // That it was found once more changed nothing, nor where the examination counts from the estimate that tracks kept back.
    let by_then = || asked.opens.and_then(|opens| impossible(&state.questionnaire_on(opens)));
    let found_on = found.map(|fact| fact.on).or_else(by_then).or_else(|| impossible(&state.questionnaire()))?;
    match estimate.due {
        Some(due) => Some(examination_plan(state.planning(found_on), due)),
        None => planned(state, found_on, estimate).map(|(plan, _)| plan),
    }
}

/// The examination for an estimate, and the day from which it is asked for.
fn planned(state: &State, found_on: NaiveDate, estimate: &Plan) -> Option<(Plan, NaiveDate)> {
    let Some(due) = estimate.due else {
        let on = estimate.opens.map_or(found_on, |opens| opens.max(found_on));
        let from = if on == found_on { FactKind::CompletionImpossible } else { FactKind::EstimateOpens };
        let plan = examination_plan(state.planning(on).being(from), estimate.target?);
        let plan = Plan { parameter: estimate.parameter.clone(), ..plan };
        return Some((plan, on));
    };
    Some((examination_plan(state.planning(found_on), due), found_on))
}

/// An examination that was asked for on a day.
pub(in crate::acts) struct AskedExamination {
    /// The day on which the questionnaire was found impossible to complete.
    pub(in crate::acts) found_on: NaiveDate,
    /// When it was to take place.
    pub(in crate::acts) plan: Plan,
}

/// The examination that was asked for on a day, by the dates of what is known of it and whenever that was recorded (own
/// reading): the questionnaire was found impossible to complete, the estimate was not kept back, and nobody had dispensed
/// with the examination. An estimate whose last day lay before go-live needs it as well: it is made here.
pub(in crate::acts) fn examination_asked_on(state: &State, day: NaiveDate) -> Option<AskedExamination> {
    let estimate = to_make_on(state, day).filter(|estimate| !estimate.predates_the_law())?;
    let found_on = impossible(&state.questionnaire_on(day))?;
    let (plan, _) = planned(state, found_on, &estimate).filter(|(plan, _)| state.judges(plan))?;
    let by_then = dispensed(state, found_on).any(|on| on <= day);
    (!by_then).then_some(AskedExamination { found_on, plan })
}

/// The days since a finding on which the examination was dispensed with.
pub(in crate::acts) fn dispensed(state: &State, found_on: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let of_step = state.deadlines.iter().filter(|deadline| deadline.plan.step == Step::EstimateExamination);
    let dispensed = of_step.filter_map(|deadline| match deadline.closed {
        Some(Closure::Waived { on, because }) if because.rule == Rule::M5 => Some(on),
        _ => None,
    });
    dispensed.filter(move |on| found_on <= *on)
}

/// The day on which the questionnaire was found impossible to complete, if that is what is known of it.
fn impossible(questionnaire: &Questionnaire) -> Option<NaiveDate> {
    match questionnaire {
        Questionnaire::Impossible { on } => Some(*on),
        _ => None,
    }
}
