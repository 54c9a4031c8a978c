//! Random commands against a model that fits on a page: what the ledger answers and holds is what the model says.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Days;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use trajet_ledger::{Db, ExecuteError, Ledger, Setup, Submission, timers};

use crate::bench::{Bench, assert_whole, on_both_engines, until, within};
use crate::toy::{Account, Bank, Command, Refusal, add, ask, id, on_timer};

on_both_engines!(the_ledger_does_what_the_model_does);

#[derive(Debug, Clone)]
enum Step {
    /// Something asked of an account, through one of two programs.
    Ask { program: usize, account: u128, what: What },
    /// An earlier request, asked again or with other content.
    Again { program: usize, which: prop::sample::Index, changed: bool },
    /// A program starts anew.
    Restart(usize),
    /// Days pass, and timers fire in one of the programs.
    Pass { program: usize, days: u64 },
}

#[derive(Debug, Clone)]
enum What {
    Add(i64),
    Refuse,
    Panic,
    Timer(&'static str, u64),
    Claim(&'static str),
    Release(&'static str),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let name = || prop::sample::select(&["x", "y"][..]);
    let what = prop_oneof![
        6 => (-4..8_i64).prop_map(What::Add),
        1 => Just(What::Refuse),
        1 => Just(What::Panic),
        2 => (prop::sample::select(&["a", "b"][..]), 0..50_u64).prop_map(|(kind, days)| What::Timer(kind, days)),
        2 => name().prop_map(What::Claim),
        1 => name().prop_map(What::Release),
    ];
    let ask = (0..2_usize, 0..3_u128, what).prop_map(|(program, account, what)| Step::Ask { program, account, what });
    let again = (0..2_usize, any::<prop::sample::Index>(), any::<bool>());
    vec(
        prop_oneof![
            12 => ask,
            3 => again.prop_map(|(program, which, changed)| Step::Again { program, which, changed }),
            1 => (0..2_usize).prop_map(Step::Restart),
            1 => (0..2_usize, 0..40_u64).prop_map(|(program, days)| Step::Pass { program, days }),
        ],
        1..50,
    )
}

/// What a request was answered: the version, or why not.
type Answer = Result<i64, ExecuteError<Refusal>>;

#[derive(Default)]
struct Model {
    accounts: BTreeMap<u128, (Account, i64)>,
    answered: Vec<(Submission<Bank>, i64)>,
    events: u64,
}

impl Model {
    fn decide(&mut self, number: u128, command: &Command) -> Answer {
        let holder = |name: &String| {
            self.accounts.iter().find(|(_, (account, _))| account.claims.contains(name)).map(|(number, _)| *number)
        };
        let mut changed = self.accounts.get(&number).cloned().unwrap_or_default();
        let account = &mut changed.0;
        let happened = match command {
            Command::Add { amount: 0, .. } => false,
            Command::Add { amount, .. } => {
                if account.balance + amount < 0 {
                    return Err(ExecuteError::Rejected(Refusal::Overdrawn));
                }
                account.balance += amount;
                account.amounts.push(*amount);
                account.note = None;
                true
            }
            Command::Refuse => return Err(ExecuteError::Rejected(Refusal::Refused)),
            Command::SetTimer { kind, on } => {
                account.timers.insert(kind.clone(), *on);
                true
            }
            Command::Claim(name) => match holder(name) {
                Some(other) if other != number => return Err(ExecuteError::Rejected(Refusal::Taken { by: id(other) })),
                _ => account.claims.insert(name.clone()),
            },
            Command::Release(name) => account.claims.remove(name),
            _ => return Err(ExecuteError::Internal),
        };
        if happened {
            changed.1 += 1;
            self.events += 1;
            self.accounts.insert(number, changed);
        }
        Ok(self.accounts.get(&number).map_or(0, |(_, version)| *version))
    }

    fn fire(&mut self, today: chrono::NaiveDate) {
        for (account, version) in self.accounts.values_mut() {
            let mut due: Vec<_> =
                account.timers.iter().filter(|(_, on)| **on <= today).map(|(kind, on)| (*on, kind.clone())).collect();
            due.sort();
            for (_, kind) in due {
                account.timers.remove(&kind);
                account.fired.push(kind);
                *version += 1;
                self.events += 1;
            }
        }
    }
}

async fn the_ledger_does_what_the_model_does(bench: Bench) {
    let is_sqlite = matches!(bench.engine, crate::bench::Engine::Sqlite(_));
    let config = ProptestConfig {
        cases: if is_sqlite { 40 } else { 12 },
        rng_seed: RngSeed::Fixed(2022),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    };
    // A run, also one that looks for a smaller example, has a ledger of its own in the same database.
    let runs = AtomicU32::new(0);
    let db = bench.db::<false>().await;
    let runtime = Handle::current();
    tokio::task::block_in_place(|| {
        let run = |steps| {
            let insurer = runs.fetch_add(1, Ordering::Relaxed).to_string();
            runtime.block_on(follow(&bench, &db, &insurer, steps));
            Ok(())
        };
        TestRunner::new(config).run(&steps(), run).unwrap();
    });
}

async fn follow(bench: &Bench, db: &Db, insurer: &str, steps: Vec<Step>) {
    let stop = CancellationToken::new();
    let open = async || {
        let setup = Setup { stop: stop.clone(), ..bench.setup() };
        Ledger::open(db.clone(), insurer, Bank { modern: true }, setup).await.unwrap()
    };
    let mut programs = [open().await, open().await];
    let mut model = Model::default();
    for (number, step) in (1_u128..).zip(steps) {
        match step {
            Step::Ask { program, account, what } => {
                let command = match what {
                    What::Add(amount) => add(amount),
                    What::Refuse => Command::Refuse,
                    What::Panic => Command::Panic,
                    What::Timer(kind, days) => {
                        Command::SetTimer { kind: kind.to_owned(), on: bench.clock.today() + Days::new(days) }
                    }
                    What::Claim(name) => Command::Claim(name.to_owned()),
                    What::Release(name) => Command::Release(name.to_owned()),
                };
                let submission = ask(id(account), number, command.clone());
                let answer = programs[program].execute(submission.clone()).await;
                let expected = model.decide(account, &command);
                assert_eq!(answer.clone().map(|outcome| outcome.version), expected);
                if let Ok(outcome) = answer {
                    assert!(!outcome.repeated);
                    model.answered.push((submission, outcome.version));
                }
            }
            Step::Again { program, which, changed } if !model.answered.is_empty() => {
                let (mut submission, version) = which.get(&model.answered).clone();
                if changed {
                    submission.request.content.push(b'!');
                    assert_eq!(programs[program].execute(submission).await, Err(ExecuteError::RequestIdReused));
                } else {
                    let outcome = programs[program].execute(submission).await.unwrap();
                    assert_eq!((outcome.version, outcome.repeated), (version, true));
                }
            }
            Step::Again { .. } => {}
            Step::Restart(program) => programs[program] = open().await,
            Step::Pass { program, days } => {
                bench.clock.set(bench.clock.today() + Days::new(days)).unwrap();
                fire(&programs[program]).await;
                model.fire(bench.clock.today());
            }
        }
    }
    for (number, (account, version)) in &model.accounts {
        let (stored, at) = programs[0].state(id(*number)).await.unwrap().unwrap();
        assert_eq!((sorted(stored), at), (sorted(account.clone()), *version));
    }
    assert_whole(&programs[1], model.events).await;
    stop.cancel();
}

/// Timers of one day fire in any order.
fn sorted(mut account: Account) -> Account {
    account.fired.sort();
    account
}

async fn fire(program: &Ledger<Bank>) {
    let stop = CancellationToken::new();
    let running = tokio::spawn(timers::run(program.clone(), on_timer, stop.clone()));
    until(async || program.due_timers(program.clock().today(), 1).await.unwrap().is_empty()).await;
    stop.cancel();
    within(running).await.unwrap();
}
