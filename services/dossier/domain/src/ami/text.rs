//! Words that somebody wrote about a person.

use std::fmt;

/// A text of a bounded length: what was agreed or found, in words. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct FreeText(pub String);

impl fmt::Debug for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FreeText(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", FreeText("a training".into())), "FreeText(..)");
    }
}
