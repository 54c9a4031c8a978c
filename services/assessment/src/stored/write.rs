//! Events as they are written.

use chrono::NaiveDate;
use prost::Message as _;
use trajet_assessment_domain::{Event, Fact, FactorCounts, ProfileSummary, Questionnaire, Told};
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_law::rule::Ground;
use trajet_service::plan;

use stored::questionnaire_noted::Told as StoredTold;

use crate::grpc::convert;

/// The kind and the bytes of an event.
pub(crate) fn write(event: &Event) -> (&'static str, Vec<u8>) {
    match event {
        Event::IncapacityDeclared { declaration, on } => {
            let message = stored::IncapacityDeclared {
                person: Some(convert::tell_person(&declaration.person)),
                scheme: convert::tell_scheme(declaration.scheme).into(),
                certificate: Some(convert::tell_certificate(&declaration.certificate)),
                employment: Some(convert::tell_employment(declaration.employment)),
                activity_ceased_on: declaration.activity_ceased_on.map(to_proto),
                declared_on: Some(to_proto(*on)),
            };
            ("incapacity_declared", message.encode_to_vec())
        }
        Event::IncapacityRecognised(recognition) => {
            let (decided_by, other_body_name) = convert::tell_decided_by(&recognition.decided_by);
            let message = stored::IncapacityRecognised {
                decided_on: Some(to_proto(recognition.decided_on)),
                decided_by: decided_by.into(),
                other_body_name,
                activity_ceased_on: Some(to_proto(recognition.activity_ceased_on)),
                invalid_from: Some(to_proto(recognition.invalid_from)),
                person: Some(convert::tell_person(&recognition.person)),
                incapacity_start: Some(to_proto(recognition.incapacity_start)),
            };
            ("incapacity_recognised", message.encode_to_vec())
        }
        Event::RecognitionRefused(refusal) => {
            let (decided_by, other_body_name) = convert::tell_decided_by(&refusal.decided_by);
            let message = stored::RecognitionRefused {
                decided_on: Some(to_proto(refusal.decided_on)),
                decided_by: decided_by.into(),
                other_body_name,
                reason: convert::tell_refusal_reason(refusal.reason).into(),
            };
            ("recognition_refused", message.encode_to_vec())
        }
        Event::TrackStarted(track) => {
            ("track_started", stored::TrackStarted { track: Some(convert::tell_track(track)) }.encode_to_vec())
        }
        Event::TrackEnded(track) => {
            ("track_ended", stored::TrackEnded { track: Some(convert::tell_track(track)) }.encode_to_vec())
        }
        Event::DeadlinePlanned { plan, on } => {
            let message = shared::DeadlinePlanned { plan: Some(plan::store(plan)), planned_on: Some(to_proto(*on)) };
            ("deadline_planned", message.encode_to_vec())
        }
        Event::DeadlineMet { step, on } => {
            let message = shared::DeadlineMet { step: step.code().to_owned(), met_on: Some(to_proto(*on)) };
            ("deadline_met", message.encode_to_vec())
        }
        Event::DeadlineMissed { step, on } => {
            let message = shared::DeadlineMissed { step: step.code().to_owned(), missed_on: Some(to_proto(*on)) };
            ("deadline_missed", message.encode_to_vec())
        }
        Event::DeadlineWaived { step, on, because } => {
            let message = shared::DeadlineWaived {
                step: step.code().to_owned(),
                waived_on: Some(to_proto(*on)),
                because: because.to_string(),
            };
            ("deadline_waived", message.encode_to_vec())
        }
        Event::DeadlineReopened { plan, on } => {
            let message = shared::DeadlineReopened { plan: Some(plan::store(plan)), reopened_on: Some(to_proto(*on)) };
            ("deadline_reopened", message.encode_to_vec())
        }
        Event::QuestionnaireNoted(fact) => ("questionnaire_noted", write_fact(fact).encode_to_vec()),
        Event::FirstEstimateMade(estimate) => {
            let message = stored::FirstEstimateMade {
                estimated_on: Some(to_proto(estimate.on)),
                category: convert::tell_category(estimate.category).into(),
                examined: estimate.examined,
                concertation: estimate.concertation.as_ref().map(convert::tell_concertation),
                questionnaire: write_questionnaire(&estimate.questionnaire),
            };
            ("first_estimate_made", message.encode_to_vec())
        }
        Event::PersonReferred(referral) => {
            let message =
                stored::PersonReferred { referred_on: Some(to_proto(referral.on)), initial: referral.initial };
            ("person_referred", message.encode_to_vec())
        }
        Event::FactParked { fact, because } => {
            let message = stored::FactParked { fact: Some(write_fact(fact)), because: because.code().to_owned() };
            ("fact_parked", message.encode_to_vec())
        }
        Event::FactReleased { fact } => {
            ("fact_released", stored::FactReleased { fact: Some(write_fact(fact)) }.encode_to_vec())
        }
    }
}

fn write_fact(fact: &Fact) -> stored::QuestionnaireNoted {
    let told = match &fact.told {
        Told::Sent { on, due_back } => sent(*on, *due_back),
        Told::Waived { on, because } => waived(*on, *because),
        Told::NotReturned { due_back, help_asked_on } => not_returned(Some(*due_back), *help_asked_on),
        Told::Incomplete { on } => {
            StoredTold::Incomplete(stored::QuestionnaireNotReturned { due_back: None, noted_on: Some(to_proto(*on)) })
        }
        Told::Completed { on, profile } => completed(*on, profile),
    };
    let source = shared::FactSource { ledger: fact.source.ledger.clone(), position: fact.source.position };
    stored::QuestionnaireNoted { told: Some(told), source: Some(source) }
}

/// What an estimate rested on; nothing where nothing was known.
fn write_questionnaire(questionnaire: &Questionnaire) -> Option<stored::QuestionnaireNoted> {
    let told = match questionnaire {
        Questionnaire::NotSent => return None,
        Questionnaire::Sent { on, due_back } => sent(*on, *due_back),
        Questionnaire::Waived { on, because } => waived(*on, *because),
        Questionnaire::NotReturned { on } => not_returned(None, *on),
        Questionnaire::Completed { on, profile } => completed(*on, profile),
    };
    Some(stored::QuestionnaireNoted { told: Some(told), source: None })
}

fn sent(on: NaiveDate, due_back: NaiveDate) -> StoredTold {
    StoredTold::Sent(stored::QuestionnaireSent { sent_on: Some(to_proto(on)), due_back: Some(to_proto(due_back)) })
}

fn waived(on: NaiveDate, because: Ground) -> StoredTold {
    StoredTold::Waived(stored::QuestionnaireWaived { waived_on: Some(to_proto(on)), because: because.to_string() })
}

fn not_returned(due_back: Option<NaiveDate>, on: NaiveDate) -> StoredTold {
    StoredTold::NotReturned(stored::QuestionnaireNotReturned {
        due_back: due_back.map(to_proto),
        noted_on: Some(to_proto(on)),
    })
}

fn completed(on: NaiveDate, profile: &ProfileSummary) -> StoredTold {
    let counts = |counts: &FactorCounts| stored::FactorCounts {
        helping: counts.helping,
        hindering: counts.hindering,
        neutral: counts.neutral,
    };
    StoredTold::Completed(stored::QuestionnaireCompleted {
        completed_on: Some(to_proto(on)),
        personal: Some(counts(&profile.personal)),
        environmental: Some(counts(&profile.environmental)),
    })
}
