//! States kept between batches, and brought up to date before the next decision.

use std::collections::HashMap;

use lru::LruCache;
use trajet_runtime::keys::DataKey;
use uuid::Uuid;

use crate::chain;
use crate::db::{StoreError, Tx};
use crate::domain::Domain;
use crate::event::{self, StoredEvent};
use crate::head::Head;
use crate::story::Story;
use crate::table::Row;
use crate::writer::Core;

/// Events read at a time while catching up.
const PAGE: i64 = 1_000;
/// Behind by more than this, reading all in between costs more than loading streams again.
const WORTH_FOLLOWING: i64 = 20_000;

/// One stream, as it stands at a place in the ledger.
pub(crate) struct Stream<D: Domain> {
    pub(crate) story: Story<D>,
    pub(crate) version: i64,
    pub(crate) key: Option<DataKey>,
    /// Whether its key was destroyed.
    pub(crate) erased: bool,
    /// What the views hold for it.
    pub(crate) rows: Vec<Row>,
}

impl<D: Domain> Clone for Stream<D> {
    fn clone(&self) -> Self {
        Self {
            story: self.story.clone(),
            version: self.version,
            key: self.key.clone(),
            erased: self.erased,
            rows: self.rows.clone(),
        }
    }
}

impl<D: Domain> Stream<D> {
    /// A stream without events.
    pub(crate) fn of(domain: &D) -> Self {
        Self { story: Story::of(domain), version: 0, key: None, erased: false, rows: Vec::new() }
    }

    /// Applies a stored event, which must be the stream's next.
    pub(crate) fn follow(&mut self, core: &Core<D>, stored: &StoredEvent) -> Result<(), StoreError> {
        let damaged = |what: &str| StoreError::Damaged(format!("position {}: {what}", stored.position));
        if stored.version != self.version + 1 {
            return Err(damaged("the stream's versions have a gap"));
        }
        let key = self.key.as_ref().ok_or_else(|| damaged("the stream has no key"))?;
        let bytes = core
            .sealer
            .open_event(key, stored.stream, stored.version, &stored.kind, &stored.sealed)
            .map_err(|error| damaged(&error.to_string()))?;
        let event =
            core.domain.decode(&stored.kind, stored.schema, &bytes).map_err(|error| damaged(&error.to_string()))?;
        self.story.follow(&core.domain, stored, event);
        self.version = stored.version;
        self.erased |= D::ERASING.contains(&stored.kind.as_str());
        Ok(())
    }
}

/// The streams used last, all as they stand at `head`.
pub(crate) struct Cache<D: Domain> {
    head: Head,
    streams: LruCache<Uuid, Stream<D>>,
}

impl<D: Domain> Cache<D> {
    pub(crate) fn new(head: Head) -> Self {
        Self { head, streams: LruCache::new(D::CACHED) }
    }

    pub(crate) fn get(&mut self, stream: Uuid) -> Option<&Stream<D>> {
        self.streams.get(&stream)
    }

    /// Applies what other processes wrote since this one last looked.
    pub(crate) async fn catch_up(&mut self, core: &Core<D>, tx: &mut Tx, head: &Head) -> Result<(), StoreError> {
        let followed = self.follow(core, tx, head).await;
        if followed.is_err() {
            self.forget();
        }
        followed
    }

    /// Forgets all streams: some may have been followed half way.
    pub(crate) fn forget(&mut self) {
        self.streams.clear();
    }

    async fn follow(&mut self, core: &Core<D>, tx: &mut Tx, head: &Head) -> Result<(), StoreError> {
        if self.head.epoch != head.epoch || self.head.position > head.position {
            return Err(StoreError::Damaged("the ledger went back in time under a running writer".to_owned()));
        }
        if head.position - self.head.position > WORTH_FOLLOWING {
            self.streams.clear();
            self.head = head.clone();
        }
        let mut changed = Vec::new();
        while self.head.position < head.position {
            let events = event::after_in(tx, &core.name, self.head.position, PAGE).await?;
            if events.is_empty() {
                return Err(StoreError::Damaged("events before the head are missing".to_owned()));
            }
            for stored in &events {
                let (leaf, hash) = stored.hashes()?;
                if stored.position != self.head.position + 1 || chain::link(&self.head.hash, &leaf) != hash {
                    return Err(StoreError::Damaged(format!("the chain breaks at position {}", stored.position)));
                }
                self.head.position = stored.position;
                self.head.hash = hash;
                if let Some(stream) = self.streams.peek_mut(&stored.stream) {
                    if stream.follow(core, stored).is_ok() && !stream.erased {
                        changed.push(stored.stream);
                    } else {
                        // It was erased; or whoever asks for it next is told why it cannot be read. The others go on.
                        self.streams.pop(&stored.stream);
                    }
                }
            }
        }
        for id in changed {
            if let Some(stream) = self.streams.peek_mut(&id) {
                stream.rows = core.domain.project(id, stream.story.state());
            }
        }
        if self.head.hash != head.hash {
            return Err(StoreError::Damaged("the head is not the chain's end".to_owned()));
        }
        self.head = head.clone();
        Ok(())
    }

    /// Keeps what a committed batch led to.
    pub(crate) fn keep(&mut self, head: Head, streams: HashMap<Uuid, Stream<D>>) {
        self.head = head;
        // A stream without events has no key yet: it could not follow what another process writes first.
        for (id, stream) in streams.into_iter().filter(|(_, stream)| stream.version > 0) {
            if stream.erased {
                self.streams.pop(&id);
            } else {
                self.streams.put(id, stream);
            }
        }
    }
}
