//! Open deadlines follow the law when it changes (T8): with a release that brings other figures, and on the day from which one of
//! them is in force.
//!
//! Beside its work a service goes through all its cases, some at a time, and asks each to follow. How far it has come is durable,
//! with the version of the law that it is for; what moves is an event with the plan before and after it. See ADR 20.

use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Gauge};
use tokio_util::sync::CancellationToken;
use trajet_law::law::{Law, LawVersion, RELEASE};
use trajet_ledger::pass::{self, Pace, PassError, Passed, Progress, Target};
use trajet_ledger::{Domain, Ledger};

/// A step of 32 cases, and then as long for others as such a step takes about.
const PACE: Pace = Pace { streams: 32, pause: Duration::from_millis(25) };
/// After a failure of the store, or while the writer has too much to do.
const BACK_OFF: Duration = Duration::from_secs(1);
/// While cases cannot be looked at: somebody must mend them first.
const BACK_OFF_MENDING: Duration = Duration::from_mins(10);
/// How often the log tells how far it has come, in cases.
const TOLD_EVERY: u64 = 10_000;

/// Has the open deadlines of a ledger follow a law, at the start and on each new day, until the process stops.
///
/// `command` is the one by which a case follows.
pub async fn run<D: Domain>(
    ledger: Ledger<D>,
    law: &'static Law,
    command: fn() -> D::Command,
    stop: CancellationToken,
) {
    let mut followed = None;
    while !stop.is_cancelled() {
        let today = ledger.clock().today();
        let version = law.version(today);
        let mut back_off = BACK_OFF;
        if followed != Some(version) {
            let outcome = tokio::select! {
                () = stop.cancelled() => return,
                outcome = follow(&ledger, version, command) => outcome,
            };
            match outcome {
                Ok(_) => followed = Some(version),
                Err(error) => {
                    if matches!(error, PassError::PassedOver(_)) {
                        back_off = BACK_OFF_MENDING;
                    }
                    tracing::warn!(ledger = ledger.name(), law = %version, "not all deadlines follow the law yet: {error}");
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = ledger.clock().date_changed_from(today) => {}
            () = tokio::time::sleep(back_off), if followed != Some(version) => {}
        }
    }
}

/// Has the open deadlines of a ledger follow a version of the law once, or goes on with it.
///
/// # Errors
/// If it cannot go on now.
pub async fn follow<D: Domain>(
    ledger: &Ledger<D>,
    version: LawVersion,
    command: fn() -> D::Command,
) -> Result<Passed, PassError> {
    let (name, meters) = (ledger.name(), Meters::new(ledger.name()));
    let mut told = Progress::default();
    let (version_name, release) = (version.to_string(), RELEASE);
    let target = Target { name: &version_name, release };
    let passed = pass::run(ledger, target, command, PACE, |progress| {
        meters.step(told, progress);
        if told.streams / TOLD_EVERY < progress.streams / TOLD_EVERY {
            tracing::info!(ledger = name, law = %version, cases = progress.streams, moved = progress.changed, "deadlines follow the law");
        }
        told = progress;
    });
    meters.pending.record(1, &meters.here);
    let passed = passed.await?;
    meters.pending.record(u64::from(passed == Passed::LeftBehind), &meters.here);
    match passed {
        Passed::Before => {}
        Passed::Now(Progress { streams, changed }) => {
            tracing::info!(ledger = name, law = %version, cases = streams, moved = changed, "all deadlines follow the law");
        }
        Passed::LeftBehind => {
            tracing::warn!(ledger = name, law = %version, "a later program has this ledger follow a later law: open deadlines stay as that planned them");
        }
    }
    Ok(passed)
}

struct Meters {
    here: [KeyValue; 1],
    cases: Counter<u64>,
    moved: Counter<u64>,
    pending: Gauge<u64>,
}

impl Meters {
    fn new(ledger: &str) -> Self {
        let meter = trajet_runtime::telemetry::meter();
        Self {
            here: [KeyValue::new("ledger", ledger.to_owned())],
            cases: meter
                .u64_counter("trajet.law.cases")
                .with_description("Cases that were asked to follow a changed law")
                .build(),
            moved: meter
                .u64_counter("trajet.law.moved")
                .with_description("Cases of which open deadlines moved with the law")
                .build(),
            pending: meter
                .u64_gauge("trajet.law.pending")
                .with_description(
                    "1 while not all open deadlines of a ledger follow the law in force, as this program holds it",
                )
                .build(),
        }
    }

    fn step(&self, before: Progress, now: Progress) {
        self.cases.add(now.streams - before.streams, &self.here);
        self.moved.add(now.changed - before.changed, &self.here);
    }
}
