#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use prost::Message as _;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_dossier_domain::Event;

use super::*;
use crate::samples::{more, one_of_each};

fn kind(event: &Event) -> &'static str {
    write(event).0
}

fn golden(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("golden/{kind}.v1.bin"))
}

#[test]
fn every_event_is_read_as_it_was_written() {
    for event in one_of_each().into_iter().chain(more()) {
        let (kind, bytes) = write(&event);
        assert_eq!(read(kind, &bytes).unwrap(), event);
    }
}

#[test]
fn every_kind_has_a_name_of_its_own() {
    let kinds: BTreeSet<_> = one_of_each().iter().map(kind).collect();
    assert_eq!(kinds.len(), one_of_each().len());
    assert!(kinds.iter().all(|kind| kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
}

#[test]
fn every_golden_file_is_read_for_ever() {
    for event in one_of_each() {
        let bytes = std::fs::read(golden(kind(&event))).unwrap();
        assert_eq!(read(kind(&event), &bytes).unwrap(), event);
    }
}

/// Run by hand when a kind is new: `cargo test -p trajet-dossier -- --ignored write_golden`.
#[test]
#[ignore = "writes the golden files of new kinds"]
fn write_golden() {
    for event in one_of_each() {
        let (kind, bytes) = write(&event);
        if !golden(kind).exists() {
            std::fs::write(golden(kind), bytes).unwrap();
        }
    }
}

#[test]
fn what_is_not_known_is_not_read() {
    assert!(matches!(read("dossier_burnt", &[]), Err(ReadError::Kind)));
    // Every kind has at least one field that must be there.
    for event in &one_of_each() {
        assert!(matches!(read(kind(event), &[]), Err(ReadError::Value(_))), "{}", kind(event));
    }
    let (_, referred) = write(&one_of_each()[3]);
    assert!(matches!(read("case_opened", &referred), Err(ReadError::Value(_))), "a fact under another's kind");
    let contact = trajet_contracts::dossier::v1::Contact { actions: vec![99], ..Default::default() };
    let bytes = stored::ContactHeld { contact: Some(contact), ..Default::default() }.encode_to_vec();
    assert!(matches!(read("contact_held", &bytes), Err(ReadError::Value(_))));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(index in 0..26_usize, bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = read(kind(&one_of_each()[index]), &bytes);
    }
}
