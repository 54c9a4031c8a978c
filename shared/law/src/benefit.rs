//! By how much income from authorised work reduces the daily benefit (M21).
//!
//! INAMI presentation 2016, part 1.1: what counts is the gross income of a day less social contributions; above a threshold
//! the benefit of the day is reduced by a percentage for each bracket of income. The brackets are in none of our sources,
//! so that they are given, with the days on which they are in force, and never assumed.
//!
//! Own readings: the percentage of a bracket is of the part of the income that lies within it, and what lies under the
//! threshold reduces nothing. All is counted in whole numbers and nothing is rounded: how an amount is rounded is not said.

use chrono::NaiveDate;

use crate::parameter::{AUTHORISED_WORK_INCOME_THRESHOLD, ParameterVersion};

/// A part of the income, from a bound to the next bracket's or without an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bracket {
    /// Its lower bound, in ten-thousandths of a euro: what lies above it is in the bracket.
    pub above: u32,
    /// By how much of that part the benefit is reduced, in hundredths of a percent, up to 10,000.
    pub rate: u32,
}

/// The brackets in force on some days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    brackets: Vec<Bracket>,
}

/// Why brackets are no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotATable {
    /// Its last day lies before its first.
    #[error("the table ends before it begins")]
    Backwards,
    /// It has no brackets.
    #[error("the table has no brackets")]
    Empty,
    /// The brackets do not rise from one to the next.
    #[error("the brackets must rise, each above the one before")]
    NotRising,
    /// A percentage is above 100.
    #[error("a percentage is at most 100")]
    MoreThanAll,
}

impl Table {
    /// The brackets in force from a day on, until a last day where there is one.
    ///
    /// # Errors
    /// If they are no table.
    pub fn new(valid_from: NaiveDate, valid_to: Option<NaiveDate>, brackets: Vec<Bracket>) -> Result<Self, NotATable> {
        if valid_to.is_some_and(|last| last < valid_from) {
            Err(NotATable::Backwards)
        } else if brackets.is_empty() {
            Err(NotATable::Empty)
        } else if !brackets.is_sorted_by(|one, next| one.above < next.above) {
            Err(NotATable::NotRising)
        } else if brackets.iter().any(|bracket| bracket.rate > ALL) {
            Err(NotATable::MoreThanAll)
        } else {
            Ok(Self { valid_from, valid_to, brackets })
        }
    }

    fn holds(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// What the income above a threshold takes off, in hundred-millionths of a euro.
    fn taken_off(&self, income: u32, threshold: u32) -> u64 {
        let upper = self.brackets.iter().skip(1).map(|next| next.above).chain([u32::MAX]);
        let part = |(bracket, upper): (&Bracket, u32)| {
            let within = income.min(upper).saturating_sub(bracket.above.max(threshold));
            u64::from(within) * u64::from(bracket.rate)
        };
        self.brackets.iter().zip(upper).map(part).sum()
    }
}

/// A percentage of 100, in hundredths of a percent.
const ALL: u32 = 10_000;

/// What income does to the benefit of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// By how much the benefit is reduced, in hundred-millionths of a euro; never by more than there is.
    pub reduction: u64,
    /// What is left of it, in hundred-millionths of a euro.
    pub left: u64,
    /// The threshold that was held, in ten-thousandths of a euro.
    pub threshold: u32,
    /// The version of the threshold.
    pub parameter: ParameterVersion,
}

/// No table, or more than one, is in force on a day: by how much the benefit is reduced cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoReduction {
    /// None is.
    #[error("no table of brackets is in force on {0}")]
    NoTable(NaiveDate),
    /// More than one is.
    #[error("more than one table of brackets is in force on {0}")]
    Ambiguous(NaiveDate),
}

/// By how much the benefit of a day is reduced by the income of that day: gross, less social contributions. Both amounts are
/// in ten-thousandths of a euro. Income that is not above the threshold reduces nothing, whatever table there is.
///
/// # Errors
/// If the income is above the threshold, and not one table is in force on the day.
pub fn reduction(day: NaiveDate, income: u32, benefit: u32, tables: &[Table]) -> Result<Reduction, NoReduction> {
    let threshold = AUTHORISED_WORK_INCOME_THRESHOLD.on(day);
    let taken_off = if income > threshold.value {
        let mut in_force = tables.iter().filter(|table| table.holds(day));
        let table = in_force.next().ok_or(NoReduction::NoTable(day))?;
        if in_force.next().is_some() {
            return Err(NoReduction::Ambiguous(day));
        }
        table.taken_off(income, threshold.value)
    } else {
        0
    };
    let benefit = u64::from(benefit) * u64::from(ALL);
    let reduction = taken_off.min(benefit);
    Ok(Reduction { reduction, left: benefit - reduction, threshold: threshold.value, parameter: threshold.version })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::day;

    /// A table of this test: a fifth from the threshold on, half from 25 euro, three quarters from 40 euro.
    fn table() -> Table {
        let brackets = [(156_068, 2_000), (250_000, 5_000), (400_000, 7_500)];
        let brackets = brackets.map(|(above, rate)| Bracket { above, rate }).to_vec();
        Table::new(day("2022-01-01"), Some(day("2022-12-31")), brackets).expect("it is a table")
    }

    fn taken_off(income: u32) -> u64 {
        reduction(day("2022-10-03"), income, 600_000, &[table()]).expect("a table is in force").reduction
    }

    #[test]
    fn m21_income_up_to_the_threshold_reduces_nothing() {
        assert_eq!((taken_off(0), taken_off(156_068)), (0, 0));
        assert_eq!(taken_off(156_069), 2_000, "a ten-thousandth of a euro more, a fifth of it");
        let without_a_table = reduction(day("2022-10-03"), 156_068, 600_000, &[]).expect("nothing is reduced");
        assert_eq!((without_a_table.reduction, without_a_table.left), (0, 6_000_000_000));
        assert_eq!(without_a_table.parameter.to_string(), "authorised_work.income_threshold@2016-01-01");
    }

    #[test]
    fn m21_each_bracket_counts_for_the_income_within_it() {
        // (25 - 15.6068) x 20 % = 1.87864; and (40 - 25) x 50 % = 7.5; and (50 - 40) x 75 % = 7.5.
        assert_eq!(taken_off(250_000), 187_864_000);
        assert_eq!(taken_off(400_000), 187_864_000 + 750_000_000);
        assert_eq!(taken_off(500_000), 187_864_000 + 750_000_000 + 750_000_000);
    }

    #[test]
    fn m21_the_benefit_is_not_reduced_below_nothing() {
        let found = reduction(day("2022-10-03"), u32::MAX, 600_000, &[table()]).expect("a table is in force");
        assert_eq!((found.reduction, found.left), (6_000_000_000, 0));
    }

    #[test]
    fn m21_a_bracket_under_the_threshold_counts_from_the_threshold_on() {
        let low = Table::new(day("2022-01-01"), None, vec![Bracket { above: 0, rate: ALL }]).expect("it is a table");
        let found = reduction(day("2022-10-03"), 166_068, 600_000, &[low]).expect("a table is in force");
        assert_eq!(found.reduction, 100_000_000, "one euro lies above the threshold");
    }

    #[test]
    fn m21_without_one_table_for_the_day_the_answer_says_so() {
        let asked = |on, tables: &[Table]| reduction(day(on), 300_000, 600_000, tables).map(|found| found.reduction);
        for on in ["2021-12-31", "2023-01-01"] {
            assert_eq!(asked(on, &[table()]), Err(NoReduction::NoTable(day(on))));
        }
        assert!(asked("2022-12-31", &[table()]).is_ok() && asked("2022-01-01", &[table()]).is_ok());
        assert_eq!(asked("2022-06-01", &[table(), table()]), Err(NoReduction::Ambiguous(day("2022-06-01"))));
    }

    #[test]
    fn m21_what_is_no_table_is_refused() {
        let (first, last) = (day("2022-01-01"), day("2021-12-31"));
        let bracket = |above, rate| Bracket { above, rate };
        let wrong = |until, brackets| Table::new(first, until, brackets).expect_err("it is no table");
        assert_eq!(wrong(Some(last), vec![bracket(1, 1)]), NotATable::Backwards);
        assert_eq!(wrong(None, vec![]), NotATable::Empty);
        assert_eq!(wrong(None, vec![bracket(2, 1), bracket(2, 1)]), NotATable::NotRising);
        assert_eq!(wrong(None, vec![bracket(1, 10_001)]), NotATable::MoreThanAll);
    }

    proptest! {
        #[test]
        fn m21_more_income_never_takes_off_less_and_never_more_than_the_income_above_the_threshold(
            income in 0_u32..2_000_000, more in 0_u32..2_000_000,
        ) {
            let (less, most) = (taken_off(income), taken_off(income.saturating_add(more)));
            prop_assert!(less <= most);
            prop_assert!(less <= u64::from(income.saturating_sub(156_068)) * 10_000);
        }
    }
}
