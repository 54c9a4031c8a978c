//! The book of a case: what its ledger records of deadlines, and whether that alone holds together (rule T6).

use crate::day::Day;
use crate::fact::{Dates, Fact};
use crate::finding::{FindingKind, Findings};
use crate::step::Step;

/// How a deadline was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// What it asks for was done on a day.
    Met(Day),
    /// It need not be done from a day on.
    Waived(Day),
}

/// A deadline as recorded.
#[derive(Debug, Clone)]
pub(crate) struct Deadline {
    pub(crate) step: Step,
    pub(crate) dates: Dates,
    pub(crate) missed: Option<Day>,
    pub(crate) closed: Option<Closed>,
}

impl Deadline {
    pub(crate) fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// All deadlines of a case, in the order in which they were planned.
#[derive(Debug, Default)]
pub(crate) struct Book(Vec<Deadline>);

impl Book {
    pub(crate) fn last(&self, step: &Step) -> Option<&Deadline> {
        self.0.iter().rfind(|deadline| deadline.step == *step)
    }

    pub(crate) fn open(&self) -> impl Iterator<Item = &Deadline> {
        self.0.iter().filter(|deadline| deadline.is_open())
    }

    /// The last of each step.
    pub(crate) fn latest(&self) -> impl Iterator<Item = &Deadline> {
        let later = |place: usize, step: &Step| self.0[place + 1..].iter().any(|other| other.step == *step);
        self.0.iter().enumerate().filter(move |(place, one)| !later(*place, &one.step)).map(|(_, one)| one)
    }

    /// Writes what was recorded on a day.
    pub(crate) fn write(&mut self, fact: &Fact, recorded: Day, findings: &mut Findings) {
        match fact {
            Fact::NotCovered(what) => {
                let why = "this program does not know what follows from this event";
                findings.add((what, "T6"), FindingKind::NotCovered, "-", "recorded", why);
            }
            Fact::Planned { step, dates } => {
                if let Step::Other(code) = step {
                    let why = "this program does not know when this step is due";
                    findings.add((code, "T6"), FindingKind::NotCovered, "-", dates, why);
                }
                if let Some(open) = self.last(step).filter(|last| last.is_open()) {
                    let why = "it was planned again while it was open";
                    findings.add((step, "T6"), FindingKind::Double, open.dates, dates, why);
                }
                self.0.push(Deadline { step: step.clone(), dates: *dates, missed: None, closed: None });
            }
            // Until that day the earlier dates were the law's: what was over by then was missed (T8, T9, D19).
            Fact::Replanned { step, dates, on } => {
                if self.last(step).is_none_or(|last| !last.is_open()) {
                    let why = "it was planned again although it was not open";
                    findings.add((step, "T9"), FindingKind::Double, "open", dates, why);
                }
                self.close(step, Closed::Waived(*on), Some(*on), findings);
                self.0.push(Deadline { step: step.clone(), dates: *dates, missed: None, closed: None });
            }
            Fact::Met { step, on } => self.close(step, Closed::Met(*on), Some(*on), findings),
            Fact::Waived { step, on, ground, .. } => {
                // A track that was in force on the last day took the duty away before it could be missed, on whatever day
                // that is recorded (rule M4); dates that were corrected were not the law's (T9), and what lay before the law
                // it does not judge (T8).
                let in_its_time = ["M4", "T8", "T9"].iter().any(|rule| ground.starts_with(rule));
                self.close(step, Closed::Waived(*on), Some(*on).filter(|_| !in_its_time), findings);
            }
            Fact::Missed { step, on } => self.miss(step, *on, recorded, findings),
            Fact::Reopened { step, dates } => self.reopen(step, dates, findings),
            _ => {}
        }
    }

    fn last_mut(&mut self, step: &Step) -> Option<&mut Deadline> {
        self.0.iter_mut().rfind(|deadline| deadline.step == *step)
    }

    /// Closes a deadline, which must have been missed before if its last day was over by a day.
    fn close(&mut self, step: &Step, closed: Closed, missed_by: Option<Day>, findings: &mut Findings) {
        let (Closed::Met(on) | Closed::Waived(on)) = closed;
        let at = (step, step.rule());
        let Some(last) = self.last_mut(step) else {
            let why = "it was closed and never planned";
            return findings.add(at, FindingKind::Lost, "planned before", format!("{closed:?}"), why);
        };
        let past = last
            .dates
            .due
            .filter(|due| missed_by.is_some_and(|by| *due < by) && last.missed.is_none() && last.is_open());
        if let Some(due) = past {
            let why = "it was closed after its last day, and no miss was recorded before";
            findings.add(at, FindingKind::Late, format!("missed on {}", due.next()), "no miss", why);
        }
        match last.closed {
            Some(Closed::Met(before)) => {
                let why = "it was closed again although it was done";
                findings.add(at, FindingKind::Double, format!("done on {before}"), format!("closed on {on}"), why);
            }
            // What took place before it was waived is what happened to it.
            // A second dispensation from an examination changes nothing.
            Some(Closed::Waived(waived))
                if (on >= waived || matches!(closed, Closed::Waived(_))) && *step != Step::EstimateExamination =>
            {
                let why = "it was closed again although it was waived";
                let expected = format!("waived on {waived}");
                findings.add(at, FindingKind::Double, expected, format!("closed on {on}"), why);
            }
            _ => {}
        }
        let before = last.dates.opens.is_some_and(|opens| on < opens);
        if matches!(closed, Closed::Met(_)) && before && step.waits_for_its_first_day() {
            let why = "it was done before it could be";
            findings.add(at, FindingKind::Early, last.dates, format!("done on {on}"), why);
        }
        last.closed = Some(closed);
    }

    fn miss(&mut self, step: &Step, on: Day, recorded: Day, findings: &mut Findings) {
        let at = (step, step.rule());
        let Some(last) = self.last_mut(step) else {
            let why = "it was missed and never planned";
            return findings.add(at, FindingKind::Lost, "planned before", format!("missed on {on}"), why);
        };
        match last.dates.due {
            None => {
                let why = "a target makes nobody late";
                findings.add(at, FindingKind::Early, "no miss", format!("missed on {on}"), why);
            }
            Some(due) if on <= due || recorded <= due => {
                let why = "the miss was recorded before the last day was over";
                let found = format!("missed on {on}, recorded on {recorded}");
                findings.add(at, FindingKind::Early, format!("missed on {}", due.next()), found, why);
            }
            Some(due) if on != due.next() => {
                let why = "a miss is of the day after the last";
                let expected = format!("missed on {}", due.next());
                findings.add(at, FindingKind::WronglyDated, expected, format!("missed on {on}"), why);
            }
            Some(_) => {}
        }
        if last.missed.is_some() {
            findings.add(at, FindingKind::Double, "one miss", format!("missed on {on}"), "it was missed twice");
        }
        last.missed = Some(on);
    }

    fn reopen(&mut self, step: &Step, dates: &Dates, findings: &mut Findings) {
        let at = (step, step.rule());
        let Some(last) = self.last_mut(step) else {
            let why = "it was opened again and never planned";
            return findings.add(at, FindingKind::Lost, "planned before", dates, why);
        };
        if last.dates != *dates {
            let why = "it was opened again with other dates";
            findings.add(at, FindingKind::WronglyDated, last.dates, dates, why);
        }
        if last.is_open() {
            let why = "it was opened again while it was open";
            findings.add(at, FindingKind::Double, last.dates, dates, why);
        }
        last.closed = None;
    }

    /// What is past its last day and open has its miss.
    pub(crate) fn overdue(&self, today: Day, findings: &mut Findings) {
        for Deadline { step, dates, .. } in self.open().filter(|open| open.missed.is_none()) {
            if let Some(due) = dates.due.filter(|due| *due < today) {
                let why = "its last day is over and no miss is recorded";
                let expected = format!("missed on {}", due.next());
                findings.add((step, step.rule()), FindingKind::Late, expected, "open, no miss", why);
            }
        }
    }
}
