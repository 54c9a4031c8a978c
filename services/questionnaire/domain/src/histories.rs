//! What holds for every history: random commands on random days, in any order.

mod annul;
mod explained;
mod past;
mod played;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_belgium::Language;
use trajet_law::deadline::{Closure, Step};
use trajet_law::ending::Ending;
use trajet_law::rule::Rule;
use trajet_law::taken_over::TakenOver;

use crate::command::{Command, FilledIn};
use crate::decide::decide;
use crate::definition::{Definition, DefinitionRef};
use crate::fact::TrackKind;
use crate::people::{Channel, FilledBy, HelpAct, HelpResult, Helper};
use crate::round::{Round, Route};
use crate::samples::{
    Case, complete, contacted, context, corrected, day, definition, ended, fire_send, fire_send_route_b,
    found_impossible, incomplete, one_more_from, recognised_from, representation, represented, requested, subject,
    submit, submit_by, taken_over, track, track_end, trajectory_ended, waive,
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
        Just(FilledBy::Representative(1)),
        Just(FilledBy::Helped(Helper::Coordinator(subject("coordinator")))),
        Just(FilledBy::Helped(Helper::Delegate(subject("staff")))),
    ]
}

fn any_language() -> impl Strategy<Value = Option<Language>> {
    prop::option::of(prop::sample::select(&Language::ALL[..]))
}

fn any_fact() -> impl Strategy<Value = Command> {
    prop_oneof![
        (0..3_u64).prop_map(|offset| recognised_from(day(2022, 9, 1) + Days::new(offset))),
        (any_kind(), any_day(), prop::option::of(0..60_u64))
            .prop_map(|(kind, from, length)| { track(kind, from, length.map(|length| from + Days::new(length))) }),
        (any_kind(), any_day()).prop_map(|(kind, until)| track_end(kind, until)),
        (any_day(), any::<bool>()).prop_map(|(on, needed)| requested(on, needed)),
        (any_day(), prop::option::of(any_day())).prop_map(|(from, until)| represented(representation(from, until))),
        (any_day(), any::<bool>()).prop_map(|(on, needed)| requested(on, needed)),
        any_day().prop_map(trajectory_ended),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let definition = prop_oneof![4 => Just(definition()), 1 => Just(next_version())];
    let answers = prop_oneof![Just(complete()), Just(incomplete())];
    let filled = (definition, answers, any_filler(), any_language());
    let correction = (1..4_u32, any_day());
    prop_oneof![
        6 => any_fact(),
        1 => (any_day(), prop::sample::select(Ending::ALL)).prop_map(|(on, ending)| ended(on, ending)),
        2 => Just(fire_send()),
        2 => Just(fire_send_route_b()),
        1 => Just(Command::FireSend { route: Route::B, definition: next_version().reference() }),
        3 => Just(Command::FireReturnMissed),
        1 => any_day().prop_map(waive),
        2 => filled.prop_map(|(definition, answers, by, language)| {
            Command::SaveDraft(FilledIn { definition: definition.into(), answers, by, language })
        }),
        2 => any_day().prop_map(|on| submit(incomplete(), on)),
        2 => (any_day(), any_filler()).prop_map(|(on, by)| submit_by(complete(), on, by)),
        2 => correction.prop_map(|(corrects, returned_on)| Command::Correct {
            corrects,
            filled: FilledIn {
                definition: definition_of_the_sample(),
                answers: complete(),
                by: FilledBy::InsuredPerson,
                language: None,
            },
            returned_on,
        }),
        2 => Just(Command::DelegateHelp { to: subject("staff"), by: subject("coordinator") }),
        2 => (any_day(), prop::sample::select(HelpResult::ALL)).prop_map(|(on, result)| Command::RecordHelp {
            by: Helper::Delegate(subject("staff")),
            on,
            channel: Channel::Telephone,
            result,
            acts: BTreeSet::from([HelpAct::WroteDown]),
        }),
        2 => (any_day(), prop::sample::select(HelpResult::ALL)).prop_map(|(on, result)| contacted(on, result)),
        2 => any_day().prop_map(found_impossible),
    ]
}

fn next_version() -> Definition {
    Definition { version: 2, ..definition() }
}

fn definition_of_the_sample() -> std::sync::Arc<Definition> {
    definition().into()
}

/// What is known of a case that is taken over on some day after its recognition: facts of before that day.
fn any_taken_over() -> impl Strategy<Value = TakenOver> {
    let known = || prop::option::of(1..100_u64);
    (5..160_u64, known(), known(), known()).prop_map(|(live, sent, back, requested)| {
        let on = day(2022, 9, 5) + Days::new(live);
        let before = |days: Option<u64>| days.map(|days| (on - Days::new(days)).max(day(2022, 9, 5)));
        let questionnaire_sent_on = before(sent);
        let after = |back: &NaiveDate| questionnaire_sent_on.is_some_and(|sent| sent <= *back);
        TakenOver {
            questionnaire_sent_on,
            questionnaire_returned_on: before(back).filter(after),
            trajectory_requested_on: before(requested),
            ..TakenOver::on(on)
        }
    })
}

/// Commands on days that follow each other; most histories begin with a recognition.
fn any_history() -> impl Strategy<Value = Vec<(NaiveDate, Command)>> {
    let begun = prop_oneof![
        4 => Just((day(2022, 9, 5), Some(recognised_from(day(2022, 9, 1))))),
        1 => Just((day(2022, 9, 5), None)),
        1 => any_taken_over().prop_map(|known| (known.on, Some(taken_over(known)))),
    ];
    (begun, prop::collection::vec((0..12_u64, any_command()), 0..40)).prop_map(|((mut today, begun), steps)| {
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
            TimerKind::SendRouteB => fire_send_route_b(),
            TimerKind::ReturnMissed => Command::FireReturnMissed,
        };
        case.attempt(today, &command).expect("a timer that is due can act");
        assert!(!timers(&case.state).contains(&timer), "a fired timer disappears");
    }
    if timers(&case.state).iter().any(|timer| timer.fire_on <= today) {
        fire(case, today);
    }
}

/// That nothing of a deadline is undone from one state to the next.
fn deadlines_only_gain(before: &State, after: &State) {
    assert!(before.deadlines.iter().count() <= after.deadlines.iter().count());
    for (old, new) in before.deadlines.iter().zip(&after.deadlines) {
        assert_eq!(old.plan, new.plan, "a deadline is not moved");
        assert!(old.missed_on.is_none() || old.missed_on == new.missed_on, "a miss stays");
        let earlier = old.closed.zip(new.closed).is_some_and(|(old, new)| gives_way(old, new));
        assert!(old.closed.is_none() || old.closed == new.closed || earlier, "a closed deadline stays closed");
    }
    for deadline in after.deadlines.all_open() {
        let counts = after.deadlines.last(deadline.plan.step) == Some(deadline);
        assert!(counts, "only the last deadline of a step is open");
    }
}

/// Whether a waiver gives way to what took place before its day and was entered after.
fn gives_way(old: Closure, new: Closure) -> bool {
    match (old, new) {
        (Closure::Waived { on: waived, .. }, Closure::Met { on } | Closure::Waived { on, .. }) => on < waived,
        (Closure::Met { .. }, _) => false,
    }
}

/// Whether numbers count from 1 on.
fn in_order(numbers: &[u32]) -> bool {
    numbers.iter().zip(1..).all(|(number, expected)| *number == expected)
}

/// That one questionnaire is out at a time, and what is open belongs to it.
fn one_is_out(state: &State) {
    let numbers: Vec<_> = state.rounds.iter().map(|round| round.sent.number).collect();
    assert!(in_order(&numbers), "sendings are numbered one after the other: {numbers:?}");
    let before = state.rounds.split_last().map_or(&[][..], |(_, before)| before);
    assert!(before.iter().all(|round| round.settled_on().is_some()), "another is sent when the one before is settled");
    let answers: Vec<_> = state.answers().map(|answer| answer.number).collect();
    assert!(in_order(&answers), "answers are numbered one after the other: {answers:?}");
    let out = state.end.is_none() && state.round().is_some_and(|round| round.settled_on().is_none());
    let awaited = state.deadlines.open(Step::QuestionnaireReturn).is_some();
    let due_before_go_live = |due: NaiveDate| state.taken_over().is_some_and(|known| due < known.on);
    let over = state.round().and_then(|round| round.sent.due_back).is_some_and(due_before_go_live);
    assert_eq!(awaited, out && !over, "the return is awaited while one is out");
    assert!(state.send_on.is_none() || !out, "none is to be sent while one is out");
    let asked = state.requests.iter().any(|request| request.needed && request.ended_on.is_none());
    assert!(state.send_on.is_none() || asked, "none is to be sent for what ended");
    for round in &state.rounds {
        let of_the_version = |it: &DefinitionRef| *it == round.sent.definition;
        assert!(round.draft.iter().all(|draft| of_the_version(&draft.definition)), "a draft answers what was sent");
        assert!(round.answers.iter().all(|answer| of_the_version(&answer.definition)), "so does a complete answer");
        assert!(round.draft.is_none() || round.answers.is_empty(), "a draft is no return beside one");
    }
    assert!(state.end.is_none() || work(state).is_empty() && timers(state).is_empty(), "an end leaves nothing open");
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
            one_is_out(&case.state);
            prop_assert!(timers(&case.state).iter().all(|timer| timer.fire_on > today));
        }
    }

    #[test]
    fn t8_what_is_decided_after_the_law_changed_stands_by_the_law_of_today(history in any_history()) {
        let law = one_more_from(day(2023, 1, 15));
        let mut case = Case { state: State { law, ..State::default() }, events: Vec::new() };
        for (today, command) in history {
            let _ = case.attempt(today, &Command::FollowLaw);
            let _ = case.attempt(today, &command);
            prop_assert_eq!(case.attempt(today, &Command::FollowLaw), Ok(Vec::new()), "after {:?}", command);
        }
    }

    #[test]
    fn t6_nothing_with_a_last_day_before_go_live_is_ever_planned_missed_or_left_open(
        history in any_history(), corrected_to in any_day(),
    ) {
        let mut case = Case::default();
        for (place, (today, command)) in history.into_iter().enumerate() {
            let _ = case.attempt(today, &command);
            if place == 2 {
                let _ = case.attempt(today, &corrected(day(2022, 9, 1), corrected_to, today));
                let _ = case.attempt(today, &Command::FollowLaw);
            }
            fire(&mut case, today);
            let Some(live) = case.state.taken_over().map(|known| known.on) else { continue };
            for deadline in &case.state.deadlines {
                prop_assert!(deadline.plan.end().is_none_or(|end| live <= end), "{:?}", deadline);
                prop_assert!(deadline.missed_on.is_none_or(|on| live < on));
            }
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
        prop_assert!(work(&case.state).len() <= case.state.deadlines.iter().count());
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
            let before = |round: &&Round| case.state.taken_over().is_some_and(|known| round.sent.on < known.on);
            let of_route_a = case.state.rounds.iter().filter(|round| round.sent.route == Route::A);
            let sent = of_route_a.filter(|round| !before(round)).count();
            match case.state.deadlines.last(Step::QuestionnaireSend) {
                None => prop_assert_eq!(sent, 0),
                Some(deadline) => match deadline.closed {
                    Some(Closure::Met { .. }) => prop_assert_eq!((sent, &case.state.waived), (1, &None)),
                    Some(Closure::Waived { because, .. }) => {
                        let why = case.state.waived.as_ref().map(|(reason, _)| reason.ground());
                        let other = [Rule::Q8.into(), Ending::IncapacityEnded.ground(), Ending::Deceased.ground()];
                        prop_assert!(sent == 0 && (why == Some(because) || other.contains(&because)));
                    }
                    None => prop_assert!(sent == 0 && deadline.plan.due > Some(today)),
                },
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
