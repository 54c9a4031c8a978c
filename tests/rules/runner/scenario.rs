//! A scenario as its file has it, and what is wrong when it is played.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use trajet_law::law::Law;
use trajet_law::rule::Rule;

use crate::assessment::Assessment;
use crate::dossier::Dossier;
use crate::exchange::Exchange;
use crate::folder;
use crate::law::LawAlone;
use crate::office::{self, Refused};
use crate::questionnaire::Questionnaire;
use crate::report::Report;

/// A scenario: what happened, and what the law makes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    /// The rule that it shows, by its id.
    pub(crate) rule: String,
    /// What it shows, in a sentence.
    pub(crate) title: String,
    /// Where the law says so.
    pub(crate) source: String,
    /// Who looks at the facts.
    pub(crate) office: OfficeName,
    /// What happened, each line with its date, in the order in which it became known.
    #[serde(default)]
    pub(crate) facts: Vec<String>,
    /// The day on which the story ends; what falls due until then happens by itself. Without one, the day of the last fact.
    #[serde(default)]
    pub(crate) until: Option<chrono::NaiveDate>,
    /// What must come of it.
    #[serde(default)]
    pub(crate) expected: Vec<String>,
    /// Questions that are put at the end, with their answers.
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, String>,
}

/// Who looks at the facts of a scenario.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OfficeName {
    /// The medical assessment.
    Assessment,
    /// The questionnaire.
    Questionnaire,
    /// The Return To Work dossier.
    Dossier,
    /// The exchange with partners.
    Exchange,
    /// Who counts what the ledgers say.
    Report,
    /// Nobody: the law is asked.
    Law,
}

/// The scenarios of a file.
pub(crate) fn of(file: &str) -> Vec<Scenario> {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

impl Scenario {
    /// What is wrong: words that nobody knows, or else what came of the facts and should not have, or the other way round.
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.rule.parse::<Rule>().is_err() {
            problems.push(format!("there is no rule {}", self.rule));
        }
        if self.source.trim().is_empty() || !self.title.ends_with('.') {
            problems.push("it needs a source, and a title that is a sentence".to_owned());
        }
        if self.expected.is_empty() && self.answers.is_empty() {
            problems.push("it expects nothing, so that it cannot fail".to_owned());
        }
        problems.extend(match self.office {
            OfficeName::Assessment => office::problems::<Assessment>(self),
            OfficeName::Questionnaire => office::problems::<Questionnaire>(self),
            OfficeName::Dossier => office::problems::<Dossier>(self),
            OfficeName::Exchange => office::problems::<Exchange>(self),
            OfficeName::Report => office::problems::<Report>(self),
            OfficeName::Law => office::problems::<LawAlone>(self),
        });
        problems
    }

    /// Of each of its facts, why it is refused under a law, if it is.
    pub(crate) fn refusals(&self, law: &'static Law) -> Vec<Option<Refused>> {
        match self.office {
            OfficeName::Assessment => office::refusals::<Assessment>(self, law),
            OfficeName::Questionnaire => office::refusals::<Questionnaire>(self, law),
            OfficeName::Dossier => office::refusals::<Dossier>(self, law),
            OfficeName::Exchange => office::refusals::<Exchange>(self, law),
            OfficeName::Report | OfficeName::Law => Vec::new(),
        }
    }
}
