//! The tests that are named with the ids of rules, as the build found them in the sources.

use trajet_law::rule::Rule;

use super::Function;

/// The path of the file and the name of every test whose name begins like the id of a rule.
pub(super) const TESTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/named_tests.rs"));

/// The tests that are named with the id of a rule, by file, in their order there.
pub(super) fn tests_of(rule: Rule) -> Vec<Function> {
    let named = TESTS.iter().filter(|(_, name)| rules_of(name).any(|one| one == rule));
    named.map(|(path, function)| Function { path, function }).collect()
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
            ("r2_is_no_rule", &[]),
            ("no_id", &[]),
        ] {
            assert_eq!(rules_of(name).collect::<Vec<_>>(), expected, "{name}");
        }
    }
}
