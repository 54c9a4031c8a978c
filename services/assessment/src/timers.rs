//! What a timer of this service asks the domain to decide.

use trajet_assessment_domain::{Command, TimerKind};
use trajet_ledger::DueTimer;

/// The command of a timer; `None` for a kind this program does not know.
pub(crate) fn command(timer: &DueTimer) -> Option<Command> {
    match TimerKind::from_code(&timer.kind)? {
        TimerKind::Missed(step) => Some(Command::FireMissed(step)),
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Step;

    use super::*;
    use crate::samples::{CASE, day};

    #[test]
    fn every_timer_of_the_domain_has_its_command_and_no_other() {
        let fired = |kind: &str| command(&DueTimer { stream: CASE, kind: kind.to_owned(), fire_on: day("2023-01-01") });
        for step in Step::ALL {
            assert_eq!(fired(&TimerKind::Missed(*step).code()), Some(Command::FireMissed(*step)));
        }
        assert_eq!(fired("estimate_missed"), Some(Command::FireMissed(Step::FirstEstimate)));
        assert_eq!(fired("somersault"), None);
    }
}
