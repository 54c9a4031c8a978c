//! The search for personal data where none may be.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// A text that must not be found, whatever its dress: with or without punctuation, in either case, as base64 or as
/// hexadecimal digits.
#[derive(Debug, Clone)]
pub struct Marker {
    name: String,
    plain: String,
    encoded: Vec<String>,
}

impl Marker {
    /// A marker. It should be long enough not to be met by chance.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let hex = hex(text.as_bytes());
        let mut encoded = vec![hex];
        // Base64 of a text depends on how many bytes stand before it: three spellings of its middle.
        for before in 0..3 {
            let padded = [vec![0; before], text.as_bytes().to_vec()].concat();
            for alphabet in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                let whole = alphabet.encode(&padded);
                encoded.push(whole[before * 2..whole.len() - 2].to_owned());
            }
        }
        Self { name: text.to_owned(), plain: bare(text), encoded }
    }

    /// Whether it is in a text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        bare(text).contains(&self.plain)
            || self.encoded.iter().any(|spelling| text.contains(spelling) || lower.contains(spelling))
    }
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// A text without its punctuation, in lower case. Line ends stay: what is on two lines is not one text.
fn bare(text: &str) -> String {
    let kept = text.chars().filter(|character| character.is_alphanumeric() || *character == '\n');
    kept.flat_map(char::to_lowercase).collect()
}

/// The markers that a text holds, each with the line.
#[must_use]
pub fn leaks(markers: &[Marker], text: &str) -> Vec<String> {
    let found = |marker: &&Marker| text.lines().any(|line| marker.is_in(line));
    markers.iter().filter(found).map(|marker| marker.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_found_in_every_dress() {
        let markers = [Marker::new("85011500357"), Marker::new("Quibblethwaite")];
        for leak in [
            "person 85.01.15-003.57 called",
            "niss=85011500357",
            "hex 3835303131353030333537",
            "base64 ODUwMTE1MDAzNTc=",
            "shifted eDg1MDExNTAwMzU3",
            "shifted eHg4NTAxMTUwMDM1Nw",
            "QUIBBLETHWAITE",
            "name: \"quibblethwaite\"",
        ] {
            assert_eq!(leaks(&markers, leak).len(), 1, "{leak}");
        }
        assert!(leaks(&markers, "call ended code=Ok took_ms=85011\n500357").is_empty());
    }
}
