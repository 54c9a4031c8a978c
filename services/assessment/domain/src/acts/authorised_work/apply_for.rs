//! Applying for authorised work (M14).
//!
//! INAMI presentation 2016, part 1.1: it can be asked for from the recognition on, and is asked for before the resumption.
//! Own reading: days are counted and not hours, so that what is applied for on its first day is not applied for before it.

use chrono::NaiveDate;
use trajet_law::authorised_work::decision_before_resumption_plan;
use trajet_law::months::{EARLIEST, LATEST};

use crate::acts::{by_the_end, going};
use crate::authorised_work::{Application, AuthorisedWork};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the application, and asks for a decision.
pub(crate) fn decide(state: &State, application: &Application, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    let recognised_on = state.recognition().ok_or(Rejection::NotRecognised)?.decided_on;
    let Application { applied_on, planned_from, .. } = *application;
    let applied = ImpossibleDate::outside(DateField::AppliedOn, applied_on, recognised_on, today);
    let planned = ImpossibleDate::outside(DateField::PlannedFrom, planned_from, EARLIEST, LATEST);
    possible(applied.into_iter().chain(planned))?;
    by_the_end(state, applied_on)?;
    if planned_from <= applied_on {
        return Err(Rejection::NotAppliedBefore);
    }
    let waited = |earlier: &AuthorisedWork| earlier.settled_on().is_none_or(|on| applied_on < on);
    if state.work.iter().any(waited) {
        return Err(Rejection::WorkApplicationPending);
    }
    let number = state.work.last().map_or(1, |last| last.number.saturating_add(1));
    let plan = Some(decision_before_resumption_plan(state.planning(applied_on)));
    let plan = plan.filter(|plan| state.end.is_none() && state.judges(plan));
    let planned = plan.map(|plan| Event::DeadlinePlanned { plan, on: applied_on });
    let applied = Event::WorkAppliedFor { number, application: application.clone() };
    Ok([applied].into_iter().chain(planned).collect())
}
