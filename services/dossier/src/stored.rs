//! The stored shapes of this service's events. Additive: what was once written is read for ever.

mod ami;
mod codex;
mod concertation;
mod fact;
mod other_track;
mod read;
mod referral;
mod registry;
mod write;

#[cfg(test)]
mod tests;

use trajet_service::plan::Unreadable;

pub(crate) use codex::{read_party, store_codex};
pub(crate) use fact::{fact_kind, read_person, read_track, store_end, tell_person, tell_track};
pub(crate) use read::read;
pub(crate) use write::write;

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
