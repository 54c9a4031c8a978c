//! A process killed at any instant: whatever it answered is there, and whatever is asked again happens once.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use trajet_runtime::Entropy;

use crate::bench::{Bench, assert_whole, on_both_engines, within};
use crate::child::{Work, request, start_writer, stream};
use crate::toy::{add, ask, id};

on_both_engines!(every_answer_survives_a_kill_and_every_request_happens_once);

const ROUNDS: u32 = 4;
const CALLERS: u32 = 16;

async fn every_answer_survives_a_kill_and_every_request_happens_once(bench: Bench) {
    let entropy = Entropy::seeded(5);
    bench.bank().await;
    let mut asked = 0;
    for round in 1..=ROUNDS {
        let [some] = entropy.bytes();
        let answers = killed_writer(&bench, round, 20 + usize::from(some)).await;
        let bank = bench.bank().await;
        let before = bank.events_after(0, i64::MAX).await.unwrap();
        let mut last = BTreeMap::new();
        for (caller, command, position) in answers {
            let event = &before[usize::try_from(position - 1).unwrap()].stored;
            assert_eq!(
                (event.position, event.request_id),
                (position, id(request(round, caller, command))),
                "it was answered"
            );
            let reached = last.entry(caller).or_insert(command);
            *reached = command.max(*reached);
        }
        // Each caller asks all of it again, and what it had not yet heard of.
        let again = (0..CALLERS).flat_map(|caller| {
            let reached = last.get(&caller).map_or(0, |command| command + 1);
            (0..=reached).map(move |command| ask(stream(caller), request(round, caller, command), add(1)))
        });
        let again: Vec<_> = again.collect();
        asked += again.len() as u64;
        for some in again.chunks(500) {
            for outcome in join_all(some.iter().cloned().map(|submission| bank.execute(submission))).await {
                outcome.unwrap();
            }
        }
        let mut times: BTreeMap<_, u32> = BTreeMap::new();
        for recorded in bank.events_after(0, i64::MAX).await.unwrap() {
            *times.entry(recorded.stored.request_id).or_default() += 1;
        }
        assert!(times.values().all(|times| *times == 1));
        // None but the last request of a caller can have been on its way.
        assert_whole(&bank, asked).await;
        assert_eq!(times.len() as u64, asked);
    }
}

/// Starts a writing process, kills it once it has given so many answers, and gives all that it answered.
async fn killed_writer(bench: &Bench, round: u32, answers: usize) -> Vec<(u32, u32, i64)> {
    let work = Work { process: round, callers: CALLERS, commands: u32::MAX, alone: false };
    let mut child = start_writer(&[], &bench.location("toy"), work).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut read = Vec::new();
    while let Some(line) = within(lines.next_line()).await.unwrap() {
        let Some(answer) = line.strip_prefix("answered ") else { continue };
        // The kill may have cut the last line.
        let numbers: Vec<i64> = answer.split(' ').filter_map(|number| number.parse().ok()).collect();
        let [caller, command, position] = numbers[..] else { continue };
        read.push((u32::try_from(caller).unwrap(), u32::try_from(command).unwrap(), position));
        if read.len() == answers {
            child.start_kill().unwrap();
        }
    }
    assert!(!within(child.wait()).await.unwrap().success(), "it was killed");
    assert!(read.len() >= answers);
    read
}
