//! The files of scenarios, and the names of the tests that are made of them.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The files, by their names.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "json") {
            files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), path));
        }
    }
    files.sort();
    Ok(files)
}

/// The name of the test of a scenario: the id of its rule, and its title in letters, digits and underscores.
pub(crate) fn test(rule: &str, title: &str) -> String {
    let letters = format!("{rule} {title}").to_lowercase();
    let words = letters.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}
