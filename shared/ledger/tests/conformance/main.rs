//! What every ledger does, on both engines. Each test is written once and runs twice: `sqlite::name` on a file of its
//! own, `postgres::name` on a database of its own in the cluster that `TRAJET_TEST_POSTGRES` names.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod append_only;
mod batch;
mod bench;
mod child;
mod claims;
mod crash;
mod durability;
mod erasing;
mod feed;
mod feed_checkpoints;
mod feed_cursors;
mod feed_lies;
mod feed_own;
mod feed_streams;
mod feed_stuck;
mod field;
mod idempotency;
mod model;
mod order;
mod pass;
mod privileges;
mod sealing;
mod settings;
mod tampering;
mod timers;
mod toy;
mod upgrade;
