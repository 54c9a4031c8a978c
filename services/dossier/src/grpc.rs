//! The gRPC edge of the service.

mod concertation;
pub(crate) mod convert;
mod coordinators;
mod feed;
mod history;
mod refusal;
mod registry_pages;
mod service;
mod settle;

pub(crate) use feed::translate;
pub(crate) use history::TELLING;
pub use service::Service;
