//! The law that gave a deadline its days changed while it is open (T8).
//!
//! No transitional rule is in the sources. Own reading: what is open is planned again by the law in force, openly; the same law
//! again does nothing.

use chrono::NaiveDate;
use trajet_law::rule::Rule;

use super::follow::with_waiver;
use super::replan::with_moves;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Plans again what is open, where the law in force today gives it other days.
pub(crate) fn decide(state: &State, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    state.declaration.as_ref().ok_or(Rejection::NotDeclared)?;
    let events = with_moves(state, Vec::new(), today, (Rule::T8.into(), None));
    // A track that was beside the estimate's old days may not be beside its new ones.
    Ok(if events.is_empty() { events } else { with_waiver(state, events) })
}
