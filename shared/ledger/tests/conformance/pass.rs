//! A command for every stream: once for a target, killed at any instant and gone on with, and never back to an earlier target.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use trajet_ledger::Ledger;
use trajet_ledger::pass::{self, Pace, PassError, Passed, Progress};

use crate::bench::{Bench, assert_whole, on_both_engines, within};
use crate::child::start_pass;
use crate::toy::{Bank, Command, add, ask, id};

on_both_engines!(
    a_pass_reaches_every_stream_once,
    a_ledger_goes_on_to_a_later_target_and_not_back,
    a_pass_that_is_killed_goes_on_and_does_nothing_twice
);

const STREAMS: u128 = 60;

/// Brings all accounts to a balance, two at a time.
async fn run(bank: &Ledger<Bank>, target: &str, balance: i64, tell: impl FnMut(Progress)) -> Result<Passed, PassError> {
    let pace = Pace { streams: 2, pause: Duration::ZERO };
    pass::run(bank, target, || Command::SetTo(balance), pace, tell).await
}

/// Sixty accounts with 1 to 60 in them.
async fn filled(bench: &Bench) -> Ledger<Bank> {
    let bank = bench.bank().await;
    for (number, amount) in (1..=STREAMS).zip(1..) {
        bank.execute(ask(id(number), number, add(amount))).await.unwrap();
    }
    bank
}

async fn balances(bank: &Ledger<Bank>) -> Vec<i64> {
    let mut balances = Vec::new();
    for number in 1..=STREAMS {
        balances.push(bank.state(id(number)).await.unwrap().unwrap().0.balance);
    }
    balances
}

async fn a_pass_reaches_every_stream_once(bench: Bench) {
    let bank = filled(&bench).await;
    let mut steps = Vec::new();
    let passed = run(&bank, "seven", 7, |progress| steps.push(progress.streams)).await.unwrap();
    // One account held seven already.
    assert_eq!(passed, Passed::Now(Progress { streams: 60, changed: 59 }));
    assert_eq!(steps, (1..=30).map(|step| 2 * step).chain([60]).collect::<Vec<u64>>());
    assert_eq!(balances(&bank).await, [7; 60]);
    let last = bank.events_after(0, i64::MAX).await.unwrap().pop().unwrap().stored;
    assert_eq!((last.actor.as_str(), last.version), ("system:law", 2));

    // What happens after it is not asked again, by this process or by another one.
    bank.execute(ask(id(3), 100, add(1))).await.unwrap();
    for bank in [&bank, &bench.bank().await] {
        assert_eq!(run(bank, "seven", 7, |_| {}).await.unwrap(), Passed::Before);
    }
    assert_whole(&bank, 120).await;
}

async fn a_ledger_goes_on_to_a_later_target_and_not_back(bench: Bench) {
    let bank = filled(&bench).await;
    run(&bank, "seven", 7, |_| {}).await.unwrap();
    let eight = Passed::Now(Progress { streams: 60, changed: 60 });
    assert_eq!(run(&bank, "eight", 8, |_| {}).await.unwrap(), eight);
    assert_eq!(run(&bank, "seven", 7, |_| {}).await.unwrap(), Passed::LeftBehind);
    assert_eq!(balances(&bank).await, [8; 60]);
    let refused = pass::run(&bank, "refused", || Command::Refuse, Pace { streams: 100, pause: Duration::ZERO }, |_| {});
    assert_eq!(refused.await.unwrap(), Passed::Now(Progress { streams: 60, changed: 0 }));
}

async fn a_pass_that_is_killed_goes_on_and_does_nothing_twice(bench: Bench) {
    let bank = filled(&bench).await;
    bank.db().close().await;
    for steps in [1, 2, 4] {
        let mut child = start_pass(&bench.location("toy")).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = 0;
        while let Some(line) = within(lines.next_line()).await.unwrap() {
            told += u32::from(line.starts_with("answered "));
            if told == steps {
                child.start_kill().unwrap();
            }
        }
        assert!(!within(child.wait()).await.unwrap().success(), "it was killed");
    }
    let bank = bench.bank().await;
    let Passed::Now(rest) = run(&bank, "seven", 7, |_| {}).await.unwrap() else { panic!("it had not ended") };
    // Seven steps of two were written down; what the kills cut off was asked again, and did nothing.
    assert!(rest.streams <= 46 && rest.changed <= rest.streams, "{rest:?}");
    assert_eq!(balances(&bank).await, [7; 60]);
    assert_whole(&bank, 119).await;
}
