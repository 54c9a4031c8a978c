//! How a stream of the feed lives and ends.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tokio_util::sync::CancellationToken;
use tonic::Request;
use trajet_contracts::feed::v1::feed_service_server::FeedService as _;
use trajet_contracts::feed::v1::watch_response::Step;
use trajet_contracts::feed::v1::{Checkpoint, FeedEvent, WatchRequest};
use trajet_ledger::Cursor;
use trajet_ledger::feed::{FeedServer, FeedSource, Page};
use trajet_runtime::Failure;
use uuid::Uuid;

use crate::bench::{Bench, on_both_engines, within};
use crate::feed::{Served, publish, write};

on_both_engines!(a_stream_tells_new_events_at_once_and_ends_at_the_stop, growth_is_told_though_nobody_listened_before);

async fn a_stream_tells_new_events_at_once_and_ends_at_the_stop(bench: Bench) {
    let bank = bench.bank().await;
    write(&bank, 0..2).await;
    let served = Served::new(vec![publish(&bank)]);
    let request = WatchRequest { ledger: "toy/300".to_owned(), ..WatchRequest::default() };
    let mut stream = served.client().watch(request).await.unwrap().into_inner();
    let mut positions = Vec::new();
    for written in 2..6 {
        while positions.last() != Some(&bank.head_cursor().position.unsigned_abs()) {
            let response = within(stream.message()).await.unwrap().unwrap();
            if let Some(Step::Batch(batch)) = response.step {
                assert_eq!(batch.cursor, response.cursor);
                positions.extend(
                    batch.events.iter().map(|event| event.position).chain([batch
                        .cursor
                        .parse::<Cursor>()
                        .unwrap()
                        .position
                        .unsigned_abs()]),
                );
            }
        }
        write(&bank, written..written + 1).await;
    }
    let ((), end) = tokio::join!(served.end(), async {
        loop {
            match within(stream.message()).await {
                Ok(Some(_)) => {}
                end => return end,
            }
        }
    });
    let end = end.unwrap_err();
    assert!(String::from_utf8_lossy(end.details()).contains("DRAINING"), "{end:?}");
}

async fn growth_is_told_though_nobody_listened_before(bench: Bench) {
    let bank = bench.bank().await;
    let published = publish(&bank);
    for n in 0..3 {
        write(&bank, n..n + 1).await;
    }
    let mut growth = published.growth();
    write(&bank, 3..4).await;
    let position = bank.head_cursor().position.unsigned_abs();
    within(growth.wait_for(|told| *told == position)).await.unwrap();
}

/// A ledger that always has more to tell.
struct Endless {
    growth: watch::Sender<u64>,
}

#[tonic::async_trait]
impl FeedSource for Endless {
    fn ledger(&self) -> &'static str {
        "toy/300"
    }

    async fn page(&self, from: Option<&Cursor>, _: i64) -> Result<Page, Failure> {
        let position = from.map_or(0, |from| from.position) + 1;
        let events = vec![FeedEvent { position: position.unsigned_abs(), ..FeedEvent::default() }];
        Ok(Page { events, cursor: Cursor::new("toy/300", Uuid::nil(), position, &[0; 32]), at_head: false })
    }

    fn growth(&self) -> watch::Receiver<u64> {
        self.growth.subscribe()
    }

    async fn checkpoint(&self, _: &Cursor) -> Result<Option<Checkpoint>, Failure> {
        Ok(None)
    }

    async fn head(&self) -> Result<(Cursor, Vec<u8>), Failure> {
        Ok((Cursor::new("toy/300", Uuid::nil(), 1, &[0; 32]), vec![0; 32]))
    }

    fn signer(&self) -> (String, Vec<u8>) {
        (String::new(), vec![])
    }
}

/// Under a clock of tokio's that jumps as soon as nothing else happens.
#[tokio::test(start_paused = true)]
async fn a_slow_reader_is_cut_off_and_memory_does_not_grow() {
    let source = Arc::new(Endless { growth: watch::Sender::new(0) });
    let server = FeedServer::new(vec![source], |_, _| Ok(()), CancellationToken::new());
    let request = WatchRequest { ledger: "toy/300".to_owned(), ..WatchRequest::default() };
    let mut stream = server.watch(Request::new(request)).await.unwrap().into_inner();
    for _ in 0..10 {
        stream.next().await.unwrap().unwrap();
    }
    tokio::time::sleep(Duration::from_mins(1)).await;
    let left: Vec<_> = stream.collect().await;
    assert!(left.len() <= 4, "{}", left.len());
}
