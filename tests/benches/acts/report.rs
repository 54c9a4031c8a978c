//! The measures as tables.

use std::fmt;
use std::time::Duration;

use crate::{inside, pgbench, served};

/// All that was measured.
#[derive(Debug, Default)]
pub(crate) struct Report {
    services: Vec<(&'static str, served::Measure)>,
    pgbench: Vec<pgbench::Measure>,
    rows: String,
    inside: Vec<inside::Measure>,
    steps: Vec<(&'static str, Duration)>,
}

impl Report {
    pub(crate) fn service(&mut self, engine: &'static str, measure: served::Measure) {
        self.services.push((engine, measure));
    }

    pub(crate) fn pgbench(&mut self, measure: pgbench::Measure, rows: &str) {
        self.pgbench.push(measure);
        rows.clone_into(&mut self.rows);
    }

    pub(crate) fn inside(&mut self, measure: inside::Measure) {
        self.inside.push(measure);
    }

    pub(crate) fn steps(&mut self, steps: Vec<(&'static str, Duration)>) {
        self.steps = steps;
    }

    fn write_rates(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<11}{:>8}{:>10}{:>9}{:>9}{:>13}{:>13}{:>7}{:>14}{:>7}",
            "engine",
            "callers",
            "acts/s",
            "p50 ms",
            "p99 ms",
            "CPU us/act",
            "pgbench tps",
            "ratio",
            "fdatasync us",
            "load"
        )?;
        for (engine, measure) in &self.services {
            let rate = rate(measure.acts, measure.seconds);
            let tps = self.pgbench.iter().find(|pgbench| pgbench.callers == measure.callers);
            let tps = tps.map_or(f64::NAN, |pgbench| pgbench.per_second);
            let cpu = share(measure.cpu.trajet + measure.cpu.postgres, measure.acts);
            let (p50, p99, sync) = (millis(measure.p50), millis(measure.p99), micros(measure.fdatasync));
            writeln!(
                f,
                "{engine:<11}{:>8}{rate:>10.0}{p50:>9.2}{p99:>9.2}{cpu:>13.0}{tps:>13.0}{:>7.2}{sync:>14.0}{:>7.2}",
                measure.callers,
                rate / tps,
                measure.load
            )?;
        }
        for measure in &self.pgbench {
            let (p50, p99, sync) = (millis(measure.p50), millis(measure.p99), micros(measure.fdatasync));
            writeln!(
                f,
                "{:<11}{:>8}{:>10.0}{p50:>9.2}{p99:>9.2}{:>13.0}{:>13}{:>7}{sync:>14.0}{:>7.2}",
                "pgbench",
                measure.callers,
                measure.per_second,
                micros(measure.postgres_per_transaction),
                "",
                "",
                measure.load
            )?;
        }
        Ok(())
    }

    fn write_where(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<11}{:>8}{:>12}{:>13}{:>12}{:>13}{:>12}{:>16}{:>13}",
            "engine",
            "callers",
            "trajet us",
            "postgres us",
            "callers us",
            "acts/commit",
            "ms/commit",
            "events behind",
            "caught up s"
        )?;
        for (engine, measure) in &self.services {
            let commits = measure.commits.max(1);
            writeln!(
                f,
                "{engine:<11}{:>8}{:>12.0}{:>13.0}{:>12.0}{:>13.1}{:>12.2}{:>16}{:>13.2}",
                measure.callers,
                share(measure.cpu.trajet, measure.acts),
                share(measure.cpu.postgres, measure.acts),
                share(measure.cpu.callers, measure.acts),
                float(measure.acts) / float(commits),
                millis(measure.seconds) / float(commits),
                measure.behind,
                measure.caught_up.as_secs_f64()
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nActs through the service and pgbench, in turns\n")?;
        self.write_rates(f)?;
        writeln!(
            f,
            "\nThe rows of an act, which pgbench inserts (average size in the service's tables)\n\n{}",
            self.rows
        )?;
        writeln!(f, "Where the time goes: CPU per act, commits of assessment, and the questionnaire service\n")?;
        self.write_where(f)?;
        writeln!(f, "\nThe ledger of assessment without gRPC, 64 at a time\n")?;
        for measure in &self.inside {
            let acts = usize::try_from(measure.acts).unwrap_or_default();
            writeln!(
                f,
                "  {:<11}{:>9.0} acts/s, {:>5.0} us of this process and {:>5.0} us of PostgreSQL per act",
                format!("{:?}", measure.engine),
                rate(acts, measure.seconds),
                share(measure.cpu.callers, acts),
                share(measure.cpu.postgres, acts)
            )?;
        }
        writeln!(f, "\nThe steps of an act, on average of both, in us\n")?;
        for (step, took) in &self.steps {
            writeln!(f, "  {step:<34}{:>8.2}", micros(*took))?;
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
fn float(count: usize) -> f64 {
    count as f64
}

fn rate(acts: usize, time: Duration) -> f64 {
    float(acts) / time.as_secs_f64()
}

/// Microseconds of each act.
fn share(time: Duration, acts: usize) -> f64 {
    micros(time) / float(acts.max(1))
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
