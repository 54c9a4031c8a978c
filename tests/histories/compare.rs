//! What the model says beside what the services say, line by line.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use chrono::NaiveDate;

use crate::act::Kind;
use crate::model::calendar::after;

/// What one side says: a line by its name. A word `?` on the model's side stands for any: the texts are silent there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lines(BTreeMap<String, String>);

impl Lines {
    pub(crate) fn put(&mut self, name: impl Into<String>, words: impl Display) {
        let before = self.0.insert(name.into(), words.to_string());
        assert_eq!(before, None, "a line has a name of its own");
    }

    /// A line of several, with its number.
    pub(crate) fn add(&mut self, name: &str, words: impl Display) {
        let mut number = 1;
        while self.0.contains_key(&format!("{name} {number}")) {
            number += 1;
        }
        self.put(format!("{name} {number}"), words);
    }
}

/// A day, or that there is none.
pub(crate) fn or_none(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

/// The tracks of a case. The days beside a CODEX trajectory may be told in one piece or in several: the days count.
pub(crate) fn tracks(mut tracks: Vec<(Kind, NaiveDate, Option<NaiveDate>)>) -> String {
    tracks.sort_unstable();
    let mut joined: Vec<(NaiveDate, Kind, Option<NaiveDate>)> = Vec::new();
    for (kind, from, to) in tracks {
        match joined.last_mut() {
            Some((_, Kind::Codex, last)) if kind == Kind::Codex && last.is_none_or(|last| from <= after(last, 1)) => {
                *last = last.zip(to).map(|(last, to)| last.max(to));
            }
            _ => joined.push((from, kind, to)),
        }
    }
    joined.sort_unstable();
    let words = joined.into_iter().map(|(from, kind, to)| format!("{kind:?}:{from}:{}", or_none(to)));
    words.collect::<Vec<_>>().join(" ")
}

/// Two lines of one name that differ; a side that has none is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Differs {
    pub(crate) name: String,
    pub(crate) model: String,
    pub(crate) told: String,
}

impl Display for Differs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_nothing = |words: &str| if words.is_empty() { "(nothing)".to_owned() } else { words.to_owned() };
        let Self { name, model, told } = self;
        write!(f, "{name}\n      model:   {}\n      program: {}", or_nothing(model), or_nothing(told))
    }
}

/// The lines in which the two sides differ.
pub(crate) fn compare(model: &Lines, told: &Lines) -> Vec<Differs> {
    let names = model.0.keys().chain(told.0.keys().filter(|name| !model.0.contains_key(*name)));
    let of = |lines: &Lines, name: &String| lines.0.get(name).cloned().unwrap_or_default();
    let differs = |name: &String| Differs { name: name.clone(), model: of(model, name), told: of(told, name) };
    let both = |name: &String| model.0.contains_key(name) && told.0.contains_key(name);
    let line = |name| (both(name), differs(name));
    let wrong = names.map(line).filter(|(both, line)| !both || !same(&line.model, &line.told));
    wrong.map(|(_, line)| line).collect()
}

fn same(model: &str, told: &str) -> bool {
    let (model, told): (Vec<_>, Vec<_>) = (model.split(' ').collect(), told.split(' ').collect());
    model.len() == told.len() && model.iter().zip(told).all(|(model, told)| *model == "?" || *model == told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(all: &[(&str, &str)]) -> Lines {
        let mut lines = Lines::default();
        for (name, words) in all {
            lines.add(name, words);
        }
        lines
    }

    #[test]
    fn a_word_that_differs_and_a_line_that_one_side_lacks_are_found() {
        let model =
            lines(&[("deadline", "due 2022-12-31 open"), ("stage", "SENT"), ("letter", "1"), ("opens", "? met")]);
        let told =
            lines(&[("deadline", "due 2022-12-30 open"), ("stage", "SENT"), ("opens", "2022-12-01 met"), ("x", "y")]);
        let names: Vec<_> = compare(&model, &told).into_iter().map(|line| (line.name, line.model, line.told)).collect();
        let line = |name: &str, model: &str, told: &str| (name.to_owned(), model.to_owned(), told.to_owned());
        assert_eq!(
            names,
            [
                line("deadline 1", "due 2022-12-31 open", "due 2022-12-30 open"),
                line("letter 1", "1", ""),
                line("x 1", "", "y"),
            ]
        );
        assert_eq!(compare(&model, &model), []);
    }

    #[test]
    fn only_the_model_may_be_silent() {
        assert_eq!(compare(&lines(&[("a", "?")]), &lines(&[("a", "b")])), []);
        assert_eq!(compare(&lines(&[("a", "b")]), &lines(&[("a", "?")])).len(), 1);
        assert_eq!(compare(&lines(&[("a", "?")]), &lines(&[])).len(), 1, "a line that may say anything must be there");
    }
}
