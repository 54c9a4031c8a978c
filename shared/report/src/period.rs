//! The time that a report is about.

use chrono::{Datelike as _, Months, NaiveDate};
use trajet_law::months::LATEST;
use trajet_law::parameter::LAW_IN_FORCE_FROM;

/// A calendar year or a calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    first: NaiveDate,
    next: NaiveDate,
}

/// Why there is no such period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPeriod {
    /// Before the law came into force, or beyond the days that the platform knows.
    Year,
    /// No month of a year.
    Month,
}

impl Period {
    /// A calendar year under the law.
    ///
    /// # Errors
    /// If the law was not in force yet, or the platform knows no such days.
    pub fn year(year: i32) -> Result<Self, NoPeriod> {
        Self::from(year, 1, 12)
    }

    /// A calendar month under the law.
    ///
    /// # Errors
    /// As [`Self::year`]; also if the month is not 1 to 12.
    pub fn month(year: i32, month: u32) -> Result<Self, NoPeriod> {
        if (1..=12).contains(&month) { Self::from(year, month, 1) } else { Err(NoPeriod::Month) }
    }

    fn from(year: i32, month: u32, months: u32) -> Result<Self, NoPeriod> {
        let known = (LAW_IN_FORCE_FROM.year()..LATEST.year()).contains(&year);
        let first = NaiveDate::from_ymd_opt(year, month, 1).filter(|_| known).ok_or(NoPeriod::Year)?;
        let next = first.checked_add_months(Months::new(months)).ok_or(NoPeriod::Year)?;
        Ok(Self { first, next })
    }

    /// Whether a day is one of its days.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day < self.next
    }

    /// Its days from a day on.
    #[must_use]
    pub fn since(self, day: NaiveDate) -> Self {
        Self { first: self.first.max(day), ..self }
    }

    /// Whether it is over on a day.
    #[must_use]
    pub fn is_over_on(self, day: NaiveDate) -> bool {
        self.next <= day
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> NaiveDate {
        self.next.pred_opt().unwrap_or(self.next)
    }
}
