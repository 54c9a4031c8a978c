//! A request repeated is answered again and not done again.

use futures_util::future::join_all;
use trajet_ledger::{Actor, ExecuteError, Outcome, Request, Submission};

use crate::bench::{Bench, assert_whole, on_both_engines, position};
use crate::toy::{Bank, Command, Refusal, add, ask, id};

on_both_engines!(
    a_repeated_request_has_the_same_answer_and_one_event,
    requests_repeated_in_one_batch_have_one_event,
    a_repeated_no_op_has_the_same_answer,
    an_identifier_used_for_something_else_is_refused,
    a_refusal_is_not_kept,
    identifiers_of_different_callers_do_not_meet,
    strange_callers_find_their_answers,
);

fn repeated(outcome: &Outcome) -> Outcome {
    Outcome { repeated: true, ..outcome.clone() }
}

async fn a_repeated_request_has_the_same_answer_and_one_event(bench: Bench) {
    let bank = bench.bank().await;
    let first = bank.execute(ask(id(1), 1, add(1))).await.unwrap();
    assert!(!first.repeated);
    bank.execute(ask(id(1), 2, add(1))).await.unwrap();
    assert_eq!(bank.execute(ask(id(1), 1, add(1))).await.unwrap(), repeated(&first));
    let restarted = bench.bank().await;
    assert_eq!(restarted.execute(ask(id(1), 1, add(1))).await.unwrap(), repeated(&first));
    // Its version has moved on, but it was answered before that.
    let late = Submission { if_version: Some(7), ..ask(id(1), 1, add(1)) };
    assert_eq!(restarted.execute(late).await.unwrap(), repeated(&first));
    assert_whole(&bank, 2).await;
}

async fn requests_repeated_in_one_batch_have_one_event(bench: Bench) {
    let bank = bench.bank().await;
    let held = bench.hold().await;
    let (outcomes, ()) =
        tokio::join!(join_all((0..16).map(|_| bank.execute(ask(id(1), 1, add(1))))), async { drop(held) });
    let outcomes: Vec<Outcome> = outcomes.into_iter().map(Result::unwrap).collect();
    let first = outcomes.iter().find(|outcome| !outcome.repeated).unwrap();
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == repeated(first)).count(), 15);
    assert_whole(&bank, 1).await;
}

async fn a_repeated_no_op_has_the_same_answer(bench: Bench) {
    let bank = bench.bank().await;
    let nothing = bank.execute(ask(id(1), 1, add(0))).await.unwrap();
    assert_eq!((nothing.version, nothing.cursor.position), (0, 0));
    bank.execute(ask(id(1), 2, add(1))).await.unwrap();
    assert_eq!(bank.execute(ask(id(1), 1, add(0))).await.unwrap(), repeated(&nothing));
}

async fn an_identifier_used_for_something_else_is_refused(bench: Bench) {
    let bank = bench.bank().await;
    bank.execute(ask(id(1), 1, add(1))).await.unwrap();
    let request = Request { method: "toy.Other".to_owned(), ..ask::<false>(id(1), 1, add(1)).request };
    for program in [bank, bench.bank().await] {
        let other_content = program.execute(ask(id(1), 1, add(2))).await;
        let other_method = program.execute(Submission { request: request.clone(), ..ask(id(1), 1, add(1)) }).await;
        assert_eq!(
            [other_content, other_method],
            [Err(ExecuteError::RequestIdReused), Err(ExecuteError::RequestIdReused)]
        );
        assert_eq!(position(&program).await, 1);
    }
}

async fn a_refusal_is_not_kept(bench: Bench) {
    let bank = bench.bank().await;
    let refused = bank.execute(ask(id(1), 1, add(-1))).await;
    assert_eq!(refused, Err(ExecuteError::Rejected(Refusal::Overdrawn)));
    bank.execute(ask(id(1), 2, add(1))).await.unwrap();
    assert!(!bank.execute(ask(id(1), 1, add(-1))).await.unwrap().repeated);
    assert_eq!(bank.execute(ask(id(1), 3, Command::Panic)).await, Err(ExecuteError::Internal));
    bank.execute(ask(id(1), 3, add(1))).await.unwrap();
    assert_whole(&bank, 3).await;
}

async fn identifiers_of_different_callers_do_not_meet(bench: Bench) {
    let bank = bench.bank().await;
    let asked = |subject: &str| Submission::<Bank> {
        actor: Actor::caller("physician", subject, "300"),
        ..ask(id(1), 1, add(1))
    };
    for subject in ["one", "other"] {
        assert!(!bank.execute(asked(subject)).await.unwrap().repeated);
    }
    assert_whole(&bank, 2).await;
}

async fn strange_callers_find_their_answers(bench: Bench) {
    let subjects = ["\"", "\\", "],[", "\u{1}\n\t", "é€𝄞", "'; --", "~", "%"];
    for program in 0..2 {
        let bank = bench.bank().await;
        for subject in subjects {
            let actor = Actor::caller("physician", subject, "300");
            let outcome = bank.execute(Submission { actor, ..ask(id(1), 1, add(1)) }).await.unwrap();
            assert_eq!(outcome.repeated, program == 1, "{subject:?}");
        }
    }
    assert_whole(&bench.bank().await, subjects.len() as u64).await;
}
