//! Every way in which a call fails: its code, its reason, and what it tells beside.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod access;
mod fields;
mod language;
mod law;
mod reading;
mod requests;
