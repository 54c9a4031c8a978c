//! A definition as the contracts tell it.

use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::questionnaire::v1::factor_rule::Reading;
use trajet_contracts::questionnaire::v1::item::Kind;
use trajet_questionnaire_domain::Definition;
use trajet_questionnaire_domain::definition::{
    AnswerKind, AnswerOption, Condition, FactorReading, FactorRule, Item, Range, ScaleLabel, Section, Texts,
};

use super::{tell_group, tell_reference};

pub(crate) fn tell_definition(definition: &Definition) -> contract::Definition {
    contract::Definition {
        r#ref: Some(tell_reference(&definition.reference())),
        valid_from: Some(to_proto(definition.valid_from)),
        valid_to: definition.valid_to.map(to_proto),
        sections: definition.sections.iter().map(tell_section).collect(),
    }
}

fn tell_section(section: &Section) -> contract::Section {
    contract::Section {
        code: section.code.clone(),
        title: Some(tell_texts(&section.title)),
        intro: Some(tell_texts(&section.intro)),
        items: section.items.iter().map(tell_item).collect(),
    }
}

fn tell_item(item: &Item) -> contract::Item {
    contract::Item {
        code: item.code.clone(),
        text: Some(tell_texts(&item.text)),
        icf_code: item.icf.clone().unwrap_or_default(),
        required: item.required,
        shown_when: item.shown_when.as_ref().map(tell_condition),
        factor: item.factor.as_ref().map(tell_factor_rule),
        kind: Some(tell_kind(&item.kind)),
    }
}

fn tell_condition(condition: &Condition) -> contract::Condition {
    let mut options = condition.any_of.iter().cloned();
    contract::Condition {
        item_code: condition.item.clone(),
        option_code: options.next().unwrap_or_default(),
        or_option_codes: options.collect(),
    }
}

fn tell_kind(kind: &AnswerKind) -> Kind {
    match kind {
        AnswerKind::Scale { min, max, labels } => {
            let label =
                |label: &ScaleLabel| contract::ScaleLabel { value: label.value, text: Some(tell_texts(&label.text)) };
            Kind::Scale(contract::ScaleKind { min: *min, max: *max, labels: labels.iter().map(label).collect() })
        }
        AnswerKind::SingleChoice { options } => {
            Kind::SingleChoice(contract::SingleChoiceKind { options: tell_options(options) })
        }
        AnswerKind::MultiChoice { options, max } => {
            Kind::MultiChoice(contract::MultiChoiceKind { options: tell_options(options), max: *max })
        }
        AnswerKind::Text { max_length } => Kind::TextKind(contract::TextKind { max_length: *max_length }),
        AnswerKind::Date => Kind::Date(contract::DateKind {}),
        AnswerKind::YesNo => Kind::YesNo(contract::YesNoKind {}),
        AnswerKind::Number { min, max, unit } => {
            Kind::Number(contract::NumberKind { min: *min, max: *max, unit: Some(tell_texts(unit)) })
        }
    }
}

fn tell_options(options: &[AnswerOption]) -> Vec<contract::Option> {
    let tell = |option: &AnswerOption| contract::Option {
        code: option.code.clone(),
        text: Some(tell_texts(&option.text)),
        exclusive: option.exclusive,
    };
    options.iter().map(tell).collect()
}

fn tell_factor_rule(rule: &FactorRule) -> contract::FactorRule {
    let range = |range: Range| Some(contract::ValueRange { first: range.from, last: range.to });
    let reading = match &rule.reading {
        FactorReading::Ranges { helping, hindering } => {
            Reading::Ranges(contract::RangeReading { helping: range(*helping), hindering: range(*hindering) })
        }
        FactorReading::Options { helping, hindering } => {
            Reading::Options(contract::OptionReading { helping: helping.clone(), hindering: hindering.clone() })
        }
    };
    contract::FactorRule { group: tell_group(rule.group).into(), reading: Some(reading) }
}

pub(super) fn tell_texts(texts: &Texts) -> contract::LocalizedText {
    let Texts { fr, nl, de, en } = texts.clone();
    contract::LocalizedText { fr, nl, de, en }
}
