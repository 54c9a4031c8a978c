//! What a test stands on: a database of its own, a clock that it sets, randomness that repeats.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use trajet_ledger::verify::{self, Report};
use trajet_ledger::{Db, Domain, Ledger, Location, Setup};
use trajet_runtime::{Clock, Entropy, KeyRing};

use crate::toy::{Bank, Listener, Toy, first_day};

/// Runs each test of a file on both engines.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(crate::bench::Bench::sqlite()).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(crate::bench::Bench::postgres(stringify!($name)).await).await;
            })+
        }
    };
}
pub(crate) use on_both_engines;

/// Nothing here takes so long unless it never ends.
const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) clock: Clock,
    pub(crate) stop: CancellationToken,
    seeds: AtomicU64,
}

pub(crate) enum Engine {
    /// A file for each service.
    Sqlite(TempDir),
    /// The URL of a database, with a schema for each service.
    Postgres(String),
}

impl Bench {
    pub(crate) fn sqlite() -> Self {
        Self::new(Engine::Sqlite(tempfile::tempdir().unwrap()))
    }

    /// A new database named after the test, in place of what an earlier run left.
    pub(crate) async fn postgres(test: &str) -> Self {
        let database = format!("test_{}", &test[..test.len().min(53)]);
        let mut cluster = Raw::postgres(&cluster(), "public").await;
        cluster.run(&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")).await.unwrap();
        cluster.run(&format!("CREATE DATABASE {database}")).await.unwrap();
        Self::new(Engine::Postgres(format!("{}{database}", cluster_root())))
    }

    fn new(engine: Engine) -> Self {
        Self { engine, clock: Clock::manual(first_day()), stop: CancellationToken::new(), seeds: AtomicU64::new(100) }
    }

    pub(crate) fn location(&self, service: &str) -> Location {
        match &self.engine {
            Engine::Sqlite(_) => Location::Sqlite(self.file(service)),
            Engine::Postgres(url) => Location::Postgres { url: url.clone(), schema: service.to_owned() },
        }
    }

    /// The file of a service.
    pub(crate) fn file(&self, service: &str) -> PathBuf {
        let Engine::Sqlite(dir) = &self.engine else { panic!("PostgreSQL has no file") };
        dir.path().join(format!("{service}.db"))
    }

    pub(crate) async fn db<const LISTENER: bool>(&self) -> Db {
        let toy = Toy::<LISTENER> { modern: true };
        Db::open(&self.location(Toy::<LISTENER>::SERVICE), toy.schema()).await.unwrap()
    }

    /// The accounts, opened once more: another process would see them so.
    pub(crate) async fn bank(&self) -> Ledger<Bank> {
        self.open(self.db::<false>().await, "300", true).await
    }

    /// The service that listens.
    pub(crate) async fn listener(&self) -> Ledger<Listener> {
        self.open(self.db::<true>().await, "300", true).await
    }

    pub(crate) async fn open<const LISTENER: bool>(
        &self,
        db: Db,
        insurer: &str,
        modern: bool,
    ) -> Ledger<Toy<LISTENER>> {
        Ledger::open(db, insurer, Toy { modern }, self.setup()).await.unwrap()
    }

    pub(crate) fn setup(&self) -> Setup {
        let seed = self.seeds.fetch_add(1, Ordering::Relaxed);
        setup(self.clock.clone(), seed, self.stop.clone())
    }

    /// A copy of the accounts' database as it stands, such as a backup restored. The database is closed for it.
    pub(crate) async fn copy(&self, bank: &Ledger<Bank>) -> Self {
        bank.db().close().await;
        match &self.engine {
            Engine::Sqlite(_) => {
                let copy = Self::sqlite();
                std::fs::copy(self.file("toy"), copy.file("toy")).unwrap();
                copy
            }
            Engine::Postgres(url) => {
                let database = url.rsplit_once('/').unwrap().1;
                let mut cluster = Raw::postgres(&cluster(), "public").await;
                cluster.run(&format!("DROP DATABASE IF EXISTS {database}_copy WITH (FORCE)")).await.unwrap();
                cluster.run(&format!("CREATE DATABASE {database}_copy TEMPLATE {database}")).await.unwrap();
                Self::new(Engine::Postgres(format!("{url}_copy")))
            }
        }
    }

    /// A connection past the ledger, as an operator or an intruder has.
    pub(crate) async fn raw(&self, service: &str) -> Raw {
        match self.location(service) {
            Location::Sqlite(path) => Raw::Sqlite(
                SqliteConnectOptions::new().filename(path).pragma("synchronous", "OFF").connect().await.unwrap(),
            ),
            Location::Postgres { url, schema } => Raw::postgres(&url, &schema).await,
        }
    }

    /// Keeps everybody from writing the accounts until it is let go.
    pub(crate) async fn hold(&self) -> Raw {
        let mut raw = self.raw("toy").await;
        let lock = match raw {
            Raw::Sqlite(_) => "BEGIN IMMEDIATE",
            Raw::Postgres(_) => "BEGIN; SELECT 1 FROM ledger_head FOR UPDATE",
        };
        raw.run(lock).await.unwrap();
        raw
    }
}

pub(crate) fn setup(clock: Clock, seed: u64, stop: CancellationToken) -> Setup {
    Setup { keys: keys(), clock, entropy: Entropy::seeded(seed), stop }
}

/// The installation's keys, the same in every process.
pub(crate) fn keys() -> Arc<KeyRing> {
    Arc::new(KeyRing::seeded(&Entropy::seeded(1)))
}

fn cluster_root() -> String {
    std::env::var("TRAJET_TEST_POSTGRES").expect(
        "TRAJET_TEST_POSTGRES is not set: run `bash tests/run`, which starts a PostgreSQL cluster, or name one as postgres://user@host:port/",
    )
}

/// The URL of the cluster's own database.
pub(crate) fn cluster() -> String {
    format!("{}postgres", cluster_root())
}

/// A connection that the ledger does not know of.
pub(crate) enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub(crate) async fn postgres(url: &str, schema: &str) -> Self {
        Self::Postgres(
            PgConnectOptions::from_str(url).unwrap().options([("search_path", schema)]).connect().await.unwrap(),
        )
    }

    /// Runs SQL and says how many rows it changed.
    pub(crate) async fn run(&mut self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        Ok(match self {
            Self::Sqlite(connection) => sql.execute(connection).await?.rows_affected(),
            Self::Postgres(connection) => sql.execute(connection).await?.rows_affected(),
        })
    }

    /// One number.
    pub(crate) async fn count(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
        }
    }

    /// One value of bytes.
    pub(crate) async fn blob(&mut self, sql: &str) -> Vec<u8> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
            Self::Postgres(connection) => sqlx::query_scalar(sql).fetch_one(connection).await.unwrap(),
        }
    }

    /// Bytes as this engine writes them in SQL.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> String {
        let hex = trajet_ledger::hex::encode(bytes);
        match self {
            Self::Sqlite(_) => format!("x'{hex}'"),
            Self::Postgres(_) => format!("'\\x{hex}'::bytea"),
        }
    }
}

/// Waits for what gives no signal of its own.
pub(crate) async fn until(mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::task::yield_now().await;
        }
    };
    within(waiting).await;
}

/// Waits for what must end.
pub(crate) async fn within<T>(waiting: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, waiting).await.expect("it ends")
}

pub(crate) async fn position<D: Domain>(ledger: &Ledger<D>) -> i64 {
    ledger.current_cursor().await.unwrap().position
}

pub(crate) async fn check_chain<D: Domain>(ledger: &Ledger<D>) -> Report {
    verify::chain(ledger.db(), ledger.name(), &keys().signer().public_key()).await.unwrap()
}

/// Nothing is wrong with the ledger, and it has so many events.
pub(crate) async fn assert_whole<D: Domain>(ledger: &Ledger<D>, events: u64) {
    let chain = check_chain(ledger).await;
    assert_eq!((chain.findings, chain.events), (vec![], events), "the chain");
    let views = verify::views(ledger).await.unwrap();
    assert_eq!((views.findings, views.events), (vec![], events), "the views");
    let keys = verify::keys(ledger).await.unwrap();
    assert_eq!((keys.findings, keys.events), (vec![], events), "the keys");
}
