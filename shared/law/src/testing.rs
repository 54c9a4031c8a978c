//! What the tests of this crate share.

use chrono::NaiveDate;
use proptest::test_runner::{Config, RngSeed};

/// A date from its ISO text.
#[expect(clippy::unwrap_used, reason = "a test that misspells a date must fail")]
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Properties are tried on the same cases in every run.
pub(crate) fn same_every_time() -> Config {
    Config { rng_seed: RngSeed::Fixed(2022), failure_persistence: None, ..Config::default() }
}
