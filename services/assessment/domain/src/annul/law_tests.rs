//! What the law of this service answers when it is asked again, one question at a time.

use chrono::NaiveTime;
use trajet_law::annul::{Annul, AnnulReason, AskedBy};
use trajet_law::file_access::{FileAct, RestrictionReason};
use trajet_law::rule::Ground;

use super::*;
use crate::decision::{DecidedBy, RefusalReason};
use crate::fact::Told;
use crate::samples::{
    Case, context, correct, day, declare, end_track, person, recognise, representation, told, told_completed, track,
};
use crate::track::TrackKind;

fn law() -> AskedAgain {
    AskedAgain(State::default().law)
}

/// What commands recorded, each as an act of its day.
fn recorded(commands: &[(NaiveDate, Command)]) -> Vec<(NaiveDate, u128, Event)> {
    let (mut events, mut state) = (Vec::new(), State::default());
    for (act, (today, command)) in (1..).zip(commands) {
        for event in decide(&state, command, &context(*today)).expect("it is permitted") {
            apply(&mut state, &event);
            events.push((*today, act, event));
        }
    }
    events
}

fn acted(events: &[(NaiveDate, u128, Event)]) -> Vec<Acted<'_, Event>> {
    let mut history = Vec::new();
    for (position, (today, act, event)) in (1..).zip(events) {
        let (at, cause) = (today.and_time(NaiveTime::MIN).and_utc(), Cause::Act);
        history.push(Acted { position, act: *act, at, today: *today, cause, source: None, struck: false, event });
    }
    history
}

fn refuse(on: NaiveDate) -> Command {
    let (decided_by, reason) = (DecidedBy::AdvisingPhysician, RefusalReason::NotUnfit);
    Command::RefuseRecognition { decided_on: on, decided_by, reason }
}

#[test]
fn t9_m1_a_case_claims_again_what_it_claimed_each_day_once() {
    let (first, later) = (day(2022, 9, 5), day(2022, 9, 12));
    let of = |start| Claim { niss: person().niss, incapacity_start: start };
    let moved = recorded(&[
        (first, declare()),
        (first, recognise(first)),
        (later, correct(day(2022, 8, 29), later)),
        (later, track(TrackKind::AuthorisedWork, later, None)),
    ]);
    let claimed = claims(law().0, &acted(&moved));
    assert_eq!(claimed, [of(day(2022, 9, 1)), of(day(2022, 8, 29))]);
    // Of what was refused the claim was held before.
    let refused = recorded(&[(first, declare()), (first, refuse(first))]);
    assert_eq!(claims(law().0, &acted(&refused)), [of(day(2022, 9, 1))]);
}

#[test]
fn t9_m1_what_another_case_holds_is_not_claimed_again_and_what_this_one_holds_bars_nothing() {
    let (first, later) = (day(2022, 9, 5), day(2022, 9, 12));
    // The second act is annulled, while another case holds the claim.
    let annulled = |events: &[(NaiveDate, u128, Event)]| {
        let history = acted(events);
        let act = history.iter().find(|acted| acted.act == 2).map_or(0, |acted| acted.position);
        let annulment = Annul { act, reason: AnnulReason::WrongContent, asked_by: AskedBy::Keeper };
        let elsewhere = Context { claimed_by: Some([7; 16]), ..context(later) };
        annul(law().0, &history, &Mistake::Act(annulment), &[], &elsewhere)
    };
    let refused = recorded(&[(first, declare()), (first, refuse(first))]);
    assert_eq!(annulled(&refused), Err(Rejection::AlreadyOpen { case: [7; 16] }));
    let recognised = recorded(&[(first, declare()), (first, recognise(first))]);
    assert!(annulled(&recognised).is_ok(), "it held that all along");
}

#[test]
fn t9_a_fact_takes_the_place_of_one_of_the_same_thing_and_no_act_does() {
    let (one, other) = (told_completed(day(2022, 12, 2)), told_completed(day(2022, 12, 5)));
    assert!(law().takes_the_place_of(&one, &other));
    assert!(!law().takes_the_place_of(&one, &told(4, Told::Died { on: day(2022, 12, 2) })));
    assert!(!law().takes_the_place_of(&one, &declare()) && !law().takes_the_place_of(&declare(), &declare()));
}

#[test]
fn t9_what_later_acts_know_by_a_number_keeps_it() {
    let numbered = |number| {
        let known = trajet_law::representation::Representation { number, ..representation() };
        Event::PersonRepresented(known)
    };
    assert!(law().keeps_names(&[&numbered(1)], &[numbered(1)]));
    assert!(!law().keeps_names(&[&numbered(1)], &[numbered(2)]));
    assert!(!law().keeps_names(&[&numbered(1)], &[]));
}

#[test]
fn t9_a_deadline_is_open_until_it_is_closed_and_what_is_about_the_file_is_never_struck() {
    let case = Case::recognised();
    assert!(law().is_open(&case.state, Step::FirstEstimate));
    assert!(!law().is_open(&case.state, Step::EstimateExamination));
    let admitted = ["physician-1".to_owned()].into();
    let restrict = Command::ChangeFile(FileAct::Restrict { admitted, reason: RestrictionReason::OwnStaff });
    let mut restricted = case;
    let changed = restricted.on(day(2022, 9, 12), &restrict);
    assert!(changed.iter().all(|event| law().about_the_file(event)));
    assert!(recorded(&[(day(2022, 9, 5), declare())]).iter().all(|(_, _, event)| !law().about_the_file(event)));
}

#[test]
fn t9_an_act_is_read_from_what_it_alone_records() {
    let mut case = Case::recognised();
    let from = day(2022, 9, 12);
    let started = case.on(from, &track(TrackKind::AuthorisedWork, from, None));
    let of = |events: &[Event]| law().again(&State::default(), Cause::Act, &events.iter().collect::<Vec<_>>());
    assert_eq!(of(&started), Some(track(TrackKind::AuthorisedWork, from, None)));
    let ended = case.on(day(2022, 10, 3), &end_track(TrackKind::AuthorisedWork, day(2022, 9, 30)));
    assert_eq!(of(&ended), Some(end_track(TrackKind::AuthorisedWork, day(2022, 9, 30))));
    // What followed from what occupational physicians told is nobody's act, nor is an examination that fell away otherwise.
    let told = |events: Vec<Event>| -> Vec<Event> {
        let by_a_service = |event| match event {
            Event::TrackStarted(track) => Event::TrackStarted(crate::Track { told: true, ..track }),
            Event::TrackEnded(track) => Event::TrackEnded(crate::Track { told: true, ..track }),
            other => other,
        };
        events.into_iter().map(by_a_service).collect()
    };
    assert_eq!([of(&told(started)), of(&told(ended))], [None, None]);
    let on = day(2022, 12, 5);
    let waived = |because: Ground| {
        let rests_on = trajet_law::deadline::FactKind::Estimate.on(on).into();
        Event::DeadlineWaived { step: Step::EstimateExamination, on, because, rests_on }
    };
    let dispensed = |because| of(&[waived(because)]).is_some();
    assert_eq!([Rule::M5, Rule::M4].map(|rule| dispensed(rule.into())), [true, false]);
}
