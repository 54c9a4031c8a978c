//! Events of the registry of coordinators.

use trajet_dossier_domain::{Assignment, IntervisionMoment, MomentId, Registration, RegistryEvent};
use trajet_service::arms;

use super::*;

pub(super) fn assigned(by_hand: bool) -> Event {
    Event::CoordinatorAssigned(Assignment {
        coordinator: SubjectId("coordinator-1".into()),
        on: day("2023-01-05"),
        by_hand,
    })
}

pub(super) fn registered(certified_on: Option<&str>, ended_on: Option<&str>) -> Event {
    let registration = Registration {
        subject: SubjectId("coordinator-1".into()),
        contact: coordinator(),
        level_b: true,
        took_up_on: day("2022-02-01"),
        certified_on: certified_on.map(day),
        ended_on: ended_on.map(day),
    };
    Event::Registry(RegistryEvent::CoordinatorRegistered { registration, on: day("2022-02-01") })
}

pub(super) fn attended(attended: bool) -> Event {
    let moment = MomentId("2023-1".into());
    Event::Registry(RegistryEvent::AttendanceRecorded { moment, attended, held_on: day("2023-02-10") })
}

pub(super) fn moment(announced_on: Option<&str>, cancelled: bool) -> Event {
    let moment = IntervisionMoment {
        id: MomentId("2023-1".into()),
        held_on: day("2023-02-10"),
        minutes: 120,
        announced_on: announced_on.map(day),
        cancelled,
    };
    Event::Registry(RegistryEvent::MomentRecorded { moment, on: day("2023-01-03") })
}

/// What the golden files do not show.
pub(super) fn more() -> Vec<Event> {
    let mut events = vec![
        assigned(true),
        registered(Some("2022-06-15"), None),
        registered(Some("2022-06-15"), Some("2023-03-31")),
        attended(false),
        moment(None, false),
        moment(Some("2023-01-02"), true),
    ];
    let without = |event: &Event| match event {
        Event::Registry(RegistryEvent::CoordinatorRegistered { registration, on }) => {
            let registration = Registration { level_b: false, ..registration.clone() };
            Event::Registry(RegistryEvent::CoordinatorRegistered { registration, on: *on })
        }
        other => other.clone(),
    };
    events.push(without(&registered(None, None)));
    events.extend(
        arms!(RegistryEvent {
            RegistryEvent::CoordinatorRegistered { .. } => of_the_registry(registered(None, None)),
            RegistryEvent::AttendanceRecorded { .. } => of_the_registry(attended(true)),
            RegistryEvent::MomentRecorded { .. } => of_the_registry(moment(None, false)),
        })
        .into_iter()
        .map(Event::Registry),
    );
    events
}

fn of_the_registry(event: Event) -> RegistryEvent {
    match event {
        Event::Registry(event) => event,
        other => panic!("{other:?} is not of the registry"),
    }
}
