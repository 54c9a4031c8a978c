//! Cases as they stood at one instant: their events, with the rows and the timers that the service keeps of them.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::db::{StoreError, Tx, on_tx};
use crate::domain::{Domain, TIMER};
use crate::event;
use crate::ledger::{Ledger, Recorded};
use crate::lookup;
use crate::table::{Table, Value};

/// A stream as it stood.
#[derive(Debug)]
pub struct Held<E> {
    /// Which.
    pub stream: Uuid,
    /// Its events, oldest first; none where rows are kept of a stream that the ledger does not have.
    pub events: Vec<Recorded<E>>,
    /// Its rows in the table that was asked for, by its columns.
    pub rows: Vec<Vec<Value>>,
    /// Its timers: the kind and the day, as stored.
    pub timers: Vec<(String, String)>,
}

impl<E> Held<E> {
    fn of(stream: Uuid) -> Self {
        Self { stream, events: Vec::new(), rows: Vec::new(), timers: Vec::new() }
    }

    /// Whether the stream's key was destroyed: nothing can be read of what it said.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.events.iter().any(|recorded| recorded.event.is_none())
    }
}

impl<D: Domain> Ledger<D> {
    /// The streams after one, in the order of their identifiers, as they stood at one instant, with their rows of a table
    /// whose first column names the stream. Together with `None` when these were the last, or else with the stream to go on
    /// after.
    ///
    /// # Errors
    /// As [`Self::events_after`].
    pub async fn held_after(
        &self,
        after: Option<Uuid>,
        limit: i64,
        table: Option<&'static Table>,
    ) -> Result<(Vec<Held<D::Event>>, Option<Uuid>), StoreError> {
        let mut tx = self.db().begin_reading().await?;
        let streams = streams_after(&mut tx, self.name(), after, limit).await?;
        let last = streams.last().copied().filter(|_| i64::try_from(streams.len()) == Ok(limit));
        let until = last.unwrap_or(Uuid::max());
        let stored = event::of_streams_in(&mut tx, self.name(), &streams).await?;
        let keys = lookup::keys(&mut tx, self.name(), &streams).await?;
        let rows = match table {
            Some(table) => table.read_between(&mut tx, self.name(), after, until).await?,
            None => Vec::new(),
        };
        let timers = TIMER.read_between(&mut tx, self.name(), after, until).await?;
        tx.rollback().await?;

        let mut held: BTreeMap<Uuid, Held<D::Event>> =
            streams.into_iter().map(|stream| (stream, Held::of(stream))).collect();
        for recorded in self.open_with(stored, keys)? {
            let stream = recorded.stored.stream;
            held.entry(stream).or_insert_with(|| Held::of(stream)).events.push(recorded);
        }
        for row in rows {
            let Some(Value::Id(stream)) = row.first().cloned() else { return Err(StoreError::Shape("stream")) };
            held.entry(stream).or_insert_with(|| Held::of(stream)).rows.push(row);
        }
        for row in timers {
            let [Value::Id(stream), Value::Text(kind), Value::Text(fire_on)] = &row[..] else {
                return Err(StoreError::Shape(TIMER.name));
            };
            let timer = (kind.clone(), fire_on.clone());
            held.entry(*stream).or_insert_with(|| Held::of(*stream)).timers.push(timer);
        }
        Ok((held.into_values().collect(), last))
    }
}

/// How a stream compares with the one to go on after; without one, with the least that there can be.
pub(crate) fn is_after(after: Option<Uuid>) -> &'static str {
    if after.is_some() { ">" } else { ">=" }
}

async fn streams_after(tx: &mut Tx, ledger: &str, after: Option<Uuid>, limit: i64) -> Result<Vec<Uuid>, StoreError> {
    let sql = format!(
        "SELECT stream FROM event WHERE ledger = $1 AND version = 1 AND stream {} $2 ORDER BY stream LIMIT $3",
        is_after(after),
    );
    let streams: Vec<(Uuid,)> = on_tx!(tx, |connection| sqlx::query_as(AssertSqlSafe(sql))
        .bind(ledger)
        .bind(after.unwrap_or_default())
        .bind(limit)
        .fetch_all(connection)
        .await?);
    Ok(streams.into_iter().map(|(stream,)| stream).collect())
}
