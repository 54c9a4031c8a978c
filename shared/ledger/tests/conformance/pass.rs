//! A command for every stream: once for a target, killed at any instant and gone on with, and never back to an earlier target.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use trajet_ledger::Ledger;
use trajet_ledger::pass::{self, Pace, PassError, Passed, Progress, Target};

use crate::bench::{Bench, assert_whole, on_both_engines, within};
use crate::child::start_pass;
use crate::toy::{Bank, Command, add, ask, id};

on_both_engines!(
    a_pass_reaches_every_stream_once,
    a_ledger_goes_on_to_a_later_target_and_not_back,
    the_later_release_has_the_say_whichever_comes_first,
    a_later_release_brings_back_what_an_earlier_one_had_brought,
    a_pass_leaves_off_where_a_later_release_begins_one,
    a_stream_that_cannot_be_looked_at_keeps_the_pass_from_ending,
    a_pass_that_is_killed_goes_on_and_does_nothing_twice
);

const STREAMS: u128 = 60;

const AT_ONCE: Pace = Pace { streams: 100, pause: Duration::ZERO };

const fn of_release(release: u32, name: &str) -> Target<'_> {
    Target { name, release }
}

/// Brings all accounts to a balance, two at a time.
async fn run(bank: &Ledger<Bank>, target: &str, balance: i64, tell: impl FnMut(Progress)) -> Result<Passed, PassError> {
    let pace = Pace { streams: 2, pause: Duration::ZERO };
    pass::run(bank, of_release(1, target), || Command::SetTo(balance), pace, tell).await
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
    let refused = pass::run(&bank, of_release(1, "refused"), || Command::Refuse, AT_ONCE, |_| {});
    assert_eq!(refused.await.unwrap(), Passed::Now(Progress { streams: 60, changed: 0 }));
}

/// Two releases hold a figure that begins on a day: on that day both have a new target.
async fn the_later_release_has_the_say_whichever_comes_first(bench: Bench) {
    let bank = filled(&bench).await;
    let bring = |release, target, balance| {
        pass::run(&bank, of_release(release, target), move || Command::SetTo(balance), AT_ONCE, |_| {})
    };
    let all = Passed::Now(Progress { streams: 60, changed: 60 });
    assert_eq!(bring(1, "hundred", 100).await.unwrap(), all);
    // The earlier one is first, and then the later one.
    assert_eq!(bring(1, "one more in the earlier", 101).await.unwrap(), all);
    assert_eq!(bring(2, "two more in the later", 102).await.unwrap(), all);
    assert_eq!(bring(1, "one more in the earlier", 101).await.unwrap(), Passed::LeftBehind);
    // On the next day the other way round.
    assert_eq!(bring(2, "four more in the later", 104).await.unwrap(), all);
    assert_eq!(bring(1, "three more in the earlier", 103).await.unwrap(), Passed::LeftBehind);
    assert_eq!(balances(&bank).await, [104; 60]);
    assert_eq!(bring(2, "four more in the later", 104).await.unwrap(), Passed::Before);
}

/// A figure that was wrong is taken back: the figures of before have the name of before.
async fn a_later_release_brings_back_what_an_earlier_one_had_brought(bench: Bench) {
    let bank = filled(&bench).await;
    let bring = |release, target, balance| {
        pass::run(&bank, of_release(release, target), move || Command::SetTo(balance), AT_ONCE, |_| {})
    };
    let all = Passed::Now(Progress { streams: 60, changed: 60 });
    assert_eq!(bring(1, "right", 100).await.unwrap(), all);
    assert_eq!(bring(2, "wrong", 101).await.unwrap(), all);
    assert_eq!(bring(1, "right", 100).await.unwrap(), Passed::LeftBehind, "the earlier release does not take it back");
    assert_eq!(bring(3, "right", 100).await.unwrap(), all);
    assert_eq!(balances(&bank).await, [100; 60]);
    assert_eq!(bring(2, "wrong", 101).await.unwrap(), Passed::LeftBehind);
    // Who holds the same figures has nothing left to do, of whichever of these releases it is.
    for release in [1, 3] {
        assert_eq!(bring(release, "right", 100).await.unwrap(), Passed::Before);
    }
    assert_eq!(balances(&bank).await, [100; 60]);
}

async fn a_pass_leaves_off_where_a_later_release_begins_one(bench: Bench) {
    let bank = filled(&bench).await;
    let (told, mut first) = tokio::sync::mpsc::unbounded_channel();
    let slowly = Pace { streams: 2, pause: Duration::from_millis(200) };
    let earlier = pass::run(
        &bank,
        of_release(1, "seven"),
        || Command::SetTo(7),
        slowly,
        |_| {
            let _ = told.send(());
        },
    );
    let later = async {
        within(first.recv()).await.unwrap();
        pass::run(&bank, of_release(2, "eight"), || Command::SetTo(8), AT_ONCE, |_| {}).await
    };
    let (earlier, later) = tokio::join!(earlier, later);
    assert_eq!(earlier.unwrap(), Passed::LeftBehind);
    // One account held eight already.
    assert_eq!(later.unwrap(), Passed::Now(Progress { streams: 60, changed: 59 }));
    assert_eq!(balances(&bank).await, [8; 60]);
}

async fn a_stream_that_cannot_be_looked_at_keeps_the_pass_from_ending(bench: Bench) {
    let bank = filled(&bench).await;
    let told = AtomicU64::new(0);
    // The fifth account's program panics.
    let broken = || if told.fetch_add(1, Ordering::Relaxed) == 4 { Command::Panic } else { Command::SetTo(7) };
    let by_twos = Pace { streams: 2, pause: Duration::ZERO };
    let seven = of_release(1, "seven");
    let passed = pass::run(&bank, seven, broken, by_twos, |_| {}).await;
    assert!(matches!(passed, Err(PassError::PassedOver(1))), "{passed:?}");
    assert_eq!(balances(&bank).await.iter().filter(|balance| **balance != 7).count(), 1, "all others were");
    // Mended, it goes on from that step.
    let rest = Passed::Now(Progress { streams: 56, changed: 1 });
    assert_eq!(run(&bank, "seven", 7, |_| {}).await.unwrap(), rest);
    // Of an account that was erased there is nothing left to bring to anything.
    bank.execute(ask(id(9), 200, Command::Erase)).await.unwrap();
    assert_eq!(run(&bank, "eight", 8, |_| {}).await.unwrap(), Passed::Now(Progress { streams: 60, changed: 59 }));
    assert_eq!(run(&bank, "eight", 8, |_| {}).await.unwrap(), Passed::Before);
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
