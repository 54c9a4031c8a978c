//! The skeleton of a service. Every service is the same machine around a law of its own: ledgers by insurer, acts that
//! are decided and recorded, a work list and a history that can be read, a feed that others listen to.

pub mod act;
pub mod annul;
pub mod contact;
pub mod employer;
pub mod explain;
pub mod file_access;
pub mod follow_law;
pub mod held;
pub mod history;
pub mod ledgers;
pub mod listen;
pub mod page;
pub mod past;
pub mod people;
pub mod plan;
pub mod presentation;
pub mod pseudonyms;
pub mod read;
pub mod reads;
pub mod reconcile;
pub mod referral;
pub mod rehabilitation;
pub mod replanned;
pub mod report;
pub mod representation;
mod sql;
pub mod taken_over;
#[cfg(feature = "test-support")]
pub mod test_support;
pub mod words;
pub mod work;

pub use act::{Envelope, submit};
pub use file_access::Guarded;
pub use ledgers::{Ledgers, Served};
pub use pseudonyms::Pseudonyms;
pub use read::{case_after, read_after};
