//! Places in a ledger, as others hold them.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::chain::Hash;

/// A place in a ledger that proves which ledger it means: its epoch and the chain's hash there are part of it, so
/// that a cursor of another ledger, or from before a restore, is noticed and refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The ledger's name.
    pub ledger: String,
    /// The ledger's epoch.
    pub epoch: Uuid,
    /// The position: everything up to and with it has been seen.
    pub position: i64,
    /// The first bytes of the chain's hash there.
    pub prefix: [u8; 8],
}

/// The text is not a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor that this platform gave")]
pub struct CursorMalformed;

impl Cursor {
    /// The cursor at a position with this hash.
    #[must_use]
    pub fn new(ledger: &str, epoch: Uuid, position: i64, hash: &Hash) -> Self {
        let mut prefix = [0; 8];
        prefix.copy_from_slice(&hash[..8]);
        Self { ledger: ledger.to_owned(), epoch, position, prefix }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}~{}~{:016x}", self.ledger, self.epoch.simple(), self.position, u64::from_be_bytes(self.prefix))
    }
}

impl FromStr for Cursor {
    type Err = CursorMalformed;

    fn from_str(text: &str) -> Result<Self, CursorMalformed> {
        let mut parts = text.split('~');
        let mut next = || parts.next().ok_or(CursorMalformed);
        let (ledger, epoch, position, prefix) = (next()?, next()?, next()?, next()?);
        let position: i64 = position.parse().map_err(|_| CursorMalformed)?;
        let cursor = Self {
            ledger: ledger.to_owned(),
            epoch: Uuid::try_parse(epoch).map_err(|_| CursorMalformed)?,
            position,
            prefix: u64::from_str_radix(prefix, 16).map_err(|_| CursorMalformed)?.to_be_bytes(),
        };
        // One text a cursor: no other spelling of the same numbers.
        if position >= 0 && cursor.to_string() == text { Ok(cursor) } else { Err(CursorMalformed) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_survives_its_text(epoch: u128, position in 0..i64::MAX, hash: [u8; 32]) {
            let cursor = Cursor::new("assessment/300", Uuid::from_u128(epoch), position, &hash);
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            if let Ok(cursor) = text.parse::<Cursor>() {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "a~b",
            "a/1~00000000000000000000000000000000~+1~0000000000000000",
            "a/1~00000000000000000000000000000000~-1~0000000000000000",
            "a/1~00000000-0000-0000-0000-000000000000~1~0000000000000000",
            "a/1~00000000000000000000000000000000~1~0000000000000000~",
        ] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorMalformed), "{text}");
        }
    }
}
