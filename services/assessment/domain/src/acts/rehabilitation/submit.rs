//! Submitting the proposal to the CSCMI (M16).

use chrono::NaiveDate;

use super::follow::with_released;
use crate::acts::{by_the_end, going};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the day on which the last proposal was submitted.
pub(crate) fn decide(state: &State, on: NaiveDate, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    by_the_end(state, on)?;
    let programme = state.programmes.last().ok_or(Rejection::NoProposalOpen)?;
    if programme.submitted_on.is_some() {
        return Err(Rejection::AlreadySubmitted);
    }
    possible(ImpossibleDate::outside(DateField::SubmittedOn, on, programme.proposal.on, today))?;
    if programme.closed.is_some_and(|closed| closed.on < on) {
        return Err(Rejection::NoProposalOpen);
    }
    Ok(with_released(state, vec![Event::RehabilitationSubmitted { number: programme.number, on }]))
}
