//! The stored shapes of this service's events. Additive: what was once written is read for ever.

use prost::Message;
use trajet_assessment_domain::{
    Concertation, Event, Fact, FactorCounts, ParkedBecause, ProfileSummary, Questionnaire, Recognition, Referral, Refusal,
    Source, SubjectId, Told, Track,
};
use trajet_assessment_domain::Estimate;
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_runtime::Violations;
use trajet_service::plan::{self, Unreadable, day, optional_day};

use crate::grpc::convert;

use stored::questionnaire_noted::Told as StoredTold;

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
            let message = stored::PersonReferred { referred_on: Some(to_proto(referral.on)), initial: referral.initial };
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

/// Why stored bytes cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    #[error("the kind is not known")]
    Kind,
    #[error(transparent)]
    Bytes(#[from] prost::DecodeError),
    #[error(transparent)]
    Value(#[from] Unreadable),
}

/// The event of a kind, from its bytes.
pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "incapacity_declared" => {
            let message = stored::IncapacityDeclared::decode(bytes)?;
            let on = day(message.declared_on, "day of the declaration")?;
            let mut violations = Violations::default();
            let declaration = convert::hear_declaration(&mut violations, message);
            let declaration = declaration.ok_or(Unreadable("declaration"))?;
            Event::IncapacityDeclared { declaration: Box::new(declaration), on }
        }
        "incapacity_recognised" => {
            let message = stored::IncapacityRecognised::decode(bytes)?;
            let mut violations = Violations::default();
            let person = message.person.clone().and_then(|person| convert::hear_person(&mut violations, person));
            Event::IncapacityRecognised(Recognition {
                person: person.ok_or(Unreadable("person"))?,
                incapacity_start: day(message.incapacity_start, "first day of incapacity")?,
                decided_by: read_decided_by(message.decided_by(), message.other_body_name.clone())?,
                decided_on: day(message.decided_on, "day of the decision")?,
                activity_ceased_on: day(message.activity_ceased_on, "day on which activity ceased")?,
                invalid_from: day(message.invalid_from, "first day of invalidity")?,
            })
        }
        "recognition_refused" => {
            let message = stored::RecognitionRefused::decode(bytes)?;
            Event::RecognitionRefused(Refusal {
                decided_by: read_decided_by(message.decided_by(), message.other_body_name.clone())?,
                reason: convert::hear_refusal_reason(message.reason()).ok_or(Unreadable("reason"))?,
                decided_on: day(message.decided_on, "day of the decision")?,
            })
        }
        "track_started" => Event::TrackStarted(read_track(stored::TrackStarted::decode(bytes)?.track)?),
        "track_ended" => Event::TrackEnded(read_track(stored::TrackEnded::decode(bytes)?.track)?),
        "deadline_planned" => {
            let message = shared::DeadlinePlanned::decode(bytes)?;
            Event::DeadlinePlanned { plan: plan::read(message.plan)?, on: day(message.planned_on, "day of planning")? }
        }
        "deadline_met" => {
            let message = shared::DeadlineMet::decode(bytes)?;
            Event::DeadlineMet { step: read_step(&message.step)?, on: day(message.met_on, "day of the act")? }
        }
        "deadline_missed" => {
            let message = shared::DeadlineMissed::decode(bytes)?;
            Event::DeadlineMissed { step: read_step(&message.step)?, on: day(message.missed_on, "day of the miss")? }
        }
        "deadline_waived" => {
            let message = shared::DeadlineWaived::decode(bytes)?;
            Event::DeadlineWaived {
                step: read_step(&message.step)?,
                on: day(message.waived_on, "day of the waiver")?,
                because: message.because.parse().map_err(|_| Unreadable("ground"))?,
            }
        }
        "deadline_reopened" => {
            let message = shared::DeadlineReopened::decode(bytes)?;
            Event::DeadlineReopened {
                plan: plan::read(message.plan)?,
                on: day(message.reopened_on, "day of the reopening")?,
            }
        }
        "questionnaire_noted" => Event::QuestionnaireNoted(read_fact(Some(stored::QuestionnaireNoted::decode(bytes)?))?),
        "first_estimate_made" => {
            let message = stored::FirstEstimateMade::decode(bytes)?;
            Event::FirstEstimateMade(Estimate {
                on: day(message.estimated_on, "day of the estimate")?,
                category: convert::hear_category(message.category()).ok_or(Unreadable("category"))?,
                examined: message.examined,
                concertation: message.concertation.map(read_concertation).transpose()?,
                questionnaire: read_questionnaire(message.questionnaire)?,
            })
        }
        "person_referred" => {
            let message = stored::PersonReferred::decode(bytes)?;
            Event::PersonReferred(Referral {
                on: day(message.referred_on, "day of the referral")?,
                initial: message.initial,
            })
        }
        "fact_parked" => {
            let message = stored::FactParked::decode(bytes)?;
            Event::FactParked {
                fact: read_fact(message.fact)?,
                because: ParkedBecause::from_code(&message.because).ok_or(Unreadable("reason"))?,
            }
        }
        "fact_released" => Event::FactReleased { fact: read_fact(stored::FactReleased::decode(bytes)?.fact)? },
        _ => return Err(ReadError::Kind),
    })
}

fn read_step(code: &str) -> Result<trajet_law::deadline::Step, Unreadable> {
    code.parse().map_err(|_| Unreadable("step"))
}

fn read_decided_by(
    body: contract::DecidingBody,
    name: String,
) -> Result<trajet_assessment_domain::DecidedBy, Unreadable> {
    convert::hear_decided_by(body, name).ok_or(Unreadable("deciding body"))
}

fn read_track(track: Option<trajet_contracts::r#type::v1::ConcurrentTrack>) -> Result<Track, Unreadable> {
    let track = track.ok_or(Unreadable("track"))?;
    Ok(Track {
        kind: convert::hear_track_kind(track.kind()).ok_or(Unreadable("kind of track"))?,
        from: day(track.starts_on, "first day of the track")?,
        until: optional_day(track.ends_on, "last day of the track")?,
    })
}

fn read_concertation(concertation: contract::Concertation) -> Result<Concertation, Unreadable> {
    Ok(Concertation {
        coordinator: SubjectId(concertation.coordinator),
        held_on: day(concertation.held_on, "day of the concertation")?,
    })
}

fn write_fact(fact: &Fact) -> stored::QuestionnaireNoted {
    let told = match &fact.told {
        Told::Sent { on, due_back } => sent(*on, *due_back),
        Told::Waived { on, because } => waived(*on, *because),
        Told::NotReturned { due_back, help_asked_on } => not_returned(Some(*due_back), *help_asked_on),
        Told::Incomplete { on } => StoredTold::Incomplete(stored::QuestionnaireNotReturned {
            due_back: None,
            noted_on: Some(to_proto(*on)),
        }),
        Told::Completed { on, profile } => completed(*on, profile),
    };
    let source = shared::FactSource { ledger: fact.source.ledger.clone(), position: fact.source.position };
    stored::QuestionnaireNoted { told: Some(told), source: Some(source) }
}

fn read_fact(message: Option<stored::QuestionnaireNoted>) -> Result<Fact, Unreadable> {
    let message = message.ok_or(Unreadable("fact"))?;
    let source = message.source.ok_or(Unreadable("source"))?;
    let told = match message.told.ok_or(Unreadable("fact"))? {
        StoredTold::Sent(sent) => {
            Told::Sent { on: day(sent.sent_on, "day of sending")?, due_back: day(sent.due_back, "last day")? }
        }
        StoredTold::Waived(waived) => Told::Waived {
            on: day(waived.waived_on, "day of the waiver")?,
            because: waived.because.parse().map_err(|_| Unreadable("ground"))?,
        },
        StoredTold::NotReturned(missed) => Told::NotReturned {
            due_back: day(missed.due_back, "last day")?,
            help_asked_on: day(missed.noted_on, "day on which help was asked")?,
        },
        StoredTold::Incomplete(incomplete) => Told::Incomplete { on: day(incomplete.noted_on, "day of return")? },
        StoredTold::Completed(completed) => Told::Completed {
            on: day(completed.completed_on, "day of return")?,
            profile: read_profile(&completed),
        },
    };
    Ok(Fact { told, source: Source { ledger: source.ledger, position: source.position } })
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

fn read_questionnaire(message: Option<stored::QuestionnaireNoted>) -> Result<Questionnaire, Unreadable> {
    let Some(told) = message.and_then(|message| message.told) else { return Ok(Questionnaire::NotSent) };
    Ok(match told {
        StoredTold::Sent(sent) => {
            Questionnaire::Sent { on: day(sent.sent_on, "day of sending")?, due_back: day(sent.due_back, "last day")? }
        }
        StoredTold::Waived(waived) => Questionnaire::Waived {
            on: day(waived.waived_on, "day of the waiver")?,
            because: waived.because.parse().map_err(|_| Unreadable("ground"))?,
        },
        StoredTold::NotReturned(missed) | StoredTold::Incomplete(missed) => {
            Questionnaire::NotReturned { on: day(missed.noted_on, "day")? }
        }
        StoredTold::Completed(completed) => Questionnaire::Completed {
            on: day(completed.completed_on, "day of return")?,
            profile: read_profile(&completed),
        },
    })
}

fn sent(on: chrono::NaiveDate, due_back: chrono::NaiveDate) -> StoredTold {
    StoredTold::Sent(stored::QuestionnaireSent { sent_on: Some(to_proto(on)), due_back: Some(to_proto(due_back)) })
}

fn waived(on: chrono::NaiveDate, because: trajet_law::rule::Ground) -> StoredTold {
    StoredTold::Waived(stored::QuestionnaireWaived { waived_on: Some(to_proto(on)), because: because.to_string() })
}

fn not_returned(due_back: Option<chrono::NaiveDate>, on: chrono::NaiveDate) -> StoredTold {
    StoredTold::NotReturned(stored::QuestionnaireNotReturned {
        due_back: due_back.map(to_proto),
        noted_on: Some(to_proto(on)),
    })
}

fn completed(on: chrono::NaiveDate, profile: &ProfileSummary) -> StoredTold {
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

fn read_profile(completed: &stored::QuestionnaireCompleted) -> ProfileSummary {
    let counts = |counts: &Option<stored::FactorCounts>| {
        counts.as_ref().map_or_else(FactorCounts::default, |counts| FactorCounts {
            helping: counts.helping,
            hindering: counts.hindering,
            neutral: counts.neutral,
        })
    };
    ProfileSummary { personal: counts(&completed.personal), environmental: counts(&completed.environmental) }
}
