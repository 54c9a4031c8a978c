//! A day, as a case tells it.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use trajet_law::months::{days_after, month_of_incapacity};

/// A day, as a case tells it: a date, or counted from the first day of incapacity.
///
/// `2022-11-10`, `D`, `D+70`, `month 4` (its first day) or `month 4 + 3 days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Date(NaiveDate),
    AfterStart { days: u32 },
    InMonth { month: u32, days: u32 },
}

impl When {
    /// The first day of incapacity.
    pub(crate) const START: Self = Self::AfterStart { days: 0 };

    /// The date, for an incapacity from `start`.
    pub(crate) fn date(self, start: NaiveDate) -> NaiveDate {
        match self {
            Self::Date(date) => date,
            Self::AfterStart { days } => days_after(start, days),
            Self::InMonth { month, days } => days_after(month_of_incapacity(start, month).first, days),
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a day such as 2022-11-10, D+70 or month 4 + 3 days");
        if let Ok(date) = text.parse() {
            return Ok(Self::Date(date));
        }
        let (anchor, days) = match text.split_once('+') {
            Some((anchor, days)) => (anchor.trim(), days.trim().trim_end_matches(" days").trim_end_matches(" day")),
            None => (text, "0"),
        };
        let days = days.parse().map_err(|_| wrong())?;
        match anchor.strip_prefix("month ") {
            Some(month) => {
                let month = month.parse().ok().filter(|month| (1..=120).contains(month)).ok_or_else(wrong)?;
                Ok(Self::InMonth { month, days })
            }
            None if anchor == "D" => Ok(Self::AfterStart { days }),
            None => Err(wrong()),
        }
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_or_counted_from_the_first() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let start = day("2022-08-31");
        for (text, date) in [
            ("2022-11-10", "2022-11-10"),
            ("D", "2022-08-31"),
            ("D+70", "2022-11-09"),
            ("D + 1 day", "2022-09-01"),
            ("month 4", "2022-11-30"),
            ("month 4 + 3 days", "2022-12-03"),
        ] {
            assert_eq!(text.parse::<When>().unwrap().date(start), day(date), "{text}");
        }
        for text in ["", "E", "D-1", "month", "month 0", "month 4 + days", "2022-02-30"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}
