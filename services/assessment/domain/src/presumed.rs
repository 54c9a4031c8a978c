//! Presumptions of incapacity: while one lasts no decision ends the recognition (M15). Those of plans are told by the dossier service;
//! that of a rehabilitation programme follows from the programme (M18).

use chrono::NaiveDate;
use trajet_law::parameter::ParameterVersion;
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
    /// The figure that gave its months, where the dossier told it.
    pub parameter: Option<ParameterVersion>,
}

/// Until when incapacity is presumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresumedUntil {
    /// What the presumption rests on.
    pub kind: Kind,
    /// Its last day; none for a programme of which no end is known.
    pub last: Option<NaiveDate>,
    /// The figure that gave its months; a programme has none.
    pub parameter: Option<ParameterVersion>,
}

impl State {
    /// The presumption that lasts longest of those that cover a day after this one (M15).
    #[must_use]
    pub fn presumed_after(&self, day: NaiveDate) -> Option<PresumedUntil> {
        let of_plan = self.told_after(day).map(|one| PresumedUntil {
            kind: one.kind,
            last: Some(one.last),
            parameter: one.parameter.clone(),
        });
        let followed = self.programmes.iter().filter_map(|one| {
            let (first, last) = (one.started_on?, one.end.as_ref().map(|end| end.last_day));
            last.is_none_or(|last| first <= last && day < last).then_some(last)
        });
        let of_programme = followed.map(|last| PresumedUntil { kind: Kind::Programme, last, parameter: None });
        of_plan.into_iter().chain(of_programme).max_by_key(|one| one.last.unwrap_or(NaiveDate::MAX))
    }

    /// The presumption of a plan that lasts longest of those that cover a day after this one.
    fn told_after(&self, day: NaiveDate) -> Option<&Presumed> {
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
