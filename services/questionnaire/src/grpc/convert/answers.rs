//! Answers and the profile read from them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::questionnaire::v1::answer::Value;
use trajet_questionnaire_domain::answers::{missing, problems};
use trajet_questionnaire_domain::definition::FactorGroup;
use trajet_questionnaire_domain::profile::{Effect, Factor};
use trajet_questionnaire_domain::{Answer, Answers, Definition, DefinitionRef, Profile};
use trajet_runtime::{Failure, Violations};

use super::{hear_effect, hear_group, tell_effect, tell_group, tell_reference};
use crate::definitions::Definitions;

/// The longest name of an item or a definition that is looked up.
const LONGEST_NAME: usize = 64;

/// The answers of a request and the version they answer, or the failure that there is no such version.
pub(crate) struct Filled {
    pub(crate) definition: Result<Arc<Definition>, Failure>,
    pub(crate) answers: Answers,
}

/// Reads the answers of a request and checks each against the definition that the request names. No violation repeats
/// what was answered.
pub(crate) fn check_answers(
    violations: &mut Violations,
    definitions: &Definitions,
    answers: Option<contract::Answers>,
) -> Option<Filled> {
    let contract::Answers { definition, answers } = violations.message("answers", answers)?;
    violations.within("answers", |inner| {
        let reference = inner.message("definition", definition);
        let reference = reference.and_then(|it| inner.within("definition", |inner| check_reference(inner, it)));
        let given = check_each(inner, answers);
        let (DefinitionRef { code, version }, given) = reference.zip(given)?;
        let definition = definitions.find(&code, version).cloned();
        let answers = Answers(given.iter().map(|(item, (_, answer))| (item.clone(), answer.clone())).collect());
        if let Ok(definition) = &definition {
            for problem in problems(definition, &answers) {
                inner.add(&given[&problem.item].0, problem.fault);
            }
        }
        Some(Filled { definition, answers })
    })
}

/// Requires an answer to every item that must have one: a correction is complete in itself (Q9).
pub(crate) fn check_complete(violations: &mut Violations, filled: &Filled) {
    if let Ok(definition) = &filled.definition {
        for item in missing(definition, &filled.answers) {
            violations.add("answers.answers", format_args!("lacks an answer to the item {item}"));
        }
    }
}

fn check_reference(violations: &mut Violations, reference: contract::DefinitionRef) -> Option<DefinitionRef> {
    let contract::DefinitionRef { code, version } = reference;
    let named = is_definition_code(&code);
    violations.require("code", named, "is not the name of a definition");
    violations.require("version", version > 0, "is required");
    (named && version > 0).then_some(DefinitionRef { code, version })
}

/// The readable answers by their items, each with its place in the request; `None` if one is not readable.
fn check_each(
    violations: &mut Violations,
    answers: Vec<contract::Answer>,
) -> Option<BTreeMap<String, (String, Answer)>> {
    let mut given = BTreeMap::new();
    let mut readable = true;
    for (index, answer) in answers.into_iter().enumerate() {
        let place = format!("answers[{index}]");
        let answer = violations.within(&place, |inner| check_answer(inner, answer));
        match answer.map(|(item, answer)| (given.entry(item), answer)) {
            Some((Entry::Vacant(free), answer)) => {
                free.insert((place, answer));
            }
            Some((Entry::Occupied(_), _)) => {
                violations.add(&place, "answers an item for the second time");
                readable = false;
            }
            None => readable = false,
        }
    }
    readable.then_some(given)
}

fn check_answer(violations: &mut Violations, answer: contract::Answer) -> Option<(String, Answer)> {
    let contract::Answer { item_code, value } = answer;
    let named = is_name(&item_code, b'_');
    violations.require("item_code", named, "is not the name of an item");
    let value = match violations.message("value", value)? {
        Value::Date(date) => violations.date("date", Some(date)).map(Answer::Date),
        Value::MultiChoice(chosen) => {
            let count = chosen.codes.len();
            let chosen: BTreeSet<String> = chosen.codes.into_iter().collect();
            let once = chosen.len() == count;
            violations.require("multi_choice.codes", once, "holds an option twice");
            once.then_some(Answer::Choices(chosen))
        }
        other => hear_value(other),
    };
    named.then_some(item_code).zip(value)
}

/// Whether a text can be the name of a definition, and be repeated in an answer.
pub(crate) fn is_definition_code(text: &str) -> bool {
    is_name(text, b'-')
}

/// Lower case, digits, and one sort of mark between the words.
fn is_name(text: &str, mark: u8) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == mark;
    text.len() <= LONGEST_NAME
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(allowed)
}

/// An answer; `None` for a date that does not exist.
fn hear_value(value: Value) -> Option<Answer> {
    Some(match value {
        Value::Scale(step) => Answer::Scale(step),
        Value::SingleChoice(option) => Answer::Choice(option),
        Value::MultiChoice(chosen) => Answer::Choices(chosen.codes.into_iter().collect()),
        Value::Text(text) => Answer::Text(text),
        Value::Date(date) => Answer::Date(date.try_into().ok()?),
        Value::YesNo(yes) => Answer::YesNo(yes),
        Value::Number(number) => Answer::Number(number),
    })
}

/// Answers as they are stored.
pub(crate) fn hear_answers(answers: Vec<contract::Answer>) -> Option<Answers> {
    let each = answers.into_iter().map(|answer| Some((answer.item_code, hear_value(answer.value?)?)));
    each.collect::<Option<_>>().map(Answers)
}

pub(crate) fn tell_answers(definition: &DefinitionRef, answers: &Answers) -> contract::Answers {
    let tell = |(item, answer): (&String, &Answer)| contract::Answer {
        item_code: item.clone(),
        value: Some(match answer {
            Answer::Scale(step) => Value::Scale(*step),
            Answer::Choice(option) => Value::SingleChoice(option.clone()),
            Answer::Choices(chosen) => {
                Value::MultiChoice(contract::OptionCodes { codes: chosen.iter().cloned().collect() })
            }
            Answer::Text(text) => Value::Text(text.clone()),
            Answer::Date(date) => Value::Date(to_proto(*date)),
            Answer::YesNo(yes) => Value::YesNo(*yes),
            Answer::Number(number) => Value::Number(*number),
        }),
    };
    contract::Answers { definition: Some(tell_reference(definition)), answers: answers.0.iter().map(tell).collect() }
}

pub(crate) fn tell_profile(profile: &Profile) -> contract::Profile {
    let count = |group: FactorGroup| {
        let with = |effect: Effect| {
            let factors = profile.0.iter().filter(|factor| factor.group == group && factor.effect == effect);
            u32::try_from(factors.count()).unwrap_or(u32::MAX)
        };
        contract::FactorCounts {
            helping: with(Effect::Helping),
            hindering: with(Effect::Hindering),
            neutral: with(Effect::Neutral),
        }
    };
    let tell = |factor: &Factor| contract::Factor {
        item_code: factor.item.clone(),
        icf_code: factor.icf.clone(),
        group: tell_group(factor.group).into(),
        effect: tell_effect(factor.effect).into(),
    };
    contract::Profile {
        personal: Some(count(FactorGroup::Personal)),
        environmental: Some(count(FactorGroup::Environmental)),
        factors: profile.0.iter().map(tell).collect(),
    }
}

pub(crate) fn hear_profile(profile: &contract::Profile) -> Option<Profile> {
    let hear = |factor: &contract::Factor| {
        Some(Factor {
            item: factor.item_code.clone(),
            icf: factor.icf_code.clone(),
            group: hear_group(factor.group())?,
            effect: hear_effect(factor.effect())?,
        })
    };
    profile.factors.iter().map(hear).collect::<Option<_>>().map(Profile)
}
