//! What the service shows and waits for, against the book: the rows of the work list and the timers.

use crate::book::{Book, Closed};
use crate::compare::{Asked, At};
use crate::day::Day;
use crate::fact::{Dates, Office};
use crate::finding::{FindingKind, Findings};
use crate::known::Known;
use crate::step::Step;
use crate::steps::{self, send_of_route_b};

/// A row of the work list: the deadline of a step that counts.
#[derive(Debug, Clone)]
pub struct Row {
    /// The step.
    pub step: Step,
    /// Its dates.
    pub dates: Dates,
    /// The day of the miss.
    pub missed: Option<Day>,
    /// How it is closed; open without.
    pub closed: Option<Closed>,
}

/// A day on which a case wants to act by itself.
#[derive(Debug, Clone)]
pub struct Timer {
    /// What it is for.
    pub kind: String,
    /// The day.
    pub on: Day,
}

/// The rows show the last deadline of each step, and nothing else.
pub(crate) fn rows(book: &Book, rows: &[Row], findings: &mut Findings) {
    for deadline in book.latest() {
        let at = (&deadline.step, deadline.step.rule());
        let mut of_step = rows.iter().filter(|row| row.step == deadline.step);
        let Some(row) = of_step.next() else {
            let why = "the work list does not have what the ledger recorded";
            findings.add(at, FindingKind::Lost, deadline.dates, "no row", why);
            continue;
        };
        if row.dates != deadline.dates {
            let why = "the work list shows other dates than were recorded";
            findings.add(at, FindingKind::WronglyDated, deadline.dates, row.dates, why);
        }
        let miss = |missed: Option<Day>| missed.map_or("no miss".to_owned(), |on| format!("missed on {on}"));
        let kind = match (deadline.missed, row.missed) {
            (Some(_), None) => Some(FindingKind::Late),
            (None, Some(_)) => Some(FindingKind::Early),
            (one, other) => (one != other).then_some(FindingKind::WronglyDated),
        };
        if let Some(kind) = kind {
            let why = "the work list shows another miss than was recorded";
            findings.add(at, kind, miss(deadline.missed), miss(row.missed), why);
        }
        let shown = |closed: Option<Closed>| match closed {
            None => "open".to_owned(),
            Some(Closed::Met(on)) => format!("met on {on}"),
            Some(Closed::Waived(on)) => format!("waived on {on}"),
        };
        let kind = match (deadline.closed, row.closed) {
            (None, Some(_)) => Some(FindingKind::Lost),
            (Some(_), None) => Some(FindingKind::Double),
            (one, other) => (one != other).then_some(FindingKind::WronglyDated),
        };
        if let Some(kind) = kind {
            let why = "the work list shows another outcome than was recorded";
            findings.add(at, kind, shown(deadline.closed), shown(row.closed), why);
        }
    }
    for row in rows.iter().filter(|row| book.last(&row.step).is_none()) {
        let why = "the work list shows what was never planned";
        findings.add((&row.step, row.step.rule()), FindingKind::Double, "no row", row.dates, why);
    }
}

/// A timer that a case must have.
struct Wanted {
    kind: String,
    rule: &'static str,
    on: Day,
}

/// Whatever is to happen by itself has its timer, on its day, and none is past.
pub(crate) fn timers(known: &Known, book: &Book, timers: &[Timer], at: At, findings: &mut Findings) {
    let wanted = wanted(known, book, at);
    for Wanted { kind, rule, on } in &wanted {
        match timers.iter().find(|timer| timer.kind == *kind) {
            None => {
                let why = "what is to happen by itself has no timer";
                findings.add((kind, *rule), FindingKind::Lost, format!("fires on {on}"), "no timer", why);
            }
            Some(timer) if timer.on != *on => {
                let why = "its timer has another day";
                let kind_of = if timer.on < *on { FindingKind::Early } else { FindingKind::Late };
                findings.add((kind, *rule), kind_of, format!("fires on {on}"), format!("fires on {}", timer.on), why);
            }
            Some(_) => {}
        }
    }
    for timer in timers {
        if !steps::is_timer(&timer.kind) {
            let why = "this program does not know what this timer is for";
            findings.add((&timer.kind, "T6"), FindingKind::NotCovered, "-", format!("fires on {}", timer.on), why);
        } else if !wanted.iter().any(|wanted| wanted.kind == timer.kind) {
            let why = "a timer waits for what nothing asks for";
            findings.add((&timer.kind, "T6"), FindingKind::Double, "no timer", format!("fires on {}", timer.on), why);
        } else if timer.on <= at.today {
            let why = "its day has come and it has not fired";
            let expected = format!("fired on {}", timer.on);
            findings.add((&timer.kind, "T6"), FindingKind::Late, expected, "not fired", why);
        }
    }
}

fn wanted(known: &Known, book: &Book, at: At) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    for open in book.open().filter(|open| open.missed.is_none()) {
        let Some(due) = open.dates.due else { continue };
        let (kind, on) = match &open.step {
            Step::QuestionnaireSend => ("send".to_owned(), due),
            Step::QuestionnaireReturn => ("return_missed".to_owned(), due.next()),
            Step::FirstEstimate => ("estimate_missed".to_owned(), due.next()),
            other => (format!("missed_{other}"), due.next()),
        };
        wanted.push(Wanted { kind, rule: open.step.rule(), on });
    }
    if let Some(on) = send_of_route_b(known) {
        // Of two sendings that are to come only the earlier one has its timer; on one day that of route A.
        let route_a = wanted.iter().position(|wanted| wanted.kind == "send");
        match route_a.map(|place| (place, wanted[place].on)) {
            Some((_, send)) if send <= on => {}
            before => {
                before.map(|(place, _)| wanted.remove(place));
                wanted.push(Wanted { kind: "send_route_b".to_owned(), rule: "Q8", on });
            }
        }
    }
    if let Some(on) = steps::erased_on(known).filter(|_| at.office == Office::Exchange) {
        wanted.push(Wanted { kind: "erase_report".to_owned(), rule: "X7", on });
    }
    if at.office != Office::Dossier {
        return wanted;
    }
    let kept = |step: &Step| book.last(step).is_some_and(|last| !last.is_open());
    if kept(&Step::FirstContactCategory4)
        && let Some(on) = steps::first_contact_route_a::work_ends(known, at.today)
    {
        wanted.push(Wanted { kind: "bar_ended".to_owned(), rule: "D5", on: on.next() });
    }
    let is_open = |step: &Step| book.last(step).is_some_and(super::book::Deadline::is_open);
    let contact_open = matches!(steps::first_contact_route_b::asked(known, at), Asked::Open(_));
    if !contact_open
        && !is_open(&Step::RouteBAppointment)
        && let Some(on) = steps::route_b_appointment::usable(known)
    {
        wanted.push(Wanted { kind: "appointment_lapsed".to_owned(), rule: "D6", on: on.next() });
    }
    wanted
}
