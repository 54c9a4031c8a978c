//! The gRPC edge of the service.

pub(crate) mod convert;
mod feed;
mod history;
mod pages;
pub(crate) mod receipt;
mod referral;
mod refusal;
mod service;

pub(crate) use feed::translate;
pub(crate) use history::{TELLING, begins_a_case};
pub use service::Service;
