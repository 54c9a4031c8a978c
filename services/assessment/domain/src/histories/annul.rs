//! What holds when an act is annulled, in every history.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use proptest::prelude::*;
use proptest::test_runner::Config;
use trajet_law::annul::{Acted, Again, Annul, AnnulReason, AskedBy, Cause, Mistake, NotAnnulled};

use super::any::any_history;
use super::{live, same_every_time};
use crate::annul::{AskedAgain, annul};
use crate::command::{Command, Context};
use crate::event::Event;
use crate::rejection::Rejection;
use crate::samples::declare;
use crate::state::{State, apply};

/// An act of a history: its command, its day, and the events that it recorded.
struct Act {
    command: Command,
    today: NaiveDate,
    before: State,
    events: Vec<Event>,
}

fn acts(history: &[(u64, Command)]) -> Vec<Act> {
    let mut acts = Vec::new();
    live(history, |today, command, before, events, _| {
        if !events.is_empty() {
            acts.push(Act { command: command.clone(), today, before: before.clone(), events: events.to_vec() });
        }
    });
    acts
}

fn cause(command: &Command) -> Cause {
    match command {
        Command::Note(_) => Cause::Fact,
        Command::FireMissed(_) => Cause::Timer,
        Command::FollowLaw => Cause::Law,
        _ => Cause::Act,
    }
}

fn now(today: NaiveDate) -> DateTime<Utc> {
    today.and_time(NaiveTime::MIN).and_utc()
}

fn acted(acts: &[Act]) -> Vec<Acted<'_, Event>> {
    let mut acted = Vec::new();
    for (number, act) in acts.iter().enumerate() {
        let source = match &act.command {
            Command::Note(fact) => Some((fact.source.ledger.as_str(), fact.source.position)),
            _ => None,
        };
        for event in &act.events {
            acted.push(Acted {
                position: acted.len() as u64 + 1,
                act: number as u128,
                at: now(act.today),
                today: act.today,
                cause: cause(&act.command),
                source,
                struck: false,
                event,
            });
        }
    }
    acted
}

fn wrong(act: u64) -> Mistake {
    Mistake::Act(Annul { act, reason: AnnulReason::WrongContent, asked_by: AskedBy::Person })
}

/// The case after an annulment, by what it says: what is struck does not stand, and the events recorded with it stand where
/// it says.
fn after(history: &[Acted<'_, Event>], events: &[Event]) -> State {
    let [Event::ActAnnulled(annulled), instead @ ..] = events else { panic!("{events:?}") };
    assert!(annulled.places.len() <= instead.len());
    let mut state = State::default();
    for acted in history {
        if !annulled.struck.contains(&acted.position) {
            apply(&mut state, acted.event);
        }
        for (place, event) in annulled.places.iter().zip(instead) {
            if *place == acted.position {
                apply(&mut state, event);
            }
        }
    }
    for event in events[..1].iter().chain(&instead[annulled.places.len()..]) {
        apply(&mut state, event);
    }
    state
}

/// The case when its open deadlines follow the law of a day.
fn followed(mut state: State, today: NaiveDate) -> State {
    if state.declaration.is_none() {
        return state;
    }
    for event in crate::decide(&state, &Command::FollowLaw, &on(today)).expect("the law is followed") {
        apply(&mut state, &event);
    }
    state
}

fn on(today: NaiveDate) -> Context {
    Context { now: now(today), today, claimed_by: None }
}

fn law() -> &'static trajet_law::law::Law {
    State::default().law
}

proptest! {
    #![proptest_config(Config { cases: 300, ..same_every_time() })]

    #[test]
    fn t9_events_tell_the_command_that_they_came_from(history in any_history()) {
        let again = AskedAgain(law());
        for act in acts(&history) {
            let events: Vec<_> = act.events.iter().collect();
            let Some(command) = again.again(&act.before, cause(&act.command), &events) else { continue };
            let decided = again.decide(&act.before, &command, now(act.today), act.today);
            prop_assert_eq!(decided.as_ref(), Some(&act.events), "{:?} is told as {:?}", act.command, command);
        }
    }

    #[test]
    fn t9_to_annul_the_last_act_is_never_to_have_done_it(history in any_history()) {
        let acts = acts(&history);
        let Some(last) = acts.last() else { return Ok(()) };
        let acted = acted(&acts);
        let position = acted.len() as u64;
        let decided = annul(law(), &acted, &wrong(position), None, &on(last.today));
        match (cause(&last.command), &last.command) {
            (Cause::Act, Command::DeclareIncapacity(_)) => {
                let state = after(&acted, &decided.expect("a declaration is annulled"));
                prop_assert_eq!(state, State { annulled_on: Some(last.today), ..State::default() });
            }
            (Cause::Act, _) => prop_assert_eq!(after(&acted, &decided.expect("it is annulled")), followed(last.before.clone(), last.today)),
            _ => prop_assert_eq!(decided, Err(Rejection::NotAnnulled(NotAnnulled::NotAnAct))),
        }
    }

    #[test]
    fn t9_an_act_is_annulled_as_if_what_followed_had_been_done_without_it_or_not_at_all(
        history in any_history(),
        which in any::<prop::sample::Index>(),
    ) {
        let acts = acts(&history);
        let own: Vec<_> = (0..acts.len()).filter(|act| cause(&acts[*act].command) == Cause::Act).collect();
        if own.is_empty() {
            return Ok(());
        }
        let which = own[which.index(own.len())];
        let acted = acted(&acts);
        let position = acted.iter().find(|acted| acted.act == which as u128).map_or(0, |acted| acted.position);
        let today = acts.last().map_or_else(|| NaiveDate::MIN, |last| last.today);
        let again = AskedAgain(law());
        let decided = match annul(law(), &acted, &wrong(position), None, &on(today)) {
            Ok(decided) => decided,
            Err(Rejection::NotAnnulled(NotAnnulled::LaterActsDepend(later))) => {
                // Each of them comes later, and is somebody's act.
                for later in later {
                    let found = acted.iter().find(|acted| acted.position == later);
                    prop_assert!(found.is_some_and(|found| found.act > which as u128 && found.cause == Cause::Act));
                }
                return Ok(());
            }
            Err(other) => panic!("{other:?}"),
        };
        let state = after(&acted, &decided);
        if state.annulled_on.is_some() {
            prop_assert_eq!(state, State { annulled_on: Some(today), ..State::default() });
            return Ok(());
        }
        // The commands themselves, and not what their events tell of them.
        let mut expected = State::default();
        for (number, act) in acts.iter().enumerate() {
            if number == which {
                continue;
            }
            let decided = if expected == act.before {
                Some(act.events.clone())
            } else {
                again.decide(&expected, &act.command, now(act.today), act.today)
            };
            let itself = cause(&act.command) == Cause::Timer;
            let decided = decided.filter(|decided| !itself || *decided == act.events).unwrap_or_default();
            for event in &decided {
                apply(&mut expected, event);
            }
        }
        prop_assert_eq!(state, followed(expected, today));
        // Nobody annuls twice.
        let events: Vec<_> = acted.iter().map(|acted| (acted.position, *acted)).collect();
        let [Event::ActAnnulled(annulled), ..] = &decided[..] else { panic!("{decided:?}") };
        let struck: Vec<_> = events
            .into_iter()
            .map(|(position, acted)| Acted { struck: annulled.struck.contains(&position), ..acted })
            .collect();
        let twice = annul(law(), &struck, &wrong(position), None, &on(today));
        prop_assert_eq!(twice, Err(Rejection::NotAnnulled(NotAnnulled::AlreadyAnnulled)));
    }
}

#[test]
fn t9_what_is_recorded_on_an_annulled_case_is_refused() {
    let state = State { annulled_on: NaiveDate::from_ymd_opt(2022, 9, 5), ..State::default() };
    let today = NaiveDate::from_ymd_opt(2022, 9, 6).expect("a day");
    let refused = crate::decide(&state, &declare(), &on(today));
    assert_eq!(refused, Err(Rejection::NotAnnulled(NotAnnulled::CaseAnnulled)));
}
