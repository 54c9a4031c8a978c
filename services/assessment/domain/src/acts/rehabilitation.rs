//! Vocational rehabilitation (M16, M18, M19): from the proposal to the evaluation with the new skills.
//!
//! Coordinated law of 14 July 1994, art. 109bis; Royal Decree of 3 July 1996, art. 239, § 2; INAMI presentation 2016, part
//! 1.2; Circular 2022/383, part IV, 4.2. The physician proposes, the CSCMI answers, a regional service or another training
//! body teaches.
//!
//! Own readings. One proposal is open at a time, until it is refused or closed, or its programme has ended. A programme
//! starts on the day of the approval at the earliest. Hours of a day are told once: what is told of the same day again, and
//! is not the same, contradicts it.

pub(crate) mod evaluate;
mod follow;
pub(crate) mod propose;
pub(crate) mod record;
pub(crate) mod submit;
pub(crate) mod withdraw;

#[cfg(test)]
mod tests;

use super::day_before;
use crate::end::IncapacityEnd;
use crate::event::Event;
use crate::rehabilitation::{Programme, ProgrammeEnd};
use crate::state::State;

pub(in crate::acts) use self::follow::told;

/// What the end of the incapacity does to the programmes that are open: what did not start is closed, and what is followed
/// ends on the last day. One that started only after it turns out never to have been (T6).
pub(in crate::acts) fn ended_with(state: &State, end: &IncapacityEnd) -> impl Iterator<Item = Event> {
    let open = state.programmes.iter().filter(|programme| programme.over_on().is_none());
    open.map(move |programme| match programme.started_on {
        Some(_) => cut_off(programme, end),
        None => closed_with(programme.number, end),
    })
}

/// The closing of a proposal of which no programme came before the incapacity ended.
fn closed_with(number: u32, end: &IncapacityEnd) -> Event {
    Event::RehabilitationClosed { number, on: end.last_day, because: end.ending().ground() }
}

/// The end of a programme that the incapacity's end cuts off. How it ended can still be told.
fn cut_off(programme: &Programme, end: &IncapacityEnd) -> Event {
    let from = programme.started_on.unwrap_or(end.last_day);
    let last_day = end.last_day.max(day_before(from));
    let end = ProgrammeEnd { last_day, outcome: None, because: end.ending().ground(), phase: None };
    Event::ProgrammeEnded { number: programme.number, from, end }
}
