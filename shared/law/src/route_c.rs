//! Who presents themselves to a regional service (X8): route C.
//!
//! Practice slides; the circular has no base for it. An invalid is received by the service with its own form, without the
//! advising physician's prior agreement to the trajectory; a programme of rehabilitation still needs the physician's proposal
//! and the CSCMI ([`crate::rehabilitation`], M16). Who is in primary incapacity (T4) is pointed to the coordinator for route B.
//!
//! Own readings. It is judged on the day on which the person presented themselves. The coordinator has a target of ours, that of
//! an appointment of route B: they are asked for what the person would have asked of them.

use chrono::NaiveDate;
use trajet_belgium::RegionalService;

use crate::{
    code::coded_enum,
    deadline::{Actor, FactKind, Plan, Step},
    law::Judged,
    months::days_after,
    parameter::ROUTE_B_APPOINTMENT_TARGET_DAYS,
    primary_incapacity::primary_incapacity,
    rule::Rule,
};

coded_enum! {
    /// The form with which a regional service registers who presents themselves (X8).
    pub enum RegionalForm: "form of a regional service" {
        /// That of the VDAB.
        Amf = "amf",
        /// That of the Forem.
        Fif = "fif",
        /// That of Actiris.
        Fia = "fia",
    }
}

impl RegionalForm {
    /// Whose form it is.
    #[must_use]
    pub const fn service(self) -> RegionalService {
        match self {
            Self::Amf => RegionalService::Vdab,
            Self::Fif => RegionalService::Forem,
            Self::Fia => RegionalService::Actiris,
        }
    }
}

coded_enum! {
    /// What follows for who presented themselves (X8).
    pub enum Reception: "reception" {
        /// An invalid: received by the service, without the physician's prior agreement to the trajectory.
        Received = "received",
        /// In primary incapacity: the coordinator offers route B.
        PointedToRouteB = "pointed_to_route_b",
    }
}

/// That a person presented themselves to a regional service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Presentation {
    /// The day.
    pub on: NaiveDate,
    /// The form, which says to which service.
    pub form: RegionalForm,
}

/// What follows for who presented themselves on a day of the incapacity that began on `start` (X8, T4); nothing on a day before.
#[must_use]
pub fn reception(start: NaiveDate, presented: impl Into<Judged>) -> Option<Reception> {
    let presented = presented.into();
    let primary = primary_incapacity(start, presented);
    let within = if presented.on <= primary.last { Reception::PointedToRouteB } else { Reception::Received };
    (start <= presented.on).then_some(within)
}

/// The coordinator's offer of route B, planned on the day on which the person presented themselves (X8).
#[must_use]
pub fn offer_plan(presented: impl Into<Judged>) -> Plan {
    let presented = presented.into();
    let days = presented.figure(&ROUTE_B_APPOINTMENT_TARGET_DAYS);
    Plan {
        step: Step::RouteBOffer,
        rule: Rule::X8,
        parameter: days.version,
        opens: Some(presented.on),
        due: None,
        warn_on: None,
        target: Some(days_after(presented.on, days.value)),
        actor: Actor::Coordinator,
        counted: presented.counting([presented.fact(FactKind::Presentation)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn x8_who_presents_themselves_is_received_from_the_first_day_of_invalidity_on() {
        for (start, last_primary, first_invalid) in
            [("2022-09-01", "2023-08-31", "2023-09-01"), ("2024-02-29", "2025-02-27", "2025-02-28")]
        {
            assert_eq!(reception(day(start), day(last_primary)), Some(Reception::PointedToRouteB));
            assert_eq!(reception(day(start), day(first_invalid)), Some(Reception::Received));
        }
    }

    #[test]
    fn x8_nothing_follows_of_a_day_before_the_first_of_the_incapacity() {
        let start = day("2022-09-01");
        assert_eq!(reception(start, day("2022-08-31")), None);
        assert_eq!(reception(start, start), Some(Reception::PointedToRouteB));
    }

    #[test]
    fn x8_each_form_is_of_its_own_service() {
        let services = RegionalForm::ALL.iter().map(|form| form.service()).collect::<Vec<_>>();
        assert_eq!(services, [RegionalService::Vdab, RegionalService::Forem, RegionalService::Actiris]);
    }

    #[test]
    fn x8_route_b_is_offered_within_two_weeks_by_our_target_and_nobody_is_late() {
        let plan = offer_plan(day("2023-03-01"));
        assert_eq!((plan.opens, plan.due, plan.target), (Some(day("2023-03-01")), None, Some(day("2023-03-15"))));
        assert_eq!((plan.step, plan.rule, plan.actor), (Step::RouteBOffer, Rule::X8, Actor::Coordinator));
        assert_eq!(plan.parameter.id, "route_b.appointment_target_days");
    }
}
