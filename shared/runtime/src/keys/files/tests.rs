#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

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
fn what_was_interrupted_is_finished_and_what_was_lost_is_not_replaced() {
    let entropy = Entropy::system();
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("of/an/installation");
    assert_eq!(KeyRing::create(&dir, &entropy).unwrap(), KeyRing::FILES);
    assert!(KeyRing::create(&dir, &entropy).unwrap().is_empty());
    let made = KeyRing::FILES.map(|name| fs::read(dir.join(name)).unwrap());
    for (first_missing, name) in KeyRing::FILES.iter().enumerate() {
        let (there, missing) = KeyRing::FILES.split_at(first_missing);
        for name in missing {
            fs::remove_file(dir.join(name)).unwrap();
        }
        assert_eq!(KeyRing::create(&dir, &entropy).unwrap(), missing, "{name}");
        for (name, key) in there.iter().zip(&made) {
            assert_eq!(fs::read(dir.join(name)).unwrap(), *key);
        }
        for (name, key) in KeyRing::FILES.iter().zip(&made) {
            fs::write(dir.join(name), key).unwrap();
        }
    }
    for lost in &KeyRing::FILES[..3] {
        let kept = fs::read(dir.join(lost)).unwrap();
        fs::remove_file(dir.join(lost)).unwrap();
        let error = KeyRing::load_or_create(&dir, &entropy).unwrap_err();
        assert!(matches!(&error, KeyFileError::Lost { file, .. } if file.ends_with(lost)), "{error}");
        assert!(!dir.join(lost).exists());
        write_draft(&dir.join(lost), &[]).unwrap();
        fs::write(dir.join(lost), kept).unwrap();
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
    for (mode, owner, lent) in [
        (0o400, 0, false),
        (0o440, 0, true),
        (0o440, 65532, false),
        (0o460, 0, false),
        (0o640, 0, false),
        (0o444, 0, false),
        (0o404, 0, false),
    ] {
        assert_eq!(is_lent(mode, owner), lent, "{mode:o} {owner}");
    }
}

#[test]
fn a_file_that_is_lent_is_read_by_a_process_of_its_group_alone() {
    let home = tempfile::tempdir().unwrap();
    create_if_missing(home.path(), "master.key", &[1; 32]).unwrap();
    let path = home.path().join("master.key");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let found = fs::metadata(&path).unwrap();
    let own = groups::own().unwrap();
    assert!(own.contains(&found.gid()), "what a process makes is of its group");
    // Only root can lend; who is not root finds a file of its own that its group reads.
    if found.uid() != 0 {
        assert!(matches!(read::<32>(&path), Err(KeyFileError::Exposed { mode: 0o440, .. })));
        return;
    }
    assert_eq!(read::<32>(&path).unwrap(), [1; 32]);
    let other = (1..=u32::MAX).find(|group| !own.contains(group)).unwrap();
    std::os::unix::fs::chown(&path, None, Some(other)).unwrap();
    let refused = read::<32>(&path).unwrap_err();
    assert!(matches!(&refused, KeyFileError::LentToOthers { group, .. } if *group == other));
    let told = refused.to_string();
    assert!(told.contains(&format!("the group {other}")) && told.contains("fsGroup"), "{told}");
}

#[test]
fn a_file_that_is_not_whole_is_refused_and_never_replaced() {
    let home = tempfile::tempdir().unwrap();
    KeyRing::load_or_create(home.path(), &Entropy::seeded(1)).unwrap();
    for name in NAMES {
        let path = home.path().join(name);
        let whole = fs::read(&path).unwrap();
        let upper = whole.to_ascii_uppercase();
        for broken in [&whole[..0], &whole[..whole.len() - 1], &whole[..20], &[&whole[..], b"\n"].concat(), &upper] {
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
    assert!(create_if_missing(home.path(), "master.key", &[1; 32]).unwrap());
    assert!(!create_if_missing(home.path(), "master.key", &[2; 32]).unwrap());
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

#[test]
fn a_link_to_nothing_is_told_as_one_and_nothing_is_made_in_its_place() {
    use std::os::unix::fs::symlink;
    let told = |refused: Result<KeyRing, KeyFileError>, link: &Path| {
        let refused = refused.unwrap_err();
        assert!(matches!(&refused, KeyFileError::LinkToNothing(path) if path == link), "{refused}");
        assert!(refused.to_string().contains("is a link to nothing"));
    };
    let entropy = Entropy::seeded(1);
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("keys");
    symlink(home.path().join("gone"), &dir).unwrap();
    told(KeyRing::load_or_create(&dir, &entropy), &dir);
    fs::remove_file(&dir).unwrap();

    KeyRing::create(&dir, &entropy).unwrap();
    for name in NAMES {
        let (link, elsewhere) = (dir.join(name), home.path().join(name));
        fs::rename(&link, &elsewhere).unwrap();
        symlink(&elsewhere, &link).unwrap();
        KeyRing::load_or_create(&dir, &entropy).unwrap();
        let kept = fs::read(&elsewhere).unwrap();
        fs::remove_file(&elsewhere).unwrap();
        told(KeyRing::load(&dir), &link);
        told(KeyRing::load_or_create(&dir, &entropy), &link);
        assert!(!elsewhere.exists());
        write_draft(&elsewhere, &[]).unwrap();
        fs::write(&elsewhere, kept).unwrap();
    }
}
