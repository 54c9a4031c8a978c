//! The gRPC edge: what every service checks of a request, and how every failure is told.

mod contact;
mod failure;
pub(crate) mod language;
mod legal;
mod messages;
mod status;
mod violations;

pub use failure::Failure;
pub use legal::LegalRefusal;
pub use violations::{Violation, Violations};
