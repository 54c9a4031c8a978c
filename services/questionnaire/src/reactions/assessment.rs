//! What medical assessment tells.

use trajet_contracts::assessment::v1::AssessmentEvent;
use trajet_contracts::assessment::v1::assessment_event::Fact as Told;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_ledger::feed::{FactCommand, UnreadableFact};
use trajet_questionnaire_domain::{Fact, Recognition, Source, StartCorrection};
use trajet_service::plan::{Unreadable, day, optional_day};
use trajet_service::representation;
use trajet_service::taken_over;

use crate::grpc::convert::hear_ending;
use crate::ledger::Questionnaire;
use crate::stored::{read_person, read_track};

/// Turns a fact of the ledger named `source` into the command that takes note of it; `None` for what does not concern
/// the questionnaire, and for what was erased.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Result<Option<FactCommand<Questionnaire>>, UnreadableFact> {
    super::note(event, source, |message: AssessmentEvent| message.fact, fact)
}

fn fact(told: Told, source: Source) -> Result<Option<Fact>, Unreadable> {
    Ok(Some(match told {
        Told::IncapacityRecognised(recognised) => Fact::Recognised(Recognition {
            person: read_person(recognised.person)?,
            incapacity_start: day(recognised.incapacity_start, "first day of incapacity")?,
            recognised_on: day(recognised.recognised_on, "day of the recognition")?,
            taken_over: taken_over::hear(recognised.taken_over)?,
            // It is settled when the fact is noted.
            answered_in: None,
            source,
        }),
        Told::PersonRepresented(represented) => {
            Fact::Represented { representation: representation::hear(represented.representation)?, source }
        }
        Told::ConcurrentTrackStarted(started) => {
            let track = read_track(started.track)?;
            Fact::TrackStarted { kind: track.kind, from: track.from, until: track.until, source }
        }
        Told::ConcurrentTrackEnded(ended) => {
            let track = read_track(ended.track)?;
            let until = track.until.ok_or(Unreadable("last day of the track"))?;
            Fact::TrackEnded { kind: track.kind, from: Some(track.from), until, source }
        }
        Told::IncapacityCorrected(corrected) => Fact::Corrected(StartCorrection {
            from: day(corrected.previous_start, "first day as it stood")?,
            to: day(corrected.incapacity_start, "first day of incapacity")?,
            on: day(corrected.corrected_on, "day of the correction")?,
            source,
        }),
        Told::IncapacityEnded(ended) => Fact::Ended {
            last_day: day(ended.last_day, "last day of incapacity")?,
            ending: hear_ending(ended.deceased),
            died_on: optional_day(ended.died_on, "day of the death")?,
            source,
        },
        // The questionnaire does not depend on them. A route B that is authorised is told as a track as well.
        Told::RecognitionRefused(_)
        // Heard before it comes here.
        | Told::FactsAnnulled(_)
        | Told::FileAccessChanged(_)
        | Told::FirstEstimateMade(_)
        | Told::PersonReferred(_)
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
    use trajet_contracts::questionnaire::v1::QuestionnaireEvent;
    use trajet_contracts::r#type::v1::{ConcurrentTrack, ConcurrentTrackKind, Sex};
    use trajet_law::ending::Ending;
    use trajet_questionnaire_domain::{Command, Event, State, TrackKind, apply, decide};
    use trajet_service::test_support;

    use super::*;
    use crate::grpc::convert::tell_person;
    use crate::ledger;
    use crate::samples::{CASE, day, person, recognition, source};

    fn event(fact: Option<Told>) -> FeedEvent {
        test_support::event(&CASE, 7, &AssessmentEvent { fact })
    }

    fn recognised() -> Told {
        Told::IncapacityRecognised(IncapacityRecognised {
            person: Some(trajet_contracts::r#type::v1::InsuredPerson {
                birth_date: Some(to_proto(day("1985-07-30"))),
                sex: Sex::Female.into(),
                phone: "+3225550199".into(),
                ..tell_person(&person())
            }),
            incapacity_start: Some(to_proto(day("2022-09-01"))),
            recognised_on: Some(to_proto(day("2022-09-05"))),
            has_contract: true,
            taken_over: None,
        })
    }

    fn track(ends_on: Option<&str>) -> ConcurrentTrack {
        ConcurrentTrack {
            kind: ConcurrentTrackKind::AuthorisedWork.into(),
            starts_on: Some(to_proto(day("2022-10-01"))),
            ends_on: ends_on.map(|text| to_proto(day(text))),
            ..ConcurrentTrack::default()
        }
    }

    fn noted(told: Told) -> Fact {
        let reaction = react(&event(Some(told)), "assessment/300").unwrap().unwrap();
        assert_eq!(reaction.stream, CASE);
        match reaction.command {
            ledger::Command::Given(Command::Note(fact)) => fact,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn q1_a_recognition_is_noted_with_what_this_service_keeps_of_the_person() {
        assert_eq!(noted(recognised()), Fact::Recognised(recognition()));
    }

    #[test]
    fn q4_tracks_are_noted() {
        let started = noted(Told::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(track(None)) }));
        let kind = TrackKind::AuthorisedWork;
        assert_eq!(started, Fact::TrackStarted { kind, from: day("2022-10-01"), until: None, source: source(7) });
        let ended = Told::ConcurrentTrackEnded(ConcurrentTrackEnded { track: Some(track(Some("2022-10-31"))) });
        let (from, until) = (Some(day("2022-10-01")), day("2022-10-31"));
        assert_eq!(noted(ended), Fact::TrackEnded { kind, from, until, source: source(7) });
    }

    #[test]
    fn t6_the_end_of_an_incapacity_and_a_death_are_noted() {
        for (deceased, ending) in [(false, Ending::IncapacityEnded), (true, Ending::Deceased)] {
            let last_day = day("2022-11-30");
            let ended = Told::IncapacityEnded(IncapacityEnded {
                last_day: Some(to_proto(last_day)),
                deceased,
                by_decision: false,
                ..IncapacityEnded::default()
            });
            assert_eq!(noted(ended), Fact::Ended { last_day, ending, died_on: None, source: source(7) });
        }
    }

    #[test]
    fn what_does_not_concern_the_questionnaire_is_passed_over() {
        for told in [
            Told::RecognitionRefused(RecognitionRefused::default()),
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
        let other = Any::from_msg(&QuestionnaireEvent::default()).unwrap();
        let broken = Any { value: vec![0xff], ..Any::from_msg(&AssessmentEvent::default()).unwrap() };
        let without_language = Told::IncapacityRecognised(IncapacityRecognised::default());
        let without_end = Told::ConcurrentTrackEnded(ConcurrentTrackEnded { track: Some(track(None)) });
        for unreadable in [
            event(None),
            event(Some(without_language)),
            event(Some(without_end)),
            event(Some(Told::IncapacityEnded(IncapacityEnded::default()))),
            FeedEvent { payload: None, ..event(None) },
            FeedEvent { payload: Some(other), ..event(None) },
            FeedEvent { payload: Some(broken), ..event(None) },
            FeedEvent { case_id: "85073003328".into(), ..event(Some(recognised())) },
        ] {
            let error = react(&unreadable, "assessment/300").err().unwrap();
            assert_eq!(error.position, 7);
            assert!(!error.to_string().contains("85073003328") && !error.to_string().contains("Peeters"));
        }
    }

    #[test]
    fn every_fact_is_accepted_in_any_order() {
        let facts = [
            Told::ConcurrentTrackEnded(ConcurrentTrackEnded { track: Some(track(Some("2022-10-31"))) }),
            Told::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(track(None)) }),
            recognised(),
        ]
        .map(noted);
        let context = trajet_questionnaire_domain::Context {
            now: day("2022-12-01").and_time(chrono::NaiveTime::MIN).and_utc(),
            today: day("2022-12-01"),
        };
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut state = State::default();
            let mut kinds = Vec::new();
            for index in order {
                for event in decide(&state, &Command::Note(facts[index].clone()), &context).unwrap() {
                    apply(&mut state, &event);
                    kinds.push(event);
                }
            }
            assert_eq!(state.parked, [], "{order:?}");
            assert_eq!(state.tracks[0].until, Some(day("2022-10-31")));
            assert!(kinds.iter().any(|event| matches!(event, Event::CaseOpened(_))));
        }
    }
}
