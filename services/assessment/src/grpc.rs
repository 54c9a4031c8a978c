//! The gRPC edge of the service.

mod access;
pub(crate) mod convert;
mod feed;
mod file;
mod history;
mod person;
mod refusal;
mod service;
mod take_over;

pub(crate) use feed::translate;
pub(crate) use history::TELLING;
pub use service::Service;
