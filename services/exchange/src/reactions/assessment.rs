//! What medical assessment tells: the recognition, its corrections and the end.

use trajet_contracts::assessment::v1::AssessmentEvent;
use trajet_contracts::assessment::v1::assessment_event::Fact as Told;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_exchange_domain::{Ending, Fact, Recognition, Source, StartCorrection};
use trajet_service::plan::{Unreadable, day, optional_day};
use trajet_service::taken_over;

use super::{NOT_KNOWN, Reacted};
use crate::stored::read_person;

/// Turns a fact of medical assessment into the command that takes note of it.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Reacted {
    super::react(event, source, fact)
}

fn fact(message: AssessmentEvent, source: Source) -> Result<Option<Fact>, Unreadable> {
    Ok(Some(match message.fact.ok_or(NOT_KNOWN)? {
        Told::IncapacityRecognised(recognised) => Fact::Recognised(Recognition {
            person: read_person(recognised.person)?,
            incapacity_start: day(recognised.incapacity_start, "first day of incapacity")?,
            recognised_on: day(recognised.recognised_on, "day of the recognition")?,
            taken_over_on: taken_over::hear(recognised.taken_over)?.map(|known| known.on),
            source,
        }),
        Told::IncapacityCorrected(corrected) => Fact::Corrected(StartCorrection {
            from: day(corrected.previous_start, "first day as it stood")?,
            to: day(corrected.incapacity_start, "first day of incapacity")?,
            on: day(corrected.corrected_on, "day of the correction")?,
            source,
        }),
        Told::IncapacityEnded(ended) => Fact::Ended(Ending {
            last_day: day(ended.last_day, "last day of incapacity")?,
            deceased: ended.deceased,
            died_on: optional_day(ended.died_on, "day of the death")?,
            source,
        }),
        // The exchange does not depend on them.
        Told::RecognitionRefused(_)
        | Told::FactsAnnulled(_)
        | Told::FileAccessChanged(_)
        | Told::ConcurrentTrackStarted(_)
        | Told::ConcurrentTrackEnded(_)
        | Told::FirstEstimateMade(_)
        | Told::PersonReferred(_)
        | Told::PersonRepresented(_)
        | Told::EvaluationMade(_)
        | Told::TrajectoryAuthorised(_)
        | Told::TrajectoryNotAuthorised(_)
        | Told::AppliedWorkBegan(_)
        | Told::ProgrammeSubmitted(_)
        | Told::ProgrammeClosed(_)
        | Told::ProgrammeStarted(_)
        | Told::ProgrammeEnded(_) => return Ok(None),
    }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use prost_types::Any;
    use trajet_contracts::assessment::v1::{
        AppliedWorkBegan, ConcurrentTrackEnded, ConcurrentTrackStarted, EvaluationMade, FirstEstimateMade,
        IncapacityEnded, IncapacityRecognised, PersonReferred, ProgrammeClosed, ProgrammeEnded, ProgrammeStarted,
        ProgrammeSubmitted, RecognitionRefused, TrajectoryAuthorised, TrajectoryNotAuthorised,
    };
    use trajet_contracts::date::to_proto;
    use trajet_contracts::exchange::v1::ExchangeEvent;
    use trajet_contracts::r#type::v1::{InsuredPerson, Sex};
    use trajet_exchange_domain::Command;
    use trajet_law::taken_over::TakenOver;
    use trajet_service::test_support;

    use super::*;
    use crate::grpc::convert::tell_person;
    use crate::samples::{CASE, day, ending, person, recognition, source};

    fn event(fact: Option<Told>) -> FeedEvent {
        test_support::event(&CASE, 7, &AssessmentEvent { fact })
    }

    fn recognised_as(person: InsuredPerson) -> Told {
        Told::IncapacityRecognised(IncapacityRecognised {
            person: Some(person),
            incapacity_start: Some(to_proto(day("2022-09-01"))),
            recognised_on: Some(to_proto(day("2022-09-05"))),
            has_contract: true,
            taken_over: None,
        })
    }

    fn recognised() -> Told {
        recognised_as(InsuredPerson {
            birth_date: Some(to_proto(day("1985-07-30"))),
            sex: Sex::Female.into(),
            phone: "+3225550199".into(),
            ..tell_person(&person())
        })
    }

    fn noted(told: Told) -> Fact {
        let reaction = react(&event(Some(told)), "assessment/300").unwrap().unwrap();
        assert_eq!(reaction.stream, CASE);
        match reaction.command {
            Command::Note(fact) => fact,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn m1_a_recognition_is_noted_with_what_this_service_keeps_of_the_person() {
        assert_eq!(noted(recognised()), Fact::Recognised(recognition()));
    }

    #[test]
    fn t8_of_a_case_that_was_taken_over_the_day_of_go_live_is_kept() {
        let live = TakenOver { trajectory_requested_on: Some(day("2022-10-03")), ..TakenOver::on(day("2022-12-05")) };
        let Told::IncapacityRecognised(told) = recognised() else { panic!("it is a recognition") };
        let told = IncapacityRecognised { taken_over: Some(taken_over::tell(&live)), ..told };
        let expected = Recognition { taken_over_on: Some(live.on), ..recognition() };
        assert_eq!(noted(Told::IncapacityRecognised(told)), Fact::Recognised(expected));
    }

    #[test]
    fn t6_the_end_of_an_incapacity_is_noted() {
        for deceased in [false, true] {
            let told =
                IncapacityEnded { last_day: Some(to_proto(day("2022-11-30"))), deceased, ..IncapacityEnded::default() };
            let expected = Ending { source: source(7), ..ending(deceased) };
            assert_eq!(noted(Told::IncapacityEnded(told)), Fact::Ended(expected));
        }
    }

    #[test]
    fn what_does_not_concern_the_exchange_is_passed_over() {
        for told in [
            Told::RecognitionRefused(RecognitionRefused::default()),
            Told::ConcurrentTrackStarted(ConcurrentTrackStarted::default()),
            Told::ConcurrentTrackEnded(ConcurrentTrackEnded::default()),
            Told::FirstEstimateMade(FirstEstimateMade::default()),
            Told::PersonReferred(PersonReferred::default()),
            Told::EvaluationMade(EvaluationMade::default()),
            Told::TrajectoryAuthorised(TrajectoryAuthorised::default()),
            Told::TrajectoryNotAuthorised(TrajectoryNotAuthorised::default()),
            Told::AppliedWorkBegan(AppliedWorkBegan::default()),
            Told::ProgrammeSubmitted(ProgrammeSubmitted::default()),
            Told::ProgrammeClosed(ProgrammeClosed::default()),
            Told::ProgrammeStarted(ProgrammeStarted::default()),
            Told::ProgrammeEnded(ProgrammeEnded::default()),
        ] {
            assert!(react(&event(Some(told)), "assessment/300").unwrap().is_none());
        }
        let erased = FeedEvent { erased: true, payload: None, ..event(None) };
        assert!(react(&erased, "assessment/300").unwrap().is_none());
    }

    #[test]
    fn a_fact_that_cannot_be_read_stops_the_listener_and_says_where() {
        let other = Any::from_msg(&ExchangeEvent::default()).unwrap();
        let broken = Any { value: vec![0xff], ..Any::from_msg(&AssessmentEvent::default()).unwrap() };
        let without_language = InsuredPerson { language: 0, ..tell_person(&person()) };
        let without_number = InsuredPerson { niss: "85073003329".into(), ..tell_person(&person()) };
        for unreadable in [
            event(None),
            event(Some(recognised_as(without_language))),
            event(Some(recognised_as(without_number))),
            event(Some(Told::IncapacityEnded(IncapacityEnded::default()))),
            FeedEvent { payload: None, ..event(None) },
            FeedEvent { payload: Some(other), ..event(None) },
            FeedEvent { payload: Some(broken), ..event(None) },
            FeedEvent { case_id: "85073003328".into(), ..event(Some(recognised())) },
        ] {
            let error = react(&unreadable, "assessment/300").err().unwrap();
            assert_eq!(error.position, 7);
            assert!(!error.to_string().contains("850730033") && !error.to_string().contains("Peeters"));
        }
    }
}
