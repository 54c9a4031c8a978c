//! Answers and the profile read from them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::questionnaire::v1::answer::Value;
use trajet_questionnaire_domain::answers::{explain, missing, problems_beside};
use trajet_questionnaire_domain::definition::FactorGroup;
use trajet_questionnaire_domain::profile::{Effect, Factor};
use trajet_questionnaire_domain::{Answer, AnswerFault, AnswerProblem, Answers, Definition, DefinitionRef, Profile};
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

/// Reads the answers of a request and checks each against the definition that the request names. All that are wrong are
/// told at once, in their order; no violation repeats what was answered.
pub(crate) fn check_answers(
    violations: &mut Violations,
    definitions: &Definitions,
    answers: Option<contract::Answers>,
) -> Option<Filled> {
    check(violations, definitions, answers, |_, _| Vec::new())
}

/// The same, with an answer to every item that must have one: a correction is complete in itself (Q9).
pub(crate) fn check_complete_answers(
    violations: &mut Violations,
    definitions: &Definitions,
    answers: Option<contract::Answers>,
) -> Option<Filled> {
    check(violations, definitions, answers, missing)
}

fn check(
    violations: &mut Violations,
    definitions: &Definitions,
    answers: Option<contract::Answers>,
    lacking: fn(&Definition, &Answers) -> Vec<String>,
) -> Option<Filled> {
    let contract::Answers { definition, answers } = violations.message("answers", answers)?;
    violations.within("answers", |inner| {
        let reference = inner.message("definition", definition);
        let reference = reference.and_then(|it| inner.within("definition", |inner| check_reference(inner, it)));
        let definition = reference.map(|DefinitionRef { code, version }| definitions.find(&code, version).cloned());
        let known = definition.as_ref().and_then(|found| found.as_deref().ok());
        let mut given = Given::read(answers);
        match known {
            Some(known) => given.tell_against(inner, known, lacking),
            None => given.tell(inner, |item, wrong| format!("{item} {wrong}")),
        }
        Some(Filled { definition: definition?, answers: given.answers })
    })
}

fn check_reference(violations: &mut Violations, reference: contract::DefinitionRef) -> Option<DefinitionRef> {
    let contract::DefinitionRef { code, version } = reference;
    let named = is_definition_code(&code);
    violations.require("code", named, "is not the name of a definition");
    violations.require("version", version > 0, "is required");
    (named && version > 0).then_some(DefinitionRef { code, version })
}

/// The answers of a request, as far as they can be read.
#[derive(Default)]
struct Given {
    answers: Answers,
    /// Where in the request each item is answered, readably or not.
    places: BTreeMap<String, usize>,
    /// What is wrong at which place, with the item if it has a name.
    wrong: BTreeMap<usize, (Option<String>, String)>,
}

impl Given {
    fn read(answers: Vec<contract::Answer>) -> Self {
        let mut given = Self::default();
        for (place, contract::Answer { item_code: item, value }) in answers.into_iter().enumerate() {
            if !is_name(&item, b'_') {
                given.wrong.insert(place, (None, "has an item_code that is not the name of an item".to_owned()));
            } else if given.places.contains_key(&item) {
                given.wrong.insert(place, (Some(item), "is answered for the second time".to_owned()));
            } else {
                given.places.insert(item.clone(), place);
                match read_value(value) {
                    Ok(answer) => _ = given.answers.0.insert(item, answer),
                    Err(wrong) => _ = given.wrong.insert(place, (Some(item), wrong)),
                }
            }
        }
        given
    }

    /// Tells all that is wrong: what cannot be read, what the definition does not ask, and what is lacking.
    fn tell_against(
        &mut self,
        violations: &mut Violations,
        definition: &Definition,
        lacking: fn(&Definition, &Answers) -> Vec<String>,
    ) {
        let unreadable = self.places.keys().filter(|item| self.answers.get(item).is_none()).cloned().collect();
        let problems = problems_beside(definition, &self.answers, &unreadable);
        let lacking = lacking(definition, &self.answers).into_iter();
        let lacking = lacking.map(|item| AnswerProblem { item, fault: AnswerFault::Missing });
        let mut absent = Vec::new();
        for AnswerProblem { item, fault } in problems.into_iter().chain(lacking) {
            match self.places.get(&item) {
                Some(place) => _ = self.wrong.entry(*place).or_insert((Some(item), fault.to_string())),
                None => absent.push(explain(definition, &item, fault)),
            }
        }
        self.tell(violations, |item, wrong| explain(definition, item, wrong));
        for lacks in absent {
            violations.add("answers", lacks);
        }
    }

    fn tell(&self, violations: &mut Violations, explain: impl Fn(&str, &str) -> String) {
        for (place, (item, wrong)) in &self.wrong {
            let told = item.as_ref().map_or_else(|| wrong.clone(), |item| explain(item, wrong));
            violations.add(&format!("answers[{place}]"), told);
        }
    }
}

/// The answer, or what is wrong with it, to be read after the name of the item.
fn read_value(value: Option<Value>) -> Result<Answer, String> {
    let value = value.ok_or_else(|| AnswerFault::Missing.to_string())?;
    if let Value::MultiChoice(chosen) = &value {
        let once: BTreeSet<_> = chosen.codes.iter().collect();
        if once.len() < chosen.codes.len() {
            return Err("has an option twice".to_owned());
        }
    }
    hear_value(value).ok_or_else(|| "has a date that does not exist".to_owned())
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
