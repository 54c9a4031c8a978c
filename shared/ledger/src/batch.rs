//! One transaction of the writer: what it reads before deciding, what the decisions add, what it writes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use prost::Message as _;
use trajet_contracts::internal::ledger::v1::{EventHeader, RequestOutcome};
use uuid::Uuid;

use crate::cache::{Cache, Stream};
use crate::chain::{Statement, link};
use crate::checkpoint;
use crate::cursor::Cursor;
use crate::db::{StoreError, Tx};
use crate::domain::{Context, Domain, TIMER};
use crate::event::{self, EVENT, StoredEvent};
use crate::feed::{STUCK_FACT, StuckFact};
use crate::head::Head;
use crate::lookup::{self, DATA_KEY, FEED_CURSOR, Known, REQUEST};
use crate::pass::PASS;
use crate::submission::{ExecuteError, Occasion, Outcome, Submission};
use crate::table::{Kind, Row, Table, Value};
use crate::writer::{Answer, Core, Unit};

/// A checkpoint is signed at least every so many events.
const EVENTS_PER_CHECKPOINT: i64 = 1_024;

pub(crate) struct Batch<'a, D: Domain> {
    core: &'a Core<D>,
    cache: &'a mut Cache<D>,
    started_at: i64,
    head: Head,
    context: Context,
    known: Known,
    streams: HashMap<Uuid, Stream<D>>,
    events: Vec<StoredEvent>,
    requests: Vec<Vec<Value>>,
    cursors: Vec<Vec<Value>>,
    stuck: Vec<Vec<Value>>,
    unstuck: Vec<Vec<Value>>,
    passes: Vec<Vec<Value>>,
    keys: Vec<Vec<Value>>,
}

/// What a committed batch leaves behind.
pub(crate) struct Written<D: Domain> {
    pub(crate) head: Head,
    pub(crate) events: u64,
    pub(crate) checkpoint: bool,
    pub(crate) due_timers: bool,
    pub(crate) erased: bool,
    pub(crate) streams: HashMap<Uuid, Stream<D>>,
}

/// How much there was before a unit, to go back to if one of its parts is refused.
struct Mark<D: Domain> {
    head: Head,
    events: usize,
    requests: usize,
    keys: usize,
    streams: HashMap<Uuid, Option<Stream<D>>>,
}

impl<'a, D: Domain> Batch<'a, D> {
    /// Reads, under the head's lock, all that deciding these units can need.
    pub(crate) async fn open(
        core: &'a Core<D>,
        cache: &'a mut Cache<D>,
        head: Head,
        tx: &mut Tx,
        units: &[Unit<D>],
    ) -> Result<Self, StoreError> {
        let submissions = || units.iter().flat_map(|unit| &unit.submissions);
        let cold: BTreeSet<Uuid> =
            submissions().map(|submission| submission.stream).filter(|stream| cache.get(*stream).is_none()).collect();
        let streams = load(core, tx, &cold.into_iter().collect::<Vec<_>>()).await?;
        let mut claims: BTreeSet<Vec<u8>> =
            submissions().filter_map(|submission| core.domain.claim(&submission.command)).collect();
        for submission in submissions() {
            let stream = streams.get(&submission.stream).or_else(|| cache.get(submission.stream));
            let history = stream.map_or(&[][..], |stream| stream.story.events());
            claims.extend(core.domain.claims_again(history, &submission.command));
        }
        let answered = |unit: &&Unit<D>| !matches!(unit.occasion, Occasion::Timer(_) | Occasion::Unkept);
        let requests = units.iter().filter(answered);
        let requests: Vec<(&str, Uuid)> = requests
            .flat_map(|unit| &unit.submissions)
            .map(|submission| (submission.actor.as_str(), submission.request.id))
            .collect();
        let sources = units.iter().filter_map(|unit| match &unit.occasion {
            Occasion::Advance(advance) => Some(advance.source.as_str()),
            _ => None,
        });
        let sources: BTreeSet<&str> = sources.collect();
        let known = Known::read(tx, &core.name, &requests, claims, sources).await?;
        let now = core.clock.now();
        Ok(Self {
            started_at: now.timestamp_micros().max(head.recorded_at),
            context: Context { now, today: core.clock.today(), claimed_by: None },
            core,
            cache,
            head,
            known,
            streams,
            events: Vec::new(),
            requests: Vec::new(),
            cursors: Vec::new(),
            stuck: Vec::new(),
            unstuck: Vec::new(),
            passes: Vec::new(),
            keys: Vec::new(),
        })
    }

    /// Decides a unit: all of it, or nothing.
    pub(crate) fn decide(&mut self, unit: &Unit<D>) -> Answer<D> {
        if let Occasion::Advance(advance) = &unit.occasion
            && self.known.cursor(&advance.source) != advance.from
        {
            return Err(ExecuteError::CursorMoved);
        }
        let mut mark = Mark {
            head: self.head.clone(),
            events: self.events.len(),
            requests: self.requests.len(),
            keys: self.keys.len(),
            streams: HashMap::new(),
        };
        let outcomes: Answer<D> =
            unit.submissions.iter().map(|submission| self.decide_one(submission, &unit.occasion, &mut mark)).collect();
        match &outcomes {
            Err(_) => self.go_back(mark),
            Ok(_) => self.settle(&unit.occasion),
        }
        outcomes
    }

    /// Notes what is committed beside what was decided.
    fn settle(&mut self, occasion: &Occasion) {
        match occasion {
            Occasion::Request | Occasion::Timer(_) | Occasion::Unkept => {}
            Occasion::Pass(row) => self.passes.push(row.values.clone()),
            Occasion::Advance(advance) => {
                self.known.set_cursor(&advance.source, advance.to.position);
                self.cursors.push(vec![
                    Value::Text(advance.source.clone()),
                    Value::Int(advance.to.position),
                    Value::Text(advance.to.to_string()),
                ]);
                self.stuck.extend(advance.stuck.iter().map(StuckFact::row));
            }
            Occasion::Unstick { source, position } => {
                self.unstuck.push(vec![Value::Text(source.clone()), Value::Int(*position)]);
            }
        }
    }

    fn decide_one(
        &mut self,
        submission: &Submission<D>,
        occasion: &Occasion,
        mark: &mut Mark<D>,
    ) -> Result<Outcome, ExecuteError<D::Rejection>> {
        if let Occasion::Timer(timer) = occasion {
            let core = self.core;
            let stream = self.stream(submission.stream);
            if !core.domain.project(submission.stream, stream.story.state()).contains(timer) {
                let version = stream.version;
                return Ok(self.outcome(submission.stream, version));
            }
            return self.act(submission, mark);
        }
        if *occasion == Occasion::Unkept {
            let stream = self.stream(submission.stream);
            if stream.erased {
                let version = stream.version;
                return Ok(self.outcome(submission.stream, version));
            }
            return self.act(submission, mark);
        }
        let (caller, request) = (submission.actor.as_str(), &submission.request);
        let mac = self.core.sealer.keys().mac("request", &[request.method.as_bytes(), &request.content]);
        if let Some(earlier) = self.known.request(caller, request.id) {
            return if earlier.is(&request.method, &mac) {
                earlier.outcome()
            } else {
                Err(ExecuteError::RequestIdReused)
            };
        }
        let outcome = self.act(submission, mark)?;
        let stored = RequestOutcome {
            stream: outcome.stream.as_bytes().to_vec(),
            version: outcome.version,
            cursor: outcome.cursor.to_string(),
        }
        .encode_to_vec();
        self.requests.push(vec![
            Value::Text(caller.to_owned()),
            Value::Id(request.id),
            Value::Text(request.method.clone()),
            Value::Bytes(mac.to_vec()),
            Value::Bytes(stored.clone()),
        ]);
        self.known.answer(caller, request.id, &request.method, mac, stored);
        Ok(outcome)
    }

    /// Decides a command on its stream as it stands now, and stages what it causes.
    fn act(&mut self, submission: &Submission<D>, mark: &mut Mark<D>) -> Result<Outcome, ExecuteError<D::Rejection>> {
        let (core, today) = (self.core, self.context.today);
        let stream = self.stream(submission.stream);
        let closed_to = |subject| core.domain.is_closed(stream.story.state(), &submission.command, subject, today);
        if submission.actor.kept_out_as().is_some_and(closed_to) {
            return Err(ExecuteError::Closed);
        }
        if let Some(expected) = submission.if_version
            && stream.version > 0
            && stream.version != expected
        {
            return Err(ExecuteError::VersionMismatch { current: stream.version });
        }
        if stream.erased {
            tracing::warn!(ledger = %core.name, method = %submission.request.method, "the stream was erased");
            return Err(ExecuteError::Internal);
        }
        let mut stream = stream.clone();
        let again = core.domain.claims_again(stream.story.events(), &submission.command);
        let another = |claim: &Vec<u8>| self.known.holder(claim).filter(|holder| *holder != submission.stream);
        let claimed_by = core.domain.claim(&submission.command).and_then(|claim| self.known.holder(&claim));
        let claimed_by = claimed_by.or_else(|| again.iter().find_map(another));
        let context = Context { claimed_by, ..self.context };
        let decision = catch_unwind(AssertUnwindSafe(|| {
            core.domain.decide_in(stream.story.events(), stream.story.state(), &submission.command, &context)
        }));
        let Ok(decided) = decision else {
            tracing::error!(ledger = %core.name, method = %submission.request.method, "a decision panicked");
            return Err(ExecuteError::Internal);
        };
        let events = decided.map_err(ExecuteError::Rejected)?;
        for event in &events {
            self.append(submission, &mut stream, event)?;
        }
        let outcome = self.outcome(submission.stream, stream.version);
        let before = self.streams.insert(submission.stream, stream);
        mark.streams.entry(submission.stream).or_insert(before);
        self.settle_claims(submission.stream);
        Ok(outcome)
    }

    fn outcome(&self, stream: Uuid, version: i64) -> Outcome {
        let cursor = Cursor::new(&self.core.name, self.head.epoch, self.head.position, &self.head.hash);
        Outcome { stream, version, cursor, repeated: false }
    }

    fn append(
        &mut self,
        submission: &Submission<D>,
        stream: &mut Stream<D>,
        event: &D::Event,
    ) -> Result<(), ExecuteError<D::Rejection>> {
        let core = self.core;
        let body = core.domain.encode(event);
        if body.since > self.head.writer_schema {
            return Err(ExecuteError::NotEnabled);
        }
        let key = stream.key.get_or_insert_with(|| {
            let (key, wrapped) = core.sealer.create(submission.stream);
            self.keys.push(vec![Value::Id(submission.stream), Value::Bytes(wrapped)]);
            key
        });
        let version = stream.version + 1;
        let header = submission.source.as_ref().map_or_else(EventHeader::default, |source| EventHeader {
            source_ledger: source.ledger.clone(),
            source_position: source.position,
        });
        let mut stored = StoredEvent {
            position: self.head.position + 1,
            stream: submission.stream,
            version,
            kind: body.kind.to_owned(),
            schema: body.schema,
            recorded_at: self.started_at,
            effective_on: body.effective_on.to_string(),
            actor: submission.actor.as_str().to_owned(),
            basis: body.basis,
            request_id: submission.request.id,
            trace: submission.trace.clone(),
            header: header.encode_to_vec(),
            sealed: core.sealer.seal_event(key, submission.stream, version, body.kind, &body.bytes),
            leaf: Vec::new(),
            hash: Vec::new(),
        };
        let leaf = stored.computed_leaf(&core.name);
        self.head.position += 1;
        self.head.hash = link(&self.head.hash, &leaf);
        self.head.frontier.append(leaf);
        self.head.recorded_at = self.started_at;
        stored.leaf = leaf.to_vec();
        stored.hash = self.head.hash.to_vec();
        stream.story.follow(&core.domain, &stored, event.clone());
        self.events.push(stored);
        stream.version = version;
        stream.erased |= D::ERASING.contains(&body.kind);
        Ok(())
    }

    fn stream(&mut self, id: Uuid) -> &Stream<D> {
        if !self.streams.contains_key(&id) {
            let stream = self.cache.get(id).cloned().unwrap_or_else(|| Stream::of(&self.core.domain));
            self.streams.insert(id, stream);
        }
        &self.streams[&id]
    }

    fn go_back(&mut self, mark: Mark<D>) {
        self.head = mark.head;
        self.events.truncate(mark.events);
        self.keys.truncate(mark.keys);
        for forgotten in self.requests.drain(mark.requests..) {
            if let [Value::Text(caller), Value::Id(id), ..] = forgotten.as_slice() {
                self.known.forget(caller, *id);
            }
        }
        for (id, before) in mark.streams {
            self.streams.insert(id, before.unwrap_or_else(|| Stream::of(&self.core.domain)));
            self.settle_claims(id);
        }
    }

    /// Lets the rest of the batch see what the stream claims now, and what it has let go.
    fn settle_claims(&mut self, id: Uuid) {
        if self.known.asks_for_claims() {
            let rows = self.core.domain.project(id, self.streams[&id].story.state());
            self.known.settle(id, rows.iter().filter_map(Row::claimed));
        }
    }

    /// Writes everything; `None` if there is nothing to write. `sign_after`: sign a checkpoint if the ledger has
    /// moved beyond that position.
    pub(crate) async fn write(
        mut self,
        tx: &mut Tx,
        sign_after: Option<i64>,
    ) -> Result<Option<Written<D>>, StoreError> {
        let appended = i64::try_from(self.events.len()).unwrap_or(i64::MAX);
        let sign = sign_after.is_some_and(|signed| self.head.position > signed)
            || self.head.position / EVENTS_PER_CHECKPOINT > (self.head.position - appended) / EVENTS_PER_CHECKPOINT;
        let noted = [&self.requests, &self.cursors, &self.unstuck, &self.passes];
        if appended == 0 && noted.iter().all(|rows| rows.is_empty()) && !sign {
            return Ok(None);
        }
        let ledger = &*self.core.name;
        let events: Vec<Vec<Value>> = self.events.iter().map(StoredEvent::row).collect();
        write(tx, ledger, &DATA_KEY, &self.keys).await?;
        write(tx, ledger, &EVENT, &events).await?;
        write(tx, ledger, &REQUEST, &self.requests).await?;
        write(tx, ledger, &FEED_CURSOR, &last_of_each(std::mem::take(&mut self.cursors))).await?;
        write(tx, ledger, &PASS, &last_of_each(std::mem::take(&mut self.passes))).await?;
        STUCK_FACT.delete(tx, ledger, &self.unstuck.iter().map(Vec::as_slice).collect::<Vec<_>>()).await?;
        write(tx, ledger, &STUCK_FACT, &self.stuck).await?;
        let due_timers = self.write_views(tx).await?;
        let erased = self.streams.iter().filter(|(_, stream)| stream.erased && stream.version > 0);
        let erased: Vec<Uuid> = erased.map(|(id, _)| *id).collect();
        lookup::erase(tx, ledger, &erased).await?;
        if appended > 0 {
            self.head.write(tx, ledger, self.head.position - appended).await?;
        }
        if sign {
            let statement = Statement {
                ledger: ledger.to_owned(),
                epoch: self.head.epoch,
                position: self.head.position,
                hash: self.head.hash,
                merkle_root: self.head.frontier.root(),
                signed_at: self.started_at,
            };
            checkpoint::sign_and_write(tx, self.core.sealer.keys().signer(), &statement).await?;
        }
        Ok(Some(Written {
            head: self.head,
            events: appended.unsigned_abs(),
            checkpoint: sign,
            due_timers,
            erased: !erased.is_empty(),
            streams: self.streams,
        }))
    }

    /// Brings the views from what the streams' states showed before to what they show now. Says whether a timer was
    /// written that is due already.
    async fn write_views(&mut self, tx: &mut Tx) -> Result<bool, StoreError> {
        let core = self.core;
        let touched: BTreeSet<Uuid> = self.events.iter().map(|event| event.stream).collect();
        let mut gone: BTreeMap<&'static Table, Vec<Vec<Value>>> = BTreeMap::new();
        let mut changed: BTreeMap<&'static Table, Vec<Vec<Value>>> = BTreeMap::new();
        let today = self.context.today.to_string();
        let mut due_timers = false;
        for id in touched {
            let stream = self.streams.get_mut(&id).expect("a touched stream is staged");
            let rows = core.domain.project(id, stream.story.state());
            let before = std::mem::replace(&mut stream.rows, rows);
            let old: BTreeMap<_, &Row> = before.iter().map(|row| (row.key(), row)).collect();
            let new: BTreeMap<_, &Row> = stream.rows.iter().map(|row| (row.key(), row)).collect();
            for (key, row) in &old {
                if !new.contains_key(key) {
                    gone.entry(row.table).or_default().push(row.values.clone());
                }
            }
            for (key, row) in &new {
                if old.get(key) == Some(row) {
                    continue;
                }
                if let (true, [_, _, Value::Text(fire_on)]) = (row.table == &TIMER, row.values.as_slice()) {
                    due_timers |= *fire_on <= today;
                }
                let key = stream.key.as_ref().expect("a stream with events has a key");
                changed.entry(row.table).or_default().push(seal_row(core, key, id, row));
            }
        }
        for (table, rows) in &gone {
            table.delete(tx, &core.name, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>()).await?;
        }
        for (table, rows) in &changed {
            write(tx, &core.name, table, rows).await?;
        }
        Ok(due_timers)
    }
}

async fn write(tx: &mut Tx, ledger: &str, table: &Table, rows: &[Vec<Value>]) -> Result<(), StoreError> {
    table.write(tx, ledger, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>()).await
}

/// One statement cannot write a row twice: of several steps of one cursor only the last is written.
fn last_of_each(rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
    let last: BTreeMap<Value, Vec<Value>> = rows.into_iter().map(|row| (row[0].clone(), row)).collect();
    last.into_values().collect()
}

fn seal_row<D: Domain>(core: &Core<D>, key: &trajet_runtime::keys::DataKey, stream: Uuid, row: &Row) -> Vec<Value> {
    let columns = row.table.columns.iter().zip(&row.values);
    columns
        .map(|((name, kind), value)| match (kind, value) {
            (Kind::Sealed, Value::Bytes(plain)) => {
                Value::Bytes(core.sealer.seal_column(key, stream, row.table.name, name, plain))
            }
            _ => value.clone(),
        })
        .collect()
}

/// Loads streams that are not in the cache, from their first event; of an erased one no more than that it is.
async fn load<D: Domain>(core: &Core<D>, tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Stream<D>>, StoreError> {
    let mut streams: HashMap<Uuid, Stream<D>> = HashMap::new();
    if ids.is_empty() {
        return Ok(streams);
    }
    let mut written = Vec::with_capacity(ids.len());
    for (id, wrapped) in lookup::keys(tx, &core.name, ids).await? {
        if wrapped.is_empty() {
            streams.insert(id, Stream { erased: true, ..Stream::of(&core.domain) });
            continue;
        }
        let key = core.sealer.unwrap(id, &wrapped).map_err(|error| StoreError::Damaged(error.to_string()))?;
        streams.insert(id, Stream { key: Some(key), ..Stream::of(&core.domain) });
        written.push(id);
    }
    if !written.is_empty() {
        for stored in event::of_streams_in(tx, &core.name, &written).await? {
            streams.entry(stored.stream).or_insert_with(|| Stream::of(&core.domain)).follow(core, &stored)?;
        }
        for (id, stream) in streams.iter_mut().filter(|(_, stream)| !stream.erased) {
            stream.rows = core.domain.project(*id, stream.story.state());
        }
    }
    Ok(streams)
}
