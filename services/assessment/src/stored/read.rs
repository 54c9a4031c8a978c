//! Events as they are read back, however old.

use prost::Message as _;
use trajet_assessment_domain::{
    Concertation, DecidedBy, Estimate, Event, Fact, FactorCounts, ParkedBecause, ProfileSummary, Questionnaire,
    Recognition, Referral, Refusal, Source, SubjectId, Told, Track,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::r#type::v1 as common;
use trajet_law::deadline::Step;
use trajet_runtime::Violations;
use trajet_service::plan::{self, Unreadable, day, optional_day};

use stored::questionnaire_noted::Told as StoredTold;

use super::ReadError;
use crate::grpc::convert;

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
        "questionnaire_noted" => {
            Event::QuestionnaireNoted(read_fact(Some(stored::QuestionnaireNoted::decode(bytes)?))?)
        }
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

fn read_step(code: &str) -> Result<Step, Unreadable> {
    code.parse().map_err(|_| Unreadable("step"))
}

fn read_decided_by(body: contract::DecidingBody, name: String) -> Result<DecidedBy, Unreadable> {
    convert::hear_decided_by(body, name).ok_or(Unreadable("deciding body"))
}

fn read_track(track: Option<common::ConcurrentTrack>) -> Result<Track, Unreadable> {
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
        StoredTold::Completed(completed) => {
            Told::Completed { on: day(completed.completed_on, "day of return")?, profile: read_profile(&completed) }
        }
    };
    Ok(Fact { told, source: Source { ledger: source.ledger, position: source.position } })
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
