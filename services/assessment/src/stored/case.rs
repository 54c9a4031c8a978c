//! The incapacity, its decision, its tracks and its end, as they are stored.

use chrono::NaiveDate;
use trajet_assessment_domain::{
    DecidedBy, Declaration, EndDecision, Event, Former, IncapacityEnd, Recognition, Refusal, StartCorrection, Track,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_contracts::r#type::v1 as common;
use trajet_runtime::Violations;
use trajet_service::plan::{Unreadable, day, optional_code, optional_day};
use trajet_service::taken_over;
use uuid::Uuid;

use crate::grpc::convert;

pub(super) fn write_declared(declaration: &Declaration, on: NaiveDate) -> stored::IncapacityDeclared {
    stored::IncapacityDeclared {
        person: Some(convert::tell_person(&declaration.person)),
        scheme: convert::tell_scheme(declaration.scheme).into(),
        certificate: Some(convert::tell_certificate(&declaration.certificate)),
        employment: Some(convert::tell_employment(declaration.employment)),
        activity_ceased_on: declaration.activity_ceased_on.map(to_proto),
        declared_on: Some(to_proto(on)),
        relapse_of: declaration.relapse_of.as_ref().map(write_former),
    }
}

pub(super) fn read_declared(message: stored::IncapacityDeclared) -> Result<Event, Unreadable> {
    let on = day(message.declared_on, "day of the declaration")?;
    let relapse_of = message.relapse_of.as_ref().map(read_former).transpose()?;
    let mut violations = Violations::default();
    let declaration = convert::hear_declaration(&mut violations, message).ok_or(Unreadable("declaration"))?;
    let declaration = Declaration { relapse_of, ..declaration };
    Ok(Event::IncapacityDeclared { declaration: Box::new(declaration), on })
}

fn write_former(former: &Former) -> stored::FormerIncapacity {
    stored::FormerIncapacity {
        case_id: Uuid::from_bytes(former.case).to_string(),
        incapacity_start: Some(to_proto(former.incapacity_start)),
        last_day: former.last_day.map(to_proto),
    }
}

fn read_former(message: &stored::FormerIncapacity) -> Result<Former, Unreadable> {
    let case = Uuid::try_parse(&message.case_id).map_err(|_| Unreadable("former case"))?;
    Ok(Former {
        case: case.into_bytes(),
        incapacity_start: day(message.incapacity_start, "first day of the former incapacity")?,
        last_day: optional_day(message.last_day, "last day of the former incapacity")?,
    })
}

pub(super) fn write_correction(corrected: &StartCorrection) -> stored::StartCorrected {
    stored::StartCorrected {
        previous_start: Some(to_proto(corrected.from)),
        incapacity_start: Some(to_proto(corrected.to)),
        decided_on: Some(to_proto(corrected.on)),
        reason: convert::tell_start_reason(corrected.reason).into(),
        invalid_from: corrected.invalid_from.map(to_proto),
        activity_ceased_on: corrected.activity_ceased_on.map(to_proto),
    }
}

pub(super) fn read_correction(message: &stored::StartCorrected) -> Result<Event, Unreadable> {
    Ok(Event::StartCorrected(StartCorrection {
        from: day(message.previous_start, "first day as it stood")?,
        to: day(message.incapacity_start, "first day of incapacity")?,
        on: day(message.decided_on, "day of the decision")?,
        reason: convert::hear_start_reason(message.reason()).ok_or(Unreadable("reason"))?,
        invalid_from: optional_day(message.invalid_from, "first day of invalidity")?,
        activity_ceased_on: optional_day(message.activity_ceased_on, "day on which activity ceased")?,
    }))
}

pub(super) fn write_recognised(recognition: &Recognition) -> stored::IncapacityRecognised {
    let (decided_by, other_body_name) = convert::tell_decided_by(&recognition.decided_by);
    stored::IncapacityRecognised {
        decided_on: Some(to_proto(recognition.decided_on)),
        decided_by: decided_by.into(),
        other_body_name,
        activity_ceased_on: Some(to_proto(recognition.activity_ceased_on)),
        invalid_from: Some(to_proto(recognition.invalid_from)),
        person: Some(convert::tell_person(&recognition.person)),
        incapacity_start: Some(to_proto(recognition.incapacity_start)),
        has_contract: recognition.has_contract,
        taken_over: recognition.taken_over.as_ref().map(taken_over::tell),
    }
}

pub(super) fn read_recognised(message: stored::IncapacityRecognised) -> Result<Event, Unreadable> {
    let mut violations = Violations::default();
    let decided_by = read_decided_by(message.decided_by(), message.other_body_name)?;
    let person = message.person.and_then(|person| convert::hear_person(&mut violations, person));
    Ok(Event::IncapacityRecognised(Recognition {
        person: person.ok_or(Unreadable("person"))?,
        incapacity_start: day(message.incapacity_start, "first day of incapacity")?,
        decided_by,
        decided_on: day(message.decided_on, "day of the decision")?,
        activity_ceased_on: day(message.activity_ceased_on, "day on which activity ceased")?,
        invalid_from: day(message.invalid_from, "first day of invalidity")?,
        has_contract: message.has_contract,
        taken_over: taken_over::hear(message.taken_over)?,
    }))
}

pub(super) fn write_refused(refusal: &Refusal) -> stored::RecognitionRefused {
    let (decided_by, other_body_name) = convert::tell_decided_by(&refusal.decided_by);
    stored::RecognitionRefused {
        decided_on: Some(to_proto(refusal.decided_on)),
        decided_by: decided_by.into(),
        other_body_name,
        reason: convert::tell_refusal_reason(refusal.reason).into(),
    }
}

pub(super) fn read_refused(message: stored::RecognitionRefused) -> Result<Event, Unreadable> {
    let reason = convert::hear_refusal_reason(message.reason()).ok_or(Unreadable("reason"))?;
    Ok(Event::RecognitionRefused(Refusal {
        decided_by: read_decided_by(message.decided_by(), message.other_body_name)?,
        reason,
        decided_on: day(message.decided_on, "day of the decision")?,
    }))
}

pub(super) fn read_track(track: Option<common::ConcurrentTrack>, told: bool) -> Result<Track, Unreadable> {
    let track = track.ok_or(Unreadable("track"))?;
    Ok(Track {
        kind: convert::hear_track_kind(track.kind()).ok_or(Unreadable("kind of track"))?,
        from: day(track.starts_on, "first day of the track")?,
        until: optional_day(track.ends_on, "last day of the track")?,
        told,
        asked_by: optional_code(&track.codex_asked_by, |code| code.parse().ok(), "who asked for the track")?,
    })
}

pub(super) fn write_end(end: &IncapacityEnd) -> stored::IncapacityEnded {
    let decided_by = end.decision.as_ref().map(|decision| convert::tell_decided_by(&decision.decided_by));
    let (decided_by, other_body_name) = decided_by.unwrap_or_default();
    stored::IncapacityEnded {
        last_day: Some(to_proto(end.last_day)),
        cause: convert::tell_end_cause(end.cause).into(),
        recorded_on: Some(to_proto(end.recorded_on)),
        died_on: end.died_on.map(to_proto),
        relapsed_on: end.relapsed_on.map(to_proto),
        decided_on: end.decision.as_ref().map(|decision| to_proto(decision.decided_on)),
        decided_by: decided_by.into(),
        other_body_name,
    }
}

pub(super) fn read_end(message: &stored::IncapacityEnded) -> Result<Event, Unreadable> {
    let decided_on = optional_day(message.decided_on, "day of the decision")?;
    let decision = decided_on.map(|decided_on| {
        let decided_by = read_decided_by(message.decided_by(), message.other_body_name.clone())?;
        Ok::<_, Unreadable>(EndDecision { decided_on, decided_by })
    });
    Ok(Event::IncapacityEnded(IncapacityEnd {
        decision: decision.transpose()?,
        last_day: day(message.last_day, "last day of incapacity")?,
        cause: convert::hear_end_cause(message.cause()).ok_or(Unreadable("cause of the end"))?,
        recorded_on: day(message.recorded_on, "day of the record")?,
        died_on: optional_day(message.died_on, "day of the death")?,
        relapsed_on: optional_day(message.relapsed_on, "first day of the relapse")?,
    }))
}

fn read_decided_by(body: contract::DecidingBody, name: String) -> Result<DecidedBy, Unreadable> {
    convert::hear_decided_by(body, name).ok_or(Unreadable("deciding body"))
}
