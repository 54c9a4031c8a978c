//! The groups of this process.

use std::{fs, io};

/// Where Linux tells them.
const STATUS: &str = "/proc/self/status";

/// The group that this process acts as, and its supplementary ones.
///
/// # Errors
/// If the system does not tell them.
pub(super) fn own() -> io::Result<Vec<u32>> {
    let status = fs::read_to_string(STATUS)?;
    read(&status).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, format!("{STATUS} names no groups")))
}

/// Of the four of `Gid` (real, effective, saved, of the file system) the second, and all of `Groups`.
fn read(status: &str) -> Option<Vec<u32>> {
    let numbers = |name: &str| {
        let rest = status.lines().find_map(|line| line.strip_prefix(name))?;
        rest.split_whitespace().map(|number| number.parse().ok()).collect::<Option<Vec<u32>>>()
    };
    let effective = *numbers("Gid:")?.get(1)?;
    Some([vec![effective], numbers("Groups:")?].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_it_acts_as_and_the_supplementary_ones_are_read() {
        let status = "Name:\ttrajet\nUid:\t1\t2\t3\t4\nGid:\t10\t11\t12\t13\nGroups:\t65532 2000 \nNStgid:\t9\n";
        assert_eq!(read(status), Some(vec![11, 65532, 2000]));
        assert_eq!(read("Gid:\t0\t0\t0\t0\nGroups:\t \n"), Some(vec![0]));
    }

    #[test]
    fn what_does_not_name_them_is_refused() {
        for status in ["", "Groups:\t1\n", "Gid:\t1\nGroups:\t1\n", "Gid:\t1\t2\n", "Gid:\t1\tx\nGroups:\t1\n"] {
            assert_eq!(read(status), None, "{status}");
        }
    }
}
