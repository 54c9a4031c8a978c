//! What holds when an act is annulled, in every history.

use proptest::prelude::*;
use trajet_law::annul::NotAnnulled;
use trajet_law::histories::{Act, annulled};

use super::{History, any_history, around, case_of};
use crate::annul::AskedAgain;
use crate::command::Command;
use crate::rejection::Rejection;
use crate::samples::{Case, context, day, fire_send, fire_send_route_b, waive};
use crate::state::State;
use crate::timer::{TimerKind, timers};

/// The acts of a history that recorded something.
fn acts(history: &History) -> Vec<Act<AskedAgain>> {
    let mut case = case_of(history);
    let mut acts = Vec::new();
    let mut act = |case: &mut Case, today, command: Command| {
        let before = case.state.clone();
        let events = case.attempt(today, &command).unwrap_or_default();
        if !events.is_empty() {
            acts.push(Act { command, today, before, events });
        }
    };
    for (today, command) in &history.steps {
        // Each timer once: what it did not change is looked at again with the next command.
        for timer in timers(&case.state).into_iter().filter(|timer| timer.fire_on <= *today) {
            let command = match timer.kind {
                TimerKind::Send => fire_send(),
                TimerKind::SendRouteB => fire_send_route_b(),
                TimerKind::ReturnMissed => Command::FireReturnMissed,
            };
            act(&mut case, *today, command);
        }
        act(&mut case, *today, command.clone());
    }
    acts
}

proptest! {
    #[test]
    fn t9_events_tell_the_command_that_they_came_from(history in around(any_history)) {
        annulled::events_tell_the_command_that_they_came_from(&AskedAgain(history.law()), &acts(&history));
    }

    #[test]
    fn t9_to_annul_the_last_act_is_never_to_have_done_it(history in around(any_history)) {
        annulled::the_last_act_was_never_done(&AskedAgain(history.law()), &acts(&history));
    }

    #[test]
    fn t9_an_act_is_annulled_as_if_what_followed_had_been_done_without_it_or_not_at_all(
        history in around(any_history),
        which in any::<prop::sample::Index>(),
    ) {
        let refused = |refused: &Rejection| match refused {
            Rejection::NotAnnulled(why) => Some(why.clone()),
            _ => None,
        };
        annulled::as_if_what_followed_had_been_done_without_it(&AskedAgain(history.law()), &acts(&history), |of| which.index(of), refused);
    }
}

#[test]
fn t9_what_is_recorded_on_an_annulled_case_is_refused() {
    let today = day(2022, 9, 6);
    let state = State { annulled_on: Some(today), ..State::default() };
    let refused = crate::decide(&state, &waive(today), &context(today));
    assert_eq!(refused, Err(Rejection::NotAnnulled(NotAnnulled::CaseAnnulled)));
}
