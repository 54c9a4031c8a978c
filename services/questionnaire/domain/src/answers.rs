//! Answers, and their check against the definition item by item (Q9).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;

use crate::definition::{AnswerKind, Condition, Definition, Item, NO, YES};

/// The answer to one item. Its `Debug` shows the kind only: an answer is health data.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// A step on a scale.
    Scale(i32),
    /// The chosen option.
    Choice(String),
    /// The chosen options.
    Choices(BTreeSet<String>),
    /// Own words.
    Text(String),
    /// A calendar date.
    Date(NaiveDate),
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Number(i32),
}

/// Answers by the name of their item. Its `Debug` shows their number only.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Answers(pub BTreeMap<String, Answer>);

/// What is wrong with the answer to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerProblem {
    /// The name of the item, as it was given.
    pub item: String,
    /// What is wrong.
    pub fault: AnswerFault,
}

/// The ways in which an answer can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnswerFault {
    /// The definition has no such item.
    UnknownItem,
    /// Another kind of answer is asked.
    WrongKind,
    /// The step or number lies outside the range.
    OutOfRange,
    /// The item has no such option.
    UnknownOption,
    /// More options were chosen than the item allows.
    TooManyOptions,
    /// The text is longer than the item allows.
    TooLong,
    /// The text holds a control character other than a line break.
    ControlCharacter,
    /// The item is shown and required, and has no answer.
    Missing,
    /// The item is not shown with these answers.
    NotShown,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scale(_) => "Scale(..)",
            Self::Choice(_) => "Choice(..)",
            Self::Choices(_) => "Choices(..)",
            Self::Text(_) => "Text(..)",
            Self::Date(_) => "Date(..)",
            Self::YesNo(_) => "YesNo(..)",
            Self::Number(_) => "Number(..)",
        })
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answers({})", self.0.len())
    }
}

impl fmt::Display for AnswerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownItem => "the questionnaire has no such item",
            Self::WrongKind => "the item asks for another kind of answer",
            Self::OutOfRange => "the value lies outside the range of the item",
            Self::UnknownOption => "the item has no such option",
            Self::TooManyOptions => "more options were chosen than the item allows",
            Self::TooLong => "the text is longer than the item allows",
            Self::ControlCharacter => "the text holds a control character",
            Self::Missing => "the item needs an answer",
            Self::NotShown => "the item is not asked with these answers",
        })
    }
}

impl Answers {
    /// The answer to an item.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&Answer> {
        self.0.get(item)
    }
}

impl<const N: usize> From<[(&str, Answer); N]> for Answers {
    fn from(answers: [(&str, Answer); N]) -> Self {
        Self(answers.into_iter().map(|(item, answer)| (item.to_owned(), answer)).collect())
    }
}

/// Checks complete answers.
///
/// # Errors
///
/// All problems at once: everything that [`problems`] and [`missing`] find.
pub fn check(definition: &Definition, answers: &Answers) -> Result<(), Vec<AnswerProblem>> {
    let missing =
        missing(definition, answers).into_iter().map(|item| AnswerProblem { item, fault: AnswerFault::Missing });
    let all: Vec<_> = problems(definition, answers).into_iter().chain(missing).collect();
    if all.is_empty() { Ok(()) } else { Err(all) }
}

/// What is wrong with the answers that are there. A draft may be incomplete, and has none of these.
#[must_use]
pub fn problems(definition: &Definition, answers: &Answers) -> Vec<AnswerProblem> {
    let fault = |(code, answer): (&String, &Answer)| {
        let fault = match definition.item(code) {
            None => Some(AnswerFault::UnknownItem),
            Some(item) => fault_of(item, answer).or_else(|| {
                let hidden = !shown(definition, answers, item);
                hidden.then_some(AnswerFault::NotShown)
            }),
        };
        fault.map(|fault| AnswerProblem { item: code.clone(), fault })
    };
    answers.0.iter().filter_map(fault).collect()
}

/// The required items that are shown and have no answer, in the order of the definition.
#[must_use]
pub fn missing(definition: &Definition, answers: &Answers) -> Vec<String> {
    let open = |item: &&Item| item.required && !is_given(answers.get(&item.code)) && shown(definition, answers, item);
    definition.items().filter(open).map(|item| item.code.clone()).collect()
}

/// Whether an item is shown: the item it depends on is shown too and was answered in the right way.
///
/// Conditions only look back ([`Definition::check`]), so this ends.
fn shown(definition: &Definition, answers: &Answers, item: &Item) -> bool {
    item.shown_when.as_ref().is_none_or(|condition| {
        let earlier = definition.items().take_while(|other| other.code != item.code);
        let on = earlier.into_iter().find(|other| other.code == condition.item);
        on.is_some_and(|on| meets(answers.get(&on.code), condition) && shown(definition, answers, on))
    })
}

fn meets(answer: Option<&Answer>, condition: &Condition) -> bool {
    match answer {
        Some(Answer::Choice(option)) => *option == condition.equals,
        Some(Answer::Choices(options)) => options.contains(&condition.equals),
        Some(Answer::YesNo(yes)) => condition.equals == if *yes { YES } else { NO },
        _ => false,
    }
}

/// An empty text and a choice of nothing are no answers.
fn is_given(answer: Option<&Answer>) -> bool {
    match answer {
        None => false,
        Some(Answer::Text(text)) => !text.trim().is_empty(),
        Some(Answer::Choices(options)) => !options.is_empty(),
        Some(_) => true,
    }
}

fn fault_of(item: &Item, answer: &Answer) -> Option<AnswerFault> {
    match (&item.kind, answer) {
        (AnswerKind::Scale { min, max, .. }, Answer::Scale(value))
        | (AnswerKind::Number { min, max, .. }, Answer::Number(value)) => {
            (!(min..=max).contains(&value)).then_some(AnswerFault::OutOfRange)
        }
        (AnswerKind::SingleChoice { options }, Answer::Choice(chosen)) => {
            let known = options.iter().any(|option| option.code == *chosen);
            (!known).then_some(AnswerFault::UnknownOption)
        }
        (AnswerKind::MultiChoice { options, max }, Answer::Choices(chosen)) => {
            let known = |code: &String| options.iter().any(|option| option.code == *code);
            if !chosen.iter().all(known) {
                Some(AnswerFault::UnknownOption)
            } else if u32::try_from(chosen.len()).is_ok_and(|count| count <= *max) {
                None
            } else {
                Some(AnswerFault::TooManyOptions)
            }
        }
        (AnswerKind::Text { max_length }, Answer::Text(text)) => {
            if text.chars().any(|c| c.is_control() && c != '\n') {
                Some(AnswerFault::ControlCharacter)
            } else if u32::try_from(text.chars().count()).is_ok_and(|count| count <= *max_length) {
                None
            } else {
                Some(AnswerFault::TooLong)
            }
        }
        (AnswerKind::Date, Answer::Date(_)) | (AnswerKind::YesNo, Answer::YesNo(_)) => None,
        _ => Some(AnswerFault::WrongKind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn with(item: &str, answer: Answer) -> Answers {
        let mut answers = samples::complete();
        answers.0.insert(item.to_owned(), answer);
        answers
    }

    fn faults(answers: &Answers) -> Vec<(String, AnswerFault)> {
        let all = check(&samples::definition(), answers).err().unwrap_or_default();
        all.into_iter().map(|problem| (problem.item, problem.fault)).collect()
    }

    #[test]
    fn q9_complete_answers_pass() {
        assert_eq!(faults(&samples::complete()), []);
    }

    #[test]
    fn q9_each_kind_of_fault_is_found() {
        let choices = |codes: &[&str]| Answer::Choices(codes.iter().map(ToString::to_string).collect());
        for (item, answer, fault) in [
            ("surname", Answer::YesNo(true), AnswerFault::UnknownItem),
            ("energy", Answer::YesNo(true), AnswerFault::WrongKind),
            ("energy", Answer::Scale(0), AnswerFault::OutOfRange),
            ("energy", Answer::Scale(6), AnswerFault::OutOfRange),
            ("hours", Answer::Number(61), AnswerFault::OutOfRange),
            ("plan", Answer::Choice("tomorrow".into()), AnswerFault::UnknownOption),
            ("changes", choices(&["pace", "salary"]), AnswerFault::UnknownOption),
            ("changes", choices(&["pace", "tasks", "place"]), AnswerFault::TooManyOptions),
            ("remarks", Answer::Text("é".repeat(21)), AnswerFault::TooLong),
            ("remarks", Answer::Text("a\u{0}b".into()), AnswerFault::ControlCharacter),
            ("changes", choices(&[]), AnswerFault::Missing),
        ] {
            assert_eq!(faults(&with(item, answer)), [(item.to_owned(), fault)]);
        }
    }

    #[test]
    fn q9_a_text_is_measured_in_characters_and_may_have_lines() {
        assert_eq!(faults(&with("remarks", Answer::Text("é".repeat(20)))), []);
        assert_eq!(faults(&with("remarks", Answer::Text("one\ntwo".into()))), []);
    }

    #[test]
    fn q9_all_problems_are_reported_at_once() {
        let mut answers = with("energy", Answer::Scale(9));
        answers.0.remove("plan");
        answers.0.insert("shoe_size".into(), Answer::Number(42));
        let expected = [
            ("energy".to_owned(), AnswerFault::OutOfRange),
            ("shoe_size".to_owned(), AnswerFault::UnknownItem),
            ("plan".to_owned(), AnswerFault::Missing),
        ];
        assert_eq!(faults(&answers), expected);
    }

    #[test]
    fn q9_a_hidden_item_is_neither_required_nor_answered() {
        let mut answers = with("contract", Answer::YesNo(false));
        assert_eq!(faults(&answers), [("hours".to_owned(), AnswerFault::NotShown)]);
        answers.0.remove("hours");
        assert_eq!(faults(&answers), []);
        answers = with("contract", Answer::YesNo(true));
        answers.0.remove("hours");
        assert_eq!(faults(&answers), [("hours".to_owned(), AnswerFault::Missing)]);
    }

    #[test]
    fn q9_a_draft_may_be_incomplete_but_not_invalid() {
        let draft = Answers::from([("energy", Answer::Scale(3))]);
        assert_eq!(problems(&samples::definition(), &draft), []);
        assert_eq!(missing(&samples::definition(), &draft), ["contract", "plan", "changes"]);
        let wrong = Answers::from([("energy", Answer::Scale(7))]);
        assert_eq!(problems(&samples::definition(), &wrong).len(), 1);
    }

    #[test]
    fn answers_do_not_show_in_debug_output() {
        let answers = with("remarks", Answer::Text("private".into()));
        assert!(!format!("{answers:?} {:?}", answers.get("remarks")).contains("private"));
    }
}
