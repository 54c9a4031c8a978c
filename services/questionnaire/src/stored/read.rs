//! Events as they are read back, however old.

use prost::Message as _;
use trajet_belgium::Language;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::internal::questionnaire::v1 as stored;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_law::deadline::Step;
use trajet_questionnaire_domain::notice::NoticeText;
use trajet_questionnaire_domain::{
    CompleteAnswer, DefinitionRef, Draft, Event, Fact, FilledBy, Notice, ParkedBecause, Person, Recognition, Sent,
    Source, SubjectId, Track, TrackKind, WaiverReason,
};
use trajet_service::plan::{self, Unreadable, day, optional_day};
use trajet_service::work::hear_language;

use super::ReadError;
use crate::grpc::convert;

/// The event of a kind, from its bytes.
pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "case_opened" => Event::CaseOpened(recognition(stored::CaseOpened::decode(bytes)?)?),
        "track_started" => {
            let (Track { kind, from, until }, source) = track_started(stored::TrackStarted::decode(bytes)?)?;
            Event::TrackStarted { kind, from, until, source }
        }
        "track_ended" => {
            let (kind, until, source) = track_ended(stored::TrackEnded::decode(bytes)?)?;
            Event::TrackEnded { kind, until, source }
        }
        "deadline_planned" => {
            let message = shared::DeadlinePlanned::decode(bytes)?;
            Event::DeadlinePlanned { plan: plan::read(message.plan)?, on: day(message.planned_on, "day of planning")? }
        }
        "deadline_met" => {
            let message = shared::DeadlineMet::decode(bytes)?;
            Event::DeadlineMet { step: step(&message.step)?, on: day(message.met_on, "day of the act")? }
        }
        "deadline_missed" => {
            let message = shared::DeadlineMissed::decode(bytes)?;
            Event::DeadlineMissed { step: step(&message.step)?, on: day(message.missed_on, "day of the miss")? }
        }
        "deadline_waived" => {
            let message = shared::DeadlineWaived::decode(bytes)?;
            Event::DeadlineWaived {
                step: step(&message.step)?,
                on: day(message.waived_on, "day of the waiver")?,
                because: message.because.parse().map_err(|_| Unreadable("ground"))?,
            }
        }
        "questionnaire_sent" => Event::QuestionnaireSent(sent(stored::QuestionnaireSent::decode(bytes)?.sending)?),
        "sending_waived" => {
            let message = stored::SendingWaived::decode(bytes)?;
            Event::SendingWaived {
                reason: waiver_reason(message.reason)?,
                on: day(message.waived_on, "day of the waiver")?,
            }
        }
        "notice_issued" => Event::NoticeIssued(notice(stored::NoticeIssued::decode(bytes)?)?),
        "draft_saved" => Event::DraftSaved(draft(stored::DraftSaved::decode(bytes)?.draft)?),
        "answer_returned" => Event::AnswerReturned(answer(stored::AnswerReturned::decode(bytes)?.submission)?),
        "incomplete_returned" => {
            let message = stored::IncompleteReturned::decode(bytes)?;
            Event::IncompleteReturned {
                missing: message.missing_items,
                on: day(message.returned_on, "day of the return")?,
            }
        }
        "answer_corrected" => Event::AnswerCorrected(answer(stored::AnswerCorrected::decode(bytes)?.submission)?),
        "help_asked" => {
            let message = stored::HelpAsked::decode(bytes)?;
            Event::HelpAsked {
                on: day(message.asked_on, "day on which help was asked")?,
                due_back: day(message.due_back, "last day for the return")?,
            }
        }
        "help_delegated" => {
            let message = stored::HelpDelegated::decode(bytes)?;
            Event::HelpDelegated {
                to: SubjectId(message.delegate),
                by: SubjectId(message.coordinator),
                on: day(message.delegated_on, "day of the delegation")?,
            }
        }
        "help_given" => help_given(stored::HelpGiven::decode(bytes)?.contact)?,
        "fact_parked" => {
            let message = stored::FactParked::decode(bytes)?;
            Event::FactParked {
                fact: fact(message.fact)?,
                because: ParkedBecause::from_code(&message.because).ok_or(Unreadable("reason"))?,
            }
        }
        "fact_released" => Event::FactReleased { fact: fact(stored::FactReleased::decode(bytes)?.fact)? },
        _ => return Err(ReadError::Kind),
    })
}

fn step(code: &str) -> Result<Step, Unreadable> {
    code.parse().map_err(|_| Unreadable("step"))
}

fn language(language: common::Language) -> Result<Language, Unreadable> {
    hear_language(language).ok_or(Unreadable("language"))
}

fn source(source: Option<shared::FactSource>) -> Result<Source, Unreadable> {
    let shared::FactSource { ledger, position } = source.ok_or(Unreadable("source"))?;
    Ok(Source { ledger, position })
}

fn reference(reference: Option<contract::DefinitionRef>) -> Result<DefinitionRef, Unreadable> {
    reference.map(convert::hear_reference).ok_or(Unreadable("definition"))
}

fn fact(message: Option<stored::Fact>) -> Result<Fact, Unreadable> {
    Ok(match message.and_then(|message| message.fact).ok_or(Unreadable("fact"))? {
        stored::fact::Fact::Recognised(message) => Fact::Recognised(recognition(message)?),
        stored::fact::Fact::TrackStarted(message) => {
            let (Track { kind, from, until }, source) = track_started(message)?;
            Fact::TrackStarted { kind, from, until, source }
        }
        stored::fact::Fact::TrackEnded(message) => {
            let (kind, until, source) = track_ended(message)?;
            Fact::TrackEnded { kind, until, source }
        }
    })
}

fn recognition(message: stored::CaseOpened) -> Result<Recognition, Unreadable> {
    Ok(Recognition {
        person: read_person(message.person)?,
        incapacity_start: day(message.incapacity_start, "first day of incapacity")?,
        recognised_on: day(message.recognised_on, "day of the recognition")?,
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

fn track_started(message: stored::TrackStarted) -> Result<(Track, Source), Unreadable> {
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

fn track_ended(message: stored::TrackEnded) -> Result<(TrackKind, chrono::NaiveDate, Source), Unreadable> {
    let kind = convert::hear_track_kind(message.kind()).ok_or(Unreadable("kind of track"))?;
    Ok((kind, day(message.ends_on, "last day of the track")?, source(message.source)?))
}

fn sent(sending: Option<contract::Sending>) -> Result<Sent, Unreadable> {
    let sending = sending.ok_or(Unreadable("sending"))?;
    Ok(Sent {
        on: day(sending.sent_on, "day of sending")?,
        language: language(sending.language())?,
        definition: reference(sending.definition)?,
        due_back: optional_day(sending.due_back, "last day for the return")?,
    })
}

fn waiver_reason(reason: Option<stored::sending_waived::Reason>) -> Result<WaiverReason, Unreadable> {
    let read = match reason {
        Some(stored::sending_waived::Reason::Medical(medical)) => {
            let by = SubjectId(medical.physician.clone());
            convert::hear_reason(medical.reason()).map(|reason| WaiverReason::Medical { reason, by })
        }
        Some(stored::sending_waived::Reason::Track(kind)) => {
            common::ConcurrentTrackKind::try_from(kind).ok().and_then(convert::hear_track_kind).map(WaiverReason::Track)
        }
        None => None,
    };
    read.ok_or(Unreadable("reason of the waiver"))
}

fn notice(message: stored::NoticeIssued) -> Result<Notice, Unreadable> {
    Ok(Notice {
        text: NoticeText::from_code(&message.text).ok_or(Unreadable("text of the notice"))?,
        language: language(message.language())?,
        contact: message.coordinator.map(convert::hear_contact).ok_or(Unreadable("coordinator"))?,
        on: day(message.issued_on, "day of the notice")?,
    })
}

fn filled_by(helper: Option<contract::Helper>) -> Result<FilledBy, Unreadable> {
    convert::hear_filled_by(helper).ok_or(Unreadable("helper"))
}

fn draft(draft: Option<contract::Draft>) -> Result<Draft, Unreadable> {
    let draft = draft.ok_or(Unreadable("draft"))?;
    let answers = draft.answers.ok_or(Unreadable("answers"))?;
    Ok(Draft {
        definition: reference(answers.definition)?,
        answers: convert::hear_answers(answers.answers).ok_or(Unreadable("answers"))?,
        by: filled_by(draft.helper)?,
        on: day(draft.saved_on, "day of the draft")?,
    })
}

fn answer(submission: Option<contract::Submission>) -> Result<CompleteAnswer, Unreadable> {
    let submission = submission.ok_or(Unreadable("submission"))?;
    let answers = submission.answers.ok_or(Unreadable("answers"))?;
    let profile = submission.profile.as_ref().and_then(convert::hear_profile);
    Ok(CompleteAnswer {
        number: submission.number,
        corrects: Some(submission.corrects).filter(|number| *number > 0),
        definition: reference(answers.definition)?,
        answers: convert::hear_answers(answers.answers).ok_or(Unreadable("answers"))?,
        profile: profile.ok_or(Unreadable("profile"))?,
        on: day(submission.returned_on, "day of the return")?,
        by: filled_by(submission.helper)?,
    })
}

fn help_given(contact: Option<contract::HelpContact>) -> Result<Event, Unreadable> {
    let contact = contact.ok_or(Unreadable("contact"))?;
    Ok(Event::HelpGiven {
        on: day(contact.held_on, "day of the contact")?,
        channel: convert::hear_channel(contact.channel()).ok_or(Unreadable("channel"))?,
        result: convert::hear_result(contact.result()).ok_or(Unreadable("result"))?,
        by: contact.helper.and_then(convert::hear_helper).ok_or(Unreadable("helper"))?,
    })
}
