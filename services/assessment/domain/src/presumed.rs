//! Presumptions of incapacity, as the dossier service tells them: while one lasts no decision ends the recognition (M15).

use chrono::NaiveDate;
use trajet_law::presumption::Kind;

use crate::fact::Told;
use crate::state::State;

/// A presumption of incapacity (*présomption légale*, *wettelijk vermoeden*), as far as it was known when it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presumed {
    /// Its number in the dossier. What is told last of a number holds.
    pub number: u32,
    /// What it rests on.
    pub kind: Kind,
    /// The first day.
    pub first: NaiveDate,
    /// The last day; the day before the first where it covers none.
    pub last: NaiveDate,
}

impl State {
    /// The presumption that lasts longest of those that cover a day after this one (M15).
    #[must_use]
    pub fn presumed_after(&self, day: NaiveDate) -> Option<&Presumed> {
        let told: Vec<_> = self
            .noted
            .iter()
            .filter_map(|fact| if let Told::Presumed(one) = &fact.told { Some(one) } else { None })
            .collect();
        let holds = |place: usize, one: &Presumed| told[place + 1..].iter().all(|later| later.number != one.number);
        let holding = told.iter().enumerate().filter(|(place, one)| holds(*place, one)).map(|(_, one)| *one);
        holding.filter(|one| one.first <= one.last && day < one.last).max_by_key(|one| one.last)
    }
}
