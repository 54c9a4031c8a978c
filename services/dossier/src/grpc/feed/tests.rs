#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use trajet_ledger::StoredEvent;

use super::*;
use crate::samples::{CASE, more, one_of_each};
use crate::stored;

fn recorded(event: &Event) -> Recorded<Event> {
    let stored = StoredEvent {
        position: 3,
        stream: CASE,
        version: 2,
        kind: stored::write(event).0.to_owned(),
        schema: 1,
        recorded_at: 0,
        effective_on: event.effective_on().to_string(),
        actor: "system:timer".into(),
        basis: event.ground().to_string(),
        request_id: CASE,
        trace: String::new(),
        header: Vec::new(),
        sealed: Vec::new(),
        leaf: Vec::new(),
        hash: Vec::new(),
    };
    Recorded { stored, event: Some(event.clone()), source: None }
}

fn told(event: &Event) -> Option<(&'static str, Fact)> {
    let translated = translate(&recorded(event))?;
    let message: DossierEvent = translated.payload.unwrap().to_msg().unwrap();
    Some((translated.kind, message.fact.unwrap()))
}

fn full_name(fact: &Fact) -> String {
    match fact {
        Fact::TrajectoryRequested(_) => TrajectoryRequested::full_name(),
        Fact::FirstContactHeld(_) => FirstContactHeld::full_name(),
        Fact::ConsentsRecorded(_) => ConsentsRecorded::full_name(),
        Fact::AuthorisationAsked(_) => AuthorisationAsked::full_name(),
        Fact::TrajectoryEnded(_) => TrajectoryEnded::full_name(),
    }
}

#[test]
fn each_event_that_concerns_others_is_told_under_the_name_of_its_message() {
    let kinds: Vec<_> = one_of_each()
        .iter()
        .filter_map(told)
        .map(|(kind, fact)| {
            assert_eq!(kind, full_name(&fact));
            kind.rsplit('.').next().unwrap()
        })
        .collect();
    let expected =
        ["TrajectoryRequested", "FirstContactHeld", "ConsentsRecorded", "AuthorisationAsked", "TrajectoryEnded"];
    assert_eq!(kinds, expected);
}

#[test]
fn d3_what_was_agreed_is_told_with_consent_alone_and_what_was_said_at_a_contact_never() {
    for event in one_of_each().iter().chain(&more()) {
        match told(event) {
            Some((_, Fact::AuthorisationAsked(asked))) => {
                let Event::AuthorisationAsked(recorded) = event else { panic!("it tells such an event") };
                assert_eq!(asked.actions.is_empty(), !recorded.actions_told);
            }
            Some((_, Fact::FirstContactHeld(held))) => assert!(held.encode_to_vec().len() <= 9, "a day and no more"),
            _ => {}
        }
    }
}

#[test]
fn an_erased_event_keeps_its_kind_and_tells_no_more() {
    for event in one_of_each() {
        let erased = Recorded { event: None, ..recorded(&event) };
        let kept = translate(&erased).map(|translated| (translated.kind, translated.payload));
        assert_eq!(kept, told(&event).map(|(kind, _)| (kind, None)));
    }
}
