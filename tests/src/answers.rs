//! Answers to the questionnaire, written from its definition.

use trajet_contracts::questionnaire::v1::answer::Value;
use trajet_contracts::questionnaire::v1::item::Kind;
use trajet_contracts::questionnaire::v1::{
    Answer, Answers, Definition, DefinitionRef, GetDefinitionRequest, Item, OptionCodes,
};

use crate::client::Client;
use crate::day::{day, wire};

/// The questionnaire that the platform sends.
pub const CODE: &str = "work-and-health";

/// The definition in force.
pub async fn definition(client: &Client) -> Definition {
    let request = GetDefinitionRequest { code: CODE.to_owned(), ..Default::default() };
    client.questionnaire().get_definition(request).await.unwrap().into_inner().definition.unwrap()
}

/// An answer to every item that is always shown; own words say `words`.
#[must_use]
pub fn complete(definition: &Definition, words: &str) -> Answers {
    let items = definition.sections.iter().flat_map(|section| &section.items);
    let mut answers = Vec::new();
    for item in items {
        let shown = item.shown_when.as_ref().is_none_or(|condition| {
            let earlier = answers.iter().find(|answer: &&Answer| answer.item_code == condition.item_code);
            earlier.is_some_and(|earlier| holds(earlier, &condition.option_code))
        });
        if shown {
            answers.push(Answer { item_code: item.code.clone(), value: Some(value(item, words)) });
        }
    }
    Answers { definition: definition.r#ref.clone(), answers }
}

/// The same without an answer to one of the required items.
#[must_use]
pub fn incomplete(definition: &Definition, words: &str) -> Answers {
    let Answers { definition, mut answers } = complete(definition, words);
    answers.retain(|answer| answer.item_code != "energy");
    Answers { definition, answers }
}

/// Answers to a version that does not exist.
#[must_use]
pub fn of_version(version: u32) -> Answers {
    Answers { definition: Some(DefinitionRef { code: CODE.to_owned(), version }), answers: Vec::new() }
}

fn holds(answer: &Answer, option: &str) -> bool {
    match answer.value.as_ref().unwrap() {
        Value::SingleChoice(chosen) => chosen == option,
        Value::MultiChoice(chosen) => chosen.codes.iter().any(|code| code == option),
        Value::YesNo(yes) => option == if *yes { "yes" } else { "no" },
        _ => false,
    }
}

fn value(item: &Item, words: &str) -> Value {
    match item.kind.as_ref().unwrap() {
        Kind::Scale(scale) => Value::Scale(scale.min),
        Kind::SingleChoice(choice) => Value::SingleChoice(choice.options[0].code.clone()),
        Kind::MultiChoice(choice) => Value::MultiChoice(OptionCodes { codes: vec![choice.options[0].code.clone()] }),
        Kind::TextKind(_) => Value::Text(words.to_owned()),
        Kind::Date(_) => Value::Date(wire(day("2023-01-31")).unwrap()),
        Kind::YesNo(_) => Value::YesNo(true),
        Kind::Number(number) => Value::Number(number.min),
    }
}
