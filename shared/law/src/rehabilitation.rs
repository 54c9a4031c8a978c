//! Vocational rehabilitation (*réadaptation professionnelle*, *beroepsherscholing*; M16, M18, M19).
//!
//! Coordinated law of 14 July 1994, art. 109bis; INAMI presentation 2016, part 1.2; Circular 2022/383, part IV, 4.2. The
//! advising physician proposes a programme, and the CSCMI (Commission supérieure du Conseil médical de l'invalidité)
//! approves or refuses it. Who follows an approved one is paid a premium for each hour followed and an allowance for
//! success. A phase of reintegration of six months follows, at whose end the incapacity is evaluated with the new skills.
//!
//! Own readings. The phase follows a programme that succeeded, from the day after its last day on: there are new skills
//! then. The evaluation has no last day in the sources: one month after the phase is our target. The premium is due for
//! each whole hour of all that was followed under one figure, and a figure is that of the last day of the hours told.

use std::fmt;

use chrono::NaiveDate;

use crate::{
    code::coded_enum,
    deadline::{Actor, FactKind, Plan, Step},
    law::Judged,
    months::{Period, cover_of_months, days_after, months_after},
    parameter::{
        Dated, ParameterVersion, REHABILITATION_HOURLY_PREMIUM_CENTS, REHABILITATION_SUCCESS_ALLOWANCE_CENTS,
        REINTEGRATION_EVALUATION_TARGET_MONTHS, REINTEGRATION_PHASE_MONTHS,
    },
    rule::Rule,
};

coded_enum! {
    /// What the CSCMI answers to a proposal (M16, X9).
    pub enum CscmiDecision: "decision of the CSCMI" {
        /// The insurance pays for the programme.
        Approved = "approved",
        /// It does not.
        Refused = "refused",
    }
}

coded_enum! {
    /// How a programme ended (M16, X10).
    pub enum ProgrammeOutcome: "outcome of a programme" {
        /// With success.
        Succeeded = "succeeded",
        /// Without it, given up or not.
        Failed = "failed",
    }
}

/// Training that was effectively followed, within a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HoursFollowed {
    /// The days from the first to the last.
    pub period: Period,
    /// How long, in minutes.
    pub minutes: u32,
}

impl HoursFollowed {
    /// Whether the days are in order, and hold so many minutes and at least one.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        let most = self.period.days() * 24 * 60;
        self.period.first <= self.period.last && (1..=most).contains(&i64::from(self.minutes))
    }
}

/// What is told of a programme: by the CSCMI (X9), by a regional service (X10), or recorded by the physician (M16). Its
/// `Debug` does not show which it is.
#[derive(Clone, PartialEq, Eq)]
pub enum RehabilitationFact {
    /// The CSCMI answered the proposal.
    Answered {
        /// The day.
        on: NaiveDate,
        /// The answer.
        decision: CscmiDecision,
    },
    /// A regional service held the intake.
    IntakeHeld {
        /// The day.
        on: NaiveDate,
    },
    /// The programme started.
    Started {
        /// Its first day.
        on: NaiveDate,
    },
    /// Hours were effectively followed.
    HoursFollowed(HoursFollowed),
    /// The programme ended.
    Ended {
        /// Its last day.
        on: NaiveDate,
        /// How.
        outcome: ProgrammeOutcome,
    },
}

impl RehabilitationFact {
    /// The legal date of the fact: of hours, the last day.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        match self {
            Self::Answered { on, .. } | Self::IntakeHeld { on } | Self::Started { on } | Self::Ended { on, .. } => *on,
            Self::HoursFollowed(hours) => hours.period.last,
        }
    }

    /// The rule under which it is told.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        match self {
            Self::Answered { .. } => Rule::X9,
            Self::IntakeHeld { .. } | Self::Started { .. } | Self::HoursFollowed(_) | Self::Ended { .. } => Rule::X10,
        }
    }
}

impl fmt::Debug for RehabilitationFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RehabilitationFact(..)")
    }
}

coded_enum! {
    /// What is due to who follows a programme (M16).
    pub enum AmountKind: "kind of amount" {
        /// For each hour effectively followed.
        HourlyPremium = "hourly_premium",
        /// Once, for a programme that succeeded.
        SuccessAllowance = "success_allowance",
    }
}

/// An amount that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// For what.
    pub kind: AmountKind,
    /// The whole hours that it counts; none for the allowance.
    pub hours: Option<u32>,
    /// In eurocents.
    pub cents: u64,
    /// The parameter that gave the figure.
    pub parameter: ParameterVersion,
}

/// The phase of reintegration that follows a programme that succeeded: six months from the day after its last (M16).
#[must_use]
pub fn reintegration_phase(last_day: impl Into<Judged>) -> Dated<Period> {
    let last_day = last_day.into();
    let months = last_day.figure(&REINTEGRATION_PHASE_MONTHS);
    Dated { value: cover_of_months(days_after(last_day.on, 1), months.value), version: months.version }
}

/// The evaluation with the new skills, which opens on the day after the phase of reintegration (M16).
#[must_use]
pub fn reintegration_evaluation_plan(phase_until: impl Into<Judged>) -> Plan {
    let phase_until = phase_until.into();
    let months = phase_until.figure(&REINTEGRATION_EVALUATION_TARGET_MONTHS);
    let opens = days_after(phase_until.on, 1);
    Plan {
        step: Step::ReintegrationEvaluation,
        rule: Rule::M16,
        parameter: months.version,
        opens: Some(opens),
        due: None,
        warn_on: None,
        target: Some(months_after(opens, months.value)),
        actor: Actor::Physician,
        counted: phase_until.counting([phase_until.fact(FactKind::ReintegrationPhaseEnd)]),
    }
}

/// The amounts that are due for what was followed, and for a success on a day, by the law of a case (M16).
#[must_use]
pub fn amounts(law: Judged, followed: &[HoursFollowed], succeeded_on: Option<NaiveDate>) -> Vec<Amount> {
    let mut by_figure: Vec<(Dated<u32>, u64)> = Vec::new();
    for hours in followed {
        let premium = law.at(hours.period.last).figure(&REHABILITATION_HOURLY_PREMIUM_CENTS);
        let minutes = u64::from(hours.minutes);
        match by_figure.iter_mut().find(|(known, _)| *known == premium) {
            Some((_, sum)) => *sum = sum.saturating_add(minutes),
            None => by_figure.push((premium, minutes)),
        }
    }
    let premium = |(premium, minutes): (Dated<u32>, u64)| {
        let hours = u32::try_from(minutes / 60).unwrap_or(u32::MAX);
        let cents = u64::from(hours) * u64::from(premium.value);
        Amount { kind: AmountKind::HourlyPremium, hours: Some(hours), cents, parameter: premium.version }
    };
    let allowance = succeeded_on.map(|on| {
        let cents = law.at(on).figure(&REHABILITATION_SUCCESS_ALLOWANCE_CENTS);
        Amount { kind: AmountKind::SuccessAllowance, hours: None, cents: cents.value.into(), parameter: cents.version }
    });
    by_figure.into_iter().map(premium).chain(allowance).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::day;

    fn followed(first: &str, last: &str, minutes: u32) -> HoursFollowed {
        HoursFollowed { period: Period { first: day(first), last: day(last) }, minutes }
    }

    fn due(followed: &[HoursFollowed], succeeded_on: Option<NaiveDate>) -> Vec<Amount> {
        amounts(day("2022-09-01").into(), followed, succeeded_on)
    }

    #[test]
    fn m16_the_phase_of_reintegration_covers_six_months_from_the_day_after_the_programme() {
        for (last_day, first, last) in [
            ("2023-06-30", "2023-07-01", "2023-12-31"),
            ("2023-08-30", "2023-08-31", "2024-02-28"),
            ("2023-08-31", "2023-09-01", "2024-02-29"),
        ] {
            let phase = reintegration_phase(day(last_day));
            assert_eq!(phase.value, Period { first: day(first), last: day(last) });
            assert_eq!(phase.version.to_string(), "rehabilitation.reintegration_phase_months@2022-01-01");
        }
    }

    #[test]
    fn m16_the_new_skills_are_evaluated_from_the_day_after_the_phase_on_and_nobody_is_late() {
        let plan = reintegration_evaluation_plan(day("2023-12-31"));
        assert_eq!((plan.opens, plan.due, plan.target), (Some(day("2024-01-01")), None, Some(day("2024-02-01"))));
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::ReintegrationEvaluation, Rule::M16, Actor::Physician));
        assert_eq!(plan.parameter.id, "rehabilitation.reintegration_evaluation_target_months");
    }

    #[test]
    fn m16_each_whole_hour_followed_gives_five_euros_and_success_five_hundred() {
        let hours = [followed("2023-03-01", "2023-03-31", 7 * 60 + 30), followed("2023-04-01", "2023-04-30", 45)];
        let owed = due(&hours, Some(day("2023-04-30")));
        let written: Vec<_> = owed.iter().map(|due| (due.kind, due.hours, due.cents)).collect();
        let expected = [(AmountKind::HourlyPremium, Some(8), 4_000), (AmountKind::SuccessAllowance, None, 50_000)];
        assert_eq!(written, expected);
        assert_eq!(owed[0].parameter.to_string(), "rehabilitation.hourly_premium_cents@2022-01-01");
        assert_eq!(owed[1].parameter.to_string(), "rehabilitation.success_allowance_cents@2022-01-01");
        assert_eq!(due(&[], None), []);
    }

    #[test]
    fn m16_no_day_has_more_than_its_minutes() {
        assert!(followed("2023-03-01", "2023-03-01", 1_440).is_possible());
        assert!(!followed("2023-03-01", "2023-03-01", 1_441).is_possible());
        assert!(followed("2023-03-01", "2023-03-02", 2_880).is_possible());
        assert!(!followed("2023-03-01", "2023-03-02", 0).is_possible());
        assert!(!followed("2023-03-02", "2023-03-01", 60).is_possible());
    }

    #[test]
    fn x9_x10_each_fact_has_its_rule_and_its_day() {
        let on = day("2023-03-31");
        let answered = RehabilitationFact::Answered { on, decision: CscmiDecision::Approved };
        assert_eq!((answered.rule(), answered.on()), (Rule::X9, on));
        let hours = RehabilitationFact::HoursFollowed(followed("2023-03-01", "2023-03-31", 60));
        assert_eq!((hours.rule(), hours.on()), (Rule::X10, on));
        assert_eq!(format!("{answered:?}"), "RehabilitationFact(..)");
    }

    proptest! {
        #[test]
        fn m16_the_premium_never_pays_more_than_what_was_followed(minutes in prop::collection::vec(1_u32..10_000, 0..20)) {
            let hours: Vec<_> = minutes.iter().map(|minutes| followed("2023-03-01", "2023-03-31", *minutes)).collect();
            let all: u64 = minutes.iter().map(|minutes| u64::from(*minutes)).sum();
            let cents: u64 = due(&hours, None).iter().map(|due| due.cents).sum();
            prop_assert!(cents * 60 <= all * 500 && all * 500 < (cents + 500) * 60);
        }
    }
}
