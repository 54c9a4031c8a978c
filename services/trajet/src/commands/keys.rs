//! `trajet keys`: the keys of a new installation.

use std::io::Write;
use std::process::ExitCode;

use trajet_runtime::KeyRing;

use crate::data::{self, KeysAt};
use crate::error::Error;

/// Make the keys of a new installation, which all its services share: a line for each file, `made` or `exists`.
///
/// A key that exists is never replaced, and is read to see that it is whole. A key is made only if no later one is
/// there, and the first only where the installation has no data: a key that was lost must be restored from a copy.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    keys: KeysAt,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let dir = args.keys.dir();
    let made = data::make_keys(&args.keys.data, &dir)?;
    args.keys.load()?;
    for name in KeyRing::FILES {
        let word = if made.contains(&name) { "made" } else { "exists" };
        writeln!(out, "{word} {}", dir.join(name).display())?;
    }
    Ok(ExitCode::SUCCESS)
}
