//! What the platform holds of each rule: where it is enforced, its dated figures, its tests, scenarios and worked cases.

mod enforced;
mod figures;
mod named;
#[cfg(test)]
mod scan;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use trajet_law::parameter::LAW_IN_FORCE_FROM;
use trajet_law::rule::Rule;

pub(crate) use self::figures::Figure;
pub(crate) use self::named::worked;

/// A function of the sources.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Function {
    /// The file, from the root of the workspace.
    pub(crate) path: &'static str,
    /// The name.
    pub(crate) function: &'static str,
}

/// A scenario of a rule: facts with their dates, and what the law makes of them.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Scenario {
    /// The file, from the root of the workspace.
    pub(crate) path: &'static str,
    /// What it shows.
    pub(crate) title: &'static str,
}

/// A rule as it is printed.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    /// The id, for example `T1`.
    pub(crate) id: &'static str,
    /// What it says, in one sentence.
    pub(crate) summary: &'static str,
    /// Where it comes from.
    pub(crate) source: &'static str,
    /// Whether the rule, or a part of it, is our own reading.
    pub(crate) own_reading: bool,
    /// The first day that the platform judges by it; `None` as long as nothing enforces it. The text it comes from may be
    /// older: older law is not modelled.
    pub(crate) valid_from: Option<NaiveDate>,
    /// Every version of the parameters that it rests on.
    pub(crate) parameters: Vec<Figure>,
    /// Who enforces it: `law`, the crate that counts and plans, the services that decide by it, and `report`. Nobody, as long as what
    /// it asks for is not modelled.
    pub(crate) owners: Vec<&'static str>,
    /// What enforces it.
    pub(crate) enforced_by: Vec<Function>,
    /// The tests that are named with its id.
    pub(crate) tests: Vec<Function>,
    /// The scenarios that show what it says.
    pub(crate) scenarios: Vec<Scenario>,
    /// The worked cases of which something rests on it.
    pub(crate) cases: Vec<String>,
}

impl Entry {
    /// What is held of a rule, with the worked cases and the rules of each.
    pub(crate) fn of(rule: Rule, worked: &[(String, Vec<Rule>)]) -> Self {
        let files = enforced::enforced(rule);
        let mut owners: Vec<_> = files.iter().filter_map(|(path, _)| owner(path)).collect();
        let mut seen = BTreeSet::new();
        owners.retain(|owner| seen.insert(*owner));
        let in_file =
            |&(path, functions): &enforced::InFile| functions.iter().map(move |function| Function { path, function });
        Self {
            id: rule.id(),
            summary: rule.summary(),
            source: rule.source(),
            own_reading: rule.own_reading(),
            valid_from: (!files.is_empty()).then_some(LAW_IN_FORCE_FROM),
            parameters: figures::figures_of(rule),
            owners,
            enforced_by: files.iter().flat_map(in_file).collect(),
            tests: named::tests_of(rule),
            scenarios: named::scenarios_of(rule),
            cases: worked.iter().filter(|(_, rules)| rules.contains(&rule)).map(|(name, _)| name.clone()).collect(),
        }
    }
}

/// The crate of the law, the service, the reports, or what all services share, that a file belongs to.
fn owner(path: &'static str) -> Option<&'static str> {
    let parts: Vec<_> = path.split('/').take(2).collect();
    match parts[..] {
        ["shared", "law"] => Some("law"),
        ["shared", "report"] => Some("report"),
        ["shared", "service"] => Some("all services"),
        ["services", service] => Some(service),
        _ => None,
    }
}
