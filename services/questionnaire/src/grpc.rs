//! The gRPC edge of the service.

mod access;
pub(crate) mod convert;
mod feed;
mod history;
mod refusal;
mod service;

pub(crate) use feed::translate;
pub(crate) use history::TELLING;
pub use service::Service;
