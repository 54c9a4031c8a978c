//! What no two cases may share: a report.

use crate::command::Command;
use crate::report::ReportId;
use crate::state::State;

/// The reports that a case holds.
pub fn claim(state: &State) -> impl Iterator<Item = ReportId> {
    let told = if let State::Case(case) = state { case.told.as_slice() } else { &[] };
    told.iter().map(|told| told.report)
}

/// The report whose holder a command must know.
#[must_use]
pub fn claimed(command: &Command) -> Option<ReportId> {
    match command {
        Command::Take(told) => Some(told.report),
        Command::Match { report, .. } => Some(*report),
        Command::Annul { .. }
        | Command::Note(_)
        | Command::NoteFileAccess(_)
        | Command::Register(_)
        | Command::Receive { .. }
        | Command::Unmatch { .. }
        | Command::Send { .. }
        | Command::Say { .. }
        | Command::Fill { .. }
        | Command::Erase => None,
    }
}
