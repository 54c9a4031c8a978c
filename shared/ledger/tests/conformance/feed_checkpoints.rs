//! What a ledger signed lies with those who listen: it cannot state another past later.

use std::sync::Arc;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use trajet_contracts::feed::v1::Checkpoint;
use trajet_ledger::feed::{FeedSource, Page, Published};
use trajet_ledger::{Cursor, Ledger, Setup, Statement};
use trajet_runtime::{Entropy, Failure, KeyRing};
use uuid::Uuid;

use crate::bench::{Bench, keys, on_both_engines, position, until, within};
use crate::feed::{Served, heard, listen, listen_counted, publish, write};
use crate::toy::{Bank, Listener};

on_both_engines!(
    a_checkpoint_is_kept,
    a_checkpoint_signed_by_another_key_is_refused,
    a_source_that_contradicts_itself_is_heard_no_more,
    a_source_that_signs_with_another_key_is_heard_no_more,
    what_was_written_before_a_crash_is_signed_after_it,
);

type Lie = fn(&Checkpoint) -> Checkpoint;

/// A ledger whose operator tells others something else than what was signed.
struct Lying {
    honest: Arc<Published<Bank>>,
    lie: Lie,
    watched: watch::Sender<usize>,
    signs_with: Arc<KeyRing>,
}

#[tonic::async_trait]
impl FeedSource for Lying {
    fn ledger(&self) -> &str {
        self.honest.ledger()
    }

    async fn page(&self, from: Option<&Cursor>, limit: i64) -> Result<Page, Failure> {
        self.honest.page(from, limit).await
    }

    fn growth(&self) -> watch::Receiver<u64> {
        self.watched.send_modify(|count| *count += 1);
        self.honest.growth()
    }

    async fn checkpoint(&self, upto: &Cursor) -> Result<Option<Checkpoint>, Failure> {
        Ok(self.honest.checkpoint(upto).await?.as_ref().map(self.lie))
    }

    async fn head(&self) -> Result<(Cursor, Vec<u8>), Failure> {
        self.honest.head().await
    }

    fn signer(&self) -> (String, Vec<u8>) {
        let signer = self.signs_with.signer();
        (trajet_ledger::hex::encode(&signer.key_id()), signer.public_key().to_vec())
    }
}

/// Signs the same statement with other keys, or another one with the same keys.
fn signed(sent: &Checkpoint, hash: &[u8], keys: &KeyRing) -> Checkpoint {
    let time = sent.signed_at.unwrap();
    let statement = Statement {
        ledger: sent.ledger.clone(),
        epoch: Uuid::from_slice(&sent.epoch).unwrap(),
        position: i64::try_from(sent.position).unwrap(),
        hash: hash.try_into().unwrap(),
        merkle_root: sent.merkle_root.clone().try_into().unwrap(),
        signed_at: time.seconds * 1_000_000 + i64::from(time.nanos) / 1_000,
    };
    Checkpoint {
        signature: keys.signer().sign(&statement.signed_bytes()).to_vec(),
        hash: hash.to_vec(),
        ..sent.clone()
    }
}

fn unchanged(sent: &Checkpoint) -> Checkpoint {
    let same = signed(sent, &sent.hash, &keys());
    assert_eq!(same, *sent, "the lies below differ in nothing else");
    same
}

fn by_another_key(sent: &Checkpoint) -> Checkpoint {
    signed(sent, &sent.hash, &other_keys())
}

fn other_keys() -> KeyRing {
    KeyRing::seeded(&Entropy::seeded(66))
}

fn of_another_past(sent: &Checkpoint) -> Checkpoint {
    signed(sent, &[7; 32], &keys())
}

/// The accounts with five events and a checkpoint over them.
async fn signed_bank(bench: &Bench) -> Ledger<Bank> {
    let bank = bench.bank().await;
    write(&bank, 0..5).await;
    bank.sign().await;
    let mut raw = bench.raw("toy").await;
    until(async || raw.count("SELECT COUNT(*) FROM checkpoint WHERE position = 5").await == 1).await;
    bank
}

async fn kept(listener: &Ledger<Listener>) -> Vec<(i64, Vec<u8>)> {
    let query = "SELECT position, hash FROM foreign_checkpoint WHERE ledger = 'listener/300' AND source = 'toy/300' ORDER BY position";
    trajet_ledger::on!(listener.db(), |pool| sqlx::query_as(query).fetch_all(pool).await.unwrap())
}

/// Hears the feed with this lie, more than once.
async fn hear(bank: &Ledger<Bank>, listener: &Ledger<Listener>, lie: Lie) {
    let (watched, mut seen) = watch::channel(0);
    let served = Served::new(vec![Arc::new(Lying { honest: publish(bank), lie, watched, signs_with: keys() })]);
    let listening = listen(listener, served.address);
    heard(listener, bank).await;
    // It heard the lie, went away, and came back.
    within(seen.wait_for(|count| *count >= 3)).await.unwrap();
    listening.abort();
    served.stop.cancel();
}

async fn a_checkpoint_is_kept(bench: Bench) {
    let (bank, listener) = (signed_bank(&bench).await, bench.listener().await);
    let (watched, _) = watch::channel(0);
    let served =
        Served::new(vec![Arc::new(Lying { honest: publish(&bank), lie: unchanged, watched, signs_with: keys() })]);
    let listening = listen(&listener, served.address);
    until(async || kept(&listener).await.iter().any(|(position, _)| *position == 5)).await;
    write(&bank, 5..8).await;
    heard(&listener, &bank).await;
    bank.sign().await;
    write(&bank, 8..9).await;
    until(async || kept(&listener).await.iter().any(|(position, _)| *position == 8 || *position == 9)).await;
    listening.abort();
    for (position, hash) in kept(&listener).await {
        assert_eq!(bank.events_after(position - 1, 1).await.unwrap()[0].stored.hash, hash);
    }
}

async fn a_checkpoint_signed_by_another_key_is_refused(bench: Bench) {
    let (bank, listener) = (signed_bank(&bench).await, bench.listener().await);
    hear(&bank, &listener, by_another_key).await;
    assert_eq!(kept(&listener).await, []);
    assert_eq!(
        bench.raw("listener").await.count("SELECT COUNT(*) FROM foreign_signer").await,
        0,
        "nothing was learnt from it"
    );
}

/// The listener has heard all, and what was signed lies with it.
async fn trusting(bench: &Bench) -> (Ledger<Bank>, Ledger<Listener>) {
    let (bank, listener) = (signed_bank(bench).await, bench.listener().await);
    let honest = Served::new(vec![publish(&bank)]);
    let listening = listen(&listener, honest.address);
    heard(&listener, &bank).await;
    until(async || kept(&listener).await.iter().any(|(position, _)| *position == 5)).await;
    listening.abort();
    (bank, listener)
}

/// However often the listener connects, it takes nothing and asks for nothing.
async fn is_not_heard(listener: &Ledger<Listener>, source: Arc<dyn FeedSource>) {
    let before = (listener.cursor_of("toy/300").await.unwrap(), position(listener).await, kept(listener).await);
    let served = Served::new(vec![source]);
    let (listening, mut attempts) = listen_counted(listener, served.address);
    within(attempts.wait_for(|count| *count == 4)).await.unwrap();
    listening.abort();
    served.stop.cancel();
    let after = (listener.cursor_of("toy/300").await.unwrap(), position(listener).await, kept(listener).await);
    assert_eq!(after, before);
}

async fn a_source_that_contradicts_itself_is_heard_no_more(bench: Bench) {
    let (bank, listener) = trusting(&bench).await;
    let before = kept(&listener).await;
    let (watched, seen) = watch::channel(0);
    let honest = publish(&bank);
    let lying = Arc::new(Lying { honest, lie: of_another_past, watched, signs_with: keys() });
    let served = Served::new(vec![lying.clone()]);
    let (listening, mut attempts) = listen_counted(&listener, served.address);
    within(attempts.wait_for(|count| *count == 4)).await.unwrap();
    listening.abort();
    assert_eq!(*seen.borrow(), 1, "its feed was asked for once, and the contradiction is remembered");
    assert_eq!(kept(&listener).await, before);
    let mut raw = bench.raw("listener").await;
    let lie = raw.bytes(&[7; 32]);
    let proof = format!("SELECT COUNT(*) FROM foreign_contradiction WHERE position = 5 AND hash = {lie}");
    assert_eq!(raw.count(&proof).await, 1);
    write(&bank, 5..10).await;
    // Neither a restart nor telling the truth again helps.
    let restarted = bench.listener().await;
    is_not_heard(&restarted, lying).await;
    is_not_heard(&restarted, publish(&bank)).await;
    raw.run("DELETE FROM foreign_contradiction").await.unwrap();
    let honest = Served::new(vec![publish(&bank)]);
    let listening = listen(&restarted, honest.address);
    heard(&restarted, &bank).await;
    listening.abort();
}

async fn a_source_that_signs_with_another_key_is_heard_no_more(bench: Bench) {
    let (bank, listener) = trusting(&bench).await;
    write(&bank, 5..10).await;
    let (watched, seen) = watch::channel(0);
    let signs_with = Arc::new(other_keys());
    is_not_heard(&listener, Arc::new(Lying { honest: publish(&bank), lie: by_another_key, watched, signs_with })).await;
    assert_eq!(*seen.borrow(), 0, "its feed was not asked for");
    let honest = Served::new(vec![publish(&bank)]);
    let listening = listen(&listener, honest.address);
    heard(&listener, &bank).await;
    listening.abort();
}

async fn what_was_written_before_a_crash_is_signed_after_it(bench: Bench) {
    let stop = CancellationToken::new();
    let setup = Setup { stop: stop.clone(), ..bench.setup() };
    let bank = Ledger::open(bench.db::<false>().await, "300", Bank { modern: true }, setup).await.unwrap();
    let mut raw = bench.raw("toy").await;
    let mut signed = async |position| {
        until(async || raw.count(&format!("SELECT COUNT(*) FROM checkpoint WHERE position = {position}")).await == 1)
            .await;
    };
    write(&bank, 0..3).await;
    bank.sign().await;
    signed(3).await;
    // It signs again only after seconds, and is gone before that.
    write(&bank, 3..6).await;
    stop.cancel();
    let _restarted = bench.bank().await;
    signed(6).await;
}
