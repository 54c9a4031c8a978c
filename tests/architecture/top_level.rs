//! The top level of the workspace is a short list, so that it stays one.

use std::fs;

use crate::assert_none;
use crate::members::root;

const ALLOWED: [&str; 8] = ["Cargo.lock", "Cargo.toml", "README.md", "k8s", "proto", "services", "shared", "tests"];

/// The names that do not belong there. Hidden ones may, and those that Git is told to ignore.
fn breaches<'a>(names: impl Iterator<Item = &'a str>, ignored: &str) -> Vec<String> {
    names
        .filter(|name| !name.starts_with('.') && !ALLOWED.contains(name))
        .filter(|name| !ignored.lines().any(|line| line.strip_prefix('/') == Some(name)))
        .map(|name| format!("{name} does not belong at the top level"))
        .collect()
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    let entries = fs::read_dir(root()).unwrap();
    let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap();
    assert_none(&breaches(names.iter().map(String::as_str), &ignored));
}

#[test]
fn a_planted_name_is_found() {
    let names = ["Cargo.toml", ".ci", "target", "docs"];
    let told = ["docs does not belong at the top level"];
    assert_eq!(breaches(names.into_iter(), "/target\n/data\n"), told);
}
