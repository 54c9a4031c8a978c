//! What other services are told of a case.

use prost::{Message as _, Name};
use prost_types::Any;
use trajet_assessment_domain::Event;
use trajet_contracts::assessment::v1::assessment_event::Fact;
use trajet_contracts::assessment::v1::{
    AssessmentEvent, Category, ConcurrentTrackEnded, ConcurrentTrackStarted, FirstEstimateMade, IncapacityRecognised,
    PersonReferred, RecognitionRefused,
};
use trajet_contracts::date::to_proto;
use trajet_ledger::Recorded;
use trajet_ledger::feed::Translated;

use super::convert;

/// The contract event of a recorded one; `None` for what is nobody else's business. An erased event keeps its kind.
pub(crate) fn translate(recorded: &Recorded<Event>) -> Option<Translated> {
    let kind = kind(&recorded.stored.kind)?;
    let payload = match &recorded.event {
        None => None,
        Some(event) => {
            let message = AssessmentEvent { fact: Some(fact(event)?) };
            Some(Any { type_url: AssessmentEvent::type_url(), value: message.encode_to_vec() })
        }
    };
    Some(Translated { kind, payload })
}

/// The contract message by which a stored kind is told.
fn kind(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "incapacity_recognised" => "trajet.assessment.v1.IncapacityRecognised",
        "recognition_refused" => "trajet.assessment.v1.RecognitionRefused",
        "track_started" => "trajet.assessment.v1.ConcurrentTrackStarted",
        "track_ended" => "trajet.assessment.v1.ConcurrentTrackEnded",
        "first_estimate_made" => "trajet.assessment.v1.FirstEstimateMade",
        "person_referred" => "trajet.assessment.v1.PersonReferred",
        _ => return None,
    })
}

fn fact(event: &Event) -> Option<Fact> {
    Some(match event {
        Event::IncapacityRecognised(recognition) => Fact::IncapacityRecognised(IncapacityRecognised {
            person: Some(convert::tell_person(&recognition.person)),
            incapacity_start: Some(to_proto(recognition.incapacity_start)),
            recognised_on: Some(to_proto(recognition.decided_on)),
        }),
        Event::RecognitionRefused(refusal) => {
            Fact::RecognitionRefused(RecognitionRefused { refused_on: Some(to_proto(refusal.decided_on)) })
        }
        Event::TrackStarted(track) => {
            Fact::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(convert::tell_track(track)) })
        }
        Event::TrackEnded(track) => {
            Fact::ConcurrentTrackEnded(ConcurrentTrackEnded { track: Some(convert::tell_track(track)) })
        }
        Event::FirstEstimateMade(estimate) => Fact::FirstEstimateMade(FirstEstimateMade {
            estimated_on: Some(to_proto(estimate.on)),
            category: convert::tell_category(estimate.category).into(),
        }),
        // Only who is in category 4 is referred (M10).
        Event::PersonReferred(referral) => Fact::PersonReferred(PersonReferred {
            referred_on: Some(to_proto(referral.on)),
            category: Category::FourReturnWithActions.into(),
        }),
        _ => return None,
    })
}
