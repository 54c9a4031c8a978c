//! What the identifiers share: digits written with the usual punctuation.

/// The digits of `text` in ASCII, without spaces, dots and dashes; `None` if it holds anything else.
pub(crate) fn digits_of(text: &str) -> Option<Vec<u8>> {
    text.bytes()
        .filter(|byte| !matches!(byte, b' ' | b'.' | b'-'))
        .map(|byte| byte.is_ascii_digit().then_some(byte))
        .collect()
}

/// The number that ASCII `digits` write; at most 19 of them.
pub(crate) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))
}

/// The check number of all Belgian identifiers: what is missing for a multiple of 97, from 1 to 97.
pub(crate) fn complement_to_97(number: u64) -> u64 {
    97 - number % 97
}

/// ASCII `digits` as text.
pub(crate) fn text(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).expect("an identifier keeps ASCII digits only")
}
