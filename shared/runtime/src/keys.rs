//! The keys of one installation.
//!
//! | file          | holds                                | used for                                            |
//! |---------------|--------------------------------------|-----------------------------------------------------|
//! | `master.key`  | 32 random bytes                      | wrapping the data key of each person                |
//! | `index.key`   | 32 random bytes                      | look-up by a keyed hash, codes over stored requests |
//! | `signing.key` | an Ed25519 private key, PKCS#8       | signing checkpoints of the ledger                   |
//! | `token.key`   | 32 random bytes                      | development tokens                                  |
//!
//! Each file holds lower-case hexadecimal text and one line feed. Only its owner may read it; or it is lent by root to a
//! group of the process, as a Secret of Kubernetes is mounted.

mod files;
mod groups;
mod sealing;
mod signing;

use std::fmt;
use std::path::Path;

use ring::{digest, hmac};

pub use files::KeyFileError;
pub use sealing::{DataKey, SealError};
pub use signing::{SignatureInvalid, Signer, key_id, verify_signature};

use crate::entropy::Entropy;

const MASTER: &str = "master.key";
const INDEX: &str = "index.key";
const SIGNING: &str = "signing.key";
const TOKEN: &str = "token.key";

/// Every key of one installation. Its `Debug` tells none of them.
pub struct KeyRing {
    master: [u8; 32],
    master_id: [u8; 8],
    index: hmac::Key,
    signer: Signer,
    token: hmac::Key,
}

impl KeyRing {
    /// Reads the keys. For production: a missing key is an error, because a new master key would
    /// make everything sealed under the old one unreadable.
    ///
    /// # Errors
    /// If a file is missing, malformed, or open to others than its owner.
    pub fn load(dir: &Path) -> Result<Self, KeyFileError> {
        Self::new(
            files::read(&dir.join(MASTER))?,
            files::read(&dir.join(INDEX))?,
            files::read(&dir.join(SIGNING))?,
            files::read(&dir.join(TOKEN))?,
            &dir.join(SIGNING),
        )
    }

    /// The names of the files, in the order in which they are made: the first ones cost most to lose.
    pub const FILES: [&str; 4] = [MASTER, INDEX, SIGNING, TOKEN];

    /// Makes the keys of a new installation, or finishes what was interrupted, and tells the names of the files it made.
    /// It never replaces a file, and leaves those that exist unread.
    ///
    /// # Errors
    /// If a file cannot be made, or one is missing although a later one of [`Self::FILES`] is there: it was lost.
    pub fn create(dir: &Path, entropy: &Entropy) -> Result<Vec<&'static str>, KeyFileError> {
        files::create_directory(dir)?;
        files::refuse_loss(dir, &Self::FILES)?;
        let mut made = Vec::with_capacity(Self::FILES.len());
        for name in Self::FILES {
            let secret: [u8; 32] = entropy.bytes();
            let stored = match name {
                SIGNING => files::create_if_missing(dir, name, &signing::pkcs8(secret))?,
                _ => files::create_if_missing(dir, name, &secret)?,
            };
            if stored {
                made.push(name);
            }
        }
        Ok(made)
    }

    /// Reads the keys and makes those that are missing, as [`Self::create`] does. For development.
    ///
    /// # Errors
    /// As [`Self::create`] and [`Self::load`].
    pub fn load_or_create(dir: &Path, entropy: &Entropy) -> Result<Self, KeyFileError> {
        Self::create(dir, entropy)?;
        Self::load(dir)
    }

    /// Keys drawn from `entropy` and kept in memory only. For tests.
    #[must_use]
    pub fn seeded(entropy: &Entropy) -> Self {
        let [master, index, token, seed] = [(); 4].map(|()| entropy.bytes());
        let signer = Signer::from_seed(&seed);
        Self::assemble(master, &index, signer, &token)
    }

    fn new(
        master: [u8; 32],
        index: [u8; 32],
        signing: [u8; signing::PKCS8_LENGTH],
        token: [u8; 32],
        signing_file: &Path,
    ) -> Result<Self, KeyFileError> {
        let signer = Signer::from_pkcs8(&signing).ok_or_else(|| KeyFileError::Malformed(signing_file.to_owned()))?;
        Ok(Self::assemble(master, &index, signer, &token))
    }

    fn assemble(master: [u8; 32], index: &[u8; 32], signer: Signer, token: &[u8; 32]) -> Self {
        let master_id = identify(b"trajet master key", &master);
        let [index, token] = [index, token].map(|key| hmac::Key::new(hmac::HMAC_SHA256, key));
        Self { master, master_id, index, signer, token }
    }

    /// A code by which an installation knows what was made with its keys: another one if any of those that wrap, hash or sign
    /// is another. Development tokens say nothing of what is stored: their key has no part in it.
    #[must_use]
    pub fn code_of_keys(&self, context: &[&[u8]]) -> [u8; 32] {
        let public_key = self.signer.public_key();
        let keys = [&self.master_id[..], &public_key[..]];
        code(&self.index, "keys", "installation", &[&keys[..], context].concat())
    }

    /// Wraps a data key for storage.
    ///
    /// Version 1 of the bytes: version (1), identifier of the master key (8), nonce (12), ciphertext and tag of
    /// AES-256-GCM. The header and `aad` are authenticated. Random nonces are safe up to 2^32 wraps under one master key.
    #[must_use]
    pub fn wrap(&self, key: &DataKey, aad: &[u8], entropy: &Entropy) -> Vec<u8> {
        let header = [&[sealing::VERSION][..], &self.master_id].concat();
        sealing::seal(&self.master, &header, aad, key.bytes(), entropy)
    }

    /// Unwraps a data key.
    ///
    /// # Errors
    /// If another master key wrapped it, or the bytes or `aad` differ from what was wrapped.
    pub fn unwrap(&self, wrapped: &[u8], aad: &[u8]) -> Result<DataKey, SealError> {
        sealing::check_version(wrapped)?;
        let id = wrapped.get(1..9).ok_or(SealError::Truncated)?;
        if id != self.master_id {
            return Err(SealError::OtherMasterKey);
        }
        let plain = sealing::open(&self.master, 9, wrapped, aad)?;
        plain.try_into().map(DataKey::from_bytes).map_err(|_| SealError::Refused)
    }

    /// A code (HMAC-SHA-256) over `parts`, which only this installation can make.
    ///
    /// Codes for different purposes never coincide, nor do codes over parts that are split differently.
    #[must_use]
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        code(&self.index, "mac", purpose, parts)
    }

    /// A keyed hash by which a personal value can be looked up without being stored.
    #[must_use]
    pub fn blind_index(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 16] {
        let code = code(&self.index, "blind index", purpose, parts);
        let mut index = [0; 16];
        index.copy_from_slice(&code[..16]);
        index
    }

    /// Seals what leaves the installation and comes back, such as the place where a page begins: who holds the bytes learns
    /// their length and no more, and every process with these keys opens them.
    ///
    /// The bytes are as those that a data key seals, with a nonce that is a code over text and context: the same gives the
    /// same bytes, and no two different ones share a nonce.
    #[must_use]
    pub fn seal_handle(&self, purpose: &str, context: &[&[u8]], text: &[u8]) -> Vec<u8> {
        let context = framed("handle", purpose, context);
        let [key, code] = [("handle key", &[][..]), ("handle nonce", &[&context[..], text][..])]
            .map(|(kind, parts)| code(&self.index, kind, purpose, parts));
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&code[..12]);
        sealing::seal_with(&key, nonce, &[sealing::VERSION], &context, text)
    }

    /// Opens what [`seal_handle`](Self::seal_handle) gave.
    ///
    /// # Errors
    /// If the keys, the purpose, the context or the bytes differ from those of the sealing.
    pub fn open_handle(&self, purpose: &str, context: &[&[u8]], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        sealing::check_version(sealed)?;
        let key = code(&self.index, "handle key", purpose, &[]);
        sealing::open(&key, 1, sealed, &framed("handle", purpose, context))
    }

    /// The code that makes `message` a token.
    #[must_use]
    pub fn token_code(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        code(&self.token, "token", purpose, &[message])
    }

    /// Whether `presented` is the code of `message`. Takes as long for a nearly right code as for a wrong one.
    #[must_use]
    pub fn token_code_is_valid(&self, purpose: &str, message: &[u8], presented: &[u8]) -> bool {
        hmac::verify(&self.token, &framed("token", purpose, &[message]), presented).is_ok()
    }

    /// The key that signs checkpoints.
    #[must_use]
    pub fn signer(&self) -> &Signer {
        &self.signer
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(..)")
    }
}

/// The first eight bytes of SHA-256 over a label and the key: enough to tell keys apart, and tells nothing of them.
fn identify(label: &[u8], key: &[u8]) -> [u8; 8] {
    let hash = digest::digest(&digest::SHA256, &[label, key].concat());
    let mut id = [0; 8];
    id.copy_from_slice(&hash.as_ref()[..8]);
    id
}

fn code(key: &hmac::Key, kind: &str, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    let tag = hmac::sign(key, &framed(kind, purpose, parts));
    let mut code = [0; 32];
    code.copy_from_slice(tag.as_ref());
    code
}

/// Each part after its length, so that no two lists of parts give the same bytes.
fn framed(kind: &str, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let labels = [kind.as_bytes(), purpose.as_bytes()];
    let all = || labels.iter().chain(parts);
    let mut bytes = Vec::with_capacity(all().map(|part| 8 + part.len()).sum());
    for part in all() {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn ring(seed: u64) -> KeyRing {
        KeyRing::seeded(&Entropy::seeded(seed))
    }

    #[test]
    fn a_wrapped_key_opens_what_the_key_sealed() {
        let (ring, entropy) = (ring(1), Entropy::seeded(2));
        let key = DataKey::generate(&entropy);
        let sealed = key.seal(b"where", b"what", &entropy);
        let wrapped = ring.wrap(&key, b"person", &entropy);
        assert_eq!(wrapped.len(), 1 + 8 + 12 + 32 + 16);
        let unwrapped = ring.unwrap(&wrapped, b"person").unwrap();
        assert_eq!(unwrapped.open(b"where", &sealed).unwrap(), b"what");
    }

    #[test]
    fn unwrapping_refuses_another_context_every_flipped_bit_and_every_cut() {
        let (ring, entropy) = (ring(1), Entropy::seeded(2));
        let wrapped = ring.wrap(&DataKey::generate(&entropy), b"person", &entropy);
        assert_eq!(ring.unwrap(&wrapped, b"nosrep").unwrap_err(), SealError::Refused);
        for bit in 0..wrapped.len() * 8 {
            let mut flipped = wrapped.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            ring.unwrap(&flipped, b"person").unwrap_err();
        }
        for length in 0..wrapped.len() {
            ring.unwrap(&wrapped[..length], b"person").unwrap_err();
        }
    }

    #[test]
    fn unwrapping_names_another_master_key() {
        let entropy = Entropy::seeded(2);
        let wrapped = ring(1).wrap(&DataKey::generate(&entropy), b"person", &entropy);
        assert_eq!(ring(3).unwrap(&wrapped, b"person").unwrap_err(), SealError::OtherMasterKey);
    }

    #[test]
    fn codes_differ_by_purpose_kind_key_and_split() {
        let ring = ring(1);
        let code = ring.mac("request", &[b"ab", b"c"]);
        assert_eq!(code, ring.mac("request", &[b"ab", b"c"]));
        for other in [
            ring.mac("request", &[b"a", b"bc"]),
            ring.mac("request", &[b"ab", b"c", b""]),
            ring.mac("other", &[b"ab", b"c"]),
            self::ring(2).mac("request", &[b"ab", b"c"]),
        ] {
            assert_ne!(code, other);
        }
        assert_ne!(ring.mac("niss", &[b"v"])[..16], ring.blind_index("niss", &[b"v"]));
        assert_ne!(ring.blind_index("niss", &[b"v"]), ring.blind_index("name", &[b"v"]));
    }

    #[test]
    fn a_handle_opens_in_its_installation_for_its_purpose_and_context_alone() {
        let (ring, same, other) = (ring(1), self::ring(1), self::ring(2));
        let sealed = ring.seal_handle("page", &[b"list", b"query"], b"where");
        assert_eq!(same.seal_handle("page", &[b"list", b"query"], b"where"), sealed);
        assert_eq!(same.open_handle("page", &[b"list", b"query"], &sealed).unwrap(), b"where");
        assert!(!sealed.windows(5).any(|bytes| bytes == b"where"));
        for refused in [
            other.open_handle("page", &[b"list", b"query"], &sealed),
            ring.open_handle("book", &[b"list", b"query"], &sealed),
            ring.open_handle("page", &[b"listq", b"uery"], &sealed),
        ] {
            assert_eq!(refused, Err(SealError::Refused));
        }
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            ring.open_handle("page", &[b"list", b"query"], &flipped).unwrap_err();
        }
        // Neither the nonce nor the rest tells that two texts begin alike.
        let longer = ring.seal_handle("page", &[b"list", b"query"], b"where2");
        assert_ne!(longer[1..18], sealed[1..18]);
    }

    #[test]
    fn token_codes_are_checked_by_purpose_and_message() {
        let ring = ring(1);
        let code = ring.token_code("development", b"claims");
        assert!(ring.token_code_is_valid("development", b"claims", &code));
        assert!(!ring.token_code_is_valid("production", b"claims", &code));
        assert!(!ring.token_code_is_valid("development", b"claimz", &code));
        assert!(!ring.token_code_is_valid("development", b"claims", &code[..16]));
    }

    #[test]
    fn debug_tells_no_key() {
        let entropy = Entropy::seeded(2);
        assert_eq!(format!("{:?}", ring(1)), "KeyRing(..)");
        assert_eq!(format!("{:?}", DataKey::generate(&entropy)), "DataKey(..)");
        let signer = format!("{:?}", ring(1).signer());
        assert!(signer.starts_with("Signer(") && signer.len() < 32, "{signer}");
    }

    #[test]
    fn stored_bytes_do_not_change_between_versions() {
        // Everything ever sealed and indexed depends on these: a change here loses data.
        let ring = ring(1);
        let hex = |bytes: &[u8]| files::to_hex(bytes);
        assert_eq!(hex(&ring.master_id), "ee291898d566560a");
        assert_eq!(hex(&ring.blind_index("niss", &[b"value"])), "e86536fed516d9a3e4375e6e6ce3269c");
        assert_eq!(hex(&ring.mac("request", &[b"a", b"b"])[..8]), "83e5e1315caae99d");
        assert_eq!(hex(&ring.signer().key_id()), "999407aeeed8b981");
        assert_eq!(hex(&ring.code_of_keys(&[b"ledger"])[..8]), "b196fa8fcc529f08");
        let wrapped = ring.wrap(&DataKey::generate(&Entropy::seeded(2)), b"person", &Entropy::seeded(3));
        assert_eq!(
            hex(&wrapped),
            "01ee291898d566560a2b7ebe6c2639dc181ae42be42ba525bc4c267eb71b24a60a0b8aa766fec9f1ac9d2dad1b044c2488be3e6dc563b723634366c736c4ca318b54d74bd7"
        );
    }
}
