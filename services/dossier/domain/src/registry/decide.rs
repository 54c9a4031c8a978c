//! Registering coordinators, moments of intervision and who was there.

use chrono::NaiveDate;
use trajet_law::months::{EARLIEST, LATEST};

use super::{IntervisionMoment, Registration, Registry, RegistryCommand, RegistryEvent};
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;

/// Decides a command. What stands already does nothing.
pub(crate) fn decide(
    registry: &Registry,
    command: &RegistryCommand,
    today: NaiveDate,
) -> Result<Vec<RegistryEvent>, Rejection> {
    match command {
        RegistryCommand::Register(registration) => {
            dated(registration, today)?;
            let known = registry.coordinator().is_some_and(|known| known.registration == *registration);
            let event = || RegistryEvent::CoordinatorRegistered { registration: registration.clone(), on: today };
            Ok(if known { Vec::new() } else { vec![event()] })
        }
        RegistryCommand::RecordAttendance { moment, attended, held_on } => {
            let coordinator = registry.coordinator().ok_or(Rejection::CoordinatorNotRegistered)?;
            let held_on = held_on.ok_or(Rejection::MomentUnknown)?;
            if today < held_on {
                return Err(Rejection::MomentToCome { on: held_on });
            }
            let event = || RegistryEvent::AttendanceRecorded { moment: moment.clone(), attended: *attended, held_on };
            Ok(if coordinator.attendance.get(moment) == Some(attended) { Vec::new() } else { vec![event()] })
        }
        RegistryCommand::RecordMoment(moment) => {
            announced(moment, today)?;
            let event = || RegistryEvent::MomentRecorded { moment: moment.clone(), on: today };
            Ok(if registry.calendar().contains(moment) { Vec::new() } else { vec![event()] })
        }
    }
}

/// The days of a coordinator: certified by today, and not gone before they came.
fn dated(registration: &Registration, today: NaiveDate) -> Result<(), Rejection> {
    let Registration { took_up_on, certified_on, ended_on, .. } = registration;
    let took_up = ImpossibleDate::outside(DateField::TookUpOn, *took_up_on, EARLIEST, LATEST);
    let certified = certified_on.and_then(|on| ImpossibleDate::outside(DateField::CertifiedOn, on, EARLIEST, today));
    let first = (*took_up_on).clamp(EARLIEST, LATEST);
    let ended = ended_on.and_then(|on| ImpossibleDate::outside(DateField::FunctionEndedOn, on, first, LATEST));
    possible([took_up, certified, ended].into_iter().flatten())
}

/// The days of a moment: announced by today, and not after it was held.
fn announced(moment: &IntervisionMoment, today: NaiveDate) -> Result<(), Rejection> {
    let held = ImpossibleDate::outside(DateField::MomentHeldOn, moment.held_on, EARLIEST, LATEST);
    let latest = moment.held_on.min(today).max(EARLIEST);
    let announced = moment.announced_on;
    let announced = announced.and_then(|on| ImpossibleDate::outside(DateField::AnnouncedOn, on, EARLIEST, latest));
    possible([held, announced].into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use trajet_law::coordinator::{Lack, Standing};

    use super::*;
    use crate::people::SubjectId;
    use crate::registry::{Coordinator, MomentId, apply};
    use crate::samples::{contact_details, day};

    fn registration() -> Registration {
        Registration {
            subject: SubjectId("coordinator-1".into()),
            contact: contact_details(),
            level_b: true,
            took_up_on: day(2022, 2, 1),
            certified_on: Some(day(2022, 6, 15)),
            ended_on: None,
        }
    }

    fn moment(id: &str, held_on: NaiveDate) -> IntervisionMoment {
        IntervisionMoment {
            id: MomentId(id.into()),
            held_on,
            minutes: 120,
            announced_on: Some(day(2023, 1, 2)),
            cancelled: false,
        }
    }

    fn given(registry: &mut Registry, today: NaiveDate, command: &RegistryCommand) -> Result<usize, Rejection> {
        let events = decide(registry, command, today)?;
        for event in &events {
            apply(registry, event);
        }
        Ok(events.len())
    }

    fn attended(id: &str, attended: bool, held_on: Option<NaiveDate>) -> RegistryCommand {
        RegistryCommand::RecordAttendance { moment: MomentId(id.into()), attended, held_on }
    }

    fn registered() -> (Registry, Coordinator) {
        let mut registry = Registry::default();
        assert_eq!(given(&mut registry, day(2022, 7, 1), &RegistryCommand::Register(registration())), Ok(1));
        let known = registry.coordinator().expect("one is registered").clone();
        (registry, known)
    }

    #[test]
    fn k1_what_is_registered_changes_and_what_stands_already_does_nothing() {
        let (mut registry, _) = registered();
        let today = day(2023, 3, 1);
        assert_eq!(given(&mut registry, today, &RegistryCommand::Register(registration())), Ok(0));
        let gone = Registration { ended_on: Some(day(2023, 3, 31)), ..registration() };
        assert_eq!(given(&mut registry, today, &RegistryCommand::Register(gone)), Ok(1));
        let known = registry.coordinator().expect("one is registered");
        let lack = Lack::FunctionEnded { last_day: day(2023, 3, 31) };
        assert_eq!(known.standing(&[], day(2023, 4, 1)), Standing::NotQualified(lack));
    }

    #[test]
    fn k1_the_days_of_a_coordinator_fit_together() {
        for (wrong, fields) in [
            (Registration { certified_on: Some(day(2022, 7, 2)), ..registration() }, 1),
            (Registration { ended_on: Some(day(2022, 1, 31)), ..registration() }, 1),
            (Registration { took_up_on: day(1989, 12, 31), certified_on: Some(day(2030, 1, 1)), ..registration() }, 2),
        ] {
            let refused = decide(&Registry::default(), &RegistryCommand::Register(wrong), day(2022, 7, 1));
            assert!(matches!(refused, Err(Rejection::ImpossibleDates(found)) if found.len() == fields));
        }
    }

    #[test]
    fn k2_attendance_is_recorded_of_a_moment_of_the_calendar_that_was_held() {
        let (mut registry, _) = registered();
        let held_on = Some(day(2023, 2, 10));
        let unknown = given(&mut registry, day(2023, 2, 10), &attended("2023-1", true, None));
        assert_eq!(unknown, Err(Rejection::MomentUnknown));
        let early = given(&mut registry, day(2023, 2, 9), &attended("2023-1", true, held_on));
        assert_eq!(early, Err(Rejection::MomentToCome { on: day(2023, 2, 10) }));
        assert_eq!(given(&mut registry, day(2023, 2, 10), &attended("2023-1", false, held_on)), Ok(1));
        assert_eq!(given(&mut registry, day(2023, 2, 11), &attended("2023-1", false, held_on)), Ok(0));
        assert_eq!(given(&mut registry, day(2023, 2, 11), &attended("2023-1", true, held_on)), Ok(1));
        let nobody = given(&mut Registry::default(), day(2023, 2, 11), &attended("2023-1", true, held_on));
        assert_eq!(nobody, Err(Rejection::CoordinatorNotRegistered));
        // What changes in the registration leaves the attendance.
        let moved = Registration { level_b: false, ..registration() };
        assert_eq!(given(&mut registry, day(2023, 2, 12), &RegistryCommand::Register(moved)), Ok(1));
        assert_eq!(registry.coordinator().expect("registered").attendance.get(&MomentId("2023-1".into())), Some(&true));
    }

    #[test]
    fn k2_a_moment_that_is_cancelled_or_was_not_announced_does_not_count() {
        let (_, known) = registered();
        let mut calendar = Registry::default();
        let today = day(2023, 1, 10);
        let record = |moment: &IntervisionMoment| RegistryCommand::RecordMoment(moment.clone());
        let first = moment("2023-1", day(2023, 2, 10));
        assert_eq!(given(&mut calendar, today, &record(&first)), Ok(1));
        assert_eq!(given(&mut calendar, today, &record(&first)), Ok(0));
        let over = day(2024, 1, 1);
        let lost = Standing::NotQualified(Lack::Intervision { year: 2023, since: over });
        assert_eq!(known.standing(calendar.calendar(), over), lost);
        for other in [
            IntervisionMoment { cancelled: true, ..first.clone() },
            IntervisionMoment { announced_on: None, ..first.clone() },
        ] {
            assert_eq!(given(&mut calendar, today, &record(&other)), Ok(1));
            assert_eq!(known.standing(calendar.calendar(), over), Standing::Certified { since: day(2022, 6, 15) });
        }
        for wrong in [day(2023, 1, 11), day(2023, 2, 11)] {
            let late = IntervisionMoment { announced_on: Some(wrong), ..first.clone() };
            assert!(matches!(decide(&calendar, &record(&late), today), Err(Rejection::ImpossibleDates(_))));
        }
    }

    #[test]
    fn k2_the_calendar_is_in_the_order_of_its_days() {
        let mut calendar = Registry::default();
        for (id, held_on) in [("b", day(2023, 9, 8)), ("a", day(2023, 2, 10)), ("b", day(2023, 1, 20))] {
            let command = RegistryCommand::RecordMoment(moment(id, held_on));
            assert_eq!(given(&mut calendar, day(2023, 1, 10), &command), Ok(1));
        }
        let ids: Vec<_> = calendar.calendar().iter().map(|moment| moment.id.0.as_str()).collect();
        assert_eq!(ids, ["b", "a"]);
    }
}
