//! The questionnaire as a versioned value: sections, items, kinds of answer, texts in four languages (Q9).
//!
//! The law asks which personal and environmental factors help or hinder a return to work (Circular 2022/383,
//! part III, 3.1, step 2) and leaves the questions open. So the questions are data, each version with its own period,
//! and every answer says which version it answers.

mod check;

use std::fmt;

use chrono::NaiveDate;

pub use check::DefinitionProblem;

/// One version of a questionnaire (*questionnaire*, *vragenlijst*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The name that all versions share, such as `work-and-health`.
    pub code: String,
    /// The version, counted from 1.
    pub version: u32,
    /// The first day on which this version may be sent.
    pub valid_from: NaiveDate,
    /// The last day on which this version may be sent, if one is known.
    pub valid_to: Option<NaiveDate>,
    /// The sections, in the order in which they are shown.
    pub sections: Vec<Section>,
}

/// Which version of which questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionRef {
    /// The name that all versions share.
    pub code: String,
    /// The version.
    pub version: u32,
}

/// Items that belong together under one title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The name of the section within the definition.
    pub code: String,
    /// The title.
    pub title: Texts,
    /// What the person reads before the first item.
    pub intro: Texts,
    /// The items, in the order in which they are shown.
    pub items: Vec<Item>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The name of the item, unique in the definition; answers are kept under it.
    pub code: String,
    /// The question.
    pub text: Texts,
    /// What the question is about in the International Classification of Functioning, such as `b130` or `e330`.
    pub icf: Option<String>,
    /// What an answer looks like.
    pub kind: AnswerKind,
    /// Whether the questionnaire is duly completed only with an answer to it.
    pub required: bool,
    /// The answer to an earlier item on which this one is shown at all.
    pub shown_when: Option<Condition>,
    /// How an answer is read as a factor, if it is one.
    pub factor: Option<FactorRule>,
}

/// A text in the four languages of the questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// French.
    pub fr: String,
    /// Dutch.
    pub nl: String,
    /// German.
    pub de: String,
    /// English.
    pub en: String,
}

/// What an answer to an item looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerKind {
    /// A step on a scale.
    Scale {
        /// The lowest step.
        min: i32,
        /// The highest step.
        max: i32,
        /// What some of the steps mean, the two ends at least.
        labels: Vec<ScaleLabel>,
    },
    /// One of several options.
    SingleChoice {
        /// The options.
        options: Vec<AnswerOption>,
    },
    /// Some of several options.
    MultiChoice {
        /// The options.
        options: Vec<AnswerOption>,
        /// How many may be chosen.
        max: u32,
    },
    /// Own words.
    Text {
        /// The greatest number of characters.
        max_length: u32,
    },
    /// A calendar date.
    Date,
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number {
        /// The lowest number.
        min: i32,
        /// The highest number.
        max: i32,
        /// What is counted.
        unit: Texts,
    },
}

/// What a step of a scale means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaleLabel {
    /// The step.
    pub value: i32,
    /// Its meaning.
    pub text: Texts,
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerOption {
    /// The name of the option within its item.
    pub code: String,
    /// What the person reads.
    pub text: Texts,
    /// Whether it excludes all others, as "nothing" does among several that may be chosen.
    pub exclusive: bool,
}

/// An item is shown only when an earlier one was answered in a certain way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The earlier item.
    pub item: String,
    /// The options of which it must hold one; `yes` or `no` for a yes/no item.
    pub any_of: Vec<String>,
}

/// How the answer to an item is read as a factor of the return to work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorRule {
    /// Whether the factor lies in the person or around them.
    pub group: FactorGroup,
    /// Which answers help and which hinder; all others are neutral.
    pub reading: FactorReading,
}

/// The two groups of factors that the circular names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactorGroup {
    /// A factor in the person (*facteur personnel*, *persoonlijke factor*).
    Personal,
    /// A factor around the person (*facteur environnemental*, *omgevingsfactor*).
    Environmental,
}

/// Which answers help and which hinder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactorReading {
    /// For scales and numbers.
    Ranges {
        /// The values that help.
        helping: Range,
        /// The values that hinder.
        hindering: Range,
    },
    /// For choices, and with `yes` and `no` for a yes/no item.
    Options {
        /// The options that help.
        helping: Vec<String>,
        /// The options that hinder.
        hindering: Vec<String>,
    },
}

/// Values from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The first value.
    pub from: i32,
    /// The last value.
    pub to: i32,
}

impl Range {
    /// Whether the value lies in it.
    #[must_use]
    pub fn contains(self, value: i32) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

/// The name of "yes" in conditions and factor readings.
pub const YES: &str = "yes";
/// The name of "no" in conditions and factor readings.
pub const NO: &str = "no";

impl Definition {
    /// The name and version by which answers refer to it.
    #[must_use]
    pub fn reference(&self) -> DefinitionRef {
        DefinitionRef { code: self.code.clone(), version: self.version }
    }

    /// All items in the order in which they are shown.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// The item with this name.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items().find(|item| item.code == code)
    }

    /// Whether this version may be sent on a day.
    #[must_use]
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// What is asked, for whoever writes the answer: options by their names, bounds by their numbers.
impl fmt::Display for AnswerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |options: &[&AnswerOption]| {
            options.iter().map(|option| option.code.as_str()).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::Scale { min, max, .. } => write!(f, "a step from {min} to {max}"),
            Self::SingleChoice { options } => write!(f, "one of {}", names(&options.iter().collect::<Vec<_>>())),
            Self::MultiChoice { options, max } => {
                let (alone, together): (Vec<_>, Vec<_>) = options.iter().partition(|option| option.exclusive);
                write!(f, "at most {max} of {}", names(&together))?;
                if alone.is_empty() { Ok(()) } else { write!(f, ", or alone one of {}", names(&alone)) }
            }
            Self::Text { max_length } => {
                write!(f, "a text of at most {max_length} characters, of control characters only line breaks")
            }
            Self::Date => f.write_str("a date"),
            Self::YesNo => f.write_str("yes or no"),
            Self::Number { min, max, .. } => write!(f, "a whole number from {min} to {max}"),
        }
    }
}

impl fmt::Display for DefinitionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.code, self.version)
    }
}

#[cfg(test)]
mod tests {
    use crate::samples::{day, definition};

    #[test]
    fn q1_a_version_may_be_sent_from_its_first_day_to_its_last() {
        let open = definition();
        let from = open.valid_from;
        let before = from.pred_opt().expect("a day before");
        assert!(open.in_force_on(from) && open.in_force_on(day(2060, 12, 31)) && !open.in_force_on(before));
        let until = day(2023, 6, 30);
        let closed = super::Definition { valid_to: Some(until), ..open };
        let on = [from, until, until.succ_opt().expect("a day after")].map(|day| closed.in_force_on(day));
        assert_eq!(on, [true, true, false]);
    }

    #[test]
    fn a_version_is_named_by_its_code_and_number() {
        let reference = super::DefinitionRef { code: "quickscan".into(), version: 3 };
        assert_eq!(reference.to_string(), "quickscan/3");
    }
}
