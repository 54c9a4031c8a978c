#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::path::{Path, PathBuf};

use prost::Message as _;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_dossier_domain::Event;
use trajet_service::test_support::{assert_golden_lines, write_golden_lines};

use super::*;
use crate::samples::{more, one_of_each};

trajet_service::test_stored_shapes!(unknown: "dossier_burnt");

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
fn what_cannot_have_been_written_is_not_read() {
    let (_, referred) = write(&one_of_each()[3]);
    assert!(matches!(read("case_opened", &referred), Err(ReadError::Value(_))), "a fact under another's kind");
    let contact = trajet_contracts::dossier::v1::Contact { actions: vec![99], ..Default::default() };
    let bytes = stored::ContactHeld { contact: Some(contact), ..Default::default() }.encode_to_vec();
    assert!(matches!(read("contact_held", &bytes), Err(ReadError::Value(_))));
}
