//! The numbers of the law, each with its versions in time (T8).
//!
//! Law of 12 December 2021, art. 6: in force from 1 January 2022. Circular 2022/383 gives the figures and
//! applies from 1 September 2022; its predecessor, 2022/160, is not among our sources. We hold the same
//! figures from 1 January 2022 on (own reading), so that the first version of each begins on that day.
//!
//! Neither the law nor the circular gives a transitional rule. So an event is judged by the law in force
//! on its day (own reading), and a deadline is planned with the version in force on the day of the act
//! that plans it; when a version begins while a deadline is open, the deadline is planned again,
//! visibly.
//!
//! The first version of a parameter also plans for an incapacity that began before it: those of 2021
//! that ran on were under the new law for everything that came after. What fell due before the law, it
//! does not judge at all ([`crate::deadline::Plan::predates_the_law`]). Older law is not modelled.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::{UnknownCode, working_days::WorkingWeek};

/// The day on which the law of 12 December 2021 came into force.
pub const LAW_IN_FORCE_FROM: NaiveDate = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a date of the calendar");

/// A value that the law, or the platform where the law is silent, may change from some day on.
#[derive(Debug)]
pub struct Parameter<T: 'static> {
    id: &'static str,
    first: Version<T>,
    later: &'static [Version<T>],
}

/// What a parameter is from a day on, until the day before the next version begins.
#[derive(Clone, Copy, Debug)]
pub struct Version<T> {
    /// The first day on which it is in force.
    pub valid_from: NaiveDate,
    /// What the parameter is.
    pub value: T,
    /// Where it comes from.
    pub source: &'static str,
}

/// A value with the version that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The value.
    pub value: T,
    /// The version.
    pub version: ParameterVersion,
}

/// The name of one version of one parameter, for example `questionnaire.send_after_days@2022-01-01`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParameterVersion {
    /// The parameter.
    pub id: String,
    /// The first day of the version.
    pub valid_from: NaiveDate,
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

    /// The version in force on a day; before the first version, the first.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Dated<T> {
        let version = self.later.iter().rev().find(|version| version.valid_from <= day).unwrap_or(&self.first);
        Dated {
            value: version.value,
            version: ParameterVersion { id: self.id.to_owned(), valid_from: version.valid_from },
        }
    }
}

impl fmt::Display for ParameterVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.id, self.valid_from)
    }
}

impl FromStr for ParameterVersion {
    type Err = UnknownCode;

    /// Reads a name back, also that of a parameter which the code no longer has: an old event still
    /// tells it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownCode { kind: "parameter version" };
        let (id, valid_from) = text.split_once('@').filter(|(id, _)| !id.is_empty()).ok_or(unknown)?;
        Ok(Self { id: id.to_owned(), valid_from: valid_from.parse().map_err(|_| unknown)? })
    }
}

/// The source of a figure that the circular gives at a place, and that we hold from the first day of the law on.
macro_rules! figure_of_the_circular {
    ($place:literal) => {
        concat!(
            "Law of 12 December 2021, art. 6; the figure is of Circular 2022/383, ",
            $place,
            ", in force from 1 September 2022; that it is the same from 1 January 2022 on is our own reading"
        )
    };
}

const OWN_TARGET: &str = "Own target: the circular sets a duty without a last day";

/// A parameter that has not changed since the law came into force.
const fn since_the_law<T: Copy>(id: &'static str, value: T, source: &'static str) -> Parameter<T> {
    Parameter::new(id, Version { valid_from: LAW_IN_FORCE_FROM, value, source }, &[])
}

/// How many days after the first day of incapacity the questionnaire is sent (Q1).
pub static QUESTIONNAIRE_SEND_AFTER_DAYS: Parameter<u32> =
    since_the_law("questionnaire.send_after_days", 70, figure_of_the_circular!("part III, 3.1, step 2"));

/// How many days after its sending the completed questionnaire is due back (Q5).
pub static QUESTIONNAIRE_RETURN_WITHIN_DAYS: Parameter<u32> =
    since_the_law("questionnaire.return_within_days", 14, figure_of_the_circular!("part III, 3.1, step 3, and part V"));

/// How many days the coordinator's help with a questionnaire should take (Q6).
pub static QUESTIONNAIRE_HELP_TARGET_DAYS: Parameter<u32> =
    since_the_law("questionnaire.help_target_days", 14, OWN_TARGET);

/// The month of incapacity in which the remaining capacities are first estimated (M3).
pub static ESTIMATE_MONTH: Parameter<u32> =
    since_the_law("estimate.month", 4, figure_of_the_circular!("part III, 3.1, step 4"));

/// The month of incapacity by whose end a person in category 1 is expected back at work (M6, M7).
pub static CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH: Parameter<u32> =
    since_the_law("category_1.spontaneous_return_by_month", 6, figure_of_the_circular!("part III, 3.1, step 5"));

/// The month of incapacity by whose end who was in category 1 and did not return should be examined
/// (M7).
pub static CATEGORY_1_EXAMINATION_TARGET_MONTH: Parameter<u32> =
    since_the_law("category_1.examination_target_month", 7, OWN_TARGET);

/// The month of incapacity by whose end a person in category 3 must have been examined (M8).
pub static CATEGORY_3_EXAMINATION_BY_MONTH: Parameter<u32> =
    since_the_law("category_3.examination_by_month", 7, figure_of_the_circular!("part III, 3.1, step 5"));

/// The month of incapacity by whose end a person in category 4 at the first estimate meets the
/// coordinator (D4).
pub static FIRST_CONTACT_BY_MONTH: Parameter<u32> =
    since_the_law("first_contact.by_month", 6, figure_of_the_circular!("part III, 3.1, step 7"));

/// How many months after the referral who came to category 4 later meets the coordinator (D4).
pub static FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL: Parameter<u32> =
    since_the_law("first_contact.within_months_of_referral", 1, figure_of_the_circular!("part III, 3.1, step 7"));

/// How many months primary incapacity lasts (T4).
pub static PRIMARY_INCAPACITY_MONTHS: Parameter<u32> =
    since_the_law("primary_incapacity.months", 12, "INAMI presentation 2016; practice slides");

/// Which days are working days (T5).
pub static WORKING_DAY_DEFINITION: Parameter<WorkingWeek> = since_the_law(
    "working_day.definition",
    WorkingWeek::WITH_SATURDAY,
    "Own reading: the sources speak of working days and do not define them",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    static NUMBERS: [&Parameter<u32>; 10] = [
        &QUESTIONNAIRE_SEND_AFTER_DAYS,
        &QUESTIONNAIRE_RETURN_WITHIN_DAYS,
        &QUESTIONNAIRE_HELP_TARGET_DAYS,
        &ESTIMATE_MONTH,
        &CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH,
        &CATEGORY_1_EXAMINATION_TARGET_MONTH,
        &CATEGORY_3_EXAMINATION_BY_MONTH,
        &FIRST_CONTACT_BY_MONTH,
        &FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL,
        &PRIMARY_INCAPACITY_MONTHS,
    ];

    /// Before 2022 the questionnaire went out after eight weeks; the second version is the law's.
    static SEND_AFTER_DAYS: Parameter<u32> = Parameter::new(
        "questionnaire.send_after_days",
        Version {
            valid_from: NaiveDate::from_ymd_opt(2019, 4, 1).expect("a date"),
            value: 56,
            source: "a version of this test",
        },
        &[Version { valid_from: LAW_IN_FORCE_FROM, value: 70, source: "a version of this test" }],
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
    fn t8_the_parameters_hold_what_the_circular_says() {
        let values = NUMBERS.map(|parameter| parameter.on(day("2022-09-01")).value);
        assert_eq!(values, [70, 14, 14, 4, 6, 7, 7, 6, 1, 12]);
    }

    #[test]
    fn t8_a_figure_of_the_circular_says_that_it_holds_before_it_by_our_own_reading() {
        let sources = NUMBERS.iter().flat_map(|parameter| parameter.versions().map(|version| version.source));
        let of_the_circular: Vec<_> = sources.filter(|source| source.contains("Circular 2022/383")).collect();
        assert_eq!(of_the_circular.len(), 7);
        for source in of_the_circular {
            assert!(source.contains("from 1 September 2022") && source.contains("our own reading"), "{source}");
        }
    }

    #[test]
    fn t8_versions_follow_each_other_and_ids_are_unique() {
        for parameter in NUMBERS.iter().copied().chain([&SEND_AFTER_DAYS]) {
            assert!(parameter.versions().is_sorted_by(|one, next| one.valid_from < next.valid_from));
        }
        for (index, parameter) in NUMBERS.iter().enumerate() {
            assert!(NUMBERS[..index].iter().all(|other| other.id() != parameter.id()));
        }
    }

    #[test]
    fn t8_the_name_of_a_version_is_read_back() {
        let version = ESTIMATE_MONTH.on(day("2022-09-01")).version;
        assert_eq!(version.to_string().parse(), Ok(version));
        for text in ["", "estimate.month", "@2022-01-01", "estimate.month@", "estimate.month@2022-13-01"] {
            assert_eq!(text.parse::<ParameterVersion>(), Err(UnknownCode { kind: "parameter version" }), "{text}");
        }
    }
}
