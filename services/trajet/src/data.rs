//! The directory of an installation: its data, for one process at a time, and its keys.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use trajet_access::DevelopmentTokens;
use trajet_ledger::Location;
use trajet_runtime::{Entropy, KeyRing};

use crate::error::Error;
use crate::platform::{Service, Store};

/// Where the keys of the installation are.
#[derive(Debug, clap::Args)]
pub(crate) struct KeysAt {
    /// The directory of the installation's keys; DIR/keys of --data if it is not given.
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
    /// The directory of the installation.
    #[arg(long, value_name = "DIR", default_value = "./data")]
    pub(crate) data: PathBuf,
}

impl KeysAt {
    /// The directory.
    pub(crate) fn dir(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| keys_in(&self.data))
    }

    /// The keys that `trajet keys` or `trajet serve` made.
    pub(crate) fn load(&self) -> Result<Arc<KeyRing>, Error> {
        Ok(Arc::new(KeyRing::load(&self.dir())?))
    }

    /// The means to make development tokens.
    pub(crate) fn tokens(&self) -> Result<DevelopmentTokens, Error> {
        Ok(DevelopmentTokens::new(self.load()?))
    }
}

/// Where the keys lie in the directory of an installation.
pub(crate) fn keys_in(data: &Path) -> PathBuf {
    data.join("keys")
}

/// Makes the keys of an installation in a directory, or those that an interruption left out, and tells the names of the
/// files it made.
///
/// # Errors
/// If none is there and yet the installation has data: keys made now would not open them.
pub(crate) fn make_keys(data: &Path, keys: &Path) -> Result<Vec<&'static str>, Error> {
    let has_none = |dir: &Path| !KeyRing::FILES.iter().any(|name| dir.join(name).symlink_metadata().is_ok());
    let store = Store::Files(data.to_owned());
    let mut databases = Service::ALL.iter().filter_map(|service| match store.location(*service) {
        Location::Sqlite(file) => file.exists().then_some(file),
        Location::Postgres { .. } => None,
    });
    // An installation that has its keys needs none of these.
    if has_none(keys)
        && has_none(&keys_in(data))
        && let Some(database) = databases.next()
    {
        return Err(Error::KeysLost { keys: keys.to_owned(), database });
    }
    Ok(KeyRing::create(keys, &Entropy::system())?)
}

/// The claim to the data in a directory; it ends with this value, or with the process.
#[derive(Debug)]
#[must_use = "the claim ends with the value"]
pub(crate) struct Claim {
    _lock: File,
}

/// Claims the data in a directory, which is made, for its owner alone, if it is missing.
///
/// # Errors
/// If another process has claimed it.
pub(crate) fn claim(data: &Path) -> Result<Claim, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    let made = !data.try_exists().map_err(failed(data))?;
    DirBuilder::new().recursive(true).mode(0o700).create(data).map_err(failed(data))?;
    if made {
        // What is kept in it is not lost with its name.
        let beside = data.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(beside).and_then(|parent| parent.sync_all()).map_err(failed(beside))?;
    }
    let path = data.join("trajet.lock");
    let lock = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(failed(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(Claim { _lock: lock }),
        Err(TryLockError::WouldBlock) => Err(Error::DataInUse(data.to_owned())),
        Err(TryLockError::Error(source)) => Err(failed(&path)(source)),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_for_a_new_installation_and_not_for_data_that_lost_theirs() {
        let home = tempfile::tempdir().unwrap();
        let (data, elsewhere) = (home.path(), home.path().join("elsewhere"));
        let own = keys_in(data);
        assert_eq!(make_keys(data, &own).unwrap(), KeyRing::FILES);
        let database = data.join("dossier.db");
        File::create(&database).unwrap();
        assert!(make_keys(data, &own).unwrap().is_empty());
        // With those of its own in place, others are another installation's.
        assert_eq!(make_keys(data, &elsewhere).unwrap(), KeyRing::FILES);
        std::fs::remove_file(own.join("token.key")).unwrap();
        assert_eq!(make_keys(data, &own).unwrap(), ["token.key"]);

        for dir in [&own, &elsewhere] {
            std::fs::remove_dir_all(dir).unwrap();
        }
        for dir in [&own, &elsewhere] {
            let refused = make_keys(data, dir).unwrap_err();
            assert!(matches!(&refused, Error::KeysLost { keys, database: d } if keys == dir && *d == database));
            assert!(!dir.exists());
        }
        std::fs::remove_file(database).unwrap();
        assert_eq!(make_keys(data, &own).unwrap(), KeyRing::FILES);
    }

    #[test]
    fn data_is_claimed_once_at_a_time() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("data");
        let claimed = claim(&data).unwrap();
        assert!(matches!(claim(&data), Err(Error::DataInUse(dir)) if dir == data));
        drop(claimed);
        let _again = claim(&data).unwrap();
    }
}
