//! The two databases: SQLite embedded, PostgreSQL for production, behind one value and one small macro.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, PgPool, Postgres, SqlSafeStr, Sqlite, SqlitePool, Transaction};

/// A service's database.
#[derive(Clone, Debug)]
pub enum Db {
    /// A file of this machine, opened by one process.
    Sqlite(SqliteDb),
    /// A schema of a PostgreSQL database, opened by any number of processes.
    Postgres(PostgresDb),
}

/// One connection that writes, and some that read beside it.
#[derive(Clone, Debug)]
pub struct SqliteDb {
    write: SqlitePool,
    read: SqlitePool,
    log: PathBuf,
}

/// Some connections that write, and some that read: however long a read takes, a writer never waits for a connection.
#[derive(Clone, Debug)]
pub struct PostgresDb {
    write: PgPool,
    read: PgPool,
}

/// Runs the same body on the reading pool of either database; `query_as` and its kin infer the rest.
#[macro_export]
macro_rules! on {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::Db::Sqlite(sqlite) => {
                let $pool = sqlite.reader();
                $body
            }
            $crate::Db::Postgres(postgres) => {
                let $pool = postgres.reader();
                $body
            }
        }
    };
}

/// The same for a transaction.
macro_rules! on_tx {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $connection = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $connection = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use on_tx;

/// A transaction: one that writes, or one that reads an instant.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Where a service keeps its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file; created if missing.
    Sqlite(PathBuf),
    /// A PostgreSQL URL, and the schema of the service in that database.
    Postgres {
        /// `postgres://user:password@host:port/database`
        url: String,
        /// One schema a service.
        schema: String,
    },
}

/// The database could not be opened, or said no.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The driver or the database failed. Its text stays inside: it may hold data.
    #[error("the database failed")]
    Driver(#[from] sqlx::Error),
    /// The tables could not be made.
    #[error("the database could not be migrated")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A value does not fit its column: a fault in the code that projects.
    #[error("a value of column {0} has the wrong type")]
    Shape(&'static str),
    /// Acknowledged would not mean durable.
    #[error("the database is not durable: {setting} is {value}, and must be {required}")]
    NotDurable {
        /// The setting's name.
        setting: &'static str,
        /// What it is.
        value: String,
        /// What it must be.
        required: &'static str,
    },
    /// An erasure would fail, for ever.
    #[error("the database's role lacks a privilege: GRANT {privilege} ON {table}")]
    NotPermitted {
        /// The table.
        table: &'static str,
        /// The privilege.
        privilege: &'static str,
    },
    /// Another installation made the ledger, or this one lost its keys.
    #[error("{0} was made with other keys than these: restore its own from a copy, since these would not read it")]
    OtherKeys(String),
    /// The service's part (its shapes, its states or its views) panicked.
    #[error("the service's own part panicked")]
    Panicked,
    /// The database did not answer in time.
    #[error("the database did not answer in time")]
    TimedOut,
    /// What is stored cannot be what this program stored.
    #[error("the ledger is damaged: {0}")]
    Damaged(String),
}

impl StoreError {
    pub(crate) fn encode(error: sqlx::error::BoxDynError) -> Self {
        Self::Driver(sqlx::Error::Encode(error))
    }

    /// Whether the database said no to what was written, or holds what cannot be read, rather than being away: the
    /// same again would fail again.
    pub(crate) fn is_refusal(&self) -> bool {
        match self {
            Self::Driver(sqlx::Error::Database(error)) => {
                let code = error.code().unwrap_or_default();
                // PostgreSQL: data exceptions and constraint violations. SQLite: mismatch and constraint.
                let said = error.message();
                matches!((code.len(), code.get(..2)), (5, Some("22" | "23")) | (2, Some("20")))
                    || said.contains("constraint")
                    || said.contains("append-only")
            }
            Self::Driver(sqlx::Error::Encode(_)) | Self::Shape(_) | Self::Panicked => true,
            _ => self.is_unreadable(),
        }
    }

    /// Whether the database holds what this program cannot have stored.
    pub(crate) fn is_unreadable(&self) -> bool {
        matches!(self, Self::Damaged(_) | Self::Driver(sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_)))
    }
}

/// A step of a schema, as text for one engine or both.
#[derive(Debug, Clone, Copy)]
pub struct SchemaStep {
    /// Its number; steps run in this order. Numbers below 100 are the ledger's own.
    pub number: i64,
    /// What it makes.
    pub name: &'static str,
    /// The text for SQLite, if it has a part in this step.
    pub sqlite: Option<&'static str>,
    /// The text for PostgreSQL, if it has a part in this step.
    pub postgres: Option<&'static str>,
}

impl SchemaStep {
    /// A step with one text for both engines.
    #[must_use]
    pub const fn same(number: i64, name: &'static str, sql: &'static str) -> Self {
        Self { number, name, sqlite: Some(sql), postgres: Some(sql) }
    }
}

const LEDGER_STEPS: [SchemaStep; 4] = [
    SchemaStep {
        number: 1,
        name: "types",
        sqlite: None,
        postgres: Some(include_str!("../migrations/0000_types_postgres.sql")),
    },
    SchemaStep::same(2, "ledger", include_str!("../migrations/0001_ledger.sql")),
    SchemaStep {
        number: 3,
        name: "append only",
        sqlite: Some(include_str!("../migrations/0002_append_only_sqlite.sql")),
        postgres: Some(include_str!("../migrations/0002_append_only_postgres.sql")),
    },
    SchemaStep::same(4, "pass", include_str!("../migrations/0003_pass.sql")),
];

const SQLITE_READERS: u32 = 4;
/// How long a statement waits for another connection's lock.
const SQLITE_PATIENCE: Duration = Duration::from_secs(10);
const POSTGRES_READERS: u32 = 8;
const POSTGRES_WRITERS: u32 = 4;
/// SQLite's write-ahead log is cut back to this when it begins anew.
const LOG_KEPT: u64 = 16 * 1024 * 1024;
/// Beyond this the writer itself empties the log: the background task cannot, beside a writer that never pauses.
const LOG_BOUND: u64 = 64 * 1024 * 1024;

impl Db {
    /// Opens the database, makes or completes its tables, and makes sure that it is durable.
    ///
    /// # Errors
    /// If it cannot be reached or migrated, or if a commit there would not be durable.
    pub async fn open(location: &Location, steps: &[SchemaStep]) -> Result<Self, StoreError> {
        let db = match location {
            Location::Sqlite(path) => {
                for_its_owner_alone(path).map_err(sqlx::Error::Io)?;
                Self::open_sqlite(sqlite_options(path)).await?
            }
            Location::Postgres { url, schema } => Self::open_postgres(url, schema).await?,
        };
        db.require_durable().await?;
        db.migrate(location, steps).await?;
        Ok(db)
    }

    async fn open_sqlite(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let mut log = options.get_filename().as_os_str().to_owned();
        log.push("-wal");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            // SQLite ends a transaction by itself when the disk is full; the driver then believes it is still open, and
            // the connection would refuse every later one.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite(SqliteDb { write, read, log: log.into() }))
    }

    async fn open_postgres(url: &str, schema: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url)?
            .options([("search_path", schema), ("statement_timeout", "60s"), ("tcp_user_timeout", "10s")])
            .application_name("trajet");
        let pool = |connections| PgPoolOptions::new().max_connections(connections).test_before_acquire(false);
        let read = pool(POSTGRES_READERS).connect_with(options.clone()).await?;
        // Who holds the head's lock holds everybody: a process that was paused or cut off with it must lose it soon.
        let options = options.options([("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "10s")]);
        // The writer looks up by whole keys only. Planned on empty tables, and then kept, its statements would read all
        // of a ledger's rows instead; this leaves one index probe a key as the only plan, made once.
        let options = options.options([
            ("enable_hashjoin", "off"),
            ("enable_mergejoin", "off"),
            ("enable_bitmapscan", "off"),
            ("enable_seqscan", "off"),
            ("jit", "off"),
            ("plan_cache_mode", "force_generic_plan"),
        ]);
        let write = pool(POSTGRES_WRITERS).connect_with(options).await?;
        Ok(Self::Postgres(PostgresDb { write, read }))
    }

    async fn migrate(&self, location: &Location, steps: &[SchemaStep]) -> Result<(), StoreError> {
        let steps = LEDGER_STEPS.iter().chain(steps).filter_map(|step| {
            let sql = match self {
                Self::Sqlite(_) => step.sqlite,
                Self::Postgres(_) => step.postgres,
            };
            sql.map(|sql| {
                Migration::new(step.number, step.name.into(), MigrationType::Simple, sql.into_sql_str(), false)
            })
        });
        let steps: Vec<Migration> = steps.collect();
        if self.is_migrated(&steps).await {
            return Ok(());
        }
        let mut migrator = Migrator::with_migrations(steps);
        // Steps of a later program may be there: it adds, so that both can run during an upgrade.
        migrator.set_ignore_missing(true);
        if let Location::Postgres { schema, .. } = location {
            migrator.create_schema(schema.clone());
        }
        match self {
            Self::Sqlite(db) => migrator.run(&db.write).await?,
            Self::Postgres(db) => migrator.run(&db.read).await?,
        }
        Ok(())
    }

    /// Whether nothing is left to make: the application's own role may then lack the right to make tables.
    async fn is_migrated(&self, steps: &[Migration]) -> bool {
        const APPLIED: &str = "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version";
        let applied: Result<Vec<(i64, Vec<u8>)>, _> = on!(self, |pool| sqlx::query_as(APPLIED).fetch_all(pool).await);
        applied.is_ok_and(|applied| {
            steps.iter().all(|step| applied.iter().any(|done| done.0 == step.version && *done.1 == *step.checksum))
        })
    }

    /// Refuses settings under which an acknowledged act could be lost with the machine.
    async fn require_durable(&self) -> Result<(), StoreError> {
        let require = |setting, value: String, required: &'static str, holds: bool| {
            if holds { Ok(()) } else { Err(StoreError::NotDurable { setting, value, required }) }
        };
        match self {
            Self::Sqlite(db) => {
                let (synchronous,): (i64,) = sqlx::query_as("PRAGMA synchronous").fetch_one(&db.write).await?;
                require("synchronous", synchronous.to_string(), "2 (FULL) or more", synchronous >= 2)?;
                let (journal,): (String,) = sqlx::query_as("PRAGMA journal_mode").fetch_one(&db.write).await?;
                let kept = matches!(journal.as_str(), "wal" | "delete" | "truncate" | "persist");
                require("journal_mode", journal, "wal", kept)
            }
            Self::Postgres(db) => {
                for (setting, query) in [
                    ("fsync", "SHOW fsync"),
                    ("synchronous_commit", "SHOW synchronous_commit"),
                    ("full_page_writes", "SHOW full_page_writes"),
                ] {
                    let (value,): (String,) = sqlx::query_as(query).fetch_one(&db.write).await?;
                    let holds = value != "off";
                    require(setting, value, "on", holds)?;
                }
                Ok(())
            }
        }
    }

    /// Refuses a role that lacks one of these privileges, each on its table. SQLite has no roles.
    pub(crate) async fn require_privileges(
        &self,
        privileges: &[(&'static str, &'static str)],
    ) -> Result<(), StoreError> {
        let Self::Postgres(db) = self else { return Ok(()) };
        for &(table, privilege) in privileges {
            let (granted,): (bool,) = sqlx::query_as("SELECT has_table_privilege($1::text, $2::text)")
                .bind(table)
                .bind(privilege)
                .fetch_one(&db.write)
                .await?;
            if !granted {
                return Err(StoreError::NotPermitted { table, privilege });
            }
        }
        Ok(())
    }

    /// Begins a transaction that writes. SQLite: takes the one writing connection and the file's write lock.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => Tx::Sqlite(db.write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(db) => Tx::Postgres(db.write.begin().await?),
        })
    }

    /// Begins a transaction that reads, and sees one instant however many statements it takes.
    pub(crate) async fn begin_reading(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => Tx::Sqlite(db.read.begin().await?),
            Self::Postgres(db) => {
                Tx::Postgres(db.read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Moves what SQLite's write-ahead log holds into the file, without making a writer wait.
    pub(crate) async fn tidy(&self) -> Result<(), StoreError> {
        if let Self::Sqlite(db) = self {
            let mut connection = db.tidier().await?;
            sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut *connection).await?;
        }
        Ok(())
    }

    /// Empties SQLite's write-ahead log if it has grown beyond its bound: called between two batches, when nobody writes.
    pub(crate) async fn bound_log(&self) -> Result<(), StoreError> {
        if let Self::Sqlite(db) = self
            && std::fs::metadata(&db.log).is_ok_and(|log| log.len() > LOG_BOUND)
        {
            sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&db.write).await?;
        }
        Ok(())
    }

    /// Empties SQLite's write-ahead log, in which what was erased may still stand: called between two batches. Says whether it is
    /// empty: a reader can hold a part of it back, and is not waited for.
    pub(crate) async fn forget_log(&self) -> Result<bool, StoreError> {
        let Self::Sqlite(db) = self else { return Ok(true) };
        let mut connection = db.write.acquire().await?;
        sqlx::query("PRAGMA busy_timeout = 0").execute(&mut *connection).await?;
        let emptied = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
        let patience = format!("PRAGMA busy_timeout = {}", SQLITE_PATIENCE.as_millis());
        sqlx::query(AssertSqlSafe(patience)).execute(&mut *connection).await?;
        let (busy, _, _): (i64, i64, i64) = emptied?;
        Ok(busy == 0)
    }

    /// Closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(db) => {
                db.read.close().await;
                db.write.close().await;
            }
            Self::Postgres(db) => {
                db.read.close().await;
                db.write.close().await;
            }
        }
    }
}

impl SqliteDb {
    /// The connections that read.
    #[must_use]
    pub fn reader(&self) -> &SqlitePool {
        &self.read
    }

    async fn tidier(&self) -> Result<sqlx::pool::PoolConnection<Sqlite>, StoreError> {
        Ok(self.read.acquire().await?)
    }
}

impl PostgresDb {
    /// The connections that read.
    #[must_use]
    pub fn reader(&self) -> &PgPool {
        &self.read
    }
}

/// Makes a missing file of a database for its owner alone: what is in clear there is nobody else's business. SQLite gives the
/// files beside it the same mode.
fn for_its_owner_alone(path: &Path) -> io::Result<()> {
    OpenOptions::new().create(true).append(true).mode(0o600).open(path).map(drop)
}

fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(SQLITE_PATIENCE)
        // The background task does it: a checkpoint by the writer stalls everybody waiting for the next batch.
        .pragma("wal_autocheckpoint", "0")
        .pragma("journal_size_limit", LOG_KEPT.to_string())
        // What is erased is overwritten, and not left in the free parts of the file.
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-32000")
        .pragma("temp_store", "MEMORY")
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    async fn refused(options: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions) -> (&'static str, String) {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open_sqlite(options(sqlite_options(&dir.path().join("toy.db")))).await.unwrap();
        match db.require_durable().await {
            Err(StoreError::NotDurable { setting, value, .. }) => (setting, value),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn sqlite_that_does_not_sync_each_commit_is_refused() {
        for (level, number) in [(SqliteSynchronous::Off, "0"), (SqliteSynchronous::Normal, "1")] {
            assert_eq!(refused(|options| options.synchronous(level)).await, ("synchronous", number.to_owned()));
        }
    }

    #[tokio::test]
    async fn sqlite_without_a_journal_on_disk_is_refused() {
        for (mode, name) in [(SqliteJournalMode::Off, "off"), (SqliteJournalMode::Memory, "memory")] {
            assert_eq!(refused(|options| options.journal_mode(mode)).await, ("journal_mode", name.to_owned()));
        }
    }

    #[tokio::test]
    async fn sqlite_as_the_ledger_opens_it_is_durable() {
        let dir = tempfile::tempdir().unwrap();
        Db::open(&Location::Sqlite(dir.path().join("toy.db")), &[]).await.unwrap();
    }

    #[tokio::test]
    async fn the_files_of_sqlite_are_their_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let _open = Db::open(&Location::Sqlite(dir.path().join("toy.db")), &[]).await.unwrap();
        let modes: Vec<_> = std::fs::read_dir(dir.path())
            .unwrap()
            .map(|file| file.unwrap().metadata().unwrap().permissions().mode() & 0o777)
            .collect();
        assert_eq!(modes, [0o600; 3]);
    }
}
