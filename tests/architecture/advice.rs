//! What is read from a questionnaire advises and never decides (rules Q9 and M6): the acts of medical assessment know no
//! profile and no reading of one, so that no category can come from it.

use std::fs;

use crate::assert_none;
use crate::members::root;
use crate::sources::{end_of_code, has_word, rust_files};

/// The names of what is read from a questionnaire.
const READ: [&str; 6] =
    ["profile", "ProfileSummary", "FactorCounts", "AdvisoryReading", "advisory_reading", "EXPLANATION"];

/// A profile is told to assessment and kept there to be shown: nothing else but a fact.
const KEPT: &str = "services/assessment/domain/src/fact";

/// The lines of the law of assessment that name what is read from a questionnaire, where it is not only kept; and lines of
/// other services that know of a reading at all.
fn breaches(path: &str, source: &str) -> Vec<String> {
    let law = path.starts_with("services/assessment/domain/src/") && !path.starts_with(KEPT);
    let other = path.starts_with("services/") && !path.starts_with("services/questionnaire/");
    let names: &[&str] = match (law, other) {
        (true, _) => &READ,
        (false, true) => &READ[3..],
        (false, false) => return Vec::new(),
    };
    let tests = ["/tests.rs", "/tests/", "/histories", "/samples"].iter().any(|part| path.contains(part));
    if tests {
        return Vec::new();
    }
    let code = source.lines().take(end_of_code(source)).enumerate();
    let code =
        code.filter(|(_, line)| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("pub use "));
    let breaches = code.flat_map(|(index, line)| {
        let found = names.iter().filter(move |name| has_word(line, name));
        found.map(move |name| format!("{path}:{}: {name}", index + 1))
    });
    breaches.collect()
}

#[test]
fn m6_no_category_can_come_from_what_a_questionnaire_says() {
    let root = root();
    let files = rust_files(&root.join("services"));
    assert!(files.len() > 100, "the services were looked at");
    let found = files.iter().flat_map(|file| {
        let path = file.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        breaches(&path, &fs::read_to_string(file).unwrap())
    });
    assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn a_decision_that_reads_a_profile_is_seen() {
    let planted = "fn decide(profile: &ProfileSummary) -> Category {\n    if profile.personal.hindering > 3 { Two } else { Four }\n}";
    assert_eq!(breaches("services/assessment/domain/src/acts/estimate.rs", planted).len(), 3);
    assert_eq!(breaches("services/assessment/src/grpc/convert.rs", "let category = advisory_reading.themes;").len(), 1);
    assert_eq!(breaches("services/assessment/domain/src/fact/questionnaire.rs", planted), Vec::<String>::new());
    assert_eq!(breaches("services/questionnaire/domain/src/reading.rs", planted), Vec::<String>::new());
}
