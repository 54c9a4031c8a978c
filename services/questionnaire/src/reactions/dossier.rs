//! What the dossier service tells.

use trajet_contracts::dossier::v1::DossierEvent;
use trajet_contracts::dossier::v1::dossier_event::Fact as Told;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_questionnaire_domain::{Fact, Source};
use trajet_service::plan::{Unreadable, day};

use crate::ledger::Questionnaire;

/// Turns a fact of the ledger named `source` into the command that takes note of it; `None` for what does not concern
/// the questionnaire, and for what was erased.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Result<Option<FactCommand<Questionnaire>>, UnreadableFact> {
    super::note(event, source, |message: DossierEvent| message.fact, |told, source| fact(&told, source))
}

fn fact(told: &Told, source: Source) -> Result<Option<Fact>, Unreadable> {
    Ok(Some(match told {
        Told::TrajectoryRequested(requested) => Fact::TrajectoryRequested {
            received_on: day(requested.received_on, "day of the request")?,
            needed: requested.questionnaire_needed,
            source,
        },
        Told::TrajectoryEnded(ended) => {
            Fact::TrajectoryEnded { ended_on: day(ended.ended_on, "day of the trajectory's end")?, source }
        }
        // The questionnaire does not depend on them.
        Told::FirstContactHeld(_)
        // Heard before it comes here.
        | Told::FactsAnnulled(_)
        | Told::ConsentsRecorded(_)
        | Told::AuthorisationAsked(_)
        | Told::ReferralMade(_)
        | Told::ReferralEnded(_)
        | Told::AmiStarted(_)
        | Told::PlanEstablished(_)
        | Told::PlanAdapted(_)
        | Told::AmiSuspended(_)
        | Told::AmiResumed(_)
        | Told::AmiEnded(_)
        | Told::PresumptionBegan(_)
        | Told::PresumptionEnded(_) => return Ok(None),
    }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use prost_types::Any;
    use trajet_contracts::assessment::v1::AssessmentEvent;
    use trajet_contracts::date::to_proto;
    use trajet_contracts::dossier::v1::{
        AmiEnded, AmiResumed, AmiStarted, AmiSuspended, AuthorisationAsked, ConsentsRecorded, FirstContactHeld,
        PlanAdapted, PlanEstablished, PresumptionBegan, PresumptionEnded, ReferralEnded, ReferralMade,
        TrajectoryEndReason, TrajectoryEnded, TrajectoryRequested,
    };
    use trajet_questionnaire_domain::Command;
    use trajet_service::test_support;

    use super::*;
    use crate::ledger;
    use crate::samples::{CASE, day};

    fn event(fact: Option<Told>) -> FeedEvent {
        test_support::event(&CASE, 7, &DossierEvent { fact })
    }

    fn requested(received_on: Option<&str>, questionnaire_needed: bool) -> Told {
        let received_on = received_on.map(|text| to_proto(day(text)));
        Told::TrajectoryRequested(TrajectoryRequested { received_on, questionnaire_needed })
    }

    #[test]
    fn q8_a_request_is_noted_with_whether_a_questionnaire_is_needed() {
        for needed in [true, false] {
            let told = event(Some(requested(Some("2022-10-03"), needed)));
            let reaction = react(&told, "dossier/300").unwrap().unwrap();
            let source = Source { ledger: "dossier/300".into(), position: 7 };
            let fact = Fact::TrajectoryRequested { received_on: day("2022-10-03"), needed, source };
            assert_eq!((reaction.stream, reaction.command), (CASE, ledger::Command::Given(Command::Note(fact))));
        }
    }

    #[test]
    fn q8_the_end_of_a_trajectory_is_noted_whatever_its_reason() {
        for reason in [TrajectoryEndReason::NotWished, TrajectoryEndReason::IncapacityEnded] {
            let ended = TrajectoryEnded { ended_on: Some(to_proto(day("2022-10-05"))), reason: reason.into() };
            let reaction = react(&event(Some(Told::TrajectoryEnded(ended))), "dossier/300").unwrap().unwrap();
            let source = Source { ledger: "dossier/300".into(), position: 7 };
            let fact = Fact::TrajectoryEnded { ended_on: day("2022-10-05"), source };
            assert_eq!((reaction.stream, reaction.command), (CASE, ledger::Command::Given(Command::Note(fact))));
        }
    }

    #[test]
    fn what_does_not_concern_the_questionnaire_is_passed_over() {
        for told in [
            Told::FirstContactHeld(FirstContactHeld::default()),
            Told::PresumptionBegan(PresumptionBegan::default()),
            Told::PresumptionEnded(PresumptionEnded::default()),
            Told::ConsentsRecorded(ConsentsRecorded::default()),
            Told::AuthorisationAsked(AuthorisationAsked::default()),
            Told::ReferralMade(ReferralMade::default()),
            Told::ReferralEnded(ReferralEnded::default()),
            Told::AmiStarted(AmiStarted::default()),
            Told::PlanEstablished(PlanEstablished::default()),
            Told::PlanAdapted(PlanAdapted::default()),
            Told::AmiSuspended(AmiSuspended::default()),
            Told::AmiResumed(AmiResumed::default()),
            Told::AmiEnded(AmiEnded::default()),
        ] {
            assert!(react(&event(Some(told)), "dossier/300").unwrap().is_none());
        }
    }

    #[test]
    fn a_fact_that_cannot_be_read_stops_the_listener_and_says_where() {
        let other = Any::from_msg(&AssessmentEvent::default()).unwrap();
        for unreadable in [
            event(None),
            event(Some(requested(None, true))),
            event(Some(Told::TrajectoryEnded(TrajectoryEnded::default()))),
            FeedEvent { payload: None, ..event(None) },
            FeedEvent { payload: Some(other), ..event(None) },
        ] {
            assert_eq!(react(&unreadable, "dossier/300").err().unwrap().position, 7);
        }
    }
}
