//! The advisory reading as the contracts tell it.

use trajet_contracts::questionnaire::v1 as contract;
use trajet_questionnaire_domain::profile::Factor;
use trajet_questionnaire_domain::reading::{EXPLANATION, Reading, Theme, read};
use trajet_questionnaire_domain::{CompleteAnswer, Definition};

use super::definition::tell_texts;
use super::{tell_group, tell_reference};
use crate::definitions::Definitions;

/// The reading of a complete answer; nothing if its version is not known here any more.
pub(super) fn tell_reading(answer: &CompleteAnswer, definitions: &Definitions) -> Option<contract::AdvisoryReading> {
    let definition = definitions.find(&answer.definition.code, answer.definition.version).ok()?;
    let Reading(themes) = read(definition, &answer.profile);
    let trajet_belgium::Texts { fr, nl, de, en } = EXPLANATION;
    let [fr, nl, de, en] = [fr, nl, de, en].map(str::to_owned);
    Some(contract::AdvisoryReading {
        explanation: Some(contract::LocalizedText { fr, nl, de, en }),
        submission: answer.number,
        definition: Some(tell_reference(&answer.definition)),
        themes: themes.iter().map(|theme| tell_theme(definition, theme)).collect(),
    })
}

fn tell_theme(definition: &Definition, theme: &Theme<'_>) -> contract::ThemeReading {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let named = |factors: &[&Factor]| factors.iter().map(|factor| tell_named(definition, factor)).collect();
    contract::ThemeReading {
        section_code: theme.section.code.clone(),
        title: Some(tell_texts(&theme.section.title)),
        counts: Some(contract::FactorCounts {
            helping: count(theme.helping.len()),
            hindering: count(theme.hindering.len()),
            neutral: count(theme.neutral),
        }),
        helping: named(&theme.helping),
        hindering: named(&theme.hindering),
    }
}

fn tell_named(definition: &Definition, factor: &Factor) -> contract::NamedFactor {
    contract::NamedFactor {
        item_code: factor.item.clone(),
        question: definition.item(&factor.item).map(|item| tell_texts(&item.text)),
        group: tell_group(factor.group).into(),
    }
}
