//! The law of the medical assessment: pure decisions on one incapacity case.
//!
//! An incapacity is declared with a certificate and recognised or refused; in its fourth month the advising physician
//! first estimates the remaining capacities, puts the person in one of four categories, and refers who is in category
//! 4 to the coordinator (Circular 2022/383, part III, 3.1, steps 1 and 4 to 6). This crate decides what may happen, by
//! the rules M1 to M4, M6, M10, M20, M22 and T4, T6 to T8:
//!
//! - [`decide()`] turns a [`Command`] on a [`State`] into [`Event`]s or a [`Rejection`]. It reads no clock.
//! - [`apply`] changes the state by one event. It decides nothing, so that history never changes with the law.
//! - [`timers`], [`work`] and [`claim()`] read from a state the days on which the case acts by itself, the deadlines
//!   still open, and the incapacity for which no other case may be opened.
//!
//! Not here: the examination after a questionnaire that could not be completed (M5), later evaluations and their
//! examinations (M7 to M9), and a corrected first day of incapacity (T9).

mod acts;
mod claim;
mod codes;
mod command;
mod decide;
mod decision;
mod declaration;
mod estimate;
mod event;
mod fact;
mod impossible;
mod people;
mod rejection;
mod state;
mod timer;
mod track;

pub use claim::{Claim, claim, claimed};
pub use command::{Command, Context};
pub use decide::decide;
pub use decision::{DecidedBy, Decision, Recognition, Refusal, RefusalReason};
pub use declaration::{Certificate, Declaration, Employment, Prognosis};
pub use estimate::{Category, Concertation, Estimate, Referral};
pub use event::Event;
pub use fact::{Fact, FactorCounts, ParkedBecause, ProfileSummary, Questionnaire, Source, Told};
pub use impossible::{DateField, DeclaredDates, ImpossibleDate};
pub use people::{Person, SubjectId};
pub use rejection::Rejection;
pub use state::{CaseStatus, State, apply, work};
pub use timer::{Timer, TimerKind, timers};
pub use track::{Track, TrackKind};

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;
