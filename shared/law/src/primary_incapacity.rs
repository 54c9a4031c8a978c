//! When primary incapacity ends and invalidity begins (T4).
//!
//! INAMI presentation 2016 and practice slides: the first twelve months are primary incapacity
//! (incapacité primaire / primaire arbeidsongeschiktheid); who is still incapacitated after them is an
//! invalid. The regional services receive an invalid otherwise than a person in primary incapacity, and
//! the physician is no longer the only one to decide on recognition. Which body decides then is not in
//! the sources and not modelled.

use chrono::NaiveDate;

use crate::{
    deadline::{Actor, FactKind, Plan, Step},
    law::Judged,
    months::{Period, cover_of_months, months_after},
    parameter::PRIMARY_INCAPACITY_MONTHS,
    rule::Rule,
};

/// The days of primary incapacity, by the law in force on a day.
#[must_use]
pub fn primary_incapacity(start: NaiveDate, on: impl Into<Judged>) -> Period {
    cover_of_months(start, on.into().begun(start).figure(&PRIMARY_INCAPACITY_MONTHS).value)
}

/// The start of invalidity, planned on a day. It comes about by itself on its day.
#[must_use]
pub fn invalidity_plan(start: NaiveDate, planned: impl Into<Judged>) -> Plan {
    let planned = planned.into().begun(start);
    let months = planned.figure(&PRIMARY_INCAPACITY_MONTHS);
    let first_day = months_after(start, months.value);
    Plan {
        step: Step::InvalidityStart,
        rule: Rule::T4,
        parameter: months.version,
        opens: Some(first_day),
        due: Some(first_day),
        warn_on: None,
        target: None,
        actor: Actor::System,
        counted: planned.counting([FactKind::FirstDay.on(start)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn t4_invalidity_begins_on_the_day_after_primary_incapacity() {
        let start = day("2024-02-29");
        let primary = primary_incapacity(start, start);
        assert_eq!(primary, Period { first: start, last: day("2025-02-27") });
        assert_eq!(invalidity_plan(start, start).due, Some(day("2025-02-28")));
    }
}
