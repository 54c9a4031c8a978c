//! Cases that differ in the stage at which the incapacity ends, and in how it ends: each stage is told once and played
//! twice.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use trajet_access::Role;
use trajet_belgium::Niss;
use trajet_contracts::assessment::v1::EndCause;
use trajet_contracts::r#type::v1::{Language, Sex};

use super::acts::{Act, Declaration, End};
use super::cases::{Case, Expected, Person, Step};
use super::named::Named;
use super::when::When;
use crate::error::Error;

/// A way in which an incapacity ends. The point is that of T6.
struct Way {
    name: &'static str,
    cause: EndCause,
    point: &'static str,
}

/// In the order in which a stage gives its persons.
const WAYS: [Way; 2] = [
    Way { name: "ended", cause: EndCause::WorkResumed, point: "T6.a" },
    Way { name: "deceased", cause: EndCause::Deceased, point: "T6.b" },
];

/// What stands in a stage for the point of T6.
const POINT: &str = "T6.*";

/// The table of stages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endings {
    /// The first day of incapacity of all of them.
    start: NaiveDate,
    /// Everybody, but for the number.
    person: Anyone,
    declared: Declaration,
    /// What happens first in each stage.
    steps: Vec<Step>,
    stages: Vec<Stage>,
}

/// A person without a number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Anyone {
    surname: String,
    first_names: String,
    sex: Named<Sex>,
    language: Named<Language>,
    municipality: String,
}

/// What is open when the incapacity ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stage {
    name: String,
    title: String,
    /// Who goes back to work, and who dies.
    nisses: [String; 2],
    /// What happens after the first steps.
    steps: Vec<Step>,
    /// The last day of incapacity.
    last_day: When,
    /// The day on which the end is recorded.
    recorded_on: When,
    /// The day up to which the case is watched: nothing happens any more.
    until: When,
    /// What is recorded from the day of the record on. `T6.*` stands for the point of T6, and a line that begins with
    /// `ended:` or `deceased:` is of that ending alone.
    timeline: Vec<String>,
    /// Where the case stands in the end, written alike.
    end: Vec<String>,
}

impl Endings {
    /// Each stage with each ending.
    ///
    /// # Errors
    /// If a number is wrong, or a stage does not tell its days in order.
    pub(crate) fn cases(&self) -> Result<Vec<Case>, Error> {
        let stages = self.stages.iter();
        stages.flat_map(|stage| WAYS.iter().zip(&stage.nisses).map(|(way, niss)| self.case(stage, way, niss))).collect()
    }

    fn case(&self, stage: &Stage, way: &Way, niss: &str) -> Result<Case, Error> {
        let name = format!("{}-{}", way.name, stage.name);
        let wrong = |error: trajet_belgium::NissError| Error::Case { name: name.clone(), why: error.to_string() };
        let Anyone { surname, first_names, sex, language, municipality } = &self.person;
        let end = Step {
            on: stage.recorded_on,
            by: Role::InternalSystem,
            who: None,
            act: Act::EndIncapacity(End::new(stage.last_day, way.cause)),
            refused: None,
        };
        let case = Case {
            title: format!(
                "{} {}.",
                stage.title,
                if way.name == "ended" { "The incapacity ends" } else { "The person dies" }
            ),
            person: Person {
                niss: Niss::parse(niss).map_err(wrong)?,
                surname: surname.clone(),
                first_names: first_names.clone(),
                sex: *sex,
                language: *language,
                municipality: municipality.clone(),
            },
            start: self.start,
            declared: self.declared.clone(),
            steps: self.steps.iter().chain(&stage.steps).cloned().chain([end]).collect(),
            until: stage.until,
            expected: Expected {
                from: Some(stage.recorded_on.date(self.start)),
                timeline: way.lines(&stage.timeline),
                end: way.lines(&stage.end),
                presumed: BTreeMap::new(),
                escalated: BTreeMap::new(),
                letter_withholds: Vec::new(),
            },
            name: name.clone(),
        };
        case.checked(&name)
    }
}

impl Way {
    /// The lines of this ending.
    fn lines(&self, told: &[String]) -> Vec<String> {
        let of_this = |line: &String| {
            let (way, rest) = line.split_once(": ").filter(|(way, _)| WAYS.iter().any(|one| one.name == *way)).unzip();
            let line = rest.unwrap_or(line);
            way.is_none_or(|way| way == self.name).then(|| line.replace(POINT, self.point))
        };
        told.iter().filter_map(of_this).collect()
    }
}
