//! Taking facts over: a batch in one transaction with the step of the cursor. If one of its facts cannot be taken, each
//! by itself, and the step of the cursor remembers those that wait.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use trajet_contracts::feed::v1::{Batch, FeedEvent, ListRequest};
use trajet_contracts::known::says_more;
use trajet_runtime::telemetry;
use uuid::Uuid;

use super::client::{Client, Consumer, FactCommand, FeedError, UnreadableFact};
use super::stuck::{self, StuckFact, Waiting, Why};
use crate::cursor::Cursor;
use crate::domain::{Actor, Domain};
use crate::submission::{Advance, ExecuteError, Occasion, Request, Source, Submission};

/// The namespace of the identifiers of requests that facts make.
const NAMESPACE: Uuid = Uuid::from_u128(0x5b1d_8c02_64fe_5a73_8b90_2ce4_71d6_03a9);

/// Events read at a time when facts are read again.
const PAGE: i32 = 500;

impl<D: Domain> Consumer<D> {
    /// Takes a batch over. Facts behind one that waits wait too: the order of a case is kept.
    pub(super) async fn take(&self, batch: &Batch, at: &mut Option<Cursor>) -> Result<(), FeedError> {
        let to = self.follow(batch, at.as_ref())?;
        let waiting = stuck::streams(self.ledger.db(), self.ledger.name(), &self.source).await?;
        let (mut submissions, mut stuck) = (Vec::with_capacity(batch.events.len()), Vec::new());
        for (place, fact) in batch.events.iter().enumerate() {
            let Some(submission) = self.submission(fact, &batch.events[place + 1..], &to)? else { continue };
            if waiting.contains(&submission.stream) {
                stuck.push(self.stick(fact, submission.stream, at.as_ref(), Why::Behind));
            } else {
                submissions.push(submission);
            }
        }
        match self.step(submissions, stuck, at, &to).await {
            Err(error) if Why::of(&error).is_some() => {
                let stuck = self.take_each(batch, at.as_ref(), &to, waiting).await?;
                self.step(Vec::new(), stuck, at, &to).await.map_err(|error| not_taken(&error))
            }
            stepped => stepped.map_err(|error| not_taken(&error)),
        }
    }

    /// Takes the facts of a batch one by one, in order, and gives those that could not be taken. What was taken already,
    /// before a crash or by another replica, is recognised by its request.
    async fn take_each(
        &self,
        batch: &Batch,
        at: Option<&Cursor>,
        to: &Cursor,
        mut waiting: BTreeSet<Uuid>,
    ) -> Result<Vec<StuckFact>, FeedError> {
        let mut stuck = Vec::new();
        for (place, fact) in batch.events.iter().enumerate() {
            let Some(submission) = self.submission(fact, &batch.events[place + 1..], to)? else { continue };
            let stream = submission.stream;
            let why = if waiting.contains(&stream) {
                Why::Behind
            } else {
                let Err(error) = self.ledger.execute(submission).await else { continue };
                Why::of(&error).ok_or_else(|| not_taken(&error))?
            };
            waiting.insert(stream);
            stuck.push(self.stick(fact, stream, at, why));
        }
        Ok(stuck)
    }

    async fn step(
        &self,
        submissions: Vec<Submission<D>>,
        stuck: Vec<StuckFact>,
        at: &mut Option<Cursor>,
        to: &Cursor,
    ) -> Result<(), ExecuteError<D::Rejection>> {
        let from = at.as_ref().map_or(0, |cursor| cursor.position);
        let advance = Advance { source: self.source.clone(), from, to: to.clone(), stuck };
        self.ledger.submit(submissions, Occasion::Advance(advance)).await?;
        *at = Some(to.clone());
        Ok(())
    }

    fn stick(&self, fact: &FeedEvent, stream: Uuid, at: Option<&Cursor>, why: Why) -> StuckFact {
        tracing::error!(
            ledger = self.ledger.name(), source = %self.source, position = fact.position, kind = %fact.kind,
            why = why.code(), "a fact cannot be taken over and waits"
        );
        StuckFact {
            source: self.source.clone(),
            position: position(fact),
            stream,
            kind: fact.kind.clone(),
            since: text(at),
            why,
            stuck_on: self.ledger.clock().today(),
        }
    }

    /// Tries the facts that wait again, in order.
    pub(super) async fn retry(&self, client: &mut Client) -> Result<(), FeedError> {
        let waiting = stuck::waiting(self.ledger.db(), self.ledger.name(), &self.source).await?;
        let mut behind = BTreeSet::new();
        let mut left = 0;
        for of_one_batch in waiting.chunk_by(|one, next| one.since == next.since) {
            let upto = of_one_batch.last().map_or(0, |waiting| waiting.position);
            let (facts, to) = self.read_again(client, &of_one_batch[0].since, upto).await?;
            for waiting in of_one_batch {
                if behind.contains(&waiting.stream) || !self.unstick(waiting, &facts, &to).await? {
                    behind.insert(waiting.stream);
                    left += 1;
                }
            }
        }
        if left > 0 {
            tracing::error!(ledger = self.ledger.name(), source = %self.source, facts = left, "facts still cannot be taken over and wait");
        }
        Ok(())
    }

    /// The source's events after a cursor, up to a position at least.
    async fn read_again(
        &self,
        client: &mut Client,
        since: &str,
        upto: i64,
    ) -> Result<(BTreeMap<i64, FeedEvent>, Cursor), FeedError> {
        let mut from = if since.is_empty() { None } else { Some(since.parse::<Cursor>()?) };
        let mut facts = BTreeMap::new();
        loop {
            let ledger = self.source.clone();
            let request = ListRequest { ledger, cursor: text(from.as_ref()), kinds: Vec::new(), page_size: PAGE };
            let page = client.list(request).await?.into_inner();
            let batch = page.batch.unwrap_or_default();
            let to = self.follow(&batch, from.as_ref())?;
            facts.extend(batch.events.into_iter().map(|fact| (position(&fact), fact)));
            if page.at_head || to.position >= upto {
                return Ok((facts, to));
            }
            from = Some(to);
        }
    }

    /// Takes a fact that waited, and forgets it in the same transaction. Says whether it could be taken.
    async fn unstick(
        &self,
        waiting: &Waiting,
        facts: &BTreeMap<i64, FeedEvent>,
        to: &Cursor,
    ) -> Result<bool, FeedError> {
        let Some(fact) = facts.get(&waiting.position) else {
            tracing::error!(ledger = self.ledger.name(), source = %self.source, position = waiting.position, "a fact that waits is no longer told");
            return Ok(false);
        };
        let later = facts.range(waiting.position + 1..).map(|(_, fact)| fact);
        let submissions = match self.submission(fact, later, to) {
            Ok(submission) => submission.into_iter().collect(),
            Err(error) => {
                tracing::error!(ledger = self.ledger.name(), source = %self.source, "a fact that waits: {error}");
                return Ok(false);
            }
        };
        let occasion = Occasion::Unstick { source: self.source.clone(), position: waiting.position };
        match self.ledger.submit(submissions, occasion).await {
            Ok(_) => {
                tracing::info!(ledger = self.ledger.name(), source = %self.source, position = waiting.position, "a fact that waited was taken over");
                Ok(true)
            }
            Err(error) if Why::of(&error).is_some() => Ok(false),
            Err(error) => Err(not_taken(&error)),
        }
    }

    /// The cursor of a batch that follows from `from`.
    fn follow(&self, batch: &Batch, from: Option<&Cursor>) -> Result<Cursor, FeedError> {
        let to: Cursor = batch.cursor.parse()?;
        if to.ledger != self.source || from.is_some_and(|from| from.epoch != to.epoch) {
            return Err(FeedError::Batch("its cursor is of another ledger or history"));
        }
        let mut last = from.map_or(0, |from| from.position);
        if to.position < last {
            return Err(FeedError::Batch("its cursor goes back"));
        }
        for fact in &batch.events {
            let position = position(fact);
            if position <= last || position > to.position {
                return Err(FeedError::Batch("its positions do not ascend from the cursor before to its own"));
            }
            last = position;
        }
        Ok(to)
    }

    /// The command that a fact becomes, with what was recorded with it and belongs to it, of the facts that come `later`. Its place
    /// in the source's history identifies it, and its leaf is what it says: what is told there later must be the same.
    fn submission<'f>(
        &self,
        fact: &FeedEvent,
        later: impl IntoIterator<Item = &'f FeedEvent>,
        to: &Cursor,
    ) -> Result<Option<Submission<D>>, UnreadableFact> {
        let span = tracing::info_span!("fact", otel.name = format!("take {}", fact.kind), otel.kind = "consumer", source = %self.source, kind = %fact.kind);
        telemetry::set_parent(&span, &fact.traceparent);
        let _entered = span.enter();
        let Some(FactCommand { stream, command, followed_by }) = self.read(fact)? else { return Ok(None) };
        let mut following = Vec::new();
        let last = fact.position.saturating_add(followed_by.into());
        for with in
            later.into_iter().take_while(|with| with.position <= last).filter(|with| with.case_id == fact.case_id)
        {
            following.extend(self.read(with)?.map(|with| with.command));
        }
        let command = self.ledger.domain().joined(command, following);
        let position = position(fact);
        let place = format!("{}\n{}\n{position}\n", self.source, to.epoch.simple()).into_bytes();
        let request = Request {
            method: format!("fact/{}", fact.kind),
            id: Uuid::new_v5(&NAMESPACE, &place),
            content: [place, fact.leaf.clone()].concat(),
        };
        Ok(Some(Submission {
            stream,
            command,
            request,
            if_version: None,
            actor: Actor::fact(&self.source),
            trace: telemetry::current_traceparent(),
            source: Some(Source { ledger: self.source.clone(), position }),
        }))
    }

    /// The command of a fact by itself.
    fn read(&self, fact: &FeedEvent) -> Result<Option<FactCommand<D>>, UnreadableFact> {
        if fact.payload.as_ref().is_some_and(says_more) {
            // It was added because it means something. Nothing is lost by waiting until this program is brought up to date.
            let why = "it says something that only a later version of this program knows".to_owned();
            return Err(UnreadableFact { position: fact.position, why });
        }
        let reaction = catch_unwind(AssertUnwindSafe(|| (self.reaction)(fact, &self.source)));
        let panicked = |_| UnreadableFact { position: fact.position, why: "reading it panicked".to_owned() };
        reaction.map_err(panicked)?
    }
}

fn position(fact: &FeedEvent) -> i64 {
    i64::try_from(fact.position).unwrap_or(i64::MAX)
}

fn text(cursor: Option<&Cursor>) -> String {
    cursor.map(ToString::to_string).unwrap_or_default()
}

fn not_taken<R: std::error::Error>(error: &ExecuteError<R>) -> FeedError {
    FeedError::NotTaken(error.to_string())
}
