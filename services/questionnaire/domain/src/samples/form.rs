//! A small questionnaire with every kind of answer.

use std::collections::BTreeSet;

use super::day;
use crate::answers::{Answer, Answers};
use crate::definition::{
    AnswerKind, AnswerOption, Condition, Definition, FactorGroup, FactorReading, FactorRule, Item, Range, ScaleLabel,
    Section, Texts,
};

fn texts(text: &str) -> Texts {
    let [fr, nl, de, en] = ["fr", "nl", "de", "en"].map(|language| format!("{text} ({language})"));
    Texts { fr, nl, de, en }
}

fn item(code: &str, icf: &str, kind: AnswerKind) -> Item {
    Item {
        code: code.into(),
        text: texts(code),
        icf: Some(icf.into()),
        kind,
        required: true,
        shown_when: None,
        factor: None,
    }
}

fn options(codes: &[&str]) -> Vec<AnswerOption> {
    let option = |code: &&str| AnswerOption { code: (*code).into(), text: texts(code), exclusive: *code == "nothing" };
    codes.iter().map(option).collect()
}

fn by_options(helping: &[&str], hindering: &[&str]) -> FactorRule {
    let codes = |codes: &[&str]| codes.iter().map(ToString::to_string).collect();
    FactorRule {
        group: FactorGroup::Environmental,
        reading: FactorReading::Options { helping: codes(helping), hindering: codes(hindering) },
    }
}

/// A questionnaire with every kind of answer.
pub(crate) fn definition() -> Definition {
    let label = |value| ScaleLabel { value, text: texts("label") };
    let scale = AnswerKind::Scale { min: 1, max: 5, labels: vec![label(1), label(5)] };
    let energy = FactorReading::Ranges { helping: Range { from: 4, to: 5 }, hindering: Range { from: 1, to: 2 } };
    let number = AnswerKind::Number { min: 1, max: 60, unit: texts("hours") };
    let changes = AnswerKind::MultiChoice { options: options(&["pace", "tasks", "place", "nothing"]), max: 2 };
    let with_contract = Condition { item: "contract".into(), any_of: vec!["yes".into()] };
    let first = vec![
        Item { factor: Some(by_options(&["yes"], &[])), ..item("contract", "e590", AnswerKind::YesNo) },
        Item { shown_when: Some(with_contract), ..item("hours", "d850", number) },
        Item {
            factor: Some(FactorRule { group: FactorGroup::Personal, reading: energy }),
            ..item("energy", "b130", scale)
        },
    ];
    let second = vec![
        item("plan", "d845", AnswerKind::SingleChoice { options: options(&["soon", "later"]) }),
        Item {
            factor: Some(by_options(&["pace", "tasks"], &["place", "nothing"])),
            ..item("changes", "e330", changes)
        },
        Item { required: false, ..item("since", "d850", AnswerKind::Date) },
        Item { required: false, ..item("remarks", "d845", AnswerKind::Text { max_length: 20 }) },
    ];
    let section = |code: &str, items| Section { code: code.into(), title: texts(code), intro: texts(code), items };
    Definition {
        code: "sample".into(),
        version: 1,
        valid_from: day(2022, 1, 1),
        valid_to: None,
        sections: vec![section("first", first), section("second", second)],
    }
}

/// Answers with which nothing is wrong.
pub(crate) fn complete() -> Answers {
    Answers::from([
        ("contract", Answer::YesNo(true)),
        ("hours", Answer::Number(38)),
        ("energy", Answer::Scale(3)),
        ("plan", Answer::Choice("soon".into())),
        ("changes", Answer::Choices(BTreeSet::from(["pace".to_owned()]))),
        ("since", Answer::Date(day(2021, 5, 1))),
        ("remarks", Answer::Text("thank you".into())),
    ])
}

/// Answers of which a required one is missing.
pub(crate) fn incomplete() -> Answers {
    let mut answers = complete();
    answers.0.remove("plan");
    answers
}
