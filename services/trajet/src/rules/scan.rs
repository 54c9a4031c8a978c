//! Finds, in the sources, the tests whose names begin like the id of a rule, and the scenarios of the rules. The build
//! script runs it.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where the scenarios are.
pub(crate) const SCENARIOS: &str = "tests/rules";

/// Every scenario: the id of its rule, the path of its file from the root of the workspace, and its title. In the order of
/// the files, and of each file.
pub(crate) fn scenarios(root: &Path) -> io::Result<Vec<(String, String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join(SCENARIOS))? {
        let path = entry?.path();
        files.extend(path.extension().is_some_and(|end| end == "json").then_some(path));
    }
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let path = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let scenarios: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(&file)?)?;
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let told = scenarios.iter().map(|scenario| (text(&scenario["rule"]), path.clone(), text(&scenario["title"])));
        found.extend(told);
    }
    Ok(found)
}

/// What is shared and holds tests of rules.
pub(crate) const SHARED: [&str; 5] =
    ["shared/access/src", "shared/belgium/src", "shared/law/src", "shared/report/src", "shared/service/src"];

/// Every such test of the law, of what is Belgian, of reports, of what the services share and of the services: the path of its
/// file from the root of the workspace, and its name. Sorted by path, so that the list never depends on the file system.
pub(crate) fn below(root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut folders: Vec<_> = SHARED.iter().map(|folder| root.join(folder)).collect();
    for service in fs::read_dir(root.join("services"))? {
        let service = service?.path();
        folders.extend([service.join("domain/src"), service.join("src")].into_iter().filter(|folder| folder.is_dir()));
    }
    let mut found = Vec::new();
    for file in rust_files(folders)? {
        let path = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let source = fs::read_to_string(&file)?;
        found.extend(named(&source).into_iter().map(|name| (path.clone(), name.to_owned())));
    }
    Ok(found)
}

/// The tests of a source whose names begin like the id of a rule, in their order.
pub(crate) fn named(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if let Some(name) = function(line) {
            if is_test && begins_like_an_id(name) {
                found.push(name);
            }
            is_test = false;
        }
    }
    found
}

/// The name of the private function that a line begins.
fn function(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ")?;
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')?;
    Some(&rest[..end])
}

/// Whether a name begins with a letter and a number.
fn begins_like_an_id(name: &str) -> bool {
    let number = name.split('_').next().and_then(|word| word.strip_prefix(|letter: char| letter.is_ascii_lowercase()));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Every Rust file below folders, sorted.
fn rust_files(mut open: Vec<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn tests_are_found_by_their_first_word() {
        let source = "#[test]\nfn d4_one() {}\n    #[test]\n    #[should_panic(expected = \"no\")]\n    fn m5_m7_two() {}\n\
                      #[tokio::test(start_paused = true)]\nasync fn x1_three() {}\n        #[test]\n        fn t2_four(a in 0..9) {\n";
        assert_eq!(named(source), ["d4_one", "m5_m7_two", "x1_three", "t2_four"]);
    }

    #[test]
    fn what_is_no_test_or_has_no_id_is_left_out() {
        for source in [
            "fn d4_helper() {}\n",
            "#[cfg(test)]\nfn d4_helper() {}\n",
            "#[test]\nfn no_id() {}\nfn d4_helper() {}\n",
            "#[test]\nfn d_4() {}\n",
            "#[test]\nfn d4x_name() {}\n",
            "// fn d4_in_a_comment() {}\n",
        ] {
            assert!(named(source).is_empty(), "{source}");
        }
    }

    #[test]
    fn the_list_is_that_of_the_sources_each_time() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let found = below(&root).unwrap();
        assert!(found.is_sorted_by_key(|(path, _)| Path::new(path)));
        let told: Vec<_> = found.iter().map(|(path, name)| (path.as_str(), name.as_str())).collect();
        assert_eq!(told, crate::rules::named::TESTS);
        let found = scenarios(&root).unwrap();
        let told: Vec<_> =
            found.iter().map(|(rule, path, title)| (rule.as_str(), path.as_str(), title.as_str())).collect();
        assert_eq!(told, crate::rules::named::SCENARIOS);
    }
}
