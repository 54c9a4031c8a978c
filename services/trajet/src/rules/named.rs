//! The tests that are named with the ids of rules and the scenarios of rules, as the build found them in the sources, and the
//! worked cases in which rules are at work.

use trajet_law::rule::{Ground, Rule};

use super::{Function, Scenario};
use crate::demo::cases::{self, Case};
use crate::error::Error;

/// The path of the file and the name of every test whose name begins like the id of a rule.
pub(super) const TESTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/named_tests.rs"));

/// The tests that are named with the id of a rule, by file, in their order there.
pub(super) fn tests_of(rule: Rule) -> Vec<Function> {
    let named = TESTS.iter().filter(|(_, name)| rules_of(name).any(|one| one == rule));
    named.map(|(path, function)| Function { path, function }).collect()
}

/// The id of the rule, the path of the file and the title of every scenario.
pub(super) const SCENARIOS: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// The scenarios of a rule, in the order of its files.
pub(super) fn scenarios_of(rule: Rule) -> Vec<Scenario> {
    let own = SCENARIOS.iter().filter(|(id, ..)| *id == rule.id());
    own.map(|(_, path, title)| Scenario { path, title }).collect()
}

/// The worked cases that the binary carries, each with the rules on which what is expected in them rests.
///
/// # Errors
/// If a case cannot be read.
pub(crate) fn worked() -> Result<Vec<(String, Vec<Rule>)>, Error> {
    let rules = |case: &Case| {
        let grounds = case.expected.timeline.iter().filter_map(|line| line.rsplit_once(", ")?.1.parse::<Ground>().ok());
        grounds.map(|ground| ground.rule).collect()
    };
    Ok(cases::load(None, &[])?.iter().map(|case| (case.name.clone(), rules(case))).collect())
}

/// The rules with whose ids a name begins. Between two ids may stand the letter of a point, as in `m4_a_d5_…`.
fn rules_of(name: &str) -> impl Iterator<Item = Rule> {
    let words = name.split('_').filter(|word| !matches!(word.as_bytes(), [b'a'..=b'z']));
    words.map_while(|word| word.to_ascii_uppercase().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_at_the_beginning_of_a_name_counts() {
        for (name, expected) in [
            ("d4_a_referral_calls_for_a_contact", &[Rule::D4][..]),
            ("m5_m7_m8_an_examination", &[Rule::M5, Rule::M7, Rule::M8]),
            ("m4_a_d5_two_points", &[Rule::M4, Rule::D5]),
            ("d11_c_who_goes_no_further", &[Rule::D11]),
            ("t6_of_the_day_d5_is_not_at_the_beginning", &[Rule::T6]),
            ("r9_is_no_rule", &[]),
            ("no_id", &[]),
        ] {
            assert_eq!(rules_of(name).collect::<Vec<_>>(), expected, "{name}");
        }
    }
}
