//! What a person learns of what is held on them, and of who looked (rule R4; GDPR, article 15): one gRPC service over all ledgers
//! that this process holds.

mod accesses;
mod export;
mod serve;
mod source;
mod values;

pub use export::values_of;
pub use serve::HeldServer;
pub use source::{HeldSource, Personal, sources};
