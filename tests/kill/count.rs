//! The comparison of what must be with what is.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::callers::Act;
use crate::days::Days;
use crate::found::Found;
use crate::model::{self, Shown};

/// A table of counts, and every difference behind them.
#[derive(Default)]
pub(crate) struct Counts {
    rows: Vec<(String, usize, usize)>,
    differences: Vec<String>,
}

impl Counts {
    /// Compares the record of those who acted, and what the law makes of it, with what was found.
    pub(crate) fn compare(acts: &[Act], found: &Found, days: &[Days; 2]) -> Self {
        let mut counts = Self::default();
        counts.acts(acts, found);
        let expected = counts.cases(acts, found, days);
        let found_shown: Vec<&[Shown; 2]> = found.shown.values().collect();
        let expected_shown: Vec<&[Shown; 2]> = expected.iter().collect();
        for (service, name) in ["assessment", "questionnaire"].into_iter().enumerate() {
            let mut count = |what: &str, of: &dyn Fn(&Shown) -> usize| {
                let sum = |all: &[&[Shown; 2]]| all.iter().map(|pair| of(&pair[service])).sum();
                counts.row(format!("{name}: {what}"), sum(&expected_shown), sum(&found_shown));
            };
            count("events", &|shown| shown.events.values().sum());
            for kind in kinds(service) {
                count(kind, &|shown| shown.events.get(*kind).copied().unwrap_or_default());
            }
            count("timers", &|shown| shown.timers.len());
            count("deadlines on the work list", &|shown| shown.work.len());
            let persons = expected.iter().filter(|pair| !pair[service].work.is_empty()).count();
            counts.row(format!("{name}: persons on the work list"), persons, found.persons[service]);
        }
        counts.row("facts that could not act", 0, found.parked);
        counts
    }

    /// Every act is in its case's history, at the version and the place that were acknowledged, and once.
    fn acts(&mut self, acts: &[Act], found: &Found) {
        let mut in_histories = 0;
        let events = times(&found.led_to_events);
        let answers = times(&found.answered);
        let mut once = 0;
        for act in acts {
            let kinds = act.case.events(act.step);
            let entries = found.history.get(&act.done.case_id).map(Vec::as_slice).unwrap_or_default();
            let last = entries.iter().position(|entry| entry.version.to_string() == act.done.etag);
            let recorded = last.and_then(|last| entries.get(last + 1 - kinds.len()..=last)).unwrap_or_default();
            let place = act.done.cursor.parse::<trajet_ledger::Cursor>().unwrap().position.unsigned_abs();
            let as_acknowledged = recorded.iter().map(|entry| entry.kind.as_str()).eq(kinds.iter().copied())
                && recorded.last().is_some_and(|entry| entry.position == place);
            in_histories += usize::from(as_acknowledged);
            let done_once =
                events.get(&act.request_id) == Some(&kinds.len()) && answers.get(&act.request_id) == Some(&1);
            once += usize::from(done_once);
            if !as_acknowledged || !done_once {
                self.differences.push(format!("{act:?}: recorded {recorded:?}, once: {done_once}"));
            }
        }
        self.row("acknowledged acts, found in histories", acts.len(), in_histories);
        self.row("acknowledged acts, done once", acts.len(), once);
        self.row("acts that have an answer", acts.len(), answers.len());
        self.row("acts that led to events", acts.len(), events.len());
    }

    /// What must be shown of each case.
    fn cases(&mut self, acts: &[Act], found: &Found, days: &[Days; 2]) -> Vec<[Shown; 2]> {
        let cases: BTreeMap<_, _> = acts.iter().map(|act| (act.done.case_id.as_str(), act.case)).collect();
        self.row("cases", cases.len(), found.shown.len());
        let mut all = Vec::new();
        for (case_id, case) in cases {
            let acted = found.acted.get(case_id).copied().unwrap_or_default();
            match model::expected(case, acted, days) {
                Ok(expected) => {
                    if found.shown.get(case_id) != Some(&expected) {
                        let shown = found.shown.get(case_id);
                        self.differences.push(format!("{case:?}: expected {expected:?}, found {shown:?}"));
                    }
                    all.push(expected);
                }
                Err(why) => self.differences.push(format!("{case:?}: {why}")),
            }
        }
        all
    }

    fn row(&mut self, what: impl Display, expected: usize, found: usize) {
        self.rows.push((what.to_string(), expected, found));
    }

    /// Prints the table; it must be right to the last row.
    pub(crate) fn check(self) {
        println!("{:<48}{:>10}{:>10}", "", "expected", "found");
        for (what, expected, found) in &self.rows {
            println!("{what:<48}{expected:>10}{found:>10}");
        }
        let wrong: Vec<_> = self.rows.iter().filter(|(_, expected, found)| expected != found).collect();
        let first = &self.differences[..self.differences.len().min(5)];
        assert!(wrong.is_empty() && first.is_empty(), "{wrong:#?}\n{} differences: {first:#?}", self.differences.len());
    }
}

/// The kinds that are counted one by one.
fn kinds(service: usize) -> &'static [&'static str] {
    match service {
        0 => {
            &["incapacity_declared", "incapacity_recognised", "track_started", "deadline_missed", "questionnaire_noted"]
        }
        _ => &["case_opened", "questionnaire_sent", "sending_waived", "deadline_missed", "help_asked"],
    }
}

fn times(all: &[String]) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for one in all {
        *times.entry(one.clone()).or_default() += 1;
    }
    times
}
