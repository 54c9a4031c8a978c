//! `trajet serve`: what a process says, how it begins and ends, and what it keeps.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod annulled;
mod apart;
mod go_live;
mod held;
mod ready;
mod reconciled;
mod refused;
mod relapsed;
mod reported;
mod restart;
mod stop;
mod verified;
