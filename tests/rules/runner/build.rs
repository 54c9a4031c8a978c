//! Makes a test of every scenario, so that a new file needs no line of code. The name of a test begins with its rule.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

#[path = "names.rs"]
mod names;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut tests = String::new();
    for (file, path) in names::files(&folder)? {
        println!("cargo:rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path)?;
        let scenarios: Vec<Value> = serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        for (place, scenario) in scenarios.iter().enumerate() {
            let word =
                |key: &str| scenario[key].as_str().ok_or_else(|| format!("{file}: scenario {place} has no {key}"));
            let name = names::test(word("rule")?, word("title")?);
            writeln!(tests, "#[test]\nfn {name}() {{ crate::run({file:?}, {place}); }}")?;
        }
    }
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("tests.rs"), tests)?;
    Ok(())
}
