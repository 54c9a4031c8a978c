//! What acts ask first: that there is a case, that it goes on, and that the person consents (D3, T6).

use chrono::NaiveDate;

use crate::ami::Outcome;
use crate::consent::ConsentPurpose;
use crate::fact::{IncapacityEnd, Recognition};
use crate::impossible::{DateField, ImpossibleDate};
use crate::rejection::Rejection;
use crate::state::State;

/// The recognition, without which nothing is done in a case.
pub(crate) fn recognised(state: &State) -> Result<&Recognition, Rejection> {
    state.recognition.as_ref().ok_or(Rejection::NotRecognised)
}

/// Refuses an act that is dated after the last day of incapacity.
pub(crate) fn within_incapacity(state: &State, on: NaiveDate) -> Result<(), Rejection> {
    match state.end {
        Some(end) if end.last_day < on => Err(Rejection::IncapacityEnded(end)),
        _ => Ok(()),
    }
}

/// Nothing new is processed without consent to the first purpose (D3).
pub(crate) fn consented(state: &State) -> Result<(), Rejection> {
    if state.consents.granted(ConsentPurpose::Trajectory) { Ok(()) } else { Err(Rejection::ConsentRefused) }
}

/// Who died is not evaluated; who is not incapacitated any more is, and so is who died after that, of a day of before.
pub(crate) fn lives(state: &State, on: NaiveDate) -> Result<(), Rejection> {
    recognised(state)?;
    match state.end {
        Some(end) if end.deceased => Err(Rejection::IncapacityEnded(end)),
        Some(end) if end.died_on.is_some_and(|died_on| died_on < on) => {
            let last_day = end.death().unwrap_or(end.last_day);
            Err(Rejection::IncapacityEnded(IncapacityEnd { last_day, deceased: true, ..end }))
        }
        _ => Ok(()),
    }
}

/// Work begins neither before the incapacity that it ends nor after the day on which it was found.
pub(crate) fn begun(
    state: &State,
    outcome: &Outcome,
    field: DateField,
    by: NaiveDate,
) -> Result<Option<ImpossibleDate>, Rejection> {
    let start = recognised(state)?.incapacity_start;
    Ok(outcome.work.and_then(|work| ImpossibleDate::outside(field, work.since, start, by)))
}
