//! What one stream may hold at a time.

use futures_util::future::join_all;
use trajet_ledger::ExecuteError;

use crate::bench::{Bench, assert_whole, on_both_engines};
use crate::toy::{Command, Refusal, ask, id};

on_both_engines!(
    of_two_claims_at_once_one_wins_and_the_other_sees_it,
    a_claim_is_seen_by_another_program_and_after_a_restart,
    a_claim_let_go_in_the_same_batch_is_free,
    a_claim_that_was_not_written_is_free,
);

fn claim() -> Command {
    Command::Claim("the only one".to_owned())
}

fn release() -> Command {
    Command::Release("the only one".to_owned())
}

async fn of_two_claims_at_once_one_wins_and_the_other_sees_it(bench: Bench) {
    let bank = bench.bank().await;
    for (rival, request) in [(bank.clone(), 0), (bench.bank().await, 100)] {
        let held = bench.hold().await;
        let claims = (1..=8).map(|n| {
            let ledger = if n % 2 == 0 { &bank } else { &rival };
            ledger.execute(ask(id(n), request + n, claim()))
        });
        let (outcomes, ()) = tokio::join!(join_all(claims), async { drop(held) });
        let winner = outcomes.iter().find_map(|outcome| outcome.as_ref().ok()).unwrap().stream;
        let taken = Err(ExecuteError::Rejected(Refusal::Taken { by: winner }));
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == taken).count(), 7, "{outcomes:?}");
        bank.execute(ask(winner, request + 50, release())).await.unwrap();
    }
    assert_whole(&bank, 4).await;
}

async fn a_claim_is_seen_by_another_program_and_after_a_restart(bench: Bench) {
    let programs = [bench.bank().await, bench.bank().await];
    programs[0].execute(ask(id(1), 1, claim())).await.unwrap();
    for program in [&programs[1], &bench.bank().await] {
        let refused = program.execute(ask(id(2), 2, claim())).await;
        assert_eq!(refused, Err(ExecuteError::Rejected(Refusal::Taken { by: id(1) })));
    }
    programs[1].execute(ask(id(1), 3, release())).await.unwrap();
    programs[0].execute(ask(id(2), 4, claim())).await.unwrap();
    assert_whole(&programs[0], 3).await;
}

/// The decision must not rest on the claims as they stood before the batch.
async fn a_claim_let_go_in_the_same_batch_is_free(bench: Bench) {
    let bank = bench.bank().await;
    bank.execute(ask(id(1), 1, claim())).await.unwrap();
    let held = bench.hold().await;
    let commands = [(3, Command::Refuse), (1, release()), (2, claim()), (1, claim()), (2, release()), (3, claim())];
    let asked =
        (10..).zip(commands).map(|(request, (stream, command))| bank.execute(ask(id(stream), request, command)));
    let (outcomes, ()) = tokio::join!(join_all(asked), async { drop(held) });
    let accepted: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(accepted, [false, true, true, false, true, true], "{outcomes:?}");
    assert_eq!(outcomes[3], Err(ExecuteError::Rejected(Refusal::Taken { by: id(2) })));
    assert_whole(&bank, 5).await;
}

async fn a_claim_that_was_not_written_is_free(bench: Bench) {
    let bank = bench.bank().await;
    let held = bench.hold().await;
    // The second is decided, and then refused by the database.
    let commands =
        [(9, Command::Refuse), (1, Command::ClaimTooMuch("x".to_owned())), (2, Command::Claim("x".to_owned()))];
    let asked =
        (10..).zip(commands).map(|(request, (stream, command))| bank.execute(ask(id(stream), request, command)));
    let (outcomes, ()) = tokio::join!(join_all(asked), async { drop(held) });
    assert_eq!(outcomes[1], Err(ExecuteError::Internal));
    assert!(outcomes[2].is_ok(), "{outcomes:?}");
    assert_whole(&bank, 1).await;
}
