//! Code generated from the protobuf contracts, and their descriptor set.
//!
//! The modules follow the packages without their first word: `trajet.assessment.v1` is
//! [`assessment::v1`]. Legal days are converted by [`date`]. A message with a field marked
//! `debug_redact` shows its name alone in `Debug`, so that nothing personal reaches a log.

pub mod date;
pub mod known;

/// A request of a method: it names a case in some fields, or in none. Every request is one, by code generated from the
/// contracts, so that what a caller may not see can be kept from them in one place.
pub trait NamesCases {
    /// The fields that name a case, as they were sent.
    fn case_ids(&mut self) -> Vec<&mut String>;

    /// The caller's name for the act, as it was sent; empty in a request that only reads.
    fn request_id(&self) -> &str;
}

#[allow(
    missing_docs,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::allow_attributes_without_reason,
    reason = "generated: the contracts are documented, and a test holds them to it"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/contracts.rs"));
    include!(concat!(env!("OUT_DIR"), "/redacted.rs"));
    include!(concat!(env!("OUT_DIR"), "/names_cases.rs"));
}

pub use generated::google;
pub use generated::trajet::{
    access, assessment, dossier, error, exchange, explain, feed, internal, questionnaire, report, simulation, r#type,
};

/// All contracts with their comments, and the google.rpc error details, as an encoded
/// `google.protobuf.FileDescriptorSet`: for reflection and for generated documentation.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptor_set.binpb"));
