//! What other services told, as it is read back from an event of its own or from one that parks it.

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::internal::questionnaire::v1 as stored;
use trajet_contracts::r#type::v1 as common;
use trajet_law::representation::Representation;
use trajet_questionnaire_domain::{End, Fact, Person, Recognition, Source, StartCorrection, Track, TrackKind};
use trajet_service::plan::{Unreadable, day, optional_day};
use trajet_service::replanned::read_correction;
use trajet_service::representation;
use trajet_service::taken_over;
use trajet_service::work::hear_language;

use crate::grpc::convert;

fn source(source: Option<shared::FactSource>) -> Result<Source, Unreadable> {
    let shared::FactSource { ledger, position } = source.ok_or(Unreadable("source"))?;
    Ok(Source { ledger, position })
}

pub(super) fn fact(message: Option<stored::Fact>) -> Result<Fact, Unreadable> {
    Ok(match message.and_then(|message| message.fact).ok_or(Unreadable("fact"))? {
        stored::fact::Fact::Recognised(message) => Fact::Recognised(recognition(message)?),
        stored::fact::Fact::TrackStarted(message) => {
            let (Track { kind, from, until }, source) = track_started(message)?;
            Fact::TrackStarted { kind, from, until, source }
        }
        stored::fact::Fact::TrackEnded(message) => {
            let (kind, from, until, source) = track_ended(message)?;
            Fact::TrackEnded { kind, from, until, source }
        }
        stored::fact::Fact::PersonRepresented(message) => {
            let (representation, source) = represented(message)?;
            Fact::Represented { representation, source }
        }
        stored::fact::Fact::StartCorrected(message) => Fact::Corrected(corrected(&message)?),
        stored::fact::Fact::Ended(message) => {
            let (End { last_day, ending, died_on }, source) = ended(message)?;
            Fact::Ended { last_day, ending, died_on, source }
        }
        stored::fact::Fact::TrajectoryRequested(message) => {
            let (received_on, needed, source) = requested(message)?;
            Fact::TrajectoryRequested { received_on, needed, source }
        }
        stored::fact::Fact::TrajectoryEnded(message) => {
            let (ended_on, source) = trajectory_ended(message)?;
            Fact::TrajectoryEnded { ended_on, source }
        }
    })
}

pub(super) fn represented(message: stored::PersonRepresented) -> Result<(Representation, Source), Unreadable> {
    Ok((representation::hear(message.representation)?, source(message.source)?))
}

pub(super) fn corrected(message: &shared::StartCorrected) -> Result<StartCorrection, Unreadable> {
    let (from, to, on) = read_correction(message)?;
    Ok(StartCorrection { from, to, on, source: source(message.source.clone())? })
}

pub(super) fn requested(message: stored::TrajectoryRequested) -> Result<(NaiveDate, bool, Source), Unreadable> {
    let received_on = day(message.received_on, "day of the request")?;
    Ok((received_on, message.questionnaire_needed, source(message.source)?))
}

pub(super) fn trajectory_ended(message: stored::TrajectoryEnded) -> Result<(NaiveDate, Source), Unreadable> {
    Ok((day(message.ended_on, "day of the trajectory's end")?, source(message.source)?))
}

pub(super) fn ended(message: stored::IncapacityEnded) -> Result<(End, Source), Unreadable> {
    let end = message.end.ok_or(Unreadable("end"))?;
    let last_day = day(end.last_day, "last day of incapacity")?;
    let died_on = optional_day(end.died_on, "day of the death")?;
    // One who died after the end is told as deceased too.
    let ending = convert::hear_ending(end.deceased && died_on.is_none());
    Ok((End { last_day, ending, died_on }, source(message.source)?))
}

pub(super) fn recognition(message: stored::CaseOpened) -> Result<Recognition, Unreadable> {
    Ok(Recognition {
        person: read_person(message.person)?,
        incapacity_start: day(message.incapacity_start, "first day of incapacity")?,
        recognised_on: day(message.recognised_on, "day of the recognition")?,
        taken_over: taken_over::hear(message.taken_over)?,
        answered_in: message.answered_in.map(convert::hear_reference),
        source: source(message.source)?,
    })
}

/// What this service keeps of a person, be it told or stored.
pub(crate) fn read_person(person: Option<common::InsuredPerson>) -> Result<Person, Unreadable> {
    let person = person.ok_or(Unreadable("person"))?;
    let language = language(person.language())?;
    let name = person.name.ok_or(Unreadable("name"))?;
    Ok(Person {
        niss: person.niss,
        surname: name.surname,
        first_names: name.first_names,
        language,
        municipality: Some(person.municipality_code).filter(|code| !code.is_empty()),
    })
}

pub(super) fn track_started(message: stored::TrackStarted) -> Result<(Track, Source), Unreadable> {
    Ok((read_track(message.track)?, source(message.source)?))
}

/// A concurrent track, be it told or stored.
pub(crate) fn read_track(track: Option<common::ConcurrentTrack>) -> Result<Track, Unreadable> {
    let track = track.ok_or(Unreadable("track"))?;
    Ok(Track {
        kind: convert::hear_track_kind(track.kind()).ok_or(Unreadable("kind of track"))?,
        from: day(track.starts_on, "first day of the track")?,
        until: optional_day(track.ends_on, "last day of the track")?,
    })
}

/// The kind of a track, its first day where that is known, its last day, and where that was told.
type EndOfTrack = (TrackKind, Option<NaiveDate>, NaiveDate, Source);

pub(super) fn track_ended(message: stored::TrackEnded) -> Result<EndOfTrack, Unreadable> {
    let kind = convert::hear_track_kind(message.kind()).ok_or(Unreadable("kind of track"))?;
    let from = optional_day(message.starts_on, "first day of the track")?;
    Ok((kind, from, day(message.ends_on, "last day of the track")?, source(message.source)?))
}

pub(super) fn language(language: common::Language) -> Result<Language, Unreadable> {
    hear_language(language).ok_or(Unreadable("language"))
}
