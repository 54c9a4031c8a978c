//! Legal time in the return-to-work trajectory (Trajet Retour Au Travail / Terug Naar Werk-traject):
//! Brussels dates, months of incapacity, working days, dated parameters, rules, and the deadlines that
//! they set.
//!
//! Everything here is a pure function of dates. The caller brings today's date; nothing reads a clock.
//!
//! # Conventions
//!
//! - **D** is the first day of incapacity. Every month is counted from D and never from the month
//!   before it; where the month reached is too short for D's day, its last day stands in. With D on 31
//!   August month 4 opens on 30 November, month 7 on 29 or 28 February, and month 8 again on the 31st
//!   (T2).
//! - **Within N days, weeks or months of X** includes the day X + N. Who counts X itself as the first
//!   day ends one day earlier, so that a warning is given on that earlier day (T3, [`months::Limit`]).
//! - **In the course of month k** runs to the last day of that month, which nobody reads otherwise: no
//!   warning day.
//! - **No date moves for a weekend or a public holiday.** No source says that it does (T3).
//! - **The law in force on a day judges what happens on it.** It begins on
//!   [`parameter::LAW_IN_FORCE_FROM`] (T8).
//! - A platform's own **target** is never a last day: nobody is late by it
//!   ([`deadline::Plan::target`]).
//!
//! # What is ours
//!
//! The sources are silent here and there. [`rule::Rule::own_reading`] tells which rules hold a reading
//! of our own; those of this crate are:
//!
//! - the way to count a period (T3), and what a working day is (T5);
//! - targets where a duty has no last day (T6; M5, M7, M13, M14, M16, Q6, D6, D7: [`estimate`], [`questionnaire`],
//!   [`rehabilitation`], [`route_b`], [`authorised_work`]);
//! - when a deadline comes to a manager's eyes ([`deadline::Deadline::escalated_on`]), and what becomes of
//!   all that is open when an incapacity ends (T6, [`ending`]);
//! - who acts in the place of the person, from when to when and for what (D1, [`representation`]);
//! - what is one plan, and what does not end the presumption that it begins (D20 to D22, M18, [`presumption`]);
//! - who sees a restricted file, and for how long in an emergency (D2, [`file_access`]);
//! - which law judges an event (T8), and that the figures of the circular hold from 1 January 2022 on
//!   ([`parameter`]);
//! - what a changed first day does (T9, [`replan`]);
//! - when a file is closed, from which its data are kept three years (R2, [`retention`]);
//! - that an estimate after month 6 gives no category 1 (M6, [`estimate::category_1_until`]);
//! - how the duty of intervision is counted and when who lost it qualifies again (K2, [`coordinator`]);
//! - a first contact after a late estimate (D4), after authorised work (D5,
//!   [`first_contact::after_bar`]), and in route B without a questionnaire (D6,
//!   [`route_b::contact_after_request`]);
//! - to whom a person is referred for what, and what the recipient gets (X2, X3, X11, [`referral`]);
//! - of which employer an occupational physician tells who names none (X5, [`codex`]);
//! - by when the coordinator offers route B to who presented themselves to a regional service (X8, [`route_c`]);
//! - that the percentage of a bracket is that of the income within it (M21, [`benefit`]).
//!
//! # Dates accepted
//!
//! The platform accepts dates from [`months::EARLIEST`] to [`months::LATEST`]. Arithmetic is defined
//! beyond them too: it stops at the end of chrono's calendar, in the year 262142, rather than panic.

mod code;

pub mod ami;
pub mod annul;
pub mod authorised_work;
pub mod benefit;
pub mod brussels;
pub mod calendar;
pub mod certificate;
pub mod codex;
pub mod concertation;
pub mod coordinator;
pub mod deadline;
pub mod ending;
pub mod estimate;
pub mod explain;
pub mod file_access;
pub mod first_contact;
#[cfg(any(test, feature = "test-support"))]
pub mod histories;
pub mod law;
pub mod matter;
pub mod months;
pub mod parameter;
pub mod presumption;
pub mod primary_incapacity;
pub mod questionnaire;
pub mod referral;
pub mod rehabilitation;
pub mod replan;
pub mod representation;
pub mod retention;
pub mod route_b;
pub mod route_c;
pub mod rule;
pub mod scheme;
pub mod taken_over;
pub mod working_days;

pub use code::UnknownCode;

#[cfg(test)]
mod testing;
