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
use trajet_law::histories::first_days::{any_first_day, around};
use trajet_law::months::{LATEST, days_after};
use trajet_law::parameter::LAW_IN_FORCE_FROM;
use trajet_law::rule::Rule;
use trajet_law::taken_over::{TakenOver, was_not_judged};

use crate::command::{Command, FilledIn};
use crate::decide::decide;
use crate::definition::{Definition, DefinitionRef};
use crate::event::Event;
use crate::fact::{Fact, TrackKind};
use crate::people::{Channel, FilledBy, HelpAct, HelpResult, Helper};
use crate::round::{Round, Route};
use crate::samples::{
    Case, complete, contacted, context, corrected, definition, ended, fire_send, fire_send_route_b, found_impossible,
    incomplete, one_more_from, recognised_from, representation, represented, requested, subject, submit, submit_by,
    taken_over_from, track, track_end, trajectory_ended, waive,
};
use crate::state::{State, apply, work};
use crate::timer::{TimerKind, timers};

/// A day of an incapacity, or a little before.
fn any_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0..160_u64).prop_map(move |offset| first - Days::new(12) + Days::new(offset))
}

/// Another first day than the one that a history was drawn around: of the same months, or of a year in which the law is another one.
fn any_other_first_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    prop_oneof![4 => any_day(first), 1 => any_first_day()]
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

fn any_fact(first: NaiveDate) -> impl Strategy<Value = Command> {
    prop_oneof![
        (0..3_u64).prop_map(move |offset| recognised_from(first + Days::new(offset))),
        (any_other_first_day(first), any_day(first)).prop_map(move |(to, on)| corrected(first, to, on)),
        (any_kind(), any_day(first), prop::option::of(0..60_u64))
            .prop_map(|(kind, from, length)| { track(kind, from, length.map(|length| from + Days::new(length))) }),
        (any_kind(), any_day(first)).prop_map(|(kind, until)| track_end(kind, until)),
        (any_day(first), any::<bool>()).prop_map(|(on, needed)| requested(on, needed)),
        (any_day(first), prop::option::of(any_day(first)))
            .prop_map(|(from, until)| represented(representation(from, until))),
        (any_day(first), any::<bool>()).prop_map(|(on, needed)| requested(on, needed)),
        any_day(first).prop_map(trajectory_ended),
    ]
}

fn any_command(first: NaiveDate) -> impl Strategy<Value = Command> {
    let definition = prop_oneof![4 => Just(definition()), 1 => Just(next_version())];
    let answers = prop_oneof![Just(complete()), Just(incomplete())];
    let filled = (definition, answers, any_filler(), any_language());
    let correction = (1..4_u32, any_day(first));
    prop_oneof![
        6 => any_fact(first),
        1 => (any_day(first), prop::sample::select(Ending::ALL)).prop_map(|(on, ending)| ended(on, ending)),
        2 => Just(fire_send()),
        2 => Just(fire_send_route_b()),
        1 => Just(Command::FireSend { route: Route::B, definition: next_version().reference() }),
        3 => Just(Command::FireReturnMissed),
        1 => any_day(first).prop_map(waive),
        2 => filled.prop_map(|(definition, answers, by, language)| {
            Command::SaveDraft(FilledIn { definition: definition.into(), answers, by, language })
        }),
        2 => any_day(first).prop_map(|on| submit(incomplete(), on)),
        2 => (any_day(first), any_filler()).prop_map(|(on, by)| submit_by(complete(), on, by)),
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
        2 => (any_day(first), prop::sample::select(HelpResult::ALL)).prop_map(|(on, result)| Command::RecordHelp {
            by: Helper::Delegate(subject("staff")),
            on,
            channel: Channel::Telephone,
            result,
            acts: BTreeSet::from([HelpAct::WroteDown]),
        }),
        2 => (any_day(first), prop::sample::select(HelpResult::ALL)).prop_map(|(on, result)| contacted(on, result)),
        2 => any_day(first).prop_map(found_impossible),
        1 => Just(Command::FollowLaw),
    ]
}

fn next_version() -> Definition {
    Definition { version: 2, ..definition() }
}

fn definition_of_the_sample() -> std::sync::Arc<Definition> {
    definition().into()
}

/// What is known of a case that is taken over on some day after its recognition: facts of before that day.
fn any_taken_over(first: NaiveDate) -> impl Strategy<Value = TakenOver> {
    let known = || prop::option::of(1..100_u64);
    (5..160_u64, known(), known(), known()).prop_map(move |(live, sent, back, requested)| {
        let recognised_on = first + Days::new(4);
        let on = recognised_on + Days::new(live);
        let before = |days: Option<u64>| days.map(|days| (on - Days::new(days)).max(recognised_on));
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

type History = trajet_law::histories::drawn::History<Command>;

/// The case of a history, in which nothing happened yet.
fn case_of(history: &History) -> Case {
    Case { state: State { law: history.law(), ..State::default() }, events: Vec::new() }
}

/// Commands on days that follow each other; most histories begin with a recognition, and in some of them the law changes.
fn any_history(first: NaiveDate) -> impl Strategy<Value = History> {
    let recognised_on = first + Days::new(4);
    let begun = prop_oneof![
        4 => Just((recognised_on, Some(recognised_from(first)))),
        1 => Just((recognised_on, None)),
        1 => any_taken_over(first).prop_map(move |known| (known.on, Some(taken_over_from(first, known)))),
    ];
    let law_changes_on = prop::option::weighted(0.3, any_day(first));
    let steps = prop::collection::vec((0..12_u64, any_command(first)), 0..40);
    (begun, law_changes_on, steps).prop_map(|((mut today, begun), law_changes_on, steps)| {
        let mut history: Vec<_> = begun.map(|command| (today, command)).into_iter().collect();
        for (pause, command) in steps {
            today = today + Days::new(pause);
            history.push((today, stated_by(today, command)));
        }
        History { law_changes_on, steps: history }
    })
}

/// A first day is corrected by a decision that was taken, to a day that was there: assessment states no other (T9).
fn stated_by(today: NaiveDate, mut command: Command) -> Command {
    if let Command::Note(Fact::Corrected(correction)) = &mut command {
        (correction.to, correction.on) = (correction.to.min(today).min(LATEST), correction.on.min(today));
    }
    command
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

/// That nothing of a deadline is undone from one state to the next, and that what changed was told by an event (T6).
fn deadlines_only_gain(before: &State, events: &[Event], after: &State) {
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
    let told = events.iter().any(|event| {
        matches!(
            event,
            Event::DeadlinePlanned { .. }
                | Event::DeadlineReplanned { .. }
                | Event::DeadlineMet { .. }
                | Event::DeadlineMissed { .. }
                | Event::DeadlineWaived { .. }
        )
    });
    assert_eq!(before.deadlines != after.deadlines, told, "no deadline changes silently: {events:?}");
}

/// Whether a waiver gives way to what took place before its day and was entered after.
fn gives_way(old: Closure, new: Closure) -> bool {
    match (old, new) {
        (Closure::Waived { on: waived, .. }, Closure::Met { on } | Closure::Waived { on, .. }) => on < waived,
        (Closure::Met { .. }, _) => false,
    }
}

/// The first day that the platform judges: that of the law, or of go-live after it (T6, T8).
fn judged_from(state: &State) -> NaiveDate {
    state.taken_over().map_or(LAW_IN_FORCE_FROM, |known| known.on.max(LAW_IN_FORCE_FROM))
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
    // One that another system had sent, and was to see back.
    let brought_along = |round: &&Round| state.taken_over().is_some_and(|known| round.sent.on < known.on);
    let due_back = state.round().filter(brought_along).and_then(|round| round.sent.due_back);
    let over = due_back.is_some_and(|due| due < judged_from(state));
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
    fn t6_in_every_history_deadlines_stay_and_fired_timers_disappear(history in around(any_history)) {
        let mut case = case_of(&history);
        for (today, command) in history.steps {
            let before = case.state.clone();
            let outcome = case.attempt(today, &command);
            if let Command::Note(_) = command {
                prop_assert!(outcome.is_ok(), "a fact is never rejected");
            }
            deadlines_only_gain(&before, &outcome.unwrap_or_default(), &case.state);
            let (before, known) = (case.state.clone(), case.events.len());
            fire(&mut case, today);
            deadlines_only_gain(&before, &case.events[known..], &case.state);
            one_is_out(&case.state);
            prop_assert!(timers(&case.state).iter().all(|timer| timer.fire_on > today));
        }
    }

    #[test]
    fn t8_what_is_decided_after_the_law_changed_stands_by_the_law_of_today(
        (history, changes_on) in around(|first| (any_history(first), any_day(first))),
    ) {
        let law = one_more_from(changes_on);
        let mut case = Case { state: State { law, ..State::default() }, events: Vec::new() };
        for (today, command) in history.steps {
            let _ = case.attempt(today, &Command::FollowLaw);
            let _ = case.attempt(today, &command);
            prop_assert_eq!(case.attempt(today, &Command::FollowLaw), Ok(Vec::new()), "after {:?}", command);
        }
    }

    #[test]
    fn t6_nothing_with_a_last_day_before_go_live_is_ever_planned_missed_or_left_open(
        (history, corrected_to) in around(|first| (any_history(first), any_day(first))),
    ) {
        let mut case = case_of(&history);
        for (place, (today, command)) in history.steps.into_iter().enumerate() {
            let _ = case.attempt(today, &command);
            if place == 2 {
                let _ = case.attempt(today, &stated_by(today, corrected(corrected_to, corrected_to, today)));
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
    fn t6_deciding_again_decides_the_same(
        (history, today, command) in around(|first| (any_history(first), any_day(first), any_command(first))),
    ) {
        let mut case = case_of(&history);
        for (today, command) in history.steps {
            let _ = case.attempt(today, &command);
        }
        let once = decide(&case.state, &command, &context(today));
        prop_assert_eq!(once, decide(&case.state, &command, &context(today)));
    }

    #[test]
    fn q1_in_every_history_sending_is_met_or_waived_or_still_to_come(history in around(any_history)) {
        let mut case = case_of(&history);
        for (today, command) in history.steps {
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
                        // Of a first day that was corrected to so long ago that it was another's to send.
                        let start = case.state.recognition.as_ref().map(|known| known.incapacity_start);
                        let long_ago = start.is_some_and(|start| days_after(start, 70) < judged_from(&case.state));
                        let not_judged = was_not_judged(because) && long_ago;
                        prop_assert!(sent == 0 && (why == Some(because) || other.contains(&because) || not_judged));
                    }
                    None => prop_assert!(sent == 0 && deadline.plan.due > Some(today)),
                },
            }
        }
    }

    #[test]
    fn t6_apply_accepts_every_event_in_every_order(history in around(any_history), rotation in 0..50_usize) {
        let mut case = case_of(&history);
        for (today, command) in history.steps {
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

#[test]
fn the_histories_reach_what_they_are_to_prove() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::default();
    let (mut seen, mut planned) = ([false; 2], 0);
    for _ in 0..500 {
        let history = around(any_history).new_tree(&mut runner).expect("a history is generated").current();
        let mut case = case_of(&history);
        for (today, command) in history.steps {
            let _ = case.attempt(today, &command);
        }
        planned += usize::from(!case.state.deadlines.is_empty());
        for event in case.events {
            match event {
                Event::DeadlineReplanned { because, .. } if because == Rule::T8.into() => seen[0] = true,
                Event::DeadlineReplanned { because, .. } if because == Rule::T9.into() => seen[1] = true,
                _ => {}
            }
        }
    }
    assert_eq!(seen, [true; 2]);
    // Before the law nothing is planned (T8): most histories are to lie after it, or they prove nothing of deadlines.
    assert!(planned > 300, "{planned} of 500 histories plan something");
}
