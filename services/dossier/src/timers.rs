//! What a timer of this service asks the domain to decide.

use trajet_dossier_domain::{Command, TimerKind};
use trajet_ledger::DueTimer;

/// The command of a timer; `None` for a kind this program does not know.
pub(crate) fn command(timer: &DueTimer) -> Option<Command> {
    Some(match TimerKind::from_code(&timer.kind)? {
        TimerKind::Missed(step) => Command::FireMissed(step),
        TimerKind::BarEnded => Command::FireBarEnded,
        TimerKind::Lapsed => Command::FireLapsed,
    })
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Step;

    use super::*;
    use crate::samples::{CASE, day};

    #[test]
    fn every_timer_of_the_domain_has_its_command_and_no_other() {
        let fired = |kind: &str| command(&DueTimer { stream: CASE, kind: kind.to_owned(), fire_on: day("2023-03-01") });
        for step in Step::ALL {
            assert_eq!(fired(&TimerKind::Missed(*step).to_string()), Some(Command::FireMissed(*step)));
        }
        assert_eq!(fired(&TimerKind::BarEnded.to_string()), Some(Command::FireBarEnded));
        assert_eq!(fired(&TimerKind::Lapsed.to_string()), Some(Command::FireLapsed));
        assert_eq!(fired("somersault"), None);
    }
}
