//! Key files: whole, durable and for their owner alone.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::groups;

/// A key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is no such file.
    #[error("{} is missing", .0.display())]
    Missing(PathBuf),
    /// A symbolic link stands in its place, and what it leads to does not exist.
    #[error("{} is a link to nothing: restore what it leads to, or take the link away", .0.display())]
    LinkToNothing(PathBuf),
    /// Others than this process may read or write the file.
    #[error("{} has mode {mode:04o}: only its owner may have access (chmod 600)", .file.display())]
    Exposed {
        /// The file.
        file: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Root lends the file to a group that is none of this process's.
    #[error("{} is lent to the group {group}, which is none of this process: run it with that group (in Kubernetes, fsGroup), or keep the file for its owner alone (chmod 600)", .file.display())]
    LentToOthers {
        /// The file.
        file: PathBuf,
        /// Its group.
        group: u32,
    },
    /// The file is not there, although one that is made after it is.
    #[error("{} is missing beside {}: restore it from a copy, because a new key would not open what it sealed", .file.display(), .beside.display())]
    Lost {
        /// The file that is missing.
        file: PathBuf,
        /// The later one that is there.
        beside: PathBuf,
    },
    /// The file does not hold a whole key.
    #[error("{} does not hold a whole key: restore it from a copy", .0.display())]
    Malformed(PathBuf),
    /// The file system refused.
    #[error("{}: {source}", .file.display())]
    Io {
        /// The file or directory.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Reads a key of `N` bytes.
pub(super) fn read<const N: usize>(path: &Path) -> Result<[u8; N], KeyFileError> {
    let mut file = File::open(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => KeyFileError::LinkToNothing(path.to_owned()),
        io::ErrorKind::NotFound => KeyFileError::Missing(path.to_owned()),
        _ => io_error(path, source),
    })?;
    // Asked of the open file, so that it cannot be exchanged in between.
    let found = file.metadata().map_err(|source| io_error(path, source))?;
    let mode = found.mode() & 0o7777;
    if is_lent(mode, found.uid()) {
        let group = found.gid();
        if !groups::own().map_err(|source| io_error(path, source))?.contains(&group) {
            return Err(KeyFileError::LentToOthers { file: path.to_owned(), group });
        }
    } else if mode & 0o077 != 0 {
        return Err(KeyFileError::Exposed { file: path.to_owned(), mode });
    }
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(|source| io_error(path, source))?;
    from_hex(&text).ok_or_else(|| KeyFileError::Malformed(path.to_owned()))
}

/// Whether root lends a file with this mode and owner to its group, for reading alone.
///
/// A Secret of Kubernetes is mounted as files of root that only the group of the pod reads: they are this process's alone,
/// although it does not own them, if the group is one of its own.
fn is_lent(mode: u32, owner: u32) -> bool {
    owner == 0 && mode == 0o440
}

/// Makes the directory, for its owner alone, if it is missing. It is on disk before any key is in it.
pub(super) fn create_directory(dir: &Path) -> Result<(), KeyFileError> {
    if is_there(dir)? {
        return Ok(());
    }
    let missing = |path: &&Path| !path.as_os_str().is_empty() && !path.exists();
    let made: Vec<_> = dir.ancestors().take_while(missing).collect();
    let outcome = DirBuilder::new().recursive(true).mode(0o700).create(dir).and_then(|()| {
        let parents = made.iter().filter_map(|path| path.parent());
        parents.map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent }).try_for_each(sync)
    });
    outcome.map_err(|source| io_error(dir, source))
}

/// Refuses a directory where a key is missing, although one that is made after it is there: no interruption leaves that.
pub(super) fn refuse_loss(dir: &Path, in_order: &[&str]) -> Result<(), KeyFileError> {
    let mut later = None;
    // From the last to the first: another process may be making them, in order, at this moment.
    for file in in_order.iter().rev().map(|name| dir.join(name)) {
        let there = is_there(&file)?;
        match later {
            Some(beside) if !there => return Err(KeyFileError::Lost { file, beside }),
            _ if there => later = Some(file),
            _ => {}
        }
    }
    Ok(())
}

/// Stores a key under a name that does not exist yet; keeps the file that does. Tells whether it stored the key.
///
/// The bytes are on disk before the name exists, so a crash leaves either the whole key or none. A link, unlike a rename,
/// never replaces a key that another process made at the same moment and may have used already.
pub(super) fn create_if_missing(dir: &Path, name: &str, key: &[u8]) -> Result<bool, KeyFileError> {
    let path = dir.join(name);
    if is_there(&path)? {
        return Ok(false);
    }
    let draft = dir.join(format!(".{name}.{}", std::process::id()));
    let store = || {
        write_draft(&draft, key)?;
        let made = match fs::hard_link(&draft, &path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            other => other.map(|()| true)?,
        };
        fs::remove_file(&draft)?;
        sync(dir)?;
        Ok(made)
    };
    store().map_err(|source| io_error(&path, source))
}

/// Whether there is something of this name. A link to nothing is neither: something was there, or should have been.
fn is_there(path: &Path) -> Result<bool, KeyFileError> {
    match path.try_exists() {
        Ok(false) if path.is_symlink() => Err(KeyFileError::LinkToNothing(path.to_owned())),
        known => known.map_err(|source| io_error(path, source)),
    }
}

/// Waits until the names in a directory are on disk.
fn sync(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

fn write_draft(draft: &Path, key: &[u8]) -> io::Result<()> {
    // Of a process that had our number and crashed: it was never given a name, so nothing was sealed with it.
    match fs::remove_file(draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    file.write_all(to_hex(key).as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

fn io_error(file: &Path, source: io::Error) -> KeyFileError {
    KeyFileError::Io { file: file.to_owned(), source }
}

/// Lower-case hexadecimal text.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let digits = text.strip_suffix(b"\n")?;
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = [pair[0], pair[1]].map(|digit| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        });
        *byte = high? << 4 | low?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
