//! The parameters themselves.

use chrono::NaiveDate;

use super::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};

/// The source of a figure that the circular gives at a place, and that we hold from the first day of the law on.
macro_rules! figure_of_the_circular {
    ($place:literal) => {
        concat!(
            "Law of 12 December 2021, art. 6; the figure is of Circular 2022/383, ",
            $place,
            ", in force from 1 September 2022; that it is the same from 1 January 2022 on is our own reading"
        )
    };
}

const FIGURE_OF_2016: &str =
    "INAMI presentation 2016, part 1.2; that the figure is the same from 1 January 2022 on is our own reading";
const OWN_OBSERVATION: &str =
    "Own target: article 5 of the law wants the durability of a return studied, and says not when";
const OWN_EMERGENCY: &str = "Own reading: Regulation (EU) 2016/679, art. 5(1)(f) and 32, wants access limited and accounted for, and gives no figure";
const OWN_TARGET: &str = "Own target: the circular sets a duty without a last day";
const OWN_ESCALATION: &str = "Own reading: the sources know no escalation";

/// A parameter that has not changed since the law came into force.
const fn since_the_law<T: Copy>(id: &'static str, value: T, source: &'static str) -> Parameter<T> {
    Parameter::new(id, Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value, source }, &[])
}

/// How many days after the first day of incapacity the questionnaire is sent (Q1).
pub static QUESTIONNAIRE_SEND_AFTER_DAYS: Parameter<u32> =
    since_the_law("questionnaire.send_after_days", 70, figure_of_the_circular!("part III, 3.1, step 2"));

/// How many days after its sending the completed questionnaire is due back (Q5).
pub static QUESTIONNAIRE_RETURN_WITHIN_DAYS: Parameter<u32> =
    since_the_law("questionnaire.return_within_days", 14, figure_of_the_circular!("part III, 3.1, step 3, and part V"));

/// How many days the coordinator's help with a questionnaire should take (Q6).
pub static QUESTIONNAIRE_HELP_TARGET_DAYS: Parameter<u32> =
    since_the_law("questionnaire.help_target_days", 14, OWN_TARGET);

/// The month of incapacity in which the remaining capacities are first estimated (M3).
pub static ESTIMATE_MONTH: Parameter<u32> =
    since_the_law("estimate.month", 4, figure_of_the_circular!("part III, 3.1, step 4"));

/// How many months the first estimate should take once the last concurrent track that kept it back is over (M4).
pub static ESTIMATE_AFTER_TRACK_TARGET_MONTHS: Parameter<u32> = since_the_law(
    "estimate.after_track_target_months",
    1,
    "Own target: the circular does not say when the estimate is made that a concurrent track kept back",
);

/// The month of incapacity by whose end a person in category 1 is expected back at work (M6, M7).
pub static CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH: Parameter<u32> =
    since_the_law("category_1.spontaneous_return_by_month", 6, figure_of_the_circular!("part III, 3.1, step 5"));

/// The month of incapacity by whose end who was in category 1 and did not return should be examined
/// (M7).
pub static CATEGORY_1_EXAMINATION_TARGET_MONTH: Parameter<u32> =
    since_the_law("category_1.examination_target_month", 7, OWN_TARGET);

/// The month of incapacity by whose end a person in category 3 must have been examined (M8).
pub static CATEGORY_3_EXAMINATION_BY_MONTH: Parameter<u32> =
    since_the_law("category_3.examination_by_month", 7, figure_of_the_circular!("part III, 3.1, step 5"));

/// How many months the examination should take of a person who is put in category 3, on the file, when its month is over
/// (M8).
pub static CATEGORY_3_LATE_EXAMINATION_TARGET_MONTHS: Parameter<u32> = since_the_law(
    "category_3.late_examination_target_months",
    1,
    "Own target: the circular does not say when who comes to category 3 after month 7 is examined",
);

/// The month of incapacity by whose end a person in category 4 at the first estimate meets the
/// coordinator (D4).
pub static FIRST_CONTACT_BY_MONTH: Parameter<u32> =
    since_the_law("first_contact.by_month", 6, figure_of_the_circular!("part III, 3.1, step 7"));

/// How many months after the referral who came to category 4 later meets the coordinator (D4).
pub static FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL: Parameter<u32> =
    since_the_law("first_contact.within_months_of_referral", 1, figure_of_the_circular!("part III, 3.1, step 7"));

/// How many days the appointment for a first contact should take from the person's request, in route B (D6).
pub static ROUTE_B_APPOINTMENT_TARGET_DAYS: Parameter<u32> =
    since_the_law("route_b.appointment_target_days", 14, OWN_TARGET);

/// How many months after receipt of the completed questionnaire who asked for a trajectory meets the coordinator (D6).
pub static FIRST_CONTACT_WITHIN_MONTHS_OF_QUESTIONNAIRE: Parameter<u32> =
    since_the_law("first_contact.within_months_of_questionnaire", 1, figure_of_the_circular!("part III, 3.2, step 4"));

/// How many months after the request who asked for a trajectory meets the coordinator, if no questionnaire is asked
/// (D6).
pub static FIRST_CONTACT_WITHIN_MONTHS_OF_REQUEST: Parameter<u32> = since_the_law(
    "first_contact.within_months_of_request",
    1,
    "Own reading: the circular counts the first contact of route B from the completed questionnaire only",
);

/// How many days after the first contact the coordinator should ask the physician for the authorisation (D7).
pub static ROUTE_B_AUTHORISATION_REQUEST_TARGET_DAYS: Parameter<u32> =
    since_the_law("route_b.authorisation_request_target_days", 7, OWN_TARGET);

/// How many days the physician should take to decide on a trajectory that the person asked for (M13).
pub static ROUTE_B_DECISION_TARGET_DAYS: Parameter<u32> = since_the_law("route_b.decision_target_days", 14, OWN_TARGET);

/// What is paid for each hour of a rehabilitation programme that was effectively followed, in eurocents (M16).
pub static REHABILITATION_HOURLY_PREMIUM_CENTS: Parameter<u32> =
    since_the_law("rehabilitation.hourly_premium_cents", 500, FIGURE_OF_2016);

/// What is paid once for a rehabilitation programme that succeeded, in eurocents (M16).
pub static REHABILITATION_SUCCESS_ALLOWANCE_CENTS: Parameter<u32> =
    since_the_law("rehabilitation.success_allowance_cents", 50_000, FIGURE_OF_2016);

/// How many months the phase of reintegration lasts that follows a rehabilitation programme (M16).
pub static REINTEGRATION_PHASE_MONTHS: Parameter<u32> =
    since_the_law("rehabilitation.reintegration_phase_months", 6, FIGURE_OF_2016);

/// How many months the evaluation with the new skills should take once the phase of reintegration is over (M16).
pub static REINTEGRATION_EVALUATION_TARGET_MONTHS: Parameter<u32> = since_the_law(
    "rehabilitation.reintegration_evaluation_target_months",
    1,
    "Own target: the sources set the evaluation at the end of the phase without a last day",
);

/// How many months after the previous contact the coordinator meets the person on a decision against the trajectory
/// (D8).
pub static NEGATIVE_DECISION_CONTACT_WITHIN_MONTHS: Parameter<u32> =
    since_the_law("negative_decision.contact_within_months", 1, figure_of_the_circular!("part III, 3.2, step 6"));

/// How many months the presumption of incapacity that a plan begins lasts at most (D20, D21).
pub static PRESUMPTION_MONTHS: Parameter<u32> =
    since_the_law("presumption.months", 6, figure_of_the_circular!("part VI"));
/// How many days the physician should take to sign a commitment that coordinator and person signed (D13).
pub static AMI_SIGNATURE_TARGET_DAYS: Parameter<u32> = since_the_law("ami.signature_target_days", 14, OWN_TARGET);

/// How many days it should take to tell the occupational physician that an AMI trajectory started (D14).
pub static AMI_START_NOTICE_TARGET_DAYS: Parameter<u32> = since_the_law("ami.start_notice_target_days", 7, OWN_TARGET);

/// How many days after the employer's request the coordinator should suspend an AMI trajectory (D14).
pub static AMI_SUSPENSION_TARGET_DAYS: Parameter<u32> = since_the_law("ami.suspension_target_days", 7, OWN_TARGET);

/// How many days after the end of the CODEX trajectory an AMI trajectory should be resumed or closed (D14).
pub static AMI_RESUMPTION_TARGET_DAYS: Parameter<u32> = since_the_law("ami.resumption_target_days", 14, OWN_TARGET);

/// How many months after the commitment the first follow-up interview takes place (D15).
pub static AMI_FIRST_INTERVIEW_WITHIN_MONTHS: Parameter<u32> =
    since_the_law("ami.first_interview_within_months", 1, figure_of_the_circular!("part IV, 4.2"));

/// How many months after a follow-up interview the plan should be established (D16).
pub static AMI_PLAN_TARGET_MONTHS: Parameter<u32> = since_the_law("ami.plan_target_months", 1, OWN_TARGET);

/// How many months lie between two follow-ups of a plan (D19).
pub static AMI_FOLLOW_UP_MONTHS: Parameter<u32> =
    since_the_law("ami.follow_up_months", 3, figure_of_the_circular!("part IV, 4.3"));

/// How many months after the last contact or look a dossier without a plan should be looked at (D19).
pub static DOSSIER_LOOK_TARGET_MONTHS: Parameter<u32> =
    since_the_law("dossier.look_target_months", 3, "Practice slides: a follow-up at least every three months");

/// How many days it should take to tell the treating physician what a follow-up interview or a plan brought (D19).
pub static AMI_RESULTS_NOTICE_TARGET_DAYS: Parameter<u32> =
    since_the_law("ami.results_notice_target_days", 14, OWN_TARGET);

/// How many days after a plan for vocational rehabilitation its programme should be submitted to the CSCMI (D18).
pub static PROGRAMME_SUBMISSION_TARGET_DAYS: Parameter<u32> =
    since_the_law("ami.programme_submission_target_days", 28, OWN_TARGET);

/// How many months after the end of an AMI trajectory its results should be evaluated (D24).
pub static AMI_EVALUATION_TARGET_MONTHS: Parameter<u32> = since_the_law("ami.evaluation_target_months", 1, OWN_TARGET);

/// How many months after a return to work it is looked at for the first time whether it lasts (D24).
pub static RETURN_FIRST_OBSERVED_MONTHS: Parameter<u32> =
    since_the_law("return.first_observed_months", 3, OWN_OBSERVATION);

/// How many months after a return to work it is looked at for the second time (D24).
pub static RETURN_SECOND_OBSERVED_MONTHS: Parameter<u32> =
    since_the_law("return.second_observed_months", 6, OWN_OBSERVATION);

/// How many months after a return to work it is looked at for the last time (D24).
pub static RETURN_LAST_OBSERVED_MONTHS: Parameter<u32> =
    since_the_law("return.last_observed_months", 12, OWN_OBSERVATION);

/// How many days after its day a return should have been looked at (D24).
pub static RETURN_OBSERVATION_TARGET_DAYS: Parameter<u32> =
    since_the_law("return.observation_target_days", 28, OWN_OBSERVATION);

/// How many months after taking up the function a coordinator can act without the certificate (K1).
pub static COORDINATOR_CERTIFICATION_WITHIN_MONTHS: Parameter<u32> =
    since_the_law("coordinator.certification_within_months", 24, figure_of_the_circular!("part II, 2.1"));

/// How many days before the end of that time it is warned of (K1).
pub static COORDINATOR_CERTIFICATION_WARNING_DAYS: Parameter<u32> =
    since_the_law("coordinator.certification_warning_days", 90, "Own reading: the sources know no warning");

/// How many minutes an activity lasts at least to count as a moment of intervision (K2).
pub static INTERVISION_MINIMUM_MINUTES: Parameter<u32> =
    since_the_law("intervision.minimum_minutes", 90, figure_of_the_circular!("part II, 2.1"));

/// How many moments of intervision of a calendar year count at most (K2).
pub static INTERVISION_MOMENTS_COUNTED: Parameter<u32> =
    since_the_law("intervision.moments_counted", 4, figure_of_the_circular!("part II, 2.1"));

/// Which part of them a certified coordinator attends at least, in hundredths (K2).
pub static INTERVISION_SHARE_PERCENT: Parameter<u32> =
    since_the_law("intervision.share_percent", 50, figure_of_the_circular!("part II, 2.1"));

/// How many days a message of the concertation should wait at most to be read (D26).
pub static CONCERTATION_READ_TARGET_DAYS: Parameter<u32> =
    since_the_law("concertation.read_target_days", 7, OWN_TARGET);

/// How many days after its sending a partner should have acknowledged a referral, and how many after each word it should have
/// said the next (X4).
pub static REFERRAL_ACKNOWLEDGED_TARGET_DAYS: Parameter<u32> =
    since_the_law("referral.acknowledged_target_days", 7, OWN_TARGET);

/// How many days after the day of a partner's commitment, or since which a referral waits for the coordinator, the coordinator
/// should look at it (X4).
pub static REFERRAL_COMMITMENT_LOOK_DAYS: Parameter<u32> =
    since_the_law("referral.commitment_look_days", 1, OWN_TARGET);

/// By which working day from the first day of the resumption the physician decides on authorised work (M14).
pub static AUTHORISED_WORK_DECISION_WORKING_DAYS: Parameter<u32> =
    since_the_law("authorised_work.decision_working_days", 30, "INAMI presentation 2016, part 1.1");

/// How many days the physician should take to decide on authorised work that has not begun (M14).
pub static AUTHORISED_WORK_DECISION_TARGET_DAYS: Parameter<u32> = since_the_law(
    "authorised_work.decision_target_days",
    14,
    "Own target: the source counts from the resumption, and says nothing of the time before it",
);

/// By how much, in percent, the capacity of who is authorised to work is reduced at least on the medical side (M14).
pub static AUTHORISED_WORK_MEDICAL_REDUCTION_PERCENT: Parameter<u32> =
    since_the_law("authorised_work.medical_reduction_percent", 50, "INAMI presentation 2016, part 1.1");

/// The daily income from authorised work, less social contributions and in ten-thousandths of a euro, above which the
/// benefit is reduced (M21).
pub static AUTHORISED_WORK_INCOME_THRESHOLD: Parameter<u32> = Parameter::new(
    "authorised_work.income_threshold",
    Version {
        valid_from: NaiveDate::from_ymd_opt(2016, 1, 1).expect("a date of the calendar"),
        begun: Begun::AnyDay,
        value: 156_068,
        source: "INAMI presentation 2016, part 1.1; that it holds until another figure is known is our own reading",
    },
    &[],
);

/// How many days before its last day an open deadline comes to a manager's eyes (T6).
pub static ESCALATION_BEFORE_LAST_DAY_DAYS: Parameter<u32> =
    since_the_law("escalation.before_last_day_days", 5, OWN_ESCALATION);

/// How many days an open deadline that has only a target waits after the day on which the target is past, before it
/// comes to a manager's eyes (T6).
pub static ESCALATION_AFTER_TARGET_DAYS: Parameter<u32> =
    since_the_law("escalation.after_target_days", 0, OWN_ESCALATION);

/// How many months primary incapacity lasts (T4).
pub static PRIMARY_INCAPACITY_MONTHS: Parameter<u32> =
    since_the_law("primary_incapacity.months", 12, "INAMI presentation 2016; practice slides");

/// How many whole calendar years the data of a case are kept after that in which its file was closed (R2).
pub static RETENTION_YEARS: Parameter<u32> =
    since_the_law("retention.years", 3, "Law of 12 December 2021, art. 2, § 1/2");

/// How many days after that of the opening a restricted file stays open to who opened it in an emergency (D2).
pub static EMERGENCY_ACCESS_DAYS: Parameter<u32> = since_the_law("emergency_access.days", 1, OWN_EMERGENCY);

/// How many days the review of an access in an emergency should take (D2).
pub static EMERGENCY_REVIEW_TARGET_DAYS: Parameter<u32> =
    since_the_law("emergency_access.review_target_days", 7, OWN_EMERGENCY);

/// How many months a certificate covers at most (M22); 0 where the law knows no limit. The law that the platform holds knows
/// none; a later one, which is not modelled, does.
pub static CERTIFICATE_LONGEST_MONTHS: Parameter<u32> =
    since_the_law("certificate.longest_months", 0, "Own reading: our sources for the law of 2022 know no limit");

/// How many days of the week, from Monday on, are working days where they are no public holidays (T5).
pub static WORKING_DAYS_OF_THE_WEEK: Parameter<u32> = since_the_law(
    "working_day.days_of_the_week",
    6,
    "Own reading: the sources speak of working days and do not define them",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    static NUMBERS: [(&Parameter<u32>, u32); 52] = [
        (&QUESTIONNAIRE_SEND_AFTER_DAYS, 70),
        (&QUESTIONNAIRE_RETURN_WITHIN_DAYS, 14),
        (&QUESTIONNAIRE_HELP_TARGET_DAYS, 14),
        (&ESTIMATE_MONTH, 4),
        (&ESTIMATE_AFTER_TRACK_TARGET_MONTHS, 1),
        (&CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH, 6),
        (&CATEGORY_1_EXAMINATION_TARGET_MONTH, 7),
        (&CATEGORY_3_EXAMINATION_BY_MONTH, 7),
        (&CATEGORY_3_LATE_EXAMINATION_TARGET_MONTHS, 1),
        (&FIRST_CONTACT_BY_MONTH, 6),
        (&FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL, 1),
        (&ROUTE_B_APPOINTMENT_TARGET_DAYS, 14),
        (&FIRST_CONTACT_WITHIN_MONTHS_OF_QUESTIONNAIRE, 1),
        (&FIRST_CONTACT_WITHIN_MONTHS_OF_REQUEST, 1),
        (&ROUTE_B_AUTHORISATION_REQUEST_TARGET_DAYS, 7),
        (&ROUTE_B_DECISION_TARGET_DAYS, 14),
        (&REHABILITATION_HOURLY_PREMIUM_CENTS, 500),
        (&REHABILITATION_SUCCESS_ALLOWANCE_CENTS, 50_000),
        (&REINTEGRATION_PHASE_MONTHS, 6),
        (&REINTEGRATION_EVALUATION_TARGET_MONTHS, 1),
        (&NEGATIVE_DECISION_CONTACT_WITHIN_MONTHS, 1),
        (&PRESUMPTION_MONTHS, 6),
        (&COORDINATOR_CERTIFICATION_WITHIN_MONTHS, 24),
        (&COORDINATOR_CERTIFICATION_WARNING_DAYS, 90),
        (&INTERVISION_MINIMUM_MINUTES, 90),
        (&INTERVISION_MOMENTS_COUNTED, 4),
        (&INTERVISION_SHARE_PERCENT, 50),
        (&CONCERTATION_READ_TARGET_DAYS, 7),
        (&REFERRAL_ACKNOWLEDGED_TARGET_DAYS, 7),
        (&REFERRAL_COMMITMENT_LOOK_DAYS, 1),
        (&AMI_SIGNATURE_TARGET_DAYS, 14),
        (&AMI_START_NOTICE_TARGET_DAYS, 7),
        (&AMI_SUSPENSION_TARGET_DAYS, 7),
        (&AMI_RESUMPTION_TARGET_DAYS, 14),
        (&AMI_FIRST_INTERVIEW_WITHIN_MONTHS, 1),
        (&AMI_PLAN_TARGET_MONTHS, 1),
        (&AMI_FOLLOW_UP_MONTHS, 3),
        (&DOSSIER_LOOK_TARGET_MONTHS, 3),
        (&AMI_RESULTS_NOTICE_TARGET_DAYS, 14),
        (&PROGRAMME_SUBMISSION_TARGET_DAYS, 28),
        (&AMI_EVALUATION_TARGET_MONTHS, 1),
        (&ESCALATION_BEFORE_LAST_DAY_DAYS, 5),
        (&ESCALATION_AFTER_TARGET_DAYS, 0),
        (&AUTHORISED_WORK_DECISION_WORKING_DAYS, 30),
        (&AUTHORISED_WORK_DECISION_TARGET_DAYS, 14),
        (&AUTHORISED_WORK_MEDICAL_REDUCTION_PERCENT, 50),
        (&AUTHORISED_WORK_INCOME_THRESHOLD, 156_068),
        (&EMERGENCY_ACCESS_DAYS, 1),
        (&EMERGENCY_REVIEW_TARGET_DAYS, 7),
        (&PRIMARY_INCAPACITY_MONTHS, 12),
        (&CERTIFICATE_LONGEST_MONTHS, 0),
        (&WORKING_DAYS_OF_THE_WEEK, 6),
    ];

    #[test]
    fn t8_the_parameters_hold_what_the_circular_says_and_else_our_own_figures() {
        for (parameter, value) in NUMBERS {
            assert_eq!(parameter.on(day("2022-09-01")).value, value, "{}", parameter.id());
        }
    }

    #[test]
    fn t8_a_figure_of_the_circular_says_that_it_holds_before_it_by_our_own_reading() {
        let sources = NUMBERS.iter().flat_map(|(parameter, _)| parameter.versions().map(|version| version.source));
        let of_the_circular: Vec<_> = sources.filter(|source| source.contains("Circular 2022/383")).collect();
        assert_eq!(of_the_circular.len(), 16);
        for source in of_the_circular {
            assert!(source.contains("from 1 September 2022") && source.contains("our own reading"), "{source}");
        }
    }

    #[test]
    fn t8_versions_follow_each_other_and_ids_are_unique() {
        for (index, (parameter, _)) in NUMBERS.iter().enumerate() {
            assert!(parameter.versions().is_sorted_by(|one, next| one.valid_from < next.valid_from));
            assert!(NUMBERS[..index].iter().all(|(other, _)| other.id() != parameter.id()));
        }
    }
}
