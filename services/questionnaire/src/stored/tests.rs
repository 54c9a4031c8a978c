#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use trajet_questionnaire_domain::{Answer, Answers, CompleteAnswer, Event};
use trajet_service::test_support::{assert_golden_lines, write_golden_lines};

use super::*;
use crate::samples::{day, more, of_a_second_sending, one_of_each};

trajet_service::test_stored_shapes!(unknown: "questionnaire_burnt", second: of_a_second_sending);

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
}
