//! Lists the tests that are named with the ids of rules, and the scenarios of the rules, for `trajet rules`.

#[path = "src/rules/scan.rs"]
mod scan;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in scan::SHARED.iter().chain(&["services", scan::SCENARIOS]) {
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut tests = String::new();
    for (path, name) in scan::below(&root)? {
        writeln!(tests, "({path:?}, {name:?}),")?;
    }
    fs::write(out.join("named_tests.rs"), format!("&[\n{tests}]\n"))?;
    let mut scenarios = String::new();
    for (rule, path, title) in scan::scenarios(&root)? {
        writeln!(scenarios, "({rule:?}, {path:?}, {title:?}),")?;
    }
    fs::write(out.join("scenarios.rs"), format!("&[\n{scenarios}]\n"))?;
    Ok(())
}
