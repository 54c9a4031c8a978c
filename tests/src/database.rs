//! What a service has stored, read past the service.

use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{AssertSqlSafe, FromRow, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::installation::Installation;

/// The address of an installation's PostgreSQL database.
#[must_use]
pub fn address(installation: &Installation) -> Option<String> {
    let cluster = std::env::var("TRAJET_TEST_POSTGRES").unwrap_or_default();
    installation.database().map(|name| format!("{}/{name}", cluster.trim_end_matches('/')))
}

/// The database of one service.
#[derive(Debug)]
pub enum Database {
    /// A file.
    Sqlite(SqlitePool),
    /// A schema.
    Postgres(PgPool),
}

/// A lock that keeps all writers of a database waiting.
#[derive(Debug)]
pub enum Held {
    /// Of a file.
    Sqlite(Transaction<'static, Sqlite>),
    /// Of a schema.
    Postgres(Transaction<'static, Postgres>),
}

impl Held {
    /// Lets the writers go on.
    pub async fn let_go(self) {
        match self {
            Self::Sqlite(held) => held.rollback().await.unwrap(),
            Self::Postgres(held) => held.rollback().await.unwrap(),
        }
    }
}

impl Database {
    /// The database of a service whose process was started in this directory of the installation.
    pub async fn of(installation: &Installation, directory: &str, service: &str) -> Self {
        if let Some(address) = address(installation) {
            let options = PgConnectOptions::from_str(&address).unwrap();
            let pool =
                PgPoolOptions::new().max_connections(1).connect_with(options.options([("search_path", service)]));
            return Self::Postgres(pool.await.unwrap());
        }
        let file = installation.data().with_file_name(directory).join(format!("{service}.db"));
        Self::Sqlite(SqlitePool::connect_with(SqliteConnectOptions::new().filename(file)).await.unwrap())
    }

    /// The rows of a query that both engines understand.
    pub async fn all<R>(&self, query: &str) -> Vec<R>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let query = AssertSqlSafe(query.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_as(query).fetch_all(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_as(query).fetch_all(pool).await.unwrap(),
        }
    }

    /// Holds all writers back as soon as a query gives a number that is looked for. The number cannot change until what is given
    /// back with it is let go.
    pub async fn hold(&self, query: &str, is_looked_for: impl Fn(i64) -> bool) -> (i64, Held) {
        let query = || AssertSqlSafe(query.to_owned());
        loop {
            let (number, held) = match self {
                Self::Sqlite(pool) => {
                    let mut held = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
                    (sqlx::query_scalar(query()).fetch_one(&mut *held).await.unwrap(), Held::Sqlite(held))
                }
                Self::Postgres(pool) => {
                    let mut held = pool.begin().await.unwrap();
                    sqlx::query("LOCK TABLE event IN SHARE MODE").execute(&mut *held).await.unwrap();
                    (sqlx::query_scalar(query()).fetch_one(&mut *held).await.unwrap(), Held::Postgres(held))
                }
            };
            if is_looked_for(number) {
                return (number, held);
            }
            held.let_go().await;
        }
    }

    /// One number.
    pub async fn count(&self, query: &str) -> i64 {
        let rows: Vec<(i64,)> = self.all(query).await;
        rows[0].0
    }
}
