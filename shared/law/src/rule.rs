//! The rules that the platform holds to, each with its id, its source, and a summary in our own words.
//!
//! An id names one rule in code, in stored events, in refusals and in the names of tests.

mod list;

use std::{fmt, str::FromStr};

pub use self::list::Rule;
use crate::UnknownCode;

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

impl FromStr for Rule {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|rule| rule.id() == text).ok_or(UnknownCode { kind: "rule" })
    }
}

/// A rule, or one of its points, as the reason for something: `Q2`, or `Q4.b` for the second case of
/// Q4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ground {
    /// The rule.
    pub rule: Rule,
    /// The letter of the point, where the rule lists several.
    pub point: Option<char>,
}

impl Ground {
    /// A point of a rule.
    #[must_use]
    pub const fn point(rule: Rule, letter: char) -> Self {
        Self { rule, point: Some(letter) }
    }
}

impl From<Rule> for Ground {
    fn from(rule: Rule) -> Self {
        Self { rule, point: None }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.point {
            Some(letter) => write!(formatter, "{}.{letter}", self.rule),
            None => self.rule.fmt(formatter),
        }
    }
}

impl FromStr for Ground {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((rule, point)) = text.split_once('.') else {
            return text.parse::<Rule>().map(Self::from);
        };
        match *point.as_bytes() {
            [letter @ b'a'..=b'z'] => Ok(Self::point(rule.parse()?, char::from(letter))),
            _ => Err(UnknownCode { kind: "point of a rule" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_id() {
        for rule in Rule::ALL {
            assert_eq!(rule.id().parse(), Ok(*rule));
        }
        assert_eq!("T99".parse::<Rule>(), Err(UnknownCode { kind: "rule" }));
        assert_eq!("t1".parse::<Rule>(), Err(UnknownCode { kind: "rule" }));
    }

    #[test]
    fn every_rule_has_a_source_and_one_sentence() {
        for rule in Rule::ALL {
            assert!(!rule.source().is_empty(), "{rule}");
            assert!(rule.summary().ends_with('.'), "{rule}");
            assert!(!rule.summary().contains(". "), "{rule}");
        }
    }

    #[test]
    fn what_speaks_of_our_own_part_marks_the_rule() {
        for rule in Rule::ALL {
            let ours = [rule.source(), rule.summary()].iter().any(|text| text.to_lowercase().contains("our own"));
            assert!(!ours || rule.own_reading(), "{rule}");
        }
    }

    #[test]
    fn q6_m20_our_own_part_stands_in_the_source() {
        for rule in [Rule::Q6, Rule::M6, Rule::M20] {
            assert!(rule.source().contains("our own"), "{rule}");
        }
    }

    #[test]
    fn m10_the_source_of_an_ordinary_referral_is_the_circular_alone() {
        assert_eq!(Rule::M10.source(), "Circular 2022/383, part III, 3.1, step 6");
        assert!(Rule::M10.own_reading() && Rule::M10.summary().contains("our own reading"));
    }

    #[test]
    fn a_ground_is_a_rule_or_one_of_its_points() {
        let authorised_work = Ground::point(Rule::Q4, 'b');
        assert_eq!(authorised_work.to_string(), "Q4.b");
        assert_eq!("Q4.b".parse(), Ok(authorised_work));
        assert_eq!("Q2".parse(), Ok(Ground::from(Rule::Q2)));
        for text in ["", "Q4.", "Q4.B", "Q4.bc", "Q4.b.c", "X.b", ".b"] {
            assert!(text.parse::<Ground>().is_err(), "{text}");
        }
    }
}
