//! The examination that an open first estimate needs after a questionnaire that could not be completed (Q7, M5).
//!
//! Circular 2022/383, part III, 3.1, step 4.

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Deadline, Plan, Step};
use trajet_law::estimate::examination_plan;
use trajet_law::rule::Rule;

use super::{applied, by_track};
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
    let Some((found_on, estimate)) = found_impossible(&after).zip(estimate) else { return events };
    let Some((plan, on)) = planned(found_on, estimate) else { return events };
    let asked = after.deadline(Step::EstimateExamination);
    let dispensed = |asked: &Deadline| matches!(asked.closed, Some(Closure::Waived { on, because }) if because.rule == Rule::M5 && found_on <= on);
    match asked {
        Some(asked) if asked.is_open() || dispensed(asked) => {}
        Some(asked) if asked.plan == plan => {
            let on = if estimate.due.is_some() { on.max(from) } else { on };
            events.extend(by_track(asked).then_some(Event::DeadlineReopened { plan, on }));
        }
        _ => events.push(Event::DeadlinePlanned { plan, on }),
    }
    events
}

/// The examination for an estimate, and the day from which it is asked for.
fn planned(found_on: NaiveDate, estimate: &Plan) -> Option<(Plan, NaiveDate)> {
    let Some(due) = estimate.due else {
        let on = estimate.opens.map_or(found_on, |opens| opens.max(found_on));
        let plan = Plan { parameter: estimate.parameter.clone(), ..examination_plan(on, estimate.target?) };
        return Some((plan, on));
    };
    Some((examination_plan(found_on, due), found_on))
}

/// The day on which the questionnaire was found impossible to complete, if that is what is known of it.
fn found_impossible(state: &State) -> Option<NaiveDate> {
    match state.questionnaire() {
        Questionnaire::Impossible { on } => Some(on),
        _ => None,
    }
}
