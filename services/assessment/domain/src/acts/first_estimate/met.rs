//! Which deadlines a first estimate of a day meets, whenever it is entered (T6).

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Deadline, Step};
use trajet_law::rule::Rule;

use crate::event::Event;
use crate::state::State;

/// The examination that was asked for on a day, and not waived by then (M5).
pub(super) fn examination_asked(state: &State, on: NaiveDate) -> Option<&Deadline> {
    open_on(state, Step::EstimateExamination, on)
}

/// What becomes of the deadlines by an estimate of a day.
///
/// It meets what was open on that day. A deadline that was waived since by a track, and has a later one beside it, is
/// planned again to be met, and the later one goes; so does an examination that was asked for only after that day (own
/// reading).
pub(super) fn by(state: &State, on: NaiveDate) -> Vec<Event> {
    let (estimate, examination) = (Step::FirstEstimate, Step::EstimateExamination);
    let mut events = met(state, estimate, on);
    if events.is_empty() && state.deadlines.can_be_met(estimate, on) {
        events.push(Event::DeadlineMet { step: estimate, on });
    }
    let examined = met(state, examination, on);
    if examined.is_empty() {
        events.extend(state.open(examination).and_then(|asked| not_needed(asked, on)));
    }
    events.into_iter().chain(examined).collect()
}

/// Meets the deadline of a step that was open on a day; nothing is planned again after the end of the incapacity.
fn met(state: &State, step: Step, on: NaiveDate) -> Vec<Event> {
    let Some((then, last)) = open_on(state, step, on).zip(state.deadline(step)) else { return Vec::new() };
    let met = Event::DeadlineMet { step, on };
    if has_opened(last, on) {
        return vec![met];
    }
    if state.end.is_some() {
        return Vec::new();
    }
    let again = Event::DeadlinePlanned { plan: then.plan.clone(), on };
    not_needed(last, on).into_iter().chain([again, met]).collect()
}

/// The last deadline of a step that was open on a day.
fn open_on(state: &State, step: Step, on: NaiveDate) -> Option<&Deadline> {
    let then_open = |deadline: &&Deadline| {
        let open = match deadline.closed {
            None => true,
            Some(Closure::Waived { on: waived, .. }) => on < waived,
            Some(Closure::Met { .. }) => false,
        };
        deadline.plan.step == step && open && has_opened(deadline, on)
    };
    state.deadlines.iter().rfind(then_open)
}

fn has_opened(deadline: &Deadline, on: NaiveDate) -> bool {
    deadline.plan.opens.is_none_or(|opens| opens <= on)
}

/// Waives a deadline that is open: the estimate was made before it opened.
fn not_needed(deadline: &Deadline, on: NaiveDate) -> Option<Event> {
    let on = deadline.plan.opens.map_or(on, |opens| opens.max(on));
    deadline.is_open().then_some(Event::DeadlineWaived { step: deadline.plan.step, on, because: Rule::M3.into() })
}
