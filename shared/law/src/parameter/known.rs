//! A version of a parameter by its name.

use chrono::NaiveDate;

use super::{Parameter, ParameterVersion, Version};
use crate::parameter as all;

/// A figure of the law: what a version of a parameter is, and as long as when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What it is.
    pub value: u32,
    /// The first day on which it is in force.
    pub valid_from: NaiveDate,
    /// The last day on which it is in force; none while no other version follows.
    pub valid_until: Option<NaiveDate>,
    /// Where it comes from.
    pub source: &'static str,
}

/// Every parameter that is a number.
pub static NUMBERS: &[&Parameter<u32>] = &[
    &all::QUESTIONNAIRE_SEND_AFTER_DAYS,
    &all::QUESTIONNAIRE_RETURN_WITHIN_DAYS,
    &all::QUESTIONNAIRE_HELP_TARGET_DAYS,
    &all::ESTIMATE_MONTH,
    &all::ESTIMATE_AFTER_TRACK_TARGET_MONTHS,
    &all::CATEGORY_1_SPONTANEOUS_RETURN_BY_MONTH,
    &all::CATEGORY_1_EXAMINATION_TARGET_MONTH,
    &all::CATEGORY_3_EXAMINATION_BY_MONTH,
    &all::CATEGORY_3_LATE_EXAMINATION_TARGET_MONTHS,
    &all::FIRST_CONTACT_BY_MONTH,
    &all::FIRST_CONTACT_WITHIN_MONTHS_OF_REFERRAL,
    &all::ROUTE_B_APPOINTMENT_TARGET_DAYS,
    &all::FIRST_CONTACT_WITHIN_MONTHS_OF_QUESTIONNAIRE,
    &all::FIRST_CONTACT_WITHIN_MONTHS_OF_REQUEST,
    &all::ROUTE_B_AUTHORISATION_REQUEST_TARGET_DAYS,
    &all::ROUTE_B_DECISION_TARGET_DAYS,
    &all::REHABILITATION_HOURLY_PREMIUM_CENTS,
    &all::REHABILITATION_SUCCESS_ALLOWANCE_CENTS,
    &all::REINTEGRATION_PHASE_MONTHS,
    &all::REINTEGRATION_EVALUATION_TARGET_MONTHS,
    &all::NEGATIVE_DECISION_CONTACT_WITHIN_MONTHS,
    &all::PRESUMPTION_MONTHS,
    &all::AMI_SIGNATURE_TARGET_DAYS,
    &all::AMI_START_NOTICE_TARGET_DAYS,
    &all::AMI_SUSPENSION_TARGET_DAYS,
    &all::AMI_RESUMPTION_TARGET_DAYS,
    &all::AMI_FIRST_INTERVIEW_WITHIN_MONTHS,
    &all::AMI_PLAN_TARGET_MONTHS,
    &all::AMI_FOLLOW_UP_MONTHS,
    &all::AMI_RESULTS_NOTICE_TARGET_DAYS,
    &all::PROGRAMME_SUBMISSION_TARGET_DAYS,
    &all::AMI_EVALUATION_TARGET_MONTHS,
    &all::RETURN_FIRST_OBSERVED_MONTHS,
    &all::RETURN_SECOND_OBSERVED_MONTHS,
    &all::RETURN_LAST_OBSERVED_MONTHS,
    &all::RETURN_OBSERVATION_TARGET_DAYS,
    &all::COORDINATOR_CERTIFICATION_WITHIN_MONTHS,
    &all::COORDINATOR_CERTIFICATION_WARNING_DAYS,
    &all::INTERVISION_MINIMUM_MINUTES,
    &all::INTERVISION_MOMENTS_COUNTED,
    &all::INTERVISION_SHARE_PERCENT,
    &all::CONCERTATION_READ_TARGET_DAYS,
    &all::REFERRAL_ACKNOWLEDGED_TARGET_DAYS,
    &all::REFERRAL_COMMITMENT_LOOK_DAYS,
    &all::AUTHORISED_WORK_DECISION_WORKING_DAYS,
    &all::AUTHORISED_WORK_DECISION_TARGET_DAYS,
    &all::AUTHORISED_WORK_MEDICAL_REDUCTION_PERCENT,
    &all::AUTHORISED_WORK_INCOME_THRESHOLD,
    &all::ESCALATION_BEFORE_LAST_DAY_DAYS,
    &all::ESCALATION_AFTER_TARGET_DAYS,
    &all::PRIMARY_INCAPACITY_MONTHS,
    &all::CERTIFICATE_LONGEST_MONTHS,
    &all::WORKING_DAYS_OF_THE_WEEK,
    &all::RETENTION_YEARS,
    &all::DOSSIER_LOOK_TARGET_MONTHS,
    &all::EMERGENCY_ACCESS_DAYS,
    &all::EMERGENCY_REVIEW_TARGET_DAYS,
];

impl ParameterVersion {
    /// The figure, for an incapacity that began on a day if that is known, or else for those to which the version applies; `None`
    /// for a parameter that the code does not have any more.
    #[must_use]
    pub fn figure(&self, begun: Option<NaiveDate>) -> Option<Figure> {
        NUMBERS.iter().find(|parameter| parameter.id() == self.id)?.figure_of(self, begun)
    }
}

impl Parameter<u32> {
    fn figure_of(&self, name: &ParameterVersion, begun: Option<NaiveDate>) -> Option<Figure> {
        let (valid_from, begun) = (name.valid_from, begun.or(name.begun.some_start()));
        let applies = |version: &&Version<u32>| version.begun.applies(begun);
        let version = self.versions().filter(applies).filter(|version| version.valid_from == valid_from).last()?;
        let next = self.versions().filter(applies).map(|version| version.valid_from).find(|next| valid_from < *next);
        let valid_until = next.and_then(|next| next.pred_opt());
        Some(Figure { value: version.value, valid_from, valid_until, source: version.source })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::parameter::Begun;
    use crate::testing::day;

    #[test]
    fn every_number_of_the_law_is_found_by_its_name() {
        let text = include_str!("figures.rs");
        assert_eq!(text.matches(": Parameter<u32> =").count(), NUMBERS.len());
        let ids: BTreeSet<_> = NUMBERS.iter().map(|parameter| parameter.id()).collect();
        assert_eq!(ids.len(), NUMBERS.len());
        for parameter in NUMBERS {
            for version in parameter.versions() {
                let name = parameter.name(version);
                assert_eq!(name.figure(None).map(|figure| figure.value), Some(version.value), "{name}");
            }
        }
        let gone: ParameterVersion = "gone@2022-01-01".parse().expect("a name");
        assert_eq!(gone.figure(None), None);
    }

    #[test]
    fn t8_a_figure_is_valid_up_to_the_day_before_the_next() {
        const SOURCE: &str = "a version of this test";
        static TWO: Parameter<u32> = Parameter::new(
            "two",
            Version { valid_from: crate::parameter::LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 1, source: SOURCE },
            &[Version {
                valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date"),
                begun: Begun::AnyDay,
                value: 2,
                source: SOURCE,
            }],
        );
        let until = |from: &str| {
            let name = format!("two@{from}").parse().expect("a name");
            TWO.figure_of(&name, None).map(|figure| (figure.value, figure.valid_until))
        };
        assert_eq!(until("2022-01-01"), Some((1, Some(day("2025-12-31")))));
        assert_eq!(until("2026-01-01"), Some((2, None)));
        assert_eq!(until("2024-01-01"), None);
    }

    #[test]
    fn t8_a_figure_for_some_incapacities_is_told_with_its_value_though_no_first_day_is() {
        const SOURCE: &str = "a version of this test";
        const NEXT: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
        const LATER: NaiveDate = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date");
        static OF_THE_OLD_AND_THE_NEW: Parameter<u32> = Parameter::new(
            "both",
            Version { valid_from: crate::parameter::LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 1, source: SOURCE },
            &[
                Version { valid_from: NEXT, begun: Begun::Before(NEXT), value: 2, source: SOURCE },
                Version { valid_from: NEXT, begun: Begun::From(NEXT), value: 3, source: SOURCE },
                Version { valid_from: LATER, begun: Begun::From(NEXT), value: 4, source: SOURCE },
            ],
        );
        let told = |start: &str| {
            let version = OF_THE_OLD_AND_THE_NEW.of(NEXT, Some(day(start))).version;
            let read: ParameterVersion = version.to_string().parse().expect("a name");
            let known = OF_THE_OLD_AND_THE_NEW.figure_of(&read, Some(day(start)));
            assert_eq!(OF_THE_OLD_AND_THE_NEW.figure_of(&read, None), known);
            known.map(|figure| (figure.value, figure.valid_until))
        };
        assert_eq!(told("2025-12-31"), Some((2, None)));
        assert_eq!(told("2026-01-01"), Some((3, Some(day("2026-12-31")))));
    }
}
