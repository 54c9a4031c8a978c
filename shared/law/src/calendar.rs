//! The legal calendar of an incapacity: every step with a time, as known on its first day.
//!
//! Circular 2022/383, part III, 3.1. What depends on an act supposes that the act is done on the day
//! that the law gives it: the questionnaire is sent on its day, and a person in category 4 is referred
//! at an estimate in time. The steps of all categories are there, of which a person meets those of one.

use chrono::NaiveDate;

use crate::{
    deadline::Plan,
    estimate::{category_1_examination_plan, category_3_examination_plan, first_estimate_plan},
    first_contact,
    primary_incapacity::invalidity_plan,
    questionnaire::{return_plan, send_plan},
};

/// The seven steps of an incapacity that begins on a day, by their last day or else their target.
///
/// A step that ended before the law came into force is there as well: the calendar says when, and
/// whether the law judges it ([`Plan::predates_the_law`], T8) is asked by who acts on it.
#[must_use]
pub fn legal_calendar(start: NaiveDate) -> Vec<Plan> {
    let send = send_plan(start, start);
    let sent_back = send.due.map(return_plan);
    let mut plans = vec![
        send,
        first_estimate_plan(start, start),
        first_contact::by_month(start, start),
        category_1_examination_plan(start, start),
        category_3_examination_plan(start, start),
        invalidity_plan(start, start),
    ];
    plans.extend(sent_back);
    plans.sort_by_key(Plan::end);
    plans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    /// A line for each step: its code, then the days it opens, is due, warns and aims at.
    fn written(start: &str) -> Vec<String> {
        let date = |date: Option<NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
        legal_calendar(day(start))
            .iter()
            .map(|plan| {
                let dates = [plan.opens, plan.due, plan.warn_on, plan.target].map(date);
                format!("{} {}", plan.step, dates.join(" "))
            })
            .collect()
    }

    #[test]
    fn t2_the_calendar_of_a_start_on_the_first_of_a_month() {
        assert_eq!(
            written("2022-09-01"),
            [
                "questionnaire_send - 2022-11-10 - -",
                "questionnaire_return - 2022-11-24 2022-11-23 -",
                "first_estimate 2022-12-01 2022-12-31 - -",
                "first_contact_category_4 - 2023-02-28 - -",
                "category_1_examination 2023-03-01 - - 2023-03-31",
                "category_3_examination - 2023-03-31 - -",
                "invalidity_start 2023-09-01 2023-09-01 - -",
            ]
        );
    }

    #[test]
    fn t2_the_calendar_of_a_start_on_31_january() {
        assert_eq!(
            written("2022-01-31"),
            [
                "questionnaire_send - 2022-04-11 - -",
                "questionnaire_return - 2022-04-25 2022-04-24 -",
                "first_estimate 2022-04-30 2022-05-30 - -",
                "first_contact_category_4 - 2022-07-30 - -",
                "category_1_examination 2022-07-31 - - 2022-08-30",
                "category_3_examination - 2022-08-30 - -",
                "invalidity_start 2023-01-31 2023-01-31 - -",
            ]
        );
    }

    #[test]
    fn t2_the_calendar_of_a_start_whose_month_seven_opens_on_a_leap_day() {
        assert_eq!(
            written("2023-08-31"),
            [
                "questionnaire_send - 2023-11-09 - -",
                "questionnaire_return - 2023-11-23 2023-11-22 -",
                "first_estimate 2023-11-30 2023-12-30 - -",
                "first_contact_category_4 - 2024-02-28 - -",
                "category_1_examination 2024-02-29 - - 2024-03-30",
                "category_3_examination - 2024-03-30 - -",
                "invalidity_start 2024-08-31 2024-08-31 - -",
            ]
        );
    }

    #[test]
    fn t2_the_calendar_of_a_start_on_a_leap_day() {
        assert_eq!(
            written("2024-02-29"),
            [
                "questionnaire_send - 2024-05-09 - -",
                "questionnaire_return - 2024-05-23 2024-05-22 -",
                "first_estimate 2024-05-29 2024-06-28 - -",
                "first_contact_category_4 - 2024-08-28 - -",
                "category_1_examination 2024-08-29 - - 2024-09-28",
                "category_3_examination - 2024-09-28 - -",
                "invalidity_start 2025-02-28 2025-02-28 - -",
            ]
        );
    }

    #[test]
    fn t2_the_calendar_of_a_start_whose_month_four_opens_in_february() {
        assert_eq!(
            written("2022-11-30"),
            [
                "questionnaire_send - 2023-02-08 - -",
                "questionnaire_return - 2023-02-22 2023-02-21 -",
                "first_estimate 2023-02-28 2023-03-29 - -",
                "first_contact_category_4 - 2023-05-29 - -",
                "category_1_examination 2023-05-30 - - 2023-06-29",
                "category_3_examination - 2023-06-29 - -",
                "invalidity_start 2023-11-30 2023-11-30 - -",
            ]
        );
    }

    #[test]
    fn t8_a_calendar_has_every_step_even_those_that_the_law_does_not_judge() {
        // Ten weeks after 1 October 2021 is 10 December, and two weeks later 24 December: both before the law.
        assert_eq!(
            written("2021-10-01"),
            [
                "questionnaire_send - 2021-12-10 - -",
                "questionnaire_return - 2021-12-24 2021-12-23 -",
                "first_estimate 2022-01-01 2022-01-31 - -",
                "first_contact_category_4 - 2022-03-31 - -",
                "category_1_examination 2022-04-01 - - 2022-04-30",
                "category_3_examination - 2022-04-30 - -",
                "invalidity_start 2022-10-01 2022-10-01 - -",
            ]
        );
        let judged = |plan: &&Plan| !plan.predates_the_law();
        assert_eq!(legal_calendar(day("2021-10-01")).iter().filter(judged).count(), 5);
        assert_eq!(legal_calendar(day("1990-01-01")).len(), 7);
    }
}
