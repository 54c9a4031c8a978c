//! The law by which a case is judged (T8).
//!
//! Every figure of the law is a dated parameter of this crate. A [`Law`] is these parameters, some of them amended: so a
//! change of the law can be tried, and its effect on open cases proven, before it is written into [`crate::parameter`]. The
//! platform runs on [`LAW`] alone.

use std::fmt;

use chrono::NaiveDate;

use crate::deadline::{Counted, DatedFact, FactKind, Facts};
use crate::parameter::{Dated, NUMBERS, Parameter};

/// The law: the parameters of this crate, some of them amended.
#[derive(Debug, PartialEq, Eq)]
pub struct Law {
    amended: &'static [&'static Parameter<u32>],
}

/// The place of this program's figures among those of all releases: one more with each release in which a figure, or a day of one,
/// is another. While two releases run side by side, the later one has the say over open deadlines (T8).
pub const RELEASE: u32 = 1;

/// Which figures are in force: equal where all of them are equal, whatever program holds them.
///
/// Where it changes, by a release or because a day has come, open deadlines follow (T8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LawVersion(u64);

/// Sixteen hexadecimal digits.
impl fmt::Display for LawVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The law that the platform holds: nothing is amended.
pub static LAW: Law = Law::amended(&[]);

impl Default for &'static Law {
    fn default() -> Self {
        &LAW
    }
}

impl Law {
    /// The law with these parameters in the place of those of the same name.
    #[must_use]
    pub const fn amended(parameters: &'static [&'static Parameter<u32>]) -> Self {
        Self { amended: parameters }
    }

    fn amended_or<'a>(&'a self, parameter: &'a Parameter<u32>) -> &'a Parameter<u32> {
        self.amended.iter().find(|amended| amended.id() == parameter.id()).map_or(parameter, |amended| *amended)
    }

    /// Which figures are in force on a day: all versions that began by then, and the first of each parameter.
    #[must_use]
    pub fn version(&self, on: NaiveDate) -> LawVersion {
        let told = NUMBERS.iter().map(|parameter| {
            let parameter = self.amended_or(parameter);
            let begun = parameter.versions().enumerate().filter(|(place, one)| *place == 0 || one.valid_from <= on);
            let figures = begun.map(|(_, one)| format!("{} {:?} {}\n", one.valid_from, one.begun, one.value));
            format!("{}\n{}", parameter.id(), figures.collect::<String>())
        });
        LawVersion(fnv_1a(told.collect::<String>().as_bytes()))
    }

    /// The law by which a deadline is planned that counts from a day: that of the day of the decision, today, however late the
    /// day is entered, for what is open follows the law (T8). Without a decision under way, that of the day itself.
    ///
    /// Whether an act was lawful is judged by the law of its own day: [`Law::judging`].
    #[must_use]
    pub fn planning(&'static self, from: NaiveDate, start: Option<NaiveDate>, today: Option<NaiveDate>) -> Judged {
        let judged = self.judging(from, start);
        today.map_or(judged, |today| judged.again(today))
    }

    /// The law for what happens on a day, in an incapacity that began on `start` if that is known.
    #[must_use]
    pub const fn judging(&'static self, on: NaiveDate, start: Option<NaiveDate>) -> Judged {
        Judged { on, start, again_on: None, what: None, law: self }
    }
}

/// A day, and the law by which what happens on it is judged.
///
/// A day alone stands for [`LAW`], and for an incapacity whose first day is not known.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// The day.
    pub on: NaiveDate,
    start: Option<NaiveDate>,
    again_on: Option<NaiveDate>,
    what: Option<FactKind>,
    law: &'static Law,
}

impl From<NaiveDate> for Judged {
    fn from(on: NaiveDate) -> Self {
        LAW.judging(on, None)
    }
}

impl Judged {
    /// The same for an incapacity that began on a day.
    #[must_use]
    pub const fn begun(self, start: NaiveDate) -> Self {
        Self { start: Some(start), ..self }
    }

    /// The same day, judged again on a later one: by the law in force on that later one.
    #[must_use]
    pub const fn again(self, on: NaiveDate) -> Self {
        Self { again_on: Some(on), ..self }
    }

    /// Another day, judged by the same law.
    #[must_use]
    pub const fn at(self, on: NaiveDate) -> Self {
        Self { on, ..self }
    }

    /// The same day, being that of another fact than the one that the law expects: a step is counted from an appointment that
    /// came to nothing, in the place of the request.
    #[must_use]
    pub const fn being(self, kind: FactKind) -> Self {
        Self { what: Some(kind), ..self }
    }

    /// The fact of the day: of this kind, unless it was said to be another.
    pub(crate) fn fact(&self, kind: FactKind) -> DatedFact {
        self.what.unwrap_or(kind).on(self.on)
    }

    /// What is counted from facts by this law.
    pub(crate) fn counting(&self, from: impl Into<Facts>) -> Counted {
        let law_of = Some(self.law_of());
        Counted { from: from.into(), law_of, begun: self.start, beside: Vec::new(), instead: None }
    }

    fn law_of(&self) -> NaiveDate {
        self.again_on.map_or(self.on, |again| again.max(self.on))
    }

    /// What a parameter is.
    #[must_use]
    pub fn figure(&self, parameter: &Parameter<u32>) -> Dated<u32> {
        self.law.amended_or(parameter).of(self.law_of(), self.start)
    }
}

/// The FNV-1a hash: the same in every program, and enough to tell some laws from one another.
fn fnv_1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::{Begun, QUESTIONNAIRE_RETURN_WITHIN_DAYS, QUESTIONNAIRE_SEND_AFTER_DAYS, Version};
    use crate::testing::{EIGHT_WEEKS, day};

    static THREE_WEEKS_FROM_2023: Parameter<u32> = Parameter::new(
        "questionnaire.return_within_days",
        Version { valid_from: day_of(2022), begun: Begun::AnyDay, value: 14, source: "a version of this test" },
        &[Version { valid_from: day_of(2023), begun: Begun::AnyDay, value: 21, source: "a version of this test" }],
    );
    static AMENDED: Law = Law::amended(&[&THREE_WEEKS_FROM_2023]);

    const fn day_of(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).expect("a date")
    }

    #[test]
    fn t8_what_is_not_amended_is_as_the_platform_holds_it() {
        let judged = AMENDED.judging(day("2023-02-01"), None);
        assert_eq!(judged.figure(&QUESTIONNAIRE_SEND_AFTER_DAYS), QUESTIONNAIRE_SEND_AFTER_DAYS.on(day("2023-02-01")));
        assert_eq!(judged.figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS).value, 21);
        assert_eq!(Judged::from(day("2023-02-01")).figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS).value, 14);
    }

    #[test]
    fn t8_what_is_judged_again_is_judged_by_the_law_of_the_later_day() {
        let judged = AMENDED.judging(day("2022-12-20"), None);
        assert_eq!(judged.figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS).value, 14);
        let again = judged.again(day("2023-01-02"));
        assert_eq!(
            again.figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS).version.to_string(),
            "questionnaire.return_within_days@2023-01-01"
        );
        assert_eq!(again.figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS).value, 21);
        // A day after the one on which it is judged again has its own law.
        assert_eq!(
            judged.at(day("2023-01-05")).again(day("2022-12-20")).figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS).value,
            21
        );
    }

    #[test]
    fn t8_a_deadline_is_planned_by_the_law_of_the_day_of_the_decision() {
        let days = |today: Option<&str>| {
            let judged = AMENDED.planning(day("2022-12-20"), None, today.map(day));
            judged.figure(&QUESTIONNAIRE_RETURN_WITHIN_DAYS).value
        };
        assert_eq!((days(Some("2022-12-31")), days(Some("2023-01-01")), days(None)), (14, 21, 14));
    }

    #[test]
    fn t8_a_law_has_another_version_when_a_figure_changes_and_from_the_day_on_which_it_does() {
        let (eve, day_of_change) = (day("2022-12-31"), day("2023-01-01"));
        assert_eq!(LAW.version(eve), LAW.version(day_of_change));
        assert_eq!(AMENDED.version(eve), LAW.version(eve), "what is amended is not in force yet");
        assert_ne!(AMENDED.version(day_of_change), LAW.version(day_of_change));
        assert_ne!(EIGHT_WEEKS.version(eve), LAW.version(eve));
        assert_ne!(EIGHT_WEEKS.version(day_of_change), AMENDED.version(day_of_change));
        assert_eq!(LAW.version(eve).to_string().len(), 16);
    }

    #[test]
    fn t8_a_release_of_other_figures_has_a_number_of_its_own() {
        let all = LAW.version(NaiveDate::MAX).to_string();
        let why = "the figures are others: raise RELEASE where this one was released, and tell their version here";
        assert_eq!((RELEASE, all.as_str()), (1, "4e8bfe3ba49b3d01"), "{why}");
    }

    #[test]
    fn t8_fnv_1a_is_that_of_its_authors() {
        assert_eq!(
            [fnv_1a(b""), fnv_1a(b"a"), fnv_1a(b"foobar")],
            [0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c, 0x8594_4171_f739_67e8]
        );
    }

    #[test]
    fn t8_every_number_of_the_law_is_in_its_version() {
        let written = include_str!("parameter/figures.rs").matches(": Parameter<u32>").count();
        assert_eq!(NUMBERS.len(), written);
        let ids: std::collections::BTreeSet<&str> = NUMBERS.iter().map(|parameter| parameter.id()).collect();
        assert_eq!(ids.len(), written);
    }

    #[test]
    fn t8_a_version_applies_to_the_incapacities_that_it_names() {
        let after = |start: Option<&str>| {
            let judged = EIGHT_WEEKS.judging(day("2022-03-01"), start.map(day));
            judged.figure(&QUESTIONNAIRE_SEND_AFTER_DAYS).value
        };
        assert_eq!(after(Some("2021-12-31")), 56);
        assert_eq!(after(Some("2022-01-01")), 70);
        assert_eq!(after(None), 70);
    }
}
