//! What a timer of this service asks the domain to decide.

use trajet_exchange_domain::{Command, TimerKind};
use trajet_ledger::DueTimer;

/// The command of a timer; `None` for a kind this program does not know.
pub(crate) fn command(timer: &DueTimer) -> Option<Command> {
    match TimerKind::from_code(&timer.kind)? {
        TimerKind::EraseReport => Some(Command::Erase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{CASE, day};

    #[test]
    fn every_timer_of_the_domain_has_its_command_and_no_other() {
        let fired = |kind: &str| command(&DueTimer { stream: CASE, kind: kind.to_owned(), fire_on: day("2023-09-20") });
        for kind in TimerKind::ALL {
            assert!(fired(kind.code()).is_some());
        }
        assert_eq!(fired("somersault"), None);
    }
}
