//! What was played, and how often each situation was met.

use std::collections::BTreeMap;

use crate::compare::Differs;
use crate::history::History;

/// Situations that a run of a thousand histories meets, or it proves little.
const SITUATIONS: &[&str] = &[
    "recognised",
    "recognised by another body",
    "recognition refused",
    "category 1",
    "category 2",
    "category 3",
    "category 4",
    "another category",
    "category 1 examined",
    "category 3 examined",
    "category 3 on the file after month 7",
    "referred at the estimate",
    "referred later",
    "sent by route A",
    "sent by route B",
    "route B with the questionnaire kept",
    "route B while a questionnaire is out",
    "Q2",
    "Q4.a",
    "Q4.b",
    "Q4.c",
    "returned in time",
    "returned late",
    "returned incomplete",
    "not returned",
    "answers corrected",
    "helped",
    "help delegated",
    "found impossible",
    "returned though it was found impossible",
    "examination dispensed",
    "one finding without the other",
    "the estimate is asked again after a track",
    "the estimate is aimed at after a track",
    "a later track",
    "estimate entered late",
    "invited to an examination",
    "trajectory refused for its category",
    "CODEX requested, as a partner told",
    "CODEX ended, as a partner told",
    "a decision against a presumption",
    "a report that waited for its case",
    "first contact barred",
    "appointment",
    "rescheduled",
    "no show",
    "not reached",
    "contact refused",
    "first contact by route A",
    "first contact by route B",
    "first contact by both routes",
    "another contact",
    "consent given",
    "consent refused",
    "consent given later",
    "consent withdrawn",
    "the person does not go on",
    "route B authorised",
    "route B not authorised",
    "contact on a negative decision",
    "authorisation asked again",
    "first contact due after work",
    "route A while a questionnaire is out",
    "trajectory ended",
    "declared again after a refusal",
    "route B that ended before",
    "ended",
    "ended by death",
];

#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) verdicts: BTreeMap<String, usize>,
    pub(crate) manners: BTreeMap<String, usize>,
    pub(crate) situations: BTreeMap<String, usize>,
    pub(crate) fates: BTreeMap<String, usize>,
    pub(crate) kills: BTreeMap<&'static str, usize>,
    /// The command that plays a history again, without its number.
    pub(crate) again: String,
    pub(crate) acts: usize,
    pub(crate) comparisons: usize,
    /// What differs, and in which history.
    pub(crate) differences: Vec<(String, Option<String>)>,
    pub(crate) kinds: BTreeMap<String, usize>,
}

fn count<K: Ord>(table: &mut BTreeMap<K, usize>, key: K) {
    *table.entry(key).or_default() += 1;
}

impl Counts {
    pub(crate) fn verdict(&mut self, act: &str, verdict: &str) {
        self.acts += 1;
        count(&mut self.verdicts, format!("{act} {verdict}"));
    }

    pub(crate) fn manner(&mut self, manner: &str) {
        count(&mut self.manners, manner.to_owned());
    }

    pub(crate) fn kill(&mut self, service: &'static str) {
        count(&mut self.kills, service);
    }

    /// A history that ends, or differs.
    pub(crate) fn history(&mut self, history: &History) {
        for situation in &history.case.reached {
            count(&mut self.situations, (*situation).to_owned());
        }
        for (fate, times) in history.case.fates() {
            *self.fates.entry(fate).or_default() += times;
        }
    }

    /// A history in which model and program differ: what, when, after which acts, and how to see it again.
    pub(crate) fn differs(&mut self, history: &History, what: &str, lines: &[Differs]) {
        if history.slip.is_none() {
            for line in lines {
                let kind = line.name.trim_end_matches(|last: char| last.is_ascii_digit() || last == ' ');
                count(&mut self.kinds, kind.to_owned());
            }
            if lines.is_empty() {
                count(&mut self.kinds, what.to_owned());
            }
        }
        let number = history.number;
        let (again, start, contract) = (&self.again, history.case.start, history.case.contract);
        let mut told = format!(
            "history {number}, {what}\n  again: HISTORY={number} {again}\n  first day {start}, contract {contract}\n"
        );
        let acts = history.log.iter().map(|line| format!("  {line}\n"));
        told.extend(acts.chain(lines.iter().map(|line| format!("    {line}\n"))));
        self.differences.push((told, history.slip.map(|slip| format!("{slip:?}"))));
    }

    fn print<K: std::fmt::Display>(title: &str, table: &BTreeMap<K, usize>) {
        println!("{title}:");
        for (key, times) in table {
            println!("  {times:>6}  {key}");
        }
    }

    pub(crate) fn tell(&self) {
        Self::print("verdicts", &self.verdicts);
        Self::print("asked", &self.manners);
        Self::print("situations, in histories", &self.situations);
        Self::print("deadlines", &self.fates);
        Self::print("kills", &self.kills);
        Self::print("differences", &self.kinds);
        let (acts, comparisons) = (self.acts, self.comparisons);
        println!("{acts} acts, {comparisons} comparisons, {} histories that differ", self.differences.len());
    }

    /// The situations that were not met.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        SITUATIONS.iter().filter(|situation| !self.situations.contains_key(**situation)).copied().collect()
    }
}
