//! No answer before the disk has it. Killing a process proves nothing of that, since the page cache outlives it; what it
//! asked of the kernel does.

use std::path::Path;

use tokio::process::Command;
use trajet_ledger::Location;

use crate::bench::within;
use crate::child::{Work, start_careless, start_writer};

/// Each answer of the traced process, and whether the write-ahead log was written and then synced for it.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Durable,
    NothingWritten,
    NotSynced,
}

#[tokio::test]
async fn sqlite_syncs_the_log_before_each_answer() {
    let answers = traced(|strace, file| {
        start_writer(
            strace,
            &Location::Sqlite(file.to_owned()),
            Work { process: 1, callers: 1, commands: 20, alone: true },
        )
    });
    let answers = answers.await;
    assert_eq!(answers.len(), 20);
    assert!(answers.iter().all(|answer| *answer == Answer::Durable), "{answers:?}");
}

/// The check can fail: SQLite with `synchronous = OFF` answers the same.
#[tokio::test]
async fn sqlite_that_does_not_sync_is_noticed() {
    let answers = traced(start_careless).await;
    assert_eq!(answers.len(), 10);
    assert!(answers.iter().all(|answer| *answer == Answer::NotSynced), "{answers:?}");
}

async fn traced(start: impl Fn(&[&str], &Path) -> Command) -> Vec<Answer> {
    let dir = tempfile::tempdir().unwrap();
    let trace = dir.path().join("trace");
    let strace = [
        "strace",
        "-f",
        "-y",
        "-s",
        "16",
        "-e",
        "trace=write,pwrite64,pwritev,writev,fsync,fdatasync",
        "-o",
        trace.to_str().unwrap(),
    ];
    let child = start(&strace, &dir.path().join("toy.db")).spawn().expect("strace is installed");
    let output = within(child.wait_with_output()).await.unwrap();
    assert!(output.status.success(), "{output:?}");
    answers(&std::fs::read_to_string(trace).unwrap())
}

/// Reads a trace: lines such as `42 fdatasync(9</tmp/toy.db-wal>) = 0`. A call that another thread's call interrupts is
/// told in two lines, `42 fdatasync(9</tmp/toy.db-wal> <unfinished ...>` and `42 <... fdatasync resumed>) = 0`.
fn answers(trace: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    let (mut written, mut unsynced) = (0, 0);
    let mut syncing: Vec<(&str, i32)> = Vec::new();
    for line in trace.lines() {
        let (thread, call) = line.split_once(' ').unwrap();
        let call = call.trim_start();
        let is_sync = call.starts_with("fsync(") || call.starts_with("fdatasync(");
        if call.contains("answered ") {
            answers.push(match (written, unsynced) {
                (0, _) => Answer::NothingWritten,
                (_, 0) => Answer::Durable,
                _ => Answer::NotSynced,
            });
            written = 0;
        } else if call.contains("-wal>") && is_sync {
            // What was written before it began is what it syncs.
            syncing.push((thread, unsynced));
            if !call.contains("<unfinished") {
                end_sync(&mut syncing, thread, call, &mut unsynced);
            }
        } else if call.starts_with("<... f") && call.contains("sync resumed") {
            end_sync(&mut syncing, thread, call, &mut unsynced);
        } else if call.contains("-wal>") {
            (written, unsynced) = (written + 1, unsynced + 1);
        }
    }
    answers
}

fn end_sync<'a>(syncing: &mut Vec<(&'a str, i32)>, thread: &'a str, call: &str, unsynced: &mut i32) {
    // The sync of another file of the database is of no interest.
    let Some(at) = syncing.iter().position(|(by, _)| *by == thread) else { return };
    let (_, covered) = syncing.remove(at);
    // A process that ends leaves calls without a result.
    if call.ends_with("= 0") {
        *unsynced -= covered;
    }
}

#[test]
fn a_trace_is_read_as_the_kernel_was_asked() {
    let trace = "7 pwrite64(9</t/toy.db-wal>, \"x\", 24, 0) = 24\n\
                 7 fdatasync(9</t/toy.db-wal> <unfinished ...>\n\
                 8 write(1<pipe:[1]>, \"answered 0 0 1\\n\", 15) = 15\n\
                 7 <... fdatasync resumed>) = 0\n\
                 8 write(1<pipe:[1]>, \"answered 0 1 1\\n\", 15) = 15\n\
                 7 pwrite64(9</t/toy.db-wal>, \"x\", 24, 0) = 24\n\
                 7 fsync(8</t/toy.db>) = 0\n\
                 7 fsync(9</t/toy.db-wal>) = 0\n\
                 7 write(1<pipe:[1]>, \"answered 0 2 1\\n\", 15) = 15";
    assert_eq!(answers(trace), [Answer::NotSynced, Answer::NothingWritten, Answer::Durable]);
}
