//! Who decides names the facts on which that rests: only who reads stored bytes can say that none were recorded. Tests may say
//! it of what was stored before.

use std::fs;

use crate::assert_none;
use crate::members::root;
use crate::sources::{end_of_code, has_word, rust_files};

/// What makes facts of what was stored, or of nothing.
const STORED: [&str; 2] = ["Facts::stored", "Counted::not_recorded"];

/// Where they are made, and read: their own module, what reads stored bytes, and the rows of lists, which tell no facts.
const READERS: [&str; 3] =
    ["shared/law/src/deadline/counted.rs", "shared/service/src/plan.rs", "shared/service/src/work/row.rs"];

fn breaches(path: &str, source: &str) -> Vec<String> {
    let of_tests = path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains("/src/samples");
    if of_tests || READERS.contains(&path) {
        return Vec::new();
    }
    let code = source.lines().take(end_of_code(source)).enumerate();
    code.filter(|(_, line)| !line.trim_start().starts_with("//"))
        .flat_map(|(index, line)| {
            let found = STORED.iter().filter(|stored| has_word(line, stored));
            found.map(move |stored| format!("{path}:{}: {stored}", index + 1))
        })
        .collect()
}

#[test]
fn only_who_reads_stored_bytes_says_that_a_decision_names_no_fact() {
    let files: Vec<_> = ["services", "shared"].iter().flat_map(|folder| rust_files(&root().join(folder))).collect();
    assert!(!files.is_empty(), "nothing was looked at");
    let breaches: Vec<_> = files
        .iter()
        .flat_map(|file| {
            let path = file.strip_prefix(root()).unwrap().to_str().unwrap();
            breaches(path, &fs::read_to_string(file).unwrap())
        })
        .collect();
    assert_none(&breaches);
}

#[test]
fn a_planted_decision_without_facts_is_found() {
    let source = "fn waive() {\n    rests_on: Facts::stored(Vec::new()),\n}\n";
    let path = "services/dossier/domain/src/look.rs";
    assert_eq!(breaches(path, source), [format!("{path}:2: Facts::stored")]);
    assert_none(&breaches("shared/service/src/plan.rs", source));
}
