//! Every member has the edition, the licence and the lints of the workspace, and those forbid `unsafe`.

use std::fs;

use crate::assert_none;
use crate::members::{Member, members, root};

fn breaches(member: &Member) -> Vec<String> {
    let rules = [
        (member.edition == "2024", "is not of edition 2024"),
        (member.license == "EUPL-1.2", "is not under EUPL-1.2"),
        (has_line(&member.manifest, "[lints]", "workspace = true"), "does not take the lints of the workspace"),
    ];
    let broken = rules.iter().filter(|(kept, _)| !kept);
    broken.map(|(_, breach)| format!("{} {breach}", member.name)).collect()
}

fn forbids_unsafe(root_manifest: &str) -> bool {
    has_line(root_manifest, "[workspace.lints.rust]", "unsafe_code = \"forbid\"")
}

/// Whether a manifest has this line under this heading.
fn has_line(manifest: &str, heading: &str, line: &str) -> bool {
    let below = manifest.lines().skip_while(|one| *one != heading).skip(1);
    below.take_while(|one| !one.starts_with('[')).any(|one| one == line)
}

#[test]
fn every_member_keeps_the_rules_of_the_workspace() {
    let breaches: Vec<_> = members().iter().flat_map(breaches).collect();
    assert_none(&breaches);
}

#[test]
fn unsafe_is_forbidden() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(forbids_unsafe(&manifest));

    let planted = manifest.replace("unsafe_code = \"forbid\"", "unsafe_code = \"deny\"");
    assert!(!forbids_unsafe(&planted));
}

#[test]
fn a_planted_member_is_found() {
    let good = members().swap_remove(0);
    let manifest = good.manifest.replace("[lints]\nworkspace = true", "[lints.rust]");
    let planted = [
        Member { edition: "2021".to_owned(), ..good.clone() },
        Member { license: String::new(), ..good.clone() },
        Member { manifest, ..good.clone() },
    ];
    for member in planted {
        assert_eq!(breaches(&member).len(), 1, "{member:?}");
    }
}
