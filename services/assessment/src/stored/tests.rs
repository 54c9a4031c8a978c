#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use trajet_assessment_domain::{Event, FactorCounts, ProfileSummary, Told};
use trajet_service::test_support::{assert_golden_lines, write_golden_lines};

use super::*;
use crate::samples::{day, fact, more, one_of_each};

trajet_service::test_stored_shapes!(unknown: "certificate_burnt");

/// A line of every arm and value that the golden files do not show.
fn golden_lines() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden_lines.v1.txt")
}

fn line(kind: &str, bytes: &[u8]) -> Event {
    read(kind, bytes).unwrap()
}

#[test]
fn every_golden_line_is_read_for_ever_and_every_arm_has_one() {
    assert_golden_lines(&golden_lines(), &more(), line);
}

#[test]
#[ignore = "adds the golden lines of new arms"]
fn write_the_golden_lines() {
    write_golden_lines(&golden_lines(), &more(), line, write);
}

#[test]
fn what_cannot_be_read_is_told_without_its_bytes() {
    for event in &one_of_each() {
        let (kind, mut bytes) = write(event);
        bytes.pop();
        if let Err(error) = read(kind, &bytes) {
            let told = error.to_string();
            assert!(!crate::samples::PERSONAL.iter().any(|word| told.contains(word)), "{told}");
        }
    }
}

fn any_counts() -> impl Strategy<Value = FactorCounts> {
    any::<[u32; 3]>().prop_map(|[helping, hindering, neutral]| FactorCounts { helping, hindering, neutral })
}

proptest! {
    #[test]
    fn m3_a_profile_is_read_as_it_was_written(personal in any_counts(), environmental in any_counts()) {
        let profile = ProfileSummary { personal, environmental };
        let event = Event::QuestionnaireNoted(fact(Told::Completed { on: day("2022-11-20"), profile }));
        let (kind, bytes) = write(&event);
        prop_assert_eq!(read(kind, &bytes).unwrap(), event);
    }
}
