//! Recording by hand what the CSCMI or a regional service told (M16, X9, X10).

use chrono::NaiveDate;
use trajet_law::rehabilitation::RehabilitationFact;

use super::follow::{effect, with_released};
use crate::acts::start_of;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records what happened today or before. What the case knows already changes nothing.
pub(crate) fn decide(state: &State, fact: &RehabilitationFact, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    state.recognition().ok_or(Rejection::NotRecognised)?;
    possible(ImpossibleDate::outside(DateField::FactOn, fact.on(), start, today))?;
    Ok(with_released(state, effect(state, fact)?))
}
