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
    const PURPOSE: &'static str = "page token";

    fn context(&self) -> [&[u8]; 3] {
        let [method, ledger] = self.place;
        [method.as_bytes(), ledger.as_bytes(), self.fields]
    }

    /// The token of the page after `after`. It is sealed: it can be kept in a log or a link and names nobody there, and every
    /// process with these keys goes on from it.
    #[must_use]
    pub fn token(&self, keys: &KeyRing, after: &str) -> String {
        hex::encode(&keys.seal_handle(Self::PURPOSE, &self.context(), after.as_bytes()))
    }

    /// Where the page of this token begins; `None` for the first page.
    ///
    /// # Errors
    /// If the token is of another query, or not one of ours.
    pub fn begin(&self, keys: &KeyRing, token: &str) -> Result<Option<String>, Failure> {
        if token.is_empty() {
            return Ok(None);
        }
        let sealed = hex::decode(token).filter(|sealed| hex::encode(sealed) == token);
        let opened = sealed.and_then(|sealed| keys.open_handle(Self::PURPOSE, &self.context(), &sealed).ok());
        opened.and_then(|after| String::from_utf8(after).ok()).map(Some).ok_or(Failure::PageTokenInvalid)
    }
}

#[cfg(test)]
mod tests {
    use trajet_runtime::Entropy;

    use super::*;

    const AFTER: &str = "2022-12-09.0123456789abcdef0123456789abcdef";

    fn keys(seed: u64) -> KeyRing {
        KeyRing::seeded(&Entropy::seeded(seed))
    }

    fn query(fields: &[u8]) -> Query<'_> {
        Query { place: ["ListWork", "dossier/300"], fields }
    }

    #[test]
    fn r5_a_token_shows_nothing_of_where_it_goes_on() {
        let token = query(b"all").token(&keys(1), AFTER);
        for part in AFTER.split('.') {
            assert!(!token.contains(part) && !token.contains(&hex::encode(part.as_bytes())));
        }
    }

    #[test]
    fn another_process_with_the_same_keys_goes_on_and_no_other() {
        let token = query(b"all").token(&keys(1), AFTER);
        assert_eq!(query(b"all").begin(&keys(1), &token), Ok(Some(AFTER.to_owned())));
        assert_eq!(query(b"all").begin(&keys(1), ""), Ok(None));
        assert_eq!(query(b"all").begin(&keys(2), &token), Err(Failure::PageTokenInvalid));
    }

    #[test]
    fn a_token_of_another_query_ledger_or_method_is_refused() {
        let token = query(b"all").token(&keys(1), AFTER);
        let elsewhere = |place| Query { place, fields: b"all" };
        for other in [query(b"some"), elsewhere(["FindPersons", "dossier/300"]), elsewhere(["ListWork", "dossier/500"])]
        {
            assert_eq!(other.begin(&keys(1), &token), Err(Failure::PageTokenInvalid));
        }
    }

    #[test]
    fn a_token_that_was_tampered_with_is_refused() {
        let token = query(b"all").token(&keys(1), AFTER);
        for place in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[place] = if bytes[place] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(bytes).expect("hexadecimal is text");
            for tampered in [changed, token[..place].to_owned() + "x", token[..place].to_owned() + "00"] {
                assert_eq!(query(b"all").begin(&keys(1), &tampered), Err(Failure::PageTokenInvalid));
            }
        }
        for tampered in [token.to_uppercase(), format!("{token}0"), format!("{token}00"), AFTER.to_owned()] {
            assert_eq!(query(b"all").begin(&keys(1), &tampered), Err(Failure::PageTokenInvalid));
        }
    }
}
