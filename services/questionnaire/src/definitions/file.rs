//! Reads a definition of the questionnaire from its JSON file.

use chrono::NaiveDate;
use serde::Deserialize;
use trajet_questionnaire_domain::definition as domain;

/// Reads a definition. Whether it is sound is for [`domain::Definition::check`] to say.
///
/// # Errors
///
/// Where the text is not JSON of this shape; a name that is not known here is an error too.
pub(crate) fn read(json: &str) -> Result<domain::Definition, serde_json::Error> {
    serde_json::from_str::<Definition>(json).map(Into::into)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Definition {
    code: String,
    version: u32,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    code: String,
    title: Texts,
    intro: Texts,
    items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    code: String,
    text: Texts,
    icf: Option<String>,
    kind: Kind,
    required: bool,
    shown_when: Option<Condition>,
    factor: Option<FactorRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    fr: String,
    nl: String,
    de: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Kind {
    Scale { min: i32, max: i32, labels: Vec<Label> },
    SingleChoice { options: Vec<Choice> },
    MultiChoice { options: Vec<Choice>, max: u32 },
    Text { max_length: u32 },
    Date {},
    YesNo {},
    Number { min: i32, max: i32, unit: Texts },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    value: i32,
    text: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    code: String,
    text: Texts,
    #[serde(default)]
    exclusive: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Condition {
    item: String,
    any_of: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FactorRule {
    group: Group,
    reading: Reading,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Group {
    Personal,
    Environmental,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Reading {
    Ranges { helping: Range, hindering: Range },
    Options { helping: Vec<String>, hindering: Vec<String> },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Range {
    from: i32,
    to: i32,
}

impl From<Definition> for domain::Definition {
    fn from(file: Definition) -> Self {
        let Definition { code, version, valid_from, valid_to, sections } = file;
        Self { code, version, valid_from, valid_to, sections: all(sections) }
    }
}

impl From<Section> for domain::Section {
    fn from(file: Section) -> Self {
        let Section { code, title, intro, items } = file;
        Self { code, title: title.into(), intro: intro.into(), items: all(items) }
    }
}

impl From<Item> for domain::Item {
    fn from(file: Item) -> Self {
        let Item { code, text, icf, kind, required, shown_when, factor } = file;
        let shown_when = shown_when.map(|Condition { item, any_of }| domain::Condition { item, any_of });
        let factor = factor.map(Into::into);
        Self { code, text: text.into(), icf, kind: kind.into(), required, shown_when, factor }
    }
}

impl From<Texts> for domain::Texts {
    fn from(Texts { fr, nl, de, en }: Texts) -> Self {
        Self { fr, nl, de, en }
    }
}

impl From<Kind> for domain::AnswerKind {
    fn from(file: Kind) -> Self {
        match file {
            Kind::Scale { min, max, labels } => Self::Scale { min, max, labels: all(labels) },
            Kind::SingleChoice { options } => Self::SingleChoice { options: all(options) },
            Kind::MultiChoice { options, max } => Self::MultiChoice { options: all(options), max },
            Kind::Text { max_length } => Self::Text { max_length },
            Kind::Date {} => Self::Date,
            Kind::YesNo {} => Self::YesNo,
            Kind::Number { min, max, unit } => Self::Number { min, max, unit: unit.into() },
        }
    }
}

impl From<Label> for domain::ScaleLabel {
    fn from(Label { value, text }: Label) -> Self {
        Self { value, text: text.into() }
    }
}

impl From<Choice> for domain::AnswerOption {
    fn from(Choice { code, text, exclusive }: Choice) -> Self {
        Self { code, text: text.into(), exclusive }
    }
}

impl From<FactorRule> for domain::FactorRule {
    fn from(FactorRule { group, reading }: FactorRule) -> Self {
        let group = match group {
            Group::Personal => domain::FactorGroup::Personal,
            Group::Environmental => domain::FactorGroup::Environmental,
        };
        let range = |Range { from, to }| domain::Range { from, to };
        let reading = match reading {
            Reading::Ranges { helping, hindering } => {
                domain::FactorReading::Ranges { helping: range(helping), hindering: range(hindering) }
            }
            Reading::Options { helping, hindering } => domain::FactorReading::Options { helping, hindering },
        };
        Self { group, reading }
    }
}

fn all<From, To: std::convert::From<From>>(parts: Vec<From>) -> Vec<To> {
    parts.into_iter().map(Into::into).collect()
}
