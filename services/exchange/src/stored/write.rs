//! Events as they are written.

use chrono::{DateTime, Utc};
use prost::Message as _;
use prost_types::Timestamp;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::exchange::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_exchange_domain::{
    AskedReferral, EndedReferral, Ending, Event, Fact, PartnerFact, Recognition, Source, StartCorrection,
};
use trajet_service::annul;
use trajet_service::file_access;
use trajet_service::referral;
use trajet_service::replanned::store_correction;
use uuid::Uuid;

use crate::grpc::convert;

/// The kinds of [`Event::erases`].
pub(crate) const ERASING: [&str; 1] = ["report_erased"];

/// The kind and the bytes of an event.
pub(crate) fn write(event: &Event) -> (&'static str, Vec<u8>) {
    match event {
        Event::ActAnnulled(annulled) => ("act_annulled", annul::store(annulled)),
        Event::FileAccessTold(told) => ("file_access_told", file_access::store_told(told)),
        Event::CaseOpened(recognition) => ("case_opened", case_opened(recognition).encode_to_vec()),
        Event::FactTold(told) => match &told.fact {
            PartnerFact::Codex(fact) => {
                let told = Some(convert::tell_told(told, fact));
                ("codex_fact_told", stored::CodexFactTold { told }.encode_to_vec())
            }
            PartnerFact::Rehabilitation(_) | PartnerFact::Presented(_) => {
                let told = convert::tell_rehabilitation_told(told);
                ("rehabilitation_fact_told", stored::RehabilitationFactTold { told }.encode_to_vec())
            }
        },
        Event::StartCorrected(told) => ("start_corrected", start_corrected(told).encode_to_vec()),
        Event::IncapacityEnded(ending) => ("incapacity_ended", incapacity_ended(ending).encode_to_vec()),
        Event::FactParked { fact, because } => {
            let message = stored::FactParked { fact: Some(write_fact(fact)), because: because.code().to_owned() };
            ("fact_parked", message.encode_to_vec())
        }
        Event::FactReleased { fact } => {
            ("fact_released", stored::FactReleased { fact: Some(write_fact(fact)) }.encode_to_vec())
        }
        Event::PartnerRegistered(entry) => {
            let message = stored::PartnerRegistered {
                partner: Some(convert::tell_registration(&entry.registered)),
                recorded_at: Some(instant(entry.recorded_at)),
            };
            ("partner_registered", message.encode_to_vec())
        }
        Event::PartnerChanged { name, valid_to, on, recorded_at } => {
            let message = stored::PartnerChanged {
                name: name.clone(),
                valid_to: valid_to.map(to_proto),
                changed_on: Some(to_proto(*on)),
                recorded_at: Some(instant(*recorded_at)),
            };
            ("partner_changed", message.encode_to_vec())
        }
        // Whether a case took it over is told by another event.
        Event::ReportReceived(report) => {
            let (fact, rehabilitation) = convert::tell_either(&report.fact);
            let message = stored::ReportReceived {
                niss: report.niss.as_str().to_owned(),
                partner_number: report.partner.as_str().to_owned(),
                fact,
                rehabilitation,
                received_at: Some(instant(report.received_at)),
            };
            ("report_received", message.encode_to_vec())
        }
        Event::ReportMatched { case, on } => {
            let case_id = Uuid::from_bytes(case.0).to_string();
            ("report_matched", stored::ReportMatched { case_id, matched_on: Some(to_proto(*on)) }.encode_to_vec())
        }
        Event::ReportUnmatched { case, on } => {
            let case_id = Uuid::from_bytes(case.0).to_string();
            let message = stored::ReportUnmatched { case_id, unmatched_on: Some(to_proto(*on)) };
            ("report_unmatched", message.encode_to_vec())
        }
        Event::ReferralReceived(asked) => ("referral_received", referral_received(asked).encode_to_vec()),
        Event::ReferralProgressed { number, key, said } => {
            let (progress, key) = (Some(referral::tell_said(*said)), referral::tell_key(*key));
            ("referral_progressed", stored::ReferralProgressed { number: *number, progress, key }.encode_to_vec())
        }
        Event::ReferralEnded(ended) => ("referral_ended", referral_ended(ended).encode_to_vec()),
        Event::InboxFilled { partner, entry } => {
            let message = stored::InboxFilled {
                number: entry.number,
                partner_number: partner.as_str().to_owned(),
                case_id: Uuid::from_bytes(entry.case.0).to_string(),
                referral_id: Uuid::from_bytes(entry.referral.0).to_string(),
                over: entry.over,
                entered_on: Some(to_proto(entry.on)),
            };
            ("inbox_filled", message.encode_to_vec())
        }
        Event::ReportErased { on } => {
            ("report_erased", stored::ReportErased { erased_on: Some(to_proto(*on)) }.encode_to_vec())
        }
    }
}

fn referral_received(asked: &AskedReferral) -> stored::ReferralReceived {
    stored::ReferralReceived {
        number: asked.number,
        made_on: Some(to_proto(asked.made_on)),
        referral: Some(referral::tell(&asked.referral)),
        source: Some(told_in(&asked.source)),
        key: referral::tell_key(asked.key),
    }
}

fn referral_ended(ended: &EndedReferral) -> stored::ReferralEnded {
    stored::ReferralEnded {
        number: ended.number,
        ended_on: Some(to_proto(ended.on)),
        reason: referral::tell_end(ended.because).into(),
        source: Some(told_in(&ended.source)),
        key: referral::tell_key(ended.key),
    }
}

fn write_fact(fact: &Fact) -> stored::Fact {
    let fact = match fact {
        Fact::Recognised(recognition) => stored::fact::Fact::Recognised(case_opened(recognition)),
        Fact::Corrected(told) => stored::fact::Fact::StartCorrected(start_corrected(told)),
        Fact::Ended(ending) => stored::fact::Fact::Ended(incapacity_ended(ending)),
        Fact::Referred(asked) => stored::fact::Fact::ReferralReceived(referral_received(asked)),
        Fact::ReferralEnded(ended) => stored::fact::Fact::ReferralEnded(referral_ended(ended)),
    };
    stored::Fact { fact: Some(fact) }
}

fn start_corrected(told: &StartCorrection) -> shared::StartCorrected {
    store_correction((told.from, told.to, told.on), Some(told_in(&told.source)))
}

fn case_opened(recognition: &Recognition) -> stored::CaseOpened {
    stored::CaseOpened {
        person: Some(convert::tell_person(&recognition.person)),
        incapacity_start: Some(to_proto(recognition.incapacity_start)),
        recognised_on: Some(to_proto(recognition.recognised_on)),
        source: Some(told_in(&recognition.source)),
        taken_over_on: recognition.taken_over_on.map(to_proto),
    }
}

fn incapacity_ended(ending: &Ending) -> stored::IncapacityEnded {
    stored::IncapacityEnded {
        last_day: Some(to_proto(ending.last_day)),
        deceased: ending.deceased,
        source: Some(told_in(&ending.source)),
        died_on: ending.died_on.map(to_proto),
    }
}

fn told_in(source: &Source) -> shared::FactSource {
    shared::FactSource { ledger: source.ledger.clone(), position: source.position }
}

fn instant(at: DateTime<Utc>) -> Timestamp {
    trajet_ledger::feed::timestamp(at.timestamp_micros())
}
