//! Signed statements of where a ledger stands, our own and those of the ledgers we listen to.

use trajet_runtime::keys::{Signer, verify_signature};
use uuid::Uuid;

use crate::chain::{Hash, Statement};
use crate::db::{Db, StoreError, Tx, on_tx};
use crate::on;

/// A statement with the signature over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// What is stated.
    pub statement: Statement,
    /// Which key signed.
    pub key_id: Vec<u8>,
    /// The Ed25519 signature over the statement's bytes.
    pub signature: Vec<u8>,
}

/// A statement of another ledger cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointRefused {
    /// The signature is not of the key that this source has always signed with.
    #[error("{ledger} signed with a key that is not the one it was first heard with, or not at all")]
    Signature {
        /// The source.
        ledger: String,
    },
    /// The source stated something else for the same position before. It stays refused until an operator has settled it.
    #[error("{ledger} contradicted its own statement of position {position}: its past was rewritten")]
    Contradiction {
        /// The source.
        ledger: String,
        /// The position.
        position: i64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

type CheckpointRow = (String, i64, Uuid, Vec<u8>, Vec<u8>, i64, Vec<u8>, Vec<u8>);

const INSERT: &str = "INSERT INTO checkpoint (ledger, position, epoch, hash, merkle_root, signed_at, key_id, signature) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (ledger, position) DO NOTHING";
const LATEST: &str = "SELECT ledger, position, epoch, hash, merkle_root, signed_at, key_id, signature FROM checkpoint \
                      WHERE ledger = $1 AND position <= $2 ORDER BY position DESC LIMIT 1";
const ALL: &str = "SELECT ledger, position, epoch, hash, merkle_root, signed_at, key_id, signature FROM checkpoint \
                   WHERE ledger = $1 ORDER BY position";
const INSERT_FOREIGN: &str = "INSERT INTO foreign_checkpoint \
    (ledger, source, position, epoch, hash, merkle_root, signed_at, key_id, signature) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (ledger, source, position) DO NOTHING";
const FOREIGN: &str = "SELECT source, position, epoch, hash, merkle_root, signed_at, key_id, signature FROM foreign_checkpoint \
                       WHERE ledger = $1 AND source = $2 AND position = $3";
const LEARN_SIGNER: &str = "INSERT INTO foreign_signer (ledger, source, key_id, public_key) VALUES ($1, $2, $3, $4) \
                            ON CONFLICT (ledger, source) DO NOTHING";
const INSERT_CONTRADICTION: &str = "INSERT INTO foreign_contradiction \
    (ledger, source, position, epoch, hash, merkle_root, signed_at, key_id, signature) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (ledger, source) DO NOTHING";
const CONTRADICTION: &str = "SELECT position FROM foreign_contradiction WHERE ledger = $1 AND source = $2";
const SIGNER: &str = "SELECT key_id, public_key FROM foreign_signer WHERE ledger = $1 AND source = $2";

impl Checkpoint {
    fn read(row: CheckpointRow) -> Result<Self, StoreError> {
        let (ledger, position, epoch, hash, root, signed_at, key_id, signature) = row;
        let read = |bytes: Vec<u8>| {
            Hash::try_from(bytes).map_err(|_| StoreError::Damaged(format!("the checkpoint at {position} has no hash")))
        };
        let statement = Statement { ledger, epoch, position, hash: read(hash)?, merkle_root: read(root)?, signed_at };
        Ok(Self { statement, key_id, signature })
    }

    /// Whether the signature is that of `public_key` over the statement.
    #[must_use]
    pub fn is_signed_by(&self, public_key: &[u8]) -> bool {
        verify_signature(public_key, &self.statement.signed_bytes(), &self.signature).is_ok()
    }
}

pub(crate) async fn sign_and_write(tx: &mut Tx, signer: &Signer, statement: &Statement) -> Result<(), StoreError> {
    let signature = signer.sign(&statement.signed_bytes());
    on_tx!(tx, |connection| sqlx::query(INSERT)
        .bind(&statement.ledger)
        .bind(statement.position)
        .bind(statement.epoch)
        .bind(statement.hash.to_vec())
        .bind(statement.merkle_root.to_vec())
        .bind(statement.signed_at)
        .bind(signer.key_id().to_vec())
        .bind(signature.to_vec())
        .execute(connection)
        .await?
        .rows_affected());
    Ok(())
}

/// The last checkpoint at or before a position.
pub(crate) async fn latest(db: &Db, ledger: &str, position: i64) -> Result<Option<Checkpoint>, StoreError> {
    let row: Option<CheckpointRow> =
        on!(db, |pool| sqlx::query_as(LATEST).bind(ledger).bind(position).fetch_optional(pool).await?);
    row.map(Checkpoint::read).transpose()
}

/// All checkpoints of a ledger, the oldest first.
pub(crate) async fn all(db: &Db, ledger: &str) -> Result<Vec<Checkpoint>, StoreError> {
    let rows: Vec<CheckpointRow> = on!(db, |pool| sqlx::query_as(ALL).bind(ledger).fetch_all(pool).await?);
    rows.into_iter().map(Checkpoint::read).collect()
}

/// Refuses a source that no longer signs with the key it was first heard with, or that contradicted itself before.
pub(crate) async fn require_trusted(
    db: &Db,
    ledger: &str,
    source: &str,
    key_id: &[u8],
    public_key: &[u8],
) -> Result<(), CheckpointRefused> {
    let known: Option<(Vec<u8>, Vec<u8>)> = on!(db, |pool| sqlx::query_as(SIGNER)
        .bind(ledger)
        .bind(source)
        .fetch_optional(pool)
        .await
        .map_err(StoreError::from)?);
    if known.is_some_and(|(known_id, known_key)| known_id != key_id || known_key != public_key) {
        return Err(CheckpointRefused::Signature { ledger: source.to_owned() });
    }
    let contradiction: Option<(i64,)> = on!(db, |pool| sqlx::query_as(CONTRADICTION)
        .bind(ledger)
        .bind(source)
        .fetch_optional(pool)
        .await
        .map_err(StoreError::from)?);
    match contradiction {
        Some((position,)) => Err(CheckpointRefused::Contradiction { ledger: source.to_owned(), position }),
        None => Ok(()),
    }
}

/// Keeps a statement of another ledger. The first key a source signs with is the one it must go on signing with, and
/// what it stated once it cannot state otherwise.
pub(crate) async fn keep_foreign(
    db: &Db,
    ledger: &str,
    checkpoint: &Checkpoint,
    public_key: &[u8],
) -> Result<(), CheckpointRefused> {
    let source = &checkpoint.statement.ledger;
    let mut tx = db.begin().await?;
    on_tx!(&mut tx, |connection| sqlx::query(LEARN_SIGNER)
        .bind(ledger)
        .bind(source)
        .bind(&checkpoint.key_id)
        .bind(public_key)
        .execute(connection)
        .await
        .map_err(StoreError::from)?
        .rows_affected());
    let (key_id, known): (Vec<u8>, Vec<u8>) = on_tx!(&mut tx, |connection| sqlx::query_as(SIGNER)
        .bind(ledger)
        .bind(source)
        .fetch_one(connection)
        .await
        .map_err(StoreError::from)?);
    if key_id != checkpoint.key_id || !checkpoint.is_signed_by(&known) {
        return Err(CheckpointRefused::Signature { ledger: source.clone() });
    }
    let statement = &checkpoint.statement;
    insert(&mut tx, INSERT_FOREIGN, ledger, checkpoint).await?;
    let row: CheckpointRow = on_tx!(&mut tx, |connection| sqlx::query_as(FOREIGN)
        .bind(ledger)
        .bind(source)
        .bind(statement.position)
        .fetch_one(connection)
        .await
        .map_err(StoreError::from)?);
    let kept = Checkpoint::read(row)?.statement;
    if (kept.epoch, kept.hash, kept.merkle_root) != (statement.epoch, statement.hash, statement.merkle_root) {
        insert(&mut tx, INSERT_CONTRADICTION, ledger, checkpoint).await?;
        tx.commit().await?;
        return Err(CheckpointRefused::Contradiction { ledger: source.clone(), position: statement.position });
    }
    tx.commit().await?;
    Ok(())
}

/// Writes another ledger's statement with its signature.
async fn insert(
    tx: &mut Tx,
    into: &'static str,
    ledger: &str,
    Checkpoint { statement, key_id, signature }: &Checkpoint,
) -> Result<(), StoreError> {
    on_tx!(tx, |connection| sqlx::query(into)
        .bind(ledger)
        .bind(&statement.ledger)
        .bind(statement.position)
        .bind(statement.epoch)
        .bind(statement.hash.to_vec())
        .bind(statement.merkle_root.to_vec())
        .bind(statement.signed_at)
        .bind(key_id)
        .bind(signature)
        .execute(connection)
        .await?
        .rows_affected());
    Ok(())
}
