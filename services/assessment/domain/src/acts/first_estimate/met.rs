//! Which deadlines a first estimate of a day meets, whenever it is entered (T6).

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, FactKind, Plan, Step};
use trajet_law::rule::Rule;

use crate::acts::follow::{estimate_asked_on, examination_asked_on, recorded_miss};
use crate::event::Event;
use crate::state::State;

/// What becomes of the deadlines by an estimate of a day.
///
/// It meets what was asked for on that day. Where another deadline took its place since, it is planned again to be met, be
/// it after the end of the incapacity, and the other one goes; so does an examination that was asked for only after that day
/// (own reading).
pub(super) fn by(state: &State, on: NaiveDate) -> Vec<Event> {
    let estimate = estimate_asked_on(state, on).map(|plan| met(state, plan, on));
    let examination = examination_asked_on(state, on).map_or_else(
        || state.open(Step::EstimateExamination).and_then(|asked| not_needed(asked, on)).into_iter().collect(),
        |asked| met(state, asked.plan, on),
    );
    estimate.into_iter().flatten().chain(examination).collect()
}

/// Meets the deadline that was planned so.
fn met(state: &State, plan: Plan, on: NaiveDate) -> Vec<Event> {
    let step = plan.step;
    let last = state.deadline(step);
    let met = Event::DeadlineMet { step, on };
    if last.is_some_and(|last| last.plan == plan || (last.is_open() && has_opened(last, on))) {
        return vec![met];
    }
    let other = last.and_then(|last| not_needed(last, on));
    let missed = recorded_miss(state, &plan);
    let again = Event::DeadlinePlanned { plan, on };
    other.into_iter().chain([again]).chain(missed).chain([met]).collect()
}

fn has_opened(deadline: &Deadline, on: NaiveDate) -> bool {
    deadline.plan.opens.is_none_or(|opens| opens <= on)
}

/// Waives a deadline that is open: the estimate was made before it opened.
fn not_needed(deadline: &Deadline, made_on: NaiveDate) -> Option<Event> {
    let on = deadline.plan.opens.map_or(made_on, |opens| opens.max(made_on));
    let rests_on = FactKind::Estimate.on(made_on).into();
    let because = Rule::M3.into();
    deadline.is_open().then_some(Event::DeadlineWaived { step: deadline.plan.step, on, because, rests_on })
}
