//! The stored shapes of this service's events. Additive: what was once written is read for ever.

mod read;
mod write;

#[cfg(test)]
mod tests;

use trajet_service::plan::Unreadable;

pub(crate) use read::{read, read_person};
pub(crate) use write::{ERASING, write};

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
