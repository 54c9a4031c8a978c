//! The profile: which personal and environmental factors help or hinder a return to work
//! (Circular 2022/383, part III, 3.1, step 2; Q9).
//!
//! It orders what the person said for the physician and the coordinator. It is no score and leads to no decision.

use std::fmt;

use crate::answers::{Answer, Answers};
use crate::definition::{Definition, FactorGroup, FactorReading, NO, YES};

/// The factors read from one complete answer, in the order of the questionnaire. Its `Debug` shows their number only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Profile(pub Vec<Factor>);

/// One factor. Its `Debug` does not show how it was answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Factor {
    /// The item it was read from.
    pub item: String,
    /// What it is in the International Classification of Functioning.
    pub icf: String,
    /// Whether it lies in the person or around them.
    pub group: FactorGroup,
    /// Whether it helps or hinders.
    pub effect: Effect,
}

/// What a factor does to a return to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It helps (*favorise*, *bevordert*).
    Helping,
    /// It hinders (*empêche*, *belemmert*).
    Hindering,
    /// Neither, or both at once.
    Neutral,
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({})", self.0.len())
    }
}

impl fmt::Debug for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Factor({})", self.item)
    }
}

/// Reads the factors from answers that passed the check; items without an answer are left out.
#[must_use]
pub fn profile(definition: &Definition, answers: &Answers) -> Profile {
    let factor = |item: &crate::definition::Item| {
        let rule = item.factor.as_ref()?;
        Some(Factor {
            item: item.code.clone(),
            icf: item.icf.clone()?,
            group: rule.group,
            effect: effect(&rule.reading, answers.get(&item.code)?),
        })
    };
    Profile(definition.items().filter_map(factor).collect())
}

fn effect(reading: &FactorReading, answer: &Answer) -> Effect {
    let (helps, hinders) = match (reading, answer) {
        (FactorReading::Ranges { helping, hindering }, Answer::Scale(value) | Answer::Number(value)) => {
            (helping.contains(*value), hindering.contains(*value))
        }
        (FactorReading::Options { helping, hindering }, answer) => {
            let any = |options: &[String]| options.iter().any(|option| holds(answer, option));
            (any(helping), any(hindering))
        }
        _ => (false, false),
    };
    match (helps, hinders) {
        (true, false) => Effect::Helping,
        (false, true) => Effect::Hindering,
        _ => Effect::Neutral,
    }
}

fn holds(answer: &Answer, option: &str) -> bool {
    match answer {
        Answer::Choice(chosen) => chosen == option,
        Answer::Choices(chosen) => chosen.contains(option),
        Answer::YesNo(yes) => option == if *yes { YES } else { NO },
        _ => false,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::samples;

    fn effect_of(item: &str, answer: Answer) -> Effect {
        let mut answers = samples::complete();
        answers.0.insert(item.to_owned(), answer);
        let profile = profile(&samples::definition(), &answers);
        profile.0.iter().find(|factor| factor.item == item).unwrap().effect
    }

    #[test]
    fn q9_each_factor_is_helping_hindering_or_neutral() {
        let choices = |codes: &[&str]| Answer::Choices(codes.iter().map(ToString::to_string).collect());
        for (item, answer, effect) in [
            ("energy", Answer::Scale(2), Effect::Hindering),
            ("energy", Answer::Scale(3), Effect::Neutral),
            ("energy", Answer::Scale(4), Effect::Helping),
            ("contract", Answer::YesNo(true), Effect::Helping),
            ("contract", Answer::YesNo(false), Effect::Neutral),
            ("changes", choices(&["pace"]), Effect::Helping),
            ("changes", choices(&["nothing"]), Effect::Hindering),
            ("changes", choices(&["place", "pace"]), Effect::Neutral),
        ] {
            assert_eq!(effect_of(item, answer), effect, "{item}");
        }
    }

    #[test]
    fn q9_an_option_is_held_by_the_choice_of_it() {
        let chosen = Answer::Choice("soon".into());
        assert!(holds(&chosen, "soon") && !holds(&chosen, "later"));
    }

    #[test]
    fn a_profile_shows_how_many_factors_it_has_and_a_factor_its_item() {
        let profile = profile(&samples::definition(), &samples::complete());
        assert_eq!(format!("{profile:?}"), "Profile(3)");
        assert_eq!(format!("{:?}", profile.0[0]), format!("Factor({})", profile.0[0].item));
    }

    #[test]
    fn q9_the_profile_says_which_group_and_which_icf_code() {
        let Profile(factors) = profile(&samples::definition(), &samples::complete());
        let found: Vec<_> = factors.iter().map(|factor| (factor.icf.as_str(), factor.group)).collect();
        let expected = [
            ("e590", FactorGroup::Environmental),
            ("b130", FactorGroup::Personal),
            ("e330", FactorGroup::Environmental),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn q9_an_item_without_an_answer_is_no_factor() {
        assert_eq!(profile(&samples::definition(), &Answers::default()), Profile::default());
    }
}
