//! What a timer of this service asks the domain to decide.

use trajet_assessment_domain::{Command, TimerKind};
use trajet_ledger::DueTimer;

/// The command of a timer; `None` for a kind this program does not know.
pub(crate) fn command(timer: &DueTimer) -> Option<Command> {
    match TimerKind::from_code(&timer.kind)? {
        TimerKind::EstimateMissed => Some(Command::FireEstimateMissed),
    }
}
