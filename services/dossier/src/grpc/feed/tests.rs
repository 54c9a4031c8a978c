#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use trajet_service::test_support::{self, assert_erased_keep_their_kinds};

use super::*;
use crate::samples::{more, one_of_each};
use crate::stored;

fn recorded(event: &Event) -> Recorded<Event> {
    test_support::recorded(stored::write(event).0, event.clone())
}

fn told(event: &Event) -> Option<(&'static str, Fact)> {
    let translated = translate(&recorded(event))?;
    let message: DossierEvent = translated.payload.unwrap().to_msg().unwrap();
    Some((translated.kind, message.fact.unwrap()))
}

fn full_name(fact: &Fact) -> String {
    match fact {
        Fact::FactsAnnulled(_) => trajet_contracts::r#type::v1::FactsAnnulled::full_name(),
        Fact::TrajectoryRequested(_) => TrajectoryRequested::full_name(),
        Fact::FirstContactHeld(_) => FirstContactHeld::full_name(),
        Fact::ConsentsRecorded(_) => ConsentsRecorded::full_name(),
        Fact::AuthorisationAsked(_) => AuthorisationAsked::full_name(),
        Fact::PresumptionBegan(_) => PresumptionBegan::full_name(),
        Fact::PresumptionEnded(_) => PresumptionEnded::full_name(),
        Fact::TrajectoryEnded(_) => TrajectoryEnded::full_name(),
        Fact::AmiStarted(_) => AmiStarted::full_name(),
        Fact::PlanEstablished(_) => PlanEstablished::full_name(),
        Fact::PlanAdapted(_) => PlanAdapted::full_name(),
        Fact::AmiSuspended(_) => AmiSuspended::full_name(),
        Fact::AmiResumed(_) => AmiResumed::full_name(),
        Fact::AmiEnded(_) => AmiEnded::full_name(),
        Fact::ReferralMade(_) => ReferralMade::full_name(),
        Fact::ReferralEnded(_) => ReferralEnded::full_name(),
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
    let expected = [
        "TrajectoryRequested",
        "FirstContactHeld",
        "ConsentsRecorded",
        "AuthorisationAsked",
        "TrajectoryEnded",
        "PresumptionBegan",
        "PresumptionEnded",
        "AmiStarted",
        "PlanEstablished",
        "PlanAdapted",
        "AmiSuspended",
        "AmiResumed",
        "AmiEnded",
        "FactsAnnulled",
        "ReferralMade",
        "ReferralEnded",
    ];
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
            Some((_, Fact::PlanAdapted(plan))) => {
                let Event::Ami(AmiEvent { happened: AmiHappened::PlanAdapted { aim_told, .. }, .. }) = event else {
                    panic!("it tells such an event")
                };
                assert_eq!(plan.aim != 0, *aim_told);
                assert!(plan.encode_to_vec().len() <= 15, "a number, a day, an aim, no more");
            }
            Some((_, Fact::PlanEstablished(plan))) => {
                assert!(plan.encode_to_vec().len() <= 13, "a day, an aim, no more");
            }
            _ => {}
        }
    }
}

#[test]
fn d3_d18_what_a_plan_is_for_is_told_with_consent_alone() {
    for event in more() {
        let Event::Ami(AmiEvent {
            trajectory,
            happened: AmiHappened::PlanEstablished { content, coordinator, person, .. },
        }) = event
        else {
            continue;
        };
        for aim_told in [true, false] {
            let (content, coordinator, person) = (content.clone(), coordinator.clone(), person.clone());
            let happened = AmiHappened::PlanEstablished { content, coordinator, person, aim_told };
            let told = told(&Event::Ami(AmiEvent { trajectory, happened }));
            let Some((_, Fact::PlanEstablished(plan))) = told else { panic!("it is told") };
            assert_eq!(plan.aim != 0, aim_told);
        }
    }
}

#[test]
fn an_erased_event_keeps_its_kind_and_tells_no_more() {
    assert_erased_keep_their_kinds(one_of_each().iter().map(recorded), translate);
}
