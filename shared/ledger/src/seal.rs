//! Sealing: what an event or a view says of a person is readable only with the stream's own key.
//!
//! Every stream (a case) has a key; the key lies in the database wrapped by a master key that does not. Destroying
//! a stream's key erases what every copy of the ledger says of that case, and leaves the chain intact, since the
//! chain covers what is stored. A key a case, not one a person, because the law counts retention by incapacity file
//! (Law of 12 December 2021, art. 2, § 1/2): one person's old file must go while the next one stays.

use std::sync::Arc;

use trajet_runtime::Entropy;
use trajet_runtime::keys::{DataKey, KeyRing, SealError};
use uuid::Uuid;

/// Seals and opens for one ledger.
#[derive(Clone, Debug)]
pub struct Sealer {
    ledger: Arc<str>,
    keys: Arc<KeyRing>,
    entropy: Entropy,
}

impl Sealer {
    pub(crate) fn new(ledger: &str, keys: Arc<KeyRing>, entropy: Entropy) -> Self {
        Self { ledger: ledger.into(), keys, entropy }
    }

    /// The keys it seals with.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// A new key for a stream, and its wrapped form.
    pub(crate) fn create(&self, stream: Uuid) -> (DataKey, Vec<u8>) {
        let key = DataKey::generate(&self.entropy);
        let wrapped = self.keys.wrap(&key, &self.key_context(stream), &self.entropy);
        (key, wrapped)
    }

    /// Unwraps a stream's stored key.
    ///
    /// # Errors
    /// If the master key is another one, or what is stored was changed.
    pub fn unwrap(&self, stream: Uuid, wrapped: &[u8]) -> Result<DataKey, SealError> {
        self.keys.unwrap(wrapped, &self.key_context(stream))
    }

    pub(crate) fn seal_event(&self, key: &DataKey, stream: Uuid, version: i64, kind: &str, plain: &[u8]) -> Vec<u8> {
        key.seal(&self.event_context(stream, version, kind), plain, &self.entropy)
    }

    pub(crate) fn open_event(
        &self,
        key: &DataKey,
        stream: Uuid,
        version: i64,
        kind: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        key.open(&self.event_context(stream, version, kind), sealed)
    }

    pub(crate) fn seal_column(&self, key: &DataKey, stream: Uuid, table: &str, column: &str, plain: &[u8]) -> Vec<u8> {
        key.seal(&self.column_context(stream, table, column), plain, &self.entropy)
    }

    /// Opens a sealed column of a view.
    ///
    /// # Errors
    /// If the key is another stream's, or what is stored was changed or moved.
    pub fn open_column(
        &self,
        key: &DataKey,
        stream: Uuid,
        table: &str,
        column: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        key.open(&self.column_context(stream, table, column), sealed)
    }

    fn key_context(&self, stream: Uuid) -> Vec<u8> {
        self.context(b"data key", &[stream.as_bytes()])
    }

    fn event_context(&self, stream: Uuid, version: i64, kind: &str) -> Vec<u8> {
        self.context(b"event", &[stream.as_bytes(), &version.to_be_bytes(), kind.as_bytes()])
    }

    fn column_context(&self, stream: Uuid, table: &str, column: &str) -> Vec<u8> {
        self.context(b"column", &[stream.as_bytes(), table.as_bytes(), column.as_bytes()])
    }

    /// What the ciphertext is bound to: moved elsewhere, it does not open.
    fn context(&self, purpose: &[u8], parts: &[&[u8]]) -> Vec<u8> {
        let mut context = Vec::with_capacity(128);
        for part in [purpose, self.ledger.as_bytes()].into_iter().chain(parts.iter().copied()) {
            context.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.extend_from_slice(part);
        }
        context
    }
}
