//! What came of a case: its history, in print and in comparison.

use std::io::{self, Write};

use chrono::NaiveDate;

use super::cases::Expected;
use super::play::Played;
use crate::history::Record;
use crate::table;

/// Prints a history: date, who, what, and on which basis.
pub(crate) fn write(out: &mut impl Write, history: &[Record]) -> io::Result<()> {
    let rows: Vec<_> = history
        .iter()
        .map(|record| {
            let basis = format!("{} ({})", record.basis, record.citation);
            [
                record.recorded_on().to_string(),
                record.service.to_string(),
                record.by.clone(),
                record.summary.clone(),
                basis,
            ]
        })
        .collect();
    table::write(out, &rows)
}

/// What is not as it must be, a line each.
pub(crate) fn differences(expected: &Expected, played: &Played) -> Vec<String> {
    let from = expected.from.unwrap_or(NaiveDate::MIN);
    let found = played.history.iter().filter(|record| record.recorded_on() >= from).map(line).collect();
    let mut differences = played.surprises.clone();
    differences.extend(different("", &sorted(expected.timeline.clone()), &sorted(found)));
    differences.extend(different("in the end: ", &expected.end, &played.standing.lines));
    let presumed = |on: &NaiveDate, presumed: &bool| {
        vec![format!("{on}: incapacity is {}", if *presumed { "presumed" } else { "not presumed" })]
    };
    for (on, expected) in &expected.presumed {
        let found = played.presumed.get(on).map(|found| presumed(on, found)).unwrap_or_default();
        differences.extend(different("", &presumed(on, expected), &found));
    }
    for (on, expected) in &expected.escalated {
        let found = played.escalated.get(on).cloned().unwrap_or_default();
        differences.extend(different(&format!("{on}, managers: "), expected, &found));
    }
    if !expected.letter_withholds.is_empty() && played.standing.letters.is_empty() {
        differences.push("no letter was issued".to_owned());
    }
    for letter in &played.standing.letters {
        let letter = letter.to_lowercase();
        let told = expected.letter_withholds.iter().filter(|word| letter.contains(&word.to_lowercase()));
        differences.extend(told.map(|word| format!("a letter tells {word:?}")));
    }
    differences
}

/// On one day only the order of what one service recorded by one hand is certain: who hears of something first is not.
fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort_by_key(|line| {
        let mut words = line.split(' ');
        let day_and_service = [words.next(), words.next()].map(|word| word.unwrap_or_default().to_owned());
        let by = line.split_once(" by ").map(|(_, by)| by.split(',').next().unwrap_or_default().to_owned());
        (day_and_service, by)
    });
    lines
}

/// What two lists of lines have not in common; the first line that is at another place if they have all in common.
fn different(place: &str, expected: &[String], found: &[String]) -> Vec<String> {
    let missing = without(expected, found).into_iter().map(|line| format!("{place}expected {line}"));
    let surplus = without(found, expected).into_iter().map(|line| format!("{place}found {line}"));
    let differences: Vec<_> = missing.chain(surplus).collect();
    let moved = || expected.iter().zip(found).find(|(expected, found)| expected != found);
    match moved().filter(|_| differences.is_empty()) {
        Some((expected, found)) => vec![format!("{place}expected {expected} before {found}")],
        None => differences,
    }
}

/// The lines of the first list that the other has not, or has less often.
fn without(lines: &[String], other: &[String]) -> Vec<String> {
    let mut other: Vec<_> = other.iter().collect();
    let mut rest = Vec::new();
    for line in lines {
        match other.iter().position(|one| *one == line) {
            Some(at) => {
                other.swap_remove(at);
            }
            None => rest.push(line.clone()),
        }
    }
    rest
}

/// What was recorded, as a case expects it: `2022-11-10 questionnaire questionnaire_sent by timer, Q1`.
fn line(record: &Record) -> String {
    let Record { service, what, by, basis, .. } = record;
    let on = record.recorded_on();
    let effective = record.effective_on.filter(|effective| *effective != on);
    let counts = effective.map_or_else(String::new, |effective| format!(" (counts from {effective})"));
    format!("{on} {service} {what}{counts} by {by}, {basis}")
}
