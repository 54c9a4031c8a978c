//! A statement that grows with what is asked, each value beside it and never in it.

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, FromRow};
use trajet_ledger::{Db, StoreError, on};

/// A value that goes with a statement.
#[derive(Debug, Clone)]
pub(crate) enum Bound {
    Text(String),
    Bytes(Vec<u8>),
    Number(i64),
}

impl From<&str> for Bound {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Bound {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Bound {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<i64> for Bound {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The values of a statement, in order.
#[derive(Debug)]
pub(crate) struct Values(Vec<Bound>);

impl Values {
    /// Those of a statement about a ledger, whose name is `$1`.
    pub(crate) fn of(ledger: &str) -> Self {
        Self(vec![ledger.into()])
    }

    /// Adds a value and gives its place in the statement.
    pub(crate) fn add(&mut self, value: impl Into<Bound>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    /// Adds several and gives their places, as a list without brackets.
    pub(crate) fn list(&mut self, values: impl IntoIterator<Item = impl Into<Bound>>) -> String {
        values.into_iter().map(|value| self.add(value)).collect::<Vec<_>>().join(", ")
    }

    /// All rows of the statement that these values belong to.
    ///
    /// The statement is not kept: its text differs from query to query, and PostgreSQL plans it best by its values.
    pub(crate) async fn fetch<R>(self, db: &Db, statement: String) -> Result<Vec<R>, StoreError>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        on!(db, |pool| {
            let mut query = sqlx::query_as(AssertSqlSafe(statement)).persistent(false);
            for value in self.0 {
                query = match value {
                    Bound::Text(text) => query.bind(text),
                    Bound::Bytes(bytes) => query.bind(bytes),
                    Bound::Number(number) => query.bind(number),
                };
            }
            Ok(query.fetch_all(pool).await?)
        })
    }
}
