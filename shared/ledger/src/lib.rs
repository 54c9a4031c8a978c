//! An append-only, hash-chained ledger per insurer, on SQLite and PostgreSQL.
//!
//! A service gives it pure decisions ([`Domain`]); the ledger gives the service durability, order, idempotency, views in the
//! same transaction, timers, a feed that can be resumed, and proof of all of it.

mod batch;
mod cache;
mod cases;
mod chain;
mod checkpoint;
mod cursor;
mod db;
mod domain;
mod event;
pub mod feed;
mod gauges;
mod head;
pub mod hex;
mod ledger;
mod lookup;
pub mod pass;
mod seal;
mod story;
mod submission;
mod table;
pub mod timers;
pub mod verify;
mod writer;

pub use cases::Held;
pub use chain::{Frontier, Hash, LeafFields, Statement, genesis, link};
pub use checkpoint::{Checkpoint, CheckpointRefused};
pub use cursor::{Cursor, CursorMalformed};
pub use db::{Db, Location, PostgresDb, SchemaStep, SqliteDb, StoreError};
pub use domain::{Actor, Body, Context, Domain, ParkedFact, UnknownShape};
pub use event::StoredEvent;
pub use ledger::{DueTimer, Ledger, Place, Recorded, Setup};
pub use seal::Sealer;
pub use story::{By, Revision, Standing, Story};
pub use submission::{ExecuteError, Outcome, Request, Source, Submission};
pub use table::{Kind, OnConflict, Row, Table, Value};
