//! Legal days on the wire: `google.type.Date` to and from [`NaiveDate`].

use chrono::{Datelike as _, NaiveDate};

use crate::google::r#type::Date;

/// Why a day on the wire is not a legal day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDate {
    /// Year, month or day is zero: the message allows it, a legal day does not.
    #[error("the date lacks its year, month or day")]
    Partial,
    /// No calendar has this day, or the year is not between 1 and 9999.
    #[error("the date does not exist")]
    Impossible,
}

/// The day as it goes on the wire.
#[must_use]
pub fn to_proto(day: NaiveDate) -> Date {
    Date { year: day.year(), month: day.month().cast_signed(), day: day.day().cast_signed() }
}

impl TryFrom<Date> for NaiveDate {
    type Error = InvalidDate;

    fn try_from(date: Date) -> Result<Self, InvalidDate> {
        let Date { year, month, day } = date;
        if year == 0 || month == 0 || day == 0 {
            return Err(InvalidDate::Partial);
        }
        if !(1..=9999).contains(&year) {
            return Err(InvalidDate::Impossible);
        }
        let (Ok(month), Ok(day)) = (u32::try_from(month), u32::try_from(day)) else {
            return Err(InvalidDate::Impossible);
        };
        Self::from_ymd_opt(year, month, day).ok_or(InvalidDate::Impossible)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_back_as_it_went() {
        for text in ["0001-01-01", "2024-02-29", "2026-12-31", "9999-12-31"] {
            let day: NaiveDate = text.parse().unwrap();
            assert_eq!(NaiveDate::try_from(to_proto(day)), Ok(day));
        }
    }

    #[test]
    fn a_date_that_is_no_day_is_refused() {
        for (year, month, day, fault) in [
            (0, 1, 1, InvalidDate::Partial),
            (2024, 0, 0, InvalidDate::Partial),
            (2024, 2, 0, InvalidDate::Partial),
            (2023, 2, 29, InvalidDate::Impossible),
            (2024, 13, 1, InvalidDate::Impossible),
            (2024, -1, 1, InvalidDate::Impossible),
            (2024, 1, i32::MIN, InvalidDate::Impossible),
            (-1, 1, 1, InvalidDate::Impossible),
            (10_000, 1, 1, InvalidDate::Impossible),
        ] {
            assert_eq!(NaiveDate::try_from(Date { year, month, day }), Err(fault));
        }
    }
}
