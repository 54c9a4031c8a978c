//! Reports: the yearly message of actions for INAMI (R1), the indicators that the law wants studied (R6), and the month along
//! the eight themes of INAMI's barometer.
//!
//! Law of 12 December 2021, art. 2, § 1/3 (R1) and art. 5 (R6). The input is what a service's ledger says of one case at a
//! time, as a [`Fact`] an event; a case is folded, counted and forgotten, so that memory does not grow with the ledger. There
//! is no clock: a report is a function of a [`Period`] and of the events up to a place in the ledger. A fact counts on its
//! legal day, however late it was entered.
//!
//! Nothing here can hold a name, a number of a person or free text: what is grouped by is a stable code.

mod action;
mod band;
mod barometer;
mod case;
mod code;
mod deadlines;
mod durability;
mod fact;
mod figure;
mod indicators;
mod period;
#[cfg(test)]
mod tests;
mod trajectory;

pub use action::Action;
pub use case::Case;
pub use fact::{Did, Due, Fact, Found, Party, What, Work};
pub use figure::{Figure, Figures, Measure, ROUNDED_TO, Theme, rounded};
pub use period::{NoPeriod, Period};
