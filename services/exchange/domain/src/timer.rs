//! The days on which a stream acts by itself.

use chrono::NaiveDate;

use crate::codes::codes;
use crate::state::State;

codes! {
    /// What a timer does.
    #[derive(Debug)]
    pub enum TimerKind {
        /// [`crate::Command::Erase`], once a report was kept long enough.
        EraseReport = "erase_report",
    }
}

/// The timer of a stream and its day, if it has one: a function of its state alone.
#[must_use]
pub fn timer(state: &State) -> Option<(TimerKind, NaiveDate)> {
    if let State::Report(report) = state { Some((TimerKind::EraseReport, report.erase_on())) } else { None }
}
