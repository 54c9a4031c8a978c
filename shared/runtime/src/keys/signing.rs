//! Ed25519 signatures.

use std::fmt;

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use super::{files, identify};

/// What precedes the 32-byte seed in the PKCS#8 form of an Ed25519 key (RFC 8410, section 7).
const PKCS8_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// The length of an Ed25519 key in PKCS#8.
pub(super) const PKCS8_LENGTH: usize = PKCS8_PREFIX.len() + 32;

/// The PKCS#8 form of a seed.
pub(super) fn pkcs8(seed: [u8; 32]) -> [u8; PKCS8_LENGTH] {
    let mut bytes = [0; PKCS8_LENGTH];
    bytes[..PKCS8_PREFIX.len()].copy_from_slice(&PKCS8_PREFIX);
    bytes[PKCS8_PREFIX.len()..].copy_from_slice(&seed);
    bytes
}

/// Signs with the installation's Ed25519 key.
pub struct Signer(Ed25519KeyPair);

/// The signature is not the key's over these bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not belong to this message and key")]
pub struct SignatureInvalid;

/// The identifier of the key with this public part.
#[must_use]
pub fn key_id(public_key: &[u8]) -> [u8; 8] {
    identify(b"trajet signing key", public_key)
}

impl Signer {
    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(seed).expect("an Ed25519 seed has 32 bytes"))
    }

    pub(super) fn from_pkcs8(bytes: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes).ok().map(Self)
    }

    /// Tells the key apart from others: derived from the public key.
    #[must_use]
    pub fn key_id(&self) -> [u8; 8] {
        key_id(&self.public_key())
    }

    /// The key by which others check signatures.
    ///
    /// # Panics
    /// Never: an Ed25519 public key has 32 bytes.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        self.0.public_key().as_ref().try_into().expect("an Ed25519 public key has 32 bytes")
    }

    /// Signs `message`.
    ///
    /// # Panics
    /// Never: an Ed25519 signature has 64 bytes.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).as_ref().try_into().expect("an Ed25519 signature has 64 bytes")
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", files::to_hex(&self.key_id()))
    }
}

/// Checks a signature.
///
/// # Errors
/// If the key did not sign this message so.
pub fn verify_signature(public_key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), SignatureInvalid> {
    UnparsedPublicKey::new(&ED25519, public_key).verify(message, signature).map_err(|_| SignatureInvalid)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn a_signature_belongs_to_one_message_and_one_key() {
        let (signer, other) = (Signer::from_seed(&[1; 32]), Signer::from_seed(&[2; 32]));
        let signature = signer.sign(b"checkpoint");
        assert_eq!(verify_signature(&signer.public_key(), b"checkpoint", &signature), Ok(()));
        assert_eq!(verify_signature(&other.public_key(), b"checkpoint", &signature), Err(SignatureInvalid));
        assert_eq!(verify_signature(&signer.public_key(), b"checkpoin", &signature), Err(SignatureInvalid));
        assert_eq!(verify_signature(&signer.public_key()[..31], b"checkpoint", &signature), Err(SignatureInvalid));
        assert_ne!(signer.key_id(), other.key_id());
    }

    #[test]
    fn the_stored_form_gives_the_key_back() {
        let stored = Signer::from_pkcs8(&pkcs8([7; 32])).unwrap();
        assert_eq!(stored.public_key(), Signer::from_seed(&[7; 32]).public_key());
        assert!(Signer::from_pkcs8(&[0; PKCS8_LENGTH]).is_none());
    }
}
