//! The numbers of the law, each with its versions in time (T8).
//!
//! Law of 12 December 2021, art. 6: in force from 1 January 2022. Circular 2022/383 gives the figures and
//! applies from 1 September 2022; its predecessor, 2022/160, is not among our sources. We hold the same
//! figures from 1 January 2022 on (own reading), so that the first version of each begins on that day.
//!
//! Neither the law nor the circular gives a transitional rule. So an event is judged by the law in force
//! on its day (own reading), and a deadline is planned with the version in force on the day on which it
//! is planned, however late the act that plans it is entered ([`crate::law::Law::planning`]); when a
//! version begins while a deadline is open, the deadline is planned again, visibly.
//!
//! A later version can apply to some incapacities only, by their first day ([`Begun`]): so cases of the old and the new
//! law live side by side.
//!
//! The first version of a parameter also plans for an incapacity that began before it: those of 2021
//! that ran on were under the new law for everything that came after. What fell due before the law, it
//! does not judge at all ([`crate::deadline::Plan::predates_the_law`]). Older law is not modelled.

mod figures;
mod known;

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

pub use self::figures::*;
pub use self::known::{Figure, NUMBERS};
use crate::UnknownCode;

/// The day on which the law of 12 December 2021 came into force.
pub const LAW_IN_FORCE_FROM: NaiveDate = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a date of the calendar");

/// A value that the law, or the platform where the law is silent, may change from some day on.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter<T: 'static> {
    id: &'static str,
    first: Version<T>,
    later: &'static [Version<T>],
}

/// What a parameter is from a day on, until the day before the next version begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version<T> {
    /// The first day on which it is in force.
    pub valid_from: NaiveDate,
    /// The incapacities to which it applies.
    pub begun: Begun,
    /// What the parameter is.
    pub value: T,
    /// Where it comes from.
    pub source: &'static str,
}

/// To which incapacities a version applies, by their first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Begun {
    /// To all of them.
    AnyDay,
    /// To those that began before a day.
    Before(NaiveDate),
    /// To those that began on a day or later.
    From(NaiveDate),
}

impl Begun {
    /// Whether it applies to an incapacity that began on a day. Where no first day is known, a version for some of them does
    /// not.
    fn applies(self, start: Option<NaiveDate>) -> bool {
        match self {
            Self::AnyDay => true,
            Self::Before(day) => start.is_some_and(|start| start < day),
            Self::From(day) => start.is_some_and(|start| day <= start),
        }
    }

    /// A first day of one of them; none where any will do.
    fn some_start(self) -> Option<NaiveDate> {
        match self {
            Self::AnyDay => None,
            Self::Before(day) => day.pred_opt(),
            Self::From(day) => Some(day),
        }
    }
}

/// A value with the version that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The value.
    pub value: T,
    /// The version.
    pub version: ParameterVersion,
}

/// The name of one version of one parameter, for example `questionnaire.send_after_days@2022-01-01`; one that is for some
/// incapacities alone says which by their first day: `estimate.month@2024-01-01,from=2023-09-01`, or `before=`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParameterVersion {
    /// The parameter.
    pub id: String,
    /// The first day of the version.
    pub valid_from: NaiveDate,
    /// The incapacities to which it applies.
    pub begun: Begun,
}

impl<T: Copy> Parameter<T> {
    /// A parameter with its first version and those that followed, the earliest first.
    #[must_use]
    pub const fn new(id: &'static str, first: Version<T>, later: &'static [Version<T>]) -> Self {
        Self { id, first, later }
    }

    /// The name of the parameter, the same through all its versions.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Every version, the earliest first.
    pub fn versions(&self) -> impl Iterator<Item = &Version<T>> {
        std::iter::once(&self.first).chain(self.later)
    }

    /// The version in force on a day, whenever an incapacity began; before the first version, the first.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Dated<T> {
        self.of(day, None)
    }

    /// The version in force on a day for an incapacity that began on `start`; before the first version, the first.
    #[must_use]
    pub fn of(&self, day: NaiveDate, start: Option<NaiveDate>) -> Dated<T> {
        let in_force = |version: &&Version<T>| version.valid_from <= day && version.begun.applies(start);
        let version = self.later.iter().rev().find(in_force).unwrap_or(&self.first);
        Dated { value: version.value, version: self.name(version) }
    }

    /// The name of one of its versions.
    #[must_use]
    pub fn name(&self, version: &Version<T>) -> ParameterVersion {
        ParameterVersion { id: self.id.to_owned(), valid_from: version.valid_from, begun: version.begun }
    }
}

impl fmt::Display for ParameterVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.id, self.valid_from)?;
        match self.begun {
            Begun::AnyDay => Ok(()),
            Begun::Before(day) => write!(formatter, ",before={day}"),
            Begun::From(day) => write!(formatter, ",from={day}"),
        }
    }
}

impl FromStr for ParameterVersion {
    type Err = UnknownCode;

    /// Reads a name back, also that of a parameter which the code no longer has: an old event still
    /// tells it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownCode { kind: "parameter version" };
        let (id, valid_from) = text.split_once('@').filter(|(id, _)| !id.is_empty()).ok_or(unknown)?;
        let (valid_from, begun) = match valid_from.split_once(',') {
            None => (valid_from, Begun::AnyDay),
            Some((valid_from, begun)) => {
                let (which, day) = begun.split_once('=').ok_or(unknown)?;
                let day = day.parse().map_err(|_| unknown)?;
                let begun = match which {
                    "before" => Begun::Before(day),
                    "from" => Begun::From(day),
                    _ => return Err(unknown),
                };
                (valid_from, begun)
            }
        };
        Ok(Self { id: id.to_owned(), valid_from: valid_from.parse().map_err(|_| unknown)?, begun })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    /// Before 2022 the questionnaire went out after eight weeks; the second version is the law's.
    static SEND_AFTER_DAYS: Parameter<u32> = Parameter::new(
        "questionnaire.send_after_days",
        Version {
            valid_from: NaiveDate::from_ymd_opt(2019, 4, 1).expect("a date"),
            begun: Begun::AnyDay,
            value: 56,
            source: "a version of this test",
        },
        &[Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 70, source: "a version of this test" }],
    );

    #[test]
    fn t8_a_version_is_in_force_from_its_first_day_until_the_day_before_the_next() {
        let old = SEND_AFTER_DAYS.on(day("2021-12-31"));
        assert_eq!(old.value, 56);
        assert_eq!(old.version.to_string(), "questionnaire.send_after_days@2019-04-01");

        let new = SEND_AFTER_DAYS.on(day("2022-01-01"));
        assert_eq!(new.value, 70);
        assert_eq!(new.version.to_string(), "questionnaire.send_after_days@2022-01-01");
    }

    #[test]
    fn t8_the_first_version_also_plans_for_what_began_before_it() {
        assert_eq!(SEND_AFTER_DAYS.on(day("2018-01-01")), SEND_AFTER_DAYS.on(day("2019-04-01")));
        assert_eq!(QUESTIONNAIRE_SEND_AFTER_DAYS.on(day("2021-12-01")).value, 70);
    }

    #[test]
    fn t8_the_name_of_a_version_is_read_back() {
        let version = ESTIMATE_MONTH.on(day("2022-09-01")).version;
        assert_eq!(version.to_string().parse(), Ok(version.clone()));
        for begun in [Begun::Before(day("2023-09-01")), Begun::From(day("2023-09-01"))] {
            let bound = ParameterVersion { begun, ..version.clone() };
            assert_ne!(bound.to_string(), version.to_string());
            assert_eq!(bound.to_string().parse(), Ok(bound));
        }
        let wrong = ["", "estimate.month", "@2022-01-01", "estimate.month@", "estimate.month@2022-13-01"];
        let bound =
            ["estimate.month@2022-01-01,", "estimate.month@2022-01-01,from", "estimate.month@2022-01-01,on=2023-09-01"];
        for text in wrong.into_iter().chain(bound) {
            assert_eq!(text.parse::<ParameterVersion>(), Err(UnknownCode { kind: "parameter version" }), "{text}");
        }
    }
}
