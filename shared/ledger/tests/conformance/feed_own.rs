//! What one account tells another of the same ledger: each thing once, in order, whoever is killed.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio_util::sync::CancellationToken;
use trajet_ledger::feed::{FactCommand, own};
use trajet_ledger::{Ledger, Recorded, StoreError};
use uuid::Uuid;

use crate::bench::{Bench, assert_whole, on_both_engines, until, within};
use crate::child::start_teller;
use crate::toy::{Bank, Command, Event, add, ask, id};

on_both_engines!(
    what_is_told_is_told_once_and_in_order_though_the_process_is_killed,
    two_replicas_tell_each_thing_once,
    what_is_recorded_is_told_without_waiting,
    what_cannot_be_told_waits_and_holds_nothing_up,
    a_case_that_cannot_be_read_holds_nothing_up,
);

/// The account that is told of what is added to all others.
const TOLD: Uuid = Uuid::from_u128(1_000);
/// An amount that cannot be told before there is something on the account that is told.
const REFUSED: i64 = 15;
const ADDED: i64 = 150;

/// Tells an amount that was added, by the place where that is recorded.
pub(crate) fn tell<'a>(
    bank: &'a Ledger<Bank>,
    recorded: &'a Recorded<Event>,
) -> BoxFuture<'a, Result<Vec<FactCommand<Bank>>, StoreError>> {
    async move {
        let Some(Event::Added { amount, .. }) = recorded.event.as_ref().filter(|_| recorded.stored.stream != TOLD)
        else {
            return Ok(Vec::new());
        };
        let empty = bank.state(TOLD).await?.is_none_or(|(account, _)| account.balance == 0);
        let told = Command::Fact { amount: recorded.stored.position };
        let command = if *amount == REFUSED && empty { Command::Refuse } else { told };
        Ok(vec![FactCommand::of(TOLD, command)])
    }
    .boxed()
}

async fn filled(bench: &Bench) -> Ledger<Bank> {
    let bank = bench.bank().await;
    for n in 0..ADDED {
        bank.execute(ask(id(n.unsigned_abs().into()), n.unsigned_abs().into(), add(1))).await.unwrap();
    }
    bank
}

/// The places of what was told, and that each was told by the event there.
async fn told(bank: &Ledger<Bank>) -> Vec<i64> {
    let history = bank.history(TOLD, 0, i64::MAX).await.unwrap();
    let sources = history.iter().filter_map(|it| Some((it.source.clone()?.ledger, it.source.clone()?.position)));
    let facts = bank.state(TOLD).await.unwrap().map(|(account, _)| account.facts).unwrap_or_default();
    let here = |position: &i64| ("toy/300".to_owned(), *position);
    assert_eq!(sources.collect::<Vec<_>>(), facts.iter().map(here).collect::<Vec<_>>());
    facts
}

async fn waiting(bench: &Bench) -> i64 {
    bench.raw("toy").await.count("SELECT COUNT(*) FROM stuck_fact").await
}

async fn what_is_told_is_told_once_and_in_order_though_the_process_is_killed(bench: Bench) {
    filled(&bench).await;
    for looked_at in [1, 17, 40] {
        let mut child = start_teller(&bench.location("toy")).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut looks = 0;
        while let Some(line) = within(lines.next_line()).await.unwrap() {
            looks += u32::from(line.starts_with("answered "));
            if looks == looked_at {
                child.start_kill().unwrap();
            }
        }
        assert!(!within(child.wait()).await.unwrap().success(), "it was killed");
    }
    let bank = bench.bank().await;
    let before = told(&bank).await.len();
    assert!(before > 0 && i64::try_from(before).unwrap() < ADDED, "{before}");
    own::catch_up(&bank, tell).await.unwrap();
    assert_eq!(told(&bank).await, (1..=ADDED).collect::<Vec<_>>());
    assert_eq!(bank.cursor_of("toy/300").await.unwrap(), Some(bank.current_cursor().await.unwrap()));
    assert_whole(&bank, ADDED.unsigned_abs() * 2).await;
}

async fn two_replicas_tell_each_thing_once(bench: Bench) {
    let one = filled(&bench).await;
    let other = bench.bank().await;
    let (here, there) = tokio::join!(own::catch_up(&one, tell), own::catch_up(&other, tell));
    here.and(there).unwrap();
    let told = told(&bench.bank().await).await;
    let places: BTreeSet<i64> = told.iter().copied().collect();
    assert_eq!((i64::try_from(told.len()).unwrap(), places), (ADDED, (1..=ADDED).collect()));
}

async fn what_is_recorded_is_told_without_waiting(bench: Bench) {
    let bank = bench.bank().await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(own::run(bank.clone(), tell, stop.clone()));
    for n in 1..4_u32 {
        bank.execute(ask(id(u128::from(n)), u128::from(n), add(1))).await.unwrap();
        until(async || bank.state(TOLD).await.unwrap().is_some_and(|(told, _)| told.facts.len() == n as usize)).await;
    }
    stop.cancel();
    within(running).await.unwrap();
}

async fn what_cannot_be_told_waits_and_holds_nothing_up(bench: Bench) {
    let bank = bench.bank().await;
    for (request, amount) in [(1, 1), (2, REFUSED), (3, 3)] {
        bank.execute(ask(id(1), request, add(amount))).await.unwrap();
    }
    own::catch_up(&bank, tell).await.unwrap();
    assert_eq!((told(&bank).await, waiting(&bench).await), (vec![1, 3], 1));
    // When it can be told, it is told after all, once.
    bank.execute(ask(TOLD, 4, add(7))).await.unwrap();
    for _ in 0..2 {
        let stop = CancellationToken::new();
        let running = tokio::spawn(own::run(bank.clone(), tell, stop.clone()));
        until(async || waiting(&bench).await == 0).await;
        stop.cancel();
        within(running).await.unwrap();
        assert_eq!(told(&bank).await, [1, 3, 2]);
    }
}

async fn a_case_that_cannot_be_read_holds_nothing_up(bench: Bench) {
    /// An amount of which what is to be told rests on an account that cannot be read, and whether it still cannot.
    const RESTS_ON_IT: i64 = 21;
    static DAMAGED: AtomicBool = AtomicBool::new(true);

    fn told_of<'a>(
        bank: &'a Ledger<Bank>,
        recorded: &'a Recorded<Event>,
    ) -> BoxFuture<'a, Result<Vec<FactCommand<Bank>>, StoreError>> {
        let rests_on_it = matches!(&recorded.event, Some(Event::Added { amount: RESTS_ON_IT, .. }));
        if rests_on_it && DAMAGED.load(Ordering::Relaxed) {
            return async { Err(StoreError::Damaged("an event of the account".to_owned())) }.boxed();
        }
        tell(bank, recorded)
    }

    DAMAGED.store(true, Ordering::Relaxed);
    let bank = bench.bank().await;
    for (request, amount) in [(1, 1), (2, RESTS_ON_IT), (3, 3)] {
        bank.execute(ask(id(1), request, add(amount))).await.unwrap();
    }
    own::catch_up(&bank, told_of).await.unwrap();
    assert_eq!((told(&bank).await, waiting(&bench).await), (vec![1, 3], 1));
    // Once it can be read it is told.
    DAMAGED.store(false, Ordering::Relaxed);
    let stop = CancellationToken::new();
    let running = tokio::spawn(own::run(bank.clone(), told_of, stop.clone()));
    until(async || waiting(&bench).await == 0).await;
    stop.cancel();
    within(running).await.unwrap();
    assert_eq!(told(&bank).await, [1, 3, 2]);
}
