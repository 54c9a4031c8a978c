//! The figures of the law, read once more from the texts, each with its source and the day from which it holds.
//!
//! All hold from 1 January 2022, when the Law of 12 December 2021 came into force: Circular 2022/383, in force from 1 September
//! 2022, gives them, and the same are held before it (own reading).

use crate::day::Day;

/// The day on which the law came into force: what ended before is not judged by it (rule T8; Law of 12 December 2021, art. 6).
pub(crate) const LAW: Day = match Day::of(2022, 1, 1) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};

/// Ten weeks after the first day of incapacity (Circular 2022/383, part III, 3.1, step 2; rule Q1).
pub(crate) const SENT_AFTER_DAYS: i32 = 70;
/// Two weeks to return it (part III, 3.1, step 3; rule Q5).
pub(crate) const RETURNED_WITHIN_DAYS: i32 = 14;
/// A target of the platform for the help (part III, 3.1, step 3, gives none; rule Q6, own).
pub(crate) const HELPED_WITHIN_DAYS: i32 = 14;
/// The first estimate is made in the fourth month (part III, 3.1, step 4; rule M3).
pub(crate) const ESTIMATE_MONTH: i32 = 4;
/// A target of the platform for an estimate that a track kept back (rule M4, own).
pub(crate) const ESTIMATED_AFTER_TRACK_MONTHS: i32 = 1;
/// The return of category 1 is awaited until the end of the sixth month (part III, 3.1, step 5; rules M6 and M7).
pub(crate) const SPONTANEOUS_RETURN_MONTH: i32 = 6;
/// A target of the platform for the examination of category 1: the end of the seventh month (rule M7, own).
pub(crate) const CATEGORY_1_TARGET_MONTH: i32 = 7;
/// Category 3 is examined in the seventh month at the latest (part III, 3.1, step 5; rule M8).
pub(crate) const CATEGORY_3_MONTH: i32 = 7;
/// A target of the platform for who comes to category 3 on the file after that (rule M8, own).
pub(crate) const CATEGORY_3_LATE_MONTHS: i32 = 1;
/// The first contact takes place in the sixth month at the latest (part III, 3.1, step 7; rule D4).
pub(crate) const CONTACT_MONTH: i32 = 6;
/// Or within one month of the referral (part III, 3.1, step 7; rule D4); also after work that barred it (rule D5, own).
pub(crate) const CONTACT_AFTER_REFERRAL_MONTHS: i32 = 1;
/// A target of the platform for the appointment of route B (part III, 3.2, step 1, gives none; rule D6, own).
pub(crate) const APPOINTED_WITHIN_DAYS: i32 = 14;
/// The first contact of route B within one month of the completed questionnaire (part III, 3.2, step 4; rule D6), or of the
/// request where none is needed (own).
pub(crate) const CONTACT_OF_ROUTE_B_MONTHS: i32 = 1;
/// A target of the platform for the request for authorisation (part III, 3.2, step 5, gives none; rule D7, own).
pub(crate) const AUTHORISATION_ASKED_WITHIN_DAYS: i32 = 7;
/// A target of the platform for the answer (part III, 3.2, step 5, gives none; rule M13, own).
pub(crate) const DECIDED_WITHIN_DAYS: i32 = 14;
/// A new contact within one month of the previous one (part III, 3.2, step 6; rule D8).
pub(crate) const DISCUSSED_WITHIN_MONTHS: i32 = 1;
/// The decision on authorised work is given on the thirtieth working day at the latest, from the first day of the work (INAMI
/// presentation 2016, part 1.1; rule M14).
pub(crate) const WORK_DECIDED_WITHIN_WORKING_DAYS: u32 = 30;
/// A target of the platform for a decision on work that has not begun (part 1.1 gives none; rule M14, own).
pub(crate) const WORK_DECIDED_WITHIN_DAYS: i32 = 14;
/// The phase of reintegration lasts six months after a rehabilitation programme (INAMI presentation 2016, part 1.2; rule M16).
pub(crate) const REINTEGRATION_PHASE_MONTHS: i32 = 6;
/// A target of the platform for the evaluation after it (part 1.2 gives none; rule M16, own).
pub(crate) const REINTEGRATION_EVALUATED_WITHIN_MONTHS: i32 = 1;
/// A target of the platform for the physician's signature under a commitment (part IV, 4.1, gives none; rule D13, own).
pub(crate) const COMMITMENT_SIGNED_WITHIN_DAYS: i32 = 14;
/// A target of the platform for the word to the occupational physician (part IV, 4.1, gives none; rule D14, own).
pub(crate) const START_TOLD_WITHIN_DAYS: i32 = 7;
/// The first follow-up interview is held within one month of the commitment (part IV, 4.2; rule D15).
pub(crate) const INTERVIEWED_WITHIN_MONTHS: i32 = 1;
/// A target of the platform for the plan, from the first interview on (part IV, 4.2, gives none; rule D16, own).
pub(crate) const PLAN_WITHIN_MONTHS: i32 = 1;
/// The plan is followed up every three months, unless the dossier justifies another rhythm (part IV, 4.3; rule D19).
pub(crate) const FOLLOWED_UP_EVERY_MONTHS: i32 = 3;
/// A dossier without a plan is looked at within three months (practice slides; rule D19).
pub(crate) const LOOKED_AT_WITHIN_MONTHS: i32 = 3;
/// A target of the platform for the suspension after an employer's request (part IV, 4.1, gives none; rule D14, own).
pub(crate) const SUSPENDED_WITHIN_DAYS: i32 = 7;
/// A target of the platform for the resumption after the CODEX trajectory (part IV, 4.1, gives none; rule D14, own).
pub(crate) const RESUMED_WITHIN_DAYS: i32 = 14;
/// A target of the platform for the word to the treating physician (part IV, 4.2, gives none; rule D19, own).
pub(crate) const RESULTS_TOLD_WITHIN_DAYS: i32 = 14;
/// A target of the platform for the submission of the programme that a plan is for (part IV, 4.2, gives none; rule D18, own).
pub(crate) const SUBMITTED_WITHIN_DAYS: i32 = 28;
/// A target of the platform for the evaluation of the results (part IV, 4.4, gives none; rule D24, own).
pub(crate) const RESULTS_EVALUATED_WITHIN_MONTHS: i32 = 1;
/// How many months after its first day a return to work is looked at (days of the platform; rule D24, own).
pub(crate) const RETURN_LOOKED_AT_MONTHS: [i32; 3] = [3, 6, 12];
/// Within how many days of each of them (rule D24, own).
pub(crate) const RETURN_LOOKED_AT_WITHIN_DAYS: i32 = 28;
/// A target of the platform for reading a message of a concertation (part III, 3.1, step 4, gives none; rule D26, own).
pub(crate) const MESSAGE_READ_WITHIN_DAYS: i32 = 7;
/// A target of the platform for each word of a partner on a referral (the sources give none; rule X4, own).
pub(crate) const NEXT_WORD_WITHIN_DAYS: i32 = 7;
/// How many days after its day a partner's commitment, or what waits for the coordinator, is looked at (a target of the platform; rule X4, own).
pub(crate) const LOOKED_AT_AFTER_DAYS: i32 = 1;
/// The first twelve months of an incapacity are primary incapacity (INAMI presentation 2016; rule T4).
pub(crate) const PRIMARY_INCAPACITY_MONTHS: i32 = 12;
/// A target of the platform for the offer of route B (the slides give none; rule X8, own).
pub(crate) const OFFERED_WITHIN_DAYS: i32 = 14;
/// A partner's report is kept for twelve months from its receipt (rule X7, own).
pub(crate) const REPORT_KEPT_MONTHS: i32 = 12;

/// The first day of a month of incapacity, counted from 1 (rule T2).
pub(crate) const fn month_begins(start: Day, month: i32) -> Day {
    start.plus_months(month - 1)
}

/// The last day of a month of incapacity.
pub(crate) const fn month_ends(start: Day, month: i32) -> Day {
    start.plus_months(month).previous()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::day;

    #[test]
    fn t2_the_months_of_incapacity_are_those_of_a_paper_calendar() {
        for (start, begins_4, ends_4, ends_7) in [
            ("2022-09-01", "2022-12-01", "2022-12-31", "2023-03-31"),
            ("2022-10-31", "2023-01-31", "2023-02-27", "2023-05-30"),
            ("2023-11-29", "2024-02-29", "2024-03-28", "2024-06-28"),
        ] {
            assert_eq!(month_begins(day(start), ESTIMATE_MONTH), day(begins_4));
            assert_eq!(month_ends(day(start), ESTIMATE_MONTH), day(ends_4));
            assert_eq!(month_ends(day(start), CATEGORY_3_MONTH), day(ends_7));
        }
    }
}
