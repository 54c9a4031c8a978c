//! What each step asks for, against what the book says of it.

use crate::book::{Book, Closed};
use crate::day::Day;
use crate::fact::{Dates, Office};
use crate::finding::{FindingKind, Findings};
use crate::known::Known;
use crate::step::Step;
use crate::steps;

/// When something is compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// Whose ledger it is.
    pub(crate) office: Office,
    /// The day.
    pub(crate) today: Day,
    /// Whether all that this day was to bring about by itself has happened.
    pub(crate) quiet: bool,
}

/// What the facts ask of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing, or nothing any more: nothing of it is open.
    Nothing,
    /// It was done on a day: nothing of it is open, and if it was met then on that day.
    Done(Day),
    /// It was done on a day: nothing of it is open, and if what had these dates was met then on that day.
    DoneOf {
        /// The day.
        on: Day,
        /// The dates.
        dates: Dates,
    },
    /// Nothing of it is open, and if it was met then on one of these days.
    DoneOn(Vec<Day>),
    /// It is to be done, with one of these dates.
    Open(Vec<Dates>),
    /// It may be open, with one of these dates.
    Either(Vec<Dates>),
}

impl Asked {
    /// Whether it speaks of the deadline with these dates.
    fn is_about(&self, found: Dates) -> bool {
        !matches!(self, Self::DoneOf { dates, .. } if *dates != found)
    }

    /// Without the dates that ended before a day: of a case that was taken over they are asked of nobody (own reading).
    pub(crate) fn since(self, floor: Day) -> Self {
        let asked = |dates: Vec<Dates>| -> Vec<Dates> {
            dates.into_iter().filter(|dates| dates.end().is_none_or(|end| floor <= end)).collect()
        };
        match self {
            Self::Open(dates) => Some(asked(dates)).filter(|left| !left.is_empty()).map_or(Self::Nothing, Self::Open),
            Self::Either(dates) => {
                Some(asked(dates)).filter(|left| !left.is_empty()).map_or(Self::Nothing, Self::Either)
            }
            other => other,
        }
    }

    pub(crate) fn opens(&self) -> Option<&[Dates]> {
        match self {
            Self::Open(dates) => Some(dates),
            _ => None,
        }
    }
}

/// One date that the law's own day is part of, unless the deadline lay before the law (rule T8).
pub(crate) fn open(dates: Dates) -> Asked {
    open_any([dates])
}

/// One of these dates, unless it lay before the law.
pub(crate) fn open_any(dates: impl IntoIterator<Item = Dates>) -> Asked {
    let (of_the_law, before): (Vec<Dates>, Vec<Dates>) =
        dates.into_iter().partition(|dates| dates.end().is_none_or(|end| crate::figures::LAW <= end));
    match (of_the_law.is_empty(), before.is_empty()) {
        (true, _) => Asked::Nothing,
        (false, true) => Asked::Open(of_the_law),
        (false, false) => Asked::Either(of_the_law),
    }
}

pub(crate) fn compare(known: &Known, book: &Book, at: At, findings: &mut Findings) {
    for (step, offices, asks) in steps::ALL {
        let asked = if offices.contains(&at.office) { asks(known, at).since(known.floor()) } else { Asked::Nothing };
        one(&step, &asked, book, findings);
    }
    steps::fired(known, at, findings);
}

fn one(step: &Step, asked: &Asked, book: &Book, findings: &mut Findings) {
    let name = (step, step.rule());
    let last = book.last(step);
    let any_of = |dates: &[Dates]| dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    match (asked, last) {
        (Asked::Open(dates), None) => {
            let why = "the facts ask for it, and it was never planned";
            findings.add(name, FindingKind::Lost, any_of(dates), "nothing", why);
        }
        (Asked::Open(dates), Some(last)) if !last.is_open() => {
            let why = "the facts ask for it, and it is closed";
            findings.add(name, FindingKind::Lost, any_of(dates), format!("{}, closed", last.dates), why);
        }
        (Asked::Open(dates) | Asked::Either(dates), Some(last)) if last.is_open() && !dates.contains(&last.dates) => {
            let why = "its dates do not follow from the facts";
            findings.add(name, FindingKind::WronglyDated, any_of(dates), last.dates, why);
        }
        (Asked::Nothing, Some(last)) if last.is_open() => {
            let why = "it is open, and nothing asks for it";
            findings.add(name, FindingKind::Double, "nothing open", last.dates, why);
        }
        (Asked::DoneOn(_), Some(last)) if last.is_open() => {
            let why = "it is open, and nothing asks for it any more";
            findings.add(name, FindingKind::Double, "nothing open", last.dates, why);
        }
        (Asked::DoneOn(days), Some(last)) => {
            if let Some(Closed::Met(met)) = last.closed
                && !days.contains(&met)
            {
                let why = "it was met on a day on which it was not done";
                let done = days.iter().map(|on| format!("done on {on}")).collect::<Vec<_>>().join(" or ");
                findings.add(name, FindingKind::WronglyDated, done, format!("met on {met}"), why);
            }
        }
        (Asked::Done(on) | Asked::DoneOf { on, .. }, Some(last)) => match last.closed {
            None => {
                let why = "it is open although it was done";
                findings.add(name, FindingKind::Double, format!("done on {on}"), last.dates, why);
            }
            Some(Closed::Met(met)) if met != *on && asked.is_about(last.dates) => {
                let why = "it was met on another day than it was done";
                findings.add(name, FindingKind::WronglyDated, format!("done on {on}"), format!("met on {met}"), why);
            }
            Some(_) => {}
        },
        _ => {}
    }
}
