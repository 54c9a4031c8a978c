//! Lists the tests that are named with the ids of rules, for `trajet rules`.

#[path = "src/rules/scan.rs"]
mod scan;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in ["services", "shared/belgium/src", "shared/law/src", "shared/service/src"] {
        println!("cargo:rerun-if-changed={}", root.join(folder).display());
    }
    let mut list = "&[\n".to_owned();
    for (path, name) in scan::below(&root)? {
        writeln!(list, "({path:?}, {name:?}),")?;
    }
    list.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("named_tests.rs"), list)?;
    Ok(())
}
