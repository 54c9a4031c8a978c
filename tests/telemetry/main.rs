//! What is exported and logged: enough to follow an act through the services, and nothing of a person.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod markers;
mod trace;
