//! What a timer of this service asks the domain to decide.

use trajet_ledger::DueTimer;
use trajet_questionnaire_domain::{self as domain, Route, TimerKind};

use crate::ledger::Command;

/// The command of a timer; `None` for a kind this program does not know.
pub(crate) fn command(timer: &DueTimer) -> Option<Command> {
    match TimerKind::from_code(&timer.kind)? {
        TimerKind::Send => Some(Command::Send(Route::A)),
        TimerKind::SendRouteB => Some(Command::Send(Route::B)),
        TimerKind::ReturnMissed => Some(domain::Command::FireReturnMissed.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{CASE, day};

    #[test]
    fn every_timer_of_the_domain_has_its_command_and_no_other() {
        let fired = |kind: &str| command(&DueTimer { stream: CASE, kind: kind.to_owned(), fire_on: day("2022-11-10") });
        for kind in TimerKind::ALL {
            assert!(fired(kind.code()).is_some());
        }
        assert_eq!(fired("send"), Some(Command::Send(Route::A)));
        assert_eq!(fired("send_route_b"), Some(Command::Send(Route::B)));
        assert_eq!(fired("somersault"), None);
    }
}
