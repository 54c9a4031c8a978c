//! `trajet rules`: every rule, where it comes from, what enforces it and which tests, scenarios and worked cases hold it.

use std::io::Write;
use std::process::ExitCode;

use trajet_law::law::LAW;
use trajet_law::rule::Rule;
use trajet_runtime::Clock;

use crate::error::Error;
use crate::rules::{Entry, Figure, Function, Scenario, worked};
use crate::table;

/// How wide the text beside the labels is.
const WIDTH: usize = 100;

/// Print every rule: what it says, its source, its dated figures, what enforces it, the tests that are named with it, its
/// scenarios, and the worked cases in which it is at work.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<ExitCode, Error> {
    let worked = worked()?;
    let entries: Vec<Entry> = Rule::ALL.iter().map(|rule| Entry::of(*rule, &worked)).collect();
    if args.json {
        let json = serde_json::to_string_pretty(&entries).map_err(std::io::Error::from)?;
        writeln!(out, "{json}")?;
    } else {
        table::write(out, &entries.iter().flat_map(rows).collect::<Vec<_>>())?;
        let today = Clock::system().today();
        writeln!(out, "The law in force on {today} has the version {}.", LAW.version(today))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A rule for people: its id, then a label and a text, which goes on below where it is long; last an empty line.
fn rows(entry: &Entry) -> Vec<[String; 3]> {
    let mut told = vec![("says", entry.summary.to_owned()), ("source", entry.source.to_owned())];
    if entry.own_reading {
        told.push(("reading", "our own, of the rule or of a part of it".to_owned()));
    }
    match entry.valid_from {
        Some(day) => told.push(("from", day.to_string())),
        None => told.push(("enforced by", "nothing: what it asks for is not modelled yet".to_owned())),
    }
    told.extend(entry.parameters.iter().map(|figure| ("parameter", parameter(figure))));
    if !entry.owners.is_empty() {
        told.push(("owner", entry.owners.join(", ")));
    }
    told.extend(by_file(&entry.enforced_by).into_iter().map(|functions| ("enforced by", functions)));
    told.extend(by_file(&entry.tests).into_iter().map(|functions| ("tests", functions)));
    told.extend(entry.scenarios.iter().map(|Scenario { path, title }| ("scenarios", format!("{path}: {title}"))));
    if !entry.cases.is_empty() {
        told.push(("cases", entry.cases.join(", ")));
    }

    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut last = "";
    for (label, text) in told {
        for (at, line) in table::wrapped(&text, WIDTH).into_iter().enumerate() {
            let label = if at == 0 && label != last { label } else { "" };
            let id = if rows.is_empty() { entry.id } else { "" };
            rows.push([id.to_owned(), label.to_owned(), line]);
        }
        last = label;
    }
    rows.push(Default::default());
    rows
}

fn parameter(Figure { version, value, source }: &Figure) -> String {
    match value {
        Some(value) => format!("{version} = {value} ({source})"),
        None => format!("{version} ({source})"),
    }
}

/// Each file with its functions, one text a file.
fn by_file(functions: &[Function]) -> Vec<String> {
    let of_files = functions.chunk_by(|one, next| one.path == next.path);
    let names = |functions: &[Function]| functions.iter().map(|one| one.function).collect::<Vec<_>>().join(", ");
    of_files.map(|functions| format!("{}: {}", functions[0].path, names(functions))).collect()
}
