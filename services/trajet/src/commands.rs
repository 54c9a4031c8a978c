//! One file for each command.

pub(crate) mod benefit;
pub(crate) mod calendar;
pub(crate) mod case;
pub(crate) mod check;
pub(crate) mod clock;
pub(crate) mod coordinators;
pub(crate) mod demo;
pub(crate) mod keys;
pub(crate) mod person;
pub(crate) mod report;
pub(crate) mod rules;
pub(crate) mod serve;
pub(crate) mod take_over;
pub(crate) mod token;
pub(crate) mod verify;
pub(crate) mod worklist;
