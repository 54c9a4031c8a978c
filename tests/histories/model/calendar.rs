//! Legal days, counted on the calendar (rules T2 and T3).

use chrono::{Days, Months, NaiveDate};

/// So many days later.
pub(crate) fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

/// The day before.
pub(crate) fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap()
}

/// So many months later; a day that the month lacks is its last.
pub(crate) fn months(day: NaiveDate, count: u32) -> NaiveDate {
    day.checked_add_months(Months::new(count)).unwrap()
}

/// The first day of a month of incapacity, counted from 1.
pub(crate) fn first_of(start: NaiveDate, month: u32) -> NaiveDate {
    months(start, month - 1)
}

/// The last day of a month of incapacity.
pub(crate) fn last_of(start: NaiveDate, month: u32) -> NaiveDate {
    before(months(start, month))
}

#[cfg(test)]
mod tests {
    use acceptance::day;

    use super::*;

    /// Circular 2022/383, part III, worked out on a paper calendar.
    #[test]
    fn t2_the_months_of_incapacity_are_those_of_a_paper_calendar() {
        for (start, month_4, month_6_ends, month_7_ends) in [
            ("2022-09-01", ("2022-12-01", "2022-12-31"), "2023-02-28", "2023-03-31"),
            ("2022-10-31", ("2023-01-31", "2023-02-27"), "2023-04-29", "2023-05-30"),
            ("2022-11-30", ("2023-02-28", "2023-03-29"), "2023-05-29", "2023-06-29"),
            ("2023-10-31", ("2024-01-31", "2024-02-28"), "2024-04-29", "2024-05-30"),
            ("2023-11-29", ("2024-02-29", "2024-03-28"), "2024-05-28", "2024-06-28"),
            ("2024-02-29", ("2024-05-29", "2024-06-28"), "2024-08-28", "2024-09-28"),
            ("2023-08-31", ("2023-11-30", "2023-12-30"), "2024-02-28", "2024-03-30"),
        ] {
            let start = day(start);
            assert_eq!((first_of(start, 4), last_of(start, 4)), (day(month_4.0), day(month_4.1)), "{start}");
            assert_eq!((last_of(start, 6), last_of(start, 7)), (day(month_6_ends), day(month_7_ends)), "{start}");
        }
    }

    #[test]
    fn q1_ten_weeks_after_the_first_of_september_is_the_tenth_of_november() {
        assert_eq!(after(day("2022-09-01"), 70), day("2022-11-10"));
        assert_eq!(after(day("2023-12-22"), 70), day("2024-03-01"), "a leap day is a day");
    }
}
