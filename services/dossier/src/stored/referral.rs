//! Referrals to partners and others, as they are written and read back.

use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_dossier_domain::ReferralEvent;
use trajet_service::plan::{Unreadable, day};
use trajet_service::referral::{hear_end, hear_key, tell_end, tell_key};

use super::ReadError;
use crate::grpc::convert;

/// The kind and the bytes of an event.
pub(super) fn write(event: &ReferralEvent) -> (&'static str, Vec<u8>) {
    match event {
        ReferralEvent::Made(made) => {
            let referral = Some(convert::tell_referral(made));
            ("partner_referral_made", stored::PartnerReferralMade { referral }.encode_to_vec())
        }
        ReferralEvent::Ended { number, key, on, because } => {
            let (ended_on, reason) = (Some(to_proto(*on)), tell_end(*because).into());
            let message = stored::PartnerReferralEnded { number: *number, ended_on, reason, key: tell_key(*key) };
            ("partner_referral_ended", message.encode_to_vec())
        }
    }
}

/// Reads an event of a kind.
pub(super) fn read(kind: &str, bytes: &[u8]) -> Result<ReferralEvent, ReadError> {
    Ok(match kind {
        "partner_referral_made" => {
            ReferralEvent::Made(convert::hear_referral(stored::PartnerReferralMade::decode(bytes)?.referral)?)
        }
        "partner_referral_ended" => {
            let message = stored::PartnerReferralEnded::decode(bytes)?;
            ReferralEvent::Ended {
                number: message.number,
                key: hear_key(&message.key)?,
                on: day(message.ended_on, "day of the end")?,
                because: hear_end(message.reason()).ok_or(Unreadable("end of a referral"))?,
            }
        }
        _ => return Err(ReadError::Kind),
    })
}
