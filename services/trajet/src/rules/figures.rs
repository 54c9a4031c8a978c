//! The dated parameters that belong to a rule.

use serde::Serialize;
use trajet_law::parameter::{self, Parameter, Version};
use trajet_law::rule::Rule;

/// One version of one parameter, as it is printed.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    /// Its name and its first day, for example `estimate.month@2022-01-01`.
    pub(crate) version: String,
    /// What it is, if it is a number.
    pub(crate) value: Option<u32>,
    /// Where it comes from.
    pub(crate) source: &'static str,
}

/// Every version of the parameters of a rule: first those that the rule sets, then those that it only uses.
pub(super) fn figures_of(rule: Rule) -> Vec<Figure> {
    let numbers: &[&'static Parameter<u32>] = match rule {
        Rule::T4 => &[&parameter::PRIMARY_INCAPACITY_MONTHS],
        Rule::T5 => &[&parameter::WORKING_DAYS_OF_THE_WEEK],
        Rule::T6 => &[&parameter::ESCALATION_BEFORE_LAST_DAY_DAYS, &parameter::ESCALATION_AFTER_TARGET_DAYS],
        Rule::Q1 => &[&parameter::QUESTIONNAIRE_SEND_AFTER_DAYS],
        Rule::Q5 => &[&parameter::QUESTIONNAIRE_RETURN_WITHIN_DAYS],
        Rule::Q6 => &[&parameter::QUESTIONNAIRE_HELP_TARGET_DAYS],
        Rule::M3 | Rule::M5 => &[&parameter::ESTIMATE_MONTH],
        Rule::R2 => &[&parameter::RETENTION_YEARS],
        Rule::M22 => &[&parameter::CERTIFICATE_LONGEST_MONTHS],
        Rule::M4 => &[&parameter::ESTIMATE_AFTER_TRACK_TARGET_MONTHS],
        Rule::M6 => &[&parameter::CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH],
        Rule::M7 => {
            &[&parameter::CATEGORY_1_EXAMINATION_TARGET_MONTH, &parameter::CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH]
        }
        Rule::M8 => {
            &[&parameter::CATEGORY_3_EXAMINATION_BY_MONTH, &parameter::CATEGORY_3_LATE_EXAMINATION_TARGET_MONTHS]
        }
        Rule::M13 => &[&parameter::ROUTE_B_DECISION_TARGET_DAYS],
        Rule::M14 => &[
            &parameter::AUTHORISED_WORK_DECISION_WORKING_DAYS,
            &parameter::AUTHORISED_WORK_DECISION_TARGET_DAYS,
            &parameter::AUTHORISED_WORK_MEDICAL_REDUCTION_PERCENT,
        ],
        Rule::M21 => &[&parameter::AUTHORISED_WORK_INCOME_THRESHOLD],
        Rule::M16 => &[
            &parameter::REHABILITATION_HOURLY_PREMIUM_CENTS,
            &parameter::REHABILITATION_SUCCESS_ALLOWANCE_CENTS,
            &parameter::REINTEGRATION_PHASE_MONTHS,
            &parameter::REINTEGRATION_EVALUATION_TARGET_MONTHS,
        ],
        Rule::D2 => &[&parameter::EMERGENCY_ACCESS_DAYS, &parameter::EMERGENCY_REVIEW_TARGET_DAYS],
        Rule::D4 => &[&parameter::FIRST_CONTACT_BY_MONTH, &parameter::FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL],
        Rule::D5 => &[&parameter::FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL],
        Rule::D6 => &[
            &parameter::FIRST_CONTACT_WITHIN_MONTHS_OF_QUESTIONNAIRE,
            &parameter::FIRST_CONTACT_WITHIN_MONTHS_OF_REQUEST,
            &parameter::ROUTE_B_APPOINTMENT_TARGET_DAYS,
        ],
        Rule::D7 => &[&parameter::ROUTE_B_AUTHORISATION_REQUEST_TARGET_DAYS],
        Rule::D20 | Rule::D21 => &[&parameter::PRESUMPTION_MONTHS],
        Rule::D8 => &[&parameter::NEGATIVE_DECISION_CONTACT_WITHIN_MONTHS],
        Rule::D26 => &[&parameter::CONCERTATION_READ_TARGET_DAYS],
        Rule::X4 => &[&parameter::REFERRAL_ACKNOWLEDGED_TARGET_DAYS, &parameter::REFERRAL_COMMITMENT_LOOK_DAYS],
        Rule::K1 => {
            &[&parameter::COORDINATOR_CERTIFICATION_WITHIN_MONTHS, &parameter::COORDINATOR_CERTIFICATION_WARNING_DAYS]
        }
        Rule::K2 => &[
            &parameter::INTERVISION_SHARE_PERCENT,
            &parameter::INTERVISION_MOMENTS_COUNTED,
            &parameter::INTERVISION_MINIMUM_MINUTES,
        ],
        Rule::D13 => &[&parameter::AMI_SIGNATURE_TARGET_DAYS],
        Rule::D14 => &[
            &parameter::AMI_START_NOTICE_TARGET_DAYS,
            &parameter::AMI_SUSPENSION_TARGET_DAYS,
            &parameter::AMI_RESUMPTION_TARGET_DAYS,
        ],
        Rule::D15 => &[&parameter::AMI_FIRST_INTERVIEW_WITHIN_MONTHS],
        Rule::D16 => &[&parameter::AMI_PLAN_TARGET_MONTHS],
        Rule::D18 => &[&parameter::PROGRAMME_SUBMISSION_TARGET_DAYS],
        Rule::D19 => &[
            &parameter::AMI_FOLLOW_UP_MONTHS,
            &parameter::AMI_RESULTS_NOTICE_TARGET_DAYS,
            &parameter::DOSSIER_LOOK_TARGET_MONTHS,
        ],
        Rule::D24 => &[
            &parameter::AMI_EVALUATION_TARGET_MONTHS,
            &parameter::RETURN_FIRST_OBSERVED_MONTHS,
            &parameter::RETURN_SECOND_OBSERVED_MONTHS,
            &parameter::RETURN_LAST_OBSERVED_MONTHS,
            &parameter::RETURN_OBSERVATION_TARGET_DAYS,
        ],
        _ => &[],
    };
    numbers.iter().flat_map(|parameter| of(parameter, Some)).collect()
}

/// Every version of a parameter, the earliest first.
fn of<T: Copy>(parameter: &'static Parameter<T>, number: fn(T) -> Option<u32>) -> impl Iterator<Item = Figure> {
    parameter.versions().map(move |version @ Version { value, source, .. }| Figure {
        version: parameter.name(version).to_string(),
        value: number(*value),
        source,
    })
}
