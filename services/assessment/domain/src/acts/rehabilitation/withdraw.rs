//! Withdrawing a proposal: rehabilitation is voluntary (M19).

use chrono::NaiveDate;
use trajet_law::rule::Rule;

use crate::acts::{by_the_end, going};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Closes the open proposal, approved or not, before its programme started.
pub(crate) fn decide(state: &State, on: NaiveDate, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    by_the_end(state, on)?;
    let open = state.programmes.last().filter(|programme| programme.over_on().is_none());
    let programme = open.ok_or(Rejection::NoProposalOpen)?;
    if programme.started_on.is_some() {
        return Err(Rejection::ProgrammeStarted);
    }
    let answered_on = programme.answer.map(|answer| answer.on);
    let known_by =
        [programme.submitted_on, answered_on].into_iter().flatten().fold(programme.proposal.on, NaiveDate::max);
    possible(ImpossibleDate::outside(DateField::WithdrawnOn, on, known_by, today))?;
    Ok(vec![Event::RehabilitationClosed { number: programme.number, on, because: Rule::M19.into() }])
}
