#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::path::{Path, PathBuf};

use trajet_exchange_domain::Event;
use trajet_service::test_support::{assert_golden_lines, write_golden_lines};

use super::*;
use crate::samples::{more, one_of_each};

trajet_service::test_stored_shapes!(unknown: "partner_dissolved");

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
fn x7_the_kinds_that_erase_are_those_of_the_law() {
    let events = [one_of_each(), more()].concat();
    assert!(events.iter().any(Event::erases));
    for event in events {
        assert_eq!(ERASING.contains(&write(&event).0), event.erases(), "{event:?}");
    }
}
