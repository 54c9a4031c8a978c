//! The members of the workspace, as cargo and their manifests tell.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// A crate of the workspace.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// Where it lives, from the root of the workspace.
    pub(crate) home: String,
    pub(crate) edition: String,
    pub(crate) license: String,
    pub(crate) dependencies: Vec<Dependency>,
    /// The text of its Cargo.toml.
    pub(crate) manifest: String,
}

/// What a member names in its manifest, whatever it calls it there.
#[derive(Debug, Clone)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Only its tests use it.
    pub(crate) dev: bool,
}

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// All members.
pub(crate) fn members() -> Vec<Member> {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let members: Vec<_> = metadata["packages"].as_array().unwrap().iter().map(member).collect();
    assert!(!members.is_empty(), "nothing was looked at");
    members
}

fn member(package: &Value) -> Member {
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let home = manifest.parent().unwrap().strip_prefix(root()).unwrap();
    let dependencies = package["dependencies"].as_array().unwrap();
    Member {
        name: text(&package["name"]),
        home: home.to_str().unwrap().to_owned(),
        edition: text(&package["edition"]),
        license: text(&package["license"]),
        dependencies: dependencies
            .iter()
            .map(|dependency| Dependency { name: text(&dependency["name"]), dev: dependency["kind"] == "dev" })
            .collect(),
        manifest: fs::read_to_string(manifest).unwrap(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
