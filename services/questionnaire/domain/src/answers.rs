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
    /// An option that excludes the others was chosen with another.
    NotAlone,
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

/// To be read after the name of the item.
impl fmt::Display for AnswerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownItem => "is no item of this questionnaire",
            Self::WrongKind => "has another kind of answer",
            Self::OutOfRange => "has an answer out of range",
            Self::UnknownOption => "has an answer that is no option",
            Self::TooManyOptions => "has too many options",
            Self::NotAlone => "has an option beside one that excludes it",
            Self::TooLong => "has too long a text",
            Self::ControlCharacter => "has a control character",
            Self::Missing => "has no answer",
            Self::NotShown => "is not asked with these answers",
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
    problems_beside(definition, answers, &BTreeSet::new())
}

/// The same beside answers to other items that cannot be read. Whether an item is asked at all is not judged by an
/// answer that cannot be read or is itself wrong.
#[must_use]
pub fn problems_beside(
    definition: &Definition,
    answers: &Answers,
    unreadable: &BTreeSet<String>,
) -> Vec<AnswerProblem> {
    let own_fault = |code: &String, answer: &Answer| match definition.item(code) {
        None => Some(AnswerFault::UnknownItem),
        Some(item) => fault_of(item, answer),
    };
    let unsettled = |code: &String| {
        unreadable.contains(code) || answers.get(code).is_some_and(|answer| own_fault(code, answer).is_some())
    };
    let hidden = |code: &String| {
        let item = definition.item(code).filter(|item| !shown(definition, answers, item))?;
        let settled = !conditions(definition, item).any(|condition| unsettled(&condition.item));
        settled.then_some(AnswerFault::NotShown)
    };
    let fault = |(code, answer): (&String, &Answer)| {
        let fault = own_fault(code, answer).or_else(|| hidden(code))?;
        Some(AnswerProblem { item: code.clone(), fault })
    };
    answers.0.iter().filter_map(fault).collect()
}

/// What is wrong with the answer to an item, and what would be right. Names items and options, and repeats no answer.
#[must_use]
pub fn explain(definition: &Definition, item: &str, wrong: impl fmt::Display) -> String {
    let Some(Item { kind, shown_when, .. }) = definition.item(item) else {
        return format!("{item} {}", AnswerFault::UnknownItem);
    };
    match shown_when {
        None => format!("{item} {wrong}: it asks for {kind}"),
        Some(Condition { item: on, any_of }) => {
            format!("{item} {wrong}: it asks for {kind}, where {on} is {}", any_of.join(" or "))
        }
    }
}

/// The required items that are shown and have no answer, in the order of the definition.
#[must_use]
pub fn missing(definition: &Definition, answers: &Answers) -> Vec<String> {
    let open = |item: &&Item| item.required && !is_given(answers.get(&item.code)) && shown(definition, answers, item);
    definition.items().filter(open).map(|item| item.code.clone()).collect()
}

/// Whether an item is shown: the item it depends on is shown too and was answered in the right way.
fn shown(definition: &Definition, answers: &Answers, item: &Item) -> bool {
    conditions(definition, item).all(|condition| meets(answers.get(&condition.item), condition))
}

/// The conditions on which an item is shown: its own, that of the item it depends on, and so on.
///
/// Conditions only look back ([`Definition::check`]), so this ends.
fn conditions<'a>(definition: &'a Definition, item: &'a Item) -> impl Iterator<Item = &'a Condition> {
    let own = item.shown_when.as_ref();
    std::iter::successors(own, |condition| definition.item(&condition.item)?.shown_when.as_ref())
}

fn meets(answer: Option<&Answer>, condition: &Condition) -> bool {
    condition.any_of.iter().any(|wanted| match answer {
        Some(Answer::Choice(option)) => option == wanted,
        Some(Answer::Choices(options)) => options.contains(wanted),
        Some(Answer::YesNo(yes)) => wanted == if *yes { YES } else { NO },
        _ => false,
    })
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
            let chosen: Vec<_> = chosen.iter().map(|code| options.iter().find(|option| option.code == *code)).collect();
            if chosen.contains(&None) {
                Some(AnswerFault::UnknownOption)
            } else if chosen.len() > 1 && chosen.iter().flatten().any(|option| option.exclusive) {
                Some(AnswerFault::NotAlone)
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
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
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
            ("changes", choices(&["pace", "nothing"]), AnswerFault::NotAlone),
            ("remarks", Answer::Text("é".repeat(21)), AnswerFault::TooLong),
            ("remarks", Answer::Text("a\u{0}b".into()), AnswerFault::ControlCharacter),
            ("changes", choices(&[]), AnswerFault::Missing),
        ] {
            assert_eq!(faults(&with(item, answer)), [(item.to_owned(), fault)]);
        }
    }

    #[test]
    fn q9_an_option_that_stands_alone_is_an_answer_alone_and_as_many_as_asked_for_are_not_too_many() {
        let choices = |codes: &[&str]| Answer::Choices(codes.iter().map(ToString::to_string).collect());
        assert_eq!(faults(&with("changes", choices(&["nothing"]))), []);
        assert_eq!(faults(&with("changes", choices(&["pace", "tasks"]))), []);
    }

    #[test]
    fn q9_an_empty_text_is_no_answer_and_what_was_chosen_meets_the_condition_that_names_it() {
        let text = |text: &str| Answer::Text(text.to_owned());
        assert!(!is_given(Some(&text(" \n"))) && is_given(Some(&text("a"))) && is_given(Some(&Answer::YesNo(false))));
        let condition = Condition { item: "plan".into(), any_of: vec!["soon".into()] };
        let chosen = |option: &str| meets(Some(&Answer::Choice(option.into())), &condition);
        assert!(chosen("soon") && !chosen("later") && !meets(Some(&text("soon")), &condition));
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
    fn q9_a_condition_is_met_by_any_of_its_options() {
        let mut definition = samples::definition();
        let items = definition.sections.iter_mut().flat_map(|section| &mut section.items);
        let remarks = items.into_iter().find(|item| item.code == "remarks").unwrap();
        let any_of = vec!["tasks".into(), "pace".into()];
        remarks.shown_when = Some(Condition { item: "changes".into(), any_of });
        assert_eq!(check(&definition, &samples::complete()), Ok(()));
        let elsewhere = with("changes", Answer::Choices(BTreeSet::from(["place".to_owned()])));
        let hidden = AnswerProblem { item: "remarks".into(), fault: AnswerFault::NotShown };
        assert_eq!(problems(&definition, &elsewhere), [hidden]);
    }

    #[test]
    fn q9_what_is_asked_is_not_judged_by_an_answer_that_is_wrong_itself() {
        let wrong = with("contract", Answer::Number(1));
        assert_eq!(faults(&wrong), [("contract".to_owned(), AnswerFault::WrongKind)]);
        let mut unread = samples::complete();
        unread.0.remove("contract");
        let beside = |unreadable: &[&str]| {
            let unreadable = unreadable.iter().map(ToString::to_string).collect();
            problems_beside(&samples::definition(), &unread, &unreadable).len()
        };
        assert_eq!((beside(&[]), beside(&["contract"])), (1, 0));
    }

    #[test]
    fn q9_a_fault_is_explained_by_what_would_be_right() {
        let explained = |item, fault: AnswerFault| explain(&samples::definition(), item, fault);
        for (item, fault, text) in [
            ("energy", AnswerFault::OutOfRange, "energy has an answer out of range: it asks for a step from 1 to 5"),
            ("plan", AnswerFault::Missing, "plan has no answer: it asks for one of soon, later"),
            (
                "changes",
                AnswerFault::TooManyOptions,
                "changes has too many options: it asks for at most 2 of pace, tasks, place, or alone one of nothing",
            ),
            (
                "remarks",
                AnswerFault::TooLong,
                "remarks has too long a text: it asks for a text of at most 20 characters, of control characters only \
                 line breaks",
            ),
            ("since", AnswerFault::WrongKind, "since has another kind of answer: it asks for a date"),
            ("contract", AnswerFault::WrongKind, "contract has another kind of answer: it asks for yes or no"),
            (
                "hours",
                AnswerFault::NotShown,
                "hours is not asked with these answers: it asks for a whole number from 1 to 60, where contract is yes",
            ),
            ("shoe_size", AnswerFault::UnknownItem, "shoe_size is no item of this questionnaire"),
        ] {
            assert_eq!(explained(item, fault), text);
        }
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
        let shown = format!("{answers:?} {:?}", answers.get("remarks"));
        assert_eq!(shown, format!("Answers({}) Some(Text(..))", answers.0.len()));
    }
}
