//! Time and chance are inputs: only `shared/runtime` reads a clock or a source of randomness, so that every test and every
//! replay can give its own. `Instant` measures durations and is no such input. Tests may do as they like.

use std::fs;
use std::path::{Path, PathBuf};

use crate::assert_none;
use crate::members::root;

/// The one crate that may use these.
const RUNTIME: &str = "shared/runtime/";

const INPUTS: [&str; 11] = [
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Timestamp::now",
    "new_v1",
    "new_v4",
    "now_v1",
    "now_v7",
    "rand::",
    "getrandom",
    "SystemRandom",
];

/// The lines that read a clock or randomness where they must not. The path is from the root of the workspace.
fn breaches(path: &str, source: &str) -> Vec<String> {
    if path.starts_with(RUNTIME) || path.contains("/tests/") || path.ends_with("/tests.rs") {
        return Vec::new();
    }
    let code = source.lines().take(end_of_code(source)).enumerate();
    code.filter(|(_, line)| !line.trim_start().starts_with("//"))
        .flat_map(|(index, line)| {
            let found = INPUTS.iter().filter(|input| has_word(line, input));
            found.map(move |input| format!("{path}:{}: {input}", index + 1))
        })
        .collect()
}

/// How many lines come before the test module in the file; clippy sees to it that none comes after.
pub(crate) fn end_of_code(source: &str) -> usize {
    let lines: Vec<_> = source.lines().collect();
    let starts_tests = |index: &usize| {
        // Below the attribute come others, which are indented or start with a sign, and then the item.
        let mut below = lines[index + 1..].iter();
        let item = below.find(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        lines[*index] == "#[cfg(test)]" && item.is_some_and(|item| item.starts_with("mod ") && item.ends_with('{'))
    };
    (0..lines.len()).find(starts_tests).unwrap_or(lines.len())
}

/// Whether the line has the text where a name starts.
pub(crate) fn has_word(line: &str, text: &str) -> bool {
    let inside_name = |before: &str| before.ends_with(|last: char| last.is_alphanumeric() || last == '_');
    line.match_indices(text).any(|(at, _)| !inside_name(&line[..at]))
}

/// Every Rust file below a folder.
pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn only_the_runtime_reads_clocks_and_randomness() {
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
fn a_planted_clock_is_found() {
    let source = "fn today() {\n    chrono::Utc::now();\n    ring::rand::SystemRandom::new();\n}\n";
    let path = "services/assessment/src/timers.rs";
    let told = [format!("{path}:2: Utc::now"), format!("{path}:3: rand::"), format!("{path}:3: SystemRandom")];
    assert_eq!(breaches(path, source), told);
    for input in INPUTS {
        assert_eq!(breaches(path, input).len(), 1, "{input}");
    }
}

#[test]
fn what_only_looks_like_a_clock_is_not_told() {
    let path = "shared/ledger/src/writer.rs";
    let harmless = "/// Never `Utc::now`.\nstd::time::Instant::now();\nbrand::name();\n";
    assert_none(&breaches(path, harmless));
    assert_none(&breaches("shared/runtime/src/clock.rs", "Utc::now()"));
    assert_none(&breaches("shared/ledger/tests/replay.rs", "Utc::now()"));
    assert_none(&breaches("shared/law/src/months/tests.rs", "Utc::now()"));
}

#[test]
fn only_the_test_module_of_a_file_is_left_out() {
    let path = "shared/ledger/src/writer.rs";
    let tests =
        "#[cfg(test)]\n#[expect(\n    clippy::unwrap_used,\n    reason = \"\"\n)]\nmod tests {\n    Utc::now()\n}\n";
    assert_none(&breaches(path, tests));

    let elsewhere = "#[cfg(test)]\nmod tests;\n\nfn now() {\n    Utc::now()\n}\n";
    assert_eq!(breaches(path, elsewhere).len(), 1);
}
