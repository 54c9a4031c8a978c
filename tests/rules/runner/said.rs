//! What a line of a scenario says: a phrase of the vocabulary and its details, `first estimate: category 4, examined`.

use std::str::FromStr;

use chrono::NaiveDate;

/// A line without its date: the phrase, and the details that nobody asked for yet.
///
/// Whoever reads it asks for details by their names. What is wrong is kept and told at the end, with the names that were
/// asked for, so that who writes a scenario learns what there is to say.
pub(crate) struct Said {
    /// The day that the line begins with; of a question, none that means anything.
    pub(crate) on: NaiveDate,
    /// The phrase.
    pub(crate) phrase: String,
    details: Vec<String>,
    asked: Vec<&'static str>,
    problems: Vec<String>,
}

impl Said {
    /// A line whose date is known.
    pub(crate) fn read(on: NaiveDate, text: &str) -> Self {
        let (phrase, details) = text.split_once(':').unwrap_or((text, ""));
        let details = details.split(',').map(str::trim).filter(|detail| !detail.is_empty()).map(str::to_owned);
        let phrase = phrase.trim().to_owned();
        Self { on, phrase, details: details.collect(), asked: Vec::new(), problems: Vec::new() }
    }

    /// A line that begins with a date.
    pub(crate) fn dated(line: &str) -> Result<Self, String> {
        let (date, text) = line.split_once(' ').unwrap_or((line, ""));
        let on = date.parse().map_err(|_| format!("\"{line}\" does not begin with a date such as 2022-09-01"))?;
        Ok(Self::read(on, text))
    }

    /// Whether a detail without a value is there.
    pub(crate) fn flag(&mut self, name: &'static str) -> bool {
        self.asked.push(name);
        let place = self.details.iter().position(|detail| detail == name);
        place.map(|place| self.details.remove(place)).is_some()
    }

    /// The text after the name of a detail, if it is there.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        self.asked.push(name);
        let value = |detail: &String| Some(detail.strip_prefix(name)?.strip_prefix(' ')?.trim().to_owned());
        let place = self.details.iter().position(|detail| value(detail).is_some())?;
        value(&self.details.remove(place))
    }

    /// A date or a number after the name of a detail, if it is there.
    pub(crate) fn value<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        let text = self.text(name)?;
        let value = text.parse().ok();
        if value.is_none() {
            self.problems.push(format!("\"{name} {text}\": this cannot be read"));
        }
        value
    }

    /// A date after the name of a detail, if it is there.
    pub(crate) fn date(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.value(name)
    }

    /// A date that must be there.
    pub(crate) fn day(&mut self, name: &'static str) -> NaiveDate {
        let on = self.on;
        self.needed(name, on)
    }

    /// A date or a number that must be there; what stands in for it is never played.
    pub(crate) fn needed<T: FromStr>(&mut self, name: &'static str, instead: T) -> T {
        let problems = self.problems.len();
        let value = self.value(name);
        if value.is_none() && problems == self.problems.len() {
            self.problems.push(format!("\"{}\" needs \"{name} …\"", self.phrase));
        }
        value.unwrap_or(instead)
    }

    /// One of a closed list, if it is there. It is written with spaces.
    pub(crate) fn one_of<T>(
        &mut self,
        name: &'static str,
        from_code: impl Fn(&str) -> Option<T>,
        known: impl Iterator<Item = &'static str>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = from_code(&text.replace(' ', "_"));
        if value.is_none() {
            let known: Vec<_> = known.map(|code| code.replace('_', " ")).collect();
            self.problems.push(format!("\"{name} {text}\" is none of: {}", known.join("; ")));
        }
        value
    }

    /// Remembers what is wrong.
    pub(crate) fn wrong(&mut self, problem: String) {
        self.problems.push(problem);
    }

    /// What is wrong, once everything was asked for.
    pub(crate) fn problems(mut self) -> Vec<String> {
        for detail in &self.details {
            let known = self.asked.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
            self.problems.push(format!("\"{}\" knows no detail \"{detail}\"; it knows {known}", self.phrase));
        }
        self.problems
    }
}

/// Reads one of the codes of a type, which has them by `from_code`, `ALL` and `code`.
macro_rules! one_of {
    ($said:expr, $name:literal, $type:ty) => {
        $said.one_of($name, <$type>::from_code, <$type>::ALL.iter().map(|one| one.code()))
    };
}

pub(crate) use one_of;

/// The same for an enumeration of the law, which is read from its text.
macro_rules! one_of_law {
    ($said:expr, $name:literal, $type:ty) => {
        $said.one_of($name, |code: &str| code.parse::<$type>().ok(), <$type>::ALL.iter().map(|one| one.code()))
    };
}
pub(crate) use one_of_law;
