//! What `trajet rules` prints is true: every rule is there, the functions that enforce it exist, a test is named with its id,
//! and a scenario shows it; or nothing of it is modelled yet, and this file says so too.

use std::fs;

use acceptance::installation::{finished, program};
use serde::Deserialize;
use trajet_law::rule::Rule;

use crate::assert_none;
use crate::members::root;
use crate::sources::end_of_code;

/// The rules of which nothing is modelled yet. This list only becomes shorter.
const NOT_MODELLED: [Rule; 0] = [];

/// The rules that no decision of a domain makes true: insurers are kept apart before anything is decided, who looked is recorded
/// after it, and what is held is told as it was recorded. Tests alone show them.
const BESIDE_THE_DOMAINS: [&str; 3] = ["R3", "R4", "R5"];

/// Where the dated parameters are.
const PARAMETERS: &str = "shared/law/src/parameter/figures.rs";

/// A rule as it is printed.
#[derive(Debug, Clone, Deserialize)]
struct Entry {
    id: String,
    parameters: Vec<Figure>,
    owners: Vec<String>,
    enforced_by: Vec<Function>,
    tests: Vec<Function>,
    scenarios: Vec<Scenario>,
}

#[derive(Debug, Clone, Deserialize)]
struct Scenario {}

#[derive(Debug, Clone, Deserialize)]
struct Figure {
    version: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Function {
    path: String,
    function: String,
}

fn breaches(entries: &[Entry], not_modelled: &[Rule]) -> Vec<String> {
    let mut breaches = Vec::new();
    for rule in Rule::ALL {
        let told = entries.iter().filter(|entry| entry.id == rule.id()).count();
        if told != 1 {
            breaches.push(format!("{rule} is told {told} times"));
        }
    }
    for entry in entries {
        let id = &entry.id;
        let rule = &id.as_str();
        let modelled = not_modelled.iter().all(|rule| rule.id() != id);
        for (missing, what) in [
            (modelled && entry.enforced_by.is_empty(), "nothing enforces it"),
            (modelled && entry.owners.is_empty(), "nobody enforces it"),
            (modelled && entry.tests.is_empty(), "no test is named with it"),
            (
                modelled && !BESIDE_THE_DOMAINS.contains(rule) && entry.scenarios.is_empty(),
                "no scenario in tests/rules shows it",
            ),
            (!modelled && !entry.scenarios.is_empty(), "it has scenarios, and is called not modelled"),
            (!modelled && !entry.enforced_by.is_empty(), "it is enforced, and is called not modelled"),
            (!modelled && !entry.tests.is_empty(), "it is tested, and is called not modelled"),
        ] {
            breaches.extend(missing.then(|| format!("{id}: {what}")));
        }
        let missing = entry.enforced_by.iter().filter(|function| !exists(function, false));
        breaches.extend(missing.map(|it| format!("{id}: no function {} in {}", it.function, it.path)));
        let missing = entry.tests.iter().filter(|test| !exists(test, true));
        breaches.extend(missing.map(|it| format!("{id}: no test {} in {}", it.function, it.path)));
    }
    breaches
}

/// Whether a file has the function: a test anywhere, and what enforces a rule outside the tests.
fn exists(Function { path, function }: &Function, test: bool) -> bool {
    let Ok(source) = fs::read_to_string(root().join(path)) else { return false };
    let lines = if test { usize::MAX } else { end_of_code(&source) };
    source.lines().take(lines).filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        let after = line.split_once(&format!("fn {function}")).map(|(_, after)| after);
        after.is_some_and(|after| after.starts_with(['(', '<']))
    })
}

/// The rules of which no change of what enforces them was ever noticed by a scenario of theirs, by the table of the mutants.
fn not_proven(table: &str) -> Vec<String> {
    let proven = |rule: &str| {
        let row = table.lines().map(|line| line.split('\t').collect::<Vec<_>>()).find(|row| row[0] == rule);
        row.is_some_and(|row| row.get(2).and_then(|own| own.parse::<u32>().ok()).is_some_and(|own| own > 0))
    };
    let shown = Rule::ALL.iter().map(|rule| rule.id()).filter(|rule| !BESIDE_THE_DOMAINS.contains(rule));
    shown.filter(|rule| !proven(rule)).map(|rule| format!("{rule}: no scenario of it noticed a mutant")).collect()
}

/// The parameters of a source that belong to no rule.
fn without_a_rule(entries: &[Entry], source: &str) -> Vec<String> {
    let made = ["since_the_law(", "Parameter::new("].into_iter().flat_map(|made| source.split(made).skip(1));
    let ids = made.filter_map(|after| after.trim_start().strip_prefix('"')?.split('"').next());
    let known = |id: &str| {
        let mut figures = entries.iter().flat_map(|entry| &entry.parameters);
        figures.any(|figure| figure.version.split_once('@').is_some_and(|(known, _)| known == id))
    };
    ids.filter(|id| !known(id)).map(|id| format!("{id} belongs to no rule")).collect()
}

/// The rules as the program prints them.
async fn printed() -> Vec<Entry> {
    let mut command = program();
    command.args(["rules", "--json"]);
    let output = finished(command).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn every_rule_is_enforced_and_tested_or_not_modelled_yet() {
    assert_none(&breaches(&printed().await, &NOT_MODELLED));
}

#[test]
fn every_rule_has_a_scenario_that_can_fail() {
    let table = fs::read_to_string(root().join("tests/mutants/rules.tsv")).unwrap();
    assert_none(&not_proven(&table));

    let told = |what: &str| vec![format!("{what}: no scenario of it noticed a mutant")];
    let row = table.lines().find(|line| line.starts_with("D4\t")).unwrap();
    assert_eq!(not_proven(&table.replace(&format!("{row}\n"), "")), told("D4"));
    assert_eq!(not_proven(&table.replace(row, "D4\t9\t0\t9\t0")), told("D4"));
}

#[tokio::test]
async fn every_parameter_belongs_to_a_rule() {
    let source = fs::read_to_string(root().join(PARAMETERS)).unwrap();
    let entries = printed().await;
    assert_none(&without_a_rule(&entries, &source));

    let planted = format!("{source}\nstatic ONE: Parameter<u32> = since_the_law(\n    \"planted.days\", 1, \"\");\n");
    assert_eq!(without_a_rule(&entries, &planted), ["planted.days belongs to no rule"]);
    let made = ["since_the_law(\n", "since_the_law(\"", "Parameter::new(\n"];
    let without = made.iter().map(|made| source.matches(made).count()).sum::<usize>();
    assert_eq!(without_a_rule(&[], &source).len(), without);
}

#[tokio::test]
async fn a_planted_gap_is_found() {
    let planted = |id: &str, plant: fn(&mut Entry), mut entries: Vec<Entry>| {
        plant(entries.iter_mut().find(|entry| entry.id == id).unwrap());
        breaches(&entries, &NOT_MODELLED)
    };
    let entries = printed().await;
    for (id, plant, expected) in [
        ("D4", (|entry| entry.tests.clear()) as fn(&mut Entry), "D4: no test is named with it"),
        ("M10", |entry| entry.scenarios.clear(), "M10: no scenario in tests/rules shows it"),
        ("D4", |entry| entry.owners.clear(), "D4: nobody enforces it"),
        ("D4", |entry| entry.enforced_by.clear(), "D4: nothing enforces it"),
        (
            "D4",
            |entry| entry.enforced_by[0].function = "after".to_owned(),
            "D4: no function after in shared/law/src/first_contact.rs",
        ),
        (
            "D4",
            |entry| {
                let test = "d4_a_referral_in_month_four_never_moves_the_contact_out_of_month_six";
                entry.enforced_by[0].function = test.to_owned();
            },
            "D4: no function d4_a_referral_in_month_four_never_moves_the_contact_out_of_month_six in \
             shared/law/src/first_contact.rs",
        ),
        (
            "D4",
            |entry| entry.enforced_by[0].path = "shared/law/src/gone.rs".to_owned(),
            "D4: no function category_4_at_first_estimate in shared/law/src/gone.rs",
        ),
        (
            "M22",
            |entry| entry.tests[0].function = "m22_gone".to_owned(),
            "M22: no test m22_gone in services/assessment/domain/src/acts/add_certificate.rs",
        ),
    ] {
        assert_eq!(planted(id, plant, entries.clone()), [expected]);
    }
    assert_eq!(breaches(&entries[1..], &NOT_MODELLED), ["T1 is told 0 times"]);
    let of_what_is_modelled = ["it has scenarios", "it is enforced", "it is tested"];
    let expected = of_what_is_modelled.map(|what| format!("X8: {what}, and is called not modelled"));
    assert_eq!(breaches(&entries, &[Rule::X8]), expected);
}

#[test]
fn a_function_is_sought_outside_tests_and_comments() {
    let here = |function: &str, test| {
        let path = "shared/law/src/months.rs".to_owned();
        exists(&Function { path, function: function.to_owned() }, test)
    };
    assert!(here("within_days", false) && here("overlaps", false));
    assert!(!here("first_day_by_hand", false) && here("first_day_by_hand", true));
    assert!(!here("within", false) && !here("", false));
}
