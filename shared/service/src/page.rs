//! Page tokens: opaque, bound to the query they continue, and made only here.

use trajet_ledger::hex;
use trajet_runtime::{Failure, KeyRing};

/// What a page token is bound to: the method, the ledger and the query without its page.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// The method and the ledger.
    pub place: [&'a str; 2],
    /// The query's own fields, as canonical bytes.
    pub fields: &'a [u8],
}

impl Query<'_> {
    fn code(&self, keys: &KeyRing, after: &str) -> String {
        let [method, ledger] = self.place;
        let code = keys.mac("page token", &[method.as_bytes(), ledger.as_bytes(), self.fields, after.as_bytes()]);
        hex::encode(&code[..8])
    }

    /// The token of the page after `after`, which must hold nothing personal.
    #[must_use]
    pub fn token(&self, keys: &KeyRing, after: &str) -> String {
        format!("{after}.{}", self.code(keys, after))
    }

    /// Where the page of this token begins; `None` for the first page.
    ///
    /// # Errors
    /// If the token is of another query, or not one of ours.
    pub fn begin<'t>(&self, keys: &KeyRing, token: &'t str) -> Result<Option<&'t str>, Failure> {
        if token.is_empty() {
            return Ok(None);
        }
        let (after, code) = token.rsplit_once('.').ok_or(Failure::PageTokenInvalid)?;
        if code == self.code(keys, after) { Ok(Some(after)) } else { Err(Failure::PageTokenInvalid) }
    }
}
