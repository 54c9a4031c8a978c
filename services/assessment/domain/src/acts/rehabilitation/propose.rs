//! Opening a proposal (M16, M19).

use chrono::NaiveDate;

use super::closed_with;
use super::follow::with_released;
use crate::acts::{by_the_end, start_of};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rehabilitation::{Mode, Programme, Proposal};
use crate::rejection::Rejection;
use crate::state::State;

/// Opens a proposal of today or before: from the recognition on, while no other one is open on that day.
pub(crate) fn decide(state: &State, proposal: &Proposal, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    let recognised_on = state.recognition().map(|recognition| recognition.decided_on);
    let from = recognised_on.ok_or(Rejection::NotYetRecognised { from: None })?;
    let Proposal { on, agreed_on, assessed_on, mode, .. } = *proposal;
    let orientation_on = match mode {
        Mode::Convention { orientation_on, .. } => Some(orientation_on),
        Mode::Classic | Mode::Ips => None,
    };
    let before = |field, day: Option<NaiveDate>| ImpossibleDate::outside(field, day?, start, on.max(start));
    possible(
        [
            ImpossibleDate::outside(DateField::ProposedOn, on, start, today),
            before(DateField::AgreedOn, Some(agreed_on)),
            before(DateField::AssessedOn, assessed_on),
            before(DateField::OrientationAssessedOn, orientation_on),
        ]
        .into_iter()
        .flatten(),
    )?;
    by_the_end(state, on)?;
    if on < from {
        return Err(Rejection::NotYetRecognised { from: Some(from) });
    }
    let open = |programme: &Programme| programme.over_on().is_none_or(|over_on| on < over_on);
    if state.programmes.iter().any(open) {
        return Err(Rejection::ProgrammeOpen);
    }
    let number = state.programmes.last().map_or(1, |last| last.number.saturating_add(1));
    let proposed = Event::RehabilitationProposed { number, proposal: Box::new(proposal.clone()) };
    // What is entered when the incapacity is over ended with it.
    let closed = state.end.as_ref().map(|end| closed_with(number, end));
    Ok(with_released(state, [proposed].into_iter().chain(closed).collect()))
}
