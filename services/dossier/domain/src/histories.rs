//! What holds for every history: random facts and acts on random days, in any order.

mod ami;
mod annul;
mod any;
mod explained;
mod past;
mod played;
mod referral;

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::Config;
use trajet_law::deadline::{Actor, Closure, Step};
use trajet_law::histories::first_days::around;
use trajet_law::months::{months_after, within_months};
use trajet_law::parameter::LAW_IN_FORCE_FROM;
use trajet_law::rule::Rule;

use self::any::{
    History, any_command, any_contact, any_day, any_fact, any_history, any_history_by_the_law, any_of,
    any_questionnaire, case_of, stated_by,
};
use crate::assignment::Qualification;
use crate::bar::{barred, planned_after};
use crate::command::{Command, ContactKind, NewContact};
use crate::concertation::Party;
use crate::consent::ConsentPurpose;
use crate::contact::Purpose;
use crate::decide::decide;
use crate::duty::{contact_plan, duty, referral_to_meet, request_to_meet};
use crate::event::Event;
use crate::fact::Told;
use crate::follow::appointment_of_request;
use crate::presumption::PresumptionOf;
use crate::route_a::works;
use crate::samples::{Case, context, day, one_more_from, told};
use crate::state::{Reader, State, apply};
use crate::timer::{TimerKind, timers};

/// That what waits to be read stands on a list while the case goes on, and that nobody else has a part in the concertation
/// without consent (D3, D26).
fn concertation_is_in_sight(state: &State) {
    for (party, step) in
        [(Party::Physician, Step::ConcertationPhysician), (Party::Coordinator, Step::ConcertationCoordinator)]
    {
        let waits = state.threads.iter().any(|thread| thread.unread(party).next().is_some());
        let open = state.deadlines.open(step).is_some();
        assert!(open == (waits && state.end.is_none()), "{step}");
    }
    let present = state.threads.iter().any(|thread| thread.present().next().is_some());
    let permitted = state.consents.granted(ConsentPurpose::Exchange) || !state.concertation_rests_on_consent();
    assert!(!present || permitted, "somebody without consent");
    assert!(state.threads.iter().zip(1..).all(|(thread, number)| thread.number == number));
    assert!(state.threads.iter().all(|thread| thread.messages.iter().zip(1..).all(|(it, number)| it.number == number)));
}

/// What the timer worker does: every timer due up to the day, until none is.
fn fire(case: &mut Case, today: NaiveDate) {
    for _ in 0..50 {
        let due: Vec<_> = timers(&case.state).into_iter().filter(|timer| timer.fire_on <= today).collect();
        if due.is_empty() {
            return;
        }
        for timer in due {
            // One that fired may have done what the next one was for.
            if timers(&case.state).contains(&timer) {
                let command = match timer.kind {
                    TimerKind::Missed(step) => Command::FireMissed(step),
                    TimerKind::BarEnded => Command::FireBarEnded,
                    TimerKind::Lapsed => Command::FireLapsed,
                };
                case.attempt(today, &command).expect("a timer that is due can act");
                assert!(!timers(&case.state).contains(&timer), "a fired timer disappears");
            }
        }
    }
    panic!("timers fire without end");
}

/// That nothing of a deadline is undone from one state to the next, and that what changed was told by an event.
fn deadlines_only_gain(before: &State, events: &[Event], after: &State) {
    let was: Vec<_> = before.deadlines.iter().collect();
    let is: Vec<_> = after.deadlines.iter().collect();
    assert!(was.len() <= is.len());
    for (old, new) in was.iter().zip(&is) {
        assert_eq!(old.plan, new.plan, "a deadline is not moved");
        assert!(old.missed_on.is_none() || old.missed_on == new.missed_on, "a miss stays");
        let met_before = |closed| match (closed, new.closed) {
            (Closure::Waived { on: waived_on, .. }, Some(Closure::Met { on })) => on < waived_on,
            (old, new) => Some(old) == new,
        };
        assert!(old.closed.is_none_or(met_before), "only an earlier act reopens what is closed, by meeting it");
    }
    for step in Step::ALL {
        let open = is.iter().filter(|deadline| deadline.plan.step == *step && deadline.is_open()).count();
        assert!(open <= 1, "a step has one open deadline");
    }
    let told = events.iter().any(|event| {
        matches!(
            event,
            Event::DeadlinePlanned { .. }
                | Event::DeadlineMet { .. }
                | Event::DeadlineMissed { .. }
                | Event::DeadlineWaived { .. }
                | Event::DeadlineReplanned { .. }
        )
    });
    assert_eq!(before.deadlines != after.deadlines, told);
}

/// That who is to be met is not lost from sight: the coordinator has a deadline for it, or an appointment (D4, D6).
fn contacts_are_in_sight(state: &State) {
    if state.end.is_some() {
        return;
    }
    let open = |step| state.deadlines.open(step).is_some_and(|deadline| deadline.plan.actor == Actor::Coordinator);
    if referral_to_meet(state).is_some() {
        // Where work keeps it back, there is a timer unless the work goes on without an end.
        let comes_back = planned_after(state).is_some() || barred(state).is_some() && works_without_end(state);
        let planned = open(Step::FirstContactCategory4) || comes_back;
        assert!(planned || nothing_of_it_is_to_come(state), "a referral without a deadline");
    } else {
        assert!(!open(Step::FirstContactCategory4), "a deadline without a referral");
    }
    // What was to be done within a month before the law is asked of nobody (T8).
    let asked_for = |from: NaiveDate| LAW_IN_FORCE_FROM <= months_after(from, 1);
    if let Some(request) = request_to_meet(state).filter(|request| asked_for(request.received_on)) {
        let appointed = appointment_of_request(state, request.received_on).is_some();
        let planned = open(Step::RouteBAppointment) || open(Step::FirstContactRouteB);
        assert!(appointed || planned, "a request without a deadline");
    }
    let contacted = state.contacts.last().is_some_and(|contact| asked_for(contact.on));
    if contacted && duty(state, Purpose::NegativeDecision, NaiveDate::MAX).is_ok() {
        assert!(open(Step::NegativeDecisionContact), "a negative decision without a deadline");
    }
}

/// Whether authorised work goes on without a known end.
fn works_without_end(state: &State) -> bool {
    works(state).any(|work| work.until.is_none())
}

/// Whether the first contact that is to be held had its last day before go-live or before the law, and no work after which it is to be held ended
/// within a month of that day or later: it was another system's to plan.
fn nothing_of_it_is_to_come(state: &State) -> bool {
    // Nor is what was to be held before the law (T8).
    let live = state.taken_over().map_or(LAW_IN_FORCE_FROM, |known| known.on.max(LAW_IN_FORCE_FROM));
    let referral = referral_to_meet(state).expect("one is to be met");
    let mut due = contact_plan(state, referral).and_then(|plan| plan.due).expect("it has a last day");
    // Each work that began by the last day as it then stands moves it.
    for _ in 0..50 {
        let barring =
            works(state).filter(|work| work.from <= due && work.until.is_none_or(|until| referral.on <= until));
        let Some(last_day) = barring.map(|work| work.until).max_by_key(|until| until.unwrap_or(NaiveDate::MAX)) else {
            break;
        };
        let Some(last_day) = last_day else { return due < live };
        due = due.max(within_months(last_day, 1).last_day);
    }
    due < live
}

/// That a dossier can be shown whatever happened, and what holds of it then.
fn shown(state: &State) {
    let _ = (state.stage(), state.help());
    contacts_are_in_sight(state);
    ami::in_sight(state);
    concertation_is_in_sight(state);
    for reader in [Reader::Coordinator, Reader::Physician] {
        let contacts = state.trajectory(state.shows_trajectory(reader));
        assert_eq!(contacts.len(), state.contacts.len());
        if !state.consents.granted(ConsentPurpose::Trajectory) {
            assert!(contacts.iter().all(|contact| contact.actions.is_empty() && contact.next_way.is_none()));
        }
    }
    let numbers = state.appointments.iter().map(|(appointment, _)| appointment.number);
    assert!(numbers.eq(1..=u32::try_from(state.appointments.len()).expect("a few appointments")));
    for purpose in Purpose::ALL {
        let open = state.open_appointments().filter(|appointment| appointment.purpose == *purpose).count();
        assert!(open <= 1, "a purpose has one open appointment");
    }
    assert!(state.requests.iter().rev().skip(1).all(|request| request.ended.is_some()), "one request goes on");
    if let Some(end) = state.end {
        let follow_a_return = [Step::AmiEvaluation, Step::ReturnObservation];
        let dead = end.death().is_some();
        assert!(state.deadlines.all_open().all(|open| !dead && follow_a_return.contains(&open.plan.step)));
        let looked_at = state.deadlines.open(Step::ReturnObservation).is_some();
        assert!(!looked_at || end.relapsed_on.is_none(), "who is incapacitated again has not returned");
        assert!(timers(state).len() <= state.deadlines.all_open().count() && state.request().is_none());
        assert!(state.open_appointments().all(|appointment| appointment.on <= end.last_day));
    }
    for one in &state.presumptions {
        let most = one.presumed.first + Months::new(6);
        let of_a_plan = !matches!(one.of, PresumptionOf::Programme(_));
        let short = one.presumed.last.is_some_and(|last| last < most);
        assert!(short || !of_a_plan, "the presumption of a plan lasts six months at most");
    }
    for trajectory in &state.ami {
        let of_plan = state.presumptions.iter().filter(|one| one.of == PresumptionOf::Ami(trajectory.number));
        let begun = of_plan.map(|one| one.presumed.first);
        // Before the law a plan gave none (T8).
        let established_on = trajectory.plan_established_on().filter(|on| LAW_IN_FORCE_FROM <= *on);
        assert!(begun.eq(established_on), "a plan has one presumption, from its day on");
    }
    let kinds: BTreeSet<_> = timers(state).iter().map(|timer| timer.kind).collect();
    assert_eq!(kinds.len(), timers(state).len(), "a case has one timer of a kind");
}

/// That authorised work bars a first contact unless the person's own request calls for it (D5).
fn no_barred_contact(before: &State, events: &[Event]) {
    for event in events {
        let on = match event {
            Event::ContactHeld(contact) if contact.purpose == Purpose::FirstContact => contact.on,
            Event::AppointmentMade(appointment) if appointment.purpose == Purpose::FirstContact => appointment.on,
            _ => continue,
        };
        let route_b = before.requests.iter().any(|request| request.goes_on(on) && request.first_contact.is_none());
        assert!(route_b || !before.working_on(on), "a first contact of route A beside authorised work");
    }
}

/// That a dossier is given only to who qualifies, and given by each appointment to somebody (K3).
fn given_to_who_qualifies(command: &Command, events: &[Event], after: &State) {
    let qualification = match command {
        Command::MakeAppointment { appointment, .. } | Command::Reschedule { appointment, .. } => {
            Some(appointment.qualification)
        }
        Command::Assign { qualification, .. } => Some(*qualification),
        Command::RecordContact { contact, .. } => Some(contact.qualification),
        _ => None,
    };
    if events.iter().any(|event| matches!(event, Event::CoordinatorAssigned(_))) {
        assert_eq!(qualification, Some(Qualification::Qualified));
    }
    let met = !(after.appointments.is_empty() && after.contacts.is_empty());
    assert!(!met || after.assigned().is_some(), "an appointment or a contact of nobody's dossier");
}

/// So many times as many histories as a property is usually tried on.
fn times(more: u32) -> Config {
    let usual = Config::default();
    Config { cases: usual.cases * more, ..usual }
}

proptest! {
    #![proptest_config(times(2))]

    #[test]
    fn t6_no_deadline_changes_silently_nor_is_undone_also_where_the_law_changes(history in around(any_history)) {
        let mut case = case_of(&history);
        for (today, command) in history.steps {
            let before = case.state.clone();
            let events = case.attempt(today, &command).unwrap_or_default();
            deadlines_only_gain(&before, &events, &case.state);
        }
    }

    // By the law as it is: what is asked for is told in its figures.
    #[test]
    fn t6_d5_in_every_history_deadlines_stay_timers_fire_and_no_contact_is_barred(
        history in around(any_history_by_the_law),
    ) {
        let mut case = case_of(&history);
        for (today, command) in history.steps {
            let before = case.state.clone();
            let outcome = case.attempt(today, &command);
            if let Command::Note(_) = command {
                prop_assert!(outcome.is_ok(), "a fact is never rejected");
            }
            let events = outcome.unwrap_or_default();
            deadlines_only_gain(&before, &events, &case.state);
            no_barred_contact(&before, &events);
            given_to_who_qualifies(&command, &events, &case.state);
            ami::presumptions_stay(&command, &events);
            shown(&case.state);
            fire(&mut case, today);
            shown(&case.state);
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
            fire(&mut case, today);
            let _ = case.attempt(today, &command);
            fire(&mut case, today);
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
            if place == 4 {
                let correction = Told::StartCorrected { from: corrected_to, to: corrected_to, on: today };
                case.on(today, &stated_by(today, told(correction)));
                case.on(today, &Command::FollowLaw);
            }
            fire(&mut case, today);
            let Some(live) = case.state.taken_over().map(|known| known.on) else { continue };
            for deadline in &case.state.deadlines {
                prop_assert!(deadline.plan.end().is_none_or(|end| live <= end), "{:?}", deadline);
                prop_assert!(deadline.missed_on.is_none_or(|on| live < on));
            }
            for event in &case.events {
                let Event::DeadlinePlanned { on, .. } = event else { continue };
                prop_assert!(live <= *on, "{:?} of before go-live", event);
            }
        }
    }

    #[test]
    fn t6_a_fact_told_again_does_nothing(
        (history, fact, today) in around(|first| (any_history(first), any_fact(first), any_day(first))),
    ) {
        let mut case = case_of(&history);
        for (today, command) in history.steps {
            let _ = case.attempt(today, &command);
        }
        // A fact that lets another one act finds another case when it is told again.
        let alone = case.state.parked.is_empty();
        prop_assert!(case.attempt(today, &fact).is_ok());
        let again = case.attempt(today, &fact);
        prop_assert!(again.is_ok() && (!alone || again == Ok(Vec::new())));
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

    #[test]
    fn t6_facts_of_different_services_act_alike_in_either_order(
        // Around the first day of the cases of the samples.
        one in any_fact(day(2022, 9, 1)), questionnaire in any_questionnaire(day(2022, 9, 1)), asked in any::<bool>(),
    ) {
        // What two services tell about one case arrives in any order; what is owed afterwards is the same.
        let questionnaire = told(Told::Questionnaire(questionnaire));
        let today = day(2023, 5, 1);
        let owed = |facts: [&Command; 2]| {
            let mut case = if asked { Case::asked() } else { Case::referred() };
            for fact in facts { let _ = case.attempt(today, fact); }
            let mut open: Vec<_> = case.state.deadlines.all_open().map(|deadline| deadline.plan.clone()).collect();
            open.sort_by_key(|plan| plan.step);
            open
        };
        if !matches!(&one, Command::Note(fact) if matches!(fact.told, Told::Questionnaire(_))) {
            prop_assert_eq!(owed([&one, &questionnaire]), owed([&questionnaire, &one]));
        }
    }
}

#[test]
fn the_histories_reach_what_they_are_to_prove() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::new(times(1));
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
    assert!(planned > 350, "{planned} of 500 histories plan something");
}
