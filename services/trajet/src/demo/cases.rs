//! Worked cases: one person each, what everybody does on which day, and what must come of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use trajet_access::{Role, Subject};
use trajet_belgium::Niss;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1::{InsuredPerson, Language, PersonName, Sex};

use super::acts::{Act, Declaration};
use super::endings::Endings;
use super::named::{self, Named};
use super::when::When;
use crate::error::Error;

/// A file of cases by its name.
macro_rules! files {
    ($($name:literal,)*) => {
        [$(($name, include_str!(concat!("../../../../tests/cases/", $name, ".json"))),)*]
    };
}

/// The files that the binary carries, in the order in which they are told.
const BUILT_IN: &[(&str, &str)] = &files![
    "route-a-category-4",
    "unreturned-then-helped",
    "questionnaire-impossible",
    "questionnaire-impossible-no-examination",
    "not-sent-for-a-medical-reason",
    "not-sent-codex",
    "not-sent-authorised-work",
    "not-sent-route-b",
    "work-authorised-while-it-waits",
    "work-refused-late",
    "paid-work-ends-a-presumption",
    "category-2-not-referred",
    "category-1-later-4",
    "category-3-later-4",
    "category-2-later-4",
    "late-estimate",
    "corrected-start",
    "taken-over",
    "annulled-estimate",
    "annulled-consent",
    "first-contact-barred",
    "first-contact-consent-refused",
    "first-contact-no-shows-then-deputy",
    "first-contact-wrong-channel",
    "coordinator-leaves",
    "route-b-accepted",
    "route-b-refused-then-adapted",
    "referred-to-forem",
    "route-b-refused-and-ended",
    "rehabilitation",
    "ami-trajectory",
    "plan-for-rehabilitation",
    "return-that-lasted-a-while",
    "ami-occupational-physician",
    "ami-purpose-refused",
    "concertation",
    "endings",
];

/// The file that holds not one case but a table of stages at which an incapacity ends.
const ENDINGS: &str = "endings";

/// A worked case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// The name, which is that of the file.
    pub(crate) name: String,
    /// What it is about, in one line.
    pub(crate) title: String,
    /// The person, who does not exist.
    pub(crate) person: Person,
    /// The first day of incapacity: D.
    pub(crate) start: NaiveDate,
    /// How the case begins.
    pub(crate) declared: Declaration,
    /// What people do then. Timers and the other services do the rest.
    pub(crate) steps: Vec<Step>,
    /// The day up to which the case is watched.
    pub(crate) until: When,
    /// What must come of it.
    pub(crate) expected: Expected,
}

/// A fictitious person with a valid number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    #[serde(deserialize_with = "named::niss")]
    pub(crate) niss: Niss,
    pub(crate) surname: String,
    pub(crate) first_names: String,
    pub(crate) sex: Named<Sex>,
    pub(crate) language: Named<Language>,
    pub(crate) municipality: String,
}

impl Person {
    /// The person, as a declaration tells them.
    pub(crate) fn wire(&self) -> InsuredPerson {
        InsuredPerson {
            niss: self.niss.as_str().to_owned(),
            name: Some(PersonName { surname: self.surname.clone(), first_names: self.first_names.clone() }),
            birth_date: self.niss.birth_date().map(to_proto),
            sex: self.sex.number(),
            language: self.language.number(),
            municipality_code: self.municipality.clone(),
            ..Default::default()
        }
    }
}

/// What somebody does on a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// The day.
    pub(crate) on: When,
    /// In what role.
    #[serde(deserialize_with = "named::text")]
    pub(crate) by: Role,
    /// Who, where it matters which of several in the role.
    #[serde(default, deserialize_with = "named::optional_text")]
    pub(crate) who: Option<Subject>,
    /// What.
    pub(crate) act: Act,
    /// The name of the ground on which it must be refused. It must succeed if there is none.
    pub(crate) refused: Option<String>,
}

/// What must come of a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// The first day of which the timeline tells; all days if there is none.
    pub(crate) from: Option<NaiveDate>,
    /// All that is recorded, by all services: a line each, as it is compared.
    pub(crate) timeline: Vec<String>,
    /// Where the case stands in the end: a line for each thing that is known, as `trajet case show` prints it.
    pub(crate) end: Vec<String>,
    /// Whether incapacity is presumed on a day (D23), as it is known in the end.
    #[serde(default)]
    pub(crate) presumed: BTreeMap<NaiveDate, bool>,
    /// What managers are shown of the dossier on the evening of a day: the steps.
    #[serde(default)]
    pub(crate) escalated: BTreeMap<NaiveDate, Vec<String>>,
    /// Words that no letter to the person may hold; there must be a letter if there are any.
    #[serde(default)]
    pub(crate) letter_withholds: Vec<String>,
}

impl Case {
    /// Whether the case tells its days in order, and calls itself what its file is called.
    ///
    /// # Errors
    /// If not.
    pub(super) fn checked(self, name: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::Case { name: name.to_owned(), why };
        if self.name != name {
            return Err(wrong(format!("it calls itself {}", self.name)));
        }
        let days = self.steps.iter().map(|step| step.on);
        let days = [self.declared.on].into_iter().chain(days).chain([self.until]).map(|day| day.date(self.start));
        if !days.collect::<Vec<_>>().is_sorted() {
            return Err(wrong("its steps are not in the order of their days".to_owned()));
        }
        Ok(self)
    }

    /// The day before the declaration: nothing has happened yet.
    pub(crate) fn eve(&self) -> NaiveDate {
        let first = self.declared.on.date(self.start);
        first.checked_sub_days(Days::new(1)).unwrap_or(first)
    }
}

/// The cases of a directory, or those built in; of them those with these names, or all.
///
/// # Errors
/// If a case cannot be read or does not exist.
pub(crate) fn load(from: Option<&Path>, names: &[String]) -> Result<Vec<Case>, Error> {
    let files = match from {
        Some(dir) => read_all(dir)?,
        None => BUILT_IN.iter().map(|(name, json)| ((*name).to_owned(), (*json).to_owned())).collect(),
    };
    let mut cases = Vec::new();
    for (name, json) in files {
        cases.append(&mut parse(&name, &json)?);
    }
    if let Some(unknown) = names.iter().find(|name| cases.iter().all(|case| case.name != **name)) {
        let known: Vec<_> = cases.iter().map(|case| case.name.as_str()).collect();
        return Err(Error::Case { name: unknown.clone(), why: format!("unknown; there are: {}", known.join(", ")) });
    }
    cases.retain(|case| names.is_empty() || names.contains(&case.name));
    if cases.is_empty() {
        return Err(Error::NoData(from.map_or_else(Default::default, |dir| dir.join("*.json"))));
    }
    Ok(cases)
}

/// The cases of one file: one, or all those of a table of endings.
fn parse(name: &str, json: &str) -> Result<Vec<Case>, Error> {
    let wrong = |error: serde_json::Error| Error::Case { name: name.to_owned(), why: error.to_string() };
    if name == ENDINGS {
        let endings: Endings = serde_json::from_str(json).map_err(wrong)?;
        return endings.cases();
    }
    let case: Case = serde_json::from_str(json).map_err(wrong)?;
    Ok(vec![case.checked(name)?])
}

fn read_all(dir: &Path) -> Result<Vec<(String, String)>, Error> {
    let failed = |source| Error::File { path: dir.to_owned(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let json = fs::read_to_string(path).map_err(|source| Error::File { path: path.clone(), source })?;
        Ok((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), json))
    };
    paths.iter().map(read).collect()
}

#[cfg(test)]
mod tests;
