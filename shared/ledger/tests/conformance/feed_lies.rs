//! A producer that tells what it cannot have stored: nothing of it is taken.

use std::sync::Arc;

use tokio::sync::watch;
use trajet_contracts::feed::v1::Checkpoint;
use trajet_ledger::Cursor;
use trajet_ledger::feed::{FeedSource, Page, Published};
use trajet_runtime::Failure;
use uuid::Uuid;

use crate::bench::{Bench, on_both_engines, position, until, within};
use crate::feed::{Served, heard, listen, listen_counted, publish, write};
use crate::toy::Bank;

on_both_engines!(
    a_batch_that_does_not_follow_is_refused,
    another_fact_at_the_same_place_is_told_and_not_taken,
    a_batch_of_nothing_moves_the_cursor,
);

/// A ledger whose pages are changed on their way.
struct Lying {
    honest: Arc<Published<Bank>>,
    lie: fn(&mut Page),
}

#[tonic::async_trait]
impl FeedSource for Lying {
    fn ledger(&self) -> &str {
        self.honest.ledger()
    }

    async fn page(&self, from: Option<&Cursor>, limit: i64) -> Result<Page, Failure> {
        let mut page = self.honest.page(from, limit).await?;
        (self.lie)(&mut page);
        Ok(page)
    }

    fn growth(&self) -> watch::Receiver<u64> {
        self.honest.growth()
    }

    async fn checkpoint(&self, upto: &Cursor) -> Result<Option<Checkpoint>, Failure> {
        self.honest.checkpoint(upto).await
    }

    async fn head(&self) -> Result<(Cursor, Vec<u8>), Failure> {
        self.honest.head().await
    }

    fn signer(&self) -> (String, Vec<u8>) {
        self.honest.signer()
    }
}

async fn a_batch_that_does_not_follow_is_refused(bench: Bench) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    write(&bank, 0..10).await;
    let honest = Served::new(vec![publish(&bank)]);
    let listening = listen(&listener, honest.address);
    heard(&listener, &bank).await;
    listening.abort();
    let before = (listener.cursor_of("toy/300").await.unwrap(), position(&listener).await);
    write(&bank, 10..20).await;
    let lies: [fn(&mut Page); 8] = [
        |page| page.cursor.ledger = String::from("toy/500"),
        |page| page.cursor.epoch = Uuid::nil(),
        |page| (page.cursor.position, page.events) = (9, vec![]),
        |page| page.cursor.position = 12,
        |page| page.events.reverse(),
        |page| page.events[1].position = page.events[0].position,
        |page| page.events[0].position = 10,
        |page| page.events.iter_mut().for_each(|event| event.position = u64::MAX),
    ];
    for lie in lies {
        let served = Served::new(vec![Arc::new(Lying { honest: publish(&bank), lie })]);
        let (listening, mut attempts) = listen_counted(&listener, served.address);
        within(attempts.wait_for(|count| *count == 3)).await.unwrap();
        listening.abort();
        served.stop.cancel();
        assert_eq!((listener.cursor_of("toy/300").await.unwrap(), position(&listener).await), before);
    }
}

/// The listener's cursor was lost with a restore, but not what it had taken; the producer has another past now.
async fn another_fact_at_the_same_place_is_told_and_not_taken(bench: Bench) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    write(&bank, 0..10).await;
    let honest = Served::new(vec![publish(&bank)]);
    let listening = listen(&listener, honest.address);
    heard(&listener, &bank).await;
    listening.abort();
    let before = position(&listener).await;
    let mut raw = bench.raw("listener").await;
    raw.run("DELETE FROM feed_cursor").await.unwrap();
    let lie = |page: &mut Page| {
        for event in page.events.iter_mut().filter(|event| event.position == 6) {
            event.leaf[0] ^= 1;
        }
    };
    let served = Served::new(vec![Arc::new(Lying { honest: publish(&bank), lie })]);
    let listening = listen(&listener, served.address);
    heard(&listener, &bank).await;
    listening.abort();
    assert_eq!(position(&listener).await, before);
    let told = raw.count("SELECT COUNT(*) FROM stuck_fact WHERE position = 6 AND why = 'ANOTHER_BEFORE'").await;
    assert_eq!(told, 1);
    // The same again is what was taken before.
    let listening = listen(&listener, honest.address);
    until(async || raw.count("SELECT COUNT(*) FROM stuck_fact").await == 0).await;
    listening.abort();
    assert_eq!(position(&listener).await, before);
}

async fn a_batch_of_nothing_moves_the_cursor(bench: Bench) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    write(&bank, 0..10).await;
    let served = Served::new(vec![Arc::new(Lying { honest: publish(&bank), lie: |page| page.events.clear() })]);
    let listening = listen(&listener, served.address);
    heard(&listener, &bank).await;
    listening.abort();
    assert_eq!(position(&listener).await, 0);
}
