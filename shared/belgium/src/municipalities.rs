//! The list of municipalities, read from the two files in `data/`; their source and licence stand in them.

use std::sync::LazyLock;

use chrono::NaiveDate;

/// One municipality.
#[derive(Debug)]
pub(crate) struct Municipality {
    /// Its REFNIS code.
    pub(crate) code: u32,
    /// Its name in Dutch, or in German where that is the language.
    pub(crate) nl: &'static str,
    /// Its name in French.
    pub(crate) fr: &'static str,
    /// What ended it, if anything did.
    pub(crate) merger: Option<Merger>,
}

/// The end of a municipality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Merger {
    /// The first day it no longer existed.
    pub(crate) on: NaiveDate,
    /// The code of the municipality it became part of.
    pub(crate) into: u32,
}

static MUNICIPALITIES: LazyLock<Vec<Municipality>> = LazyLock::new(|| {
    let existing = lines(include_str!("../data/municipalities-2025.csv")).map(existing);
    let abolished = lines(include_str!("../data/municipalities-abolished.csv")).map(abolished);
    let mut all = existing
        .chain(abolished)
        .collect::<Option<Vec<_>>>()
        .expect("the files are part of this crate and its tests read them");
    all.sort_by_key(|municipality| municipality.code);
    all
});

/// Every municipality since 2019, by code.
#[cfg(test)]
pub(crate) fn all() -> &'static [Municipality] {
    &MUNICIPALITIES
}

/// The municipality with that REFNIS code.
pub(crate) fn find(code: u32) -> Option<&'static Municipality> {
    MUNICIPALITIES.binary_search_by_key(&code, |municipality| municipality.code).ok().map(|at| &MUNICIPALITIES[at])
}

fn lines(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#'))
}

/// `code;name in Dutch;name in French`
fn existing(line: &'static str) -> Option<Municipality> {
    let mut fields = line.split(';');
    Some(Municipality { code: fields.next()?.parse().ok()?, nl: fields.next()?, fr: fields.next()?, merger: None })
}

/// `code;name;first day it no longer existed;code of the successor`
fn abolished(line: &'static str) -> Option<Municipality> {
    let mut fields = line.split(';');
    let code = fields.next()?.parse().ok()?;
    let name = fields.next()?;
    Some(Municipality {
        code,
        nl: name,
        fr: name,
        merger: Some(Merger { on: fields.next()?.parse().ok()?, into: fields.next()?.parse().ok()? }),
    })
}
