//! What holds when an act is annulled, in every history.

use chrono::NaiveDate;
use proptest::prelude::*;
use trajet_law::annul::NotAnnulled;
use trajet_law::histories::{Act, annulled, now};

use super::any::{History, any_history};
use super::around;
use super::live;
use crate::annul::AskedAgain;
use crate::command::{Command, Context};
use crate::rejection::Rejection;
use crate::samples::declare;
use crate::state::State;

/// The acts of a history that recorded something.
fn acts(history: &History) -> Vec<Act<AskedAgain>> {
    let mut acts = Vec::new();
    live(history, |today, command, before, events, _| {
        if !events.is_empty() {
            let (command, before) = (command.clone(), before.clone());
            acts.push(Act { command, today, before, events: events.to_vec() });
        }
    });
    acts
}

/// The same, in which each fact stands at a place of its own in the ledger that tells it.
fn each_of_its_own(mut history: History) -> History {
    for (place, (_, command)) in (1..).zip(&mut history.steps) {
        if let Command::Note(fact) = command {
            fact.source.position = place;
        }
    }
    history
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

    #[test]
    fn t9_what_was_told_is_taken_back_as_if_it_had_not_been_told(
        history in around(any_history),
        which in any::<prop::sample::Index>(),
    ) {
        annulled::what_was_told_is_taken_back(&AskedAgain(history.law()), &acts(&each_of_its_own(history)), |of| which.index(of));
    }
}

#[test]
fn t9_what_is_recorded_on_an_annulled_case_is_refused() {
    let state = State { annulled_on: NaiveDate::from_ymd_opt(2022, 9, 5), ..State::default() };
    let today = NaiveDate::from_ymd_opt(2022, 9, 6).expect("a day");
    let refused = crate::decide(&state, &declare(), &Context { now: now(today), today, claimed_by: None });
    assert_eq!(refused, Err(Rejection::NotAnnulled(NotAnnulled::CaseAnnulled)));
}
