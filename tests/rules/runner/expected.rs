//! What a scenario expects, line by line, and how it differs from what came.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::rule::Ground;

use crate::office::{BECAUSE_OF, Office, Story, in_words};

/// A line of what is expected.
pub(crate) enum Line {
    /// It happened: `2022-12-05 person referred (M10)`; a waiver with the facts that took a step away, or without:
    /// `2023-01-10 deadline waived (D5) because of work begun of 2023-01-10`.
    Happened(String),
    /// It was refused: `2022-11-30 first estimate refused: ESTIMATE_TOO_EARLY (M3), from 2022-12-01 on`.
    Refused(String),
    /// The last deadline of a step: `deadline first estimate from 2022-12-01 until 2022-12-31, physician, M3, open`.
    Deadline(String),
    /// There is no deadline for a step: `no deadline first estimate`.
    NoDeadline(String),
    /// It happened exactly so often, on whatever days: `once person referred`, `2 times person referred`, `never person referred`.
    Times(usize, String),
}

impl Line {
    /// Reads a line by its form, with the events and the steps that there are.
    pub(crate) fn read<O: Office>(line: &str) -> Result<Self, Vec<String>> {
        let wrong = |problem: &str| Err(vec![format!("\"{line}\": {problem}")]);
        let step = |text: &str| text.replace(' ', "_").parse::<Step>().is_ok();
        if let Some((times, name)) = times(line) {
            return if events::<O>().iter().any(|event| event == name) {
                Ok(Self::Times(times, name.to_owned()))
            } else {
                wrong(&format!("no such event; there are {}", events::<O>().join("; ")))
            };
        }
        if let Some(name) = line.strip_prefix("no deadline ") {
            return if step(name) { Ok(Self::NoDeadline(name.to_owned())) } else { wrong("no such step") };
        }
        if line.starts_with("deadline ") {
            return Ok(Self::Deadline(line.to_owned()));
        }
        let Some((date, what)) = line.split_once(' ') else { return wrong("this is no expectation") };
        if date.parse::<NaiveDate>().is_err() {
            return wrong("an expectation begins with a date, or with deadline, no deadline, once, 2 times or never");
        }
        if what.contains(" refused: ") {
            return Ok(Self::Refused(line.to_owned()));
        }
        let (what, because_of) = what.split_once(BECAUSE_OF).map_or((what, None), |(what, facts)| (what, Some(facts)));
        if because_of.is_some_and(|facts| !facts.split(" and ").all(is_fact)) {
            return wrong("what took a deadline away is said so: because of work begun of 2023-01-10");
        }
        let Some((name, ground)) = what.strip_suffix(')').and_then(|what| what.rsplit_once(" (")) else {
            return wrong("what happens ends with its rule in brackets, such as (M10)");
        };
        if ground.parse::<Ground>().is_err() {
            return wrong("no such rule");
        }
        if !events::<O>().iter().any(|event| event == name) {
            return wrong(&format!("no such event; there are {}", events::<O>().join("; ")));
        }
        Ok(Self::Happened(line.to_owned()))
    }
}

/// How often something is expected, and what: `once …`, `2 times …`, `never …`.
fn times(line: &str) -> Option<(usize, &str)> {
    if let Some(name) = line.strip_prefix("never ") {
        return Some((0, name));
    }
    if let Some(name) = line.strip_prefix("once ") {
        return Some((1, name));
    }
    let (number, name) = line.split_once(" times ")?;
    Some((number.parse().ok().filter(|number| *number > 1)?, name))
}

fn often(times: usize) -> String {
    match times {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        _ => format!("{times} times"),
    }
}

/// Whether this is a fact with its day: `work begun of 2023-01-10`.
fn is_fact(text: &str) -> bool {
    text.rsplit_once(" of ")
        .is_some_and(|(kind, on)| kind.replace(' ', "_").parse::<FactKind>().is_ok() && on.parse::<NaiveDate>().is_ok())
}

/// Whether what happened is what a line expects, which may leave out the facts that it names.
fn tells(happened: &str, line: &str) -> bool {
    happened.strip_prefix(line).is_some_and(|rest| rest.is_empty() || rest.starts_with(BECAUSE_OF))
}

/// What is expected and did not come, and the refusals that came and are not expected.
pub(crate) fn differences(lines: &[Line], story: &Story) -> Vec<String> {
    let mut found = Vec::new();
    let mut refusals = Vec::new();
    for line in lines {
        match line {
            Line::Happened(line) if !story.happened.iter().any(|told| tells(told, line)) => {
                found.push(format!("expected \"{line}\"; what happened:\n    {}", story.happened.join("\n    ")));
            }
            Line::Deadline(line) if !story.deadlines.contains(line) => {
                found.push(format!("expected \"{line}\"; the deadlines:\n    {}", story.deadlines.join("\n    ")));
            }
            Line::NoDeadline(step) => {
                let prefix = format!("deadline {step}");
                let there = story.deadlines.iter().find(|deadline| {
                    let rest = deadline.strip_prefix(&prefix);
                    rest.is_some_and(|rest| {
                        [" from ", " until ", " aimed ", ","].iter().any(|next| rest.starts_with(next))
                    })
                });
                found.extend(there.map(|there| format!("expected none, and there is \"{there}\"")));
            }
            Line::Times(times, name) => {
                let happened = story.names.iter().filter(|happened| *happened == name).count();
                if happened != *times {
                    let all = story.happened.join("\n    ");
                    let (how_often, expected) = (often(happened), often(*times));
                    found.push(format!(
                        "\"{name}\" happened {how_often}, expected {expected}; what happened:\n    {all}"
                    ));
                }
            }
            Line::Refused(line) => refusals.push(line),
            Line::Happened(_) | Line::Deadline(_) => {}
        }
    }
    if refusals != story.refused.iter().collect::<Vec<_>>() {
        found.push(format!("expected the refusals {refusals:#?}, got {:#?}", story.refused));
    }
    found
}

/// The names of the events of an office, as its sources list them.
pub(crate) fn events<O: Office>() -> Vec<String> {
    O::EVENTS.iter().flat_map(|(source, list, prefix)| variants(source, list, prefix)).collect()
}

fn variants<'a>(source: &'a str, list: &str, prefix: &'a str) -> impl Iterator<Item = String> + 'a {
    let body = source.split_once(list).map_or("", |(_, after)| after);
    let lines = body.lines().take_while(|line| *line != "}");
    let names = lines.filter_map(|line| line.strip_prefix("    ").filter(|rest| rest.starts_with(char::is_uppercase)));
    names.map(move |rest| {
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        format!("{prefix}{}", in_words(&rest[..end]))
    })
}
