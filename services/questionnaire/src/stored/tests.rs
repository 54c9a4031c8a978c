#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use trajet_questionnaire_domain::{Answer, Answers, CompleteAnswer, Event};

use super::*;
use crate::samples::{day, more, of_a_second_sending, one_of_each};

fn kind(event: &Event) -> &'static str {
    write(event).0
}

fn golden(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("golden/{kind}.v1.bin"))
}

/// The golden file of a kind that gained fields after it was first stored.
fn second(name: &str, event: &Event) -> PathBuf {
    golden(&format!("{}.{name}", kind(event)))
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
    for (name, event) in of_a_second_sending() {
        let bytes = std::fs::read(second(name, &event)).unwrap();
        assert_eq!(read(kind(&event), &bytes).unwrap(), event);
    }
}

/// Run by hand when a kind is new: `cargo test -p trajet-questionnaire -- --ignored write_golden`.
#[test]
#[ignore = "writes the golden files of new kinds"]
fn write_golden() {
    for event in one_of_each() {
        let (kind, bytes) = write(&event);
        if !golden(kind).exists() {
            std::fs::write(golden(kind), bytes).unwrap();
        }
    }
    for (name, event) in of_a_second_sending() {
        if !second(name, &event).exists() {
            std::fs::write(second(name, &event), write(&event).1).unwrap();
        }
    }
}

#[test]
fn what_is_not_known_is_not_read() {
    assert!(matches!(read("questionnaire_burnt", &[]), Err(ReadError::Kind)));
    // Every kind has at least one field that must be there.
    for event in &one_of_each() {
        assert!(matches!(read(kind(event), &[]), Err(ReadError::Value(_))), "{}", kind(event));
    }
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        any::<i32>().prop_map(Answer::Scale),
        any::<i32>().prop_map(Answer::Number),
        any::<bool>().prop_map(Answer::YesNo),
        ".{0,40}".prop_map(Answer::Text),
        "[a-z_]{1,12}".prop_map(Answer::Choice),
        prop::collection::btree_set("[a-z_]{1,12}", 0..5).prop_map(Answer::Choices),
        (0..40_000_u64).prop_map(|days| Answer::Date(day("1950-01-01") + chrono::Days::new(days))),
    ]
}

proptest! {
    #[test]
    fn q9_answers_are_read_as_they_were_written(answers in prop::collection::btree_map("[a-z][a-z0-9_]{0,10}", any_answer(), 0..20)) {
        let returned = one_of_each().into_iter().find_map(|event| match event {
            Event::AnswerReturned(answer) => Some(answer),
            _ => None,
        });
        let event = Event::AnswerReturned(CompleteAnswer { answers: Answers(answers), ..returned.unwrap() });
        let (kind, bytes) = write(&event);
        prop_assert_eq!(read(kind, &bytes).unwrap(), event);
    }

    #[test]
    fn no_bytes_make_it_panic(index in 0..23_usize, bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = read(kind(&one_of_each()[index]), &bytes);
    }
}
