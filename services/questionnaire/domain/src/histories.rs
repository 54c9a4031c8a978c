//! What holds for every history: random commands on random days, in any order.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::deadline::Closure;

use crate::command::Command;
use crate::decide::decide;
use crate::definition::Definition;
use crate::fact::TrackKind;
use crate::people::{Channel, FilledBy, HelpResult, Helper};
use crate::samples::{
    Case, complete, context, day, definition, fire_send, incomplete, recognised_from, subject, submit, submit_by,
    track, track_end, waive,
};
use crate::state::{State, apply, work};
use crate::timer::{TimerKind, timers};

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..160_u64).prop_map(|offset| day(2022, 8, 20) + Days::new(offset))
}

fn any_kind() -> impl Strategy<Value = TrackKind> {
    prop::sample::select(TrackKind::ALL)
}

fn any_filler() -> impl Strategy<Value = FilledBy> {
    prop_oneof![
        Just(FilledBy::InsuredPerson),
        Just(FilledBy::Helped(Helper::Coordinator(subject("coordinator")))),
        Just(FilledBy::Helped(Helper::Delegate(subject("staff")))),
    ]
}

fn any_fact() -> impl Strategy<Value = Command> {
    prop_oneof![
        (0..3_u64).prop_map(|offset| recognised_from(day(2022, 9, 1) + Days::new(offset))),
        (any_kind(), any_day(), prop::option::of(0..60_u64))
            .prop_map(|(kind, from, length)| { track(kind, from, length.map(|length| from + Days::new(length))) }),
        (any_kind(), any_day()).prop_map(|(kind, until)| track_end(kind, until)),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let definition = prop_oneof![4 => Just(definition()), 1 => Just(Definition { version: 2, ..definition() })];
    let answers = prop_oneof![Just(complete()), Just(incomplete())];
    let filled = (definition, answers, any_filler());
    let correction = (1..4_u32, any_day());
    prop_oneof![
        4 => any_fact(),
        3 => Just(fire_send()),
        3 => Just(Command::FireReturnMissed),
        1 => Just(waive()),
        2 => filled.prop_map(|(definition, answers, by)| Command::SaveDraft { definition: definition.into(), answers, by }),
        2 => any_day().prop_map(|on| submit(incomplete(), on)),
        2 => (any_day(), any_filler()).prop_map(|(on, by)| submit_by(complete(), on, by)),
        2 => correction.prop_map(|(corrects, returned_on)| Command::Correct {
            corrects,
            definition: definition_of_the_sample(),
            answers: complete(),
            returned_on,
            by: FilledBy::InsuredPerson,
        }),
        2 => Just(Command::DelegateHelp { to: subject("staff"), by: subject("coordinator") }),
        2 => (any_day(), prop::sample::select(HelpResult::ALL)).prop_map(|(on, result)| Command::RecordHelp {
            by: Helper::Delegate(subject("staff")),
            on,
            channel: Channel::Telephone,
            result,
        }),
    ]
}

fn definition_of_the_sample() -> std::sync::Arc<Definition> {
    definition().into()
}

/// Commands on days that follow each other; most histories begin with a recognition.
fn any_history() -> impl Strategy<Value = Vec<(NaiveDate, Command)>> {
    let begun = prop_oneof![4 => Just(Some(recognised_from(day(2022, 9, 1)))), 1 => Just(None)];
    (begun, prop::collection::vec((0..12_u64, any_command()), 0..40)).prop_map(|(begun, steps)| {
        let mut today = day(2022, 9, 5);
        let mut history: Vec<_> = begun.map(|command| (today, command)).into_iter().collect();
        for (pause, command) in steps {
            today = today + Days::new(pause);
            history.push((today, command));
        }
        history
    })
}

/// What the timer worker does: every timer due up to the day.
fn fire(case: &mut Case, today: NaiveDate) {
    for timer in timers(&case.state).into_iter().filter(|timer| timer.fire_on <= today) {
        let command = match timer.kind {
            TimerKind::Send => fire_send(),
            TimerKind::ReturnMissed => Command::FireReturnMissed,
        };
        case.attempt(today, &command).expect("a timer that is due can act");
        assert!(!timers(&case.state).contains(&timer), "a fired timer disappears");
    }
}

/// That nothing of a deadline is undone from one state to the next.
fn deadlines_only_gain(before: &State, after: &State) {
    assert!(before.deadlines.len() <= after.deadlines.len());
    for (old, new) in before.deadlines.iter().zip(&after.deadlines) {
        assert_eq!(old.plan, new.plan, "a deadline is not moved");
        assert!(old.missed_on.is_none() || old.missed_on == new.missed_on, "a miss stays");
        assert!(old.closed.is_none() || old.closed == new.closed, "a closed deadline stays closed");
    }
    for (place, deadline) in after.deadlines.iter().enumerate() {
        let steps = after.deadlines[..place].iter().map(|other| other.plan.step);
        assert!(!steps.into_iter().any(|step| step == deadline.plan.step), "a step has one deadline");
    }
}

proptest! {
    #[test]
    fn t6_in_every_history_deadlines_stay_and_fired_timers_disappear(history in any_history()) {
        let mut case = Case::default();
        for (today, command) in history {
            let before = case.state.clone();
            let outcome = case.attempt(today, &command);
            if let Command::Note(_) = command {
                prop_assert!(outcome.is_ok(), "a fact is never rejected");
            }
            deadlines_only_gain(&before, &case.state);
            let before = case.state.clone();
            fire(&mut case, today);
            deadlines_only_gain(&before, &case.state);
            prop_assert!(timers(&case.state).iter().all(|timer| timer.fire_on > today));
        }
    }

    #[test]
    fn t6_replaying_the_events_gives_the_same_state(history in any_history()) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
        }
        let mut replayed = State::default();
        for event in &case.events { apply(&mut replayed, event); }
        prop_assert_eq!(&replayed, &case.state);
        prop_assert!(work(&case.state).len() <= case.state.deadlines.len());
    }

    #[test]
    fn t6_deciding_again_decides_the_same(history in any_history(), (today, command) in (any_day(), any_command())) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
        }
        let once = decide(&case.state, &command, &context(today));
        prop_assert_eq!(once, decide(&case.state, &command, &context(today)));
    }

    #[test]
    fn q1_in_every_history_sending_is_met_or_waived_or_still_to_come(history in any_history()) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
            fire(&mut case, today);
            prop_assert!(!(case.state.sent.is_some() && case.state.waived.is_some()));
            if let Some(deadline) = case.state.deadlines.first() {
                match &deadline.closed {
                    Some(Closure::Met { .. }) => prop_assert!(case.state.sent.is_some()),
                    Some(Closure::Waived { .. }) => prop_assert!(case.state.waived.is_some()),
                    None => prop_assert!(deadline.plan.due > Some(today)),
                }
            }
        }
    }

    #[test]
    fn t6_apply_accepts_every_event_in_every_order(history in any_history(), rotation in 0..50_usize) {
        let mut case = Case::default();
        for (today, command) in history {
            let _ = case.attempt(today, &command);
        }
        let rotation = rotation.min(case.events.len());
        case.events.rotate_left(rotation);
        let mut state = State::default();
        for event in &case.events {
            apply(&mut state, event);
            let _ = (timers(&state), state.stage(), event.ground(), event.effective_on());
        }
    }
}
