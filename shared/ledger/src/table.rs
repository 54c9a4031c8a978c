//! Tables that the ledger writes in bulk: one statement a table and batch, whatever the number of rows.

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe, Row as _};
use uuid::Uuid;

use crate::cases::is_after;
use crate::db::{Db, StoreError, Tx, on_tx};
use crate::on;

/// A table whose first column is `ledger`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// How many of `columns`, from the first, make a row's key within the ledger.
    pub key: usize,
    /// Its columns in order, without `ledger`.
    pub columns: &'static [(&'static str, Kind)],
    /// What writing a row does when the key is taken.
    pub on_conflict: OnConflict,
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text that compares by its bytes; civil dates are ISO text.
    Text,
    /// A whole number; instants are microseconds since 1970.
    Int,
    /// Bytes.
    Bytes,
    /// An identifier.
    Id,
    /// Text or bytes of a person, sealed with the stream's key on writing.
    Sealed,
}

/// What writing a row does when its key is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnConflict {
    /// The row is written over.
    Replace,
    /// The whole batch fails: the key being free was decided under the head's lock.
    Fail,
}

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Bytes. For a sealed column: what will be sealed.
    Bytes(Vec<u8>),
    /// An identifier.
    Id(Uuid),
}

impl Value {
    /// Text, or nothing.
    #[must_use]
    pub fn text(value: Option<impl Into<String>>) -> Self {
        value.map_or(Self::Null, |value| Self::Text(value.into()))
    }

    /// A civil date as ISO text, or nothing.
    #[must_use]
    pub fn date(value: Option<chrono::NaiveDate>) -> Self {
        Self::text(value.map(|date| date.to_string()))
    }
}

/// A row of a table, without its ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The table.
    pub table: &'static Table,
    /// As many values as the table has columns.
    pub values: Vec<Value>,
}

impl Row {
    /// A row; the values must match the table's columns.
    ///
    /// # Panics
    /// If they do not: a fault in the code that projects.
    #[must_use]
    pub fn new(table: &'static Table, values: Vec<Value>) -> Self {
        assert_eq!(table.columns.len(), values.len(), "a row of {} has one value a column", table.name);
        let columns = table.columns.iter().zip(values);
        let values = columns.map(|((_, kind), value)| match (kind, value) {
            (Kind::Sealed, Value::Text(text)) => Value::Bytes(text.into_bytes()),
            (_, value) => value,
        });
        Self { table, values: values.collect() }
    }

    pub(crate) fn key(&self) -> (&'static str, &[Value]) {
        (self.table.name, &self.values[..self.table.key])
    }
}

/// The most parameters SQLite takes in one statement.
const SQLITE_PARAMETERS: usize = 32_766;

/// The values of a row of either database, in the order of the columns.
macro_rules! values_of {
    ($table:expr, $row:expr) => {
        $table
            .columns
            .iter()
            .enumerate()
            .map(|(index, (_, kind))| {
                Ok(match kind {
                    Kind::Text => $row.try_get::<Option<String>, _>(index)?.map_or(Value::Null, Value::Text),
                    Kind::Int => $row.try_get::<Option<i64>, _>(index)?.map_or(Value::Null, Value::Int),
                    Kind::Bytes | Kind::Sealed => {
                        $row.try_get::<Option<Vec<u8>>, _>(index)?.map_or(Value::Null, Value::Bytes)
                    }
                    Kind::Id => $row.try_get::<Option<Uuid>, _>(index)?.map_or(Value::Null, Value::Id),
                })
            })
            .collect::<Result<Vec<Value>, StoreError>>()
    };
}

impl Table {
    /// Writes rows of this table in one statement (SQLite: in as few as its limit allows).
    pub(crate) async fn write(&self, tx: &mut Tx, ledger: &str, rows: &[&[Value]]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        match tx {
            Tx::Postgres(tx) => {
                let sql = format!(
                    "INSERT INTO {name} (ledger, {columns}) SELECT $1, u.* FROM UNNEST({arrays}) AS u{conflict}",
                    name = self.name,
                    columns = self.names(self.columns.len()),
                    arrays = self.arrays(self.columns.len(), 2),
                    conflict = self.conflict_clause(),
                );
                let arguments = self.postgres_arguments(ledger, rows, self.columns.len())?;
                sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut **tx).await?;
            }
            Tx::Sqlite(tx) => {
                let width = self.columns.len() + 1;
                for chunk in rows.chunks(SQLITE_PARAMETERS / width) {
                    let sql = format!(
                        "INSERT INTO {name} (ledger, {columns}) VALUES {places}{conflict}",
                        name = self.name,
                        columns = self.names(self.columns.len()),
                        places = places(chunk.len(), width),
                        conflict = self.conflict_clause(),
                    );
                    let mut arguments = SqliteArguments::default();
                    for row in chunk {
                        arguments.add(ledger).map_err(StoreError::encode)?;
                        for (column, value) in self.columns.iter().zip(*row) {
                            add_sqlite(&mut arguments, column, value)?;
                        }
                    }
                    // Batches differ in size: caching each text would crowd out the statements that repeat.
                    sqlx::query_with(AssertSqlSafe(sql), arguments)
                        .persistent(chunk.len() == 1)
                        .execute(&mut **tx)
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// Deletes the rows with these keys.
    pub(crate) async fn delete(&self, tx: &mut Tx, ledger: &str, keys: &[&[Value]]) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        match tx {
            Tx::Postgres(tx) => {
                let sql = format!(
                    "DELETE FROM {name} WHERE ctid = ANY (ARRAY(SELECT found.ctid FROM UNNEST({arrays}) AS gone ({columns}) \
                     CROSS JOIN LATERAL (SELECT t.ctid FROM {name} t WHERE t.ledger = $1 AND {same} OFFSET 0) found))",
                    name = self.name,
                    columns = self.names(self.key),
                    same = self.columns[..self.key]
                        .iter()
                        .map(|(name, _)| format!("t.{name} = gone.{name}"))
                        .collect::<Vec<_>>()
                        .join(" AND "),
                    arrays = self.arrays(self.key, 2),
                );
                let arguments = self.postgres_arguments(ledger, keys, self.key)?;
                sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut **tx).await?;
            }
            Tx::Sqlite(tx) => {
                for chunk in keys.chunks((SQLITE_PARAMETERS - 1) / self.key) {
                    let sql = format!(
                        "DELETE FROM {name} WHERE ledger = ? AND ({columns}) IN (VALUES {places})",
                        name = self.name,
                        columns = self.names(self.key),
                        places = places(chunk.len(), self.key),
                    );
                    let mut arguments = SqliteArguments::default();
                    arguments.add(ledger).map_err(StoreError::encode)?;
                    for key in chunk {
                        for (column, value) in self.columns[..self.key].iter().zip(*key) {
                            add_sqlite(&mut arguments, column, value)?;
                        }
                    }
                    sqlx::query_with(AssertSqlSafe(sql), arguments)
                        .persistent(chunk.len() == 1)
                        .execute(&mut **tx)
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// All rows of this table in a ledger, sealed columns still sealed.
    pub(crate) async fn read(&self, db: &Db, ledger: &str) -> Result<Vec<Vec<Value>>, StoreError> {
        let sql = format!("SELECT {} FROM {} WHERE ledger = $1", self.names(self.columns.len()), self.name);
        on!(db, |pool| {
            let rows = sqlx::query(AssertSqlSafe(sql)).bind(ledger).fetch_all(pool).await?;
            rows.iter().map(|row| values_of!(self, row)).collect()
        })
    }

    /// The rows of the streams after one and up to another; the table's first column names the stream.
    pub(crate) async fn read_between(
        &self,
        tx: &mut Tx,
        ledger: &str,
        after: Option<Uuid>,
        until: Uuid,
    ) -> Result<Vec<Vec<Value>>, StoreError> {
        let sql = format!(
            "SELECT {} FROM {} WHERE ledger = $1 AND {stream} {is_after} $2 AND {stream} <= $3",
            self.names(self.columns.len()),
            self.name,
            stream = self.names(1),
            is_after = is_after(after),
        );
        on_tx!(tx, |connection| {
            let query = sqlx::query(AssertSqlSafe(sql)).bind(ledger).bind(after.unwrap_or_default()).bind(until);
            let rows = query.fetch_all(connection).await?;
            rows.iter().map(|row| values_of!(self, row)).collect()
        })
    }

    fn names(&self, count: usize) -> String {
        self.columns[..count].iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn arrays(&self, count: usize, first: usize) -> String {
        let arrays = self.columns[..count].iter().zip(first..).map(|((_, kind), number)| {
            let kind = match kind {
                Kind::Text => "text",
                Kind::Int => "bigint",
                Kind::Bytes | Kind::Sealed => "bytea",
                Kind::Id => "uuid",
            };
            format!("${number}::{kind}[]")
        });
        arrays.collect::<Vec<_>>().join(", ")
    }

    fn conflict_clause(&self) -> String {
        match self.on_conflict {
            OnConflict::Fail => String::new(),
            OnConflict::Replace => {
                let set = self.columns[self.key..].iter().map(|(name, _)| format!("{name} = excluded.{name}"));
                format!(
                    " ON CONFLICT (ledger, {key}) DO UPDATE SET {set}",
                    key = self.names(self.key),
                    set = set.collect::<Vec<_>>().join(", "),
                )
            }
        }
    }

    fn postgres_arguments(&self, ledger: &str, rows: &[&[Value]], count: usize) -> Result<PgArguments, StoreError> {
        let mut arguments = PgArguments::default();
        let add = |result: Result<(), sqlx::error::BoxDynError>| result.map_err(StoreError::encode);
        add(arguments.add(ledger))?;
        for (column, (name, kind)) in self.columns[..count].iter().enumerate() {
            let values = rows.iter().map(|row| &row[column]);
            match kind {
                Kind::Text => add(arguments
                    .add(values.map(|value| text_of(name, value)).collect::<Result<Vec<Option<String>>, _>>()?))?,
                Kind::Int => {
                    add(arguments
                        .add(values.map(|value| int_of(name, value)).collect::<Result<Vec<Option<i64>>, _>>()?))?;
                }
                Kind::Bytes | Kind::Sealed => add(arguments
                    .add(values.map(|value| bytes_of(name, value)).collect::<Result<Vec<Option<Vec<u8>>>, _>>()?))?,
                Kind::Id => {
                    add(arguments
                        .add(values.map(|value| id_of(name, value)).collect::<Result<Vec<Option<Uuid>>, _>>()?))?;
                }
            }
        }
        Ok(arguments)
    }
}

macro_rules! value_of {
    ($name:ident, $variant:ident, $type:ty) => {
        fn $name(column: &'static str, value: &Value) -> Result<Option<$type>, StoreError> {
            match value {
                Value::Null => Ok(None),
                Value::$variant(value) => Ok(Some(value.clone())),
                _ => Err(StoreError::Shape(column)),
            }
        }
    };
}
value_of!(text_of, Text, String);
value_of!(int_of, Int, i64);
value_of!(bytes_of, Bytes, Vec<u8>);
value_of!(id_of, Id, Uuid);

/// A value of another type than its column's is refused here, because SQLite would store it.
fn add_sqlite(
    arguments: &mut SqliteArguments,
    (name, kind): &(&'static str, Kind),
    value: &Value,
) -> Result<(), StoreError> {
    match kind {
        Kind::Text => arguments.add(text_of(name, value)?),
        Kind::Int => arguments.add(int_of(name, value)?),
        Kind::Bytes | Kind::Sealed => arguments.add(bytes_of(name, value)?),
        Kind::Id => arguments.add(id_of(name, value)?),
    }
    .map_err(StoreError::encode)
}

fn places(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(","));
    vec![row.as_str(); rows].join(",")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::db::{Location, SchemaStep};

    static EVERY: Table = Table {
        name: "every",
        key: 2,
        columns: &[
            ("id", Kind::Id),
            ("number", Kind::Int),
            ("text", Kind::Text),
            ("bytes", Kind::Bytes),
            ("sealed", Kind::Sealed),
            ("other", Kind::Id),
        ],
        on_conflict: OnConflict::Replace,
    };
    const STEP: SchemaStep = SchemaStep::same(
        100,
        "every",
        "CREATE TABLE every (ledger CTEXT, id UUID, number BIGINT, text CTEXT, bytes BYTEA, sealed BYTEA, other UUID, PRIMARY KEY (ledger, id, number))",
    );

    fn row(number: i64, text: Option<&str>) -> Vec<Value> {
        let rest = if text.is_some() {
            vec![Value::Bytes(vec![]), Value::Bytes(vec![0]), Value::Id(Uuid::max())]
        } else {
            vec![Value::Null; 3]
        };
        [vec![Value::Id(Uuid::nil()), Value::Int(number), Value::text(text)], rest].concat()
    }

    async fn rows_after(db: &Db, write: &[Vec<Value>], delete: &[Vec<Value>]) -> Vec<Vec<Value>> {
        let mut tx = db.begin().await.unwrap();
        EVERY.write(&mut tx, "a/1", &write.iter().map(Vec::as_slice).collect::<Vec<_>>()).await.unwrap();
        EVERY.delete(&mut tx, "a/1", &delete.iter().map(Vec::as_slice).collect::<Vec<_>>()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(EVERY.read(db, "b/1").await.unwrap(), Vec::<Vec<Value>>::new());
        let mut rows = EVERY.read(db, "a/1").await.unwrap();
        rows.sort();
        rows
    }

    #[tokio::test]
    async fn rows_are_read_as_they_were_written_over_and_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&Location::Sqlite(dir.path().join("toy.db")), &[STEP]).await.unwrap();
        let first = [row(i64::MIN, None), row(i64::MAX, Some("é\0\n"))];
        assert_eq!(rows_after(&db, &first, &[]).await, first);
        let changed = [row(i64::MIN, Some("")), row(i64::MAX, None)];
        assert_eq!(rows_after(&db, &changed, &[]).await, changed);
        assert_eq!(rows_after(&db, &[], &changed[1..]).await, changed[..1]);
        assert_eq!(rows_after(&db, &[], &[]).await, changed[..1]);
    }

    /// Six columns and the ledger: 4,680 rows to a statement when writing, 16,382 keys when deleting.
    #[tokio::test]
    async fn sqlite_takes_more_than_one_statement_holds() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&Location::Sqlite(dir.path().join("toy.db")), &[STEP]).await.unwrap();
        let many: Vec<_> = (0..16_384).map(|number| row(number, None)).collect();
        assert_eq!(rows_after(&db, &many, &[]).await, many);
        assert_eq!(rows_after(&db, &[], &many).await, Vec::<Vec<Value>>::new());
    }

    #[test]
    fn a_value_of_another_type_is_a_refusal() {
        let wrong = vec![Value::Text(String::new()); 6];
        let postgres = EVERY.postgres_arguments("a/1", &[&wrong], 6).unwrap_err();
        let sqlite = add_sqlite(&mut SqliteArguments::default(), &EVERY.columns[0], &wrong[0]).unwrap_err();
        for error in [postgres, sqlite] {
            assert!(error.is_refusal() && matches!(error, StoreError::Shape("id")), "{error}");
        }
    }

    #[test]
    #[should_panic(expected = "one value a column")]
    fn a_row_with_too_few_values_is_a_fault_of_the_code() {
        let _ = Row::new(&EVERY, vec![Value::Null]);
    }
}
