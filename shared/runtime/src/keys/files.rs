//! Key files: whole, durable and for their owner alone.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A key file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is no such file.
    #[error("{} is missing", .0.display())]
    Missing(PathBuf),
    /// Others than this process may read or write the file.
    #[error("{} has mode {mode:04o}: only its owner may have access (chmod 600)", .file.display())]
    Exposed {
        /// The file.
        file: PathBuf,
        /// Its permission bits.
        mode: u32,
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
        io::ErrorKind::NotFound => KeyFileError::Missing(path.to_owned()),
        _ => io_error(path, source),
    })?;
    // Asked of the open file, so that it cannot be exchanged in between.
    let found = file.metadata().map_err(|source| io_error(path, source))?;
    let mode = found.mode() & 0o7777;
    if is_exposed(mode, found.uid()) {
        return Err(KeyFileError::Exposed { file: path.to_owned(), mode });
    }
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(|source| io_error(path, source))?;
    from_hex(&text).ok_or_else(|| KeyFileError::Malformed(path.to_owned()))
}

/// Whether others than this process may have access to a file with this mode and owner.
///
/// A Secret of Kubernetes is mounted as files of root that only the group of the pod reads: they are this process's alone,
/// although it does not own them.
fn is_exposed(mode: u32, owner: u32) -> bool {
    let lent_by_root = owner == 0 && mode == 0o440;
    mode & 0o077 != 0 && !lent_by_root
}

/// Makes the directory, for its owner alone, if it is missing.
pub(super) fn create_directory(dir: &Path) -> Result<(), KeyFileError> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|source| io_error(dir, source))
}

/// Stores a key under a name that does not exist yet; keeps the file that does.
///
/// The bytes are on disk before the name exists, so a crash leaves either the whole key or none. A link, unlike a rename,
/// never replaces a key that another process made at the same moment and may have used already.
pub(super) fn create_if_missing(dir: &Path, name: &str, key: &[u8]) -> Result<(), KeyFileError> {
    let path = dir.join(name);
    if path.try_exists().map_err(|source| io_error(&path, source))? {
        return Ok(());
    }
    let draft = dir.join(format!(".{name}.{}", std::process::id()));
    let outcome = write_draft(&draft, key)
        .and_then(|()| match fs::hard_link(&draft, &path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            other => other,
        })
        .and_then(|()| fs::remove_file(&draft))
        .and_then(|()| File::open(dir)?.sync_all());
    outcome.map_err(|source| io_error(&path, source))
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
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::super::KeyRing;
    use super::*;
    use crate::entropy::Entropy;

    const NAMES: [&str; 4] = ["index.key", "master.key", "signing.key", "token.key"];

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn development_makes_the_keys_once_and_for_the_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let dir = home.path().join("keys");
        let made = KeyRing::load_or_create(&dir, &Entropy::system()).unwrap();
        assert_eq!(names(&dir), NAMES);
        assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
        for name in NAMES {
            assert_eq!(fs::metadata(dir.join(name)).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let again = KeyRing::load_or_create(&dir, &Entropy::system()).unwrap();
        let loaded = KeyRing::load(&dir).unwrap();
        for other in [again, loaded] {
            assert_eq!(made.mac("p", &[b"v"]), other.mac("p", &[b"v"]));
            assert_eq!(made.signer().public_key(), other.signer().public_key());
        }
    }

    #[test]
    fn production_never_makes_a_key() {
        let home = tempfile::tempdir().unwrap();
        assert!(matches!(KeyRing::load(home.path()), Err(KeyFileError::Missing(_))));
        assert!(names(home.path()).is_empty());
        KeyRing::load_or_create(home.path(), &Entropy::seeded(1)).unwrap();
        for name in NAMES {
            let kept = fs::read(home.path().join(name)).unwrap();
            fs::remove_file(home.path().join(name)).unwrap();
            assert!(matches!(KeyRing::load(home.path()), Err(KeyFileError::Missing(file)) if file.ends_with(name)));
            write_draft(&home.path().join(name), &[]).unwrap();
            fs::write(home.path().join(name), kept).unwrap();
        }
    }

    #[test]
    fn a_file_open_to_others_is_refused_by_both() {
        let home = tempfile::tempdir().unwrap();
        KeyRing::load_or_create(home.path(), &Entropy::seeded(1)).unwrap();
        let path = home.path().join("master.key");
        for mode in [0o640, 0o604, 0o660, 0o777] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let refused =
                |ring: Result<KeyRing, _>| matches!(ring, Err(KeyFileError::Exposed { mode: m, .. }) if m == mode);
            assert!(refused(KeyRing::load(home.path())));
            assert!(refused(KeyRing::load_or_create(home.path(), &Entropy::seeded(1))));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        KeyRing::load(home.path()).unwrap();
    }

    #[test]
    fn only_root_lends_a_file_to_a_group_and_for_reading_alone() {
        for (mode, owner, exposed) in [
            (0o400, 0, false),
            (0o600, 65532, false),
            (0o440, 0, false),
            (0o440, 65532, true),
            (0o460, 0, true),
            (0o640, 0, true),
            (0o444, 0, true),
            (0o404, 0, true),
        ] {
            assert_eq!(is_exposed(mode, owner), exposed, "{mode:o} {owner}");
        }
    }

    #[test]
    fn a_file_that_is_not_whole_is_refused_and_never_replaced() {
        let home = tempfile::tempdir().unwrap();
        KeyRing::load_or_create(home.path(), &Entropy::seeded(1)).unwrap();
        for name in NAMES {
            let path = home.path().join(name);
            let whole = fs::read(&path).unwrap();
            let upper = whole.to_ascii_uppercase();
            for broken in [&whole[..0], &whole[..whole.len() - 1], &whole[..20], &[&whole[..], b"\n"].concat(), &upper]
            {
                fs::write(&path, broken).unwrap();
                let error = KeyRing::load_or_create(home.path(), &Entropy::seeded(1)).unwrap_err();
                assert!(matches!(&error, KeyFileError::Malformed(file) if *file == path), "{error}");
                assert_eq!(fs::read(&path).unwrap(), broken);
            }
            fs::write(&path, whole).unwrap();
        }
    }

    #[test]
    fn a_key_made_by_another_process_at_the_same_moment_is_kept() {
        let home = tempfile::tempdir().unwrap();
        create_if_missing(home.path(), "master.key", &[1; 32]).unwrap();
        create_if_missing(home.path(), "master.key", &[2; 32]).unwrap();
        assert_eq!(read::<32>(&home.path().join("master.key")).unwrap(), [1; 32]);
        assert_eq!(names(home.path()), ["master.key"]);
    }

    #[test]
    fn a_draft_left_by_a_crash_is_overwritten() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(format!(".master.key.{}", std::process::id())), "half").unwrap();
        create_if_missing(home.path(), "master.key", &[1; 32]).unwrap();
        assert_eq!(names(home.path()), ["master.key"]);
    }
}
