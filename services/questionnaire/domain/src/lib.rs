//! The law of the questionnaire: pure decisions on one incapacity case.
//!
//! Ten weeks after an incapacity begins the mutuality sends the insured person a questionnaire on what helps and what
//! hinders a return to work, and wants it back within two weeks (Circular 2022/383, part III, 3.1, steps 2 and 3). Who
//! asks for a trajectory is sent one as well (3.2, step 2). This crate decides what may happen to it, by the rules Q1 to
//! Q10, T8 and T9:
//!
//! - [`decide()`] turns a [`Command`] on a [`State`] into [`Event`]s or a [`Rejection`]. It reads no clock.
//! - [`apply`] changes the state by one event. It decides nothing, so that history never changes with the law.
//! - [`timers`] and [`work`] read from a state the days on which the case acts by itself and the deadlines still open.
//!
//! What the questions are is data ([`definition`]); [`answers`] checks answers against it and [`profile`] reads the
//! factors from them, and [`reading`] orders those by theme, as advice.

mod acts;
mod annul;
mod codes;
mod command;
mod decide;
mod event;
mod explain;
mod fact;
mod impossibility;
mod matter;
mod people;
mod reason;
mod rejection;
mod round;
mod state;
mod timer;
mod waiver;

pub mod answers;
pub mod definition;
pub mod notice;
pub mod profile;
pub mod reading;

pub use acts::not_known;
pub use annul::annul;
pub use answers::{Answer, AnswerFault, AnswerProblem, Answers};
pub use command::{Command, Context, FilledIn};
pub use decide::decide;
pub use definition::{Definition, DefinitionRef};
pub use event::Event;
pub use fact::{Fact, ParkedBecause, Recognition, Source, StartCorrection, TrackKind};
pub use impossibility::{Impossibility, ImpossibilityReason};
pub use people::{Channel, Contact, FilledBy, HelpAct, HelpResult, Helper, Person, SubjectId};
pub use profile::Profile;
pub use reading::Reading;
pub use reason::CscmiReason;
pub use rejection::Rejection;
pub use round::{CompleteAnswer, Delegation, Draft, Help, HelpContact, Round, Route, Sent};
pub use state::{End, Request, Stage, State, Track, apply, work};
pub use timer::{Timer, TimerKind, timers};
pub use waiver::{Notice, WaiverReason};

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;
