//! A case from its declaration to the referral, over both services, on simulated days.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod demo;
mod help;
mod lists;
mod past;
mod platform;
mod route_a;
mod tracks;
mod waiver;
mod why;
