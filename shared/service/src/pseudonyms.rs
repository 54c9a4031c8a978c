//! Keyed hashes by which a person can be found and recognised without being named.

use std::sync::Arc;

use trajet_runtime::KeyRing;

/// The keyed hashes of one ledger. The same person has other ones in every ledger: nobody who reads tables without a key
/// can follow a person from one insurer, or one service, to another.
#[derive(Debug, Clone)]
pub struct Pseudonyms {
    keys: Arc<KeyRing>,
    ledger: Arc<str>,
}

impl Pseudonyms {
    /// Those of a ledger.
    #[must_use]
    pub fn new(keys: Arc<KeyRing>, ledger: &str) -> Self {
        Self { keys, ledger: ledger.into() }
    }

    /// By which a person's cases are found.
    #[must_use]
    pub fn niss(&self, niss: &str) -> [u8; 16] {
        self.keys.blind_index("niss", &[self.ledger.as_bytes(), niss.as_bytes()])
    }

    /// By which a person is found by a word of the name, as [`words`](crate::words::words) gives it. Whoever reads the
    /// tables without a key sees how often a word occurs, and not which word.
    #[must_use]
    pub fn word(&self, word: &str) -> [u8; 16] {
        self.keys.blind_index("name", &[self.ledger.as_bytes(), word.as_bytes()])
    }

    /// By which it is known that one stream holds what no other may.
    #[must_use]
    pub fn claim(&self, parts: &[&str]) -> Vec<u8> {
        let parts: Vec<&[u8]> =
            std::iter::once(&*self.ledger).chain(parts.iter().copied()).map(str::as_bytes).collect();
        self.keys.mac("claim", &parts).to_vec()
    }
}

#[cfg(test)]
mod tests {
    use trajet_runtime::Entropy;

    use super::*;

    #[test]
    fn r5_one_person_has_no_hash_in_common_between_two_ledgers() {
        let keys = Arc::new(KeyRing::seeded(&Entropy::seeded(1)));
        let of = |ledger| Pseudonyms::new(Arc::clone(&keys), ledger);
        let (here, there) = (of("assessment/300"), of("assessment/500"));
        assert_eq!(here.niss("85073003328"), here.niss("85073003328"));
        assert_ne!(here.niss("85073003328"), there.niss("85073003328"));
        assert_ne!(here.niss("85073003328"), of("questionnaire/300").niss("85073003328"));
        assert_ne!(here.word("peeters"), there.word("peeters"));
        let incapacity = ["85073003328", "2022-09-01"];
        assert_ne!(here.claim(&incapacity), there.claim(&incapacity));
        assert_ne!(here.claim(&incapacity), here.claim(&["85073003328", "2022-09-02"]));
    }
}
