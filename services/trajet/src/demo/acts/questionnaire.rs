//! Acts of the questionnaire service.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::answer::Value as Answered;
use trajet_contracts::questionnaire::v1::item::Kind;
use trajet_contracts::questionnaire::v1::{self as contract, HelpResult, ImpossibilityReason, Item, MedicalReason};
use trajet_contracts::r#type::v1::ContactChannel;

use super::{Contact, Doing};
use crate::demo::named::Named;
use crate::demo::when::When;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiver {
    reason: Named<MedicalReason>,
    coordinator: Contact,
}

impl Waiver {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::WaiveQuestionnaireRequest {
        contract::WaiveQuestionnaireRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            reason: self.reason.number(),
            coordinator: Some(self.coordinator.wire()),
            ..Default::default()
        }
    }
}

/// What is not told of the answers is the first that the questionnaire offers, so that it is always complete.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answer {
    #[serde(default)]
    helped: bool,
    #[serde(default)]
    answers: BTreeMap<String, Value>,
}

impl Answer {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::SubmitAnswersRequest {
        let mut given: Vec<contract::Answer> = Vec::new();
        for item in doing.definition.sections.iter().flat_map(|section| &section.items) {
            let shown = item.shown_when.as_ref().is_none_or(|condition| {
                let earlier = given.iter().find(|answer| answer.item_code == condition.item_code);
                let earlier = earlier.and_then(|answer| answer.value.as_ref());
                earlier.is_some_and(|earlier| {
                    let options = condition.or_option_codes.iter().chain([&condition.option_code]);
                    options.into_iter().any(|option| chooses(earlier, option))
                })
            });
            if shown {
                let value = self.answers.get(&item.code).map_or_else(|| ordinary(item), |told| answer(item, told));
                given.push(contract::Answer { item_code: item.code.clone(), value });
            }
        }
        // What the questionnaire does not ask is sent as it is: the service refuses it, and says where.
        let unasked = self.answers.keys().filter(|code| given.iter().all(|answer| answer.item_code != **code));
        let unasked: Vec<_> = unasked.map(|code| contract::Answer { item_code: code.clone(), value: None }).collect();
        given.extend(unasked);
        contract::SubmitAnswersRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            answers: Some(contract::Answers { definition: doing.definition.r#ref.clone(), answers: given }),
            helped: self.helped,
            ..Default::default()
        }
    }
}

fn chooses(answer: &Answered, option: &str) -> bool {
    match answer {
        Answered::SingleChoice(chosen) => chosen == option,
        Answered::MultiChoice(chosen) => chosen.codes.iter().any(|code| code == option),
        Answered::YesNo(yes) => option == if *yes { "yes" } else { "no" },
        _ => false,
    }
}

/// The first answer that an item offers; `None` is no answer, which the service refuses.
fn ordinary(item: &Item) -> Option<Answered> {
    let first = |options: &[contract::Option]| options.first().map(|option| option.code.clone());
    Some(match item.kind.as_ref()? {
        Kind::Scale(scale) => Answered::Scale(scale.min),
        Kind::Number(number) => Answered::Number(number.min),
        Kind::SingleChoice(choice) => Answered::SingleChoice(first(&choice.options)?),
        Kind::MultiChoice(choice) => {
            Answered::MultiChoice(contract::OptionCodes { codes: vec![first(&choice.options)?] })
        }
        Kind::TextKind(_) => Answered::Text("-".to_owned()),
        Kind::Date(_) => Answered::Date(Date { year: 2023, month: 1, day: 31 }),
        Kind::YesNo(_) => Answered::YesNo(false),
    })
}

/// The answer that a case tells as a number, a text, a list, a date or yes or no.
fn answer(item: &Item, value: &Value) -> Option<Answered> {
    let number = || value.as_i64().and_then(|number| i32::try_from(number).ok());
    let text = || value.as_str().map(str::to_owned);
    Some(match item.kind.as_ref()? {
        Kind::Scale(_) => Answered::Scale(number()?),
        Kind::Number(_) => Answered::Number(number()?),
        Kind::SingleChoice(_) => Answered::SingleChoice(text()?),
        Kind::MultiChoice(_) => {
            let codes = value.as_array()?.iter().map(|code| code.as_str().map(str::to_owned));
            Answered::MultiChoice(contract::OptionCodes { codes: codes.collect::<Option<_>>()? })
        }
        Kind::TextKind(_) => Answered::Text(text()?),
        Kind::Date(_) => Answered::Date(value.as_str()?.parse::<NaiveDate>().ok().map(to_proto)?),
        Kind::YesNo(_) => Answered::YesNo(value.as_bool()?),
    })
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delegation {
    to: String,
}

impl Delegation {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::DelegateHelpRequest {
        contract::DelegateHelpRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            delegate: self.to.clone(),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Help {
    on: Option<When>,
    channel: Named<ContactChannel>,
    result: Named<HelpResult>,
}

impl Help {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordHelpRequest {
        contract::RecordHelpRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            channel: self.channel.number(),
            held_on: Some(doing.day(self.on)),
            result: self.result.number(),
            ..Default::default()
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Impossibility {
    on: Option<When>,
    reason: Named<ImpossibilityReason>,
}

impl Impossibility {
    pub(super) fn request(&self, doing: &Doing<'_>) -> contract::RecordImpossibilityRequest {
        contract::RecordImpossibilityRequest {
            request_id: doing.request_id.clone(),
            case_id: doing.case_id.to_owned(),
            found_on: Some(doing.day(self.on)),
            reason: self.reason.number(),
            ..Default::default()
        }
    }
}
