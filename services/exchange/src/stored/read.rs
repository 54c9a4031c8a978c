//! Events as they are read back, however old.

use chrono::{DateTime, Utc};
use prost::Message as _;
use prost_types::Timestamp;
use trajet_belgium::Niss;
use trajet_contracts::internal::exchange::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::r#type::v1 as common;
use trajet_exchange_domain::{
    AskedReferral, CaseId, EndedReferral, Ending, Entry, Event, Fact, InboxEntry, ParkedBecause, Person, Recognition,
    ReferralId, Report, Source, StartCorrection,
};
use trajet_service::annul;
use trajet_service::file_access;
use trajet_service::plan::{Unreadable, day, optional_day};
use trajet_service::referral;
use trajet_service::replanned::read_correction;
use trajet_service::work::hear_language;
use uuid::Uuid;

use super::ReadError;
use crate::grpc::convert;

/// The event of a kind, from its bytes.
pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "act_annulled" => Event::ActAnnulled(annul::read(shared::ActAnnulled::decode(bytes)?)?),
        "file_access_told" => Event::FileAccessTold(file_access::read_told(shared::FileAccessTold::decode(bytes)?)?),
        "case_opened" => Event::CaseOpened(recognition(stored::CaseOpened::decode(bytes)?)?),
        "codex_fact_told" => {
            let told = stored::CodexFactTold::decode(bytes)?.told;
            Event::FactTold(told.and_then(convert::hear_told).ok_or(Unreadable("CODEX fact"))?)
        }
        "rehabilitation_fact_told" => {
            let told = stored::RehabilitationFactTold::decode(bytes)?.told;
            let told = told.as_ref().and_then(convert::hear_rehabilitation_told);
            Event::FactTold(told.ok_or(Unreadable("fact of a programme"))?)
        }
        "start_corrected" => Event::StartCorrected(corrected(shared::StartCorrected::decode(bytes)?)?),
        "incapacity_ended" => Event::IncapacityEnded(ending(stored::IncapacityEnded::decode(bytes)?)?),
        "fact_parked" => {
            let message = stored::FactParked::decode(bytes)?;
            Event::FactParked {
                fact: fact(message.fact)?,
                because: ParkedBecause::from_code(&message.because).ok_or(Unreadable("reason"))?,
            }
        }
        "fact_released" => Event::FactReleased { fact: fact(stored::FactReleased::decode(bytes)?.fact)? },
        "partner_registered" => {
            let message = stored::PartnerRegistered::decode(bytes)?;
            Event::PartnerRegistered(Entry {
                registered: message.partner.and_then(convert::hear_registration).ok_or(Unreadable("partner"))?,
                recorded_at: instant(message.recorded_at)?,
            })
        }
        "partner_changed" => {
            let message = stored::PartnerChanged::decode(bytes)?;
            Event::PartnerChanged {
                name: message.name,
                valid_to: optional_day(message.valid_to, "last day")?,
                on: day(message.changed_on, "day of the change")?,
                recorded_at: instant(message.recorded_at)?,
            }
        }
        "report_received" => {
            let message = stored::ReportReceived::decode(bytes)?;
            Event::ReportReceived(Report {
                niss: niss(&message.niss)?,
                partner: convert::hear_number(&message.partner_number).ok_or(Unreadable("partner"))?,
                fact: convert::hear_either((message.fact, message.rehabilitation)).ok_or(Unreadable("fact"))?,
                received_at: instant(message.received_at)?,
                case: None,
            })
        }
        "report_matched" => {
            let message = stored::ReportMatched::decode(bytes)?;
            let case = Uuid::try_parse(&message.case_id).map_err(|_| Unreadable("case"))?;
            Event::ReportMatched { case: CaseId(case.into_bytes()), on: day(message.matched_on, "day of the match")? }
        }
        "report_unmatched" => {
            let message = stored::ReportUnmatched::decode(bytes)?;
            let case = Uuid::try_parse(&message.case_id).map_err(|_| Unreadable("case"))?;
            Event::ReportUnmatched { case: CaseId(case.into_bytes()), on: day(message.unmatched_on, "day")? }
        }
        "referral_received" => Event::ReferralReceived(referral_received(stored::ReferralReceived::decode(bytes)?)?),
        "referral_progressed" => {
            let message = stored::ReferralProgressed::decode(bytes)?;
            let (key, said) = (referral::hear_key(&message.key)?, referral::hear_said(message.progress)?);
            Event::ReferralProgressed { number: message.number, key, said }
        }
        "referral_ended" => Event::ReferralEnded(referral_ended(stored::ReferralEnded::decode(bytes)?)?),
        "inbox_filled" => {
            let message = stored::InboxFilled::decode(bytes)?;
            let identifier = |text: &str| Uuid::try_parse(text).map(Uuid::into_bytes);
            Event::InboxFilled {
                partner: convert::hear_number(&message.partner_number).ok_or(Unreadable("partner"))?,
                entry: InboxEntry {
                    number: message.number,
                    case: CaseId(identifier(&message.case_id).map_err(|_| Unreadable("case"))?),
                    referral: ReferralId(identifier(&message.referral_id).map_err(|_| Unreadable("referral"))?),
                    over: message.over,
                    on: day(message.entered_on, "day of the entry")?,
                },
            }
        }
        "report_erased" => {
            let message = stored::ReportErased::decode(bytes)?;
            Event::ReportErased { on: day(message.erased_on, "day of the erasure")? }
        }
        _ => return Err(ReadError::Kind),
    })
}

fn fact(message: Option<stored::Fact>) -> Result<Fact, Unreadable> {
    Ok(match message.and_then(|message| message.fact).ok_or(Unreadable("fact"))? {
        stored::fact::Fact::Recognised(message) => Fact::Recognised(recognition(message)?),
        stored::fact::Fact::StartCorrected(message) => Fact::Corrected(corrected(message)?),
        stored::fact::Fact::Ended(message) => Fact::Ended(ending(message)?),
        stored::fact::Fact::ReferralReceived(message) => Fact::Referred(referral_received(message)?),
        stored::fact::Fact::ReferralEnded(message) => Fact::ReferralEnded(referral_ended(message)?),
    })
}

fn referral_received(message: stored::ReferralReceived) -> Result<AskedReferral, Unreadable> {
    Ok(AskedReferral {
        number: message.number,
        key: referral::hear_key(&message.key)?,
        made_on: day(message.made_on, "day of the referral")?,
        referral: referral::hear(message.referral)?,
        source: source(message.source)?,
    })
}

fn referral_ended(message: stored::ReferralEnded) -> Result<EndedReferral, Unreadable> {
    Ok(EndedReferral {
        number: message.number,
        key: referral::hear_key(&message.key)?,
        on: day(message.ended_on, "day of the end")?,
        because: referral::hear_end(message.reason()).ok_or(Unreadable("end of a referral"))?,
        source: source(message.source)?,
    })
}

fn recognition(message: stored::CaseOpened) -> Result<Recognition, Unreadable> {
    Ok(Recognition {
        person: read_person(message.person)?,
        incapacity_start: day(message.incapacity_start, "first day of incapacity")?,
        recognised_on: day(message.recognised_on, "day of the recognition")?,
        taken_over_on: optional_day(message.taken_over_on, "day of go-live")?,
        source: source(message.source)?,
    })
}

fn corrected(message: shared::StartCorrected) -> Result<StartCorrection, Unreadable> {
    let (from, to, on) = read_correction(&message)?;
    Ok(StartCorrection { from, to, on, source: source(message.source)? })
}

fn ending(message: stored::IncapacityEnded) -> Result<Ending, Unreadable> {
    Ok(Ending {
        last_day: day(message.last_day, "last day of incapacity")?,
        deceased: message.deceased,
        died_on: optional_day(message.died_on, "day of the death")?,
        source: source(message.source)?,
    })
}

/// What this service keeps of a person whom medical assessment told, or who is stored.
pub(crate) fn read_person(person: Option<common::InsuredPerson>) -> Result<Person, Unreadable> {
    let person = person.ok_or(Unreadable("person"))?;
    let language = hear_language(person.language()).ok_or(Unreadable("language"))?;
    let niss = niss(&person.niss)?;
    let name = person.name.ok_or(Unreadable("name"))?;
    Ok(Person {
        niss,
        surname: name.surname,
        first_names: name.first_names,
        language,
        municipality: Some(person.municipality_code).filter(|code| !code.is_empty()),
    })
}

fn niss(text: &str) -> Result<Niss, Unreadable> {
    Niss::parse(text).map_err(|_| Unreadable("identification number"))
}

fn source(source: Option<shared::FactSource>) -> Result<Source, Unreadable> {
    let shared::FactSource { ledger, position } = source.ok_or(Unreadable("source"))?;
    Ok(Source { ledger, position })
}

fn instant(at: Option<Timestamp>) -> Result<DateTime<Utc>, Unreadable> {
    let at = at.ok_or(Unreadable("instant"))?;
    let nanos = u32::try_from(at.nanos).map_err(|_| Unreadable("instant"))?;
    DateTime::from_timestamp(at.seconds, nanos).ok_or(Unreadable("instant"))
}
