//! Authenticated encryption of stored bytes.

use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::entropy::Entropy;

/// The layout of sealed bytes. Version 1 means AES-256-GCM, which every processor we run on computes in hardware.
pub(super) const VERSION: u8 = 1;

/// Sealed bytes could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The bytes end too early.
    #[error("the sealed bytes are cut off")]
    Truncated,
    /// A later version of this software sealed the bytes.
    #[error("the bytes were sealed in version {0}, which is not known here")]
    UnknownVersion(u8),
    /// The key was wrapped by a master key that is not loaded.
    #[error("another master key wrapped this key")]
    OtherMasterKey,
    /// The key, the bytes or their context are not those of the sealing.
    #[error("the sealed bytes do not belong to this key and context")]
    Refused,
}

/// The key under which one person's data are sealed. Destroying its wrapped form erases them.
#[derive(Clone)]
pub struct DataKey([u8; 32]);

impl DataKey {
    /// A new key.
    #[must_use]
    pub fn generate(entropy: &Entropy) -> Self {
        Self(entropy.bytes())
    }

    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals `plaintext`, bound to its context `aad`.
    ///
    /// Version 1 of the bytes: version (1), nonce (12), ciphertext and tag of AES-256-GCM. The version and `aad` are
    /// authenticated. Random nonces are safe up to 2^32 sealings under one key.
    #[must_use]
    pub fn seal(&self, aad: &[u8], plaintext: &[u8], entropy: &Entropy) -> Vec<u8> {
        seal(&self.0, &[VERSION], aad, plaintext, entropy)
    }

    /// Opens what [`seal`](Self::seal) gave.
    ///
    /// # Errors
    /// If the key, the bytes or `aad` differ from those of the sealing.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        check_version(sealed)?;
        open(&self.0, 1, sealed, aad)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

pub(super) fn check_version(sealed: &[u8]) -> Result<(), SealError> {
    match sealed.first() {
        Some(&VERSION) => Ok(()),
        Some(&other) => Err(SealError::UnknownVersion(other)),
        None => Err(SealError::Truncated),
    }
}

/// `header`, nonce, ciphertext and tag.
pub(super) fn seal(key: &[u8; 32], header: &[u8], aad: &[u8], plaintext: &[u8], entropy: &Entropy) -> Vec<u8> {
    seal_with(key, entropy.bytes(), header, aad, plaintext)
}

/// The same with a nonce that no other plaintext and context has under this key.
pub(super) fn seal_with(
    key: &[u8; 32],
    nonce: [u8; NONCE_LEN],
    header: &[u8],
    aad: &[u8],
    plaintext: &[u8],
) -> Vec<u8> {
    let mut body = plaintext.to_vec();
    cipher(key)
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bind(header, aad), &mut body)
        .expect("a plaintext is shorter than 64 GiB");
    [header, &nonce, &body].concat()
}

/// The plaintext of bytes that begin with a header of `header_length`.
pub(super) fn open(key: &[u8; 32], header_length: usize, sealed: &[u8], aad: &[u8]) -> Result<Vec<u8>, SealError> {
    let (header, rest) = sealed.split_at_checked(header_length).ok_or(SealError::Truncated)?;
    let (nonce, body) = rest.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Truncated)?;
    let mut body = body.to_vec();
    let length = cipher(key)
        .open_in_place(Nonce::assume_unique_for_key(*nonce), bind(header, aad), &mut body)
        .map_err(|_| SealError::Refused)?
        .len();
    body.truncate(length);
    Ok(body)
}

/// The header has a fixed length for its version, so that header and context cannot run into each other.
fn bind(header: &[u8], aad: &[u8]) -> Aad<Vec<u8>> {
    Aad::from([header, aad].concat())
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("an AES-256 key has 32 bytes"))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_sealed_opens_only_with_its_key_and_context(plain: Vec<u8>, aad: Vec<u8>, seed: u64) {
            let entropy = Entropy::seeded(seed);
            let (key, other) = (DataKey::generate(&entropy), DataKey::generate(&entropy));
            let sealed = key.seal(&aad, &plain, &entropy);
            prop_assert_eq!(sealed.len(), 1 + 12 + plain.len() + 16);
            prop_assert_eq!(key.open(&aad, &sealed), Ok(plain));
            prop_assert_eq!(other.open(&aad, &sealed), Err(SealError::Refused));
            prop_assert_eq!(key.open(&[&aad[..], b"x"].concat(), &sealed), Err(SealError::Refused));
        }
    }

    #[test]
    fn opening_refuses_every_flipped_bit_and_every_cut() {
        let entropy = Entropy::seeded(1);
        let key = DataKey::generate(&entropy);
        let sealed = key.seal(b"where", b"what", &entropy);
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let expected = if bit < 8 { SealError::UnknownVersion(flipped[0]) } else { SealError::Refused };
            assert_eq!(key.open(b"where", &flipped).unwrap_err(), expected);
        }
        for length in 0..sealed.len() {
            key.open(b"where", &sealed[..length]).unwrap_err();
        }
    }

    #[test]
    fn the_same_plaintext_never_gives_the_same_bytes() {
        let entropy = Entropy::seeded(1);
        let key = DataKey::generate(&entropy);
        assert_ne!(key.seal(b"", b"what", &entropy), key.seal(b"", b"what", &entropy));
    }
}
