//! The scenarios of the rules, played on the pure domains and the law: no ledger, no server, no clock.
//!
//! What a scenario says is explained in `tests/rules/README.md`. Each is a test of its own, which the build script makes.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod assessment;
mod belgian;
mod dossier;
mod exchange;
mod expected;
mod figures;
mod history;
mod law;
mod names;
mod office;
mod questionnaire;
mod report;
mod said;
mod scenario;
mod taken_over;
mod vocabulary;

mod played {
    include!(concat!(env!("OUT_DIR"), "/tests.rs"));
}

use std::path::{Path, PathBuf};

/// The folder of the scenarios.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Plays one scenario of a file.
fn run(file: &str, place: usize) {
    let scenario = scenario::of(file).swap_remove(place);
    let problems = scenario.problems();
    let told = problems.join("\n  ");
    assert!(problems.is_empty(), "\n{} ({file}): {}\n  {told}\n", scenario.rule, scenario.title);
}
