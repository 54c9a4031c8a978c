//! What is done towards work outside a formal trajectory, as it is written and read back.

use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_dossier_domain::OtherTrackEvent;
use trajet_service::plan::{Unreadable, day};

use super::ReadError;
use crate::grpc::convert::outcome as convert;

/// The kind and the bytes of an event.
pub(super) fn write(event: &OtherTrackEvent) -> (&'static str, Vec<u8>) {
    match *event {
        OtherTrackEvent::Recorded { number, kind, since } => {
            let track = Some(convert::tell_other_track(number, kind, since));
            ("other_track_recorded", stored::OtherTrackRecorded { track }.encode_to_vec())
        }
        OtherTrackEvent::Ended { number, last_day } => {
            let last_day = Some(to_proto(last_day));
            ("other_track_ended", stored::OtherTrackEnded { number, last_day }.encode_to_vec())
        }
    }
}

/// Reads an event of a kind.
pub(super) fn read(kind: &str, bytes: &[u8]) -> Result<OtherTrackEvent, ReadError> {
    Ok(match kind {
        "other_track_recorded" => {
            let track = stored::OtherTrackRecorded::decode(bytes)?.track.ok_or(Unreadable("track"))?;
            OtherTrackEvent::Recorded {
                number: track.number,
                kind: convert::hear_other_track_kind(track.kind()).ok_or(Unreadable("kind of track"))?,
                since: day(track.since, "first day of the track")?,
            }
        }
        "other_track_ended" => {
            let message = stored::OtherTrackEnded::decode(bytes)?;
            let last_day = day(message.last_day, "last day of the track")?;
            OtherTrackEvent::Ended { number: message.number, last_day }
        }
        _ => return Err(ReadError::Kind),
    })
}
