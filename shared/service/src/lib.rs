//! The skeleton of a service. Every service is the same machine around a law of its own: ledgers by insurer, acts that
//! are decided and recorded, a work list and a history that can be read, a feed that others listen to.

pub mod act;
pub mod contact;
pub mod history;
pub mod ledgers;
pub mod listen;
pub mod page;
pub mod people;
pub mod plan;
pub mod pseudonyms;
mod sql;
pub mod words;
pub mod work;

pub use act::{Envelope, act, caller, read_after};
pub use ledgers::Ledgers;
pub use pseudonyms::Pseudonyms;
