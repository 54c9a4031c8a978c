//! The head of a ledger: one row that puts all writers in one order.

use sqlx::{Postgres, Sqlite};
use trajet_runtime::keys::KeyRing;
use uuid::Uuid;

use crate::chain::{Frontier, Hash, genesis};
use crate::db::{Db, StoreError, Tx, on_tx};
use crate::on;

/// Where a ledger stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) epoch: Uuid,
    pub(crate) position: i64,
    pub(crate) hash: Hash,
    pub(crate) frontier: Frontier,
    pub(crate) recorded_at: i64,
    pub(crate) writer_schema: i64,
}

type HeadRow = (Uuid, i64, Vec<u8>, Vec<u8>, i64, i64);

const COLUMNS: &str =
    "SELECT epoch, position, hash, frontier, recorded_at, writer_schema FROM ledger_head WHERE ledger = $1";
const LOCKED: &str =
    "SELECT epoch, position, hash, frontier, recorded_at, writer_schema FROM ledger_head WHERE ledger = $1 FOR UPDATE";
const CREATE: &str = "INSERT INTO ledger_head (ledger, epoch, position, hash, frontier, recorded_at, writer_schema, keys) \
                      VALUES ($1, $2, 0, $3, $4, 0, $5, $6) ON CONFLICT (ledger) DO NOTHING";
const KEYS: &str = "SELECT keys FROM ledger_head WHERE ledger = $1";
const MOVE: &str = "UPDATE ledger_head SET position = $2, hash = $3, frontier = $4, recorded_at = $5 WHERE ledger = $1 AND position = $6";

impl Head {
    fn read(row: HeadRow) -> Result<Self, StoreError> {
        let (epoch, position, hash, frontier, recorded_at, writer_schema) = row;
        let damaged = || StoreError::Damaged("the head's hashes do not fit its position".to_owned());
        let hash = Hash::try_from(hash.as_slice()).map_err(|_| damaged())?;
        let frontier = Frontier::read(position, &frontier).ok_or_else(damaged)?;
        Ok(Self { epoch, position, hash, frontier, recorded_at, writer_schema })
    }

    /// Reads the head, or makes it if this is a new ledger. A ledger that other keys made is refused: under these it would
    /// accept again what it has, and could not be read.
    pub(crate) async fn open(
        db: &Db,
        ledger: &str,
        new_epoch: Uuid,
        writer_schema: i64,
        keys: &KeyRing,
    ) -> Result<Self, StoreError> {
        let keys = keys.code_of_keys(&[ledger.as_bytes()]).to_vec();
        let mut tx = db.begin().await?;
        on_tx!(&mut tx, |connection| sqlx::query(CREATE)
            .bind(ledger)
            .bind(new_epoch)
            .bind(genesis(ledger, new_epoch).to_vec())
            .bind(Frontier::default().stored())
            .bind(writer_schema)
            .bind(&keys)
            .execute(connection)
            .await?
            .rows_affected());
        tx.commit().await?;
        let (made_with,): (Vec<u8>,) = on!(db, |pool| sqlx::query_as(KEYS).bind(ledger).fetch_one(pool).await?);
        if made_with != keys {
            return Err(StoreError::OtherKeys(ledger.to_owned()));
        }
        Self::current(db, ledger).await
    }

    /// The head as last committed.
    pub(crate) async fn current(db: &Db, ledger: &str) -> Result<Self, StoreError> {
        let row: HeadRow = on!(db, |pool| sqlx::query_as(COLUMNS).bind(ledger).fetch_one(pool).await?);
        Self::read(row)
    }

    /// The head, locked: nobody else writes this ledger until the transaction ends. On SQLite the transaction has
    /// the whole file already.
    pub(crate) async fn lock(tx: &mut Tx, ledger: &str) -> Result<Self, StoreError> {
        let row = match tx {
            Tx::Sqlite(tx) => sqlx::query_as::<Sqlite, HeadRow>(COLUMNS).bind(ledger).fetch_one(&mut **tx).await?,
            Tx::Postgres(tx) => sqlx::query_as::<Postgres, HeadRow>(LOCKED).bind(ledger).fetch_one(&mut **tx).await?,
        };
        Self::read(row)
    }

    /// Writes the head, which was locked at position `from`.
    pub(crate) async fn write(&self, tx: &mut Tx, ledger: &str, from: i64) -> Result<(), StoreError> {
        let moved = on_tx!(tx, |connection| sqlx::query(MOVE)
            .bind(ledger)
            .bind(self.position)
            .bind(self.hash.to_vec())
            .bind(self.frontier.stored())
            .bind(self.recorded_at)
            .bind(from)
            .execute(connection)
            .await?
            .rows_affected());
        if moved == 1 { Ok(()) } else { Err(StoreError::Damaged("the head moved under its lock".to_owned())) }
    }
}
