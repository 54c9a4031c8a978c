//! Legal days.

use chrono::{NaiveDate, TimeDelta};
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;

/// A day, written YYYY-MM-DD.
#[must_use]
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A number of days, to be added to one.
#[must_use]
pub fn days(count: i64) -> TimeDelta {
    TimeDelta::days(count)
}

/// A day as it goes on the wire.
#[must_use]
pub fn wire(day: NaiveDate) -> Option<Date> {
    Some(to_proto(day))
}

/// A day of an answer; `None` where the answer has none.
#[must_use]
pub fn read(date: Option<Date>) -> Option<NaiveDate> {
    date.map(|date| date.try_into().unwrap())
}
