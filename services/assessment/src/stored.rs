//! The stored shapes of this service's events. Additive: what was once written is read for ever.

pub(crate) mod before_go_live;
mod case;
mod estimates;
mod facts;
pub(crate) mod file;
mod read;
mod rehabilitation;
mod trajectories;
mod work;
mod write;

#[cfg(test)]
mod tests;

use trajet_service::plan::Unreadable;

pub(crate) use facts::read_partner;
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
