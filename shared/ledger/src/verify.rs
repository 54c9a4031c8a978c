//! Proof that a ledger is what was written: every leaf, every link, the Merkle root, the signatures, the head, and the
//! views that follow from the events; and that no key was destroyed but by an erasure.

mod keys;

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::cases::Held;
use crate::chain::{Frontier, Hash, genesis, link};
use crate::checkpoint::{self, Checkpoint};
use crate::db::{Db, StoreError};
use crate::domain::Domain;
use crate::event;
use crate::head::Head;
use crate::ledger::{Ledger, Recorded};
use crate::story::Story;

pub use keys::keys;

/// Events read at a time.
const PAGE: i64 = 1_000;
/// Streams whose events are held at a time.
const STREAMS: i64 = 64;

/// Something that cannot be as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, if at one place: a position of the ledger.
    pub position: Option<i64>,
    /// What.
    pub what: String,
}

/// What a check of a ledger found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// How many events were read.
    pub events: u64,
    /// How many checkpoints were checked.
    pub checkpoints: u64,
    /// What is wrong; nothing if the ledger is whole.
    pub findings: Vec<Finding>,
}

impl Report {
    fn find(&mut self, position: impl Into<Option<i64>>, what: impl Into<String>) {
        self.findings.push(Finding { position: position.into(), what: what.into() });
    }

    /// What was read. That something there cannot be read is a finding; that the database failed is an error.
    fn readable<T>(
        &mut self,
        after: impl Into<Option<i64>>,
        read: Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match read {
            Ok(read) => Ok(Some(read)),
            Err(error) if error.is_unreadable() => {
                self.find(after, format!("what follows cannot be read: {error}"));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// Checks a ledger's chain, from its first event to its head, with nothing but the database and the key that signs.
///
/// # Errors
/// If the database fails; what cannot be read at all is a finding.
pub async fn chain(db: &Db, ledger: &str, public_key: &[u8]) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let Some(head) = report.readable(None, Head::current(db, ledger).await)? else { return Ok(report) };
    let all = report.readable(None, checkpoint::all(db, ledger).await)?.unwrap_or_default();
    let mut checkpoints: BTreeMap<i64, Checkpoint> =
        all.into_iter().map(|checkpoint| (checkpoint.statement.position, checkpoint)).collect();
    let mut at = Walk { position: 0, hash: genesis(ledger, head.epoch), frontier: Frontier::default(), recorded_at: 0 };
    let mut versions: HashMap<Uuid, i64> = HashMap::new();
    loop {
        let events = event::after(db, ledger, at.position, PAGE).await;
        let Some(events) = report.readable(at.position, events)? else { return Ok(report) };
        let Some(last) = events.last().map(|event| event.position) else { break };
        for stored in &events {
            report.events += 1;
            if stored.position != at.position + 1 {
                report.find(stored.position, "positions before it are missing");
            }
            let leaf = stored.computed_leaf(ledger);
            if stored.leaf != leaf {
                report.find(stored.position, "its leaf is not the hash of what is stored");
            }
            at.hash = link(&at.hash, &leaf);
            if stored.hash != at.hash {
                report.find(stored.position, "it does not follow from the event before it");
                // Go on from what is stored, so that one change is not told of every later event.
                at.hash = Hash::try_from(stored.hash.as_slice()).unwrap_or(at.hash);
            }
            if stored.recorded_at < at.recorded_at {
                report.find(stored.position, "it was recorded before the event before it");
            }
            let version = versions.entry(stored.stream).or_default();
            if stored.version != *version + 1 {
                report.find(stored.position, "its stream has a gap before it");
            }
            *version = stored.version;
            at.frontier.append(leaf);
            (at.position, at.recorded_at) = (stored.position, stored.recorded_at);
            if let Some(checkpoint) = checkpoints.remove(&stored.position) {
                at.compare(&mut report, &checkpoint, &head, public_key);
            }
        }
        at.position = last;
    }
    for position in checkpoints.into_keys() {
        report.find(position, "a checkpoint states a position that the ledger does not have");
    }
    if (head.position, head.hash, &head.frontier) != (at.position, at.hash, &at.frontier) {
        report.find(None, "the head is not where the events end");
    }
    if head.recorded_at != at.recorded_at {
        report.find(None, "the head's time is not that of the last event");
    }
    Ok(report)
}

struct Walk {
    position: i64,
    hash: Hash,
    frontier: Frontier,
    recorded_at: i64,
}

impl Walk {
    fn compare(&self, report: &mut Report, checkpoint: &Checkpoint, head: &Head, public_key: &[u8]) {
        report.checkpoints += 1;
        let stated = &checkpoint.statement;
        if checkpoint.key_id != trajet_runtime::keys::key_id(public_key) || !checkpoint.is_signed_by(public_key) {
            report.find(stated.position, "a checkpoint is not signed by this service's key");
        }
        if stated.epoch != head.epoch || stated.hash != self.hash || stated.merkle_root != self.frontier.root() {
            report.find(stated.position, "a checkpoint states another past than the one stored");
        }
    }
}

/// Checks that every stream's views, timers and claims are what its events lead to, by replaying all of it, some streams at a time.
///
/// # Errors
/// If the database fails, or an event cannot be read.
pub async fn views<D: Domain>(ledger: &Ledger<D>) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut expected: BTreeMap<&'static str, (&'static crate::Table, Vec<Vec<crate::Value>>)> = BTreeMap::new();
    for table in ledger.domain().tables().iter().copied().chain(crate::domain::OWN_TABLES) {
        expected.insert(table.name, (table, Vec::new()));
    }
    let mut after = None;
    loop {
        let (streams, next) = ledger.held_after(after, STREAMS, None).await?;
        for Held { stream, events, .. } in streams {
            let mut story = None;
            for Recorded { stored, event, .. } in events {
                report.events += 1;
                let Some(event) = event else { continue };
                story.get_or_insert_with(|| Story::of(ledger.domain())).follow(ledger.domain(), &stored, event);
            }
            for row in story.iter().flat_map(|story| ledger.domain().project(stream, story.state())) {
                if let Some((_, rows)) = expected.get_mut(row.table.name) {
                    rows.push(row.values);
                }
            }
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    for (table, mut rows) in expected.into_values() {
        let mut stored = ledger.rows(table).await?;
        rows.sort();
        stored.sort();
        if rows != stored {
            let (missing, foreign) = difference(&rows, &stored);
            report.find(
                None,
                format!("{}: {missing} rows missing or changed, {foreign} that no event accounts for", table.name),
            );
        }
    }
    Ok(report)
}

/// How many of the one are not in the other, and the other way round. Both sorted.
fn difference(expected: &[Vec<crate::Value>], stored: &[Vec<crate::Value>]) -> (usize, usize) {
    let not_in = |these: &[Vec<crate::Value>], those: &[Vec<crate::Value>]| {
        these.iter().filter(|row| those.binary_search(row).is_err()).count()
    };
    (not_in(expected, stored), not_in(stored, expected))
}
