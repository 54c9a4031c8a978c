//! Real processes over real gRPC: acceptance, faults, architecture and benchmarks.
//!
//! What the tests share: an [`Installation`] with a database of its own, the [`Server`] processes that are started in it,
//! [`Client`]s in every role, and the acts of a case in one line each. Whatever goes wrong here fails the test that asked.

#![expect(clippy::missing_panics_doc, reason = "a harness tells a failure by panicking")]
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

pub mod acts;
pub mod answers;
pub mod client;
pub mod database;
pub mod day;
pub mod engine;
pub mod failed;
pub mod installation;
pub mod leak;
pub mod otlp;
pub mod people;
pub mod relay;
pub mod server;
pub mod wait;

pub use client::Client;
pub use day::{day, days};
pub use engine::Engine;
pub use installation::Installation;
pub use server::Server;
pub use trajet_access::Role;
pub use wait::within;
