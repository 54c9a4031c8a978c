//! The reconciler beside the services that run: it judges every case on a schedule, counts what it finds, and tells it loudly.

use std::convert::Infallible;
use std::time::Duration;

use chrono::NaiveDate;
use opentelemetry::KeyValue;
use opentelemetry::metrics::Gauge;
use tokio_util::sync::CancellationToken;
use trajet_ledger::{Ledger, StoreError};
use trajet_reconcile::{Finding, FindingKind};
use trajet_runtime::Clock;
use trajet_service::Ledgers;
use trajet_service::reconcile::{self, Reconciled};
use uuid::Uuid;

use crate::apps::{Apps, Visit};
use crate::platform::Service;

/// How often it is looked whether the timers of the day have fired.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After so many looks at which no fewer were due than before, those that are left cannot fire: of a kind that this program does not know,
/// or refused. Cases are judged all the same, and these timers with them.
const LOOKS_IN_VAIN: u32 = 30;
/// A finding that is not there any more after this time was an act under way.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(5);
/// Findings of a ledger that are told one by one; all are counted.
const TOLD: usize = 200;

/// When cases are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Schedule {
    /// Never.
    Never,
    /// In the first hour of each day of Brussels, when its timers have fired.
    Daily,
    /// Every so many hours.
    Hours(u64),
}

/// Judges the cases of these apps on a schedule until the process stops.
pub(crate) fn start(apps: Apps, clock: Clock, schedule: Schedule, stop: CancellationToken) {
    let judge = Judge::new(&clock);
    tokio::spawn(run(judge, apps, clock, schedule, stop));
}

async fn run(mut judge: Judge, apps: Apps, clock: Clock, schedule: Schedule, stop: CancellationToken) {
    loop {
        // From the day that was judged last, which may be over: no day is passed over while cases are judged.
        tokio::select! {
            () = stop.cancelled() => return,
            () = next(&clock, schedule, judge.today) => {}
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = quiet(&apps, &clock) => {}
        }
        judge.today = clock.today();
        tokio::select! {
            () = stop.cancelled() => return,
            Ok(()) = apps.visit(&mut judge) => {}
        }
    }
}

async fn next(clock: &Clock, schedule: Schedule, today: NaiveDate) {
    match schedule {
        Schedule::Never => std::future::pending().await,
        Schedule::Daily => clock.date_changed_from(today).await,
        Schedule::Hours(hours) => tokio::time::sleep(Duration::from_secs(hours * 3_600)).await,
    }
}

/// Returns when no timer of today is left that fires.
async fn quiet(apps: &Apps, clock: &Clock) {
    let mut left = Left::default();
    loop {
        let mut due = Due { today: clock.today(), timers: 0 };
        let Ok(()) = apps.visit(&mut due).await;
        if left.is_over(due.timers) {
            if due.timers > 0 {
                tracing::error!(
                    timers = due.timers,
                    "these timers do not fire: the deadlines are reconciled all the same"
                );
            }
            return;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// The timers that were due at each look.
#[derive(Default)]
struct Left {
    fewest: Option<u64>,
    in_vain: u32,
}

impl Left {
    /// Whether, with those of this look, there is nothing to wait for.
    fn is_over(&mut self, due: u64) -> bool {
        if self.fewest.is_none_or(|fewest| due < fewest) {
            *self = Self { fewest: Some(due), in_vain: 0 };
        } else {
            self.in_vain += 1;
        }
        due == 0 || self.in_vain >= LOOKS_IN_VAIN
    }
}

struct Due {
    today: NaiveDate,
    timers: u64,
}

impl Visit for Due {
    type Error = Infallible;

    async fn service<D: Reconciled>(&mut self, _: Service, ledgers: &Ledgers<D>) -> Result<(), Infallible> {
        for (_, ledger) in ledgers.all() {
            match ledger.due_in_all(self.today).await {
                Ok(due) => self.timers += due,
                // One that cannot be read does not keep the others waiting.
                Err(error) => tracing::error!(ledger = ledger.name(), "the timers could not be looked at: {error}"),
            }
        }
        Ok(())
    }
}

struct Judge {
    today: NaiveDate,
    findings: Gauge<u64>,
    cases: Gauge<u64>,
    reconciled_at: Gauge<i64>,
}

impl Judge {
    fn new(clock: &Clock) -> Self {
        let meter = trajet_runtime::telemetry::meter();
        Self {
            today: clock.today(),
            findings: meter
                .u64_gauge("trajet.deadlines.findings")
                .with_description("Deadlines that are not as the law asks, by kind, when they were last reconciled")
                .build(),
            cases: meter
                .u64_gauge("trajet.deadlines.cases")
                .with_description("Cases whose deadlines were last reconciled")
                .build(),
            reconciled_at: meter
                .i64_gauge("trajet.deadlines.reconciled_at")
                .with_description("When the deadlines were last reconciled to the end, in seconds since 1970")
                .with_unit("s")
                .build(),
        }
    }

    async fn ledger<D: Reconciled>(&self, ledger: &Ledger<D>) -> Result<(), StoreError> {
        let mut suspects = Vec::new();
        let judged = reconcile::ledger(ledger, self.today, |case, _| {
            if suspects.last() != Some(&case) {
                suspects.push(case);
            }
        });
        let judged = judged.await?;
        let mut found: Vec<(Uuid, Finding)> = Vec::new();
        if !suspects.is_empty() {
            // An act that is under way may look like a finding: what is still there is one.
            tokio::time::sleep(LOOK_AGAIN_AFTER).await;
            for case in suspects {
                let findings = reconcile::case(ledger, case, self.today).await?;
                found.extend(findings.into_iter().map(|finding| (case, finding)));
            }
        }
        let name = ledger.name();
        for (case, finding) in found.iter().take(TOLD) {
            let Finding { step, kind, expected, found, rule, why } = finding;
            let kind = kind.code();
            tracing::error!(ledger = name, %case, step, kind, expected, found, rule, "a deadline is not as the law asks: {why}");
        }
        if found.len() > TOLD {
            tracing::error!(ledger = name, findings = found.len(), "not all deadlines that are wrong were told");
        }
        for kind in FindingKind::ALL {
            let of_kind = found.iter().filter(|(_, finding)| finding.kind == kind).count();
            let here = [KeyValue::new("ledger", name.to_owned()), KeyValue::new("kind", kind.code())];
            self.findings.record(u64::try_from(of_kind).unwrap_or(u64::MAX), &here);
        }
        let here = [KeyValue::new("ledger", name.to_owned())];
        self.cases.record(judged.cases, &here);
        self.reconciled_at.record(trajet_runtime::clock::machine_now().timestamp(), &here);
        tracing::info!(ledger = name, cases = judged.cases, findings = found.len(), "the deadlines were reconciled");
        Ok(())
    }
}

impl Visit for Judge {
    type Error = Infallible;

    async fn service<D: Reconciled>(&mut self, _: Service, ledgers: &Ledgers<D>) -> Result<(), Infallible> {
        for (_, ledger) in ledgers.all() {
            // One ledger that cannot be read does not keep the others from being judged.
            if let Err(error) = self.ledger(ledger).await {
                tracing::error!(ledger = ledger.name(), "the deadlines could not be reconciled: {error}");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At which look there is nothing to wait for, by how many timers are due at each.
    fn over_at(due: impl IntoIterator<Item = u64>) -> Option<usize> {
        let mut left = Left::default();
        due.into_iter().position(|due| left.is_over(due))
    }

    #[test]
    fn t6_timers_that_fire_are_waited_for_and_those_that_do_not_are_not_waited_for_for_ever() {
        assert_eq!(over_at([0]), Some(0));
        assert_eq!(over_at((0..1_000).rev()), Some(999));
        assert_eq!(over_at([3, 2, 2, 2, 1, 1, 0]), Some(6));
        let looks = usize::try_from(LOOKS_IN_VAIN).expect("few");
        assert_eq!(over_at(std::iter::repeat_n(1, 100)), Some(looks));
        assert_eq!(over_at([7].into_iter().chain(std::iter::repeat_n(1, 100))), Some(looks + 1));
        assert_eq!(over_at([1].into_iter().chain(std::iter::repeat_n(7, 100))), Some(looks));
    }
}
