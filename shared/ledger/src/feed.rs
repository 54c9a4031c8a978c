//! The feed: how other services learn what a ledger holds, from a cursor on, in the ledger's order; and how one case of it tells
//! another.

mod client;
pub mod own;
mod server;
mod source;
mod stuck;
mod take;

pub use client::{Client, Connect, Consumer, Credential, FactCommand, FeedError, Reaction, UnreadableFact};
pub use server::{FeedServer, Permit};
pub use source::{FeedSource, Page, Published, Translate, Translated, timestamp};
pub(crate) use stuck::{STUCK_FACT, StuckFact};
