//! Worked cases: one person each, what everybody does on which day, and what must come of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use trajet_access::Role;
use trajet_belgium::Niss;
use trajet_contracts::assessment::v1::Prognosis;
use trajet_contracts::questionnaire::v1::{ContactChannel, HelpResult, MedicalReason};
use trajet_contracts::r#type::v1::{Language, Sex};
use trajet_law::months::{days_after, month_of_incapacity};

use super::timeline::Standing;
use crate::error::Error;

/// The cases that the binary carries, in the order in which they are told.
const BUILT_IN: [(&str, &str); 4] = [
    ("route-a-category-4", include_str!("../../../../tests/cases/route-a-category-4.json")),
    ("unreturned-then-helped", include_str!("../../../../tests/cases/unreturned-then-helped.json")),
    ("not-sent-for-a-medical-reason", include_str!("../../../../tests/cases/not-sent-for-a-medical-reason.json")),
    ("category-2-not-referred", include_str!("../../../../tests/cases/category-2-not-referred.json")),
];

/// A worked case.
#[derive(Debug, Deserialize)]
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
    /// What people do. Timers and the other service do the rest.
    pub(crate) steps: Vec<Step>,
    /// The day up to which the case is watched.
    pub(crate) until: When,
    /// What must come of it.
    pub(crate) expected: Expected,
}

/// A fictitious person with a valid number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    #[serde(deserialize_with = "niss")]
    pub(crate) niss: Niss,
    pub(crate) surname: String,
    pub(crate) first_names: String,
    pub(crate) birth_date: NaiveDate,
    #[serde(deserialize_with = "sex")]
    pub(crate) sex: Sex,
    #[serde(deserialize_with = "language")]
    pub(crate) language: Language,
    pub(crate) municipality: String,
}

/// What somebody does on a day.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// The day.
    pub(crate) on: When,
    /// In what role.
    #[serde(deserialize_with = "role")]
    pub(crate) by: Role,
    /// What.
    pub(crate) act: Act,
}

/// A legal act.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Act {
    /// The incapacity is declared with a certificate (M1, M22).
    Declare {
        issued_on: When,
        expected_end: When,
        #[serde(deserialize_with = "prognosis")]
        prognosis: Prognosis,
        has_contract: bool,
        activity_ceased_on: When,
    },
    /// The advising physician recognises it (M1).
    Recognise { decided_on: When },
    /// The questionnaire comes back (Q5), filled in with help or without.
    Answer {
        #[serde(default)]
        helped: bool,
        answers: BTreeMap<String, serde_json::Value>,
    },
    /// The person was contacted about the questionnaire (Q6).
    Help {
        held_on: When,
        #[serde(deserialize_with = "channel")]
        channel: ContactChannel,
        #[serde(deserialize_with = "result")]
        result: HelpResult,
    },
    /// The physician keeps the questionnaire back (Q2); the letter names a coordinator (Q3).
    Waive {
        #[serde(deserialize_with = "reason")]
        reason: MedicalReason,
        coordinator: Contact,
    },
    /// The first estimate (M3, M6).
    Estimate { category: u8, examined: bool },
}

/// How a coordinator is reached.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) email: String,
}

/// What must come of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// All that is recorded, by all services, in order.
    pub(crate) timeline: Vec<Entry>,
    /// Where the case stands in the end.
    pub(crate) end: Standing,
    /// Words that the letter to the person must not hold; there must be a letter if there are any.
    #[serde(default)]
    pub(crate) letter_withholds: Vec<String>,
}

/// One thing that must be recorded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The day on which it is recorded.
    pub(crate) on: NaiveDate,
    /// The day that counts for the law, where it is another.
    pub(crate) effective_on: Option<NaiveDate>,
    /// The service that records it.
    pub(crate) service: String,
    /// The kind of event.
    pub(crate) what: String,
    /// Who acts: a role, `timer`, or the service that told it.
    pub(crate) by: String,
    /// The rule, or its point.
    pub(crate) basis: String,
}

/// A day, as a case tells it: a date, or counted from the first day of incapacity.
///
/// `2022-11-10`, `D`, `D+70`, `month 4` (its first day) or `month 4 + 3 days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Date(NaiveDate),
    AfterStart { days: u32 },
    InMonth { month: u32, days: u32 },
}

impl When {
    /// The date, for an incapacity from `start`.
    pub(crate) fn date(self, start: NaiveDate) -> NaiveDate {
        match self {
            Self::Date(date) => date,
            Self::AfterStart { days } => days_after(start, days),
            Self::InMonth { month, days } => days_after(month_of_incapacity(start, month).first, days),
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a day such as 2022-11-10, D+70 or month 4 + 3 days");
        if let Ok(date) = text.parse() {
            return Ok(Self::Date(date));
        }
        let (anchor, days) = match text.split_once('+') {
            Some((anchor, days)) => (anchor.trim(), days.trim().trim_end_matches(" days").trim_end_matches(" day")),
            None => (text, "0"),
        };
        let days = days.parse().map_err(|_| wrong())?;
        match anchor.strip_prefix("month ") {
            Some(month) => {
                let month = month.parse().ok().filter(|month| (1..=120).contains(month)).ok_or_else(wrong)?;
                Ok(Self::InMonth { month, days })
            }
            None if anchor == "D" => Ok(Self::AfterStart { days }),
            None => Err(wrong()),
        }
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

fn niss<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Niss, D::Error> {
    Niss::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

fn role<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Role, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// Reads the values of enumerations of the contracts by their names, without prefix and in lower case.
macro_rules! named {
    ($($read:ident: $type:ident = $prefix:literal;)*) => {
        $(fn $read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
            let text = String::deserialize(deserializer)?;
            let value = $type::from_str_name(&format!(concat!($prefix, "_{}"), text.to_ascii_uppercase()));
            value.ok_or_else(|| D::Error::custom(format!(concat!("{:?} is no ", stringify!($read)), text)))
        })*
    };
}

named! {
    sex: Sex = "SEX";
    language: Language = "LANGUAGE";
    prognosis: Prognosis = "PROGNOSIS";
    channel: ContactChannel = "CONTACT_CHANNEL";
    result: HelpResult = "HELP_RESULT";
    reason: MedicalReason = "MEDICAL_REASON";
}

impl Case {
    fn read(name: &str, json: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::Case { name: name.to_owned(), why };
        let case: Self = serde_json::from_str(json).map_err(|error| wrong(error.to_string()))?;
        if case.name != name {
            return Err(wrong(format!("it calls itself {}", case.name)));
        }
        let days: Vec<_> = case.steps.iter().map(|step| step.on).chain([case.until]).collect();
        let days: Vec<_> = days.into_iter().map(|day| day.date(case.start)).collect();
        if !days.is_sorted() {
            return Err(wrong("its steps are not in the order of their days".to_owned()));
        }
        if !matches!(case.steps.first(), Some(Step { act: Act::Declare { .. }, .. })) {
            return Err(wrong("it does not begin with a declaration".to_owned()));
        }
        Ok(case)
    }

    /// The day before the first step: nothing has happened yet.
    pub(crate) fn eve(&self) -> NaiveDate {
        let first = self.steps.first().map_or(self.start, |step| step.on.date(self.start));
        first.checked_sub_days(Days::new(1)).unwrap_or(first)
    }
}

/// The cases of a directory, or those built in; of them those with these names, or all.
///
/// # Errors
/// If a case cannot be read or does not exist.
pub(crate) fn load(from: Option<&Path>, names: &[String]) -> Result<Vec<Case>, Error> {
    let mut cases = match from {
        Some(dir) => read_all(dir)?,
        None => BUILT_IN.iter().map(|(name, json)| Case::read(name, json)).collect::<Result<_, _>>()?,
    };
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

fn read_all(dir: &Path) -> Result<Vec<Case>, Error> {
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
        Case::read(&path.file_stem().unwrap_or_default().to_string_lossy(), &json)
    };
    paths.iter().map(read).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn directory() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_case_file_is_built_in_and_parses() {
        let built_in: BTreeSet<_> = load(None, &[]).unwrap().into_iter().map(|case| case.name).collect();
        let files: BTreeSet<_> = load(Some(&directory()), &[]).unwrap().into_iter().map(|case| case.name).collect();
        assert_eq!(built_in, files);
        assert_eq!(built_in.len(), 4);
    }

    #[test]
    fn every_case_says_all_that_must_come_of_it() {
        for case in load(None, &[]).unwrap() {
            let Case { name, start, expected, .. } = &case;
            assert_eq!(case.person.niss.birth_date(), Some(case.person.birth_date), "{name}");
            assert_eq!(expected.timeline.first().unwrap().what, "incapacity_declared", "{name}");
            assert!(expected.timeline.is_sorted_by_key(|entry| entry.on), "{name}");
            assert!(expected.timeline.last().unwrap().on <= case.until.date(*start), "{name}");
            // What the timeline plans, misses and closes is what the end shows.
            let of = |what: &str| expected.timeline.iter().filter(|entry| entry.what == what).count();
            let deadlines = &expected.end.deadlines;
            let with = |outcome: &str| deadlines.iter().filter(|deadline| deadline.outcome == outcome).count();
            assert_eq!(of("deadline_planned"), deadlines.len(), "{name}");
            assert_eq!(of("deadline_met"), with("met"), "{name}");
            assert_eq!(of("deadline_waived"), with("waived"), "{name}");
            let missed = deadlines.iter().filter(|deadline| deadline.missed_on.is_some()).count();
            assert_eq!(of("deadline_missed"), missed, "{name}");
        }
    }

    #[test]
    fn m10_exactly_category_4_is_referred() {
        for case in load(None, &[]).unwrap() {
            let end = case.expected.end;
            assert_eq!(end.category == Some(4), end.referred_on.is_some(), "{}", case.name);
            assert!(end.category.is_some(), "{}", case.name);
        }
    }

    #[test]
    fn days_are_dates_or_counted_from_the_first() {
        let start = day("2022-08-31");
        for (text, date) in [
            ("2022-11-10", "2022-11-10"),
            ("D", "2022-08-31"),
            ("D+70", "2022-11-09"),
            ("D + 1 day", "2022-09-01"),
            ("month 4", "2022-11-30"),
            ("month 4 + 3 days", "2022-12-03"),
        ] {
            assert_eq!(text.parse::<When>().unwrap().date(start), day(date), "{text}");
        }
        for text in ["", "E", "D-1", "month", "month 0", "month 4 + days", "2022-02-30"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_cases_asked_for_are_loaded() {
        let one = load(None, &["category-2-not-referred".to_owned()]).unwrap();
        assert_eq!(one.len(), 1);
        assert!(load(None, &["nobody".to_owned()]).unwrap_err().to_string().contains("route-a-category-4"));
    }
}
