//! What the workspace promises about its own shape. Each check is a function over what it looks at, so that a planted
//! breach shows that it can fail.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod advice;
mod dependencies;
mod facts;
mod manifests;
mod members;
mod past;
mod rules;
mod sources;
mod top_level;

/// Fails with the breaches, one a line.
#[track_caller]
fn assert_none(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}
