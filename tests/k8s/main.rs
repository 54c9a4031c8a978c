//! The manifests in `k8s/` against the binary that they run: its flags, services, ports and health.
//!
//! Whether their fields are those of Kubernetes is looked at by `bash tests/run k8s`.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod binary;
mod end;
mod flags;
mod keys;
mod manifests;
mod names;
mod network;
mod restricted;
mod start;

/// Fails with the breaches, one a line.
#[track_caller]
fn assert_none(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}
