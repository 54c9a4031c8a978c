//! Withdrawing an application for work (M21).
//!
//! INAMI presentation 2016, part 1.1: authorised work is voluntary. Own reading: who no longer wishes it withdraws the
//! application, until the work that was authorised begins; from then on it ends as a track does.

use chrono::NaiveDate;
use trajet_law::deadline::FactKind;
use trajet_law::rule::Rule;

use super::STEP;
use crate::acts::{by_the_end, going};
use crate::authorised_work::AuthorisedWork;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the withdrawal, by which no decision is awaited any more.
pub(crate) fn decide(state: &State, withdrawn_on: NaiveDate, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    let pending = |work: &&AuthorisedWork| work.is_pending();
    let work = state.work.iter().rfind(pending).ok_or(Rejection::NoWorkApplication)?;
    let earliest = work.decided_on().unwrap_or(work.application.applied_on);
    possible(ImpossibleDate::outside(DateField::WithdrawnOn, withdrawn_on, earliest, today))?;
    by_the_end(state, withdrawn_on)?;
    let (step, on) = (STEP, withdrawn_on);
    let open = state.open(step);
    let missed = open.and_then(|deadline| Event::missed(deadline, on));
    let rests_on = FactKind::WorkWithdrawn.on(on).into();
    let waived = open.map(|_| Event::DeadlineWaived { step, on, because: Rule::M21.into(), rests_on });
    let withdrawn = Event::WorkApplicationWithdrawn { number: work.number, on };
    Ok([withdrawn].into_iter().chain(missed).chain(waived).collect())
}
