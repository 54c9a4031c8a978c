//! Golden lines: of every arm of what is stored, one that is read for ever.
//!
//! A line is a kind and the bytes of an event of that kind, in hexadecimal. Lines are added, and none is changed.

use std::fmt::{Debug, Write as _};
use std::path::Path;

use trajet_ledger::hex;

/// A sample of every arm of an enum, in the order given. An arm that is new does not compile until it has its sample, and the
/// sample not until it has its golden line.
#[macro_export]
macro_rules! arms {
    ($of:ty { $($arm:pat => $sample:expr,)+ }) => {{
        let _ = |value: &$of| match value { $($arm => (),)+ };
        vec![$({
            let sample: $of = $sample;
            assert!(matches!(&sample, $arm), "a sample stands beside its own arm");
            sample
        },)+]
    }};
}

/// The events of the lines of a file.
fn read_lines<E>(file: &Path, read: impl Fn(&str, &[u8]) -> E) -> Vec<E> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let line = |line: &str| {
        let (kind, bytes) = line.split_once(' ').unwrap();
        read(kind, &hex::decode(bytes).unwrap())
    };
    text.lines().map(line).collect()
}

/// Every line is read as one of these events, and each of them has its line.
pub fn assert_golden_lines<E: Debug + PartialEq>(file: &Path, events: &[E], read: impl Fn(&str, &[u8]) -> E) {
    let lines = read_lines(file, read);
    for event in events {
        assert!(lines.contains(event), "{event:?} has no golden line: see write_golden_lines");
    }
    for event in &lines {
        assert!(events.contains(event), "{event:?} has a golden line and no sample any more");
    }
}

/// Adds the lines of the events that have none.
pub fn write_golden_lines<E: PartialEq>(
    file: &Path,
    events: &[E],
    read: impl Fn(&str, &[u8]) -> E,
    write: impl Fn(&E) -> (&'static str, Vec<u8>),
) {
    let known = read_lines(file, read);
    let mut text = std::fs::read_to_string(file).unwrap_or_default();
    for event in events.iter().filter(|event| !known.contains(event)) {
        let (kind, bytes) = write(event);
        writeln!(text, "{kind} {}", hex::encode(&bytes)).unwrap();
    }
    std::fs::write(file, text).unwrap();
}
