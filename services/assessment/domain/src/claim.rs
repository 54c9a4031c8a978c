//! What no two open cases may share: the same incapacity of the same person (M1).

use chrono::NaiveDate;
use trajet_belgium::Niss;

use crate::command::Command;
use crate::declaration::Declaration;
use crate::state::{CaseStatus, State};

/// An incapacity, by its person and its first day. It names the person: it is stored as a keyed hash alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The person.
    pub niss: Niss,
    /// The first day of incapacity (D).
    pub incapacity_start: NaiveDate,
}

/// The claim that a case holds, until its recognition is refused.
#[must_use]
pub fn claim(state: &State) -> Option<Claim> {
    let refused = state.status() == Some(CaseStatus::Refused);
    let declaration = state.declaration.as_ref().filter(|_| !refused)?;
    Some(Claim { niss: declaration.person.niss, incapacity_start: state.incapacity_start()? })
}

/// The claim that a command would take.
#[must_use]
pub fn claimed(command: &Command) -> Option<Claim> {
    match command {
        Command::DeclareIncapacity(declaration) => Some(of(declaration)),
        Command::TakeOver(past) => Some(of(&past.declaration)),
        Command::CorrectStart { niss, start, .. } => Some(Claim { niss: *niss, incapacity_start: *start }),
        _ => None,
    }
}

fn of(declaration: &Declaration) -> Claim {
    Claim { niss: declaration.person.niss, incapacity_start: declaration.certificate.incapacity_start }
}
