//! Coordinators, moments of intervision and assignments, between the contracts and the domain.

use chrono::{Datelike, NaiveDate};
use trajet_access::Subject;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_dossier_domain::{Assignment, Coordinator, IntervisionMoment, MomentId, Registration, SubjectId};
use trajet_law::coordinator::{Lack, Standing, Warning, YearDuty, warning, year_duty};
use trajet_law::months::accepted;
use trajet_runtime::Violations;
use trajet_service::plan::{self, Unreadable, day, optional_day};

use super::parts::{hear_coordinator, tell_coordinator};
use super::requests::check_coordinator;

/// The longest a moment of intervision lasts: a day.
const MOST_MINUTES: u32 = 24 * 60;

/// The subject of a credential that a request names.
pub(crate) fn check_subject(violations: &mut Violations, field: &str, subject: &str) -> Option<SubjectId> {
    if subject.is_empty() {
        violations.add(field, "is required");
        return None;
    }
    violations.check(field, subject.parse::<Subject>()).map(|subject| SubjectId(subject.to_string()))
}

/// The name of a moment: it has the form of a subject.
pub(crate) fn check_moment_id(violations: &mut Violations, field: &str, moment: &str) -> Option<MomentId> {
    check_subject(violations, field, moment).map(|SubjectId(moment)| MomentId(moment))
}

pub(crate) fn check_registration(
    violations: &mut Violations,
    registration: Option<contract::CoordinatorRegistration>,
) -> Option<Registration> {
    let registration = violations.message("registration", registration)?;
    violations.within("registration", |inner| {
        let subject = check_subject(inner, "coordinator", &registration.coordinator);
        let contact = check_coordinator(inner, registration.contact);
        let took_up_on = inner.date("took_up_on", registration.took_up_on);
        let certified_on = inner.optional_date("certified_on", registration.certified_on);
        let ended_on = inner.optional_date("ended_on", registration.ended_on);
        Some(Registration {
            subject: subject?,
            contact: contact?,
            level_b: registration.level_b_degree,
            took_up_on: took_up_on?,
            certified_on: certified_on?,
            ended_on: ended_on?,
        })
    })
}

pub(crate) fn check_moment(
    violations: &mut Violations,
    moment: Option<contract::IntervisionMoment>,
) -> Option<IntervisionMoment> {
    let moment = violations.message("moment", moment)?;
    violations.within("moment", |inner| {
        let id = check_moment_id(inner, "moment", &moment.moment);
        let held_on = inner.date("held_on", moment.held_on);
        let held_on = held_on.and_then(|on| inner.check("held_on", accepted(on)));
        let lasts = (1..=MOST_MINUTES).contains(&moment.minutes);
        inner.require("minutes", lasts, "is not from 1 to 1440");
        let announced_on = inner.optional_date("announced_on", moment.announced_on);
        Some(IntervisionMoment {
            id: id?,
            held_on: held_on?,
            minutes: Some(moment.minutes).filter(|_| lasts)?,
            announced_on: announced_on?,
            cancelled: moment.cancelled,
        })
    })
}

pub(crate) fn tell_assignment(assignment: &Assignment) -> contract::Assignment {
    contract::Assignment {
        coordinator: assignment.coordinator.0.clone(),
        assigned_on: Some(to_proto(assignment.on)),
        by_hand: assignment.by_hand,
    }
}

pub(crate) fn hear_assignment(assignment: Option<contract::Assignment>) -> Result<Assignment, Unreadable> {
    let message = assignment.ok_or(Unreadable("assignment"))?;
    Ok(Assignment {
        on: day(message.assigned_on, "day of the assignment")?,
        coordinator: SubjectId(message.coordinator),
        by_hand: message.by_hand,
    })
}

pub(crate) fn tell_registration(registration: &Registration) -> contract::CoordinatorRegistration {
    contract::CoordinatorRegistration {
        coordinator: registration.subject.0.clone(),
        contact: Some(tell_coordinator(&registration.contact)),
        level_b_degree: registration.level_b,
        took_up_on: Some(to_proto(registration.took_up_on)),
        certified_on: registration.certified_on.map(to_proto),
        ended_on: registration.ended_on.map(to_proto),
    }
}

/// A registration that was checked when it came.
pub(crate) fn hear_registration(
    registration: Option<contract::CoordinatorRegistration>,
) -> Result<Registration, Unreadable> {
    let message = registration.ok_or(Unreadable("registration"))?;
    Ok(Registration {
        contact: hear_coordinator(message.contact)?,
        level_b: message.level_b_degree,
        took_up_on: day(message.took_up_on, "day of taking up the function")?,
        certified_on: optional_day(message.certified_on, "day of the certificate")?,
        ended_on: optional_day(message.ended_on, "last day of the function")?,
        subject: SubjectId(message.coordinator),
    })
}

pub(crate) fn tell_attendance((moment, attended): (&MomentId, &bool)) -> contract::IntervisionAttendance {
    contract::IntervisionAttendance { moment: moment.0.clone(), attended: *attended }
}

pub(crate) fn tell_moment(moment: &IntervisionMoment) -> contract::IntervisionMoment {
    contract::IntervisionMoment {
        moment: moment.id.0.clone(),
        held_on: Some(to_proto(moment.held_on)),
        minutes: moment.minutes,
        announced_on: moment.announced_on.map(to_proto),
        cancelled: moment.cancelled,
    }
}

/// A moment that was checked when it came.
pub(crate) fn hear_moment(moment: Option<contract::IntervisionMoment>) -> Result<IntervisionMoment, Unreadable> {
    let message = moment.ok_or(Unreadable("moment of intervision"))?;
    Ok(IntervisionMoment {
        held_on: day(message.held_on, "day of the moment")?,
        minutes: message.minutes,
        announced_on: optional_day(message.announced_on, "day of the announcement")?,
        cancelled: message.cancelled,
        id: MomentId(message.moment),
    })
}

/// Where a coordinator stands on a day.
pub(crate) fn tell_standing(
    coordinator: &Coordinator,
    calendar: &[IntervisionMoment],
    on: NaiveDate,
) -> contract::CoordinatorStanding {
    let (facts, moments) = (coordinator.facts(), coordinator.moments(calendar));
    let standing = coordinator.standing(calendar, on);
    let (state, lack) = match standing {
        Standing::Provisional { .. } => (contract::QualificationState::Provisional, None),
        Standing::Certified { .. } => (contract::QualificationState::Certified, None),
        Standing::NotQualified(lack) => (contract::QualificationState::NotQualified, Some(lack)),
    };
    let certify_by = match standing {
        Standing::Provisional { until } | Standing::NotQualified(Lack::Certificate { until, .. }) => Some(until),
        Standing::Certified { .. } | Standing::NotQualified(_) => None,
    };
    contract::CoordinatorStanding {
        as_of: Some(to_proto(on)),
        state: state.into(),
        certify_by: certify_by.map(to_proto),
        lack: lack.map(tell_lack).unwrap_or_default().into(),
        lack_on: lack.and_then(lack_on).map(to_proto),
        basis: lack.map(|lack| plan::source(lack.rule().into(), None)),
        warning: warning(&facts, &moments, on).map(tell_warning).unwrap_or_default().into(),
        intervision: Some(tell_year(year_duty(&facts, &moments, on.year(), on))),
    }
}

pub(crate) fn tell_lack(lack: Lack) -> contract::CoordinatorLack {
    match lack {
        Lack::NotInFunction { .. } => contract::CoordinatorLack::NotInFunction,
        Lack::FunctionEnded { .. } => contract::CoordinatorLack::FunctionEnded,
        Lack::Degree => contract::CoordinatorLack::Degree,
        Lack::Certificate { .. } => contract::CoordinatorLack::Certificate,
        Lack::Intervision { .. } => contract::CoordinatorLack::Intervision,
    }
}

const fn lack_on(lack: Lack) -> Option<NaiveDate> {
    match lack {
        Lack::NotInFunction { from: on }
        | Lack::FunctionEnded { last_day: on }
        | Lack::Certificate { until: on, .. }
        | Lack::Intervision { since: on, .. } => Some(on),
        Lack::Degree => None,
    }
}

fn tell_warning(warning: Warning) -> contract::CoordinatorWarning {
    match warning {
        Warning::Certification { .. } => contract::CoordinatorWarning::Certification,
        Warning::Intervision { .. } => contract::CoordinatorWarning::Intervision,
    }
}

fn tell_year(duty: YearDuty) -> contract::IntervisionYear {
    contract::IntervisionYear {
        year: duty.year,
        organised: duty.organised,
        required: duty.required,
        attended: duty.attended,
        left: duty.left,
        met_on: duty.met_on.map(to_proto),
        failed_on: duty.failed_on.map(to_proto),
    }
}
